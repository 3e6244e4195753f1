/* pg.h - a connection to PostgreSQL. The only room that sees libpq.
 *
 * All statements pass through one function, all server errors through another.
 * Every function that takes a sink reports its failure there once; NULL instead
 * of a sink keeps the failure in sg_pg_last for the caller to judge. */
#ifndef SG_PG_H
#define SG_PG_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "url.h"

/* How an operation on a database ended; the values are the exit codes of the command. */
typedef enum sg_status {
    SG_STATUS_OK = 0,
    SG_STATUS_FAILED = 1,
    SG_STATUS_BAD_INPUT = 2,
    SG_STATUS_DIFFERENT = 3,
    SG_STATUS_BUSY = 4,
    SG_STATUS_REFUSED = 5
} sg_status;

typedef struct sg_pg sg_pg;
typedef struct sg_result sg_result;

/* Told of a connection that does not come about at once, in one line. */
typedef void sg_pg_tell_fn(void *context, const char *text);

typedef struct sg_pg_options {
    double connect_timeout; /* seconds; 0: 10 */
    double lock_timeout;    /* seconds a statement waits for a lock; 0: 5, below 0: without end */
    bool read_only;         /* transactions cannot write */
    const char *database;   /* instead of the one that the URL names; NULL: that one */
    bool allow_pooler;      /* a pooler in between is taken, see sg_pg_is_pooled */
    bool primary;           /* of several hosts the one that takes changes; a standby is refused */
    /* Not NULL: a server that is starting, or has no connection free, is asked again for as long as connect_timeout
     * says, and this is told of it. */
    sg_pg_tell_fn *tell;
    void *tell_context;
} sg_pg_options;

/* Says that a connection will be opened soon: what that needs is loaded meanwhile, beside other work. */
void sg_pg_prepare(void);

/* Connects, refuses poolers, and sets up the session (encodings, quoting, timeouts, search_path "public").
 * `options` may be NULL. On success *pg is to be closed with sg_pg_close, else it is NULL. FAILED: cannot connect
 * (SG0501); BAD_INPUT: the URL is malformed; REFUSED: there is a pooler in between (SG0504). */
sg_status sg_pg_open(const sg_url *url, const sg_pg_options *options, sg_diags *diags, sg_pg **pg);
/* NULL is allowed. */
void sg_pg_close(sg_pg *pg);

/* Another connection to the same database, set up in the same way except for `options` (and to a primary where the
 * first one is). FAILED after reporting. */
sg_status sg_pg_open_beside(const sg_pg *pg, const sg_pg_options *options, sg_diags *diags, sg_pg **opened);
/* A new connection in place of the one that is lost; who holds `pg` goes on with it. A server that is not there, or
 * not ready, is tried again until `seconds` are over or *stop of sg_pg_stop_at gets set. */
bool sg_pg_reconnect(sg_pg *pg, double seconds, sg_diags *diags);

/* Sets the session up again, after statements that may have changed its settings. */
bool sg_pg_reset(sg_pg *pg, sg_diags *diags);

/* True when a pooler is in between: each transaction may meet another session of the server. So nothing is set up, and
 * nothing holds beyond a transaction, which begins with sg_pg_begin_pooled. */
bool sg_pg_is_pooled(const sg_pg *pg);
/* BEGIN, and the settings of a session for as long as the transaction lasts. */
bool sg_pg_begin_pooled(sg_pg *pg, sg_diags *diags);

/* Statements are cancelled as soon as *stop is not 0 (a signal handler sets it); NULL: never. */
void sg_pg_stop_at(sg_pg *pg, const volatile sig_atomic_t *stop);
/* Called about every 50 ms while an answer is awaited; true: the statement is cancelled. NULL: not any more. */
typedef bool sg_pg_waiting_fn(void *context);
void sg_pg_on_wait(sg_pg *pg, sg_pg_waiting_fn *waiting, void *context);

/* What the server said about the last failure. Strings live until the next statement; NULL: not said. */
typedef struct sg_pg_error {
    const char *sqlstate; /* "42P01"; "" when the connection failed */
    const char *message;
    const char *detail;
    const char *hint;
    const char *context;
    size_t position; /* 1-based character in the statement, 0: not said */
    bool cancelled;  /* by *stop */
    bool given_up;   /* by the function of sg_pg_on_wait */
    size_t request;  /* sg_pg_batch: number of the one that failed, from 0 */
} sg_pg_error;
const sg_pg_error *sg_pg_last(const sg_pg *pg);
/* Adds the last failure to a sink: message and SQLSTATE at `span`, then detail, context as notes and the hint; where
 * the server has none, what is known from practice about such failures. */
sg_diag *sg_pg_report(const sg_pg *pg, sg_diags *diags, sg_code code, sg_span span);

/* Runs one statement (or, without parameters, several) and forgets its rows. */
bool sg_pg_run(sg_pg *pg, const char *sql, sg_diags *diags);
/* One statement with text parameters (NULL: null), its rows as text. NULL on failure; free with sg_result_free. */
sg_result *sg_pg_query(sg_pg *pg, const char *sql, const char *const *params, size_t count, sg_diags *diags);
/* Statements of a batch. */
typedef struct sg_pg_request {
    const char *sql;
    const char *const *params; /* as of sg_pg_query; NULL: none */
    size_t param_count;
    bool sync;  /* ends a part of the batch: what follows runs whether this part failed or not */
    bool flush; /* its answer is wanted at once, not with those of its part */
    bool again; /* it comes again and again: the server plans it once for the session (the text must live as long) */
} sg_pg_request;
typedef void sg_pg_answered_fn(void *context, size_t request, const sg_result *result);
/* Sends all at once and reads the answers in order, telling those that are good. One that fails takes the rest of its
 * part along. A part without an own BEGIN is one transaction. False when one failed: sg_pg_last says which was the
 * first. COPY cannot be among them. `answered` may be NULL. */
bool sg_pg_batch(sg_pg *pg, const sg_pg_request *requests, size_t count, sg_pg_answered_fn *answered, void *context);

/* The statements of sg_pg_reset, for a batch; their number is returned. They live as long as the connection. */
enum { SG_PG_RESET_REQUESTS = 2 };
size_t sg_pg_add_reset(const sg_pg *pg, sg_pg_request requests[SG_PG_RESET_REQUESTS]);

size_t sg_result_rows(const sg_result *result);
size_t sg_result_columns(const sg_result *result);
/* Valid until the result is freed. */
const char *sg_result_name(const sg_result *result, size_t column);
/* What the texts of a column are. */
typedef enum sg_result_type { SG_RESULT_TEXT, SG_RESULT_BOOLEAN, SG_RESULT_INTEGER, SG_RESULT_JSON } sg_result_type;
sg_result_type sg_result_column_type(const sg_result *result, size_t column);
/* Rows that a statement changed; 0 for statements that do not say. */
unsigned long long sg_result_changed(const sg_result *result);
/* NULL for null. Valid until the result is freed. */
const char *sg_result_text(const sg_result *result, size_t row, size_t column);
void sg_result_free(sg_result *result);

/* Where the connection stands. */
typedef enum sg_pg_state { SG_PG_IDLE, SG_PG_IN_TRANSACTION, SG_PG_IN_FAILED_TRANSACTION, SG_PG_LOST } sg_pg_state;
sg_pg_state sg_pg_where(const sg_pg *pg);

/* The schema that the URL names as the one of unqualified names (Prisma's `schema`), or NULL. */
const char *sg_pg_schema(const sg_pg *pg);

/* 150020 */
int sg_pg_server_version(const sg_pg *pg);
/* Statements sent so far, to see what an operation costs. */
size_t sg_pg_sent(const sg_pg *pg);
/* Backend process id, as the server itself says it, and when it began, as a text for timestamptz. */
int sg_pg_backend(const sg_pg *pg);
const char *sg_pg_backend_start(const sg_pg *pg);
/* What the setting schemagen.nonce of this session holds, and of no other. */
const char *sg_pg_nonce(const sg_pg *pg);

#endif
