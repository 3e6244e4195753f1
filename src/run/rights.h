/* rights.h - what the role may do, asked before the first change. */
#ifndef SG_RIGHTS_H
#define SG_RIGHTS_H

#include "diag.h"
#include "pg.h"
#include "vec.h"

/* Looks in the scripts (sg_script *, in their order) for statements that need a right, as far as the beginning of a
 * statement tells it, and asks the server for all of them in one query. OK; REFUSED after reporting each right that is
 * missing, with the GRANT that gives it; FAILED. What an earlier script is going to make is not asked about, nor what
 * stands behind a change of the role. */
sg_status sg_rights_check(sg_pg *pg, const sg_vec *scripts, sg_diags *diags);

#endif
