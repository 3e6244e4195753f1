/* beginning.h - a database that has no history yet. */
#ifndef SG_BEGINNING_H
#define SG_BEGINNING_H

#include "diag.h"
#include "migrations.h"
#include "pg.h"

/* OK where a first run may begin; REFUSED after reporting that there are tables which the migrations make: they have
 * run by other means, or their history was dropped. So is a history of the tool whose layout they have. Other tables
 * are nobody's business. BAD_INPUT: a migration cannot be read. */
sg_status sg_beginning_check(sg_pg *pg, const sg_migrations *migrations, sg_diags *diags);

#endif
