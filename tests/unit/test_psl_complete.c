/* Relations that lack a side, @relation, or the fields of their key, completed by the formatter. */
#include <stdlib.h>
#include <string.h>

#include "complete.h"
#include "format.h"
#include "psl_read.h"
#include "suite.h"

static char *tidied(const char *text)
{
    sg_diags *diags = sg_diags_new();
    sg_source source = {"test.prisma", text, strlen(text)};
    sg_psl_file *file = sg_psl_parse(&source, diags);
    sg_psl_schema schema = {"test.prisma", file, file};
    sg_buf out;

    sg_buf_init(&out);
    if (!sg_psl_format(sg_psl_complete(&schema, diags)->first, &out))
        sg_buf_add(&out, "refused");
    CU_ASSERT_EQUAL(sg_diags_errors(diags), 0);
    char *copy = strdup(out.data);
    sg_buf_release(&out);
    sg_diags_free(diags);
    return copy;
}

/* Checks what becomes of a text, and that this is complete. */
static void check(const char *text, const char *expected)
{
    for (int again = 0; again < 2; again++) {
        char *found = tidied(again ? expected : text);
        if (strcmp(found, expected) != 0)
            printf("\nfrom:\n%s\nexpected:\n%s\nfound:\n%s\n", again ? expected : text, expected, found);
        CU_ASSERT_STRING_EQUAL(found, expected);
        free(found);
    }
}

static void test_forward_alone(void)
{
    check("model BlogPost {\n  id Int @id\n  author User\n}\n\nmodel User {\n  id Int @id\n}\n",
          "model BlogPost {\n  id     Int  @id\n  author User @relation(fields: [userId], references: [id])\n"
          "  userId Int\n}\n\nmodel User {\n  id        Int        @id\n  blogPosts BlogPost[]\n}\n");
    check("model A {\n  id Int @id\n  b B? @relation(\"x\", onDelete: Cascade)\n}\n\nmodel B {\n  k String @id "
          "@db.Uuid\n}\n",
          "model A {\n  id Int     @id\n  b  B?      @relation(\"x\", onDelete: Cascade, fields: [bK], references: "
          "[k])\n  bK String? @db.Uuid\n}\n\nmodel B {\n  k  String @id @db.Uuid\n  as A[]    @relation(\"x\")\n}\n");
    check(
        "model A {\n  id Int @id\n  key Int @unique\n  b B @relation(fields: [key], references: [id])\n\n  @@ignore\n}"
        "\n\nmodel B {\n  id Int @id\n}\n",
        "model A {\n  id  Int @id\n  key Int @unique\n  b   B   @relation(fields: [key], references: [id])\n\n"
        "  @@ignore\n}\n\nmodel B {\n  id Int @id\n  a  A?  @ignore\n}\n");
}

static void test_back_alone(void)
{
    check("model User {\n  id String @id @db.Uuid\n  posts Post[]\n}\n\nmodel Post {\n  id Int @id\n}\n",
          "model User {\n  id    String @id @db.Uuid\n  posts Post[]\n}\n\nmodel Post {\n  id     Int     @id\n"
          "  user   User?   @relation(fields: [userId], references: [id])\n  userId String? @db.Uuid\n}\n");
    check("model User {\n  id Int @id\n  posts Post[]\n}\n\nmodel Post {\n  id Int @id\n  userId Int\n}\n",
          "model User {\n  id    Int    @id\n  posts Post[]\n}\n\nmodel Post {\n  id     Int  @id\n  userId Int\n"
          "  user   User @relation(fields: [userId], references: [id])\n}\n");
    /* a relation over several fields is required where all of them are */
    check(
        "model A {\n  x  Int\n  y  Int\n  bs B[]\n  cs C[]\n\n  @@id([x, y])\n}\n\nmodel B {\n  id Int @id\n  aX Int\n"
        "  aY Int\n}\n\nmodel C {\n  id Int @id\n  aX Int\n  aY Int?\n}\n",
        "model A {\n  x  Int\n  y  Int\n  bs B[]\n  cs C[]\n\n  @@id([x, y])\n}\n\nmodel B {\n  id Int @id\n  aX Int\n"
        "  aY Int\n  a  A   @relation(fields: [aX, aY], references: [x, y])\n}\n\nmodel C {\n  id Int  @id\n  aX Int\n"
        "  aY Int?\n  a  A?   @relation(fields: [aX, aY], references: [x, y])\n}\n");
}

static void test_both_sides(void)
{
    check("model A {\n  id Int @id\n  b B @relation\n}\n\nmodel B {\n  x Int\n  y E\n  as A[]\n\n  @@id([x, y])\n}\n\n"
          "enum E {\n  V\n}\n",
          "model A {\n  id Int @id\n  b  B   @relation(fields: [bX, bY], references: [x, y])\n  bX Int\n  bY E\n}\n\n"
          "model B {\n  x  Int\n  y  E\n  as A[]\n\n  @@id([x, y])\n}\n\nenum E {\n  V\n}\n");
    check("model A {\n  id Int @id\n  bId Int\n  b B @relation(fields: [bId])\n}\n\nmodel B {\n  id Int @unique\n  as "
          "A[]\n}\n",
          "model A {\n  id  Int @id\n  bId Int\n  b   B   @relation(fields: [bId], references: [id])\n}\n\n"
          "model B {\n  id Int @unique\n  as A[]\n}\n");
}

static void test_one_to_one(void)
{
    check("model User {\n  id   Int   @id\n  post Post?\n}\n\nmodel Post {\n  id Int @id\n  user User\n}\n",
          "model User {\n  id   Int   @id\n  post Post?\n}\n\nmodel Post {\n  id     Int  @id\n"
          "  user   User @relation(fields: [userId], references: [id])\n  userId Int\n}\n");
    check("model User {\n  id   Int   @id\n  post Post?\n}\n\nmodel Post {\n  id Int @id\n  user User?\n}\n",
          "model User {\n  id   Int   @id\n  post Post?\n}\n\nmodel Post {\n  id     Int   @id\n"
          "  user   User? @relation(fields: [userId], references: [id])\n  userId Int?\n}\n");
    check("model Man {\n  id Int @id\n  son Man? @relation(\"x\")\n  father Man? @relation(\"x\")\n}\n",
          "model Man {\n  id     Int  @id\n  son    Man? @relation(\"x\", fields: [manId], references: [id])\n"
          "  father Man? @relation(\"x\")\n  manId  Int?\n}\n");
}

static void test_left_alone(void)
{
    /* many to many; open names; a model without a key; a relation to itself; mistakes elsewhere */
    static const char *const texts[] = {
        "model A {\n  id Int @id\n  b  B[]\n}\n\nmodel B {\n  id Int @id\n  a  A[]\n}\n",
        "model A {\n  id Int @id\n  b  B\n  c  B\n}\n\nmodel B {\n  id Int @id\n}\n",
        "model A {\n  id Int @id\n  b  B\n}\n\nmodel B {\n  id Int\n}\n",
        "model A {\n  id  Int @id\n  all A[]\n}\n",
        "model A {\n  id Int    @id\n  b  B\n  c  Strnig\n}\n\nmodel B {\n  id Int @id\n}\n",
        "model A {\n  id Int @id @nonsense\n  b  B\n}\n\nmodel B {\n  id Int @id\n}\n",
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check(texts[i], texts[i]);
}

static void test_plurals(void)
{
    static const char *const words[][2] = {
        {"BlogPost", "blogPosts"}, {"Category", "categories"}, {"Day", "days"},        {"Box", "boxes"},
        {"Address", "addresses"},  {"Branch", "branches"},     {"Status", "statuses"}, {"Analysis", "analyses"},
        {"Person", "people"},      {"Child", "children"},      {"Woman", "women"},     {"Human", "humans"},
        {"Series", "series"},      {"Posts", "posts"},         {"index", "indices"},
    };
    sg_arena *arena = sg_arena_new();

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        CU_ASSERT_STRING_EQUAL(sg_psl_plural(arena, words[i][0]), words[i][1]);
    sg_arena_free(arena);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"a field without its other side", test_forward_alone},
        {"a list without its other side", test_back_alone},
        {"both sides, without a key", test_both_sides},
        {"one to one", test_one_to_one},
        {"what stays as it is", test_left_alone},
        {"plurals", test_plurals},
        CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"completion", NULL, NULL, NULL, NULL, tests});
}
