/* Migrations that a database has already: noted in its history, not run. */
#include <string.h>

#include "hash.h"
#include "history.h"
#include "identity.h"
#include "interrupt.h"
#include "lock.h"
#include "lost.h"
#include "map.h"
#include "split.h"
#include "standing.h"
#include "text.h"
#include "tools.h"

#define DEFAULT_LOCK_WAIT 10
#define BY_HAND "by hand"
#define LOG_SHOWN 200

typedef struct baseline {
    sg_pg *pg;
    const sg_migrations *migrations;
    const sg_baseline_options *options;
    const sg_tool *tool; /* NULL: nobody's history is read */
    sg_arena *arena;
    sg_diags *diags;
    const volatile sig_atomic_t *stop;
    sg_standing standing;
    sg_tool_history told;
    sg_map rows; /* const sg_tool_row *, by key: the last word on each migration */
} baseline;

/* A rolled back row says nothing when there is another one. */
static void index_rows(baseline *b)
{
    for (size_t i = 0; i < b->told.count; i++) {
        const sg_tool_row *row = &b->told.rows[i];
        const sg_tool_row *before = sg_map_get(&b->rows, row->key);
        if (before == NULL || before->state == SG_TOOL_ROLLED_BACK || row->state == SG_TOOL_FAILED)
            sg_map_put(&b->rows, row->key, (void *)row);
    }
}

static const char *key_of(const baseline *b, const sg_migration *migration)
{
    switch (b->tool->key) {
    case SG_TOOL_BY_ID:
        return migration->id;
    case SG_TOOL_BY_PLACE:
        return sg_arena_printf(b->arena, "%u", migration->number);
    default:
        return migration->version;
    }
}

/* Versions that are numbers are spelled with or without zeros in front. */
static bool is_key(const baseline *b, const sg_migration *migration, const char *key)
{
    if (b->tool->key == SG_TOOL_BY_VERSION)
        return sg_layout_compare(migration->layout, migration->version, key) == 0;
    return b->tool->key == SG_TOOL_BY_NOTHING || strcmp(key_of(b, migration), key) == 0;
}

static const sg_migration *find_migration(const baseline *b, const char *key)
{
    for (size_t i = 0; i < b->migrations->count; i++) {
        if (is_key(b, &b->migrations->items[i], key))
            return &b->migrations->items[i];
    }
    return NULL;
}

/* What the tool knows of a migration; NULL: nothing. */
static const sg_tool_row *find_row(const baseline *b, const sg_migration *migration)
{
    const sg_tool_row *row = sg_map_get(&b->rows, key_of(b, migration));
    for (size_t i = 0; row == NULL && i < b->told.count; i++) {
        const sg_tool_row *at = &b->told.rows[i];
        bool before = at->up_to && sg_layout_compare(migration->layout, migration->version, at->key) <= 0;
        if (before || is_key(b, migration, at->key))
            row = at;
    }
    return row;
}

static void report_failed(const baseline *b, const sg_tool_row *row)
{
    sg_diag *diag = sg_diag_add(b->diags, SG_TOOL_LEFT_OPEN, SG_NOWHERE, "migration %s failed, or %s runs it now",
                                row->key, b->tool->name);
    if (row->log != NULL && *row->log != '\0')
        sg_diag_note(b->diags, diag, SG_NOWHERE, "%s noted: %.*s", b->tool->name,
                     (int)sg_text_clip(row->log, strlen(row->log), LOG_SHOWN), row->log);
    sg_diag_hint(b->diags, diag, "settle it with %s first, as applied or as rolled back", b->tool->name);
}

/* A tool whose rows name no files says one thing only: which state of its own the database is in. */
static void judge_place(const baseline *b)
{
    if (b->told.count == 1)
        return;
    sg_diag *diag = sg_diag_add(b->diags, SG_TOOL_LEFT_OPEN, SG_NOWHERE, "%s holds %zu rows, not one", b->told.table,
                                b->told.count);
    sg_diag_hint(b->diags, diag, "bring the database to one state with %s first", b->tool->name);
}

/* What the tool's table says that keeps its history from being taken over. */
static void judge_rows(const baseline *b)
{
    if (b->tool->key == SG_TOOL_BY_NOTHING) {
        judge_place(b);
        return;
    }
    for (size_t i = 0; i < b->told.count; i++) {
        const sg_tool_row *row = &b->told.rows[i];
        if (sg_map_get(&b->rows, row->key) != row)
            continue;
        if (row->state == SG_TOOL_FAILED) {
            report_failed(b, row);
        } else if (row->state == SG_TOOL_ROLLED_BACK) {
            sg_diag_add(b->diags, SG_TOOL_ROLLED_BACK_ONE, SG_NOWHERE,
                        "migration %s was rolled back: it counts as not applied", row->key);
        } else if (!row->fileless && find_migration(b, row->key) == NULL) {
            sg_diag *diag = sg_diag_add(b->diags, SG_MISSING, SG_NOWHERE, "migration %s is applied, but not in %s",
                                        row->key, b->migrations->folder);
            sg_diag_hint(b->diags, diag, "get it back from version control");
        }
    }
}

static void judge_checksum(const baseline *b, const sg_migration *migration, const sg_tool_row *row,
                           const sg_migration_sql *sql)
{
    if (b->tool->same == NULL || row->checksum == NULL || b->options->accept_edited ||
        b->tool->same(&sql->source, row->checksum))
        return;
    sg_diag *diag = sg_diag_add(b->diags, SG_EDITED, SG_NOWHERE, "migration %s has been edited since %s applied it",
                                migration->id, b->tool->name);
    sg_diag_hint(b->diags, diag, "restore the file, or take it as it is now with --accept-edited");
}

/* Adds the row of a migration that history does not have yet. False after reporting a file that cannot be read. */
static bool add_row(const baseline *b, const sg_migration *migration, sg_history_row *rows, size_t *count)
{
    const sg_tool_row *told = b->tool != NULL ? find_row(b, migration) : NULL;
    if (b->tool != NULL && (told == NULL || told->state != SG_TOOL_APPLIED))
        return true;
    const sg_migration_sql *sql = sg_migration_read(migration, b->diags);
    if (sql == NULL)
        return false;
    char *checksum = sg_arena_alloc(b->arena, SG_SHA256_HEX);
    sg_script_checksum(sql->text, sql->source.length, checksum);
    if (told != NULL)
        judge_checksum(b, migration, told, sql);
    rows[(*count)++] = (sg_history_row){
        .number = migration->number,
        .id = migration->id,
        .checksum = checksum,
        .started = told != NULL ? told->started : NULL,
        .finished = told != NULL ? told->finished : NULL,
        .milliseconds = -1,
        .tool = b->tool != NULL ? b->tool->name : BY_HAND,
        .file_hash = sql->file_hash,
    };
    return true;
}

/* All rows that are to be added, in order. */
static bool collect(baseline *b, sg_history_row *rows, size_t *count)
{
    bool fine = true;
    for (size_t i = 0; i < b->standing.count && !b->options->none; i++) {
        const sg_standing_item *item = &b->standing.items[i];
        bool open = item->state == SG_STANDING_PENDING || item->state == SG_STANDING_OUT_OF_ORDER;
        if (open && (b->options->to == 0 || item->number <= b->options->to))
            fine = add_row(b, &b->migrations->items[item->number - 1], rows, count) && fine;
    }
    return fine;
}

static sg_status add_rows(baseline *b, sg_history_row *rows, size_t count, sg_applied *noted)
{
    sg_standing_item *items = SG_NEW_ARRAY(b->arena, sg_standing_item, count);
    if (count == 0 && !b->options->none)
        return SG_STATUS_OK;
    sg_server server = sg_server_of(b->pg, b->arena);
    bool fine =
        sg_pg_run(b->pg, "BEGIN", b->diags) && sg_history_prepare(b->pg, b->diags) && sg_identity_note(b->pg, b->diags);
    for (size_t i = 0; fine && i < count; i++) {
        fine = sg_history_add(b->pg, b->arena, &rows[i], b->diags);
        if (fine)
            items[i] = sg_history_item(&rows[i], SG_STANDING_APPLIED);
    }
    fine = fine && sg_lost_commit(b->pg, &server, b->stop, b->arena, b->diags) == SG_STATUS_OK;
    if (fine)
        *noted = (sg_applied){.items = items, .count = count};
    else
        (void)sg_pg_run(b->pg, "ROLLBACK", NULL);
    return fine ? SG_STATUS_OK : SG_STATUS_FAILED;
}

static sg_status note_all(baseline *b, sg_applied *noted)
{
    sg_history history;
    size_t errors = sg_diags_errors(b->diags), count = 0;
    if (!sg_history_read(b->pg, b->arena, &history, b->diags))
        return SG_STATUS_FAILED;
    if (!sg_standing_make(b->migrations, &history, b->arena, &b->standing, b->diags))
        return SG_STATUS_BAD_INPUT;
    if (sg_standing_refuse(&b->standing, true, b->diags))
        return SG_STATUS_REFUSED;
    if (b->tool != NULL) {
        sg_status status = sg_tool_read(b->tool, b->pg, b->arena, &b->told, b->diags);
        if (status != SG_STATUS_OK)
            return status;
        index_rows(b);
        judge_rows(b);
    }
    sg_history_row *rows = SG_NEW_ARRAY(b->arena, sg_history_row, b->standing.count);
    if (!collect(b, rows, &count))
        return SG_STATUS_BAD_INPUT;
    return sg_diags_errors(b->diags) > errors ? SG_STATUS_REFUSED : add_rows(b, rows, count, noted);
}

static bool check_options(const baseline *b)
{
    if (b->options->from != NULL && !sg_run_tool_check(b->options->from, b->diags))
        return false;
    if (b->options->to > b->migrations->count) {
        sg_diag_add(b->diags, SG_USAGE, SG_NOWHERE, "there is no migration number %u", b->options->to);
        return false;
    }
    return true;
}

sg_status sg_run_baseline(sg_pg *pg, const sg_migrations *migrations, const sg_baseline_options *options,
                          sg_arena *arena, sg_applied *noted, sg_diags *diags)
{
    baseline b = {.pg = pg,
                  .migrations = migrations,
                  .options = options,
                  .tool = options->from != NULL ? sg_tool_named(options->from) : NULL,
                  .arena = arena,
                  .diags = diags};
    double wait = options->lock_wait < 0 ? DEFAULT_LOCK_WAIT : options->lock_wait;
    *noted = (sg_applied){.items = NULL};
    if (!check_options(&b))
        return SG_STATUS_BAD_INPUT;
    b.stop = sg_interrupt_begin();
    sg_status status = sg_lock_take(pg, wait, b.stop, NULL, NULL, diags);
    if (status == SG_STATUS_OK) {
        status = note_all(&b, noted);
        sg_lock_give(pg);
    }
    noted->signal = status != SG_STATUS_OK ? *b.stop : 0;
    sg_interrupt_end();
    sg_map_release(&b.rows);
    return status;
}

bool sg_run_tool_check(const char *tool, sg_diags *diags)
{
    if (sg_tool_named(tool) != NULL)
        return true;
    sg_diag *diag = sg_diag_add(diags, SG_USAGE, SG_NOWHERE, "the history of \"%s\" cannot be read", tool);
    sg_diag_hint(diags, diag, "known: %s", sg_tool_names(sg_diags_arena(diags)));
    return false;
}

const char *sg_run_tool_layout(const char *tool)
{
    const sg_tool *row = sg_tool_named(tool);
    return row != NULL ? row->layout : NULL;
}
