/* The part of a migration's files that leads up. */
#include <string.h>

#include "file.h"
#include "migrations_private.h"

#define SCRIPT_LIMIT (256u * 1024 * 1024)

/* The first line at or behind `at` that begins with `mark`; `length` when there is none. */
static size_t find_line(const char *text, size_t length, size_t at, const char *mark)
{
    size_t size = strlen(mark);
    while (at < length && strncmp(text + at, mark, size) != 0) {
        const char *end = memchr(text + at, '\n', length - at);
        at = end != NULL ? (size_t)(end - text) + 1 : length;
    }
    return at;
}

static void blank(char *text, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (text[i] != '\n')
            text[i] = ' ';
    }
}

/* Only what stands between the two marks stays. */
static bool keep_section(const sg_migration *migration, const sg_source *source, char *text, sg_diags *diags)
{
    const sg_layout *layout = migration->layout;
    size_t start = find_line(text, source->length, 0, layout->up_line);
    if (start == source->length) {
        sg_diag_add(diags, SG_BAD_MIGRATIONS, (sg_span){source, 0, 0}, "there is no line \"%s\"", layout->up_line);
        return false;
    }
    blank(text, find_line(text, source->length, start, layout->down_line), source->length);
    blank(text, 0, start);
    return true;
}

static bool has_mark(const sg_layout_mark *mark, const char *text, size_t length)
{
    for (size_t at = 0; (at = find_line(text, length, at, mark->line)) < length;) {
        const char *line = text + at;
        const char *word = strstr(line, mark->word != NULL ? mark->word : "");
        if (word != NULL && word <= line + strcspn(line, "\n"))
            return at == 0 || !mark->first;
        at += strcspn(line, "\n");
    }
    return false;
}

/* A file beside the SQL may be missing: then it says nothing. */
static bool is_outside(const sg_migration *migration, const sg_source *source)
{
    const sg_layout_mark *mark = &migration->layout->outside;
    if (mark->line == NULL)
        return false;
    if (mark->file == NULL)
        return has_mark(mark, source->text, source->length);
    sg_arena *arena = sg_arena_new();
    char *text;
    size_t length;
    const char *path = sg_arena_printf(arena, "%s/%s", migration->dir, mark->file);
    bool found = sg_file_read(arena, path, SCRIPT_LIMIT, &text, &length) == 0 && has_mark(mark, text, length);
    sg_arena_free(arena);
    return found;
}

const sg_migration_sql *sg_migration_read(const sg_migration *migration, sg_diags *diags)
{
    sg_arena *arena = sg_diags_arena(diags);
    sg_migration_sql *sql = SG_NEW(arena, sg_migration_sql);
    char *text;
    sql->source.path = sg_arena_strdup(arena, migration->up);
    int error = sg_file_read(arena, migration->up, SCRIPT_LIMIT, &text, &sql->source.length);
    if (error != 0) {
        sg_diag_add(diags, SG_FILE_READ, SG_NOWHERE, "%s: %s", migration->up, strerror(error));
        return NULL;
    }
    sql->source.text = sql->text = text;
    sql->outside = is_outside(migration, &sql->source);
    if (migration->layout->up_line == NULL)
        return sql;
    char *section = sg_arena_strndup(arena, text, sql->source.length);
    sql->text = section;
    return keep_section(migration, &sql->source, section, diags) ? sql : NULL;
}
