/* Fixtures of the Prisma language's own validation: accepted and refused as expected, on the expected lines; and real
 * schemas with their tidy layout. The files stay outside: SCHEMAGEN_CORPUS, or the folder shared/corpus beside the
 * repository. */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "file.h"
#include "format.h"
#include "psl_read.h"
#include "validate.h"
#include "vec.h"

/* Fixtures that are judged in another way on purpose. */
static const struct miss {
    const char *file;
    const char *reason;
} misses[] = {
    {"postgres_extensions__extensions_with_float_arguments.prisma",
     "one number where a text belongs is one mistake here, not two on the same line"},
};

enum { SKIPPED = 77, LEAST_PERCENT = 97 };

static const char *miss_reason(const char *file)
{
    for (size_t i = 0; i < sizeof misses / sizeof *misses; i++) {
        if (strcmp(misses[i].file, file) == 0)
            return misses[i].reason;
    }
    return NULL;
}

static sg_diags *validate(const char *path)
{
    sg_diags *diags = sg_diags_new();
    const sg_psl_schema *schema = sg_psl_read(path, diags);
    sg_psl_names names;

    if (schema != NULL) {
        sg_psl_names_init(&names, schema, diags);
        sg_psl_validate(&names);
        sg_psl_names_release(&names);
    }
    return diags;
}

static int compare_numbers(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* The lines of all diagnostics of a severity, in order, as "7 8 8". */
static void list_lines(const sg_diags *diags, sg_severity severity, sg_buf *out)
{
    int lines[64];
    size_t count = 0;

    for (const sg_diag *diag = sg_diags_first(diags); diag != NULL && count < 64; diag = diag->next) {
        size_t line, column;
        sg_span_position(diag->span, &line, &column);
        if (diag->severity == severity)
            lines[count++] = (int)line;
    }
    qsort(lines, count, sizeof *lines, compare_numbers);
    for (size_t i = 0; i < count; i++)
        sg_buf_addf(out, "%s%d", i > 0 ? " " : "", lines[i]);
}

static void list_expected(struct json_object *row, const char *key, sg_buf *out)
{
    struct json_object *lines = NULL;

    json_object_object_get_ex(row, key, &lines);
    for (size_t i = 0; i < json_object_array_length(lines); i++)
        sg_buf_addf(out, "%s%d", i > 0 ? " " : "", json_object_get_int(json_object_array_get_idx(lines, i)));
}

static const char *text_of(struct json_object *row, const char *key)
{
    struct json_object *value = NULL;

    json_object_object_get_ex(row, key, &value);
    return json_object_get_string(value);
}

/* True when a fixture is judged as expected. */
static bool check_fixture(const char *folder, struct json_object *row)
{
    sg_arena *arena = sg_arena_new();
    sg_buf expected, found;

    sg_buf_init(&expected);
    sg_buf_init(&found);
    sg_diags *diags = validate(sg_arena_printf(arena, "%s/%s", folder, text_of(row, "file")));
    sg_buf_add(&expected, "errors ");
    list_expected(row, "errors", &expected);
    sg_buf_add(&expected, ", warnings ");
    list_expected(row, "warnings", &expected);
    sg_buf_add(&found, "errors ");
    list_lines(diags, SG_ERROR, &found);
    sg_buf_add(&found, ", warnings ");
    list_lines(diags, SG_WARNING, &found);
    bool equal = strcmp(expected.data, found.data) == 0;
    if (!equal && miss_reason(text_of(row, "file")) == NULL) {
        printf("%s: expected %s; found %s\n", text_of(row, "file"), expected.data, found.data);
        sg_diags_print(diags, stdout, SG_DIAG_TEXT, false);
    }
    sg_diags_free(diags);
    sg_buf_release(&expected);
    sg_buf_release(&found);
    sg_arena_free(arena);
    return equal;
}

static bool check_fixtures(const char *folder, struct json_object *index)
{
    struct json_object *cases = NULL;
    size_t good = 0, unlisted = 0, stale = 0;

    json_object_object_get_ex(index, "cases", &cases);
    size_t count = json_object_array_length(cases);
    for (size_t i = 0; i < count; i++) {
        struct json_object *row = json_object_array_get_idx(cases, i);
        bool fine = check_fixture(folder, row), listed = miss_reason(text_of(row, "file")) != NULL;
        good += fine;
        unlisted += !fine && !listed;
        stale += fine && listed;
        if (fine && listed)
            printf("%s is listed as a miss and is none\n", text_of(row, "file"));
    }
    printf("fixtures: %zu of %zu as expected\n", good, count);
    return unlisted == 0 && stale == 0 && good * 100 >= count * LEAST_PERCENT;
}

/* A real schema, a file or a folder: valid, unless the corpus has no SQL for it because Prisma refuses it. */
static bool check_real(const char *path, bool valid)
{
    sg_diags *diags = validate(path);
    bool fine = (sg_diags_errors(diags) == 0) == valid;

    if (!fine) {
        printf("%s is %s:\n", path, valid ? "refused" : "accepted");
        sg_diags_print(diags, stdout, SG_DIAG_TEXT, false);
    }
    sg_diags_free(diags);
    return fine;
}

/* How often a text holds the marks of a comment. */
static size_t count_comments(const char *text)
{
    size_t count = 0;

    while ((text = strstr(text, "//")) != NULL) {
        text += 2;
        count++;
    }
    return count;
}

/* The tidy layout of every file of a schema is that of itself, and keeps comments. `tidy` counts the schemas that
 * are in it already: most projects keep their files as Prisma lays them out. */
static bool check_layout(const char *path, size_t *tidy)
{
    sg_diags *diags = sg_diags_new();
    const sg_psl_schema *schema = sg_psl_read(path, diags);
    bool fine = true, same = true;

    for (const sg_psl_file *file = schema->first; file != NULL; file = file->next) {
        sg_buf once, twice;
        sg_buf_init(&once);
        sg_buf_init(&twice);
        bool whole = sg_psl_format(file, &once);
        sg_source source = {"tidy", once.data, once.length};
        fine &= whole && sg_psl_format(sg_psl_parse(&source, diags), &twice);
        fine &= strcmp(once.data, twice.data) == 0;
        same &= strcmp(once.data, file->source->text) == 0;
        fine &= count_comments(once.data) == count_comments(file->source->text);
        sg_buf_release(&once);
        sg_buf_release(&twice);
    }
    if (!fine)
        printf("%s: the tidy layout is not stable, or loses a comment\n", path);
    *tidy += same;
    sg_diags_free(diags);
    return fine;
}

struct reals {
    size_t count, good, tidy;
};

/* All schemas below a folder; a folder named schema is one schema. */
static void check_tree(sg_arena *arena, const char *folder, struct reals *reals)
{
    bool valid = sg_file_exists(sg_arena_printf(arena, "%s/expected.sql", folder));
    char **names;
    size_t names_count;

    if (sg_dir_list(arena, folder, &names, &names_count) != 0)
        return;
    for (size_t i = 0; i < names_count; i++) {
        const char *path = sg_arena_printf(arena, "%s/%s", folder, names[i]);
        bool directory = sg_dir_exists(path), whole = directory && strcmp(names[i], "schema") == 0;
        if (directory && !whole) {
            check_tree(arena, path, reals);
        } else if (whole || sg_psl_is_path(path)) {
            reals->count++;
            reals->good += check_real(path, valid) && check_layout(path, &reals->tidy);
        }
    }
}

static bool check_reals(sg_arena *arena, const char *corpus)
{
    struct reals reals = {0};

    check_tree(arena, sg_arena_printf(arena, "%s/prisma", corpus), &reals);
    printf("real schemas: %zu of %zu judged as expected, %zu in the tidy layout\n", reals.good, reals.count,
           reals.tidy);
    return reals.good == reals.count && reals.tidy * 2 > reals.count;
}

int main(void)
{
    sg_arena *arena = sg_arena_new();
    const char *corpus = getenv("SCHEMAGEN_CORPUS"), *source = getenv("SCHEMAGEN_SOURCE");
    int result = SKIPPED;

    if (corpus == NULL)
        corpus = sg_arena_printf(arena, "%s/../shared/corpus", source != NULL ? source : ".");
    const char *folder = sg_arena_printf(arena, "%s/psl-validation", corpus);
    struct json_object *index = json_object_from_file(sg_arena_printf(arena, "%s/index.json", folder));
    if (index != NULL) {
        bool fixtures = check_fixtures(folder, index), reals = check_reals(arena, corpus);
        result = fixtures && reals ? EXIT_SUCCESS : EXIT_FAILURE;
    } else {
        printf("skipped 65: no corpus\n");
    }
    json_object_put(index);
    sg_arena_free(arena);
    return result;
}
