/* tools.h - what the history tables of other tools hold. */
#ifndef SG_TOOLS_H
#define SG_TOOLS_H

#include "migrations.h"
#include "pg.h"

typedef enum sg_tool_state { SG_TOOL_APPLIED, SG_TOOL_FAILED, SG_TOOL_ROLLED_BACK } sg_tool_state;

typedef struct sg_tool_row {
    const char *key; /* the id of a migration, or its version */
    sg_tool_state state;
    const char *checksum; /* NULL: the tool keeps none */
    const char *started;  /* texts for timestamptz; NULL: not known */
    const char *finished;
    const char *log; /* what it noted about a failure, or NULL */
} sg_tool_row;

typedef struct sg_tool {
    const char *name;   /* "prisma", for --from */
    const char *layout; /* of its directory */
    const char *table;
    /* Of each row: key, state as a word, checksum, started, finished, log; in the order in which they were written.
     * %s stands for the table. */
    const char *rows;
    bool by_version; /* the key is the version, not the id */
    bool only_last;  /* one row, for the last migration; those before it are applied */
    /* NULL: there is nothing to compare. */
    bool (*same)(const sg_source *file, const char *checksum);
} sg_tool;

/* NULL: there is none of that name. */
const sg_tool *sg_tool_named(const char *name);
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
