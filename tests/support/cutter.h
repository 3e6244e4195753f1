/* cutter.h - a proxy that cuts a connection to PostgreSQL at one message of the protocol. */
#ifndef SG_TEST_CUTTER_H
#define SG_TEST_CUTTER_H

#include <stdbool.h>

typedef enum cutter_side { CUTTER_CLIENT, CUTTER_SERVER } cutter_side;

typedef struct cutter_plan {
    cutter_side from;      /* who sends the message */
    unsigned long message; /* 1.. counted from `from` over all connections; 0: nothing is cut */
    bool deliver;          /* the message arrives, and what it makes the server do is done */
    bool reset;            /* RST instead of FIN */
} cutter_plan;

/* Starts the proxy as a process of its own. Returns the port it listens on at 127.0.0.1; it ends this process when it
 * cannot. */
int cutter_start(const char *server_host, int server_port, const cutter_plan *plan);
/* Ends it. `sent`: how many messages came from either side; may be NULL. Returns true when it has cut. */
bool cutter_stop(unsigned long sent[2]);

#endif
