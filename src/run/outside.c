/* Statements that no transaction can hold. Each has a row in schemagen.steps: written before it runs, completed behind
 * it, so that the next run knows that it was begun and looks how far it came. */
#include "clock.h"
#include "leftover.h"
#include "runner.h"
#include "statement.h"

/* How long the clearing away may take when a signal wants us gone; what is left then the next run finds. */
#define LAST_WORD_MS "2000"

typedef struct outside {
    sg_runner *runner;
    sg_job *job;
    const sg_statement *statement;
    size_t place; /* statements of the script that are complete with it */
    sg_alone_statement what;
    const char *mark;
    bool again; /* it was begun before */
} outside;

static bool is_alone(const sg_statement *statement)
{
    return sg_statement_classify(statement->text) == SG_STATEMENT_ALONE;
}

static outside of_statement(sg_runner *runner, sg_job *job, const sg_statement *statement)
{
    return (outside){.runner = runner,
                     .job = job,
                     .statement = statement,
                     .place = (size_t)(statement - job->script->statements) + 1,
                     .what = sg_alone_read(runner->arena, statement->text)};
}

static sg_status report(outside *o)
{
    return sg_runner_report(o->runner, o->job->script, o->statement);
}

/* Concurrent builds wait for all that is open; a lock_timeout would only leave an invalid index behind. */
static bool set_patience(outside *o, bool patient)
{
    double seconds = sg_retry_lock_timeout(o->runner, 0);
    return sg_pg_run(o->runner->pg,
                     patient ? "SET lock_timeout = 0"
                             : sg_arena_printf(o->runner->arena, "SET lock_timeout = %.0f", seconds * 1000),
                     NULL);
}

/* Clears away what a failed statement has left, when that can be done at once. What stays is found by the next run. */
static void tidy(outside *o)
{
    sg_runner *runner = o->runner;
    bool hurry = *runner->stop != 0;
    if (sg_pg_where(runner->pg) == SG_PG_LOST)
        return;
    sg_pg_stop_at(runner->pg, NULL);
    if (!hurry || sg_pg_run(runner->pg, "SET statement_timeout = " LAST_WORD_MS, NULL))
        (void)sg_leftover_clear(runner->pg, runner->arena, &o->what, o->mark);
    if (hurry)
        (void)sg_pg_run(runner->pg, "SET statement_timeout = 0", NULL);
    sg_pg_stop_at(runner->pg, runner->stop);
}

/* The step cannot be told as done or not: a person has to look. */
static sg_status refuse_unknown(outside *o)
{
    const sg_script *script = o->job->script;
    sg_diag *diag = sg_diag_add(o->runner->diags, SG_UNKNOWN_STEP,
                                (sg_span){script->source, o->statement->start, o->statement->end},
                                "an earlier run began this statement, and whether it is done cannot be told");
    sg_diag_hint(o->runner->diags, diag,
                 "look; where it is done: UPDATE schemagen.steps SET finished = now() WHERE name = '%s' AND "
                 "statements = %zu; where it is not: DELETE that row; then run apply again",
                 script->migration->id, o->place);
    return SG_STATUS_REFUSED;
}

static sg_status refuse_other(outside *o)
{
    const sg_script *script = o->job->script;
    sg_diag *diag = sg_diag_add(o->runner->diags, SG_TABLE_LOCKED,
                                (sg_span){script->source, o->statement->start, o->statement->end},
                                "another session builds an index of this name at this moment");
    sg_diag_hint(o->runner->diags, diag, "wait for it to end, then run apply again");
    return SG_STATUS_BUSY;
}

/* Whether the statement is still to be run, after what was left by an earlier try is cleared away. */
static sg_status look(outside *o, bool *due)
{
    sg_pg *pg = o->runner->pg;
    *due = true;
    if (!o->again && !o->what.lenient)
        return SG_STATUS_OK;
    if (o->again && o->what.class == SG_ALONE_UNKNOWN)
        return refuse_unknown(o);
    sg_leftover_state state = sg_leftover_find(pg, &o->what, o->mark);
    if (state == SG_LEFTOVER_HALF)
        state = sg_leftover_clear(pg, o->runner->arena, &o->what, o->mark) ? sg_leftover_find(pg, &o->what, o->mark)
                                                                           : SG_LEFTOVER_FAILED;
    if (state == SG_LEFTOVER_FAILED)
        return report(o);
    *due = state != SG_LEFTOVER_DONE || !o->again;
    return state == SG_LEFTOVER_OTHER ? refuse_other(o) : SG_STATUS_OK;
}

/* One try. A statement that came through and yet left something half done was not ours to wait for. */
static bool run_once(outside *o)
{
    sg_watch_begin(&o->runner->watch);
    bool done = sg_pg_run(o->runner->pg, o->statement->text, NULL);
    sg_watch_end(&o->runner->watch);
    return done || (o->again && sg_leftover_is_refusal(&o->what, sg_pg_last(o->runner->pg)->sqlstate));
}

static sg_status run_due(outside *o)
{
    double start = sg_clock_now();
    for (unsigned tries = 1; !run_once(o); tries++) {
        bool pause = sg_retry_helps(o->runner) && sg_retry_pause(o->runner, o->job, tries);
        sg_status status = pause ? SG_STATUS_OK : report(o);
        tidy(o);
        if (!pause)
            return status;
        o->again = true;
        o->job->tries++;
        o->job->waited += sg_clock_now() - start;
        start = sg_clock_now();
    }
    if (sg_pg_where(o->runner->pg) == SG_PG_IDLE)
        return SG_STATUS_OK;
    sg_diag_add(o->runner->diags, SG_BAD_STEP,
                (sg_span){o->job->script->source, o->statement->start, o->statement->end},
                "the statement opened a transaction");
    return SG_STATUS_FAILED;
}

static bool note_done(outside *o)
{
    sg_runner *runner = o->runner;
    sg_pg_request row = sg_history_place_done(runner->pg, runner->arena, runner->run, o->job->script, o->place);
    sg_result *answer = sg_pg_query(runner->pg, row.sql, row.params, row.param_count, NULL);
    sg_result_free(answer);
    return answer != NULL;
}

static sg_status run_alone(outside *o)
{
    sg_runner *runner = o->runner;
    bool due;
    if (!sg_history_place_start(runner->pg, runner->arena, runner->run, o->job->script, o->place, o->what.table,
                                &o->mark, &o->again) ||
        !set_patience(o, true))
        return report(o);
    sg_status status = look(o, &due);
    if (status == SG_STATUS_OK && due)
        status = run_due(o);
    if (status == SG_STATUS_OK && o->what.class == SG_ALONE_CREATE_INDEX &&
        sg_leftover_find(runner->pg, &o->what, o->mark) == SG_LEFTOVER_OTHER)
        status = refuse_other(o);
    if (status == SG_STATUS_OK && !(set_patience(o, false) && note_done(o)))
        status = report(o);
    return status;
}

/* The guards in front of our own statements know whole things only: what was left half done goes first. */
static sg_status clear_before(sg_runner *runner, sg_job *job, const sg_script_step *step)
{
    sg_status status = SG_STATUS_OK;
    for (size_t i = 0; i < step->count && status == SG_STATUS_OK; i++) {
        outside o = of_statement(runner, job, &step->statements[i]);
        bool due;
        if (!is_alone(o.statement))
            continue;
        if (!sg_history_place_is_open(runner->pg, runner->arena, job->script, o.place, &o.mark))
            return report(&o);
        o.again = o.mark != NULL;
        status = step->count > 1 ? look(&o, &due) : SG_STATUS_OK;
    }
    return status;
}

/* A statement that a transaction can hold gets one, with its row, unless the server says that it cannot. */
static sg_status run_statement(sg_runner *runner, sg_job *job, const sg_statement *statement)
{
    outside o = of_statement(runner, job, statement);
    sg_segment segment = {.from = o.place - 1, .to = o.place};
    bool again = false;
    if (is_alone(statement))
        return run_alone(&o);
    sg_status status = sg_segment_run(runner, job, &segment, &again);
    return again ? run_alone(&o) : status;
}

bool sg_outside_fits(const sg_script_step *step)
{
    for (size_t i = 0; i < step->count; i++) {
        if (is_alone(&step->statements[i]))
            return false;
    }
    return true;
}

sg_status sg_outside_run(sg_runner *runner, sg_job *job, size_t number)
{
    const sg_script_step *step = &job->script->steps[number];
    sg_runner_tell_step(runner, job->script, step, SG_RUN_STEP);
    sg_status status = clear_before(runner, job, step);
    for (size_t i = 0; i < step->count && status == SG_STATUS_OK; i++)
        status = run_statement(runner, job, &step->statements[i]);
    return status;
}
