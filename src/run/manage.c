/* Work on the history itself. */
#include "manage.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "hash.h"
#include "history.h"
#include "interrupt.h"
#include "lock.h"
#include "lost.h"
#include "manage_private.h"
#include "split.h"

#define DEFAULT_WAIT 10

sg_status sg_manage_confirm(const sg_manage_options *options, const char *text, sg_diags *diags)
{
    if (options->confirm != NULL && options->confirm(options->confirm_context, text))
        return SG_STATUS_OK;
    sg_diag *diag = sg_diag_add(diags, SG_NOT_CONFIRMED, SG_NOWHERE, "nobody said yes; nothing was done");
    sg_diag_hint(diags, diag, "answer on a terminal, or say --yes");
    return SG_STATUS_REFUSED;
}

sg_status sg_manage_read(sg_pg *pg, const sg_migrations *migrations, sg_arena *arena, sg_standing *standing,
                         sg_diags *diags)
{
    sg_history history;
    if (!sg_history_read(pg, arena, &history, diags) || !sg_history_prepare(pg, diags))
        return SG_STATUS_FAILED;
    sg_status status = sg_log_check(pg, diags);
    if (status != SG_STATUS_OK)
        return status;
    return sg_standing_make(migrations, &history, arena, standing, diags) ? SG_STATUS_OK : SG_STATUS_BAD_INPUT;
}

/* One thing to do under the lock, in one transaction. */
typedef struct work {
    sg_pg *pg;
    const sg_migrations *migrations;
    const sg_manage_options *options;
    sg_arena *arena;
    sg_applied *done;
    sg_diags *diags;
    const char *which;
    bool is_applied;
    size_t *faults;
} work;

static sg_status under_lock(work *w, sg_status (*run)(work *w))
{
    double wait = w->options->lock_wait < 0 ? DEFAULT_WAIT : w->options->lock_wait;
    const volatile sig_atomic_t *stop = sg_interrupt_begin();
    *w->done = (sg_applied){.items = NULL};
    sg_status status = sg_lock_take(w->pg, wait, stop, NULL, NULL, w->diags);
    if (status == SG_STATUS_OK) {
        sg_server server = sg_server_of(w->pg, w->arena);
        status = sg_pg_run(w->pg, "BEGIN", w->diags) ? run(w) : SG_STATUS_FAILED;
        if (status == SG_STATUS_OK)
            status = sg_lost_commit(w->pg, &server, stop, w->arena, w->diags);
        if (sg_pg_where(w->pg) != SG_PG_IDLE)
            (void)sg_pg_run(w->pg, "ROLLBACK", NULL);
        sg_lock_give(w->pg);
    }
    w->done->signal = status != SG_STATUS_OK ? *stop : 0;
    sg_interrupt_end();
    return status;
}

static const sg_standing_item *find_item(const work *w, const sg_standing *standing)
{
    bool by_number = w->which[strspn(w->which, "0123456789")] == '\0';
    for (size_t i = 0; i < standing->count; i++) {
        const sg_standing_item *item = &standing->items[i];
        if (strcmp(item->id, w->which) == 0 || (by_number && strtoul(w->which, NULL, 10) == item->number))
            return item;
    }
    sg_diag_add(w->diags, SG_USAGE, SG_NOWHERE, "there is no migration \"%s\"", w->which);
    return NULL;
}

static sg_status note_applied(work *w, const sg_standing_item *item)
{
    const sg_migration_sql *sql = sg_migration_read(&w->migrations->items[item->number - 1], w->diags);
    char checksum[SG_SHA256_HEX];
    if (sql == NULL)
        return SG_STATUS_BAD_INPUT;
    sg_script_checksum(sql->text, sql->source.length, checksum);
    sg_history_row row = {.number = item->number,
                          .id = item->id,
                          .checksum = checksum,
                          .milliseconds = -1,
                          .file_hash = sql->file_hash,
                          .event = SG_LOG_SAID_APPLIED};
    bool fine = sg_history_add(w->pg, w->arena, &row, w->diags) && sg_history_forget_place(w->pg, item->id, w->diags);
    return fine ? SG_STATUS_OK : SG_STATUS_FAILED;
}

static sg_status note_open(work *w, const sg_standing_item *item)
{
    return sg_history_remove(w->pg, item->id, SG_LOG_SAID_OPEN, w->diags) ? SG_STATUS_OK : SG_STATUS_FAILED;
}

/* One that stopped in the middle is not applied, but may have a place that is forgotten. */
static sg_status forget_place(work *w, const sg_standing_item *item)
{
    sg_history_place *places;
    size_t count;
    if (!sg_history_places(w->pg, w->arena, &places, &count, w->diags))
        return SG_STATUS_FAILED;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(places[i].id, item->id) == 0)
            return sg_history_forget_place(w->pg, item->id, w->diags) ? SG_STATUS_OK : SG_STATUS_FAILED;
    }
    sg_diag_add(w->diags, SG_NOT_APPLIED, SG_NOWHERE, "migration %s is not applied", item->id);
    return SG_STATUS_REFUSED;
}

static sg_status resolve(work *w)
{
    sg_standing standing;
    sg_status status = sg_manage_read(w->pg, w->migrations, w->arena, &standing, w->diags);
    const sg_standing_item *item = status == SG_STATUS_OK ? find_item(w, &standing) : NULL;
    if (item == NULL)
        return status == SG_STATUS_OK ? SG_STATUS_BAD_INPUT : status;
    bool open = item->state == SG_STANDING_PENDING || item->state == SG_STANDING_OUT_OF_ORDER;
    if (w->is_applied && !open) {
        sg_diag_add(w->diags, SG_NOT_APPLIED, SG_NOWHERE, "migration %s is applied already", item->id);
        return SG_STATUS_REFUSED;
    }
    if (w->is_applied)
        status = note_applied(w, item);
    else
        status = open ? forget_place(w, item) : note_open(w, item);
    if (status == SG_STATUS_OK) {
        sg_standing_item *copy = SG_NEW(w->arena, sg_standing_item);
        *copy = *item;
        copy->state = w->is_applied ? SG_STANDING_APPLIED : SG_STANDING_PENDING;
        w->done->items = copy;
        w->done->count = 1;
    }
    return status;
}

sg_status sg_run_resolve(sg_pg *pg, const sg_migrations *migrations, const char *which, bool is_applied,
                         const sg_manage_options *options, sg_arena *arena, sg_applied *done, sg_diags *diags)
{
    work w = {.pg = pg,
              .migrations = migrations,
              .options = options,
              .arena = arena,
              .done = done,
              .diags = diags,
              .which = which,
              .is_applied = is_applied};
    return under_lock(&w, resolve);
}

static bool accept_edited(work *w, const sg_standing_item *item)
{
    char checksum[SG_SHA256_HEX];
    const sg_migration_sql *sql = sg_migration_read(&w->migrations->items[item->number - 1], w->diags);
    if (sql == NULL)
        return false;
    sg_script_checksum(sql->text, sql->source.length, checksum);
    return sg_history_accept(w->pg, item->id, checksum, sql->file_hash, w->diags);
}

/* Runs to its end in any case; what is not accepted is rolled back. */
static sg_status repair(work *w)
{
    sg_history history;
    sg_standing standing;
    if (!sg_history_read(w->pg, w->arena, &history, w->diags) || !sg_history_prepare(w->pg, w->diags) ||
        !sg_log_accept(w->pg, w->faults, w->diags))
        return SG_STATUS_FAILED;
    if (!sg_standing_make(w->migrations, &history, w->arena, &standing, w->diags))
        return SG_STATUS_BAD_INPUT;
    sg_standing_item *items = SG_NEW_ARRAY(w->arena, sg_standing_item, standing.count);
    for (size_t i = 0; i < standing.count; i++) {
        if (standing.items[i].state != SG_STANDING_EDITED)
            continue;
        if (!accept_edited(w, &standing.items[i]))
            return SG_STATUS_FAILED;
        items[w->done->count++] = standing.items[i];
    }
    w->done->items = items;
    return w->is_applied || w->done->count + *w->faults == 0 ? SG_STATUS_OK : SG_STATUS_DIFFERENT;
}

sg_status sg_run_repair(sg_pg *pg, const sg_migrations *migrations, bool accept, const sg_manage_options *options,
                        sg_arena *arena, sg_applied *done, size_t *faults, sg_diags *diags)
{
    work w = {.pg = pg,
              .migrations = migrations,
              .options = options,
              .arena = arena,
              .done = done,
              .diags = diags,
              .is_applied = accept,
              .faults = faults};
    *faults = 0;
    return under_lock(&w, repair);
}

/* Until nobody, or somebody else, holds the lock. */
static sg_status await_end(sg_pg *pg, int process, double wait, sg_diags *diags)
{
    double end = sg_clock_now() + (wait < 0 ? DEFAULT_WAIT : wait);
    int now;
    while (sg_lock_holder(pg, &now, diags) != NULL && now == process) {
        if (sg_clock_now() > end) {
            sg_diag_add(diags, SG_LOCKED, SG_NOWHERE, "process %d was told to end, and still holds the lock", process);
            return SG_STATUS_BUSY;
        }
        sg_clock_pause(0.05);
    }
    return SG_STATUS_OK;
}

sg_status sg_run_unlock(sg_pg *pg, int process, const sg_manage_options *options, const char **ended, sg_diags *diags)
{
    sg_arena *arena = sg_diags_arena(diags);
    int found;
    const char *holder = sg_lock_holder(pg, &found, diags);
    *ended = NULL;
    if (holder == NULL || (process != 0 && found != process)) {
        if (process == 0)
            return SG_STATUS_OK;
        sg_diag_add(diags, SG_NOT_APPLIED, SG_NOWHERE, "process %d does not hold the lock%s%s", process,
                    holder != NULL ? "; it is held by " : "", holder != NULL ? holder : "");
        return SG_STATUS_REFUSED;
    }
    const char *text = sg_arena_printf(
        arena, "End the session that holds the lock:\n    %s\nIts transaction is rolled back.\n", holder);
    sg_status status = sg_manage_confirm(options, text, diags);
    if (status != SG_STATUS_OK)
        return status;
    const char *number = sg_arena_printf(arena, "%d", found);
    sg_result *result = sg_pg_query(pg, "SELECT pg_catalog.pg_terminate_backend($1::integer)", &number, 1, diags);
    if (result == NULL)
        return SG_STATUS_FAILED;
    sg_result_free(result);
    *ended = holder;
    return await_end(pg, found, options->lock_wait, diags);
}
