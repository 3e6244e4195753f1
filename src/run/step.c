/* Running one step, and saying where it failed. */
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "lock.h"
#include "pointer.h"
#include "runner.h"
#include "text.h"

void sg_runner_tell(const sg_runner *runner, sg_run_event event)
{
    if (runner->options->listen != NULL)
        runner->options->listen(runner->options->listen_context, &event);
}

long long sg_runner_milliseconds(double start)
{
    return (long long)((sg_clock_now() - start) * 1000);
}

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

/* Who may have been in the way: asked after the rollback, so it is the likely one, not the certain one. */
static void add_blocker(sg_runner *runner, sg_diag *diag)
{
    (void)sg_pg_run(runner->pg, "ROLLBACK", NULL);
    const char *session = sg_lock_session(
        runner->pg, "a.datname = pg_catalog.current_database() AND a.xact_start IS NOT NULL", runner->diags);
    if (session != NULL)
        sg_diag_note(runner->diags, diag, SG_NOWHERE, "the oldest open transaction: %s", session);
}

sg_status sg_runner_report(sg_runner *runner, const sg_script *script, const sg_script_step *step,
                           const sg_statement *statement)
{
    const sg_pg_error *error = sg_pg_last(runner->pg);
    bool locked = strcmp(error->sqlstate, "55P03") == 0;
    sg_span span = statement != NULL ? failure_span(script, statement, error) : line_span(script->source, 0);
    sg_diag *diag = error->cancelled
                        ? sg_diag_add(runner->diags, SG_INTERRUPTED, span, "stopped by a signal")
                        : sg_pg_report(runner->pg, runner->diags, locked ? SG_TABLE_LOCKED : SG_STEP_FAILED, span);
    if (sg_pg_where(runner->pg) == SG_PG_LOST)
        sg_diag_hint(runner->diags, diag, "the connection is lost; `schemagen status` tells what is applied");
    if (step != NULL)
        add_frames(runner, script, step, diag);
    if (locked)
        add_blocker(runner, diag);
    return locked ? SG_STATUS_BUSY : SG_STATUS_FAILED;
}

/* A statement that leaves its transaction would tear the migration from its row of history. */
static bool kept_transaction(sg_runner *runner, const sg_script *script, const sg_script_step *step,
                             const sg_statement *statement)
{
    sg_pg_state wanted = step->outside ? SG_PG_IDLE : SG_PG_IN_TRANSACTION;
    if (sg_pg_where(runner->pg) == wanted)
        return true;
    sg_diag *diag = sg_diag_add(runner->diags, SG_BAD_STEP, line_span(script->source, statement->start),
                                "the statement opened or ended a transaction");
    add_frames(runner, script, step, diag);
    return false;
}

/* What the server says of statements that cannot share their transaction with those before them. */
static const struct {
    const char *sqlstate;
    bool outside; /* with none at all */
} unshared[] = {
    {"55P04", false}, /* a new label of an enum is used before it is committed */
    {"25001", true},  /* not in a transaction block */
    {"2D000", true},  /* a procedure that commits */
};

/* Other tools' scripts are split where their authors had to, or would have been told to. */
static bool split_before(sg_runner *runner, sg_script *script, size_t number, size_t at)
{
    const char *sqlstate = sg_pg_last(runner->pg)->sqlstate;
    if (runner->options->dry_run || script->migration->layout->own || sg_pg_is_pooled(runner->pg))
        return false;
    for (size_t i = 0; i < sizeof unshared / sizeof *unshared; i++) {
        if (strcmp(sqlstate, unshared[i].sqlstate) == 0)
            return sg_script_split(script, number, at, unshared[i].outside, sg_diags_arena(runner->diags)) &&
                   sg_pg_run(runner->pg, "ROLLBACK", runner->diags);
    }
    return false;
}

sg_status sg_runner_step(sg_runner *runner, sg_script *script, size_t number, bool *again)
{
    const sg_script_step *step = &script->steps[number];
    *again = false;
    for (size_t i = 0; i < step->count; i++) {
        const sg_statement *statement = &step->statements[i];
        if (!sg_pg_run(runner->pg, statement->text, NULL)) {
            *again = split_before(runner, script, number, i);
            return *again ? SG_STATUS_OK : sg_runner_report(runner, script, step, statement);
        }
        if (!kept_transaction(runner, script, step, statement))
            return SG_STATUS_FAILED;
    }
    return SG_STATUS_OK;
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
