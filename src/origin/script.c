/* SQL scripts: run in a scratch database, which is then read. */
#include <errno.h>
#include <string.h>

#include "catalog.h"
#include "file.h"
#include "origin_private.h"
#include "split.h"
#include "text.h"

#define SCRIPT_LIMIT ((size_t)256 << 20)
#define FOLDER_DEPTH 32

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), end_length = strlen(end);

    return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

/* Ways back are no part of what a folder makes. */
static bool is_script(const char *path)
{
    return ends_with(path, ".sql") && !ends_with(path, ".down.sql") && !ends_with(path, "/down.sql");
}

/* All scripts below a folder, in order of their paths. */
static void list_scripts(sg_arena *arena, const char *folder, unsigned depth, sg_vec *paths)
{
    char **names;
    size_t count;

    if (depth > FOLDER_DEPTH || sg_dir_list(arena, folder, &names, &count) != 0)
        return; /* a circle of links, or gone meanwhile */
    for (size_t i = 0; i < count; i++) {
        char *path = sg_arena_printf(arena, "%s/%s", folder, names[i]);
        if (sg_dir_exists(path))
            list_scripts(arena, path, depth + 1, paths);
        else if (is_script(path))
            sg_vec_push(paths, path);
    }
}

bool sg_script_is_path(const char *path)
{
    if (!sg_dir_exists(path))
        return ends_with(path, ".sql");
    sg_arena *arena = sg_arena_new();
    sg_vec paths = SG_VEC_EMPTY;
    list_scripts(arena, path, 0, &paths);
    bool found = paths.count > 0;
    sg_vec_release(&paths);
    sg_arena_free(arena);
    return found;
}

static bool report(sg_pg *pg, const sg_source *source, const sg_statement *statement, sg_diags *diags)
{
    const sg_pg_error *error = sg_pg_last(pg);
    size_t at = statement->start;

    if (error->position > 0)
        at += sg_utf8_offset(statement->text, error->position - 1);
    sg_pg_report(pg, diags, SG_QUERY, (sg_span){source, at, at + 1});
    return false;
}

/* Scripts name roles that stand in for those of a real server: a throw-away one gets them as they are named. */
static bool make_role(sg_origins *origins, sg_pg *pg)
{
    static const char before[] = "role \"", after[] = "\" does not exist";
    const sg_pg_error *error = sg_pg_last(pg);
    size_t length = strlen(error->message);

    if (origins->server == NULL || strcmp(error->sqlstate, "42704") != 0 ||
        length <= sizeof before + sizeof after - 2 || strncmp(error->message, before, sizeof before - 1) != 0 ||
        !ends_with(error->message, after))
        return false;
    const char *name = sg_arena_strndup(origins->arena, error->message + sizeof before - 1,
                                        length - (sizeof before - 1) - (sizeof after - 1));
    sg_buf sql;
    sg_buf_init(&sql);
    sg_buf_add(&sql, "CREATE ROLE ");
    sg_sql_ident(&sql, name);
    bool made = sg_pg_run(pg, sql.data, NULL);
    sg_buf_release(&sql);
    return made;
}

static bool run_statement(sg_origins *origins, sg_pg *pg, const sg_source *source, const sg_statement *statement,
                          sg_diags *diags)
{
    while (!sg_pg_run(pg, statement->text, NULL)) {
        if (sg_pg_where(pg) != SG_PG_IDLE || !make_role(origins, pg))
            return report(pg, source, statement, diags);
    }
    return true;
}

static bool run_script(sg_origins *origins, sg_pg *pg, const char *path, sg_diags *diags)
{
    sg_arena *arena = sg_diags_arena(diags);
    sg_source *source = SG_NEW(arena, sg_source);
    sg_statement *statements;
    size_t count, open_at;
    char *text;
    int error = sg_file_read(arena, path, SCRIPT_LIMIT, &text, &source->length);

    if (error != 0) {
        sg_diag_add(diags, SG_FILE_READ, SG_NOWHERE, "cannot read %s: %s", path, strerror(error));
        return false;
    }
    source->path = sg_arena_strdup(arena, path);
    source->text = text;
    if (!sg_split(arena, text, source->length, &statements, &count, &open_at)) {
        sg_diag_add(diags, SG_QUERY, (sg_span){source, open_at, open_at + 1},
                    "what begins here is open at the end of the file");
        return false;
    }
    for (size_t i = 0; i < count; i++)
        if (!run_statement(origins, pg, source, &statements[i], diags))
            return false;
    return true;
}

static bool run_all(sg_origins *origins, sg_pg *pg, const char *path, sg_diags *diags)
{
    sg_vec paths = SG_VEC_EMPTY;
    bool fine = true;

    if (sg_dir_exists(path))
        list_scripts(origins->arena, path, 0, &paths);
    else
        sg_vec_push(&paths, (void *)path);
    for (size_t i = 0; fine && i < paths.count; i++)
        fine = run_script(origins, pg, paths.items[i], diags);
    sg_vec_release(&paths);
    return fine;
}

/* A script may leave behind settings, a role or an open transaction, so another connection reads what it made. */
sg_model *sg_script_run(sg_origins *origins, const char *path, sg_diags *diags)
{
    const sg_scratch *scratch = sg_scratch_make(origins, diags);
    sg_pg *pg = scratch != NULL ? sg_scratch_connect(origins, scratch, diags) : NULL;
    bool fine = pg != NULL && run_all(origins, pg, path, diags);

    sg_pg_close(pg);
    pg = fine ? sg_scratch_connect(origins, scratch, diags) : NULL;
    return pg != NULL ? sg_origin_read_catalog(origins, pg, path, diags) : NULL;
}
