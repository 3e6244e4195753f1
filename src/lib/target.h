/* target.h - the database that an operation works on. */
#ifndef SG_TARGET_H
#define SG_TARGET_H

#include "manage.h"
#include "pg.h"
#include "run.h"
#include "schemagen/database.h"
#include "session.h"

/* What every operation on a database starts from. */
typedef struct sg_target {
    sg_model *schema; /* for places in the schema file; NULL when it cannot be read */
    sg_migrations *migrations;
    sg_pg *pg;
    bool schema_optional; /* set before connecting: a schema file that is not there is no mistake */
    bool allow_pooler;    /* the same: as sg_pg_options has it */
    bool looks_ahead;     /* the same: the files of migrations are hashed while the connection is made */
} sg_target;

/* The first half of sg_target_connect: the schema file, where there is one. */
bool sg_target_schema(schemagen_session *session, sg_target *target);
/* Reads the schema file, where there is one, and connects to the database that it or the session names; after
 * sg_session_begin. target->pg is to be closed. */
sg_status sg_target_connect(schemagen_session *session, bool read_only, sg_target *target);

/* database.c: the session is begun, its migrations are listed, the database is connected; and the end of it. */
sg_status sg_target_open(schemagen_session *session, bool read_only, sg_target *target);
schemagen_status sg_target_close(sg_target *target, sg_status status);
/* Migrations as the public headers say them. */
const schemagen_migration *sg_target_items(schemagen_session *session, const sg_standing_item *items, size_t count);
/* The settings of the session for work on the history. */
sg_manage_options sg_target_manage(schemagen_session *session, double lock_wait);
/* tell.c: tells the session's listener what a run does; a sg_run_listen_fn. */
void sg_target_tell(void *context, const sg_run_event *event);

#endif
