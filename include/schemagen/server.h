/* server.h - a throw-away PostgreSQL server for trying and testing. */
#ifndef SCHEMAGEN_SERVER_H
#define SCHEMAGEN_SERVER_H

#include "schemagen/session.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct schemagen_server schemagen_server;

/* Starts a server with an empty database in a temporary directory, on a free loopback port, as an unprivileged
 * user when the caller is root. It ends, and its directory is removed, with schemagen_server_stop or with the
 * calling process, however that ends. PG_BINDIR says where initdb and postgres are; else pg_config, the PATH
 * and the usual places are searched. */
SCHEMAGEN_API schemagen_status schemagen_server_start(schemagen_session *session, schemagen_server **server);
/* With its password, which is random and good for this server only; lives as long as the server. */
SCHEMAGEN_API const char *schemagen_server_url(const schemagen_server *server);
/* Runs a command (ended by NULL) with DATABASE_URL and DIRECT_URL set, passing SIGINT, SIGTERM and SIGHUP on to it.
 * `*exit_code`: that of the command, 128 + signal when a signal ended it, 127 when it cannot be started. */
SCHEMAGEN_API schemagen_status schemagen_server_run(schemagen_session *session, const schemagen_server *server,
                                                    char *const *command, int *exit_code);
/* Waits for SIGINT, SIGTERM or SIGHUP. SCHEMAGEN_FAILED when the server ends by itself before. */
SCHEMAGEN_API schemagen_status schemagen_server_wait(schemagen_session *session, const schemagen_server *server);
/* Returns when the server has ended and its directory is gone; NULL is allowed. */
SCHEMAGEN_API void schemagen_server_stop(schemagen_server *server);

#ifdef __cplusplus
}
#endif

#endif
