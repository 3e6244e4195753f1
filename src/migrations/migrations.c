#include "migrations.h"

#include <string.h>

#include "file.h"
#include "migrations_private.h"
#include "parse.h"
#include "path.h"
#include "source.h"

static void find_folders(sg_migrations *migrations, const sg_place *place)
{
    sg_arena *arena = migrations->arena;
    const char *folder = place->folder != NULL ? place->folder : migrations->layout->folder;
    migrations->out = sg_arena_strdup(arena, place->out);
    migrations->root = migrations->out;
    if (folder == NULL) {
        migrations->folder = sg_arena_printf(arena, "%s/" SG_MIGRATIONS_DIR, place->out);
        return;
    }
    migrations->folder = sg_arena_strdup(arena, folder);
    migrations->root = sg_path_common(arena, migrations->out, migrations->folder);
}

sg_migrations *sg_migrations_open(const sg_place *place, sg_diags *diags)
{
    size_t count;
    sg_arena *arena = sg_arena_new();
    sg_migrations *migrations = SG_NEW(arena, sg_migrations);

    migrations->arena = arena;
    migrations->layout = place->layout != NULL ? place->layout : sg_layout_table(&count);
    find_folders(migrations, place);
    int error = sg_fileset_recover(migrations->root);
    migrations->snapshot = sg_file_stamp_of(sg_migrations_snapshot_path(migrations));
    if (error != 0)
        sg_diag_add(diags, SG_FILE_READ, SG_NOWHERE, "cannot read %s: %s", migrations->root, strerror(error));
    if (error == 0 && sg_migrations_list(migrations, diags))
        return migrations;
    sg_migrations_free(migrations);
    return NULL;
}

void sg_migrations_free(sg_migrations *migrations)
{
    if (migrations == NULL)
        return;
    sg_migrations_end_ahead(migrations);
    sg_arena_free(migrations->arena);
}

/* Migrations of another tool are there before their snapshot is. */
static void report_no_snapshot(const sg_migrations *migrations, const char *path, sg_diags *diags)
{
    sg_diag *diag = sg_diag_add(diags, SG_BAD_MIGRATIONS, SG_NOWHERE, "%s is missing, but there are migrations", path);
    if (migrations->layout->own)
        sg_diag_hint(diags, diag, "take it back from version control");
    else
        sg_diag_hint(diags, diag,
                     "when they make what the schema file says, `schemagen generate --snapshot` writes it");
}

const char *sg_migrations_snapshot_path(const sg_migrations *migrations)
{
    return sg_arena_printf(migrations->arena, "%s/" SG_SNAPSHOT_FILE, migrations->out);
}

/* Whether the last plan says that it leads to this text. That is seen at once in a plan that generate has written; of
 * another one the steps tell. */
static bool is_recorded(const sg_migrations *migrations, const sg_source *snapshot)
{
    char hash[SG_SHA256_HEX], *plan;
    size_t length;

    sg_sha256_hex(snapshot->text, snapshot->length, hash);
    return sg_file_read(migrations->arena, migrations->items[migrations->count - 1].plan, SG_PARSE_LIMIT, &plan,
                        &length) == 0 &&
           strstr(plan, sg_arena_printf(migrations->arena, "\"to\": \"%s\"", hash)) != NULL;
}

/* True when the snapshot is what the migrations lead to; else *text is that, or NULL after reporting. */
static bool is_true(const sg_migrations *migrations, const sg_source *snapshot, const char **text, sg_diags *diags)
{
    *text = snapshot->text;
    if (!migrations->layout->own || migrations->count == 0 || is_recorded(migrations, snapshot))
        return true;
    *text = sg_migrations_checked_text(migrations, diags);
    if (*text != NULL)
        *text = sg_arena_strdup(sg_diags_arena(diags), *text);
    return *text != NULL && strcmp(*text, snapshot->text) == 0;
}

const char *sg_migrations_mended(const sg_migrations *migrations, sg_diags *diags)
{
    const char *path = sg_migrations_snapshot_path(migrations), *text;
    const sg_source *source = sg_file_exists(path) ? sg_parse_file(path, diags) : NULL;

    return source == NULL || is_true(migrations, source, &text, diags) ? NULL : text;
}

sg_model *sg_migrations_snapshot(const sg_migrations *migrations, sg_diags *diags)
{
    const char *path = sg_migrations_snapshot_path(migrations);

    if (sg_file_exists(path)) {
        const sg_source *source = sg_parse_file(path, diags);
        const char *text = NULL;
        if (source != NULL)
            (void)is_true(migrations, source, &text, diags);
        return text != NULL ? sg_source_text(source->path, text, strlen(text), true, diags) : NULL;
    }
    if (migrations->count == 0)
        return sg_source_empty();
    report_no_snapshot(migrations, path, diags);
    return NULL;
}
