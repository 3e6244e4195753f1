/* migrations_private.h - what the files of this room share. */
#ifndef SG_MIGRATIONS_PRIVATE_H
#define SG_MIGRATIONS_PRIVATE_H

#include "migrations.h"

struct json_object;

#define SG_SNAPSHOT_FILE "snapshot.json"
#define SG_MIGRATIONS_DIR "migrations"
#define SG_UP_FILE "migration.sql"
#define SG_DOWN_FILE "down.sql"
#define SG_PLAN_FILE "plan.json"

/* Applies one step of a plan to a snapshot's tree: its renames, then its merge patch or patches. False when the
 * step does not fit the tree; `*why` says what (arena memory). */
bool sg_patch_step(struct json_object *tree, struct json_object *step, sg_arena *arena, const char **why);

/* Canonical text of a model, in the arena. */
const char *sg_migrations_text(sg_arena *arena, const sg_model *model);

#endif
