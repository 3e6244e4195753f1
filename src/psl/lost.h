/* lost.h - what a Prisma schema says that is not about the database, and that a schema.json has no place for. */
#ifndef SG_PSL_LOST_H
#define SG_PSL_LOST_H

#include "ast.h"

/* One warning for each block that loses something, and one for the comments outside of blocks. The schema is a valid
 * one. */
void sg_psl_tell_lost(const sg_psl_schema *schema, sg_diags *diags);

#endif
