/* origin_private.h - what the files of this room share. */
#ifndef SG_ORIGIN_PRIVATE_H
#define SG_ORIGIN_PRIVATE_H

#include "origin.h"
#include "pg.h"
#include "server.h"

struct sg_origins {
    sg_arena *arena;
    sg_origin_options options;
    sg_url url;        /* of the scratch server; value NULL: not chosen yet */
    sg_server *server; /* the throw-away one, or NULL */
    unsigned made;     /* scratch databases so far */
};

/* The model of a connected database, which `name` names in warnings. */
sg_model *sg_origin_read_catalog(const sg_origins *origins, sg_pg *pg, const char *name, sg_diags *diags);

/* Scripts: a .sql file, or a folder with such files. */
bool sg_script_is_path(const char *path);
sg_model *sg_script_run(sg_origins *origins, const char *path, sg_diags *diags);

/* An empty database that is dropped by sg_scratch_close. False after reporting. */
typedef struct sg_scratch {
    const char *name;
    sg_pg *admin; /* a connection to another database of the same server */
} sg_scratch;
bool sg_scratch_open(sg_origins *origins, sg_scratch *scratch, sg_diags *diags);
sg_pg *sg_scratch_connect(sg_origins *origins, const sg_scratch *scratch, sg_diags *diags);
void sg_scratch_close(sg_scratch *scratch);

#endif
