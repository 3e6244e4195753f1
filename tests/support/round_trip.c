#include "round_trip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "format.h"
#include "json.h"
#include "psl_read.h"
#include "source.h"

/* The model that a text in the Prisma language makes, or NULL with the mistakes in `why`. */
static sg_model *read_text(sg_arena *arena, const char *text, const char **why)
{
    char path[] = "/tmp/schemagen-round-XXXXXX.prisma";
    sg_diags *diags = sg_diags_new();
    sg_model *model = NULL;
    char *printed = NULL;
    size_t length = 0;
    int file = mkstemps(path, 7);

    if (file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text))
        model = sg_source_file(path, diags);
    close(file);
    unlink(path);
    FILE *memory = open_memstream(&printed, &length);
    sg_diags_print(diags, memory, SG_DIAG_TEXT, false);
    fclose(memory);
    *why = sg_arena_strdup(arena, printed);
    free(printed);
    if (model != NULL) {
        /* places point into the sink, and nobody asks for them here */
        model->locate = NULL;
        model->path = NULL;
    }
    sg_diags_free(diags);
    return model;
}

static const char *json_of(sg_arena *arena, const sg_model *model)
{
    sg_buf text;

    sg_buf_init(&text);
    sg_json_write_model(&text, model);
    const char *copy = sg_arena_strdup(arena, text.data);
    sg_buf_release(&text);
    return copy;
}

static const char *prisma_of(sg_arena *arena, const sg_model *model)
{
    sg_buf text;

    sg_buf_init(&text);
    sg_source_write_prisma(&text, model);
    const char *copy = sg_arena_strdup(arena, text.data);
    sg_buf_release(&text);
    return copy;
}

static bool is_tidy(const char *text)
{
    sg_diags *diags = sg_diags_new();
    sg_source source = {"text", text, strlen(text)};
    sg_buf tidy;

    sg_buf_init(&tidy);
    bool same = sg_psl_format(sg_psl_parse(&source, diags), &tidy) && strcmp(tidy.data, text) == 0;
    sg_buf_release(&tidy);
    sg_diags_free(diags);
    return same;
}

/* The first line in which two texts differ, of both. */
static const char *difference(sg_arena *arena, const char *what, const char *wanted, const char *found)
{
    size_t start = 0;

    for (size_t i = 0; wanted[i] == found[i] && wanted[i] != '\0'; i++)
        start = wanted[i] == '\n' ? i + 1 : start;
    return sg_arena_printf(arena, "%s\n  wanted %.*s\n  found  %.*s", what, (int)strcspn(wanted + start, "\n"),
                           wanted + start, (int)strcspn(found + start, "\n"), found + start);
}

const char *round_trip(sg_arena *arena, const sg_model *model)
{
    const char *wanted = json_of(arena, model), *text = prisma_of(arena, model), *why;
    sg_model *again = read_text(arena, text, &why);

    if (again == NULL)
        return sg_arena_printf(arena, "the text in the Prisma language is not accepted\n%s", why);
    const char *found = json_of(arena, again), *second = prisma_of(arena, again);
    sg_model_free(again);
    if (strcmp(wanted, found) != 0)
        return difference(arena, "another model comes back", wanted, found);
    if (strcmp(text, second) != 0)
        return difference(arena, "the Prisma text is another one the second time", text, second);
    return is_tidy(text) ? NULL : "the text in the Prisma language is not tidy";
}
