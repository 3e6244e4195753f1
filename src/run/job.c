/* A script from its first step that is not done to its row of history. */
#include "clock.h"
#include "runner.h"
#include "text.h"

void sg_runner_tell(const sg_runner *runner, sg_run_event event)
{
    if (runner->options->listen != NULL)
        runner->options->listen(runner->options->listen_context, &event);
}

void sg_runner_tell_step(const sg_runner *runner, const sg_script *script, const sg_script_step *step,
                         sg_run_event_class class)
{
    if (step->number == 0)
        return;
    *runner->place = (sg_run_place){runner->options, script->migration, step->number, script->last};
    sg_runner_tell(runner, (sg_run_event){.class = class,
                                          .migration = script->migration,
                                          .step = step->number,
                                          .steps = script->last,
                                          .text = step->title != NULL ? step->title : script->migration->name});
}

long long sg_runner_milliseconds(double start)
{
    return (long long)((sg_clock_now() - start) * 1000);
}

bool sg_runner_choose_schema(sg_runner *runner, const sg_script *script)
{
    const char *schema = sg_pg_schema(runner->pg);
    sg_buf sql;
    if (schema == NULL || script->migration->layout->own)
        return true;
    sg_buf_init(&sql);
    sg_buf_addf(&sql, "SET %ssearch_path = ", sg_pg_is_pooled(runner->pg) ? "LOCAL " : "");
    sg_sql_ident(&sql, schema);
    bool done = sg_pg_run(runner->pg, sql.data, runner->diags);
    sg_buf_release(&sql);
    return done;
}

void sg_runner_roll_back(sg_runner *runner)
{
    sg_pg_state state = sg_pg_where(runner->pg);
    if (runner->within || state == SG_PG_IDLE || state == SG_PG_LOST)
        return;
    sg_pg_stop_at(runner->pg, NULL);
    (void)sg_pg_run(runner->pg, "ROLLBACK", NULL);
    sg_pg_stop_at(runner->pg, runner->stop);
}

/* Number of the statement that step `step` begins with, or of the one behind the last. */
static size_t statement_of(const sg_script *script, size_t step)
{
    return step < script->count ? (size_t)(script->steps[step].statements - script->statements)
                                : script->statement_count;
}

/* The step behind those that share the transaction of step `first`. */
static size_t segment_end(const sg_runner *runner, const sg_script *script, size_t first)
{
    size_t end = first;
    while (end < script->count && !script->steps[end].outside) {
        end++;
        if (script->steps[end - 1].commits && !runner->within)
            break;
    }
    return end;
}

/* After a failure: which steps stay although the script is not complete. */
static void note_committed(sg_runner *runner, const sg_script *script, size_t first)
{
    unsigned kept = first < script->count ? script->steps[first].number : script->last + 1;
    if (kept > 1 && !runner->within)
        sg_diag_add(runner->diags, SG_HALF_DONE, SG_NOWHERE, "steps 1 to %u of %s are committed", kept - 1,
                    script->migration->id);
}

static sg_status run_outside(sg_runner *runner, sg_job *job, size_t number)
{
    const sg_script *script = job->script;
    const sg_script_step *step = &script->steps[number];
    bool fits = sg_outside_fits(step), again;
    if (!runner->within)
        return sg_outside_run(runner, job, number);
    sg_runner_tell_step(runner, script, step, fits ? SG_RUN_STEP : SG_RUN_STEP_NOT_RUN);
    runner->left_out += !fits;
    sg_segment segment = {.from = statement_of(script, number), .to = statement_of(script, number + 1)};
    return fits ? sg_segment_run(runner, job, &segment, &again) : SG_STATUS_OK;
}

/* Runs the step or the steps from *first on that go together, and moves behind them. */
static sg_status run_next(sg_runner *runner, sg_job *job, size_t *first, bool *recorded)
{
    sg_script *script = job->script;
    size_t end = segment_end(runner, script, *first);
    sg_status status;
    if (*first < script->count && end == *first) {
        status = script->steps[*first].count > 0 ? run_outside(runner, job, *first) : SG_STATUS_OK;
        *first += status == SG_STATUS_OK;
        return status;
    }
    bool again = false;
    sg_segment segment = {.from = statement_of(script, *first),
                          .to = statement_of(script, end),
                          .begin = *first < end ? script->steps[*first].begin : NULL,
                          .last = end == script->count};
    /* Empty steps at the end need no transaction of their own. */
    status = segment.from == segment.to && !segment.last ? SG_STATUS_OK : sg_segment_run(runner, job, &segment, &again);
    *recorded = status == SG_STATUS_OK && !again && !runner->spent && segment.last;
    if (status == SG_STATUS_OK && !again)
        *first = end;
    return status;
}

sg_status sg_job_run(sg_runner *runner, sg_job *job)
{
    sg_script *script = job->script;
    sg_status status = SG_STATUS_OK;
    bool recorded = false;
    size_t first = 0;
    job->start = sg_clock_now();
    if (!sg_runner_choose_schema(runner, script))
        return SG_STATUS_FAILED;
    while (status == SG_STATUS_OK && !recorded && !runner->spent) {
        while (first < script->count && script->steps[first].done)
            first++;
        status = run_next(runner, job, &first, &recorded);
    }
    if (status != SG_STATUS_OK)
        note_committed(runner, script, first);
    return status;
}
