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
};

/* For the files that send statements: forgets the failure before, and says whether statements may be sent at all. */
bool sg_pg_begin(sg_pg *pg);
/* The next result of what was sent, NULL at its end. `*cancelled` goes along from call to call. */
PGresult *sg_pg_next(sg_pg *pg, bool *cancelled);
bool sg_pg_is_good(const PGresult *result);
/* The one place where failures of the server arrive. Takes over `failed`, which may be NULL. */
void sg_pg_remember(sg_pg *pg, PGresult *failed, bool cancelled);

#endif
