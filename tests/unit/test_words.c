/* SQL as a row of words. */
#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
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
    size_t count;
    const sg_word *words = sg_words_read(arena, text, strlen(text), &count);
    sg_buf buf;
    sg_buf_init(&buf);
    for (size_t i = 0; i < count; i++) {
        sg_buf_add(&buf, i > 0 ? "|" : "");
        sg_buf_addn(&buf, words[i].text, words[i].length);
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
    sg_word word = {"Dropped", 4};
    CU_ASSERT_TRUE(sg_word_is(&word, "DROP"));
    CU_ASSERT_FALSE(sg_word_is(&word, "DROPPED"));
    CU_ASSERT_FALSE(sg_word_is(&word, "DRO"));
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"what stands between is left out", what_stands_between_is_left_out},
        {"letters are compared in either case", letters_are_compared_in_either_case},
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = {{"words", set_up, tear_down, NULL, NULL, tests}, CU_SUITE_INFO_NULL};

    if (CU_initialize_registry() != CUE_SUCCESS || CU_register_suites(suites) != CUE_SUCCESS)
        return EXIT_FAILURE;
    CU_basic_run_tests();
    bool failed = CU_get_number_of_failures() > 0;
    CU_cleanup_registry();
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
