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
};

#endif
