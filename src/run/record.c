/* A script as a migration that is applied or taken back, with its row of history. */
#include "clock.h"
#include "interrupt.h"
#include "runner.h"

#define DEFAULT_MAX_BLOCK 2

/* Of a step that takes long. */
static void tell_progress(void *context, const sg_progress *progress, double seconds)
{
    const sg_run_place *place = context;
    sg_run_event event = {.class = SG_RUN_PROGRESS,
                          .migration = place->migration,
                          .step = place->step,
                          .steps = place->steps,
                          .milliseconds = (long long)(seconds * 1000)};
    if (progress != NULL) {
        event.text = progress->text;
        event.done = progress->done;
        event.total = progress->total;
    }
    place->options->listen(place->options->listen_context, &event);
}

sg_runner sg_runner_begin(sg_pg *pg, const sg_apply_options *options, sg_arena *arena, sg_diags *diags)
{
    static const sg_apply_options plain = {.lock_wait = -1};
    options = options != NULL ? options : &plain;
    sg_run_place *place = SG_NEW(arena, sg_run_place);
    place->options = options;
    return (sg_runner){.pg = pg,
                       .options = options,
                       .stop = sg_interrupt_begin(),
                       .arena = arena,
                       .diags = diags,
                       .run = sg_arena_printf(arena, "%s-%zu", sg_pg_nonce(pg), sg_pg_sent(pg)),
                       .place = place,
                       .watch = {.pg = pg,
                                 .budget = options->max_block != 0 ? options->max_block : DEFAULT_MAX_BLOCK,
                                 .tell = options->listen != NULL ? tell_progress : NULL,
                                 .tell_context = place}};
}

int sg_runner_end(sg_runner *runner, sg_status status)
{
    int stopped = status != SG_STATUS_OK ? *runner->stop : 0;
    sg_watch_close(&runner->watch);
    sg_interrupt_end();
    return stopped;
}

static sg_pg_request record_applied(sg_runner *runner, sg_job *job)
{
    sg_history_row *row = job->context;
    row->steps = job->script->last; /* it may have been split meanwhile */
    row->milliseconds = sg_runner_milliseconds(job->start);
    row->waited = (long long)(job->waited * 1000);
    row->tries = job->tries;
    row->changed = job->changed;
    return sg_history_insert(runner->pg, runner->arena, row);
}

static void applied(sg_runner *runner, sg_job *job, const sg_result *answer)
{
    sg_history_take(runner->arena, job->context, answer);
}

static sg_pg_request record_back(sg_runner *runner, sg_job *job)
{
    return sg_history_delete(runner->pg, runner->arena, job->script);
}

static void taken_back(sg_runner *runner, sg_job *job, const sg_result *answer)
{
    sg_history_row *row = job->context;
    (void)runner;
    (void)answer;
    row->steps = job->script->last;
    row->milliseconds = sg_runner_milliseconds(job->start);
}

sg_status sg_runner_script(sg_runner *runner, sg_script *script, sg_standing_item *item)
{
    sg_history_row row = {.number = script->migration->number,
                          .id = script->migration->id,
                          .checksum = script->checksum,
                          .file_hash = script->file_hash,
                          .run = runner->run};
    sg_job job = {.script = script,
                  .record = script->back ? record_back : record_applied,
                  .recorded = script->back ? taken_back : applied,
                  .context = &row};
    sg_runner_tell(runner, (sg_run_event){.class = SG_RUN_MIGRATION,
                                          .migration = script->migration,
                                          .steps = script->last,
                                          .text = script->migration->id});
    sg_status status = sg_job_run(runner, &job);
    if (status == SG_STATUS_OK)
        *item = sg_history_item(&row, script->back ? SG_STANDING_PENDING : SG_STANDING_APPLIED);
    return status;
}

void sg_runner_tell_done(const sg_runner *runner, const sg_migration *migration, const sg_standing_item *item)
{
    sg_runner_tell(runner, (sg_run_event){.class = SG_RUN_DONE,
                                          .migration = migration,
                                          .steps = item->steps,
                                          .text = item->id,
                                          .milliseconds = item->milliseconds});
}
