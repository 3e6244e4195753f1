/* The directory and the history side by side. */
#include <limits.h>
#include <string.h>

#include "hash.h"
#include "history.h"
#include "identity.h"
#include "map.h"
#include "split.h"
#include "standing.h"

const char *sg_standing_word(sg_standing_state state)
{
    static const char *const words[] = {"applied", "pending", "edited", "missing", "out of order", "unknown"};
    return words[state];
}

/* The directory and the history, each found by id. */
typedef struct sides {
    const sg_migrations *migrations;
    const sg_history *history;
    sg_map in_directory; /* const sg_migration * */
    sg_map applied;      /* const sg_history_row * */
    unsigned last;       /* place of the last one that was applied; one that is missing stands where it stood then */
} sides;

static void open_sides(sides *s, const sg_migrations *migrations, const sg_history *history)
{
    *s = (sides){.migrations = migrations, .history = history};
    for (size_t i = 0; i < migrations->count; i++)
        sg_map_put(&s->in_directory, migrations->items[i].id, &migrations->items[i]);
    for (size_t i = 0; i < history->count; i++) {
        const sg_history_row *row = &history->rows[i];
        const sg_migration *migration = sg_map_get(&s->in_directory, row->id);
        unsigned number = migration != NULL ? migration->number : row->number;
        sg_map_put(&s->applied, row->id, (void *)row);
        s->last = number > s->last ? number : s->last;
    }
}

static void close_sides(sides *s)
{
    sg_map_release(&s->in_directory);
    sg_map_release(&s->applied);
}

static void add_item(sg_standing *standing, sg_standing_item *items, const sg_standing_item *item)
{
    items[standing->count++] = *item;
    standing->counts[item->state]++;
}

/* Rows from `row` on up to a number whose migrations are not in the directory. Returns the first row behind. */
static size_t add_missing(const sides *s, size_t row, unsigned number, sg_standing *standing, sg_standing_item *items)
{
    for (; row < s->history->count && s->history->rows[row].number <= number; row++) {
        sg_standing_item item =
            sg_history_item(&s->history->rows[row], number == UINT_MAX ? SG_STANDING_UNKNOWN : SG_STANDING_MISSING);
        if (sg_map_get(&s->in_directory, item.id) == NULL)
            add_item(standing, items, &item);
    }
    return row;
}

static bool is_same(const char *left, const char *right)
{
    return left != NULL && right != NULL && strcmp(left, right) == 0;
}

/* One that is in the directory. Where the bytes of its file are what they were, its tokens are. */
static bool judge(const sides *s, const sg_migration *migration, sg_standing_item *item, sg_diags *diags)
{
    const sg_history_row *row = sg_map_get(&s->applied, migration->id);
    char checksum[SG_SHA256_HEX];
    if (row == NULL) {
        bool late = migration->number <= s->last;
        *item = (sg_standing_item){
            .id = migration->id, .state = late ? SG_STANDING_OUT_OF_ORDER : SG_STANDING_PENDING, .milliseconds = -1};
    } else {
        bool same = is_same(row->file_hash, sg_migrations_hash(s->migrations, migration->number - 1));
        const sg_migration_sql *sql = same ? NULL : sg_migration_read(migration, diags);
        if (sql == NULL && !same)
            return false;
        if (!same) {
            sg_script_checksum(sql->text, sql->source.length, checksum);
            same = strcmp(checksum, row->checksum) == 0;
        }
        *item = sg_history_item(row, same ? SG_STANDING_APPLIED : SG_STANDING_EDITED);
    }
    item->number = migration->number;
    return true;
}

bool sg_standing_make(const sg_migrations *migrations, const sg_history *history, sg_arena *arena,
                      sg_standing *standing, sg_diags *diags)
{
    sg_standing_item *items = SG_NEW_ARRAY(arena, sg_standing_item, migrations->count + history->count);
    size_t row = 0;
    bool fine = true;
    sides s;
    *standing = (sg_standing){.items = items};
    open_sides(&s, migrations, history);
    for (size_t i = 0; fine && i < migrations->count; i++) {
        sg_standing_item item;
        row = add_missing(&s, row, migrations->items[i].number, standing, items);
        fine = judge(&s, &migrations->items[i], &item, diags);
        if (fine)
            add_item(standing, items, &item);
    }
    add_missing(&s, row, UINT_MAX, standing, items);
    close_sides(&s);
    return fine;
}

sg_status sg_run_status(sg_pg *pg, const sg_migrations *migrations, sg_arena *arena, sg_standing *standing,
                        sg_diags *diags)
{
    sg_history history;
    if (!sg_history_read(pg, arena, &history, diags))
        return SG_STATUS_FAILED;
    if (!sg_standing_make(migrations, &history, arena, standing, diags))
        return SG_STATUS_BAD_INPUT;
    sg_status home = sg_identity_check(pg, diags);
    if (home != SG_STATUS_OK)
        return home == SG_STATUS_REFUSED ? SG_STATUS_DIFFERENT : home;
    return standing->counts[SG_STANDING_APPLIED] == standing->count ? SG_STATUS_OK : SG_STATUS_DIFFERENT;
}

bool sg_standing_refuse(const sg_standing *standing, bool any_order, sg_diags *diags)
{
    static const struct {
        sg_standing_state state;
        sg_code code;
        const char *what, *hint;
    } problems[] = {
        {SG_STANDING_EDITED, SG_EDITED, "has been edited since it was applied",
         "restore the file and write the change as a new migration; `schemagen repair --accept` takes it as it is now"},
        {SG_STANDING_MISSING, SG_MISSING, "is applied, but not in the directory",
         "get its directory back from version control; `schemagen resolve --rolled-back` forgets it"},
        {SG_STANDING_UNKNOWN, SG_UNKNOWN_APPLIED, "is applied, and newer than all of the directory",
         "get the newer files from version control"},
        {SG_STANDING_OUT_OF_ORDER, SG_OUT_OF_ORDER, "is not applied, although one as late as this is",
         "run it all the same with --any-order, or give it a place behind the others"},
    };
    size_t errors = sg_diags_errors(diags);
    for (size_t i = 0; i < standing->count; i++) {
        for (size_t k = 0; k < sizeof problems / sizeof *problems; k++) {
            if (problems[k].state != standing->items[i].state ||
                (any_order && problems[k].state == SG_STANDING_OUT_OF_ORDER))
                continue;
            sg_diag *diag = sg_diag_add(diags, problems[k].code, SG_NOWHERE, "migration %s %s", standing->items[i].id,
                                        problems[k].what);
            sg_diag_hint(diags, diag, "%s", problems[k].hint);
        }
    }
    return sg_diags_errors(diags) > errors;
}
