/* development.h - what is done in databases for development only. */
#ifndef SG_DEVELOPMENT_H
#define SG_DEVELOPMENT_H

#include "manage.h"

/* OK when the database says of itself that it is one: schemagen.development is on. REFUSED after reporting how to mark
 * it. */
sg_status sg_development_check(sg_pg *pg, sg_diags *diags);

/* Drops all that users made in the database, the history as well, and applies all migrations, after asking. `applied`
 * as for sg_run_apply. REFUSED when the database is not marked or nobody says yes. */
sg_status sg_run_reset(sg_pg *pg, const sg_migrations *migrations, const sg_manage_options *options, sg_arena *arena,
                       sg_applied *applied, sg_diags *diags);

#endif
