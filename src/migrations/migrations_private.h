/* migrations_private.h - what the files of this room share. */
#ifndef SG_MIGRATIONS_PRIVATE_H
#define SG_MIGRATIONS_PRIVATE_H

#include "migrations.h"

struct json_object;

#define SG_SNAPSHOT_FILE "snapshot.json"
#define SG_MIGRATIONS_DIR "migrations"
/* Most bytes of a script. */
#define SG_SCRIPT_LIMIT (256u * 1024 * 1024)

/* Fills items and count from the folder; false after reporting all mistakes. */
bool sg_migrations_list(sg_migrations *migrations, sg_diags *diags);
/* Sets the paths of a migration's files; its id is known. `ending` is that of the SQL when it is a file by itself. */
void sg_migration_set_paths(const sg_migrations *migrations, sg_migration *migration, const char *ending);

/* Waits for the end of sg_migrations_look_ahead and forgets what it found. */
void sg_migrations_end_ahead(sg_migrations *migrations);

/* Applies one step of a plan to a snapshot's tree: its renames, then its merge patch or patches. False when the
 * step does not fit the tree; `*why` says what (arena memory). */
bool sg_patch_step(struct json_object *tree, struct json_object *step, sg_arena *arena, const char **why);

/* The snapshot's text that the plans lead to, one after the other (arena of `migrations`). NULL after naming the first
 * that does not begin where the one before it ends, or was edited. */
const char *sg_migrations_checked_text(const sg_migrations *migrations, sg_diags *diags);

/* Canonical text of a model, in the arena. */
const char *sg_migrations_text(sg_arena *arena, const sg_model *model);

#endif
