/* migrations.h - a directory of migrations, in the layout of ours or of another tool, and snapshot.json. */
#ifndef SG_MIGRATIONS_H
#define SG_MIGRATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "diag.h"
#include "file.h"
#include "hash.h"
#include "layout.h"
#include "model.h"

typedef struct sg_migration {
    unsigned number;     /* 1.. : its place in the order */
    const char *id;      /* "0001_20260111120000_init" */
    const char *version; /* "0001": what the order goes by */
    const char *name;    /* "init" */
    const char *dir;     /* path of the folder that its files are in */
    const char *up;      /* path of the SQL */
    const char *down;    /* NULL: the layout has none; in layouts of other tools the file may be missing */
    const char *plan;    /* the same */
    const sg_layout *layout;
} sg_migration;

/* Where migrations are kept. */
typedef struct sg_place {
    const char *out;         /* the directory of the snapshot: "generated" */
    const sg_layout *layout; /* NULL: our own */
    const char *folder;      /* of the migrations; NULL: where the layout has them */
} sg_place;

typedef struct sg_migrations {
    sg_arena *arena;
    const sg_layout *layout;
    const char *out;     /* "generated" */
    const char *folder;  /* "generated/migrations" */
    const char *root;    /* holds both; what is written appears together below it */
    sg_migration *items; /* in their order */
    size_t count;
    sg_file_stamp snapshot; /* as it was before anything was read */
    struct sg_ahead *ahead; /* of sg_migrations_look_ahead; NULL: not begun */
} sg_migrations;

/* Recovers from an interrupted write, then lists what is there. A missing directory is an empty list.
 * Errors (two with one version, gaps, foreign names) go to `diags`; NULL then. */
sg_migrations *sg_migrations_open(const sg_place *place, sg_diags *diags);
void sg_migrations_free(sg_migrations *migrations);

/* "generated/snapshot.json", whether it is there or not. */
const char *sg_migrations_snapshot_path(const sg_migrations *migrations);
/* The snapshot as a finished model; an empty model when there is none. When it is not what the last plan leads to, as
 * after a merge, it is made from all plans. NULL on errors. */
sg_model *sg_migrations_snapshot(const sg_migrations *migrations, sg_diags *diags);
/* The text that should stand in snapshot.json then; NULL when it does. */
const char *sg_migrations_mended(const sg_migrations *migrations, sg_diags *diags);

/* The fold of all plans (their patches, in order) as canonical snapshot text, allocated in the arena of
 * `migrations`. NULL on errors. */
const char *sg_migrations_fold(const sg_migrations *migrations, sg_diags *diags);
/* The plans of some migrations added up, of which `taken` says by index which, without rows of seeds. A finished model
 * that the caller frees; NULL on errors. */
sg_model *sg_migrations_fold_some(const sg_migrations *migrations, const bool *taken, sg_diags *diags);
/* Checks that each plan begins where the one before it ends, and leads to what it says. Names the first that does not.
 */
bool sg_migrations_check_plans(const sg_migrations *migrations, sg_diags *diags);
/* The same, and that snapshot.json is the fold byte for byte. Layouts of other tools have migrations without plans:
 * there the snapshot is only read. */
bool sg_migrations_check(const sg_migrations *migrations, sg_diags *diags);

/* The SQL of a migration's way up, or back. */
typedef struct sg_migration_sql {
    sg_source source;              /* the whole file */
    const char *text;              /* as long as the file; blanks where it is not that way */
    bool outside;                  /* the file asks for no transaction around its statements */
    char file_hash[SG_SHA256_HEX]; /* of the bytes of the file */
} sg_migration_sql;
/* Lives in the arena of `diags`. NULL after reporting a file that cannot be read or has no way up. */
const sg_migration_sql *sg_migration_read(const sg_migration *migration, sg_diags *diags);
/* The same for the way back. NULL after reporting, naming the file that is wanted. */
const sg_migration_sql *sg_migration_read_back(const sg_migration *migration, sg_diags *diags);

/* Begins to hash the files of all ways up, while the caller does something else. They stay as they are until
 * sg_migrations_free. */
void sg_migrations_look_ahead(sg_migrations *migrations);
/* SHA-256 of the bytes that the file of a migration's way up had then, in hex. NULL: it cannot be read, or nobody has
 * looked ahead. */
const char *sg_migrations_hash(const sg_migrations *migrations, size_t index);

/* Number, id and paths of a new migration (arena memory of `migrations`). When the order goes by time, it is later than
 * the last one by a second at least. False after reporting that the last one's version leaves no room behind it. */
bool sg_migrations_next(const sg_migrations *migrations, const char *name, time_t time, sg_migration *next,
                        sg_diags *diags);
/* Whole files, which may be long: their length is known where they are made. */
typedef struct sg_file_text {
    const char *text;
    size_t length; /* bytes, without the NUL behind them */
} sg_file_text;
/* Files on their way, which appear together, with the lock file of the layout when it is not there. `next` NULL: only
 * the snapshot. Nobody else writes there until the end; who has done so since the migrations were opened is told at the
 * commit. The text of the snapshot stays as it is until then. */
typedef struct sg_migration_files sg_migration_files;
sg_migration_files *sg_migrations_begin(sg_migrations *migrations, const sg_migration *next, sg_file_text snapshot);
typedef enum sg_migration_part { SG_PART_UP, SG_PART_DOWN, SG_PART_PLAN, SG_PARTS } sg_migration_part;
/* The next piece of a file; nothing where the layout has no such file. */
void sg_migration_add(sg_migration_files *files, sg_migration_part part, const char *data, size_t length);
/* The end, one or the other. False after reporting: then nothing was changed. */
bool sg_migration_commit(sg_migration_files *files, sg_diags *diags);
void sg_migration_abandon(sg_migration_files *files);

#endif
