/* origin.h - where a schema comes from. One text names it, whatever it is: a schema file, a snapshot, .prisma files,
 * a migrations directory, SQL scripts, a database. */
#ifndef SG_ORIGIN_H
#define SG_ORIGIN_H

#include "arena.h"
#include "diag.h"
#include "model.h"
#include "pg.h"

/* What the reading of several schemas shares: the scratch server for SQL scripts. */
typedef struct sg_origins sg_origins;

typedef struct sg_origin_options {
    bool verbatim;           /* expressions of live schemas stay as servers write them: all that is read is live */
    const char *scratch_url; /* server where scratch databases may be made, or env(NAME); NULL: a throw-away one */
    /* One line about what takes its time; NULL: nobody listens. */
    void (*talk)(void *context, const char *line);
    void *talk_context;
} sg_origin_options;

/* `options` are copied, the texts in them live longer than the origins. */
sg_origins *sg_origins_new(const sg_origin_options *options);
/* Removes what was made for scratch. NULL is allowed. */
void sg_origins_free(sg_origins *origins);

/* The model of what `written` names; the caller frees it. NULL after reporting. Secrets of a URL go to
 * sg_diags_redact before anything is said about it. */
sg_model *sg_origin_read(sg_origins *origins, const char *written, sg_diags *diags);

/* The connection to the database of the live schema that was read last; NULL: none was. It ends with the origins. */
sg_pg *sg_origins_pg(const sg_origins *origins);

/* True when a server tells what is there: a database, or scripts that run in one. Then all texts are the server's. */
bool sg_origin_is_live(const char *written);

#endif
