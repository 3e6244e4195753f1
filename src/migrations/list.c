/* Which migrations a directory holds. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "migrations_private.h"

/* The id in the name of a file, and the ending that was taken off; NULL when it is another file. */
static const char *strip_ending(sg_arena *arena, const sg_layout *layout, const char *name, const char **ending)
{
    const char *const endings[] = {layout->down, layout->up, layout->up_too};
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t size = endings[i] != NULL ? strlen(endings[i]) : length;
        if (length <= size || strcmp(name + length - size, endings[i]) != 0)
            continue;
        *ending = endings[i];
        return endings[i] != layout->down ? sg_arena_strndup(arena, name, length - size) : NULL;
    }
    return NULL;
}

void sg_migration_set_paths(const sg_migrations *migrations, sg_migration *migration, const char *ending)
{
    const sg_layout *layout = migrations->layout;
    sg_arena *arena = migrations->arena;
    if (!layout->in_folders) {
        migration->dir = migrations->folder;
        migration->up = sg_arena_join(arena, migrations->folder, "/", migration->id, ending);
        migration->down =
            layout->down != NULL ? sg_arena_join(arena, migrations->folder, "/", migration->id, layout->down) : NULL;
        return;
    }
    migration->dir = sg_arena_join(arena, migrations->folder, "/", migration->id);
    migration->up = sg_arena_join(arena, migration->dir, "/", layout->up);
    migration->down = sg_arena_join(arena, migration->dir, "/", layout->down);
    migration->plan = layout->plan != NULL ? sg_arena_join(arena, migration->dir, "/", layout->plan) : NULL;
}

static bool foreign_name(const sg_migrations *migrations, const char *name, sg_diags *diags)
{
    sg_diag *diag =
        sg_diag_add(diags, SG_BAD_MIGRATIONS, SG_NOWHERE, "%s/%s is not a migration", migrations->folder, name);
    sg_diag_hint(diags, diag, "migrations are named like %s; move other files elsewhere", migrations->layout->example);
    return false;
}

/* One entry of the folder; what is no migration is passed over, in our own layout it is a mistake. */
static bool read_entry(const sg_migrations *migrations, const char *name, sg_migration *migration, bool *found,
                       sg_diags *diags)
{
    const sg_layout *layout = migrations->layout;
    const char *ending = NULL;
    const char *id = layout->in_folders ? name : strip_ending(migrations->arena, layout, name, &ending);
    sg_layout_id parts;
    *found = id != NULL && layout->read(migrations->arena, id, &parts);
    if (!*found)
        return !layout->own || foreign_name(migrations, name, diags);
    *migration = (sg_migration){.id = id, .version = parts.version, .name = parts.name, .layout = layout};
    sg_migration_set_paths(migrations, migration, ending);
    if (layout->in_folders && !layout->own && !sg_file_exists(migration->up))
        *found = sg_dir_exists(migration->dir);
    return true;
}

static int by_version(const void *a, const void *b)
{
    const sg_migration *left = a, *right = b;
    int order = sg_layout_compare(left->layout, left->version, right->version);
    return order != 0 ? order : strcmp(left->id, right->id);
}

/* Names that begin with numbers of one length are in order as they come. */
static void sort(sg_migration *items, size_t count)
{
    size_t ordered = 1;
    while (ordered < count && by_version(&items[ordered - 1], &items[ordered]) <= 0)
        ordered++;
    if (ordered < count)
        qsort(items, count, sizeof *items, by_version);
}

static bool check_double(const sg_migration *before, const sg_migration *migration, sg_diags *diags)
{
    if (before == NULL || sg_layout_compare(migration->layout, before->version, migration->version) != 0)
        return true;
    const char *number = migration->version + (migration->layout->by_number ? strspn(migration->version, "0") : 0);
    sg_diag *diag = sg_diag_add(diags, SG_BAD_MIGRATIONS, SG_NOWHERE, "two migrations have the number %s: %s and %s",
                                number, before->id, migration->id);
    sg_diag_hint(diags, diag, "after a merge, remove the one that is not applied anywhere and generate it again");
    return false;
}

static bool check_gap(const sg_migration *migration, sg_diags *diags)
{
    if (!migration->layout->own || strtoul(migration->version, NULL, 10) == migration->number)
        return true;
    sg_diag *diag = sg_diag_add(diags, SG_BAD_MIGRATIONS, SG_NOWHERE, "migration %u is missing before %s",
                                migration->number, migration->id);
    sg_diag_hint(diags, diag, "take it back from version control; migrations are never removed from the middle");
    return false;
}

static bool check_files(const sg_migration *migration, sg_diags *diags)
{
    const char *const files[] = {migration->up, migration->down, migration->plan};
    /* A file that is a migration by itself was found in the folder. */
    size_t count = migration->layout->own ? sizeof files / sizeof *files : migration->layout->in_folders;
    for (size_t i = 0; i < count; i++) {
        if (sg_file_exists(files[i]))
            continue;
        sg_diag *diag = sg_diag_add(diags, SG_BAD_MIGRATIONS, SG_NOWHERE, "%s is missing", files[i]);
        sg_diag_hint(diags, diag, "take it back from version control");
        return false;
    }
    return true;
}

bool sg_migrations_list(sg_migrations *migrations, sg_diags *diags)
{
    char **names = NULL;
    size_t count = 0;
    int error = sg_dir_list(migrations->arena, migrations->folder, &names, &count);
    if (error != 0 && error != ENOENT) {
        sg_diag_add(diags, SG_FILE_READ, SG_NOWHERE, "cannot read %s: %s", migrations->folder, strerror(error));
        return false;
    }
    sg_migration *items = SG_NEW_ARRAY(migrations->arena, sg_migration, count);
    bool fine = true;
    migrations->items = items;
    migrations->count = 0;
    for (size_t i = 0; i < count; i++) {
        bool found = false;
        if (names[i][0] != '.') /* .gitkeep and the like */
            fine = read_entry(migrations, names[i], &items[migrations->count], &found, diags) && fine;
        migrations->count += found;
    }
    sort(items, migrations->count);
    for (size_t i = 0; fine && i < migrations->count; i++) {
        items[i].number = (unsigned)i + 1;
        fine = check_double(i > 0 ? &items[i - 1] : NULL, &items[i], diags) && check_gap(&items[i], diags) &&
               check_files(&items[i], diags);
    }
    return fine;
}
