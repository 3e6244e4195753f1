/* pointer.h - what plan.json notes about the steps of a migration. */
#ifndef SG_POINTER_H
#define SG_POINTER_H

#include "migrations.h"

/* JSON pointer that plan.json notes for a step (1..), in `arena`. NULL when there is none: the migration or the step
 * was written by hand, or the plan cannot be read. */
const char *sg_migration_pointer(sg_arena *arena, const sg_migration *migration, unsigned step);

/* A step and what does not come back with it. */
typedef struct sg_migration_note {
    const char *title;
    const char *no_inverse; /* why not all comes back; NULL: it does */
    bool final;             /* and nothing takes it back at all */
} sg_migration_note;
/* Of all steps, in `arena`; NULL and 0 when there is no plan. */
const sg_migration_note *sg_migration_notes(sg_arena *arena, const sg_migration *migration, size_t *count);
/* True when the migration begins at what a database holds and not at the snapshot: it repairs what has drifted. */
bool sg_migration_repairs(sg_arena *arena, const sg_migration *migration);

#endif
