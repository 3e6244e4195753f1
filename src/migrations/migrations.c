#include "migrations.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "migrations_private.h"
#include "parse.h"
#include "source.h"

#define TIMESTAMP_DIGITS 14

static size_t span_digits(const char *text)
{
    return strspn(text, "0123456789");
}

/* Takes "0001_20260111120000_init" apart; false when it is no such name. */
static bool parse_id(sg_arena *arena, const char *out, const char *id, sg_migration *migration)
{
    size_t digits = span_digits(id);
    const char *timestamp = id + digits + 1;

    if (digits < 4 || digits > 9 || id[digits] != '_' || span_digits(timestamp) != TIMESTAMP_DIGITS ||
        timestamp[TIMESTAMP_DIGITS] != '_')
        return false;
    const char *name = timestamp + TIMESTAMP_DIGITS + 1;
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    if (length == 0 || length > 100 || name[length] != '\0')
        return false;
    migration->number = (unsigned)strtoul(id, NULL, 10);
    migration->id = id;
    migration->timestamp = sg_arena_strndup(arena, timestamp, TIMESTAMP_DIGITS);
    migration->name = name;
    migration->dir = sg_arena_printf(arena, "%s/" SG_MIGRATIONS_DIR "/%s", out, id);
    return migration->number > 0;
}

static bool foreign_name(const sg_migrations *migrations, const char *name, sg_diags *diags)
{
    sg_diag *diag = sg_diag_add(diags, SG_BAD_MIGRATIONS, SG_NOWHERE, "%s/" SG_MIGRATIONS_DIR "/%s is not a migration",
                                migrations->out, name);

    sg_diag_hint(diags, diag, "migrations are named like 0001_20260111120000_init; move other files elsewhere");
    return false;
}

/* One with number 1, then no gap and no double. */
static bool check_number(const sg_migrations *migrations, const sg_migration *migration, sg_diags *diags)
{
    unsigned wanted = (unsigned)migrations->count + 1;
    sg_diag *diag;

    if (migration->number == wanted)
        return true;
    if (migration->number < wanted) {
        diag = sg_diag_add(diags, SG_BAD_MIGRATIONS, SG_NOWHERE, "two migrations have the number %u: %s and %s",
                           migration->number, migrations->items[migrations->count - 1].id, migration->id);
        sg_diag_hint(diags, diag, "after a merge, remove the one that is not applied anywhere and generate it again");
    } else {
        diag = sg_diag_add(diags, SG_BAD_MIGRATIONS, SG_NOWHERE, "migration %u is missing before %s", wanted,
                           migration->id);
        sg_diag_hint(diags, diag, "take it back from version control; migrations are never removed from the middle");
    }
    return false;
}

static bool check_files(const sg_migration *migration, sg_arena *arena, sg_diags *diags)
{
    static const char *const files[] = {SG_UP_FILE, SG_DOWN_FILE, SG_PLAN_FILE};

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        const char *path = sg_arena_printf(arena, "%s/%s", migration->dir, files[i]);
        if (sg_file_exists(path))
            continue;
        sg_diag *diag = sg_diag_add(diags, SG_BAD_MIGRATIONS, SG_NOWHERE, "%s is missing", path);
        sg_diag_hint(diags, diag, "take it back from version control");
        return false;
    }
    return true;
}

static int by_number(const void *a, const void *b)
{
    const sg_migration *left = a, *right = b;

    if (left->number != right->number)
        return left->number < right->number ? -1 : 1;
    return strcmp(left->id, right->id);
}

/* Fills the list; all mistakes are reported. */
static bool list(sg_migrations *migrations, char *const *names, size_t count, sg_diags *diags)
{
    sg_migration *found = SG_NEW_ARRAY(migrations->arena, sg_migration, count);
    size_t parsed = 0;
    bool ok = true;

    for (size_t i = 0; i < count; i++) {
        if (names[i][0] == '.') /* .gitkeep and the like */
            continue;
        if (parse_id(migrations->arena, migrations->out, names[i], &found[parsed]))
            parsed++;
        else
            ok = foreign_name(migrations, names[i], diags);
    }
    qsort(found, parsed, sizeof(found[0]), by_number);
    migrations->items = found;
    for (size_t i = 0; ok && i < parsed; i++) {
        ok = check_number(migrations, &found[i], diags) && check_files(&found[i], migrations->arena, diags);
        migrations->count++;
    }
    return ok;
}

sg_migrations *sg_migrations_open(const char *out, sg_diags *diags)
{
    sg_arena *arena = sg_arena_new();
    sg_migrations *migrations = SG_NEW(arena, sg_migrations);
    const char *dir = sg_arena_printf(arena, "%s/" SG_MIGRATIONS_DIR, out);
    char **names = NULL;
    size_t count = 0;

    migrations->arena = arena;
    migrations->out = sg_arena_strdup(arena, out);
    int error = sg_fileset_recover(out);
    if (error == 0 && sg_dir_exists(dir))
        error = sg_dir_list(arena, dir, &names, &count);
    if (error != 0)
        sg_diag_add(diags, SG_FILE_READ, SG_NOWHERE, "cannot read %s: %s", dir, strerror(error));
    if (error == 0 && list(migrations, names, count, diags))
        return migrations;
    sg_migrations_free(migrations);
    return NULL;
}

void sg_migrations_free(sg_migrations *migrations)
{
    if (migrations != NULL)
        sg_arena_free(migrations->arena);
}

sg_model *sg_migrations_snapshot(const sg_migrations *migrations, sg_diags *diags)
{
    const char *path = sg_arena_printf(migrations->arena, "%s/" SG_SNAPSHOT_FILE, migrations->out);

    if (sg_file_exists(path)) {
        const sg_source *source = sg_parse_file(path, diags);
        return source != NULL ? sg_source_text(source->path, source->text, source->length, true, diags) : NULL;
    }
    if (migrations->count == 0)
        return sg_source_empty();
    sg_diag *diag = sg_diag_add(diags, SG_BAD_MIGRATIONS, SG_NOWHERE, "%s is missing, but there are migrations", path);
    sg_diag_hint(diags, diag, "take it back from version control");
    return NULL;
}

sg_migration sg_migrations_next(const sg_migrations *migrations, const char *name, time_t timestamp)
{
    sg_migration next = {.number = (unsigned)migrations->count + 1};
    char digits[32];
    struct tm utc;

    gmtime_r(&timestamp, &utc);
    strftime(digits, sizeof(digits), "%Y%m%d%H%M%S", &utc);
    next.timestamp = sg_arena_strdup(migrations->arena, digits);
    next.name = sg_arena_strdup(migrations->arena, name);
    next.id = sg_arena_printf(migrations->arena, "%04u_%s_%s", next.number, next.timestamp, next.name);
    next.dir = sg_arena_printf(migrations->arena, "%s/" SG_MIGRATIONS_DIR "/%s", migrations->out, next.id);
    return next;
}

bool sg_migrations_write(sg_migrations *migrations, const sg_migration *next, const sg_migration_text *text,
                         sg_diags *diags)
{
    sg_arena *arena = migrations->arena;
    const char *dir = sg_arena_printf(arena, SG_MIGRATIONS_DIR "/%s", next->id);
    const char *failed = NULL;
    sg_fileset *set = sg_fileset_begin(arena, migrations->out);

    sg_fileset_add(set, dir, SG_UP_FILE, text->up, strlen(text->up));
    sg_fileset_add(set, dir, SG_DOWN_FILE, text->down, strlen(text->down));
    sg_fileset_add(set, dir, SG_PLAN_FILE, text->plan, strlen(text->plan));
    sg_fileset_add(set, "", SG_SNAPSHOT_FILE, text->snapshot, strlen(text->snapshot));
    int error = sg_fileset_commit(set, &failed);
    if (error == 0)
        return true;
    sg_diag *diag = sg_diag_add(diags, SG_FILE_WRITE, SG_NOWHERE, "cannot write %s: %s",
                                failed != NULL ? failed : migrations->out, strerror(error));
    sg_diag_hint(diags, diag, "nothing was changed");
    return false;
}
