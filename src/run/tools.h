/* tools.h - what the history tables of other tools hold. */
#ifndef SG_TOOLS_H
#define SG_TOOLS_H

#include "migrations.h"
#include "pg.h"

typedef enum sg_tool_state { SG_TOOL_APPLIED, SG_TOOL_FAILED, SG_TOOL_ROLLED_BACK } sg_tool_state;

typedef struct sg_tool_row {
    const char *key;
    sg_tool_state state;
    const char *checksum; /* NULL: the tool keeps none */
    const char *started;  /* texts for timestamptz; NULL: not known */
    const char *finished;
    const char *log; /* what it noted about a failure, or NULL */
    bool up_to;      /* it speaks for all before it as well, */
    bool fileless;   /* and has no file itself */
} sg_tool_row;

/* What the key of a row is. */
typedef enum sg_tool_key {
    SG_TOOL_BY_ID,      /* the id of a migration */
    SG_TOOL_BY_VERSION, /* its version */
    SG_TOOL_BY_PLACE,   /* its place in the order, from 1 */
    SG_TOOL_BY_NOTHING  /* a version of the tool's own: its files are none that can be run here, so that all that the
                         * directory holds counts as applied */
} sg_tool_key;

typedef struct sg_tool {
    const char *name;   /* "prisma", for --from */
    const char *layout; /* of its directory; NULL: any */
    const char *table;
    /* Of each row: key, state as a word, checksum, started, finished, log; in the order in which they were written.
     * %s stands for the table. */
    const char *rows;
    sg_tool_key key;
    /* NULL: there is nothing to compare. */
    bool (*same)(const sg_source *file, const char *checksum);
} sg_tool;

/* NULL: there is none of that name. */
const sg_tool *sg_tool_named(const char *name);
/* A tool whose table is in the database, if possible one whose directories have the layout; NULL: none is. */
const char *sg_tool_found(sg_pg *pg, const char *layout);
/* "prisma, sqlx, ..." */
const char *sg_tool_names(sg_arena *arena);

typedef struct sg_tool_history {
    const char *table; /* with its schema, quoted */
    const sg_tool_row *rows;
    size_t count;
} sg_tool_history;
/* Strings live in `arena`. OK; FAILED; REFUSED after reporting that the table is not there, or there twice. */
sg_status sg_tool_read(const sg_tool *tool, sg_pg *pg, sg_arena *arena, sg_tool_history *history, sg_diags *diags);

#endif
