/* The table of directives in docs/prisma.md is the one that the tables of the kinds give.
 *
 *   unit_test_psl_docs --accept   writes the rows as they have to be */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "file.h"
#include "kind.h"
#include "suite.h"

/* Where a directive can stand, and the kind whose definition it adds to; NULL: the top level. */
static const struct place {
    const char *words, *kind;
} places[] = {
    {"a model", "table"},
    {"a field with a column", "column"},
    {"a relation field with `fields`", "foreign key"},
    {"`@@id`", "primary key"},
    {"`@@index`, `@@unique`", "index"},
    {"`@@unique` with `constraint`", "unique constraint"},
    {"an enum", "enum"},
    {"the file", NULL},
};

/* `| place | kind | `, by which a row is found, and the rest of it. */
static void add_row(sg_buf *head, sg_buf *keys, const struct place *place)
{
    const char *names[64];
    const sg_kind *kind = place->kind != NULL ? sg_kind_named(place->kind) : NULL;
    size_t count = sg_kind_keys(kind, names, sizeof names / sizeof names[0]);

    CU_ASSERT_EQUAL(kind == NULL, place->kind == NULL);
    sg_buf_addf(head, "| %s | %s | ", place->words, place->kind != NULL ? place->kind : "the schema");
    for (size_t i = 0; i < count; i++)
        sg_buf_addf(keys, "%s`%s`", i > 0 ? ", " : "", names[i]);
    sg_buf_add(keys, " |");
}

/* The text with one row as it has to be; a row that is not there cannot be put right. */
static const char *put_row(sg_arena *arena, const char *text, const struct place *place)
{
    sg_buf head, keys;

    sg_buf_init(&head);
    sg_buf_init(&keys);
    add_row(&head, &keys, place);
    const char *row = strstr(text, head.data);
    CU_ASSERT_PTR_NOT_NULL(row);
    if (row != NULL) {
        const char *rest = row + head.length;
        text = sg_arena_printf(arena, "%.*s%s%s", (int)(rest - text), text, keys.data, rest + strcspn(rest, "\n"));
    }
    sg_buf_release(&head);
    sg_buf_release(&keys);
    return text;
}

static bool accepts;

static void test_table(void)
{
    sg_arena *arena = sg_arena_new();
    const char *path = sg_arena_printf(arena, "%s/docs/prisma.md", getenv("SCHEMAGEN_SOURCE"));
    char *text = NULL;
    size_t length = 0;

    CU_ASSERT_EQUAL_FATAL(sg_file_read(arena, path, 1 << 20, &text, &length), 0);
    const char *wanted = text;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        wanted = put_row(arena, wanted, &places[i]);
    if (accepts)
        CU_ASSERT_EQUAL(sg_file_replace(path, wanted, strlen(wanted)), 0)
    else if (strcmp(wanted, text) != 0)
        CU_FAIL("docs/prisma.md does not list the keys that the kinds have; unit_test_psl_docs --accept does");
    sg_arena_free(arena);
}

int main(int count, char **arguments)
{
    CU_TestInfo tests[] = {
        {"table", test_table},
        CU_TEST_INFO_NULL,
    };

    accepts = count > 1 && strcmp(arguments[1], "--accept") == 0;

    return run_suite((CU_SuiteInfo){"psl docs", NULL, NULL, NULL, NULL, tests});
}
