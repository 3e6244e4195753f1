#include <stdlib.h>
#include <string.h>

#include "expr.h"
#include "suite.h"

typedef struct fixture {
    sg_arena *arena;
    sg_exprs *exprs;
} fixture;

static fixture begin(void)
{
    sg_arena *arena = sg_arena_new();
    return (fixture){arena, sg_exprs_new(arena)};
}

static void end(fixture f)
{
    sg_exprs_free(f.exprs);
    sg_arena_free(f.arena);
}

static const sg_sqltype *column_type(void *context, const char *relation, const char *name, bool *is_enum)
{
    (void)relation;
    static const char *const columns[][2] = {
        {"status", "varchar(20)"},  {"note", "text"},  {"code", "char(5)"}, {"mail", "citext"},
        {"total", "numeric(10,2)"}, {"n", "integer"},  {"big", "bigint"},   {"f", "float8"},
        {"role", "member_role"},    {"data", "jsonb"}, {"tags", "text[]"},  {"day", "date"},
    };
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        if (strcmp(columns[i][0], name) == 0) {
            sg_sqltype *type = SG_NEW((sg_arena *)context, sg_sqltype);
            const char *why;
            size_t at;
            CU_ASSERT_TRUE(sg_sqltype_parse(context, columns[i][1], type, &why, &at));
            *is_enum = strcmp(name, "role") == 0;
            return type;
        }
    }
    return NULL;
}

static const char *canonical(fixture f, const char *text, const sg_expr_scope *scope)
{
    sg_expr_error error;
    const sg_expr *expr = scope ? sg_expr_parse_in(f.exprs, text, scope, &error) : sg_expr_parse(f.exprs, text, &error);
    return expr ? expr->text : error.message;
}

/* rows: text, canonical text. The canonical text must be its own canonical text. */
static void check_table(const char *const (*rows)[2], size_t count, bool typed)
{
    fixture f = begin();
    sg_expr_scope scope = {column_type, f.arena, NULL};
    for (size_t i = 0; i < count; i++) {
        const char *got = canonical(f, rows[i][0], typed ? &scope : NULL);
        if (strcmp(got, rows[i][1]) != 0) {
            fprintf(stderr, "%s\n  gives  %s\n  wanted %s\n", rows[i][0], got, rows[i][1]);
        }
        CU_ASSERT_STRING_EQUAL(got, rows[i][1]);
        CU_ASSERT_STRING_EQUAL(canonical(f, got, typed ? &scope : NULL), got);
    }
    end(f);
}

#define CHECK(rows, typed) check_table(rows, sizeof(rows) / sizeof(rows[0]), typed)

static void test_spelling(void)
{
    static const char *const rows[][2] = {
        {"NOW()", "now()"},
        {"  now( )", "now()"},
        {"42", "42"},
        {"007", "7"},
        {"-1", "-1"},
        {"- - 1", "1"},
        {"'it''s'", "'it''s'"},
        {"TRUE", "true"},
        {"Null", "NULL"},
        {"current_timestamp", "CURRENT_TIMESTAMP"},
        {"Current_Timestamp(3)", "CURRENT_TIMESTAMP(3)"},
        {"1 -- a comment", "1"},
        {"a /* ; */ + 1", "a + 1"},
        {"((a + b)) * c - (d - e)", "(a + b) * c - (d - e)"},
        {"a != b", "a <> b"},
        {"A and (B or C)", "a AND (b OR c)"},
        {"(a AND b) OR c", "(a AND b) OR c"},
        {"a AND (b AND c)", "a AND b AND c"},
        {"not (a = b)", "NOT a = b"},
        {"(not a) = b", "(NOT a) = b"},
        {"(a = b) = c", "(a = b) = c"},
        {"a = (b = c)", "a = (b = c)"},
        {"(a < b) IS TRUE", "(a < b) IS TRUE"},
        {"(a is null) = b", "(a IS NULL) = b"},
        {"- (-a)", "-(-a)"},
        {"(-1)::text", "(-1)::text"},
        {"2 ^ -1", "2 ^ -1"},
        {"cast(a as varchar(10))", "a::character varying(10)"},
        {"a::int4::decimal(5)", "a::integer::numeric(5,0)"},
        {"interval '1' year", "'1'::interval year"},
        {"a between 1 and 2 and b", "a >= 1 AND a <= 2 AND b"},
        {"a not between 1 and 2", "a < 1 OR a > 2"},
        {"a = any (array[1, 2])", "a IN (1, 2)"},
        {"a <> all (array[1, 2])", "a NOT IN (1, 2)"},
        {"a IN (1)", "a = 1"},
        {"a ~~ 'x%'", "a LIKE 'x%'"},
        {"a not ilike 'x%'", "a NOT ILIKE 'x%'"},
        {"not (a is distinct from b)", "a IS NOT DISTINCT FROM b"},
        {"case when a then 1 else null end", "CASE WHEN a THEN 1 END"},
        {"extract(YEAR from a)", "EXTRACT(year FROM a)"},
        {"trim(a)", "TRIM(BOTH FROM a)"},
        {"substring(a from 2 for 3)", "SUBSTRING(a FROM 2 FOR 3)"},
        {"position('@' in a)", "POSITION('@' IN a)"},
        {"a at time zone 'UTC'", "a AT TIME ZONE 'UTC'"},
        {"(a).b[1]", "(a).b[1]"},
        {"a[1][2:3]", "a[1][2:3]"},
        {"array[[1,2],[3,4]]", "ARRAY[ARRAY[1, 2], ARRAY[3, 4]]"},
        {"x COLLATE \"C\" < y", "x COLLATE \"C\" < y"},
        {"x COLLATE pg_catalog.\"C\" < y COLLATE public.z", "x COLLATE \"C\" < y COLLATE z"},
        {"a operator(pg_catalog.+) b", "a OPERATOR(pg_catalog.+) b"},
        {"\"Camel\" + \"select\"", "\"Camel\" + \"select\""},
        {"exists (select 1 from t where t.a = 1)", "EXISTS (SELECT 1 FROM t WHERE t.a = 1)"},
    };
    CHECK(rows, false);
}

/* What pg_get_expr prints, without knowledge of types. */
static void test_server_spelling(void)
{
    static const char *const rows[][2] = {
        {"'x'::text", "'x'"},
        {"'x'::character varying", "'x'"},
        {"'-1'::integer", "-1"},
        {"'-1.50'::numeric", "-1.50"},
        {"'9999999999'::bigint", "9999999999"},
        {"'1'::bigint", "'1'::bigint"},
        {"'{}'::jsonb", "'{}'::jsonb"},
        {"((total > (0)::numeric))", "total > 0::numeric"},
        {"nextval('s_id_seq'::regclass)", "nextval('s_id_seq')"},
        {"(status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])",
         "status::text IN ('a', 'b')"},
        {"((data ->> 'k'::text) = 'v'::text)", "data ->> 'k'::text = 'v'::text"},
        {"(a ~ '^x'::text)", "a ~ '^x'::text"},
        {"(date_trunc('day'::text, a))", "date_trunc('day', a)"},
    };
    CHECK(rows, false);
}

static void test_types(void)
{
    static const char *const rows[][2] = {
        {"(status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])",
         "status IN ('a', 'b')"},
        {"((status)::text = 'a'::text)", "status = 'a'"},
        {"(note = ANY (ARRAY['a'::text, 'b'::text]))", "note IN ('a', 'b')"},
        {"((total > (0)::numeric))", "total > 0"},
        {"(f * (2)::double precision)", "f * 2"},
        {"(big = ANY (ARRAY[(1)::bigint, (2)::bigint]))", "big IN (1, 2)"},
        {"(role <> 'owner'::member_role)", "role <> 'owner'"},
        {"(code = 'x'::bpchar)", "code = 'x'"},
        {"(mail = 'x'::citext)", "mail = 'x'"},
        {"(day > '2020-01-01'::date)", "day > '2020-01-01'"},
        {"((data ->> 'k'::text) = 'v'::text)", "data ->> 'k' = 'v'"},
        {"((note || ' '::text) || (status)::text)", "note || ' ' || status"},
        {"(length((status)::text) < 5)", "length(status) < 5"},
        {"COALESCE(status, 'none'::character varying)", "COALESCE(status, 'none')"},
        {"COALESCE(total, (0)::numeric)", "COALESCE(total, 0)"},
        {"CASE WHEN (n > 0) THEN note ELSE NULL::text END", "CASE WHEN n > 0 THEN note END"},
        {"('a'::text = ANY (tags))", "'a' = ANY (tags)"},
        {"split_part(note, '@'::text, 2)", "split_part(note, '@', 2)"},
    };
    CHECK(rows, true);
}

/* Pairs that look alike and are not the same to the server. */
static void test_kept_apart(void)
{
    static const char *const rows[][2] = {
        {"mail = 'A'", "mail = 'A'::text"},
        {"mail IN ('A', 'B')", "mail = ANY (ARRAY['A', 'B'])"},
        {"mail = 'A'", "mail::text = 'A'"},
        {"code = 'x '", "code = 'x '::text"},
        {"tags || '{b}'", "tags || '{b}'::text"},
        {"data || '1'", "data || '1'::text"},
        {"role::text = 'owner'", "role = 'owner'"},
        {"f = 1", "f = 1::numeric"},
        {"n / 2", "n / 2::numeric"},
        {"n + 1", "n + 1::bigint"},
        {"x IN (0.1, 0.2)", "x = ANY (ARRAY[0.1, 0.2])"},
        {"x = 'a'", "x = 'a'::text"},
        {"nextval('s')", "nextval('s'::text)"},
        {"replace(mail, 'a', 'b')", "replace(mail, 'a'::text, 'b'::text)"},
        {"'now'::timestamptz", "'now'::text::timestamptz"},
        {"a AND b OR c", "a AND (b OR c)"},
        {"a - (b - c)", "a - b - c"},
        {"(-2) ^ 2", "-(2 ^ 2)"},
        {"now()", "CURRENT_TIMESTAMP"},
        {"1", "1.0"},
        {"'1'::bigint", "1"},
        {"'1'::numeric", "1"},
        {"\"A\"", "a"},
        {"public.f(1)", "f(1)"},
        {"x::varchar(3)", "x::varchar"},
        {"x::char", "x::\"char\""},
        {"'a'::char(3)", "'a'"},
        {"(ARRAY[a, b])::int[]", "ARRAY[a::int, b::int]"},
    };
    fixture f = begin();
    sg_expr_scope scope = {column_type, f.arena, NULL};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        for (int typed = 0; typed < 2; typed++) {
            const char *a = canonical(f, rows[i][0], typed ? &scope : NULL);
            const char *b = canonical(f, rows[i][1], typed ? &scope : NULL);
            if (strcmp(a, b) == 0) {
                fprintf(stderr, "%s and %s both give %s\n", rows[i][0], rows[i][1], a);
            }
            CU_ASSERT_STRING_NOT_EQUAL(a, b);
        }
    }
    end(f);
}

static void test_target(void)
{
    static const char *const rows[][3] = {
        {"jsonb", "'{}'::jsonb", "'{}'"},
        {"member_role", "'member'::member_role", "'member'"},
        {"int", "'5'", "5"},
        {"bigint", "'0'::bigint", "0"},
        {"numeric(10,2)", "(0)::numeric", "0"},
        {"numeric(10,2)", "'1.50'", "1.50"},
        {"boolean", "'t'", "true"},
        {"char(3)", "'x'::bpchar", "'x'"},
        {"varchar(5)", "'x'::character varying", "'x'"},
        {"text", "'5'", "'5'"},
        {"text[]", "'{}'::text[]", "'{}'"},
        {"timestamptz", "'2020-01-01'", "'2020-01-01'"},
        {"jsonb", "'{}'::json", "'{}'::json"},
        {"int", "'x'", "'x'"},
        {"date", "CURRENT_DATE", "CURRENT_DATE"},
    };
    fixture f = begin();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sg_sqltype target;
        const char *why;
        size_t at;
        CU_ASSERT_TRUE_FATAL(sg_sqltype_parse(f.arena, rows[i][0], &target, &why, &at));
        sg_expr_scope scope = {NULL, NULL, &target};
        CU_ASSERT_STRING_EQUAL(canonical(f, rows[i][1], &scope), rows[i][2]);
    }
    end(f);
}

static void check_mistake(fixture f, const char *text, const char *message, size_t at)
{
    sg_expr_error error;
    CU_ASSERT_PTR_NULL(sg_expr_parse(f.exprs, text, &error));
    CU_ASSERT_STRING_EQUAL(error.message, message);
    CU_ASSERT_EQUAL(error.at, at);
}

static void test_mistakes(void)
{
    static const char more[] = "one expression is expected, and nothing besides it";
    fixture f = begin();
    check_mistake(f, "", "an expression is expected", 0);
    check_mistake(f, " -- x", "an expression is expected", 0);
    check_mistake(f, "1, 2", more, 0);
    check_mistake(f, "1; DROP TABLE x", more, 0);
    check_mistake(f, "1;", more, 0);
    check_mistake(f, "a b", more, 0);
    check_mistake(f, "1 FROM t", more, 0);
    check_mistake(f, "1 INTO t", more, 0);
    check_mistake(f, "1 UNION SELECT 2", more, 0);
    check_mistake(f, "DISTINCT a", more, 0);
    check_mistake(f, "1 LIMIT 1", more, 0);
    check_mistake(f, "all a", "syntax error at or near \"all\"", 0);
    check_mistake(f, "*", "* is not a value", 0);
    check_mistake(f, "$1", "there are no parameters such as $1 here", 0);
    check_mistake(f, "DEFAULT", "DEFAULT is not a value", 0);
    check_mistake(f, "a +", "syntax error at end of input", 3);
    check_mistake(f, "a ) + 1", "syntax error at or near \")\"", 2);
    check_mistake(f, "'ä' ) x", "syntax error at or near \")\"", 5);
    check_mistake(f, "a /* x", "unterminated /* comment at or near \"/* x\"", 2);
    end(f);
}

static char *repeat(sg_arena *arena, const char *before, size_t count, const char *middle, const char *after)
{
    sg_buf buf;
    sg_buf_init(&buf);
    for (size_t i = 0; i < count; i++) {
        sg_buf_add(&buf, before);
    }
    sg_buf_add(&buf, middle);
    for (size_t i = 0; i < count; i++) {
        sg_buf_add(&buf, after);
    }
    char *text = sg_arena_strdup(arena, buf.data);
    sg_buf_release(&buf);
    return text;
}

static void test_limits(void)
{
    static const char *const parts[][3] = {{"(", "1", ")"},     {"1+", "1", ""},   {"not ", "true", ""},
                                           {"- ", "a", ""},     {"f(", "1", ")"},  {"a[", "1", "]"},
                                           {"", "1", "::int"},  {"", "(a)", ".b"}, {"case when ", "a", " then 1 end"},
                                           {"", "a", " in (1)"}};
    fixture f = begin();
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        const char *deep = repeat(f.arena, parts[i][0], 3000, parts[i][1], parts[i][2]);
        CU_ASSERT_STRING_EQUAL(canonical(f, deep, NULL), "the expression is nested too deeply");
        const char *shallow = repeat(f.arena, parts[i][0], 50, parts[i][1], parts[i][2]);
        CU_ASSERT_STRING_NOT_EQUAL(canonical(f, shallow, NULL), "the expression is nested too deeply");
    }
    check_mistake(f, repeat(f.arena, "a", 70000, "", ""), "the expression is longer than 64 KiB", 0);
    /* Long is not deep. */
    const char *list = sg_arena_printf(f.arena, "a IN (%s2)", repeat(f.arena, "'x'::text, ", 4000, "", ""));
    CU_ASSERT_EQUAL(strncmp(canonical(f, list, NULL), "a IN (", 6), 0);
    end(f);
}

static void test_facts(void)
{
    static const struct {
        const char *text, *columns, *calls;
        bool constant, bare_word, is_volatile;
    } rows[] = {
        {"a + t.b + a", "a b ", "", false, false, false},
        {"now()", "", "public\x1fnow\x1f ", false, false, false},
        {"Lower(x) || pg_catalog.upper(y)", "x y ", "public\x1flower\x1f\x1d\x1e pg_catalog\x1fupper\x1f\x1d\x1e ",
         false, false, false},
        {"gen_random_uuid()", "", "public\x1fgen_random_uuid\x1f ", false, false, true},
        {"nextval('s')", "", "public\x1fnextval\x1f\x1d\x1e ", false, false, true},
        {"my_function(1)", "",
         "public\x1fmy_function\x1f\x1d"
         "integer\x1e ",
         false, false, true},
        {"public.lower('x')", "", "public\x1flower\x1f\x1d\x1e ", false, false, true},
        {"active", "active ", "", false, true, false},
        {"\"active\"", "active ", "", false, false, false},
        {"t.active", "active ", "", false, false, false},
        {"'x'", "", "", true, false, false},
        {"-1", "", "", true, false, false},
        {"'x'::jsonb", "", "", true, false, false},
        {"NULL", "", "", true, false, false},
        {"CURRENT_TIMESTAMP", "", "", false, false, false},
        {"f(t.*)", "",
         "public\x1f"
         "f\x1f\x1d\x1e ",
         false, false, true},
    };
    fixture f = begin();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sg_expr_error error;
        const sg_expr *expr = sg_expr_parse(f.exprs, rows[i].text, &error);
        CU_ASSERT_PTR_NOT_NULL_FATAL(expr);
        char *columns = sg_arena_strdup(f.arena, ""), *calls = columns;
        for (size_t k = 0; k < expr->column_count; k++) {
            columns = sg_arena_printf(f.arena, "%s%s ", columns, expr->columns[k]);
        }
        for (size_t k = 0; k < expr->call_count; k++) {
            calls = sg_arena_printf(f.arena, "%s%s ", calls, expr->calls[k]);
        }
        CU_ASSERT_STRING_EQUAL(columns, rows[i].columns);
        CU_ASSERT_STRING_EQUAL(calls, rows[i].calls);
        CU_ASSERT_EQUAL(expr->is_constant, rows[i].constant);
        CU_ASSERT_EQUAL(expr->is_bare_word, rows[i].bare_word);
        CU_ASSERT_EQUAL(sg_expr_is_volatile(expr), rows[i].is_volatile);
        CU_ASSERT_PTR_EQUAL(sg_expr_parse(f.exprs, rows[i].text, &error), expr);
    }
    end(f);
}

static const char *rename_a(void *context, const char *column)
{
    return strcmp(column, "a") == 0 ? context : NULL;
}

/* s.a becomes "B c", b becomes s.b; functions become those of another schema. */
static bool rename_global(void *context, bool function, const char **schema, const char **name)
{
    bool in_s = *schema != NULL && strcmp(*schema, "s") == 0;
    bool a = in_s && strcmp(*name, "a") == 0, b = *schema == NULL && strcmp(*name, "b") == 0;
    *schema = a && !function ? NULL : b ? "s" : a ? "s2" : *schema;
    *name = a && !function ? context : *name;
    return a || b;
}

static const char *rename_literal(void *context, const char *type, const char *text)
{
    return strcmp(type, "regconfig") == 0 && strcmp(text, "a") == 0 ? context : NULL;
}

static void test_rename(void)
{
    static const char *const rows[][2] = {
        {"a > 0 AND b > a", "\"B c\" > 0 AND b > \"B c\""},
        {"new.a", "new.\"B c\""},
        {"a(a, 'a')", "a(\"B c\", 'a')"},
        {"EXISTS (SELECT a)", "EXISTS (SELECT \"B c\")"},
        {"x = 'a'::s.a OR x = ANY (y::b[])", "x = 'a'::\"B c\" OR x = ANY (y::s.b[])"},
        {"s.a(1) + b(2) + c(3) + t.a(4)", "s2.a(1) + s.b(2) + c(3) + t.a(4)"},
        {"to_tsvector('a', x) @@ to_tsquery('a'::regconfig, 'a')", "to_tsvector('B c', x) @@ to_tsquery('B c', 'a')"},
        {"to_tsvector('a') @@ f('a', 'a'::regconfig)", "to_tsvector('a') @@ f('a', 'B c'::regconfig)"},
        {"ts_lexize('a', 'a') = ANY (y)", "ts_lexize('a', 'a') = ANY (y)"},
        {"not an ( expression", "not an ( expression"},
    };
    char name[] = "B c";
    const sg_expr_renames renames = {rename_a, rename_global, rename_literal, name};
    fixture f = begin();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        CU_ASSERT_STRING_EQUAL(sg_expr_rename(f.exprs, rows[i][0], &renames), rows[i][1]);
    }
    end(f);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"spelling", test_spelling},    {"the server's spelling", test_server_spelling},
        {"with types", test_types},     {"kept apart", test_kept_apart},
        {"with a target", test_target}, {"mistakes", test_mistakes},
        {"limits", test_limits},        {"facts", test_facts},
        {"renames", test_rename},       CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"expr", NULL, NULL, NULL, NULL, tests});
}
