/* Applying what is pending. */
#include <string.h>

#include "beginning.h"
#include "clock.h"
#include "drift.h"
#include "identity.h"
#include "lock.h"
#include "log.h"
#include "rights.h"
#include "runner.h"
#include "standing.h"

#define DEFAULT_LOCK_WAIT 10
/* Losing the connection so often is no accident any more. */
#define MOST_LOSSES 5

/* One call of sg_run_apply, over all the connections that it takes. */
typedef struct applying {
    sg_runner runner;
    const sg_migrations *migrations;
    sg_standing_item *items; /* room for every migration */
    size_t count;
    const char *closing; /* why nothing more is begun: only the truth is looked for; NULL: go on */
} applying;

static bool is_known(const applying *a, const char *id)
{
    for (size_t i = 0; i < a->count; i++) {
        if (strcmp(a->items[i].id, id) == 0)
            return true;
    }
    return false;
}

static void note_done(applying *a, const sg_migration *migration, const sg_standing_item *item)
{
    a->items[a->count++] = *item;
    sg_runner_tell_done(&a->runner, migration, item);
}

/* What this run has committed without hearing of it. */
static void claim(applying *a, const sg_history *history)
{
    for (size_t i = 0; i < history->count; i++) {
        const sg_history_row *row = &history->rows[i];
        if (row->run == NULL || strcmp(row->run, a->runner.run) != 0 || is_known(a, row->id))
            continue;
        sg_standing_item item = sg_history_item(row, SG_STANDING_APPLIED);
        const sg_migration *migration = NULL;
        for (size_t k = 0; k < a->migrations->count && migration == NULL; k++) {
            if (strcmp(a->migrations->items[k].id, row->id) == 0)
                migration = &a->migrations->items[k];
        }
        note_done(a, migration, &item);
    }
}

static sg_status run_scripts(applying *a, const sg_vec *scripts)
{
    sg_runner *runner = &a->runner;
    if (scripts->count == 0)
        return SG_STATUS_OK;
    runner->within = runner->options->dry_run;
    if ((runner->within && !sg_pg_run(runner->pg, "BEGIN", runner->diags)) ||
        !sg_history_prepare(runner->pg, runner->diags) || !sg_identity_note(runner->pg, runner->diags))
        return SG_STATUS_FAILED;
    sg_status status = sg_runner_resume(runner, scripts);
    sg_pg_stop_at(runner->pg, runner->stop);
    for (size_t i = 0; i < scripts->count && status == SG_STATUS_OK; i++) {
        sg_script *script = scripts->items[i];
        sg_standing_item item;
        if (runner->spent) {
            runner->left_out += script->last;
            continue;
        }
        status = sg_runner_script(runner, script, &item);
        if (status == SG_STATUS_OK && !runner->spent)
            note_done(a, script->migration, &item);
    }
    sg_pg_stop_at(runner->pg, NULL);
    runner->within = false;
    sg_runner_roll_back(runner);
    return status;
}

/* The scripts that are to run, and whether they may: nothing is changed yet. */
static sg_status prepare(applying *a, const sg_standing *standing, sg_vec *scripts)
{
    sg_runner *runner = &a->runner;
    sg_status status = sg_runner_pending(runner, a->migrations, standing, scripts);
    if (status == SG_STATUS_OK)
        status = sg_rights_check(runner->pg, scripts, runner->diags);
    return status == SG_STATUS_OK ? sg_drift_check(runner, a->migrations, standing, scripts) : status;
}

/* What is pending: read into `scripts`, or only counted where that is NULL. */
static sg_status look(applying *a, sg_vec *scripts, size_t *pending)
{
    sg_runner *runner = &a->runner;
    sg_standing standing;
    sg_history history;
    if (!sg_history_read(runner->pg, runner->arena, &history, runner->diags))
        return SG_STATUS_FAILED;
    claim(a, &history);
    if (!sg_standing_make(a->migrations, &history, runner->arena, &standing, runner->diags))
        return SG_STATUS_BAD_INPUT;
    sg_status checked = SG_STATUS_OK;
    if (standing.counts[SG_STANDING_APPLIED] < standing.count && history.missing)
        checked = sg_beginning_check(runner->pg, a->migrations, runner->diags);
    else if (standing.counts[SG_STANDING_APPLIED] < standing.count)
        checked = sg_log_check(runner->pg, runner->diags);
    if (checked != SG_STATUS_OK)
        return checked;
    if (sg_standing_refuse(&standing, runner->options->any_order, runner->diags))
        return SG_STATUS_REFUSED;
    *pending = standing.count - standing.counts[SG_STANDING_APPLIED];
    return scripts != NULL ? prepare(a, &standing, scripts) : SG_STATUS_OK;
}

static void tell_waiting(void *context, const char *holder)
{
    sg_runner_tell(context, (sg_run_event){.class = SG_RUN_WAITING, .text = holder});
}

sg_status sg_runner_lock(sg_runner *runner)
{
    double wait = runner->options->lock_wait < 0 ? DEFAULT_LOCK_WAIT : runner->options->lock_wait;
    sg_status status = sg_lock_take(runner->pg, wait, runner->stop, tell_waiting, runner, runner->diags);
    if (status == SG_STATUS_FAILED && *runner->stop != 0)
        sg_diag_add(runner->diags, SG_INTERRUPTED, SG_NOWHERE, "stopped by a signal while waiting for another run");
    return status;
}

static sg_status run_locked(applying *a)
{
    sg_vec scripts = SG_VEC_EMPTY;
    size_t pending;
    sg_status status = sg_runner_lock(&a->runner);
    if (status != SG_STATUS_OK)
        return status;
    sg_runner_know_server(&a->runner);
    status = look(a, &scripts, &pending);
    if (status == SG_STATUS_OK)
        status = run_scripts(a, &scripts);
    sg_vec_release(&scripts);
    if (sg_pg_where(a->runner.pg) != SG_PG_LOST)
        sg_lock_give(a->runner.pg);
    return status;
}

/* Over one connection. When history has all of it there is nothing to lock for. */
static sg_status run_connected(applying *a)
{
    sg_diag *last = sg_diags_last(a->runner.diags);
    size_t pending = 0;
    sg_status status = look(a, NULL, &pending);
    bool idle = status == SG_STATUS_OK && pending == 0 && a->runner.options->to <= a->migrations->count;
    if (idle || a->closing != NULL || sg_pg_where(a->runner.pg) == SG_PG_LOST)
        return status;
    sg_diags_rewind(a->runner.diags, last);
    return run_locked(a);
}

/* The truth is known, and nothing more is begun. */
static sg_status close_run(applying *a)
{
    sg_runner *runner = &a->runner;
    sg_diag *diag = *runner->stop != 0 ? sg_diag_add(runner->diags, SG_INTERRUPTED, SG_NOWHERE, "stopped by a signal")
                                       : sg_diag_add(runner->diags, SG_CONNECTION_LOST, SG_NOWHERE, "%s", a->closing);
    sg_diag_hint(runner->diags, diag,
                 "what is listed as applied is in the database, and of this run nothing else is complete; run apply "
                 "again for the rest");
    return SG_STATUS_FAILED;
}

/* What another server, or a primary that took over, does not have is not applied. */
static bool reconnect(applying *a, const char *why)
{
    bool same = true;
    bool done = sg_runner_reconnect(&a->runner, why, &same);
    if (!same)
        a->count = 0;
    return done;
}

static sg_status run_all(applying *a)
{
    sg_runner *runner = &a->runner;
    sg_diag *last = sg_diags_last(runner->diags);
    if (runner->options->to <= a->migrations->count && sg_history_holds(runner->pg, a->migrations))
        return SG_STATUS_OK;
    for (unsigned losses = 0;; losses++) {
        sg_status status = run_connected(a);
        if (sg_pg_where(runner->pg) != SG_PG_LOST || runner->options->dry_run)
            return a->closing != NULL && status == SG_STATUS_OK ? close_run(a) : status;
        const sg_pg_error *error = sg_pg_last(runner->pg);
        const char *why = sg_lost_why(runner->pg, runner->arena);
        sg_diags_rewind(runner->diags, last);
        if (losses > MOST_LOSSES)
            return sg_lost_in_doubt(why, runner->diags);
        /* Whoever ended the session on purpose does not want it back. */
        if (losses == MOST_LOSSES || *runner->stop != 0 || strcmp(error->sqlstate, "57P01") == 0)
            a->closing = why;
        if (!reconnect(a, why))
            return sg_lost_in_doubt(why, runner->diags);
    }
}

sg_status sg_run_apply(sg_pg *pg, const sg_migrations *migrations, const sg_apply_options *options, sg_arena *arena,
                       sg_applied *applied, sg_diags *diags)
{
    applying a = {.runner = sg_runner_begin(pg, options, arena, diags),
                  .migrations = migrations,
                  .items = SG_NEW_ARRAY(arena, sg_standing_item, migrations->count)};
    sg_status status;
    *applied = (sg_applied){.items = a.items};
    if (sg_pg_is_pooled(pg)) {
        status = sg_runner_apply_pooled(&a.runner, migrations, applied);
    } else {
        status = run_all(&a);
        applied->count = a.count;
    }
    applied->left_out = a.runner.left_out;
    applied->signal = sg_runner_end(&a.runner, status);
    return status;
}
