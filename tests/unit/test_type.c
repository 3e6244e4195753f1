#include <stdlib.h>
#include <string.h>

#include "suite.h"
#include "type.h"
#include "type_table.h"

/* The canonical text of a type, or "mistake at N". */
static const char *canonical(sg_arena *arena, const char *text)
{
    sg_sqltype type;
    const char *why;
    size_t at;
    sg_buf buf;
    if (!sg_sqltype_parse(arena, text, &type, &why, &at)) {
        CU_ASSERT_PTR_NOT_NULL(why);
        return sg_arena_printf(arena, "mistake at %zu", at);
    }
    sg_buf_init(&buf);
    sg_sqltype_print(&buf, &type);
    const char *copy = sg_arena_strdup(arena, buf.data);
    sg_buf_release(&buf);
    return copy;
}

static void check_table(const char *const (*rows)[2], size_t count)
{
    sg_arena *arena = sg_arena_new();
    for (size_t i = 0; i < count; i++) {
        const char *got = canonical(arena, rows[i][0]);
        if (strcmp(got, rows[i][1]) != 0) {
            fprintf(stderr, "%s gives %s, wanted %s\n", rows[i][0], got, rows[i][1]);
        }
        CU_ASSERT_STRING_EQUAL(got, rows[i][1]);
    }
    sg_arena_free(arena);
}

#define CHECK(rows) check_table(rows, sizeof(rows) / sizeof(rows[0]))

static void test_spellings(void)
{
    static const char *const rows[][2] = {
        {"int4", "integer"},
        {" INT ", "integer"},
        {"int8", "bigint"},
        {"bool", "boolean"},
        {"float", "double precision"},
        {"float(24)", "real"},
        {"float(25)", "double precision"},
        {"double  precision", "double precision"},
        {"varchar", "character varying"},
        {"VARCHAR(10)", "character varying(10)"},
        {"national character varying ( 7 )", "character varying(7)"},
        {"char", "character(1)"},
        {"nchar(3)", "character(3)"},
        {"bpchar", "bpchar"},
        {"bpchar(4)", "character(4)"},
        {"\"char\"", "\"char\""},
        {"pg_catalog.\"char\"", "\"char\""},
        {"bit", "bit(1)"},
        {"\"bit\"", "\"bit\""},
        {"bit varying(5)", "bit varying(5)"},
        {"decimal(10,2)", "numeric(10,2)"},
        {"numeric(10)", "numeric(10,0)"},
        {"numeric(3,-2)", "numeric(3,-2)"},
        {"dec", "numeric"},
        {"timestamp", "timestamp without time zone"},
        {"timestamptz(3)", "timestamp(3) with time zone"},
        {"timestamp(0) with time zone", "timestamp(0) with time zone"},
        {"time with time zone", "time with time zone"},
        {"timetz", "time with time zone"},
        {"interval", "interval"},
        {"interval(3)", "interval(3)"},
        {"interval Year To Month", "interval year to month"},
        {"interval day to second(2)", "interval day to second(2)"},
        {"serial", "integer"},
        {"bigserial", "bigint"},
        {"int[3][]", "integer[]"},
        {"text ARRAY[4]", "text[]"},
        {"timestamptz(3)[]", "timestamp(3) with time zone[]"},
        {"_int4", "integer[]"},
        {"\"int4\"", "integer"},
        {"pg_catalog.varchar(5)", "character varying(5)"},
    };
    CHECK(rows);
}

static void test_user_types(void)
{
    static const char *const rows[][2] = {
        {"mood", "mood"},
        {"Mood", "mood"},
        {"\"Mood\"", "\"Mood\""},
        {"public.mood[]", "mood[]"},
        {"other.mood", "other.mood"},
        {"\"a b\".\"c\"\"d\"", "\"a b\".\"c\"\"d\""},
        {"\"select\"", "\"select\""},
        {"\"integer\"", "\"integer\""},
        {"public.text", "public.text"},
        {"geometry( Point , 4326 )", "geometry(Point,4326)"},
        {"t('it''s')", "t('it''s')"},
    };
    CHECK(rows);
    sg_arena *arena = sg_arena_new();
    sg_sqltype type;
    const char *why;
    size_t at;
    sg_buf buf;
    sg_buf_init(&buf);
    CU_ASSERT_TRUE(sg_sqltype_parse(arena, "public.mood[]", &type, &why, &at));
    CU_ASSERT_PTR_NULL(type.builtin);
    sg_sqltype_sql(&buf, &type);
    CU_ASSERT_STRING_EQUAL(buf.data, "\"public\".\"mood\"[]");
    CU_ASSERT_TRUE(sg_sqltype_parse(arena, "serial8", &type, &why, &at));
    CU_ASSERT_STRING_EQUAL(type.builtin, "bigint");
    CU_ASSERT_TRUE(type.serial);
    sg_buf_release(&buf);
    sg_arena_free(arena);
}

static void test_mistakes(void)
{
    static const char *const rows[][2] = {
        {"", "mistake at 0"},
        {"varchar(0)", "mistake at 7"},
        {"varchar(10485761)", "mistake at 7"},
        {"varchar(a)", "mistake at 7"},
        {"varchar(1,2)", "mistake at 7"},
        {"numeric(1001)", "mistake at 7"},
        {"numeric(5,1001)", "mistake at 7"},
        {"timestamp(7)", "mistake at 9"},
        {"float(54)", "mistake at 5"},
        {"int4(3)", "mistake at 4"},
        {"timestamp with zone", "mistake at 15"},
        {"timestamp with time zone(3)", "mistake at 24"},
        {"interval year to day", "mistake at 17"},
        {"int[", "mistake at 4"},
        {"int]", "mistake at 3"},
        {"text array[]", "mistake at 11"},
        {"serial[]", "mistake at 6"},
        {"a.b.c", "mistake at 3"},
        {"a.", "mistake at 2"},
        {"\"\"", "mistake at 0"},
        {"\"a", "mistake at 0"},
        {"text; drop table x", "mistake at 4"},
        {"t(1); drop", "mistake at 4"},
        {"t('a)", "mistake at 2"},
        {"text -- x", "mistake at 5"},
        {"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg", "mistake at 0"},
    };
    CHECK(rows);
}

static void parse(sg_arena *arena, const char *text, sg_sqltype *type)
{
    const char *why;
    size_t at;
    CU_ASSERT_TRUE_FATAL(sg_sqltype_parse(arena, text, type, &why, &at));
}

static void test_casts(void)
{
    /* What a PostgreSQL 15 does; types that begin with en_ are enums. */
    static const struct {
        const char *from, *to;
        sg_cast cast;
        bool may_fail;
    } rows[] = {
        {"int", "bigint", SG_CAST_ASSIGNMENT, false},
        {"bigint", "int", SG_CAST_ASSIGNMENT, true},
        {"int", "numeric(10,2)", SG_CAST_ASSIGNMENT, true},
        {"int", "numeric(12,2)", SG_CAST_ASSIGNMENT, false},
        {"int", "boolean", SG_CAST_EXPLICIT, true},
        {"int", "uuid", SG_CAST_NONE, true},
        {"int", "text", SG_CAST_ASSIGNMENT, false},
        {"text", "int", SG_CAST_EXPLICIT, true},
        {"text", "varchar", SG_CAST_FREE, false},
        {"varchar(5)", "text", SG_CAST_FREE, false},
        {"text", "varchar(5)", SG_CAST_ASSIGNMENT, true},
        {"varchar(5)", "varchar(6)", SG_CAST_FREE, false},
        {"varchar(6)", "varchar(5)", SG_CAST_ASSIGNMENT, true},
        {"char(5)", "char(6)", SG_CAST_ASSIGNMENT, false},
        {"char(5)", "bpchar", SG_CAST_FREE, false},
        {"numeric(10,2)", "numeric(12,2)", SG_CAST_FREE, false},
        {"numeric(10,2)", "numeric", SG_CAST_FREE, false},
        {"numeric(10,2)", "numeric(12,4)", SG_CAST_ASSIGNMENT, false},
        {"numeric(10,2)", "numeric(10,4)", SG_CAST_ASSIGNMENT, true},
        {"timestamp(3)", "timestamp", SG_CAST_FREE, false},
        {"timestamp", "timestamp(3)", SG_CAST_ASSIGNMENT, true},
        {"timestamp", "timestamptz", SG_CAST_ASSIGNMENT, false},
        {"bit(3)", "bit(5)", SG_CAST_ASSIGNMENT, true},
        {"bit varying(3)", "bit varying(5)", SG_CAST_FREE, false},
        {"json", "jsonb", SG_CAST_ASSIGNMENT, true},
        {"jsonb", "text[]", SG_CAST_NONE, true},
        {"cidr", "inet", SG_CAST_FREE, false},
        {"citext", "text", SG_CAST_FREE, false},
        {"text", "citext", SG_CAST_FREE, false},
        {"en_a", "text", SG_CAST_ASSIGNMENT, false},
        {"text", "en_a", SG_CAST_EXPLICIT, true},
        {"en_a", "en_b", SG_CAST_TEXT, true},
        {"en_a[]", "en_b[]", SG_CAST_TEXT, true},
        {"en_a", "en_a", SG_CAST_FREE, false},
        {"int[]", "bigint[]", SG_CAST_ASSIGNMENT, false},
        {"varchar(5)[]", "varchar[]", SG_CAST_FREE, false},
        {"varchar[]", "text[]", SG_CAST_ASSIGNMENT, false},
        {"int[]", "int", SG_CAST_NONE, true},
        {"int[]", "text", SG_CAST_ASSIGNMENT, false},
        {"text", "int[]", SG_CAST_EXPLICIT, true},
        {"hstore", "jsonb", SG_CAST_EXPLICIT, true},
    };
    sg_arena *arena = sg_arena_new();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sg_sqltype from, to;
        parse(arena, rows[i].from, &from);
        parse(arena, rows[i].to, &to);
        sg_cast cast =
            sg_sqltype_cast(&from, strncmp(rows[i].from, "en_", 3) == 0, &to, strncmp(rows[i].to, "en_", 3) == 0);
        bool may_fail = sg_sqltype_cast_may_fail(&from, &to);
        if (cast != rows[i].cast || may_fail != rows[i].may_fail) {
            fprintf(stderr, "%s to %s: %d, %d\n", rows[i].from, rows[i].to, cast, may_fail);
        }
        CU_ASSERT_EQUAL(cast, rows[i].cast);
        CU_ASSERT_EQUAL(may_fail, rows[i].may_fail);
    }
    sg_arena_free(arena);
}

static void test_losses(void)
{
    static const struct {
        const char *from, *to;
        bool loses;
    } rows[] = {{"int", "bigint", false},
                {"bigint", "int", false}, /* fails instead */
                {"numeric", "numeric(6,1)", true},
                {"numeric(6,1)", "numeric(4,1)", false},
                {"numeric(6,1)", "numeric", false},
                {"numeric(6)", "int", false},
                {"numeric(6,2)", "int", true},
                {"numeric(6,2)[]", "int[]", true},
                {"float8", "int", true},
                {"float8", "float4", true},
                {"float4", "float8", false},
                {"float8", "numeric", false},
                {"float8", "numeric(12,2)", true},
                {"timestamp", "timestamptz(3)", true},
                {"timestamp(3)", "timestamp", false},
                {"timestamptz", "date", true},
                {"timestamptz(0)", "date", true},
                {"date", "timestamp(0)", false},
                {"timestamp", "time", true},
                {"time", "time(0)", true},
                {"text", "varchar(5)", false},
                {"en_a", "text", false}};
    sg_arena *arena = sg_arena_new();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sg_sqltype from, to;
        parse(arena, rows[i].from, &from);
        parse(arena, rows[i].to, &to);
        if (sg_sqltype_cast_loses(&from, &to) != rows[i].loses) {
            fprintf(stderr, "%s to %s\n", rows[i].from, rows[i].to);
            CU_FAIL("loses, or does not");
        }
    }
    sg_arena_free(arena);
}

static void test_facts(void)
{
    sg_arena *arena = sg_arena_new();
    sg_sqltype a, b;
    parse(arena, "json", &a);
    CU_ASSERT_FALSE(sg_sqltype_orderable(&a));
    parse(arena, "jsonb", &a);
    CU_ASSERT_TRUE(sg_sqltype_orderable(&a));
    parse(arena, "mood", &a);
    CU_ASSERT_TRUE(sg_sqltype_orderable(&a));
    parse(arena, "public.mood", &b);
    CU_ASSERT_TRUE(sg_sqltype_equal(&a, &b));
    parse(arena, "other.mood", &b);
    CU_ASSERT_FALSE(sg_sqltype_equal(&a, &b));
    parse(arena, "int", &a);
    parse(arena, "serial", &b);
    CU_ASSERT_FALSE(sg_sqltype_equal(&a, &b));
    CU_ASSERT_STRING_EQUAL(sg_sqltype_extension("citext"), "citext");
    CU_ASSERT_STRING_EQUAL(sg_sqltype_extension("geometry"), "postgis");
    CU_ASSERT_PTR_NULL(sg_sqltype_extension("mood"));
    sg_arena_free(arena);
}

/* Binary search needs the tables sorted, and every spelling needs its type. */
static void test_tables(void)
{
    size_t count;
    const char *const *names = sg_sqltype_names(&count);
    for (size_t i = 0; i < count; i++) {
        CU_ASSERT_TRUE(i == 0 || strcmp(names[i - 1], names[i]) < 0);
        const sg_type_name *name = sg_type_name_find(names[i]);
        CU_ASSERT_PTR_NOT_NULL_FATAL(name);
        CU_ASSERT_PTR_NOT_NULL(sg_type_row_find(name->type));
    }
    static const char *const types[] = {
#define SG_TYPE(name, pg_name, category, modifiers, orderable) name,
#include "types.def"
#undef SG_TYPE
    };
    for (size_t i = 1; i < sizeof(types) / sizeof(types[0]); i++) {
        CU_ASSERT_TRUE(strcmp(types[i - 1], types[i]) < 0);
    }
    static const char *const casts[][2] = {
#define SG_CAST_ROW(from, to, cast, lossless) {from, to},
#include "casts.def"
#undef SG_CAST_ROW
    };
    for (size_t i = 1; i < sizeof(casts) / sizeof(casts[0]); i++) {
        int from = strcmp(casts[i - 1][0], casts[i][0]);
        CU_ASSERT_TRUE(from < 0 || (from == 0 && strcmp(casts[i - 1][1], casts[i][1]) < 0));
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"spellings", test_spellings}, {"user types", test_user_types},
        {"mistakes", test_mistakes},   {"casts", test_casts},
        {"losses", test_losses},       {"facts", test_facts},
        {"tables", test_tables},       CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"type", NULL, NULL, NULL, NULL, tests});
}
