/* golden_server.h - golden cases on a real server: scripts run as people run them, and pg_dump says what is there. */
#ifndef SG_TEST_GOLDEN_SERVER_H
#define SG_TEST_GOLDEN_SERVER_H

#include "golden_case.h"
#include "golden_plan.h"

typedef struct golden_server golden_server;

/* Connects to the server of DATABASE_URL. NULL after printing why not. */
golden_server *golden_server_open(const char *url);
void golden_server_close(golden_server *server);

/* Everything that the case promises about a server; false after printing what is otherwise. */
bool golden_server_check(golden_server *server, const golden_case *it, const golden_texts *texts);

#endif
