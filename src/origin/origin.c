/* The table of origins. */
#include "origin.h"

#include <stdlib.h>
#include <string.h>

#include "catalog.h"
#include "file.h"
#include "migrations.h"
#include "origin_private.h"
#include "source.h"

sg_origins *sg_origins_new(const sg_origin_options *options)
{
    sg_arena *arena = sg_arena_new();
    sg_origins *origins = SG_NEW(arena, sg_origins);

    *origins = (sg_origins){.arena = arena, .options = *options};
    return origins;
}

void sg_origins_free(sg_origins *origins)
{
    if (origins == NULL)
        return;
    sg_pg_close(origins->pg);
    sg_scratch_drop(origins);
    sg_server_stop(origins->server);
    sg_arena_free(origins->arena);
}

static bool begins_with(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0;
}

/* A URL, env(NAME), or a connection string, which no path looks like. */
static bool is_database(const char *written)
{
    return begins_with(written, "postgresql://") || begins_with(written, "postgres://") ||
           begins_with(written, "env(") || (strstr(written, "dbname=") != NULL && !sg_file_exists(written));
}

sg_model *sg_origin_read_catalog(sg_origins *origins, sg_pg *pg, const char *name, sg_diags *diags)
{
    sg_catalog_options options = {.verbatim = origins->options.verbatim};

    sg_pg_close(origins->pg);
    origins->pg = pg;
    sg_model *model = sg_catalog_read(pg, &options, diags);

    if (model != NULL)
        sg_catalog_tell_unmanaged(model, name, diags);
    return model;
}

static sg_model *read_database(sg_origins *origins, const char *written, sg_diags *diags)
{
    sg_url_sources sources = {.option = written};
    sg_pg_options options = {.read_only = true};
    sg_url url;
    sg_pg *pg;

    if (!sg_url_choose(origins->arena, &sources, &url, diags))
        return NULL;
    if (sg_pg_open(&url, &options, diags, &pg) != SG_STATUS_OK)
        return NULL;
    return sg_origin_read_catalog(origins, pg, url.shown, diags);
}

/* A folder of migrations as schemagen writes them: each has its plan. */
static bool holds_plans(sg_arena *arena, const char *folder)
{
    char **names;
    size_t count;

    if (!sg_dir_exists(folder) || sg_dir_list(arena, folder, &names, &count) != 0)
        return false;
    for (size_t i = 0; i < count; i++)
        if (sg_file_exists(sg_arena_printf(arena, "%s/%s/plan.json", folder, names[i])))
            return true;
    return false;
}

/* The output directory that `path` is or, as its folder "migrations", belongs to; NULL: neither. */
static const char *migrations_root(sg_arena *arena, const char *path)
{
    if (sg_file_exists(sg_arena_printf(arena, "%s/snapshot.json", path)) ||
        holds_plans(arena, sg_arena_printf(arena, "%s/migrations", path)))
        return path;
    return holds_plans(arena, path) ? sg_arena_printf(arena, "%s/..", path) : NULL;
}

static bool is_migrations(const char *path)
{
    sg_arena *arena = sg_arena_new();
    bool is = migrations_root(arena, path) != NULL;

    sg_arena_free(arena);
    return is;
}

/* What the plans of all migrations add up to. */
static sg_model *read_migrations(sg_origins *origins, const char *path, sg_diags *diags)
{
    sg_place place = {.out = migrations_root(origins->arena, path)};
    sg_migrations *migrations = sg_migrations_open(&place, diags);
    sg_model *model = NULL;

    if (migrations == NULL)
        return NULL;
    const char *fold = migrations->count > 0 ? sg_migrations_fold(migrations, diags) : NULL;
    if (fold != NULL) {
        fold = sg_arena_strdup(sg_diags_arena(diags), fold); /* the model points into it */
        model = sg_source_text(path, fold, strlen(fold), true, diags);
    } else if (migrations->count == 0) {
        model = sg_migrations_snapshot(migrations, diags);
    }
    sg_migrations_free(migrations);
    return model;
}

static bool is_file(const char *path)
{
    (void)path;
    return true;
}

/* .prisma files and folders, schema.json, snapshots. */
static sg_model *read_file(sg_origins *origins, const char *path, sg_diags *diags)
{
    (void)origins;
    return sg_source_file(path, diags);
}

/* The first row that knows a text reads it. */
static const struct origin {
    bool (*is)(const char *written);
    sg_model *(*read)(sg_origins *origins, const char *written, sg_diags *diags);
    bool live;
} table[] = {
    {is_database, read_database, true},
    {is_migrations, read_migrations, false},
    {sg_script_is_path, sg_script_run, true},
    {is_file, read_file, false},
};

static const struct origin *row_of(const char *written)
{
    const struct origin *row = table;

    while (!row->is(written))
        row++;
    return row;
}

sg_pg *sg_origins_pg(const sg_origins *origins)
{
    return origins->pg;
}

bool sg_origin_is_live(const char *written)
{
    return row_of(written)->live;
}

sg_model *sg_origin_read(sg_origins *origins, const char *written, sg_diags *diags)
{
    return row_of(written)->read(origins, written, diags);
}
