/* Applying what is pending. */
#include <string.h>

#include "clock.h"
#include "history.h"
#include "interrupt.h"
#include "lock.h"
#include "log.h"
#include "runner.h"
#include "standing.h"
#include "text.h"

#define DEFAULT_LOCK_WAIT 10

/* Opens or commits the transaction so that `step` finds what it needs. A dry run stays in its one transaction. */
static bool change_transaction(sg_runner *runner, bool outside, const char *begin)
{
    sg_pg_state state = sg_pg_where(runner->pg);
    if (runner->options->dry_run)
        return state == SG_PG_IN_TRANSACTION;
    if (outside)
        return state == SG_PG_IDLE || sg_pg_run(runner->pg, "COMMIT", NULL);
    return state == SG_PG_IN_TRANSACTION || sg_pg_run(runner->pg, begin != NULL ? begin : "BEGIN", NULL);
}

static sg_status run_step(sg_runner *runner, sg_script *script, size_t number, bool *again)
{
    const sg_script_step *step = &script->steps[number];
    sg_run_event event = {.class = SG_RUN_STEP,
                          .migration = script->migration,
                          .step = step->number,
                          .steps = script->last,
                          .text = step->title != NULL ? step->title : script->migration->name};
    if (step->outside && runner->options->dry_run) {
        event.class = SG_RUN_STEP_NOT_RUN;
        runner->left_out++;
        sg_runner_tell(runner, event);
        return SG_STATUS_OK;
    }
    if (sg_pg_where(runner->pg) == SG_PG_IDLE)
        runner->unsaved = number;
    if (!change_transaction(runner, step->outside, step->begin))
        return sg_runner_report(runner, script, step, NULL);
    if (step->number > 0)
        sg_runner_tell(runner, event);
    return sg_runner_step(runner, script, number, again);
}

/* Behind a step that is committed before its migration is complete: where another run would go on. Steps of our own
 * need no such note, for they see for themselves what is done. */
static sg_status keep_place(sg_runner *runner, const sg_script *script, const sg_script_step *step)
{
    char checksum[SG_SHA256_HEX];
    size_t done = (size_t)(step->statements + step->count - script->statements);
    if (runner->options->dry_run || script->migration->layout->own || !(step->commits || step->outside) ||
        done == script->statement_count)
        return SG_STATUS_OK;
    sg_script_checksum_to(script, done, checksum);
    if (!sg_history_keep_place(runner->pg, runner->arena, script->key, done, checksum) ||
        (!step->outside && !sg_pg_run(runner->pg, "COMMIT", NULL)))
        return sg_runner_report(runner, script, step, NULL);
    return SG_STATUS_OK;
}

/* What a migration that is taken back leaves in the history. */
static bool forget(sg_runner *runner, const sg_script *script)
{
    return change_transaction(runner, false, NULL) &&
           sg_history_remove(runner->pg, script->migration->id, SG_LOG_ROLLED_BACK, NULL) &&
           sg_history_forget_place(runner->pg, script->key, NULL) && sg_pg_run(runner->pg, "COMMIT", NULL);
}

/* The last segment of a migration carries its row of history. */
static sg_status record(sg_runner *runner, const sg_script *script, double start, sg_standing_item *item)
{
    sg_history_row row = {.number = script->migration->number,
                          .id = script->migration->id,
                          .checksum = script->checksum,
                          .milliseconds = sg_runner_milliseconds(start),
                          .steps = script->last};
    bool done = script->back ? forget(runner, script)
                             : change_transaction(runner, false, NULL) &&
                                   sg_history_add(runner->pg, runner->arena, &row, NULL) &&
                                   (runner->options->dry_run || sg_pg_run(runner->pg, "COMMIT", NULL));
    if (!done)
        return sg_runner_report(runner, script, NULL, NULL);
    *item = sg_history_item(&row, script->back ? SG_STANDING_PENDING : SG_STANDING_APPLIED);
    return SG_STATUS_OK;
}

/* After a failure before step `failed`: which steps stay although the migration is not complete. */
static void note_committed(sg_runner *runner, const sg_script *script, size_t failed)
{
    size_t kept = 0;
    for (size_t i = 1; i < failed; i++) {
        if (script->steps[i].outside || script->steps[i].commits ||
            (i + 1 < script->count && script->steps[i + 1].outside))
            kept = i;
    }
    if (kept > 0 && !runner->options->dry_run)
        sg_diag_add(runner->diags, SG_HALF_DONE, SG_NOWHERE, "steps 1 to %zu of %s are committed", kept,
                    script->migration->id);
}

/* All steps that are not done; *stopped: number of the one that failed. */
static sg_status run_steps(sg_runner *runner, sg_script *script, size_t *stopped)
{
    for (size_t i = 0; i < script->count;) {
        bool again = false;
        sg_status status = SG_STATUS_OK;
        *stopped = i;
        if (script->steps[i].count > 0 && !script->steps[i].done) {
            status = run_step(runner, script, i, &again);
            if (status == SG_STATUS_OK && !again)
                status = keep_place(runner, script, &script->steps[i]);
        }
        if (status != SG_STATUS_OK)
            return status;
        i = again ? runner->unsaved : i + 1;
    }
    return SG_STATUS_OK;
}

sg_status sg_runner_script(sg_runner *runner, sg_script *script, sg_standing_item *item)
{
    double start = sg_clock_now();
    sg_runner_tell(runner, (sg_run_event){.class = SG_RUN_MIGRATION,
                                          .migration = script->migration,
                                          .steps = script->last,
                                          .text = script->migration->id});
    size_t stopped = 0;
    if (!sg_runner_choose_schema(runner, script))
        return SG_STATUS_FAILED;
    sg_status status = run_steps(runner, script, &stopped);
    if (status == SG_STATUS_OK) {
        stopped = script->count;
        status = record(runner, script, start, item);
    }
    if (status != SG_STATUS_OK) {
        note_committed(runner, script, stopped);
        return status;
    }
    sg_runner_tell(runner, (sg_run_event){.class = SG_RUN_DONE,
                                          .migration = script->migration,
                                          .steps = script->last,
                                          .text = script->migration->id,
                                          .milliseconds = item->milliseconds});
    return SG_STATUS_OK;
}

/* Reads and judges all that is to run before any of it does. */
static bool read_pending(sg_runner *runner, const sg_migrations *migrations, const sg_standing *standing,
                         sg_vec *scripts)
{
    unsigned to = runner->options->to;
    bool fine = true;
    if (to > migrations->count) {
        sg_diag_add(runner->diags, SG_USAGE, SG_NOWHERE, "there is no migration number %u", to);
        return false;
    }
    for (size_t i = 0; i < standing->count; i++) {
        const sg_standing_item *item = &standing->items[i];
        bool open = item->state == SG_STANDING_PENDING || item->state == SG_STANDING_OUT_OF_ORDER;
        if (!open || (to > 0 && item->number > to))
            continue;
        sg_script *script = sg_script_read(&migrations->items[item->number - 1], runner->diags);
        fine = script != NULL && fine;
        sg_vec_push(scripts, script);
    }
    return fine;
}

/* Goes on where an earlier run stopped inside a migration, when that much of it is what it was. */
static bool resume(sg_runner *runner, sg_script *script, const sg_history_place *place)
{
    char checksum[SG_SHA256_HEX] = "";
    if (place->statements <= script->statement_count)
        sg_script_checksum_to(script, place->statements, checksum);
    if (strcmp(checksum, place->checksum) == 0) {
        sg_script_resume(script, place->statements, sg_diags_arena(runner->diags));
        return true;
    }
    sg_diag *diag = sg_diag_add(runner->diags, SG_EDITED, SG_NOWHERE,
                                "the first %zu statements of %s are committed, and have been edited since",
                                place->statements, place->id);
    sg_diag_hint(runner->diags, diag, "restore them; what comes behind them may be mended");
    return false;
}

sg_status sg_runner_resume(sg_runner *runner, const sg_vec *scripts)
{
    sg_history_place *places;
    size_t count;
    bool fine = true;
    if (!sg_history_places(runner->pg, runner->arena, &places, &count, runner->diags))
        return SG_STATUS_FAILED;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < scripts->count; k++) {
            sg_script *script = scripts->items[k];
            if (strcmp(script->key, places[i].id) == 0)
                fine = resume(runner, script, &places[i]) && fine;
        }
    }
    return fine ? SG_STATUS_OK : SG_STATUS_REFUSED;
}

static sg_status run_scripts(sg_runner *runner, const sg_vec *scripts, sg_applied *applied)
{
    sg_standing_item *items = SG_NEW_ARRAY(runner->arena, sg_standing_item, scripts->count);
    applied->items = items;
    if (scripts->count == 0)
        return SG_STATUS_OK;
    if ((runner->options->dry_run && !sg_pg_run(runner->pg, "BEGIN", runner->diags)) ||
        !sg_history_prepare(runner->pg, runner->diags))
        return SG_STATUS_FAILED;
    sg_status resumed = sg_runner_resume(runner, scripts);
    if (resumed != SG_STATUS_OK)
        return resumed;
    sg_pg_stop_at(runner->pg, runner->stop);
    for (size_t i = 0; i < scripts->count; i++) {
        sg_status status = sg_runner_script(runner, scripts->items[i], &items[applied->count]);
        if (status != SG_STATUS_OK)
            return status;
        applied->count++;
        if (!sg_pg_reset(runner->pg, runner->diags))
            return SG_STATUS_FAILED;
    }
    return SG_STATUS_OK;
}

static sg_status run_locked(sg_runner *runner, const sg_migrations *migrations, sg_applied *applied)
{
    sg_standing standing;
    sg_history history;
    if (!sg_history_read(runner->pg, runner->arena, &history, runner->diags))
        return SG_STATUS_FAILED;
    if (!sg_standing_make(migrations, &history, runner->arena, &standing, runner->diags))
        return SG_STATUS_BAD_INPUT;
    sg_status checked =
        standing.counts[SG_STANDING_APPLIED] < standing.count ? sg_log_check(runner->pg, runner->diags) : SG_STATUS_OK;
    if (checked != SG_STATUS_OK)
        return checked;
    if (sg_standing_refuse(&standing, runner->options->any_order, runner->diags))
        return SG_STATUS_REFUSED;
    sg_vec scripts = SG_VEC_EMPTY;
    sg_status status = SG_STATUS_BAD_INPUT;
    if (read_pending(runner, migrations, &standing, &scripts))
        status = run_scripts(runner, &scripts, applied);
    sg_vec_release(&scripts);
    sg_pg_stop_at(runner->pg, NULL);
    if (sg_pg_where(runner->pg) != SG_PG_IDLE)
        (void)sg_pg_run(runner->pg, "ROLLBACK", NULL);
    return status;
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

sg_status sg_run_apply(sg_pg *pg, const sg_migrations *migrations, const sg_apply_options *options, sg_arena *arena,
                       sg_applied *applied, sg_diags *diags)
{
    static const sg_apply_options plain = {.lock_wait = -1};
    sg_runner runner = {.pg = pg,
                        .options = options != NULL ? options : &plain,
                        .stop = sg_interrupt_begin(),
                        .arena = arena,
                        .diags = diags};
    *applied = (sg_applied){.items = NULL};
    sg_status status =
        sg_pg_is_pooled(pg) ? sg_runner_apply_pooled(&runner, migrations, applied) : sg_runner_lock(&runner);
    if (status == SG_STATUS_OK && !sg_pg_is_pooled(pg)) {
        status = run_locked(&runner, migrations, applied);
        sg_lock_give(pg);
    }
    applied->left_out = runner.left_out;
    applied->signal = status != SG_STATUS_OK ? *runner.stop : 0;
    sg_interrupt_end();
    return status;
}
