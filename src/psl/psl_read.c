/* Files and folders of .prisma files. */
#include "psl_read.h"

#include <errno.h>
#include <string.h>

#include "file.h"
#include "psl_grammar.h"
#include "psl_parser.h"
#include "text.h"

static bool has_suffix(const char *path)
{
    size_t length = strlen(path);

    return length > 7 && strcmp(path + length - 7, ".prisma") == 0;
}

/* The first byte that is no UTF-8, or `length`. */
static size_t find_bad_byte(const char *text, size_t length)
{
    size_t at = 0;

    while (at < length) {
        uint32_t character;
        size_t size = (signed char)text[at] > 0 ? 1
                      : text[at] == '\0'        ? 0
                                                : sg_utf8_decode(text + at, length - at, &character);
        if (size == 0)
            return at;
        at += size;
    }
    return length;
}

sg_psl_file *sg_psl_parse(const sg_source *source, sg_diags *diags)
{
    sg_arena *arena = sg_diags_arena(diags);
    sg_psl_parser parser = {.arena = arena, .diags = diags, .source = source, .file = SG_NEW(arena, sg_psl_file)};
    size_t bad = find_bad_byte(source->text, source->length);

    parser.file->source = source;
    if (bad < source->length) {
        sg_psl_report(&parser, (sg_span){source, bad, bad + 1}, "the file is not text in UTF-8");
        return parser.file;
    }
    if (source->length >= 3 && memcmp(source->text, "\xEF\xBB\xBF", 3) == 0) {
        sg_psl_report(&parser, (sg_span){source, 0, 3}, "the file begins with a byte order mark; save it without");
        parser.reported = false;
        parser.start = parser.end = 3;
    }
    sg_psl_scan_begin(&parser);
    sg_psl_yyparse(&parser);
    sg_psl_scan_end(&parser);
    sg_psl_attach_docs(&parser);
    return parser.file;
}

static bool read_file(sg_psl_schema *schema, const char *path, sg_diags *diags)
{
    sg_arena *arena = sg_diags_arena(diags);
    sg_source *source = SG_NEW(arena, sg_source);
    char *text = NULL;
    int error = sg_file_read(arena, path, SG_PSL_LIMIT, &text, &source->length);

    if (error == EFBIG)
        sg_diag_add(diags, SG_JSON_TOO_BIG, SG_NOWHERE, "%s is larger than 64 MiB", path);
    else if (error != 0)
        sg_diag_add(diags, SG_FILE_READ, SG_NOWHERE, "cannot read %s: %s", path, strerror(error));
    if (error != 0)
        return false;
    source->path = sg_arena_strdup(arena, path);
    source->text = text;
    sg_psl_file *file = sg_psl_parse(source, diags);
    if (schema->last != NULL)
        schema->last->next = file;
    else
        schema->first = file;
    schema->last = file;
    return true;
}

/* Calls `visit` for each .prisma file below a folder, in order of names, until it returns false. */
static bool each_file(sg_arena *arena, const char *folder, unsigned depth,
                      bool (*visit)(void *context, const char *path), void *context)
{
    char **names;
    size_t count;

    if (depth > 32 || sg_dir_list(arena, folder, &names, &count) != 0)
        return true; /* a circle of links, or no folder */
    for (size_t i = 0; i < count; i++) {
        const char *path = sg_arena_printf(arena, "%s/%s", folder, names[i]);
        if (sg_dir_exists(path)) {
            if (!each_file(arena, path, depth + 1, visit, context))
                return false;
        } else if (has_suffix(path) && !visit(context, path)) {
            return false;
        }
    }
    return true;
}

static bool stop(void *context, const char *path)
{
    (void)context, (void)path;
    return false;
}

bool sg_psl_is_path(const char *path)
{
    if (!sg_dir_exists(path))
        return has_suffix(path);
    sg_arena *arena = sg_arena_new();
    bool found = !each_file(arena, path, 0, stop, NULL);
    sg_arena_free(arena);
    return found;
}

struct reading {
    sg_psl_schema *schema;
    sg_diags *diags;
    bool fine;
};

static bool read_one(void *context, const char *path)
{
    struct reading *reading = context;

    reading->fine &= read_file(reading->schema, path, reading->diags);
    return true;
}

sg_psl_schema *sg_psl_read(const char *path, sg_diags *diags)
{
    sg_arena *arena = sg_diags_arena(diags);
    sg_psl_schema *schema = SG_NEW(arena, sg_psl_schema);
    struct reading reading = {schema, diags, true};

    schema->path = sg_arena_strdup(arena, path);
    if (sg_dir_exists(path))
        each_file(arena, path, 0, read_one, &reading);
    else
        reading.fine = read_file(schema, path, diags);
    return reading.fine ? schema : NULL;
}
