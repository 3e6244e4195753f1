/* Statements, results and errors. */
#include "pg.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "pg_private.h"

/* How long a signal that came just before the wait can stay unseen, and how often others are asked. */
#define LATENCY_MS 50

void sg_pg_close(sg_pg *pg)
{
    if (pg == NULL)
        return;
    char *const texts[] = {pg->url,      pg->shown,         pg->origin, pg->direct,
                           pg->database, pg->backend_start, pg->schema, pg->newer};
    PQclear(pg->failed);
    sg_vec_release(&pg->planned);
    PQfinish(pg->conn);
    if (pg->url != NULL)
        explicit_bzero(pg->url, strlen(pg->url));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    free(pg);
}

const char *sg_pg_schema(const sg_pg *pg)
{
    return pg->schema;
}

void sg_pg_stop_at(sg_pg *pg, const volatile sig_atomic_t *stop)
{
    pg->stop = stop;
}

void sg_pg_on_wait(sg_pg *pg, sg_pg_waiting_fn *waiting, void *context)
{
    pg->waiting = waiting;
    pg->waiting_context = context;
}

static bool is_stopped(const sg_pg *pg)
{
    return pg->stop != NULL && *pg->stop != 0;
}

/* Asks the server to give up the statement. That it did is seen in the answer, so a failure here needs no report. */
static void cancel(sg_pg *pg)
{
    char why[256];
    PGcancel *request = PQgetCancel(pg->conn);
    if (request != NULL)
        (void)PQcancel(request, why, sizeof why);
    PQfreeCancel(request);
}

static sg_pg_end why_end(const sg_pg *pg)
{
    if (is_stopped(pg))
        return SG_PG_STOPPED;
    return pg->waiting != NULL && pg->waiting(pg->waiting_context) ? SG_PG_GIVEN_UP : SG_PG_GO_ON;
}

void sg_pg_break(sg_pg *pg)
{
    shutdown(PQsocket(pg->conn), SHUT_RDWR);
    while (PQstatus(pg->conn) == CONNECTION_OK && PQconsumeInput(pg->conn))
        ;
}

/* libpq drops the end of an answer for which it has no memory, and goes on waiting for it. It says so in a line of its
 * own; where the server has no memory, its line begins with ERROR. */
static bool is_dropped(const sg_pg *pg)
{
    static const char words[] = "\nout of memory";
    const char *said = PQerrorMessage(pg->conn);
    return strncmp(said, words + 1, sizeof words - 2) == 0 || strstr(said, words) != NULL;
}

/* Until the next result is there; signals are noticed meanwhile. */
static void await_result(sg_pg *pg, sg_pg_end *end)
{
    bool asks = pg->stop != NULL || pg->waiting != NULL;
    while (PQisBusy(pg->conn)) {
        if (is_dropped(pg)) {
            sg_pg_break(pg);
            return;
        }
        struct pollfd ready = {.fd = PQsocket(pg->conn), .events = POLLIN};
        if (poll(&ready, 1, asks ? LATENCY_MS : -1) < 0 && errno != EINTR)
            return;
        if (ready.revents != 0 && !PQconsumeInput(pg->conn))
            return;
        if (*end == SG_PG_GO_ON && (*end = why_end(pg)) != SG_PG_GO_ON)
            cancel(pg);
    }
}

/* COPY has no place in a migration: refuse data the server asks for, drop what it sends. */
static void end_copy(sg_pg *pg, ExecStatusType status)
{
    char *row;
    if (status == PGRES_COPY_IN || status == PGRES_COPY_BOTH)
        (void)PQputCopyEnd(pg->conn, "COPY FROM STDIN cannot be used here");
    if (status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
        while (PQgetCopyData(pg->conn, &row, 0) > 0)
            PQfreemem(row);
    }
}

bool sg_pg_is_good(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

void sg_pg_remember(sg_pg *pg, PGresult *failed, sg_pg_end end)
{
    if (failed == NULL)
        failed = PQmakeEmptyPGresult(pg->conn, PGRES_FATAL_ERROR);
    const char *sqlstate = PQresultErrorField(failed, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(failed, PG_DIAG_MESSAGE_PRIMARY);
    const char *position = PQresultErrorField(failed, PG_DIAG_STATEMENT_POSITION);
    pg->failed = failed;
    pg->error = (sg_pg_error){
        .sqlstate = sqlstate != NULL ? sqlstate : "",
        .message = message != NULL ? message : PQresultErrorMessage(failed),
        .detail = PQresultErrorField(failed, PG_DIAG_MESSAGE_DETAIL),
        .hint = PQresultErrorField(failed, PG_DIAG_MESSAGE_HINT),
        .context = PQresultErrorField(failed, PG_DIAG_CONTEXT),
        .position = position != NULL ? strtoul(position, NULL, 10) : 0,
        .cancelled = end == SG_PG_STOPPED,
        .given_up = end == SG_PG_GIVEN_UP,
    };
    if (*pg->error.message == '\0')
        pg->error.message = PQerrorMessage(pg->conn);
}

PGresult *sg_pg_next(sg_pg *pg, sg_pg_end *end)
{
    await_result(pg, end);
    PGresult *result = PQgetResult(pg->conn);
    if (result != NULL)
        end_copy(pg, PQresultStatus(result));
    return result;
}

/* Reads all results of what was sent; the last good one, or NULL and the first failure remembered. */
static PGresult *collect(sg_pg *pg, bool sent)
{
    PGresult *good = NULL;
    PGresult *bad = NULL;
    sg_pg_end end = SG_PG_GO_ON;
    while (sent) {
        PGresult *result = sg_pg_next(pg, &end);
        if (result == NULL)
            break;
        PGresult **keep = sg_pg_is_good(result) ? &good : &bad;
        if (keep == &bad && bad != NULL) {
            PQclear(result);
            continue;
        }
        PQclear(*keep);
        *keep = result;
        if (PQstatus(pg->conn) == CONNECTION_BAD)
            break;
    }
    if (bad == NULL && good != NULL)
        return good;
    PQclear(good);
    sg_pg_remember(pg, bad, end);
    return NULL;
}

bool sg_pg_begin(sg_pg *pg)
{
    PQclear(pg->failed);
    pg->failed = NULL;
    pg->error = (sg_pg_error){.sqlstate = "", .message = ""};
    if (is_stopped(pg))
        pg->error = (sg_pg_error){.sqlstate = "57014", .message = "cancelled before it began", .cancelled = true};
    return !pg->error.cancelled;
}

/* All single statements pass here. */
static PGresult *execute(sg_pg *pg, const char *sql, const char *const *params, size_t count, sg_diags *diags)
{
    if (sg_pg_begin(pg)) {
        pg->sent++;
        int sent = params == NULL ? PQsendQuery(pg->conn, sql)
                                  : PQsendQueryParams(pg->conn, sql, (int)count, NULL, params, NULL, NULL, 0);
        PGresult *result = collect(pg, sent != 0);
        if (result != NULL)
            return result;
    }
    if (diags != NULL)
        sg_pg_report(pg, diags, SG_QUERY, SG_NOWHERE);
    return NULL;
}

const sg_pg_error *sg_pg_last(const sg_pg *pg)
{
    return &pg->error;
}

sg_diag *sg_pg_report(const sg_pg *pg, sg_diags *diags, sg_code code, sg_span span)
{
    const sg_pg_error *error = &pg->error;
    sg_diag *diag = *error->sqlstate != '\0'
                        ? sg_diag_add(diags, code, span, "%s (SQLSTATE %s)", error->message, error->sqlstate)
                        : sg_diag_add(diags, code, span, "%s", error->message);
    if (error->detail != NULL)
        sg_diag_note(diags, diag, SG_NOWHERE, "detail: %s", error->detail);
    if (error->context != NULL)
        sg_diag_note(diags, diag, SG_NOWHERE, "context: %s", error->context);
    const char *hint = error->hint != NULL ? error->hint : sg_pg_explain_query(error->sqlstate, error->message);
    if (hint != NULL)
        sg_diag_hint(diags, diag, "%s", hint);
    return diag;
}

bool sg_pg_run(sg_pg *pg, const char *sql, sg_diags *diags)
{
    PGresult *result = execute(pg, sql, NULL, 0, diags);
    PQclear(result);
    return result != NULL;
}

sg_result *sg_pg_query(sg_pg *pg, const char *sql, const char *const *params, size_t count, sg_diags *diags)
{
    static const char *const none[] = {NULL};
    return (sg_result *)execute(pg, sql, params != NULL ? params : none, count, diags);
}

size_t sg_result_rows(const sg_result *result)
{
    return (size_t)PQntuples((const PGresult *)result);
}

size_t sg_result_columns(const sg_result *result)
{
    return (size_t)PQnfields((const PGresult *)result);
}

const char *sg_result_name(const sg_result *result, size_t column)
{
    return PQfname((const PGresult *)result, (int)column);
}

sg_result_type sg_result_column_type(const sg_result *result, size_t column)
{
    /* Numbers of built-in types never change. */
    enum { BOOL = 16, INT8 = 20, INT2 = 21, INT4 = 23, JSON = 114, JSONB = 3802 };
    switch (PQftype((const PGresult *)result, (int)column)) {
    case BOOL:
        return SG_RESULT_BOOLEAN;
    case INT8:
    case INT2:
    case INT4:
        return SG_RESULT_INTEGER;
    case JSON:
    case JSONB:
        return SG_RESULT_JSON;
    default:
        return SG_RESULT_TEXT;
    }
}

unsigned long long sg_result_changed(const sg_result *result)
{
    return strtoull(PQcmdTuples((PGresult *)result), NULL, 10);
}

const char *sg_result_text(const sg_result *result, size_t row, size_t column)
{
    const PGresult *rows = (const PGresult *)result;
    if (PQgetisnull(rows, (int)row, (int)column))
        return NULL;
    return PQgetvalue(rows, (int)row, (int)column);
}

void sg_result_free(sg_result *result)
{
    PQclear((PGresult *)result);
}

sg_pg_state sg_pg_where(const sg_pg *pg)
{
    switch (PQtransactionStatus(pg->conn)) {
    case PQTRANS_IDLE:
        return SG_PG_IDLE;
    case PQTRANS_INTRANS:
        return SG_PG_IN_TRANSACTION;
    case PQTRANS_INERROR:
        return SG_PG_IN_FAILED_TRANSACTION;
    default:
        return SG_PG_LOST;
    }
}

int sg_pg_server_version(const sg_pg *pg)
{
    return PQserverVersion(pg->conn);
}

size_t sg_pg_sent(const sg_pg *pg)
{
    return pg->sent;
}

bool sg_pg_is_pooled(const sg_pg *pg)
{
    return pg->pooled;
}

int sg_pg_backend(const sg_pg *pg)
{
    return pg->backend;
}

const char *sg_pg_backend_start(const sg_pg *pg)
{
    return pg->backend_start;
}

const char *sg_pg_nonce(const sg_pg *pg)
{
    return pg->nonce;
}
