/* Connections that are lost: a new one, and what became of the last transaction. */
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "lock.h"
#include "lost.h"
#include "runner.h"

/* A server that crashes is back within this many seconds, or nobody waits for it. */
#define RECONNECT_SECONDS 60
/* The same when a signal has come. */
#define HURRIED_SECONDS 5
/* Seconds that a session whose connection was lost has to notice that itself. */
#define OLD_SESSION_SECONDS 2.0
#define ASK_PAUSE 0.05

/* The first value that a query answers; NULL: it failed, or there is none. */
static const char *ask(sg_pg *pg, const char *sql, const char *param, sg_arena *arena)
{
    sg_result *row = sg_pg_query(pg, sql, param != NULL ? &param : NULL, param != NULL, NULL);
    const char *text = row != NULL && sg_result_rows(row) > 0 ? sg_result_text(row, 0, 0) : NULL;
    text = text != NULL ? sg_arena_strdup(arena, text) : NULL;
    sg_result_free(row);
    return text;
}

/* The database by numbers that no other has; NULL where the role may not see them. */
static const char *database_of(sg_pg *pg, sg_arena *arena)
{
    return ask(pg,
               "SELECT pg_catalog.concat(c.system_identifier, '/', d.oid) FROM pg_catalog.pg_control_system() c, "
               "pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()",
               NULL, arena);
}

/* It changes when a standby takes over. */
static const char *timeline_of(sg_pg *pg, sg_arena *arena)
{
    return ask(pg, "SELECT pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_insert_lsn()), 1, 8)",
               NULL, arena);
}

static bool differ(const char *left, const char *right)
{
    return left != NULL && right != NULL && strcmp(left, right) != 0;
}

sg_server sg_server_of(sg_pg *pg, sg_arena *arena)
{
    return (sg_server){database_of(pg, arena), timeline_of(pg, arena)};
}

bool sg_lost_reconnect(sg_pg *pg, const sg_server *before, const volatile sig_atomic_t *stop, sg_server *now,
                       sg_arena *arena, sg_diags *diags)
{
    bool hurry = *stop != 0;
    int backend = sg_pg_backend(pg);
    const char *start = sg_arena_strdup(arena, sg_pg_backend_start(pg));
    sg_pg_stop_at(pg, hurry ? NULL : stop);
    bool done = sg_pg_reconnect(pg, hurry ? HURRIED_SECONDS : RECONNECT_SECONDS, diags);
    sg_pg_stop_at(pg, NULL);
    if (!done)
        return false;
    *now = sg_server_of(pg, arena);
    if (differ(before->database, now->database)) {
        sg_diag_add(diags, SG_CONNECTION_LOST, SG_NOWHERE, "another database answers there now");
        return false;
    }
    if (!sg_pg_is_pooled(pg))
        sg_lock_await_end(pg, backend, start, OLD_SESSION_SECONDS);
    return true;
}

sg_status sg_lost_in_doubt(const char *why, sg_diags *diags)
{
    sg_diag_add(diags, SG_IN_DOUBT, SG_NOWHERE,
                "the connection was lost and could not be made again, so what was committed last is not known: %s",
                why);
    return SG_STATUS_FAILED;
}

const char *sg_lost_why(const sg_pg *pg, sg_arena *arena)
{
    const char *message = sg_pg_last(pg)->message;
    return sg_arena_strndup(arena, message, strcspn(message, "\n"));
}

/* Waits as long as the transaction is still at work. */
static const char *await_outcome(sg_pg *pg, const char *transaction, sg_arena *arena)
{
    double end = sg_clock_now() + OLD_SESSION_SECONDS * 2;
    for (;; sg_clock_pause(ASK_PAUSE)) {
        const char *outcome = ask(pg, "SELECT pg_catalog.pg_xact_status($1::xid8)", transaction, arena);
        if (outcome == NULL || strcmp(outcome, "in progress") != 0 || sg_clock_now() > end)
            return outcome;
    }
}

static sg_status report_undone(const char *why, sg_diags *diags)
{
    sg_diag *diag = sg_diag_add(diags, SG_CONNECTION_LOST, SG_NOWHERE, "%s", why);
    sg_diag_hint(diags, diag, "nothing was changed; run it again");
    return SG_STATUS_FAILED;
}

sg_status sg_lost_commit(sg_pg *pg, const sg_server *before, const volatile sig_atomic_t *stop, sg_arena *arena,
                         sg_diags *diags)
{
    sg_server now;
    const char *transaction = ask(pg, "SELECT pg_catalog.pg_current_xact_id_if_assigned()", NULL, arena);
    if (sg_pg_where(pg) == SG_PG_LOST)
        return report_undone(sg_lost_why(pg, arena), diags);
    if (sg_pg_run(pg, "COMMIT", NULL))
        return SG_STATUS_OK;
    if (sg_pg_where(pg) != SG_PG_LOST) {
        sg_pg_report(pg, diags, SG_QUERY, SG_NOWHERE);
        return SG_STATUS_FAILED;
    }
    const char *why = sg_lost_why(pg, arena);
    if (!sg_lost_reconnect(pg, before, stop, &now, arena, diags) || differ(before->timeline, now.timeline))
        return sg_lost_in_doubt(why, diags);
    const char *outcome = transaction != NULL ? await_outcome(pg, transaction, arena) : NULL;
    if (outcome != NULL && strcmp(outcome, "committed") == 0)
        return SG_STATUS_OK;
    return outcome != NULL && strcmp(outcome, "aborted") == 0 ? report_undone(why, diags)
                                                              : sg_lost_in_doubt(why, diags);
}

void sg_runner_know_server(sg_runner *runner)
{
    runner->server = sg_server_of(runner->pg, runner->arena);
}

bool sg_runner_reconnect(sg_runner *runner, const char *why, bool *same)
{
    sg_server now = {NULL, NULL};
    sg_watch_close(&runner->watch);
    sg_runner_tell(runner, (sg_run_event){.class = SG_RUN_LOST, .text = why});
    bool done = sg_lost_reconnect(runner->pg, &runner->server, runner->stop, &now, runner->arena, runner->diags);
    *same = !differ(runner->server.timeline, now.timeline);
    return done;
}
