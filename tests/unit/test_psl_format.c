/* The tidy layout of .prisma files: alignment, order, empty lines, comments; what is broken stays as it is. */
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "psl_read.h"
#include "suite.h"

/* Formats a text; the result is "refused" where it cannot be. */
static char *format(const char *text)
{
    sg_diags *diags = sg_diags_new();
    sg_source source = {"test.prisma", text, strlen(text)};
    sg_buf out;

    sg_buf_init(&out);
    if (!sg_psl_format(sg_psl_parse(&source, diags), &out))
        sg_buf_add(&out, "refused");
    char *copy = strdup(out.data);
    sg_buf_release(&out);
    sg_diags_free(diags);
    return copy;
}

static void check_once(const char *text, const char *expected)
{
    char *found = format(text);

    if (strcmp(found, expected) != 0)
        printf("\nfrom:\n%s\nexpected:\n%s\nfound:\n%s\n", text, expected, found);
    CU_ASSERT_STRING_EQUAL(found, expected);
    free(found);
}

/* Checks the layout, and that it is its own layout. */
static void check(const char *text, const char *expected)
{
    check_once(text, expected);
    check_once(expected, expected);
}

static void test_columns(void)
{
    check("model A {\nid Int @id\nname   String? @db.VarChar( 10 )\nb B[]\n}\n",
          "model A {\n  id   Int     @id\n  name String? @db.VarChar(10)\n  b    B[]\n}\n");
    check("model A {\n  id Int @id\n  a Int\n\n  longName String @unique\n}\n",
          "model A {\n  id Int @id\n  a  Int\n\n  longName String @unique\n}\n");
    check("enum E {\nA\nLONGER @map(\"l\")\nB @map(\"b\")\n@@map(\"e\")\n}\n",
          "enum E {\n  A\n  LONGER @map(\"l\")\n  B      @map(\"b\")\n\n  @@map(\"e\")\n}\n");
    check("datasource db {\nprovider=\"postgresql\"\nurl = env( \"U\" )\n}\n",
          "datasource db {\n  provider = \"postgresql\"\n  url      = env(\"U\")\n}\n");
    check("model A {\n\xC3\xB6 Int\nab Int\n}\n", "model A {\n  \xC3\xB6 Int\n  ab Int\n}\n");
    check("model A {\nid: Int!\nl [Int]\nu Unsupported( \"x\" ) @ignore\n}\n",
          "model A {\n  id Int\n  l  Int[]\n  u  Unsupported( \"x\" ) @ignore\n}\n");
}

static void test_order(void)
{
    check("model A {\n  id Int @map(\"x\") @db.Oid @default(1) @id\n  @@schema(\"s\")\n  @@map(\"a\")\n  b Int\n  "
          "@@id([id])\n}",
          "model A {\n  id Int @id @default(1) @map(\"x\") @db.Oid\n  b  Int\n\n  @@id([id])\n  @@map(\"a\")\n  "
          "@@schema(\"s\")\n}\n");
    check("model A {\n  r B @ignore @relation(\"x\")\n  d DateTime @map(\"m\") @updatedAt @unique\n}\n",
          "model A {\n  r B        @relation(\"x\") @ignore\n  d DateTime @unique @updatedAt @map(\"m\")\n}\n");
    check("model A {\n  a Int\n  @@index([b])\n  @@unique([a])\n  @@index([a])\n}\n",
          "model A {\n  a Int\n\n  @@unique([a])\n  @@index([b])\n  @@index([a])\n}\n");
}

static void test_values(void)
{
    check("model A {\n  b B @relation(fields:[a,b],references : [c , d],)\n}\n",
          "model A {\n  b B @relation(fields: [a, b], references: [c, d])\n}\n");
    check("model A {\n  @@index( [ a ( sort : Desc ) , b ] , where : {a : 5,b:{not:null}} )\n}\n",
          "model A {\n  @@index([a(sort: Desc), b], where: { a: 5, b: { not: null } })\n}\n");
    check("generator g {\n  x = [ 007 , \"a\\u0041\\n\" , f( ) , a.b ]\n}\n",
          "generator g {\n  x = [007, \"a\\u0041\\n\", f(), a.b]\n}\n");
}

static void test_empty_lines(void)
{
    check("", "\n");
    check("\n\n", "\n");
    check("\n\nmodel A {\n\n\n  a Int\n\n\n\n  b Int\n\n}\nenum B {\n}\n\n\n\nmodel C {\n}\n\n\n",
          "model A {\n  a Int\n\n  b Int\n}\n\nenum B {\n}\n\nmodel C {\n}\n");
    check("model A {\n  a Int\n\n  @@map(\"x\")\n\n  b Int\n\n  @@id([a])\n\n}\n",
          "model A {\n  a Int\n\n  b Int\n\n  @@id([a])\n  @@map(\"x\")\n}\n");
    check("model A {\n  a Int\n  /// of A\n\n  @@map(\"x\")\n  b Int\n}\n",
          "model A {\n  a Int\n  /// of A\n\n  b Int\n\n  @@map(\"x\")\n}\n");
    check("model A {\r\n  a Int // x\r\n  longer Int\r\n}\r\n", "model A {\n  a      Int // x\n  longer Int\n}\n");
}

static void test_comments(void)
{
    check(
        "// file\n\n/// A\nmodel A { // head\n    // one\n  a Int // behind\n  /// two\n  longer Int @id /* x */\n}\n",
        "// file\n\n/// A\nmodel A {\n  // head\n  // one\n  a      Int // behind\n  /// two\n"
        "  longer Int @id /* x */\n}\n");
    check("model A {\n  a Int\n\n  // of the index\n  @@index([a])\n  bb Int\n\n  @@index([bb])\n  // last\n}\n",
          "model A {\n  a  Int\n  bb Int\n  // last\n\n  // of the index\n  @@index([a])\n  @@index([bb])\n}\n");
    check("model A {\n  a: Int?\n  b: [Int]\n}\n", "model A {\n  a Int?\n  b Int[]\n}\n");
    check("model A {\n  a Int\n  // of the index\n  // still\n  @@index([a]) // i\n  b Int\n  // last\n}\n",
          "model A {\n  a Int\n  b Int\n  // last\n\n  // of the index\n  // still\n  @@index([a]) // i\n}\n");
    /* only the next run sees that the comment has a line of its own */
    check_once("model A {\n} // end\n// next\nmodel B {\n}\n", "model A {\n}\n// end\n// next\nmodel B {\n}\n");
    check("model A {\n  a Int  // kept as it is  \n}\n", "model A {\n  a Int // kept as it is  \n}\n");
    check("model A {\n}\n// below\n", "model A {\n}\n\n// below\n");
    check("model A { /* one */ lost // two\n  a Int\n}\nenum E { /* open\n  A\n}\n",
          "model A {\n  /**\n   * one\n   */\n  // two\n  a Int\n}\n\nenum E {\n  A\n}\n");
    check("model A { /// no doc there\n  a Int\n}\n", "model A {\n  // no doc there\n  a Int\n}\n");
    check("/* one */\n/*\n * two\n\n   three */\nmodel A {\n  /** four\n  * five\n  */\n  a Int\n}\n",
          "/**\n * one\n */\n/**\n * two\n * three\n */\nmodel A {\n  /**\n   * four\n   * five\n   */\n  a Int\n}\n");
    check("model A {\n  /* before */ a Int\n}\n", "model A {\n  /**\n   * before\n   */\n  a Int\n}\n");
}

static void test_broken(void)
{
    check("model A {\n a  Int   Int\n   id   Int @id\n x Strin g @@\n}\nwhat   is this\n",
          "model A {\n  a  Int   Int\n  id Int @id\n  x Strin g @@\n}\nwhat   is this\n");
    check("table   A {\n a  Int\n}\n", "table   A {\n a  Int\n}\n");
    check_once("model A {\n  a Int\n", "refused");
    check_once("model A {\n  a Int \xFF\n}\n", "refused");
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"columns", test_columns},   {"order of attributes", test_order},
        {"values", test_values},     {"empty lines", test_empty_lines},
        {"comments", test_comments}, {"broken files", test_broken},
        CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"psl_format", NULL, NULL, NULL, NULL, tests});
}
