/* layout.h - how tools lay out a directory of migrations; one row of facts for each. */
#ifndef SG_LAYOUT_H
#define SG_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "arena.h"

/* What an id says: "20260111120000_init" has the version 20260111120000 and the name init. */
typedef struct sg_layout_id {
    const char *version; /* the order goes by it; no two migrations have the same */
    const char *name;
} sg_layout_id;

/* How a file says that its statements are not to share a transaction: by a line that begins with `line` and holds
 * `word` behind that. */
typedef struct sg_layout_mark {
    const char *file; /* beside the SQL; NULL: in the SQL itself */
    const char *line; /* NULL: there is no such mark */
    const char *word; /* NULL: the line is enough */
    bool first;       /* only the first line counts */
} sg_layout_mark;

/* A file of the directory that names the database system. */
typedef struct sg_layout_lock {
    const char *file; /* NULL: there is none */
    const char *key, *value;
    const char *text; /* what is written */
} sg_layout_lock;

typedef struct sg_layout {
    const char *name;   /* "prisma" */
    const char *folder; /* where its tool keeps the directory; NULL: migrations/ in --out */
    const char *schema; /* the schema file when nobody says; NULL: there is none */
    bool in_folders;    /* a migration is a folder with these files; otherwise files with these endings */
    const char *up;
    const char *up_too; /* another ending, or NULL */
    const char *down;   /* NULL: the same file, behind down_line; without that there is none */
    const char *plan;
    const char *up_line, *down_line; /* lines that begin the two parts of one file; NULL: all of it is the way up */
    sg_layout_mark outside;
    sg_layout_lock lock;
    bool by_number; /* versions are numbers, with points between them or not; not texts */
    bool own;       /* ours: all files are there, numbers have no gaps, steps guard themselves */
    bool one_send;  /* its tool sends a script in one piece, which is a transaction up to a COMMIT */
    /* Takes an id apart; false when it is none. */
    bool (*read)(sg_arena *arena, const char *id, sg_layout_id *parts);
    /* The id of a new migration. NULL: such a directory is run, not written. */
    const char *(*make)(sg_arena *arena, unsigned number, time_t time, const char *name);
    const char *example; /* of an id */
} sg_layout;

/* The rows; the first is the one that is taken when nobody says. */
const sg_layout *sg_layout_table(size_t *count);
/* NULL: there is none of that name. */
const sg_layout *sg_layout_named(const char *name);

/* Order of two versions: below, equal to or above 0. */
int sg_layout_compare(const sg_layout *layout, const char *left, const char *right);

/* "20260111120000" */
const char *sg_layout_timestamp(sg_arena *arena, time_t time);

#endif
