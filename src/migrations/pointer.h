/* pointer.h - from a step of a migration to its cause in the schema file. */
#ifndef SG_POINTER_H
#define SG_POINTER_H

#include "migrations.h"

/* JSON pointer that plan.json notes for a step (1..), in `arena`. NULL when there is none: the migration or the step
 * was written by hand, or the plan cannot be read. */
const char *sg_migration_pointer(sg_arena *arena, const sg_migration *migration, unsigned step);

#endif
