/* A new migration, and the snapshot after it. */
#include <errno.h>
#include <string.h>

#include "file.h"
#include "migrations_private.h"
#include "path.h"

/* Seconds since 1970 of the 14 digits that a version begins with. */
static bool version_time(const char *version, time_t *time)
{
    struct tm parts = {0};
    if (strspn(version, "0123456789") < 14 || strptime(version, "%Y%m%d%H%M%S", &parts) == NULL)
        return false;
    *time = timegm(&parts);
    return true;
}

static bool set_id(const sg_migrations *migrations, const char *name, time_t time, sg_migration *next)
{
    const sg_layout *layout = migrations->layout;
    const sg_migration *last = migrations->count > 0 ? &migrations->items[migrations->count - 1] : NULL;
    sg_layout_id parts;
    next->id = layout->make(migrations->arena, next->number, time, name);
    (void)layout->read(migrations->arena, next->id, &parts);
    next->version = parts.version;
    next->name = parts.name;
    return last == NULL || sg_layout_compare(layout, last->version, next->version) < 0;
}

bool sg_migrations_next(const sg_migrations *migrations, const char *name, time_t time, sg_migration *next,
                        sg_diags *diags)
{
    *next = (sg_migration){.number = (unsigned)migrations->count + 1, .layout = migrations->layout};
    if (migrations->layout->make == NULL) {
        sg_diag_add(diags, SG_USAGE, SG_NOWHERE, "migrations of the layout %s are run, not written",
                    migrations->layout->name);
        return false;
    }
    if (!set_id(migrations, name, time, next)) {
        const sg_migration *last = &migrations->items[migrations->count - 1];
        if (!version_time(last->version, &time) || !set_id(migrations, name, time + 1, next)) {
            sg_diag *diag =
                sg_diag_add(diags, SG_BAD_MIGRATIONS, SG_NOWHERE, "%s comes after every new migration", last->dir);
            sg_diag_hint(diags, diag, "migrations are named like %s", migrations->layout->example);
            return false;
        }
    }
    sg_migration_set_paths(migrations, next, migrations->layout->up);
    return true;
}

/* A file of the directory that only has to be there. */
static void add_lock(const sg_migrations *migrations, sg_fileset *set)
{
    const sg_layout_lock *lock = &migrations->layout->lock;
    if (lock->file == NULL)
        return;
    const char *path = sg_arena_printf(migrations->arena, "%s/%s", migrations->folder, lock->file);
    if (!sg_file_exists(path))
        sg_fileset_add(set, "", sg_path_below(migrations->arena, migrations->root, path), lock->text,
                       strlen(lock->text));
}

struct sg_migration_files {
    const sg_migrations *migrations;
    sg_fileset *set;
    sg_content *growing[SG_PARTS]; /* NULL: the layout has none */
};

static void begin_migration(sg_migration_files *files, const sg_migration *next)
{
    const sg_migrations *migrations = files->migrations;
    const sg_layout *layout = migrations->layout;
    const char *const names[SG_PARTS] = {
        [SG_PART_UP] = layout->up, [SG_PART_DOWN] = layout->down, [SG_PART_PLAN] = layout->plan};
    const char *dir = sg_path_below(migrations->arena, migrations->root, next->dir);
    add_lock(migrations, files->set);
    for (size_t i = 0; i < SG_PARTS; i++)
        files->growing[i] = names[i] != NULL ? sg_fileset_add_growing(files->set, dir, names[i]) : NULL;
    sg_fileset_open(files->set);
}

sg_migration_files *sg_migrations_begin(sg_migrations *migrations, const sg_migration *next, sg_file_text snapshot)
{
    sg_migration_files *files = SG_NEW(migrations->arena, sg_migration_files);
    files->migrations = migrations;
    files->set = sg_fileset_begin(migrations->arena, migrations->root);
    const char *path = sg_migrations_snapshot_path(migrations);
    sg_fileset_expect(files->set, path, migrations->snapshot);
    sg_fileset_add(files->set, "", sg_path_below(migrations->arena, migrations->root, path), snapshot.text,
                   snapshot.length);
    if (next != NULL)
        begin_migration(files, next);
    return files;
}

void sg_migration_add(sg_migration_files *files, sg_migration_part part, const char *data, size_t length)
{
    if (files->growing[part] != NULL)
        sg_fileset_append(files->growing[part], data, length);
}

bool sg_migration_commit(sg_migration_files *files, sg_diags *diags)
{
    const char *failed = NULL;
    int error = sg_fileset_commit(files->set, &failed);
    if (error == 0)
        return true;
    if (failed == NULL)
        failed = files->migrations->root;
    if (error == ESTALE) {
        sg_diag *diag = sg_diag_add(diags, SG_CHANGED_SINCE, SG_NOWHERE, "%s was written by somebody else", failed);
        sg_diag_hint(diags, diag, "nothing was changed; generate again");
        return false;
    }
    sg_diag *diag = sg_diag_add(diags, SG_FILE_WRITE, SG_NOWHERE, "cannot write %s: %s", failed, strerror(error));
    sg_diag_hint(diags, diag, "nothing was changed");
    return false;
}

void sg_migration_abandon(sg_migration_files *files)
{
    sg_fileset_abandon(files->set);
}
