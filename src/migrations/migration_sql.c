/* The part of a migration's files that leads up, or back. */
#include <string.h>

#include "file.h"
#include "hash.h"
#include "migrations_private.h"

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

/* Only what stands behind `begin`, up to `end` or the end of the file, stays. */
static bool keep_section(const sg_source *source, char *text, const char *begin, const char *end, sg_code missing,
                         sg_diags *diags)
{
    size_t start = find_line(text, source->length, 0, begin);
    if (start == source->length) {
        sg_diag_add(diags, missing, (sg_span){source, 0, 0}, "there is no line \"%s\"", begin);
        return false;
    }
    blank(text, find_line(text, source->length, start, end), source->length);
    blank(text, 0, start);
    return true;
}

static bool has_mark(const sg_layout_mark *mark, const char *mark_line, const char *text, size_t length)
{
    for (size_t at = 0; (at = find_line(text, length, at, mark_line)) < length;) {
        const char *line = text + at;
        const char *word = strstr(line, mark->word != NULL ? mark->word : "");
        if (word != NULL && word <= line + strcspn(line, "\n"))
            return at == 0 || !mark->first;
        at += strcspn(line, "\n");
    }
    return false;
}

/* A file beside the SQL may be missing: then it says nothing. A mark on the line that begins a part is that part's. */
static bool is_outside(const sg_migration *migration, const sg_source *source, bool back)
{
    const sg_layout *layout = migration->layout;
    const sg_layout_mark *mark = &layout->outside;
    if (mark->line == NULL)
        return false;
    bool on_part = back && layout->up_line != NULL && strcmp(mark->line, layout->up_line) == 0;
    if (mark->file == NULL)
        return has_mark(mark, on_part ? layout->down_line : mark->line, source->text, source->length);
    sg_arena *arena = sg_arena_new();
    char *text;
    size_t length;
    const char *path = sg_arena_printf(arena, "%s/%s", migration->dir, mark->file);
    bool found =
        sg_file_read(arena, path, SG_SCRIPT_LIMIT, &text, &length) == 0 && has_mark(mark, mark->line, text, length);
    sg_arena_free(arena);
    return found;
}

static const sg_migration_sql *read_part(const sg_migration *migration, bool back, sg_diags *diags)
{
    const sg_layout *layout = migration->layout;
    const char *path = back && migration->down != NULL ? migration->down : migration->up;
    sg_arena *arena = sg_diags_arena(diags);
    sg_migration_sql *sql = SG_NEW(arena, sg_migration_sql);
    char *text;
    sql->source.path = sg_arena_strdup(arena, path);
    int error = sg_file_read(arena, path, SG_SCRIPT_LIMIT, &text, &sql->source.length);
    if (error != 0) {
        sg_diag_add(diags, SG_FILE_READ, SG_NOWHERE, "%s: %s", path, strerror(error));
        return NULL;
    }
    sql->source.text = sql->text = text;
    sg_sha256_hex(text, sql->source.length, sql->file_hash);
    sql->outside = is_outside(migration, &sql->source, back);
    if (layout->up_line == NULL)
        return sql;
    char *section = sg_arena_strndup(arena, text, sql->source.length);
    sql->text = section;
    bool kept = back
                    ? keep_section(&sql->source, section, layout->down_line, layout->up_line, SG_NO_WAY_BACK, diags)
                    : keep_section(&sql->source, section, layout->up_line, layout->down_line, SG_BAD_MIGRATIONS, diags);
    return kept ? sql : NULL;
}

const sg_migration_sql *sg_migration_read(const sg_migration *migration, sg_diags *diags)
{
    return read_part(migration, false, diags);
}

const sg_migration_sql *sg_migration_read_back(const sg_migration *migration, sg_diags *diags)
{
    const sg_layout *layout = migration->layout;
    if (layout->down == NULL && layout->down_line == NULL) {
        sg_diag_add(diags, SG_NO_WAY_BACK, SG_NOWHERE, "migrations of the layout %s have no way back: %s", layout->name,
                    migration->id);
        return NULL;
    }
    if (migration->down != NULL && !sg_file_exists(migration->down)) {
        sg_diag *diag = sg_diag_add(diags, SG_NO_WAY_BACK, SG_NOWHERE, "%s has no way back", migration->id);
        sg_diag_hint(diags, diag, "write the SQL that takes it back into %s", migration->down);
        return NULL;
    }
    return read_part(migration, true, diags);
}
