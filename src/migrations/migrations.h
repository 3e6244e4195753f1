/* migrations.h - the output directory: generated/migrations/NNNN_<timestamp>_<name>/ and snapshot.json. */
#ifndef SG_MIGRATIONS_H
#define SG_MIGRATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "diag.h"
#include "model.h"

typedef struct sg_migration {
    unsigned number;       /* 1.. */
    const char *id;        /* "0001_20260111120000_init" */
    const char *timestamp; /* "20260111120000" */
    const char *name;      /* "init" */
    const char *dir;       /* path of the directory */
} sg_migration;

typedef struct sg_migrations {
    sg_arena *arena;
    const char *out;     /* "generated" */
    sg_migration *items; /* by number */
    size_t count;
} sg_migrations;

/* Recovers from an interrupted write, then lists what is there. A missing directory is an empty list.
 * Errors (two with one number, gaps, foreign names) go to `diags`; NULL then. */
sg_migrations *sg_migrations_open(const char *out, sg_diags *diags);
void sg_migrations_free(sg_migrations *migrations);

/* The snapshot as a finished model; an empty model when there is none. NULL on errors. */
sg_model *sg_migrations_snapshot(const sg_migrations *migrations, sg_diags *diags);

/* The fold of all plans (their patches, in order) as canonical snapshot text, allocated in the arena of
 * `migrations`. NULL on errors. */
const char *sg_migrations_fold(sg_migrations *migrations, sg_diags *diags);
/* Checks: fold equals snapshot.json byte for byte, and the plans' hashes form a chain. */
bool sg_migrations_check(sg_migrations *migrations, sg_diags *diags);

typedef struct sg_migration_text {
    const char *name;                        /* [a-z0-9_]{1,100} */
    time_t timestamp;                        /* UTC */
    const char *up, *down, *plan, *snapshot; /* whole files */
} sg_migration_text;

/* Number and id of the next migration (arena memory of `migrations`). */
sg_migration sg_migrations_next(const sg_migrations *migrations, const char *name, time_t timestamp);
/* Writes all four files so that they appear together. */
bool sg_migrations_write(sg_migrations *migrations, const sg_migration *next, const sg_migration_text *text,
                         sg_diags *diags);

#endif
