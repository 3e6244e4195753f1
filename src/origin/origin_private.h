/* origin_private.h - what the files of this room share. */
#ifndef SG_ORIGIN_PRIVATE_H
#define SG_ORIGIN_PRIVATE_H

#include "origin.h"
#include "pg.h"
#include "server.h"

/* A database for scripts. */
typedef struct sg_scratch {
    const char *name;
    sg_pg *admin; /* a connection to another database of the same server */
    struct sg_scratch *next;
} sg_scratch;

struct sg_origins {
    sg_arena *arena;
    sg_origin_options options;
    sg_url url;          /* of the scratch server; value NULL: not chosen yet */
    sg_server *server;   /* the throw-away one, or NULL */
    sg_scratch *scratch; /* all databases made so far, newest first */
    unsigned made;       /* how many */
    sg_pg *pg;           /* to the live schema read last, or NULL */
};

/* The model of a connected database, which `name` names in warnings. Takes over the connection. */
sg_model *sg_origin_read_catalog(sg_origins *origins, sg_pg *pg, const char *name, sg_diags *diags);

/* Scripts: a .sql file, or a folder with such files. */
bool sg_script_is_path(const char *path);
sg_model *sg_script_run(sg_origins *origins, const char *path, sg_diags *diags);

/* A new empty database. NULL after reporting. */
sg_scratch *sg_scratch_make(sg_origins *origins, sg_diags *diags);
sg_pg *sg_scratch_connect(sg_origins *origins, const sg_scratch *scratch, sg_diags *diags);
/* Drops all of them. */
void sg_scratch_drop(sg_origins *origins);

#endif
