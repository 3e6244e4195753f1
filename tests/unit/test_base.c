/* The small things of base: memory, texts, tables, spelling of SQL. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "hash.h"
#include "map.h"
#include "suite.h"
#include "text.h"
#include "vec.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void arena_gives_zeroed_aligned_memory(void)
{
    sg_arena *arena = sg_arena_new();
    char *empty = sg_arena_alloc(arena, 0);

    CU_ASSERT_PTR_NOT_NULL(empty);
    for (size_t size = 1; size < 300000; size = size * 3 + 1) {
        char *memory = sg_arena_alloc(arena, size);

        CU_ASSERT_EQUAL((uintptr_t)memory % _Alignof(max_align_t), 0);
        CU_ASSERT_EQUAL(memory[0], 0);
        CU_ASSERT_EQUAL(memory[size - 1], 0);
        memset(memory, 'x', size);
    }
    sg_arena_free(arena);
    sg_arena_free(NULL);
}

static void arena_keeps_small_pieces_apart(void)
{
    enum { PIECES = 20000 };
    sg_arena *arena = sg_arena_new();
    char **pieces = SG_NEW_ARRAY(arena, char *, PIECES);
    int wrong = 0;

    for (int i = 0; i < PIECES; i++)
        pieces[i] = sg_arena_printf(arena, "piece %d", i);
    for (int i = 0; i < PIECES; i++)
        wrong += atol(pieces[i] + strlen("piece ")) != i;
    CU_ASSERT_EQUAL(wrong, 0);
    sg_arena_free(arena);
}

static void arena_copies_text(void)
{
    sg_arena *arena = sg_arena_new();

    CU_ASSERT_STRING_EQUAL(sg_arena_strdup(arena, "name"), "name");
    CU_ASSERT_STRING_EQUAL(sg_arena_strndup(arena, "name", 2), "na");
    CU_ASSERT_PTR_NULL(sg_arena_strdup(arena, NULL));
    CU_ASSERT_PTR_NULL(sg_arena_strndup(arena, NULL, 0));
    sg_arena_free(arena);
}

static void buf_grows(void)
{
    sg_buf buf;

    sg_buf_init(&buf);
    CU_ASSERT_STRING_EQUAL(buf.data, "");
    for (int i = 0; i < 1000; i++)
        sg_buf_addf(&buf, "%03d%c", i, ',');
    sg_buf_add(&buf, "end");
    sg_buf_addc(&buf, '.');
    sg_buf_addn(&buf, "ignored", 0);
    CU_ASSERT_EQUAL(buf.length, 4004);
    CU_ASSERT_STRING_EQUAL(buf.data + 3996, "999,end.");
    sg_buf_clear(&buf);
    CU_ASSERT_EQUAL(buf.length, 0);
    CU_ASSERT_STRING_EQUAL(buf.data, "");
    sg_buf_release(&buf);
}

/* From the caller's memory to the heap, and away from either. */
static void buf_begins_in_room(void)
{
    char room[8];
    sg_buf buf;

    sg_buf_init_in(&buf, room, sizeof room);
    sg_buf_add(&buf, "1234567");
    CU_ASSERT_PTR_EQUAL(buf.data, room);
    sg_buf_addc(&buf, '8');
    CU_ASSERT_PTR_NOT_EQUAL(buf.data, room);
    CU_ASSERT_STRING_EQUAL(buf.data, "12345678");
    sg_buf_release(&buf);
    sg_buf_init_in(&buf, room, sizeof room);
    sg_buf_add(&buf, "given");
    char *text = sg_buf_detach(&buf);
    CU_ASSERT_STRING_EQUAL(text, "given");
    CU_ASSERT_STRING_EQUAL(buf.data, "");
    free(text);
    sg_buf_release(&buf);
}

static void plain_runs_end_at_what_is_special(void)
{
    static const char special[] = {'"', '\\', '\n', 0x1f, 0x7f, (char)0x80, (char)0xff};
    char text[32];

    for (size_t length = 0; length < sizeof text; length++) {
        memset(text, 'x', sizeof text);
        CU_ASSERT_EQUAL(sg_text_plain_run(text, length), length);
        for (size_t at = 0; at < length; at++)
            for (size_t i = 0; i < sizeof special; i++) {
                memset(text, i % 2 ? ' ' : '~', sizeof text);
                text[at] = special[i];
                CU_ASSERT_EQUAL(sg_text_plain_run(text, length), at);
            }
    }
}

static void buf_writes_json(void)
{
    sg_buf buf;

    sg_buf_init(&buf);
    sg_buf_add_json(&buf, "a\"b\\c\n\t\r\b\f\x01/\x7f\xc3\xa9\xff\xf0\x9f\x98\x80");
    CU_ASSERT_STRING_EQUAL(buf.data, "\"a\\\"b\\\\c\\n\\t\\r\\b\\f\\u0001/\\u007f\xc3\xa9\\ufffd\xf0\x9f\x98\x80\"");
    sg_buf_clear(&buf);
    sg_buf_add_json(&buf, NULL);
    CU_ASSERT_STRING_EQUAL(buf.data, "null");
    sg_buf_release(&buf);
}

/* Orders by the first letter only, to see whether equal ones keep their order. */
static int compare_first(const void *a, const void *b)
{
    return *(const char *)a - *(const char *)b;
}

static void vec_sorts_stably(void)
{
    static const char *const words[] = {"c1", "a1", "b1", "a2", "c2", "a3", "b2"};
    static const char *const sorted[] = {"a1", "a2", "a3", "b1", "b2", "c1", "c2"};
    sg_vec vec = SG_VEC_EMPTY;

    sg_vec_sort(&vec, compare_first);
    for (size_t i = 0; i < COUNT(words); i++)
        sg_vec_push(&vec, (void *)words[i]);
    sg_vec_sort(&vec, compare_first);
    CU_ASSERT_EQUAL(vec.count, COUNT(sorted));
    for (size_t i = 0; i < COUNT(sorted); i++)
        CU_ASSERT_STRING_EQUAL(vec.items[i], sorted[i]);
    sg_vec_release(&vec);
    CU_ASSERT_EQUAL(vec.count, 0);
}

static int compare_number(const void *a, const void *b)
{
    return (int)((intptr_t)a - (intptr_t)b);
}

static void vec_sorts_every_length(void)
{
    for (intptr_t length = 1; length < 70; length++) {
        sg_vec vec = SG_VEC_EMPTY;
        int wrong = 0;

        for (intptr_t i = 0; i < length; i++)
            sg_vec_push(&vec, (void *)((i * 37) % 71));
        sg_vec_sort(&vec, compare_number);
        for (size_t i = 1; i < vec.count; i++)
            wrong += compare_number(vec.items[i - 1], vec.items[i]) >= 0;
        CU_ASSERT_EQUAL(wrong, 0);
        sg_vec_release(&vec);
    }
}

static void map_stores_and_replaces(void)
{
    sg_map map = SG_MAP_EMPTY;
    int one = 1, two = 2;

    CU_ASSERT_PTR_NULL(sg_map_get(&map, "key"));
    CU_ASSERT_PTR_NULL(sg_map_remove(&map, "key"));
    CU_ASSERT_PTR_NULL(sg_map_put(&map, "key", &one));
    CU_ASSERT_PTR_EQUAL(sg_map_put(&map, "key", &two), &one);
    CU_ASSERT_PTR_EQUAL(sg_map_get(&map, "key"), &two);
    CU_ASSERT_EQUAL(map.count, 1);
    CU_ASSERT_PTR_EQUAL(sg_map_remove(&map, "key"), &two);
    CU_ASSERT_PTR_NULL(sg_map_get(&map, "key"));
    sg_map_release(&map);
}

/* Removing must not cut the way to keys that were pushed aside by others. */
static void map_survives_removals(void)
{
    enum { KEYS = 3000 };
    sg_arena *arena = sg_arena_new();
    sg_map map = SG_MAP_EMPTY;
    char **keys = SG_NEW_ARRAY(arena, char *, KEYS);
    int wrong = 0;

    for (int i = 0; i < KEYS; i++) {
        keys[i] = sg_arena_printf(arena, "key%d", i);
        sg_map_put(&map, keys[i], keys[i]);
    }
    for (int i = 0; i < KEYS; i += 2)
        wrong += sg_map_remove(&map, keys[i]) != keys[i];
    for (int i = 0; i < KEYS; i++)
        wrong += sg_map_get(&map, keys[i]) != (i % 2 ? keys[i] : NULL);
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT_EQUAL(map.count, KEYS / 2);
    sg_map_release(&map);
    sg_arena_free(arena);
}

static void hashes_are_the_known_ones(void)
{
    char hex[SG_SHA256_HEX];

    sg_sha256_hex("", 0, hex);
    CU_ASSERT_STRING_EQUAL(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sg_sha256_hex("abc", 3, hex);
    CU_ASSERT_STRING_EQUAL(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void texts_that_differ_have_other_hashes(void)
{
    enum { LONGEST = 40, NUMBERS = 1000, SLOTS = 1024 };
    char text[LONGEST + 1] = {0}, number[8];
    bool taken[SLOTS] = {false};
    size_t slots = 0;

    for (size_t length = 0; length < LONGEST; length++) {
        uint64_t hash = sg_hash_text(text, length);

        CU_ASSERT_NOT_EQUAL(sg_hash_text(text, length + 1), hash);
        for (size_t i = 0; i < length; i++) {
            text[i] ^= 1;
            CU_ASSERT_NOT_EQUAL(sg_hash_text(text, length), hash);
            text[i] ^= 1;
        }
    }
    /* names that only count take as many slots as chance gives */
    for (int i = 0; i < NUMBERS; i++) {
        uint64_t hash = sg_hash_text(number, (size_t)snprintf(number, sizeof number, "t%d", i));

        slots += !taken[hash % SLOTS];
        taken[hash % SLOTS] = true;
    }
    CU_ASSERT(slots > SLOTS / 2);
}

static void nearest_word(void)
{
    static const char *const keys[] = {"columns", "comment", "check", "indexes"};

    CU_ASSERT_STRING_EQUAL(sg_text_nearest("colums", keys, COUNT(keys)), "columns");
    CU_ASSERT_STRING_EQUAL(sg_text_nearest("COLUMNS", keys, COUNT(keys)), "columns");
    CU_ASSERT_STRING_EQUAL(sg_text_nearest("chekc", keys, COUNT(keys)), "check");
    CU_ASSERT_PTR_NULL(sg_text_nearest("index", keys, COUNT(keys)));
    CU_ASSERT_PTR_NULL(sg_text_nearest("x", keys, COUNT(keys)));
    CU_ASSERT_PTR_NULL(sg_text_nearest("", keys, COUNT(keys)));
    CU_ASSERT_PTR_NULL(sg_text_nearest("tables", keys, COUNT(keys)));
}

static void text_equality(void)
{
    CU_ASSERT(sg_text_equal(NULL, NULL));
    CU_ASSERT(!sg_text_equal("a", NULL));
    CU_ASSERT(!sg_text_equal(NULL, "a"));
    CU_ASSERT(sg_text_equal("a", "a"));
    CU_ASSERT(!sg_text_equal("a", "b"));
}

static void clean_text(void)
{
    static const struct {
        const char *text;
        size_t length;
        bool name;
        bool lines;
    } cases[] = {
        {"plain", 5, true, true},
        {"na\xc3\xafve \xe2\x82\xac \xf0\x9f\x98\x80", 15, true, true},
        {"two\nlines\t\r", 11, false, true},
        {"nul\0", 4, false, false},
        {"\x1b[31m", 5, false, false},
        {"\x7f", 1, false, false},
        {"\xc2\x85", 2, false, false},         /* a control character above ASCII */
        {"\xc0\xaf", 2, false, false},         /* longer than needed */
        {"\xed\xa0\x80", 3, false, false},     /* half a surrogate pair */
        {"\xf4\x90\x80\x80", 4, false, false}, /* above U+10FFFF */
        {"\xe2\x82", 2, false, false},         /* cut off */
        {"\x80", 1, false, false},
        {"\xff", 1, false, false},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        CU_ASSERT_EQUAL(sg_text_is_clean(cases[i].text, cases[i].length, false), cases[i].name);
        CU_ASSERT_EQUAL(sg_text_is_clean(cases[i].text, cases[i].length, true), cases[i].lines);
    }
}

static void clip_keeps_characters_whole(void)
{
    const char *euro = "a\xe2\x82\xac";

    CU_ASSERT_EQUAL(sg_text_clip(euro, 4, 9), 4);
    CU_ASSERT_EQUAL(sg_text_clip(euro, 4, 4), 4);
    CU_ASSERT_EQUAL(sg_text_clip(euro, 4, 3), 1);
    CU_ASSERT_EQUAL(sg_text_clip(euro, 4, 2), 1);
    CU_ASSERT_EQUAL(sg_text_clip(euro, 4, 1), 1);
    CU_ASSERT_EQUAL(sg_text_clip(euro, 4, 0), 0);
}

/* Runs one of the functions that spell a text and compares the result. */
static void check_spelling(void (*spell)(sg_buf *, const char *), const char *text, const char *expected)
{
    sg_buf buf;

    sg_buf_init(&buf);
    spell(&buf, text);
    CU_ASSERT_STRING_EQUAL(buf.data, expected);
    sg_buf_release(&buf);
}

static void sql_spelling(void)
{
    static const char *const names[] = {"a", "b\"c"};
    sg_buf buf;

    check_spelling(sg_sql_ident, "user \"x\"", "\"user \"\"x\"\"\"");
    check_spelling(sg_sql_literal, "it's", "'it''s'");
    check_spelling(sg_sql_literal, "a\\'b", "E'a\\\\''b'");
    check_spelling(sg_sql_dollar, "select 1", "$$select 1$$");
    check_spelling(sg_sql_dollar, "select $$x$$", "$sg0$select $$x$$$sg0$");
    check_spelling(sg_sql_dollar, "ends with $sg0", "$sg1$ends with $sg0$sg1$");
    check_spelling(sg_sql_comment_text, "a\nDROP TABLE t; \x1b\xff\xe2\x80\xae",
                   "a\\nDROP TABLE t; \\x1B\\xFF\\u{202E}");
    sg_buf_init(&buf);
    sg_sql_ident_list(&buf, names, COUNT(names));
    CU_ASSERT_STRING_EQUAL(buf.data, "\"a\", \"b\"\"c\"");
    sg_buf_release(&buf);
}

static void names_as_the_server_prints_them(void)
{
    static const char *const plain[] = {"a", "_x1", "name", "value", "abort", "zone", "type", "role"};
    static const char *const quoted[] = {"",     "A",     "1a",     "a$",      "a b",  "\xc3\xa9",
                                         "user", "order", "table",  "between", "all",  "xmltable",
                                         "left", "int",   "values", "similar", "char", "authorization"};

    for (size_t i = 0; i < COUNT(plain); i++)
        check_spelling(sg_sql_ident_as_server, plain[i], plain[i]);
    for (size_t i = 0; i < COUNT(quoted); i++) {
        sg_arena *arena = sg_arena_new();

        check_spelling(sg_sql_ident_as_server, quoted[i], sg_arena_printf(arena, "\"%s\"", quoted[i]));
        sg_arena_free(arena);
    }
}

/* Names that PostgreSQL 15 gave to constraints and indexes of such tables and columns. */
static void default_names_as_the_server_makes_them(void)
{
#define A40 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B40 "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define B20 "bbbbbbbbbbbbbbbbbbbb"
#define E4 "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
#define E10 "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
    static const struct {
        const char *name1, *name2, *label, *expected;
    } cases[] = {
        {"t", NULL, "pkey", "t_pkey"},
        {"t", "c", "idx", "t_c_idx"},
        {"t", "c", NULL, "t_c"},
        {A40, B40, "fkey", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbb_fkey"},
        {A40, B20, "fkey", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbb_fkey"},
        {A40, B20, "check", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbb_check"},
        {A40 B20, NULL, "pkey", A40 "bbbbbbbbbbbbbbbbbb_pkey"},
        {"x" E10 E10 E10, B40, "key", "x" E10 E4 "_bbbbbbbbbbbbbbbbbbbbbbbbbbbbb_key"},
        {"x" E10 E10 E10 "\xc3\xa9", NULL, "pkey", "x" E10 E10 E4 E4 "_pkey"},
        {E10 E10 E10 "\xc3\xa9", "i", "key", E10 E10 E4 E4 "_i_key"},
    };
    sg_arena *arena = sg_arena_new();

    for (size_t i = 0; i < COUNT(cases); i++) {
        char *name = sg_sql_default_name(arena, cases[i].name1, cases[i].name2, cases[i].label);

        CU_ASSERT_STRING_EQUAL(name, cases[i].expected);
        CU_ASSERT(strlen(name) <= SG_NAME_BYTES);
    }
    sg_arena_free(arena);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"arena gives zeroed, aligned memory", arena_gives_zeroed_aligned_memory},
        {"arena keeps small pieces apart", arena_keeps_small_pieces_apart},
        {"arena copies text", arena_copies_text},
        {"buf grows", buf_grows},
        {"buf begins in room", buf_begins_in_room},
        {"plain runs end at what is special", plain_runs_end_at_what_is_special},
        {"buf writes JSON", buf_writes_json},
        {"vec sorts stably", vec_sorts_stably},
        {"vec sorts every length", vec_sorts_every_length},
        {"map stores and replaces", map_stores_and_replaces},
        {"map survives removals", map_survives_removals},
        {"hashes are the known ones", hashes_are_the_known_ones},
        {"texts that differ have other hashes", texts_that_differ_have_other_hashes},
        {"nearest word", nearest_word},
        {"text equality", text_equality},
        {"clean text", clean_text},
        {"clip keeps characters whole", clip_keeps_characters_whole},
        {"SQL spelling", sql_spelling},
        {"names as the server prints them", names_as_the_server_prints_them},
        {"default names as the server makes them", default_names_as_the_server_makes_them},
        CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"base", NULL, NULL, NULL, NULL, tests});
}
