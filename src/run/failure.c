/* Saying where a step failed, and why. */
#include <stdlib.h>
#include <string.h>

#include "lock.h"
#include "pointer.h"
#include "runner.h"
#include "text.h"

/* Line of a DO block's body that the server's context names last, or 0. */
static unsigned block_line(const char *context)
{
    static const char mark[] = "inline_code_block line ";
    unsigned line = 0;
    for (const char *at = context; at != NULL && (at = strstr(at, mark)) != NULL;) {
        at += sizeof mark - 1;
        line = (unsigned)strtoul(at, NULL, 10);
    }
    return line;
}

static sg_span line_span(const sg_source *source, size_t at)
{
    size_t start = at + strspn(source->text + at, " \t");
    return (sg_span){source, start, start + strcspn(source->text + start, "\r\n")};
}

/* The narrowest place that the failure tells of. */
static sg_span failure_span(const sg_script *script, const sg_statement *statement, const sg_pg_error *error)
{
    const sg_source *source = script->source;
    unsigned line = error->context != NULL ? block_line(error->context) : 0;
    if (error->position > 0) {
        size_t at = statement->start + sg_utf8_offset(statement->text, error->position - 1);
        return (sg_span){source, at, at + 1};
    }
    const char *body = strchr(statement->text, '$');
    if (line == 0 || body == NULL)
        return line_span(source, statement->start);
    for (; line > 1; line--) {
        const char *next = strchr(body, '\n');
        if (next == NULL)
            break;
        body = next + 1;
    }
    return line_span(source, statement->start + (size_t)(body - statement->text));
}

static void add_frames(sg_runner *runner, const sg_script *script, const sg_script_step *step, sg_diag *diag)
{
    const char *pointer = NULL;
    if (step->number > 0 && step->title != NULL) {
        sg_diag_note(runner->diags, diag, step->heading, "in step %u of %u: %s", step->number, script->last,
                     step->title);
        if (runner->options->locate != NULL)
            pointer = sg_migration_pointer(runner->arena, script->migration, step->number);
    }
    if (pointer != NULL) {
        sg_span span = runner->options->locate(runner->options->locate_context, pointer, true);
        if (span.source != NULL)
            sg_diag_note(runner->diags, diag, span, "which comes from here");
    }
}

/* Who was in the way: the session that was seen there, or else, asked after the rollback, the likely one. */
static void add_blocker(sg_runner *runner, sg_diag *diag)
{
    const char *session = NULL;
    int blocker = runner->watch.blocker;
    sg_runner_roll_back(runner);
    if (blocker > 0)
        session = sg_lock_session(runner->pg, sg_arena_printf(runner->arena, "a.pid = %d", blocker), runner->diags);
    if (session != NULL) {
        sg_diag_note(runner->diags, diag, SG_NOWHERE, "in the way: %s", session);
        return;
    }
    session = sg_lock_session(runner->pg, "a.datname = pg_catalog.current_database() AND a.xact_start IS NOT NULL",
                              runner->diags);
    if (session != NULL)
        sg_diag_note(runner->diags, diag, SG_NOWHERE, "the oldest open transaction: %s", session);
}

const sg_script_step *sg_runner_step_of(const sg_script *script, const sg_statement *statement)
{
    const sg_script_step *step = script->steps;
    while (step + 1 < script->steps + script->count && statement >= step->statements + step->count)
        step++;
    return step;
}

/* The words and the code for the connection's last failure. */
static sg_diag *describe(sg_runner *runner, const sg_pg_error *error, sg_span span, bool busy)
{
    if (error->cancelled)
        return sg_diag_add(runner->diags, SG_INTERRUPTED, span, "stopped by a signal");
    if (error->given_up)
        return sg_diag_add(runner->diags, SG_TABLE_LOCKED, span,
                           "given up because other sessions waited for %.1f s behind this step", runner->watch.longest);
    if (strstr(error->message, SG_LOCK_LOST_WORDS) != NULL)
        return sg_diag_add(runner->diags, SG_LOCK_LOST, span, "the lock of this run is not ours any more");
    return sg_pg_report(runner->pg, runner->diags, busy ? SG_TABLE_LOCKED : SG_STEP_FAILED, span);
}

sg_status sg_runner_report(sg_runner *runner, const sg_script *script, const sg_statement *statement)
{
    const sg_pg_error *error = sg_pg_last(runner->pg);
    bool busy = error->given_up || strcmp(error->sqlstate, "55P03") == 0;
    sg_span span = statement != NULL ? failure_span(script, statement, error) : line_span(script->source, 0);
    sg_diag *diag = describe(runner, error, span, busy);
    if (sg_pg_where(runner->pg) == SG_PG_LOST)
        sg_diag_hint(runner->diags, diag, "the connection is lost; `schemagen status` tells what is applied");
    if (statement != NULL)
        add_frames(runner, script, sg_runner_step_of(script, statement), diag);
    if (busy)
        add_blocker(runner, diag);
    return busy ? SG_STATUS_BUSY : SG_STATUS_FAILED;
}
