/* Large files of nonsense: how many mistakes are told, how deep brackets go, what a table can hold. That each of them
 * takes one pass shows in the time: these are 1 MiB each. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "format.h"
#include "psl_read.h"
#include "suite.h"
#include "validate.h"

enum { MEGABYTE = 1 << 20, TOLD = 1000 };

/* A text of some pieces: `before`, `piece` up to `size` bytes with a number where it has %zu, `after`. */
static char *repeat(const char *before, const char *piece, const char *after, size_t size)
{
    const char *number = strstr(piece, "%zu");
    sg_buf text;

    sg_buf_init(&text);
    sg_buf_add(&text, before);
    for (size_t i = 0; text.length < size; i++) {
        sg_buf_addn(&text, piece, number != NULL ? (size_t)(number - piece) : strlen(piece));
        if (number != NULL)
            sg_buf_addf(&text, "%zu%s", i, number + 3);
    }
    sg_buf_add(&text, after);
    char *copy = strdup(text.data);
    sg_buf_release(&text);
    return copy;
}

/* Reads, validates and lays out; returns how many errors there are. */
static size_t judge(char *text)
{
    sg_diags *diags = sg_diags_new();
    sg_source source = {"test.prisma", text, strlen(text)};
    sg_psl_schema schema = {.path = source.path};
    sg_psl_names names;
    sg_buf tidy;

    sg_buf_init(&tidy);
    schema.first = schema.last = sg_psl_parse(&source, diags);
    sg_psl_names_init(&names, &schema, diags);
    sg_psl_validate(&names);
    sg_psl_names_release(&names);
    sg_psl_format(schema.first, &tidy);
    size_t errors = sg_diags_errors(diags);
    sg_buf_release(&tidy);
    sg_diags_free(diags);
    free(text);
    return errors;
}

static void test_brackets(void)
{
    static const char *const pieces[] = {"[", "(", "{", "a(", "[{(", "\"", "\\", "@", "a.", "!"};

    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        size_t errors = judge(repeat("model A {\n  id Int @id\n  a Int @default(", pieces[i], "\n}\n", MEGABYTE));
        CU_ASSERT(errors == 1 || errors == 2);
    }
    CU_ASSERT_EQUAL(judge(repeat("model A {\n  id Int @id\n  a Int[] @default([", "1, ", "1])\n}\n", MEGABYTE)), 0);
}

static void test_lines(void)
{
    CU_ASSERT_EQUAL(judge(repeat("model A {\n  id Int @id\n", "  ( )\n", "}\n", MEGABYTE)), TOLD);
    CU_ASSERT_EQUAL(judge(repeat("model A {\n  id Int @id\n", "  x \"\n", "}\n", MEGABYTE)), TOLD);
    CU_ASSERT_EQUAL(judge(repeat("", "}\n\n", "", MEGABYTE)), TOLD);
    CU_ASSERT_EQUAL(judge(repeat("", "/*\n", "", MEGABYTE)), TOLD);
    CU_ASSERT_EQUAL(judge(repeat("", "\n", "", MEGABYTE)), 0);
    CU_ASSERT_EQUAL(judge(repeat("", "/// a\n", "", MEGABYTE)), 0);
}

static void test_names(void)
{
    CU_ASSERT_EQUAL(judge(repeat("model A {\n  id E @id @default(V0)\n}\nenum E {\n", "  V%zu\n", "}\n", MEGABYTE)), 0);
    CU_ASSERT_EQUAL(
        judge(repeat("enum E {\n  A\n}\nmodel A {\n  id Int @id\n  e E[] @default([", "A, ", "A])\n}\n", MEGABYTE)), 0);
    CU_ASSERT_EQUAL(judge(repeat("model A {\n  id Int @id ", "@unique ", "\n}\n", MEGABYTE)), MEGABYTE / 8 - 2);
    CU_ASSERT(judge(repeat("model A {\n  id Int @id(", "m%zu: 1, ", "map: \"x\")\n}\n", MEGABYTE / 8)) > TOLD);
    CU_ASSERT_EQUAL(judge(repeat("model A {\n  id Int @id\n}\n", "model A%zu {\n  id Int @id\n  a A%zu?\n}\n", "",
                                 MEGABYTE / 64)) > TOLD / 8,
                    1);
}

/* A relation for each field and back, by names: one mistake of the two models. */
static void test_relations(void)
{
    char *forth = repeat("model A {\n  id Int @id\n", "  b%zu B[] @relation(\"r\")\n", "}\n", MEGABYTE / 2);
    char *back = repeat("model B {\n  id Int @id\n", "  a%zu A[] @relation(\"r\")\n", "}\n", MEGABYTE / 2);
    char *text = malloc(strlen(forth) + strlen(back) + 1);

    strcat(strcpy(text, forth), back);
    free(forth);
    free(back);
    CU_ASSERT_EQUAL(judge(text), 1);
}

/* What no table and no index of PostgreSQL can hold is said, and not worked on any further. */
static void test_columns(void)
{
    sg_buf list;

    CU_ASSERT_EQUAL(judge(repeat("model A {\n  id Int @id\n", "  f%zu Int @unique\n", "}\n", MEGABYTE)), 1);
    CU_ASSERT_EQUAL(judge(repeat("model A {\n  id Int @id\n", "  f%zu Int\n", "}\n", 18000)), 0);
    sg_buf_init(&list);
    sg_buf_add(&list, "  @@index([");
    for (int i = 0; i < 33; i++)
        sg_buf_addf(&list, "%sf%d", i > 0 ? ", " : "", i);
    sg_buf_add(&list, "])\n}\n");
    CU_ASSERT_EQUAL(judge(repeat("model A {\n  id Int @id\n", "  f%zu Int\n", list.data, 1000)), 1);
    sg_buf_release(&list);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"brackets", test_brackets},   {"lines", test_lines},     {"names", test_names},
        {"relations", test_relations}, {"columns", test_columns}, CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"psl_limits", NULL, NULL, NULL, NULL, tests});
}
