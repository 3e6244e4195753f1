/* server.h - a throw-away PostgreSQL server for trying and testing. */
#ifndef SG_SERVER_H
#define SG_SERVER_H

#include "diag.h"

typedef struct sg_server sg_server;

/* Starts a server with an empty database "dev" in a new directory under TMPDIR, on a socket there and on a free
 * port of 127.0.0.1 (with a random password), as an unprivileged user when we are root. PG_BINDIR names the folder of
 * initdb and postgres; else pg_config, the PATH and the usual places are searched.
 * A supervisor process stops it and removes the directory when sg_server_stop is called or this process ends,
 * however it ends. NULL after reporting SG0501 or SG0503. */
sg_server *sg_server_start(sg_diags *diags);
/* "postgresql://postgres:...@127.0.0.1:54321/dev": the password is only good for this server. */
const char *sg_server_url(const sg_server *server);
/* Returns when the server has ended and its directory is gone. NULL is allowed. */
void sg_server_stop(sg_server *server);

/* Runs a command with DATABASE_URL and DIRECT_URL set, passing SIGINT, SIGTERM and SIGHUP on to it. Returns its exit
 * code (128 + signal when a signal ended it, 127 when it cannot be started, after reporting SG0700). */
int sg_server_run(const sg_server *server, char *const *command, sg_diags *diags);
/* Waits for SIGINT, SIGTERM or SIGHUP, or until the server ends by itself. Returns the signal, or 0. */
int sg_server_wait(const sg_server *server);

#endif
