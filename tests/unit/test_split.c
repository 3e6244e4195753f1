#include <string.h>

#include "split.h"
#include "suite.h"

/* Statements of `script` joined by " | ", or "open at N". */
static char *split(sg_arena *arena, const char *script)
{
    sg_statement *statements;
    size_t count, open_at;
    if (!sg_split(arena, script, strlen(script), &statements, &count, &open_at)) {
        return sg_arena_printf(arena, "open at %zu", open_at);
    }
    char *all = sg_arena_strdup(arena, "");
    for (size_t i = 0; i < count; i++) {
        all = sg_arena_printf(arena, "%s%s%s", all, i ? " | " : "", statements[i].text);
    }
    return all;
}

static void check_table(const char *const (*rows)[2], size_t count)
{
    sg_arena *arena = sg_arena_new();
    for (size_t i = 0; i < count; i++) {
        const char *got = split(arena, rows[i][0]);
        if (strcmp(got, rows[i][1]) != 0) {
            fprintf(stderr, "%s\n  gives  %s\n  wanted %s\n", rows[i][0], got, rows[i][1]);
        }
        CU_ASSERT_STRING_EQUAL(got, rows[i][1]);
    }
    sg_arena_free(arena);
}

#define CHECK(rows) check_table(rows, sizeof(rows) / sizeof(rows[0]))

static void test_statements(void)
{
    static const char *const rows[][2] = {
        {"", ""},
        {" ; ;; -- nothing\n ; ", ""},
        {"SELECT 1", "SELECT 1"},
        {"SELECT 1; SELECT 2;", "SELECT 1 | SELECT 2"},
        {"-- a; b\nSELECT 1 -- c; d\n; /* e; */ SELECT 2 /* f */", "SELECT 1 | SELECT 2"},
        {"SELECT/* ; */1;2", "SELECT/* ; */1 | 2"},
        {"/* a /* b; */ c; */ SELECT 1", "SELECT 1"},
        {"CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); x",
         "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2) | x"},
        {"SELECT ) ; 1", "SELECT ) | 1"},
    };
    CHECK(rows);
}

static void test_quotes(void)
{
    static const char *const rows[][2] = {
        {"SELECT 'a;''b;'; 2", "SELECT 'a;''b;' | 2"},
        {"SELECT 'a\\'; 2", "SELECT 'a\\' | 2"},
        {"SELECT E'a\\';b'; 2", "SELECT E'a\\';b' | 2"},
        {"SELECT e'a\\\\'; 2", "SELECT e'a\\\\' | 2"},
        {"SELECT E'a'\n 'b\\';c'; 2", "SELECT E'a'\n 'b\\';c' | 2"},
        {"SELECT E'a' -- d'\n\n'b\\';c'; 2", "SELECT E'a' -- d'\n\n'b\\';c' | 2"},
        {"SELECT E'a' 'b\\'; 2", "SELECT E'a' 'b\\' | 2"},
        {"SELECT name'a\\'; 2", "SELECT name'a\\' | 2"},
        {"SELECT U&'\\0061;\\'; 2", "SELECT U&'\\0061;\\' | 2"},
        {"SELECT U&\"a;\"\"\\\", \"b;\"; 2", "SELECT U&\"a;\"\"\\\", \"b;\" | 2"},
        {"SELECT B'01', x'a;'; 2", "SELECT B'01', x'a;' | 2"},
        {"SELECT \"--\", '/*'; 2", "SELECT \"--\", '/*' | 2"},
        {"SELECT $$a;'b$$; 2", "SELECT $$a;'b$$ | 2"},
        {"SELECT $a$ ; $b$ ; $$ ; $b$a$; 2", "SELECT $a$ ; $b$ ; $$ ; $b$a$ | 2"},
        {"SELECT $a$ $A$ ; $a$; 2", "SELECT $a$ $A$ ; $a$ | 2"},
        {"SELECT a$b$;c$b$; 2", "SELECT a$b$ | c$b$ | 2"},
        {"SELECT $1; $2", "SELECT $1 | $2"},
        {"SELECT 5-- ;\n; 2", "SELECT 5 | 2"},
        {"SELECT 1 +/* ; */ 2; 2", "SELECT 1 +/* ; */ 2 | 2"},
        {"SELECT 'ä;', \xff; 2", "SELECT 'ä;', \xff | 2"},
    };
    CHECK(rows);
}

static void test_bodies(void)
{
    static const char *const rows[][2] = {
        {"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; x",
         "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END | x"},
        {"create procedure p() begin /* a */ atomic select case when a then 1 end; select 2; end; x",
         "create procedure p() begin /* a */ atomic select case when a then 1 end; select 2; end | x"},
        {"CREATE FUNCTION f() BEGIN ATOMIC SELECT 1 AS end, t.case; SELECT 2; END; x",
         "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1 AS end, t.case; SELECT 2; END | x"},
        {"CREATE FUNCTION f() BEGIN ATOMIC SELECT (CASE a WHEN 1 THEN (CASE WHEN b THEN 2 END) END); END; x",
         "CREATE FUNCTION f() BEGIN ATOMIC SELECT (CASE a WHEN 1 THEN (CASE WHEN b THEN 2 END) END); END | x"},
        {"BEGIN; SELECT 1; END; x", "BEGIN | SELECT 1 | END | x"},
        {"SELECT begin, atomic; x", "SELECT begin, atomic | x"},
        {"SELECT \"begin\" atomic; x", "SELECT \"begin\" atomic | x"},
    };
    CHECK(rows);
}

static void test_open(void)
{
    static const char *const rows[][2] = {
        {"SELECT 1; SELECT 'a", "open at 17"}, {"/* /* */", "open at 0"},    {"SELECT \"a", "open at 7"},
        {"SELECT E'a\\'", "open at 7"},        {"x $a$ $b$ $", "open at 2"}, {"SELECT E'\\", "open at 7"},
    };
    CHECK(rows);
}

static void test_places(void)
{
    sg_arena *arena = sg_arena_new();
    const char *script = "-- one\nSELECT 1 ;\n\n  SELECT\n2;x";
    sg_statement *s;
    size_t count, open_at;
    CU_ASSERT_TRUE_FATAL(sg_split(arena, script, strlen(script), &s, &count, &open_at));
    CU_ASSERT_EQUAL_FATAL(count, 3);
    CU_ASSERT_EQUAL(s[0].start, 7);
    CU_ASSERT_EQUAL(s[0].end, 15);
    CU_ASSERT_EQUAL(s[0].line, 2);
    CU_ASSERT_EQUAL(s[1].line, 4);
    CU_ASSERT_EQUAL(s[2].line, 5);
    CU_ASSERT_EQUAL(s[2].end, strlen(script));
    sg_arena_free(arena);
}

static bool same_checksum(const char *a, const char *b)
{
    char left[65], right[65];
    sg_script_checksum(a, strlen(a), left);
    sg_script_checksum(b, strlen(b), right);
    return strcmp(left, right) == 0;
}

static void test_checksum(void)
{
    CU_ASSERT_TRUE(same_checksum("SELECT 1;", "\n-- c\nSELECT  /* ; */\r\n 1;\n"));
    CU_ASSERT_TRUE(same_checksum("", " -- nothing"));
    CU_ASSERT_TRUE(same_checksum("DO $$\r\nx\r\n$$", "DO $$\nx\n$$"));
    CU_ASSERT_FALSE(same_checksum("SELECT 1;", "SELECT 2;"));
    CU_ASSERT_FALSE(same_checksum("SELECT 1;", "SELECT 1"));
    CU_ASSERT_FALSE(same_checksum("SELECT 'a b'", "SELECT 'a  b'"));
    CU_ASSERT_FALSE(same_checksum("SELECT 'a -- b'", "SELECT 'a -- c'"));
    CU_ASSERT_FALSE(same_checksum("SELECT ab", "SELECT a b"));
    CU_ASSERT_FALSE(same_checksum("DO $$ -- a\n$$", "DO $$ -- b\n$$"));
    CU_ASSERT_FALSE(same_checksum("SELECT 'a", "SELECT 'b"));
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"statements", test_statements},
        {"quotes", test_quotes},
        {"bodies", test_bodies},
        {"what is left open", test_open},
        {"places", test_places},
        {"checksum", test_checksum},
        CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"split", NULL, NULL, NULL, NULL, tests});
}
