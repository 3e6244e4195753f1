/* target.h - the database that an operation works on. */
#ifndef SG_TARGET_H
#define SG_TARGET_H

#include "pg.h"
#include "session.h"

/* What every operation on a database starts from. */
typedef struct sg_target {
    sg_model *schema; /* for places in the schema file; NULL when it cannot be read */
    sg_migrations *migrations;
    sg_pg *pg;
    bool schema_optional; /* set before connecting: a schema file that is not there is no mistake */
    bool allow_pooler;    /* the same: as sg_pg_options has it */
} sg_target;

/* Reads the schema file, where there is one, and connects to the database that it or the session names; after
 * sg_session_begin. target->pg is to be closed. */
sg_status sg_target_connect(schemagen_session *session, bool read_only, sg_target *target);

#endif
