/* SQL as a row of words. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "statement.h"
#include "suite.h"
#include "words.h"

static sg_arena *arena;

static int set_up(void)
{
    arena = sg_arena_new();
    return 0;
}

static int tear_down(void)
{
    sg_arena_free(arena);
    return 0;
}

/* The words, with a bar between them. */
static const char *words_of(const char *text)
{
    sg_words words = sg_words_read(arena, text, strlen(text));
    sg_buf buf;
    sg_buf_init(&buf);
    for (size_t i = 0; i < words.count; i++) {
        sg_buf_add(&buf, i > 0 ? "|" : "");
        sg_buf_addn(&buf, words.items[i].text, words.items[i].length);
    }
    const char *copy = sg_arena_strdup(arena, buf.data);
    sg_buf_release(&buf);
    return copy;
}

static void what_stands_between_is_left_out(void)
{
    CU_ASSERT_STRING_EQUAL(words_of(""), "");
    CU_ASSERT_STRING_EQUAL(words_of(" /* a */ -- b\n"), "");
    CU_ASSERT_STRING_EQUAL(words_of("DROP TABLE \"a b\".c, d; -- x"), "DROP|TABLE|\"a b\"|.|c|,|d|;");
    CU_ASSERT_STRING_EQUAL(words_of("SELECT 'it''s', $q$ DROP $q$, 1"), "SELECT|'it''s'|,|$q$ DROP $q$|,|1");
    CU_ASSERT_STRING_EQUAL(words_of("SELECT 'open"), "SELECT");
}

static void letters_are_compared_in_either_case(void)
{
    sg_words words = sg_words_read(arena, "Drop", 4);
    CU_ASSERT_TRUE(sg_words_is(&words, 0, "DROP"));
    CU_ASSERT_FALSE(sg_words_is(&words, 0, "DROPPED"));
    CU_ASSERT_FALSE(sg_words_is(&words, 0, "DRO"));
    CU_ASSERT_FALSE(sg_words_is(&words, 1, "DROP"));
}

static void a_cursor_goes_on_behind_what_it_knows(void)
{
    static const char text[] = "create  TABLE \"a b\" . c (x int)";
    sg_words words = sg_words_read(arena, text, strlen(text));
    size_t at = 0;
    CU_ASSERT_FALSE(sg_words_skip(&words, &at, "CREATE VIEW"));
    CU_ASSERT_EQUAL(at, 0);
    CU_ASSERT_TRUE(sg_words_skip(&words, &at, "CREATE TABLE"));
    CU_ASSERT_STRING_EQUAL(sg_words_name(&words, &at, arena), "\"a b\".c");
    CU_ASSERT_TRUE(sg_words_is(&words, at, "("));
}

static void do_is_what_stands_in_it(void)
{
    static const struct {
        const char *statement, *body;
    } rows[] = {
        {"DROP TABLE a", "DROP TABLE a"},     {"DO $$BEGIN END$$", "BEGIN END"},    {"do $x$ a $$ b $x$;", " a $$ b "},
        {"DO 'BEGIN END'", "DO 'BEGIN END'"}, {"DOCUMENT $$a$$", "DOCUMENT $$a$$"}, {"DO $$", "DO $$"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t length;
        const char *body = sg_statement_body(rows[i].statement, &length);
        CU_ASSERT_EQUAL(length, strlen(rows[i].body));
        CU_ASSERT_TRUE(strncmp(body, rows[i].body, length) == 0);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"what stands between is left out", what_stands_between_is_left_out},
        {"letters are compared in either case", letters_are_compared_in_either_case},
        {"a cursor goes on behind what it knows", a_cursor_goes_on_behind_what_it_knows},
        {"DO is what stands in it", do_is_what_stands_in_it},
        CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"words", set_up, tear_down, NULL, NULL, tests});
}
