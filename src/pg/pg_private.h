/* pg_private.h - the inside of a connection, shared by the files of this room. */
#ifndef SG_PG_PRIVATE_H
#define SG_PG_PRIVATE_H

#include "libpq.h"
#include "pg.h"
#include "vec.h"

/* "n" and 16 hex digits: no other session carries the same. */
#define SG_NONCE_SIZE 18

struct sg_pg {
    PGconn *conn;
    sg_pg_options options;
    const volatile sig_atomic_t *stop;
    sg_pg_waiting_fn *waiting;
    void *waiting_context;
    PGresult *failed; /* the last failure; `error` points into it */
    sg_pg_error error;
    char nonce[SG_NONCE_SIZE];
    int backend;
    char *url, *shown, *origin, *direct, *database; /* malloc, as their copies are in `options`: to connect again */
    char *backend_start, *schema, *newer;           /* malloc */
    size_t sent;                                    /* statements */
    sg_vec planned;                                 /* const char *: the statements that this session has prepared */
    size_t plans_lost;                              /* their number before those: names are not used twice */
    bool pooled;
};

/* Why an answer is not waited for any longer. */
typedef enum sg_pg_end { SG_PG_GO_ON, SG_PG_STOPPED, SG_PG_GIVEN_UP } sg_pg_end;

/* For the files that send statements: forgets the failure before, and says whether statements may be sent at all. */
bool sg_pg_begin(sg_pg *pg);
/* The next result of what was sent, NULL at its end. `*end` goes along from call to call. */
PGresult *sg_pg_next(sg_pg *pg, sg_pg_end *end);
/* Ends a connection on which libpq and the server are out of step; it is lost from then on. */
void sg_pg_break(sg_pg *pg);
bool sg_pg_is_good(const PGresult *result);
/* The one place where failures of the server arrive. Takes over `failed`, which may be NULL. */
void sg_pg_remember(sg_pg *pg, PGresult *failed, sg_pg_end end);

/* pipeline.c: no statement counts as prepared any more. */
void sg_pg_forget_plans(sg_pg *pg);

/* connect.c: connects; the connection may be a bad one. `startup`: options for the server, "-c name=value"; NULL: none.
 * `*schema` as sg_url_for_libpq says. NULL: the URL is malformed (reported). */
PGconn *sg_pg_connect(const sg_url *url, const sg_pg_options *options, const char *startup, const char **schema,
                      sg_diags *diags);

/* Seconds that the connection, good or bad, was given to come about. */
double sg_pg_patience(PGconn *conn);

/* explain.c: the way out of failures that people meet when they connect; NULL: nothing to add to the message. */
const char *sg_pg_explain(const char *message);
/* What is the matter, in few words, where it may be over in a moment; NULL: trying again would not help. */
const char *sg_pg_passing(const char *message);
/* The same for what is said of statements. */
const char *sg_pg_explain_query(const char *sqlstate, const char *message);
/* True for what poolers say of startup options. */
bool sg_pg_is_pooler_message(const char *message);
/* What a URL that leads to a pooler tells about it; NULL: nothing. */
const char *sg_pg_pooler_mark(const char *url);

#endif
