/* server_private.h - what the files of this room share. */
#ifndef SG_SERVER_PRIVATE_H
#define SG_SERVER_PRIVATE_H

#include <stdbool.h>
#include <sys/types.h>

#include "arena.h"
#include "server.h"

#define SG_SERVER_DATABASE "dev"

struct sg_server {
    sg_arena *arena;
    const char *url;
    pid_t supervisor;
    int life; /* its closing, by us or by our end, tells the supervisor to stop */
};

/* All that the supervisor needs, worked out before it begins. */
typedef struct sg_server_plan {
    const char *bin;      /* folder of initdb and postgres */
    const char *dir;      /* temporary directory: data/, the socket, log */
    const char *password; /* of the user postgres */
    uid_t user;           /* who runs the server */
    gid_t group;
    bool change_user; /* we are root */
} sg_server_plan;

/* The folder with initdb and postgres, or NULL. PG_BINDIR decides alone when it is set. */
const char *sg_server_find_bin(sg_arena *arena);

/* The life of the supervisor process, from initdb to the removal of the directory; never returns. Writes the
 * port, or what went wrong, as one text to `report` and closes it. Ends when `life` reports the end of file. */
_Noreturn void sg_server_supervise(const sg_server_plan *plan, int life, int report);

#endif
