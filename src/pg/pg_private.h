/* pg_private.h - the inside of a connection, shared by the files of this room. */
#ifndef SG_PG_PRIVATE_H
#define SG_PG_PRIVATE_H

#include "libpq.h"
#include "pg.h"

struct sg_pg {
    PGconn *conn;
    sg_pg_options options;
    const volatile sig_atomic_t *stop;
    PGresult *failed; /* the last failure; `error` points into it */
    sg_pg_error error;
    int backend;
    char *schema; /* malloc */
    size_t sent;  /* statements */
    bool pooled;
};

/* For the files that send statements: forgets the failure before, and says whether statements may be sent at all. */
bool sg_pg_begin(sg_pg *pg);
/* The next result of what was sent, NULL at its end. `*cancelled` goes along from call to call. */
PGresult *sg_pg_next(sg_pg *pg, bool *cancelled);
bool sg_pg_is_good(const PGresult *result);
/* The one place where failures of the server arrive. Takes over `failed`, which may be NULL. */
void sg_pg_remember(sg_pg *pg, PGresult *failed, bool cancelled);

/* connect.c: connects; the connection may be a bad one. `nonce`: goes along as a startup option; NULL: does not.
 * `*schema` as sg_url_for_libpq says. NULL: the URL is malformed (reported). */
PGconn *sg_pg_connect(const sg_url *url, const sg_pg_options *options, const char *nonce, const char **schema,
                      sg_diags *diags);

/* explain.c: the way out of failures that people meet when they connect; NULL: nothing to add to the message. */
const char *sg_pg_explain(const char *message);
/* The same for what is said of statements. */
const char *sg_pg_explain_query(const char *sqlstate);
/* True for what poolers say of startup options. */
bool sg_pg_is_pooler_message(const char *message);
/* What a URL that leads to a pooler tells about it; NULL: nothing. */
const char *sg_pg_pooler_mark(const char *url);

#endif
