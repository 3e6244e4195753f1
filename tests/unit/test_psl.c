/* The Prisma language's grammar: what stands in the tree, what is a mistake and on which line. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "psl_read.h"
#include "suite.h"

static void show_value(sg_buf *out, const sg_psl_value *value);

static void show_arguments(sg_buf *out, const sg_psl_arguments *arguments, const char *brackets)
{
    sg_buf_addc(out, brackets[0]);
    for (const sg_psl_argument *argument = arguments->first; argument != NULL; argument = argument->next) {
        sg_buf_add(out, argument == arguments->first ? "" : ", ");
        if (argument->name.text != NULL)
            sg_buf_addf(out, "%s: ", argument->name.text);
        if (argument->value != NULL)
            show_value(out, argument->value);
    }
    sg_buf_add(out, arguments->extra_comma.source != NULL ? "," : "");
    sg_buf_addc(out, brackets[1]);
}

static void show_value(sg_buf *out, const sg_psl_value *value)
{
    static const char *const brackets[] = {[SG_PSL_CALL] = "()", [SG_PSL_LIST] = "[]", [SG_PSL_RECORD] = "{}"};

    if (value->sort == SG_PSL_STRING)
        sg_buf_addf(out, "'%s'", value->text);
    else if (value->text != NULL)
        sg_buf_add(out, value->text);
    if (value->sort >= SG_PSL_CALL)
        show_arguments(out, value->arguments, brackets[value->sort]);
}

static void show_attributes(sg_buf *out, const sg_psl_attribute *attribute, const char *sign)
{
    for (; attribute != NULL; attribute = attribute->next) {
        sg_buf_addf(out, "%s%s", sign, attribute->name.text);
        if (attribute->arguments->span.source != NULL)
            show_arguments(out, attribute->arguments, "()");
    }
}

static void show_source(sg_buf *out, const char *before, sg_span span)
{
    if (span.source == NULL)
        return;
    sg_buf_add(out, before);
    sg_buf_addn(out, span.source->text + span.start, span.end - span.start);
}

static void show_items(sg_buf *out, const sg_psl_items *items);

static void show_row(sg_buf *out, const sg_psl_item *item)
{
    static const char *const arities[] = {"", "?", "[]", "[]?"};

    sg_buf_add(out, item->name.text);
    if (item->type.name.text != NULL)
        sg_buf_addf(out, item->type.unsupported ? " <%s>%s" : " %s%s", item->type.name.text, arities[item->type.arity]);
    sg_buf_add(out, item->type.old_form ? "!" : "");
    show_attributes(out, item->attributes, " @");
}

static void show_item(sg_buf *out, const sg_psl_item *item)
{
    switch (item->sort) {
    case SG_PSL_BLOCK:
        sg_buf_addf(out, "%s %s {", item->keyword.text, item->name.text);
        show_items(out, &item->items);
        sg_buf_addc(out, '}');
        show_source(out, " lost ", item->lost);
        break;
    case SG_PSL_FIELD:
    case SG_PSL_VALUE:
        show_row(out, item);
        break;
    case SG_PSL_ATTRIBUTE:
        show_attributes(out, item->attributes, "@@");
        break;
    case SG_PSL_PROPERTY:
        sg_buf_addf(out, "%s = ", item->name.text);
        if (item->value != NULL)
            show_value(out, item->value);
        break;
    case SG_PSL_EMPTY:
        sg_buf_addc(out, '_');
        break;
    case SG_PSL_COMMENT:
        show_source(out, "", item->span);
        break;
    case SG_PSL_INVALID:
        show_source(out, "BAD ", item->span);
        break;
    }
    show_source(out, " ", item->trailing);
    if (item->doc != NULL)
        sg_buf_addf(out, " doc '%s'", item->doc);
}

static void show_items(sg_buf *out, const sg_psl_items *items)
{
    SG_PSL_EACH(item, items)
    {
        sg_buf_add(out, item == items->first ? "" : "; ");
        show_item(out, item);
    }
}

/* The tree in one line, then the lines of all errors. */
static char *parse(const char *text, size_t length)
{
    sg_diags *diags = sg_diags_new();
    sg_source source = {"test.prisma", text, length};
    sg_psl_file *file = sg_psl_parse(&source, diags);
    sg_buf out;

    sg_buf_init(&out);
    show_items(&out, &file->items);
    for (const sg_diag *diag = sg_diags_first(diags); diag != NULL; diag = diag->next) {
        size_t line, column;
        sg_span_position(diag->span, &line, &column);
        sg_buf_addf(&out, " !%zu:%zu", line, column);
    }
    sg_diags_free(diags);
    char *shown = strdup(out.data);
    sg_buf_release(&out);
    return shown;
}

static void check_table(const char *const (*rows)[2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *got = parse(rows[i][0], strlen(rows[i][0]));
        if (strcmp(got, rows[i][1]) != 0)
            fprintf(stderr, "%s\n  gives  %s\n  wanted %s\n", rows[i][0], got, rows[i][1]);
        CU_ASSERT_STRING_EQUAL(got, rows[i][1]);
        free(got);
    }
}

#define CHECK(rows) check_table(rows, sizeof(rows) / sizeof(rows[0]))

static void test_blocks(void)
{
    static const char *const rows[][2] = {
        {"", ""},
        {"model A {\n}", "model A {}"},
        {"modelA {\n}\n", "model A {}"},
        {"model modelA{\n}\n", "model modelA {}"},
        {"modelX A {\n}\n", "modelX A {}"},
        {"model A {\r\n  id Int @id\r\n}\r\nenum B {\r  X\r}\r", "model A {id Int @id}; enum B {X}"},
        {"model A {\n} model B {\n} // end", "model A {}; model B {}; // end"},
        {"model A { foo bar\n}", "model A {} lost foo bar"},
        {"\n// a\n\n/* b\n c */\nview V {\n\n  x Int\n\n}\n", "_; // a; _; /* b\n c */; view V {_; x Int; _}"},
        {"model \xC2\xA0 \xCE\xB1\xCE\xB2 {\n\xE3\x80\x80id\xE2\x80\x83Int\n}", "model \xCE\xB1\xCE\xB2 {id Int}"},
        {"datasource db {\n  provider = \"postgresql\"\n  url=env(\"X\") // u\n  extensions = [a, b(map: \"c\")]\n}",
         "datasource db {provider = 'postgresql'; url = env('X') // u; extensions = [a, b(map: 'c')]}"},
        {"generator g {\n  a =\n  b = { c: [1, -2.50], d: { not: null } }\n}",
         "generator g {a = ; b = {c: [1, -2.50], d: {not: null}}}"},
    };
    CHECK(rows);
}

static void test_fields(void)
{
    static const char *const rows[][2] = {
        {"model A {\n id Int@unique\n b: Int ?\n c Int []\n d [Int]\n e Int!\n f Int[]?\n g\n}",
         "model A {id Int @unique; b Int?!; c Int[]; d Int[]!; e Int!; f Int[]?; g}"},
        {"model A {\n model Int\n enum E\n type T?\n}", "model A {model Int; enum E; type T?}"},
        {"model A {\n a Unsupported( \"circle\" )? @default( dbgenerated(\"x(')\") )\n}",
         "model A {a <circle>? @default(dbgenerated('x(')'))}"},
        {"model A {\n a String @db.VarChar (10) @ unique @map(name: \"b\",)\n}",
         "model A {a String @db.VarChar(10) @unique @map(name: 'b',)}"},
        {"model A {\n @@ index([a(sort: Desc, ops: raw(\"x\")), b.c], map: \"i\")\n @@id( )\n}",
         "model A {@@index([a(sort: Desc, ops: raw('x')), b.c], map: 'i'); @@id()}"},
        {"model A {\n a B @relation(fields: [x], references: [ y, z ], onDelete:)\n}",
         "model A {a B @relation(fields: [x], references: [y, z], onDelete: )}"},
        {"enum E {\n A @map(\"a b\")\n B // b\n @@map(\"e\")\n C\n}", "enum E {A @map('a b'); B // b; @@map('e'); C}"},
        {"model A {\n 1a Int @default(007)\n 2 Int\n}", "model A {1a Int @default(007); 2 Int}"},
    };
    CHECK(rows);
}

static void test_comments(void)
{
    static const char *const rows[][2] = {
        {"/// of A\n///  more\nmodel A {\n  /// of id\n  // no\n  id Int /// behind\n\n  /// lost\n\n  b Int /* c */ "
         "// d\n}",
         "/// of A; ///  more; model A {/// of id; // no; id Int /// behind doc 'of id\nbehind'; _; /// lost; _; "
         "b Int /* c */ // d} doc 'of A\n more'"},
        {"model A {\n  /* x */ id Int\n  /* y */ }\n", "model A {/* x */; id Int; /* y */}"},
        {"model A {\n  id Int /* two\n lines */\n}\n", "model A {id Int /* two\n lines */}"},
        {"model A {\n  a String @map(\"// no\") // yes\n}", "model A {a String @map('// no') // yes}"},
    };
    CHECK(rows);
}

static void test_strings(void)
{
    static const char *const rows[][2] = {
        {"model A {\n a B @x(\"\\\"\\\\\\/\\b\\f\\n\\r\\t\")\n}", "model A {a B @x('\"\\/\b\f\n\r\t')}"},
        {"model A {\n a B @x(\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\")\n}",
         "model A {a B @x('A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80')}"},
        {"model A {\n a B @x(\"a\\q\")\n b C\n}", "model A {BAD a B @x(\"a\\q\"); b C} !2:11"},
        {"model A {\n a B @x(\"\\ud83d\")\n b C @x(\"\\u12\")\n c D @x(\"\\u0000\")\n}",
         "model A {BAD a B @x(\"\\ud83d\"); BAD b C @x(\"\\u12\"); BAD c D @x(\"\\u0000\")} !2:10 !3:10 !4:10"},
        {"model A {\n a B @x(\"open)\n b C @x('c')\n d D @x(\"\t\")\n}",
         "model A {BAD a B @x(\"open); BAD b C @x('c'); BAD d D @x(\"\t\")} !2:9 !3:9 !4:10"},
    };
    CHECK(rows);
}

static void test_mistakes(void)
{
    static const char *const rows[][2] = {
        {"model A {\n id Int @id }\n b Int @unique foo\n c Int\n}",
         "model A {BAD id Int @id }; BAD b Int @unique foo; c Int} !2:13 !3:16"},
        {"model A\n{\n}\nmodel B {\n}", "BAD model A; BAD {; BAD }; model B {} !1:1"},
        {"foo\nmodel A {\n @@index([\n a])\n b Int\n}\n", "BAD foo; model A {BAD @@index([; BAD a]); b Int} !1:1 !3:9"},
        {"model A {\n id Int\nmodel B {\n id Int\n}\n", "model A {id Int}; model B {id Int} !1:1"},
        {"model A {\n id Int", "model A {id Int} !1:1"},
        {"model A {\n a Int @db . VarChar\n b Int @id @@x\n c = 1\n _d Int\n}",
         "model A {BAD a Int @db . VarChar; BAD b Int @id @@x; BAD c = 1; BAD _d Int} !2:12 !3:12 !4:2 !5:2"},
        {"enum E {\n A Int\n B @x\n}\ngenerator g {\n a b\n @@x\n}",
         "enum E {BAD A Int; B @x}; generator g {BAD a b; BAD @@x} !2:4 !6:2 !7:2"},
        {"model A {\n /* open\n id Int\n}", "model A {BAD /* open; id Int} !2:2"},
        {"\xEF\xBB\xBFmodel A {\n a Int\n}", "model A {a Int} !1:1"},
        {"model A {\n a\xE2\x85\xA7 Int\n b\xF0\x9F\x98\x80 Int\n \xF0\x9D\x92\xB3 Int\n}",
         "model A {BAD a\xE2\x85\xA7 Int; BAD b\xF0\x9F\x98\x80 Int; \xF0\x9D\x92\xB3 Int} !2:3 !3:3"},
        {"model A {\n a Int @x([1,])\n b Int @x({a: 1,})\n c Int @x(+1)\n d Int @x(--1)\n}",
         "model A {BAD a Int @x([1,]); BAD b Int @x({a: 1,}); BAD c Int @x(+1); BAD d Int @x(--1)} "
         "!2:14 !3:17 !4:11 !5:11"},
        {"model A {\n a (Int)\n b Supported(\"x\")\n a\fb\n}",
         "model A {BAD a (Int); BAD b Supported(\"x\"); BAD a\fb} "
         "!2:4 !3:4 !4:3"},
        {"\xFFmodel A {\n}", " !1:1"},
    };
    CHECK(rows);
}

/* Nothing hangs, grows without bound, or is told a thousand times. */
static void test_garbage(void)
{
    static const char *const units[] = {"model A {\n a B @x(", "[", "(", "{ a: ", "\"", "/*", "@", "}", "a(", "\n[(\n"};
    size_t length = 1 << 20;
    char *text = malloc(length + 1);

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        size_t first = strlen(units[0]), unit = strlen(units[i]);
        memcpy(text, units[0], first);
        for (size_t at = first; at < length; at++)
            text[at] = units[i][(at - first) % unit];
        text[length] = '\0';
        sg_diags *diags = sg_diags_new();
        sg_source source = {"garbage.prisma", text, length};
        CU_ASSERT_PTR_NOT_NULL(sg_psl_parse(&source, diags));
        CU_ASSERT_TRUE(sg_diags_errors(diags) > 0);
        sg_diags_free(diags);
    }
    free(text);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"blocks", test_blocks},     {"fields", test_fields},   {"comments", test_comments}, {"strings", test_strings},
        {"mistakes", test_mistakes}, {"garbage", test_garbage}, CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"psl", NULL, NULL, NULL, NULL, tests});
}
