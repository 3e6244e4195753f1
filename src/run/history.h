/* history.h - schemagen.migrations, the table of what was applied. */
#ifndef SG_HISTORY_H
#define SG_HISTORY_H

#include "arena.h"
#include "diag.h"
#include "pg.h"
#include "run.h"

typedef struct sg_history_row {
    unsigned number;
    const char *id;
    const char *checksum;
    const char *started, *finished; /* ISO 8601, UTC */
    long long milliseconds;
    unsigned steps;
    const char *tool;
    const char *event; /* for the log, when it is added; NULL: SG_LOG_APPLIED */
} sg_history_row;

typedef struct sg_history {
    const sg_history_row *rows; /* by number */
    size_t count;
} sg_history;

/* All rows, in `arena`. A database without the table has none. */
bool sg_history_read(sg_pg *pg, sg_arena *arena, sg_history *history, sg_diags *diags);
/* Creates schema and tables when they are missing. */
bool sg_history_prepare(sg_pg *pg, sg_diags *diags);
/* Adds a row. `row` has number, id, checksum, milliseconds and steps; where it has no times they are the server's, and
 * its tool is this program. It gets what it did not have. */
bool sg_history_add(sg_pg *pg, sg_arena *arena, sg_history_row *row, sg_diags *diags);

/* Takes a row away again; the log keeps it, with `event`. False also when there is none. */
bool sg_history_remove(sg_pg *pg, const char *id, const char *event, sg_diags *diags);
/* Gives a row another checksum. */
bool sg_history_accept(sg_pg *pg, const char *id, const char *checksum, sg_diags *diags);
/* Forgets where a migration, or its way back, stands. */
bool sg_history_forget_place(sg_pg *pg, const char *key, sg_diags *diags);

/* Notes that the first `statements` of a migration are committed although it is not complete. */
bool sg_history_keep_place(sg_pg *pg, sg_arena *arena, const char *id, size_t statements, const char *checksum);
/* Where migrations that are not complete stand, the furthest place of each. */
typedef struct sg_history_place {
    const char *id;
    size_t statements;
    const char *checksum; /* of the script up to there */
} sg_history_place;
bool sg_history_places(sg_pg *pg, sg_arena *arena, sg_history_place **places, size_t *count, sg_diags *diags);

/* The row as an item of a standing. */
sg_standing_item sg_history_item(const sg_history_row *row, sg_standing_state state);

#endif
