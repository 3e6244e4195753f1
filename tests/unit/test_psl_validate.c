/* Validation of .prisma files: which line gets which code, and no line that only follows from another. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "psl_read.h"
#include "suite.h"
#include "validate.h"

#define DATASOURCE "datasource db {\n  provider = \"postgresql\"\n}\n"

/* "line:code" of all diagnostics in order of place, blanks between. */
static void list(const sg_diags *diags, sg_buf *out)
{
    for (size_t at = 1; at < 64; at++) {
        for (const sg_diag *diag = sg_diags_first(diags); diag != NULL; diag = diag->next) {
            size_t line, column;
            sg_span_position(diag->span, &line, &column);
            if (line == at)
                sg_buf_addf(out, "%s%zu:%d", out->length > 0 ? " " : "", line, diag->code);
        }
    }
}

static sg_diags *validate(const char *text)
{
    sg_diags *diags = sg_diags_new();
    sg_source *source = SG_NEW(sg_diags_arena(diags), sg_source);
    sg_psl_schema schema = {.path = "test.prisma"};
    sg_psl_names names;

    *source = (sg_source){"test.prisma", text, strlen(text)};
    schema.first = schema.last = sg_psl_parse(source, diags);
    sg_psl_names_init(&names, &schema, diags);
    sg_psl_validate(&names);
    sg_psl_names_release(&names);
    return diags;
}

static void check(const char *text, const char *expected)
{
    sg_diags *diags = validate(text);
    sg_buf found;

    sg_buf_init(&found);
    list(diags, &found);
    if (strcmp(found.data, expected) != 0) {
        printf("\n%s\nexpected: %s\n", text, expected);
        sg_diags_print(diags, stdout, SG_DIAG_TEXT, false);
    }
    CU_ASSERT_STRING_EQUAL(found.data, expected);
    sg_buf_release(&found);
    sg_diags_free(diags);
}

/* A model with `id`, these lines after it, from line 6 on. */
static void check_lines(const char *lines, const char *expected)
{
    sg_buf text;

    sg_buf_init(&text);
    sg_buf_addf(&text, DATASOURCE "model A {\n  id Int @id\n%s\n}\nenum E {\n  X\n  YES @map(\"y\")\n}\n", lines);
    check(text.data, expected);
    sg_buf_release(&text);
}

/* Two models, A and B, with these lines. */
static void check_pair(const char *a, const char *b, const char *expected)
{
    sg_buf text;

    sg_buf_init(&text);
    sg_buf_addf(&text, DATASOURCE "model A {\n  id Int @id\n%s\n}\nmodel B {\n%s\n}\n", a, b);
    check(text.data, expected);
    sg_buf_release(&text);
}

static void test_config(void)
{
    check("datasource db {\n  provider = \"postgres\"\n  url = env(\"U\")\n  shadowDatabaseUrl = \"x\"\n}\n", "");
    check("datasource db {\n  url = env()\n}\n", "1:811 2:811");
    check("datasource db {\n  provider = \"mysql\"\n  urll = \"x\"\n  url = 5\n}\n", "2:811 3:811 4:811");
    check("datasource db {\n  provider = \"postgresql\"\n  relationMode = \"prism\"\n  schemas = []\n  provider = "
          "\"x\"\n}\n",
          "1:811 4:823 5:204");
    check("datasource db {\n  provider = \"postgresql\"\n  schemas = [\"a\", \"a\", 5]\n  previewFeatures = "
          "[\"views\"]\n}\n",
          "3:204 3:823 4:811");
    check(DATASOURCE "datasource d {\n  provider = \"postgresql\"\n}\n", "1:802 4:802");
    check(
        "datasource db {\n  provider = \"postgresql\"\n  url = env(\"U\")\n  directUrl = \"x\"\n  shadowDatabaseUrl = "
        "env(\"U\")\n}\n",
        "3:811");
    check("datasource db {\n  provider = env(\"P\")\n  url =\n}\n", "1:811 1:811");
    check("generator g {\n  provider = \"p\"\n  output = [\"o\"]\n  engineType = env(\"E\")\n  binaryTargets = "
          "[env(\"T\"), "
          "5]\n  mine = 5\n}\n",
          "3:811 4:811 5:811");
    check("generator g {\n  previewFeatures = [\"metrics\", \"view\", 5]\n  x = 1\n  x = 2\n  y =\n}\n",
          "1:811 1:811 2:812 2:811 2:811 4:204");
    check("generator g {\n  provider = \"p\"\n  previewFeatures = [\"postgresqlExtensions\"]\n}\ndatasource db {\n"
          "  provider = \"postgresql\"\n  extensions = [a, b-c, d(schema: \"s\", schma: \"t\"), \"e\", f(version: "
          "1)]\n}\n",
          "7:810 7:811 7:811 7:811");
}

static void test_names(void)
{
    check("model 1a {\n  id Int @id\n}\nmodel class {\n  id Int @id\n}\nenum String {\n  A\n}\n", "1:810 4:810 7:810");
    check("model A {\n  id Int @id\n  a-b Int\n  id Int\n}\nmodel A {\n  id Int @id\n}\nenum A {\n  X\n}\n",
          "3:810 4:204 6:204 9:204");
    check("enum E {\n}\nenum F {\n  A\n  A\n  2b\n}\n", "1:816 5:204 6:810");
    check_lines("  a Int @map(\"x\")\n  b Int @map(\"x\")", "7:204");
    check("model A {\n  id Int @id\n  @@map(\"x\")\n}\nmodel x {\n  id Int @id\n}\n", "2:204 3:204 6:204");
    check("enum A {\n  X\n}\nmodel A {\n  id Int @id\n}\n", "4:204");
    check_lines("  a Int @map(\"x\")\n  x Int", "6:204");
    check_lines("  id A? @default(1)\n  b Bar @foo", "6:204 6:814 7:801 7:814");
    check_pair("  bs B[]", "  id Int @id\n  a A @relation(fields: [id], references: [id], map: \"B_pkey\")",
               "9:204 10:204");
    check("model {\n  id Int @id\n}\nmodel A {\n  id Int @id\n  x Unsupported (\"x\")\n}\n", "1:800 6:800");
    check_lines("  a Int @unique(map: \"same\")\n  @@index([a], map: \"same\")", "6:204 7:204");
    check_lines("  a Int @unique(map: \"a123456789b123456789c123456789d123456789e123456789f123456789g123\")", "6:810");
}

static void test_types(void)
{
    check_lines("  a Strin\n  b Int[]?\n  c Int!\n  d", "6:801 7:816 8:816 9:802");
    check_lines("  b Int[]?\n  c Int!\n  d Unsupported(\"VarChar(10)\")\n  e Unsupported(\"box\")?",
                "6:816 7:816 8:816");
    check_lines("  a String @db.VarChar(-1)\n  b DateTime @db.Time(7)\n  c Decimal @db.Decimal(5)\n  d Decimal "
                "@db.Decimal(5, 6)\n"
                "  e Int @db.Oid(1)\n  f E @db.Text\n  g String @pg.Text\n  h String @db.Text @db.Uuid",
                "6:816 7:816 8:816 9:816 10:816 11:814 12:814 13:814");
    check_lines("  a String @db.VarChar(length: 5)\n  b Decimal @db.Decimal(5, 5)\n  c Int @db.Oid()", "");
}

static void test_attributes(void)
{
    check_lines("  a Int @uniqe\n  b Int @relation\n  c Int @map\n  d Int @map(5)\n  e Int @map(\"x\", name: \"y\")\n"
                "  f Int @map(\"x\") @map(\"z\")\n  g Int @default(1, 2)\n  h Int @id(sort: Desc)",
                "6:814 7:814 8:815 9:815 10:815 11:814 11:814 12:815 13:815");
    check_lines(
        "  a Int @unique(sort: Dsc)\n  b Int @unique(maps: \"x\")\n  c Int @unique(map:)\n  d Int @default(1,)\n"
        "  @@index([a], type: Gun)\n  @@fulltext([a])\n  @@foo",
        "6:815 7:815 8:815 9:815 10:815 11:814 12:814");
    check_lines(
        "  a DateTime @updatedAt\n  b String @updatedAt\n  c DateTime[] @updatedAt\n  d Unsupported(\"x\")? @ignore",
        "7:814 8:814 9:814");
    check_lines("  a Int @id()\n  @@map(\"x\")\n  @@map(\"y\")", "7:814 8:814");
}

static void test_defaults(void)
{
    check_lines("  a Int @default(1.5)\n  b Int @default(99999999999999999999)\n  c Boolean @default(yes)\n  d String "
                "@default(5)\n"
                "  e E @default(Z)\n  f DateTime @default(\"2020-02-30T00:00:00Z\")\n  g Json @default(\"{\")\n"
                "  h Bytes @default(\"AB==\")\n  i Int[] @default(1)\n  j Int @default([1])\n  k Unsupported(\"x\") "
                "@default(\"y\")",
                "6:817 7:817 8:817 9:817 10:817 11:817 12:817 13:817 14:817 15:817 16:817");
    check_lines("  a Int @default(now())\n  b String @default(uuid(5))\n  c String @default(nanoid(1))\n  d Int "
                "@default(foo())\n"
                "  e Int @default(sequence())\n  f Int @default(dbgenerated(\"\"))\n  g E @default(autoincrement())\n"
                "  h String @default(cuid(1, 2))",
                "6:817 7:817 8:817 9:801 10:817 11:817 12:817 13:817");
    check_lines("  a BigInt @default(-5)\n  b Decimal @default(\"1e5\")\n  c DateTime @default(\"2020-02-29 "
                "01:02:03.5+01:00\")\n"
                "  d E[] @default([X, YES])\n  e String @default(uuid(7)) @db.Uuid\n  f Json @default(\"[1]\")\n"
                "  g Bytes @default(\"AA==\")\n  h E @default(dbgenerated(\"x\"))\n  i DateTime[] @default(now())",
                "");
}

/* Every text is the default of a field on a line of its own. */
static void check_json(const char *const *texts, size_t count, const char *expected)
{
    sg_buf lines;

    sg_buf_init(&lines);
    for (size_t i = 0; i < count; i++)
        sg_buf_addf(&lines, "%s  a%zu Json @default(\"%s\")", i > 0 ? "\n" : "", i, texts[i]);
    check_lines(lines.data, expected);
    sg_buf_release(&lines);
}

static void test_json(void)
{
    static const char *const good[] = {
        "{}", " [ ] ", "null", "-0.5E+3", "[1, [2, {\\\"a\\\": [true, false]}]]", "\\\"\\\\u00e9\\\\n\\\""};
    static const char *const bad[] = {
        "",     "{'a': 1}", "NaN", "Infinity",      "01", "1.", "[1,]",          "{\\\"a\\\" 1}",
        "True", "{} x",     "[[]", "\\\"a\\tb\\\"", "-",  "1e", "\\\"\\\\q\\\"", "{\\\"a\\\": }"};
    sg_buf deep;

    check_json(good, sizeof good / sizeof *good, "");
    check_json(bad, sizeof bad / sizeof *bad,
               "6:817 7:817 8:817 9:817 10:817 11:817 12:817 13:817 14:817 15:817 16:817 17:817 18:817 19:817 20:817 "
               "21:817");
    sg_buf_init(&deep);
    for (int i = 0; i < 100000; i++)
        sg_buf_addc(&deep, '[');
    check_json((const char *const[]){deep.data}, 1, "6:817");
    sg_buf_release(&deep);
}

static void test_keys(void)
{
    check("model A {\n  id Int? @unique\n}\nmodel B {\n  id Unsupported(\"x\") @id\n}\nmodel C {\n  x Int?\n  "
          "@@ignore\n}\n",
          "1:818 4:818");
    check("model A {\n  id Int? @id\n  b Int[] @unique\n  c Int @unique\n}\n", "2:818");
    check_lines("  b Int\n  id_b Int\n  @@id([id, b])", "4:818 8:818");
    check_lines("  b Int\n  id_b Int\n  @@unique([id, b])\n  @@unique([b, id], name: \"id_b\")\n  @@unique([b, id], "
                "name: \"x y\", map: "
                "\"z\")",
                "4:204 8:818 10:810");
    check_lines("  b Int\n  @@unique([id, b], name: \"x\")\n  @@unique([b, id], name: \"x\")", "7:204 8:204");
    check("model A {\n  id Int[] @unique\n}\nmodel B {\n  id Int?\n  n Int?\n  @@id([id, n])\n}\n", "7:818");
    check_lines("  b Int @id\n  c Int @id", "4:818 4:818");
    check_lines("  b Int\n  @@index([x, b, y])\n  @@unique([b, b, b])", "7:801 8:818");
    check_lines(
        "  @@unique([])\n  @@index([\"id\"])\n  @@index([nope])\n  @@index([id, id])\n  @@index([id(length: 5)])\n"
        "  @@unique([id(ops: raw(\"x\"))])",
        "6:818 7:818 8:801 9:818 10:815 11:815");
    check_lines("  @@index(id)\n  @@unique(map: \"x\", [id])", "");
    check_lines("  b Int\n  id_b A[] @relation(\"r\")\n  back A? @relation(\"r\", fields: [b], references: [id])\n"
                "  @@unique([id, b])",
                "");
}

static void test_indexes(void)
{
    check_lines("  x String @db.Xml\n  j Json\n  @@index([x])\n  @@index([j], type: Gin)\n  @@index([id], type: Gin)\n"
                "  @@index([id(sort: Desc)], type: Hash)\n  @@index([j(ops: JsonbPathOps)], type: Gin)\n"
                "  @@index([j(ops: JsonbPathOps)], type: Gist)\n  @@index([j(ops: NoOps)], type: Gin)\n"
                "  @@index([id, j], type: SpGist)\n  @@index([id(ops: raw(\"x\"))], type: Gin)\n  @@index([id], name: "
                "\"a\", map: "
                "\"b\")",
                "8:819 10:819 11:819 13:819 14:801 15:819 17:819");
    check_lines(
        "  x Int\n  @@index([x])\n  @@index([x(sort: Desc)])\n  @@index([x], map: \"A_x_key\")\n  @@unique([x])",
        "7:204 8:204 9:204 10:204");
    check_lines("  @@index([id], where: raw(\"id > 5\"))", "6:813");
    check(
        "generator g {\n  provider = \"p\"\n  previewFeatures = [\"partialIndexes\"]\n}\nmodel A {\n  id Int @id\n"
        "  @@index([id], where: raw(\"\"), map: \"a\")\n  @@index([id], where: { id: 5, idd: 6 }, map: \"b\")\n"
        "  @@index([id], where: { id: { not: null } }, map: \"c\")\n  @@index([id], where: { id: \"x\" }, map: \"d\")\n"
        "  @@index([id], where: { id: { is: 5 } }, map: \"e\")\n  @@index([id], where: \"x\", map: \"f\")\n}\n",
        "7:819 8:801 10:819 11:819 12:819");
    check(
        "generator g {\n  provider = \"p\"\n  previewFeatures = [\"partialIndexes\"]\n}\nenum E {\n  X @map(\"x\")\n}\n"
        "model A {\n  id Int @id\n  e E\n  b Boolean\n  j Json\n"
        "  @@index([id], where: { e: \"x\", b: true, j: null, id: 1.5 }, map: \"a\")\n"
        "  @@index([id], where: { e: X }, map: \"b\")\n  @@index([id], where: { e: \"X\" }, map: \"c\")\n"
        "  @@index([id], where: { b: 1 }, map: \"d\")\n  @@index([id], where: { j: \"{}\" }, map: \"e\")\n"
        "  a A @relation(\"a\", fields: [id], references: [id])\n  as A[] @relation(\"a\")\n"
        "  @@index([id], where: { as: 1 }, map: \"f\")\n}\n",
        "14:819 15:819 16:819 17:819 20:819");
}

static void test_relations(void)
{
    check_pair("  bs B[]", "  id Int @id\n  a A @relation(fields: [aId], references: [id])\n  aId Int", "");
    check_pair("  bs B[]", "  id Int @id", "6:820");
    check_pair("  b B[]\n  c B[]", "  id Int @id\n  a A @relation(fields: [aId], references: [id])\n  aId Int",
               "6:820");
    check_pair("  bs B[]", "  id Int @id\n  a A", "10:820 10:820");
    check_pair("  bs B[]", "  id Int @id\n  a A @relation(fields: [aId])\n  aId Int", "10:820");
    check_pair("  bs B[]\n  cs B[]",
               "  id Int @id\n  a A @relation(fields: [aId], references: [id])\n  aId Int\n  c A @relation(fields: "
               "[aId], references: [id], map: \"c\")",
               "6:820");
    check_pair("  bs B[]\n  cs B[] @relation(\"AToB\")",
               "  id Int @id\n  a A @relation(fields: [aId], references: [id])\n  aId Int\n"
               "  cs A[] @relation(\"AToB\")",
               "6:820");
    check_pair("  bs B[]", "  id Int @id\n  a A @relation(\"AToB\", fields: [aId], references: [id])\n  aId Int",
               "6:820 10:820");
    check_pair("  bs B[]", "  id Int @id\n  a A @relation(fields: [aId], references: [nope])\n  aId Int", "10:801");
    check_pair("  n Int\n  bs B[]", "  id Int @id\n  a A @relation(fields: [aId], references: [n])\n  aId String",
               "11:820 11:820");
    check_pair("  bs B[]", "  id Int @id\n  a A @relation(fields: [aId], references: [id])\n  aId Int?", "10:820");
    check_pair("  b B?", "  id Int @id\n  a A @relation(fields: [aId], references: [id])\n  aId Int", "10:820");
    check_pair("  b B", "  id Int @id\n  a A @relation(fields: [aId], references: [id])\n  aId Int @unique", "10:820");
    check_pair("  b B", "  id Int @id\n  a A? @relation(fields: [aId], references: [id])\n  aId Int? @unique",
               "10:820");
    check_pair("  b B?", "  id Int @id\n  a A?", "6:820 6:820 10:820 10:820");
    check_pair("  bId Int? @unique\n  b B? @relation(fields: [bId])",
               "  id Int @id\n  a A? @relation(references: [id])", "7:820 11:820");
    check_pair("  bId Int? @unique\n  b B? @relation(fields: [bId], references: [id])",
               "  id Int @id\n  a A? @relation(fields: [id], references: [id])", "7:820 7:820 11:820 11:820");
    check_pair("  b B? @relation(onDelete: Cascade)",
               "  id Int @id\n  a A @relation(fields: [aId], references: [id])\n  aId Int @unique", "6:820");
    check_pair("  b B[]", "  id Int @id\n  a A[] @relation(onDelete: Cascade)", "10:820");
    check_pair("  b B[]", "  id Int @id\n  x Int[]\n  a A[] @relation(fields: [x], references: [id])", "6:820 11:820");
    check_pair("  b B[]", "  id Int @unique\n  a A[]", "6:820");
    check_lines("  r A @relation(\"x\", fields: [rId], references: [id])\n  rId Int\n  s A[] @relation(\"x\")", "");
    check_lines("  r A @relation(fields: [rId], references: [id])\n  rId Int\n  s A[]", "6:820");
    check_pair("  bs B[]\n  @@ignore",
               "  id Int @id\n  a A @relation(fields: [aId], references: [id])\n  aId Int\n  a2 Int @ignore", "11:820");
}

static void test_actions(void)
{
    check_pair("  bs B[]",
               "  id Int @id\n  a A @relation(fields: [aId], references: [id], onDelete: SetNull, onUpdate: Cascad)\n  "
               "aId Int",
               "10:815");
    check_pair("  bs B[]",
               "  id Int @id\n  a A @relation(fields: [aId], references: [id], onDelete: SetNull)\n  aId Int",
               "10:822");
    check("datasource db {\n  provider = \"postgresql\"\n  relationMode = \"prisma\"\n}\nmodel A {\n  id Int @id\n"
          "  up A? @relation(\"x\", fields: [upId], references: [id])\n  upId Int?\n  down A[] @relation(\"x\")\n}\n",
          "7:827 7:821");
    check("datasource db {\n  provider = \"postgresql\"\n  relationMode = \"prisma\"\n}\nmodel A {\n  id Int @id\n"
          "  up A? @relation(\"x\", fields: [upId], references: [id], onDelete: Restrict, onUpdate: Restrict)\n  upId "
          "Int?\n"
          "  down A[] @relation(\"x\")\n}\n",
          "7:827");
}

static void test_schemas_and_views(void)
{
    check("datasource db {\n  provider = \"postgresql\"\n  schemas = [\"a\", \"bee\"]\n}\nmodel A {\n  id Int @id\n}\n"
          "model B {\n  id Int @id\n  @@schema(\"be\")\n}\nenum E {\n  X\n  @@schema(\"a\")\n}\n",
          "5:823 10:823");
    check_lines("  @@schema(\"x\")", "6:823");
    check("view V {\n  id Int @unique\n}\n", "1:813");
    check("generator g {\n  provider = \"p\"\n  previewFeatures = [\"views\"]\n}\nview V {\n  id Int @id\n  a Int "
          "@unique(map: \"x\")\n"
          "  @@index([a])\n}\n",
          "6:812 7:824 8:824");
}

/* Mistakes of several stages in several blocks are all told; what follows from one is not. */
static void test_stages(void)
{
    check("model A {\n  id Int @id\n  what is this\n  bs B[]\n}\nmodel B {\n  id Int @id @default(now())\n  a A "
          "@relation(fields: [x], "
          "references: [id])\n}\nmodel C {\n  id Int\n  @@index([idd])\n}\nmodel D {\n  id Int @idd\n}\n",
          "3:800 8:801 12:801 15:814");
    check("type T {\n  x Int\n}\nmodell A {\n  id Int @id\n}\nmodel B {\n  id Int?\n}\n", "1:802 4:801 7:818");
}

static void test_suggestions(void)
{
    sg_diags *diags = validate("model A {\n  id Int @idd\n  @@index([idx])\n}\n");

    CU_ASSERT_STRING_EQUAL(sg_diags_first(diags)->hint, "did you mean \"id\"?");
    CU_ASSERT_STRING_EQUAL(sg_diags_first(diags)->next->hint, "did you mean \"id\"?");
    sg_diags_free(diags);
    diags = validate("model A {\n  id Itn @id\n  a String @db.Varchar(5)\n}\n");
    CU_ASSERT_STRING_EQUAL(sg_diags_first(diags)->hint, "did you mean \"Int\"?");
    CU_ASSERT_STRING_EQUAL(sg_diags_first(diags)->next->hint, "did you mean \"VarChar\"?");
    sg_diags_free(diags);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"datasource and generators", test_config},
        {"names", test_names},
        {"types", test_types},
        {"attributes", test_attributes},
        {"defaults", test_defaults},
        {"JSON", test_json},
        {"keys", test_keys},
        {"indexes", test_indexes},
        {"relations", test_relations},
        {"actions", test_actions},
        {"schemas and views", test_schemas_and_views},
        {"stages", test_stages},
        {"suggestions", test_suggestions},
        CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"psl_validate", NULL, NULL, NULL, NULL, tests});
}
