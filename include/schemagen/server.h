/* server.h - a throw-away PostgreSQL server for trying and testing. */
#ifndef SCHEMAGEN_SERVER_H
#define SCHEMAGEN_SERVER_H

#include "schemagen/session.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct schemagen_server schemagen_server;

/* Starts a server with an empty database in a temporary directory, on a free loopback port and a socket, as an
 * unprivileged user when the caller is root. It ends, and its directory is removed, with schemagen_server_stop
 * or with the calling process, however that ends. PG_BINDIR says where initdb and postgres are; else
 * the PATH and the usual places are searched. */
SCHEMAGEN_API schemagen_status schemagen_server_start(schemagen_session *session, schemagen_server **server);
/* "postgresql://postgres@127.0.0.1:54321/dev"; lives as long as the server. */
SCHEMAGEN_API const char *schemagen_server_url(const schemagen_server *server);
/* Waits until the server has ended and its directory is gone; NULL is allowed. */
SCHEMAGEN_API void schemagen_server_stop(schemagen_server *server);

#ifdef __cplusplus
}
#endif

#endif
