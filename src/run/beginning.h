/* beginning.h - a database that has no history yet. */
#ifndef SG_BEGINNING_H
#define SG_BEGINNING_H

#include "diag.h"
#include "pg.h"

/* OK where a first run may begin; REFUSED after reporting tables that nobody has told of: the migrations may have made
 * them, and the history was dropped, or another tool has. Only the schema of unqualified names is looked at. `layout`:
 * of the migrations. */
sg_status sg_beginning_check(sg_pg *pg, const char *layout, sg_diags *diags);

#endif
