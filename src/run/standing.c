/* The directory and the history side by side. */
#include <limits.h>
#include <string.h>

#include "history.h"
#include "script.h"
#include "standing.h"

const char *sg_standing_word(sg_standing_state state)
{
    static const char *const words[] = {"applied", "pending", "edited", "missing", "out of order"};
    return words[state];
}

static const sg_migration *find_migration(const sg_migrations *migrations, const char *id)
{
    for (size_t i = 0; i < migrations->count; i++) {
        if (strcmp(migrations->items[i].id, id) == 0)
            return &migrations->items[i];
    }
    return NULL;
}

static const sg_history_row *find_row(const sg_history *history, const char *id)
{
    for (size_t i = 0; i < history->count; i++) {
        if (strcmp(history->rows[i].id, id) == 0)
            return &history->rows[i];
    }
    return NULL;
}

static void add_item(sg_standing *standing, sg_standing_item *items, const sg_standing_item *item)
{
    items[standing->count++] = *item;
    standing->counts[item->state]++;
}

/* What the directory holds that was not applied. */
static sg_standing_item unapplied(const sg_migration *migration, const sg_history *history)
{
    unsigned last = history->count > 0 ? history->rows[history->count - 1].number : 0;
    return (sg_standing_item){
        .number = migration->number,
        .id = migration->id,
        .state = migration->number <= last ? SG_STANDING_OUT_OF_ORDER : SG_STANDING_PENDING,
        .milliseconds = -1,
    };
}

/* Rows from `row` on up to a number whose migrations are not in the directory. Returns the first row behind. */
static size_t add_missing(const sg_migrations *migrations, const sg_history *history, size_t row, unsigned number,
                          sg_standing *standing, sg_standing_item *items)
{
    for (; row < history->count && history->rows[row].number <= number; row++) {
        sg_standing_item item = sg_history_item(&history->rows[row], SG_STANDING_MISSING);
        if (find_migration(migrations, history->rows[row].id) == NULL)
            add_item(standing, items, &item);
    }
    return row;
}

bool sg_standing_make(const sg_migrations *migrations, const sg_history *history, sg_arena *arena,
                      sg_standing *standing, sg_diags *diags)
{
    sg_standing_item *items = SG_NEW_ARRAY(arena, sg_standing_item, migrations->count + history->count);
    size_t row = 0;
    *standing = (sg_standing){.items = items};
    for (size_t i = 0; i < migrations->count; i++) {
        const sg_migration *migration = &migrations->items[i];
        row = add_missing(migrations, history, row, migration->number, standing, items);
        const sg_history_row *applied = find_row(history, migration->id);
        sg_standing_item item = unapplied(migration, history);
        if (applied != NULL) {
            const sg_script *script = sg_script_read(migration, diags);
            if (script == NULL)
                return false;
            bool same = strcmp(script->checksum, applied->checksum) == 0;
            item = sg_history_item(applied, same ? SG_STANDING_APPLIED : SG_STANDING_EDITED);
        }
        add_item(standing, items, &item);
    }
    add_missing(migrations, history, row, UINT_MAX, standing, items);
    return true;
}

sg_status sg_run_status(sg_pg *pg, const sg_migrations *migrations, sg_arena *arena, sg_standing *standing,
                        sg_diags *diags)
{
    sg_history history;
    if (!sg_history_read(pg, arena, &history, diags))
        return SG_STATUS_FAILED;
    if (!sg_standing_make(migrations, &history, arena, standing, diags))
        return SG_STATUS_BAD_INPUT;
    return standing->counts[SG_STANDING_APPLIED] == standing->count ? SG_STATUS_OK : SG_STATUS_DIFFERENT;
}

bool sg_standing_refuse(const sg_standing *standing, sg_diags *diags)
{
    static const struct {
        sg_standing_state state;
        sg_code code;
        const char *what, *hint;
    } problems[] = {
        {SG_STANDING_EDITED, SG_EDITED, "has been edited since it was applied",
         "restore the file; write the change as a new migration"},
        {SG_STANDING_MISSING, SG_MISSING, "is applied, but not in the directory",
         "get its directory back from version control"},
        {SG_STANDING_OUT_OF_ORDER, SG_OUT_OF_ORDER, "is not applied, although one as late as this is",
         "remove it and generate it again on top of the others"},
    };
    size_t errors = sg_diags_errors(diags);
    for (size_t i = 0; i < standing->count; i++) {
        for (size_t k = 0; k < sizeof problems / sizeof *problems; k++) {
            if (problems[k].state != standing->items[i].state)
                continue;
            sg_diag *diag = sg_diag_add(diags, problems[k].code, SG_NOWHERE, "migration %s %s", standing->items[i].id,
                                        problems[k].what);
            sg_diag_hint(diags, diag, "%s", problems[k].hint);
        }
    }
    return sg_diags_errors(diags) > errors;
}
