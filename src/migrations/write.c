/* A new migration, and the snapshot after it. */
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

static void add_migration(const sg_migrations *migrations, const sg_migration *next, const sg_migration_text *text,
                          sg_fileset *set)
{
    const sg_layout *layout = migrations->layout;
    const char *dir = sg_path_below(migrations->arena, migrations->root, next->dir);
    sg_fileset_add(set, dir, layout->up, text->up.text, text->up.length);
    sg_fileset_add(set, dir, layout->down, text->down.text, text->down.length);
    if (layout->plan != NULL)
        sg_fileset_add(set, dir, layout->plan, text->plan.text, text->plan.length);
    add_lock(migrations, set);
}

bool sg_migrations_write(sg_migrations *migrations, const sg_migration *next, const sg_migration_text *text,
                         sg_diags *diags)
{
    sg_arena *arena = migrations->arena;
    const char *failed = NULL;
    const char *snapshot = sg_migrations_snapshot_path(migrations);
    sg_fileset *set = sg_fileset_begin(arena, migrations->root);

    if (next != NULL)
        add_migration(migrations, next, text, set);
    sg_fileset_add(set, "", sg_path_below(arena, migrations->root, snapshot), text->snapshot.text,
                   text->snapshot.length);
    int error = sg_fileset_commit(set, &failed);
    if (error == 0)
        return true;
    sg_diag *diag = sg_diag_add(diags, SG_FILE_WRITE, SG_NOWHERE, "cannot write %s: %s",
                                failed != NULL ? failed : migrations->root, strerror(error));
    sg_diag_hint(diags, diag, "nothing was changed");
    return false;
}
