/* Directives in doc comments: what they add to the tree, where they belong, and what is said about wrong ones. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "psl_tree.h"
#include "suite.h"

typedef struct row {
    const char *text;
    const char *member; /* of the tree */
    const char *wanted;
} row;

static void check_rows(const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *got = psl_show(rows[i].text, rows[i].member);
        if (strcmp(got, rows[i].wanted) != 0)
            fprintf(stderr, "%s\n  gives  %s\n  wanted %s\n", rows[i].text, got, rows[i].wanted);
        CU_ASSERT_STRING_EQUAL(got, rows[i].wanted);
        free(got);
    }
}

#define CHECK(rows) check_rows(rows, sizeof(rows) / sizeof(rows[0]))

/* A directive above a field, and what the column gets from it. */
#define COLUMN(directive, members)                                                                                    \
    {                                                                                                                 \
        "model A {\n /// " directive "\n a Int\n}", "tables", "{'A':{'columns':{'a':{'type':'integer'" members "}}}}" \
    }

static void test_values(void)
{
    static const row rows[] = {
        COLUMN("@schemagen.comment(\"a \\\"b\\\" \\u00e9\")", ",'comment':'a \\'b\\' é'"),
        COLUMN("@schemagen.renamedFrom(old_a)", ",'renamedFrom':'old_a'"),
        COLUMN("@schemagen.nullable", ",'nullable':true"),
        COLUMN("@schemagen.nullable()", ",'nullable':true"),
        COLUMN("@schemagen.nullable( false )", ",'nullable':false"),
        COLUMN("@schemagen.default(null)", ",'default':null"),
        COLUMN("@schemagen.default(-1.50)", ",'default':-1.50"),
        COLUMN("@schemagen.default(9223372036854775807)", ",'default':9223372036854775807"),
        COLUMN("@schemagen.x(1.2.3)", ",'x':'1.2.3'"),
        COLUMN("@schemagen.identity(generated: always, start: 10)", ",'identity':{'generated':'always','start':10}"),
        COLUMN("@schemagen.x([a, \"b\", [1], {}, { c: true, \"d e\": [] }])",
               ",'x':['a','b',[1],{},{'c':true,'d e':[]}]"),
        COLUMN("x\n\xE2\x81\x9F /// @schemagen.nullable", ",'nullable':true"),
        COLUMN("@schemagen.x({\n///a: 1,\n  /// b: [\n///\n/// 2]})", ",'x':{'a':1,'b':[2]}"),
        /* the language's own word is overruled, objects are merged */
        {"model A {\n /// @schemagen.type(\"bigint\")\n a Int\n}", "tables",
         "{'A':{'columns':{'a':{'type':'bigint'}}}}"},
        COLUMN("@schemagen.x(a: 1)\n///@schemagen.x(b: 2)", ",'x':{'a':1,'b':2}"),
        /* text for people */
        COLUMN("see @schemagen.nullable", ""),
        COLUMN("@schemagenerator.nullable", ""),
        COLUMN("a\n// @schemagen.nullable", ""),
        /* behind the end of another comment */
        COLUMN("a\n/* b\n c */ /// @schemagen.nullable", ",'nullable':true"),
        COLUMN("a\n/* b\n /// c */ /// @schemagen.nullable", ",'nullable':true"),
        COLUMN("a\n/* @schemagen.nullable */ // @schemagen.nullable", ""),
        COLUMN("a\n/*\n /// @schemagen.nullable\n */", ""),
        COLUMN("a\n// */ /// @schemagen.nullable", ""),
    };
    CHECK(rows);
}

static void test_places(void)
{
    static const row rows[] = {
        {"/// @schemagen.comment(t)\nmodel A {\n a Int /// @schemagen.comment(c)\n\n /// @schemagen.renamedFrom(o)\n}",
         "tables", "{'A':{'columns':{'a':{'type':'integer','comment':'c'}},'comment':'t','renamedFrom':'o'}}"},
        {"model A {\n a Int\n\n/// @schemagen.comment(b)\n\n @@map(\"t\")\n}", "tables",
         "{'t':{'columns':{'a':{'type':'integer'}},'comment':'b'}}"},
        {"/// @schemagen.sequences(s: {})\n\nmodel A {\n a Int\n}", "sequences", "{'s':{}}"},
        {"model A {\n a Int\n}\n/// @schemagen.sequences(s: { start: 2 })", "sequences", "{'s':{'start':2}}"},
        {"/// @schemagen.views(v: { query: \"SELECT 1\" })\ndatasource d {\n provider = \"postgresql\"\n}", "views",
         "{'v':{'query':'SELECT 1'}}"},
        {"generator g {\n provider = \"x\"\n\n /// @schemagen.schemas(s: {})\n}", "schemas", "{'s':{}}"},
        {"/// @schemagen.tables(A: { comment: x })\n\nmodel A {\n a Int\n}", "tables",
         "{'A':{'columns':{'a':{'type':'integer'}},'comment':'x'}}"},
        {"enum E {\n X /// @schemagen.renamedFrom(\"W\")\n Y\n}", "enums",
         "{'E':[{'value':'X','renamedFrom':'W'},'Y']}"},
        {"/// @schemagen.comment(e)\nenum E {\n X\n}", "enums", "{'E':{'values':['X'],'comment':'e'}}"},
    };
    CHECK(rows);
}

static void test_keys(void)
{
    static const row rows[] = {
        {"model A {\n a Int\n b Int\n /// @schemagen.include([b])\n @@id([a])\n"
         " /// @schemagen.where(\"b > 0\")\n @@index([a])\n /// @schemagen.with(fillfactor: 70)\n @@unique([b])\n}",
         "tables",
         "{'A':{'columns':{'a':{'type':'integer'},'b':{'type':'integer'}},"
         "'primaryKey':{'name':'A_pkey','columns':['a'],'include':['b']},"
         "'indexes':{'A_a_idx':{'columns':['a'],'where':'b > 0'},"
         "'A_b_key':{'unique':true,'columns':['b'],'with':{'fillfactor':70}}}}}"},
        {"model A {\n a Int\n /// @schemagen.constraint\n b Int @unique\n /// @schemagen.constraint\n"
         " /// @schemagen.deferrable(deferred)\n @@unique([a, b], map: \"u\")\n}",
         "tables",
         "{'A':{'columns':{'a':{'type':'integer'},'b':{'type':'integer'}},"
         "'uniques':{'A_b_key':{'columns':['b']},'u':{'columns':['a','b'],'deferrable':'deferred'}}}}"},
        {"model A {\n /// @schemagen.identity(byDefault)\n a Int @id @default(autoincrement())\n}", "tables",
         "{'A':{'columns':{'a':{'type':'integer','identity':'byDefault'}},'primaryKey':{'name':'A_pkey','columns':['a'"
         "]}}}"},
        {"model P {\n id Int @id\n c C[]\n}\nmodel C {\n p Int\n /// @schemagen.match(full)\n"
         " q P @relation(fields: [p], references: [id])\n}",
         "tables",
         "{'P':{'columns':{'id':{'type':'integer'}},'primaryKey':{'name':'P_pkey','columns':['id']}},"
         "'C':{'columns':{'p':{'type':'integer'}},'foreignKeys':{'C_p_fkey':{'columns':['p'],"
         "'references':{'table':'P','columns':['id']},'onUpdate':'cascade','onDelete':'restrict','match':'full'}}}}"},
    };
    CHECK(rows);
}

static void test_checks(void)
{
    static const row rows[] = {
        {"/// @schemagen.check(\"a > 0\")\n/// @schemagen.check(\"a > 1\")\n/// @schemagen.check(\"a > b\")\n"
         "/// @schemagen.check(\"b > 0\", map: \"b positive\", noInherit: true)\nmodel A {\n a Int\n b Int\n}",
         "tables",
         "{'A':{'columns':{'a':{'type':'integer'},'b':{'type':'integer'}},'checks':{"
         "'A_a_check':{'expression':'a > 0'},'A_a_check1':{'expression':'a > 1'},'A_check':{'expression':'a > b'},"
         "'b positive':{'expression':'b > 0','noInherit':true}}}}"},
        COLUMN("@schemagen.check(\"a > 0\")", ",'check':'a > 0'"),
        {"/// @schemagen.check(a)\nmodel A {\n a Int\n}", "tables",
         "check takes an expression in quotes: check(\"price > 0\", map: \"name\")"},
    };
    CHECK(rows);
}

#define WRONG(directive, message)                                     \
    {                                                                 \
        "model A {\n /// " directive "\n a Int\n}", "tables", message \
    }

static void test_mistakes(void)
{
    static const row rows[] = {
        WRONG("@schemagen", "a directive is written @schemagen.name(value)"),
        WRONG("@schemagen nullable", "a directive is written @schemagen.name(value)"),
        WRONG("@schemagen.nullable yes", "nothing may stand behind a directive"),
        WRONG("@schemagen.x(\"a", "the quote is not closed on its line"),
        WRONG("@schemagen.x(\"a\\", "the quote is not closed on its line"),
        WRONG("@schemagen.x(\"\\q\")", "unknown escape in a string"),
        WRONG("@schemagen.x(", "the directive ends too early"),
        WRONG("@schemagen.x([1,])", "this does not belong into a directive"),
        WRONG("@schemagen.x({ a 1 })", "a colon is missing behind the name"),
        WRONG("@schemagen.x({ [] })", "this does not belong into a directive"),
        WRONG("@schemagen.x(1, 2)", "\"x\" takes one value, or values that all have names"),
        WRONG("@schemagen.x(a)\n/// @schemagen.x(b)", "another directive says \"x\" already"),
        WRONG("@schemagen.constraint",
              "\"constraint\" does not belong here: what it stands at has no definition that takes it"),
        {"view V {\n a Int\n\n/// @schemagen.comment(x)\n}", "tables",
         "\"comment\" does not belong here: what it stands at has no definition that takes it"},
        {"model A {\n a Int\n /// @schemagen.comment(x)\n @@map(\"b\")\n}", "tables",
         "\"comment\" does not belong here: what it stands at has no definition that takes it"},
    };
    CHECK(rows);
}

static void test_depth(void)
{
    char text[256] = "/// @schemagen.x(";

    memset(text + strlen(text), '[', 100);
    char *got = psl_show(text, "x");
    CU_ASSERT_STRING_EQUAL(got, "the brackets stand too deep");
    free(got);
}

/* The texts at which a mistake in the value is shown. */
static void test_spans(void)
{
    static const char text[] =
        "/// @schemagen.check(\"b > 0\", map: \"c\")\nmodel A {\n /// @schemagen.with({ x: [7] })\n a Int\n}";
    static const char *const places[][2] = {{"/tables/A/checks/c/expression", "\"b > 0\""},
                                            {"/tables/A/columns/a/with", "{ x: [7] }"},
                                            {"/tables/A/columns/a/with/x/0", "7"}};
    sg_diags *diags = sg_diags_new();
    struct json_object *root = psl_tree(text, diags);

    CU_ASSERT_PTR_NOT_NULL_FATAL(root);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        sg_span span = sg_psl_locate(root, places[i][0], false);
        CU_ASSERT_PTR_NOT_NULL_FATAL(span.source);
        CU_ASSERT_EQUAL(span.end - span.start, strlen(places[i][1]));
        CU_ASSERT_NSTRING_EQUAL(span.source->text + span.start, places[i][1], strlen(places[i][1]));
    }
    json_object_put(root);
    sg_diags_free(diags);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"values", test_values},     {"places", test_places}, {"keys", test_keys},   {"checks", test_checks},
        {"mistakes", test_mistakes}, {"depth", test_depth},   {"spans", test_spans}, CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"psl directives", NULL, NULL, NULL, NULL, tests});
}
