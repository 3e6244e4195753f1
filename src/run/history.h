/* history.h - schemagen.migrations, the table of what was applied, and schemagen.steps, what is committed of those that
 * are not complete.
 *
 * Every transaction that changes something for a migration writes one row here, and makes sure in it that the session
 * and the lock are still ours: without that it does not commit. */
#ifndef SG_HISTORY_H
#define SG_HISTORY_H

#include "arena.h"
#include "diag.h"
#include "pg.h"
#include "run.h"

typedef struct sg_script sg_script; /* script.h */

typedef struct sg_history_row {
    unsigned number;
    const char *id;
    const char *checksum;
    const char *started, *finished; /* ISO 8601, UTC */
    long long milliseconds;
    unsigned steps;
    const char *tool;
    const char *run;            /* the run that wrote it; NULL: not known */
    long long waited;           /* milliseconds lost waiting for locks: tries taken back, and pauses between them */
    unsigned tries;             /* that were taken back */
    unsigned long long changed; /* rows, as far as statements said */
    const char *file_hash;      /* of the bytes of its file, sg_migrations_hash; NULL: not known */
    const char *event;          /* for the log, when it is added; NULL: SG_LOG_APPLIED */
} sg_history_row;

typedef struct sg_history {
    const sg_history_row *rows; /* by number */
    size_t count;
    bool missing; /* the database has no table for it */
} sg_history;

/* All rows, in `arena`. A database without the table has none. */
bool sg_history_read(sg_pg *pg, sg_arena *arena, sg_history *history, sg_diags *diags);
/* NULL: there is no such row. */
const sg_history_row *sg_history_find(const sg_history *history, const char *id);
/* True when history holds these migrations and no others, each applied from the bytes that its file has now. False also
 * when that is not so easily told. */
bool sg_history_holds(sg_pg *pg, const sg_migrations *migrations);
/* Creates schema and tables when they are missing, and the columns that older versions did not have. */
bool sg_history_prepare(sg_pg *pg, sg_diags *diags);

/* The statement that adds a row. `row` has number, id, checksum, milliseconds and steps. Where it has no times they are
 * the server's: the migration began `milliseconds` before the transaction that is open. Its tool is this program unless
 * it says otherwise. */
sg_pg_request sg_history_insert(const sg_pg *pg, sg_arena *arena, const sg_history_row *row);
/* Gives the row what the answer of that statement says. */
void sg_history_take(sg_arena *arena, sg_history_row *row, const sg_result *answer);
/* Both at once. */
bool sg_history_add(sg_pg *pg, sg_arena *arena, sg_history_row *row, sg_diags *diags);

/* The statement that takes a row away again, with what is noted of the script's place; the log keeps it as rolled back.
 */
sg_pg_request sg_history_delete(const sg_pg *pg, sg_arena *arena, const sg_script *script);
/* Takes a row and its place away; the log keeps it, with `event`. False also when there is none. */
bool sg_history_remove(sg_pg *pg, const char *id, const char *event, sg_diags *diags);
/* Gives a row another checksum, and another hash of its file. */
bool sg_history_accept(sg_pg *pg, const char *id, const char *checksum, const char *file_hash, sg_diags *diags);
/* Forgets where a migration, or its way back, stands. */
bool sg_history_forget_place(sg_pg *pg, const char *key, sg_diags *diags);

/* The statement that notes in its transaction that the first `statements` of a script are committed although it is not
 * complete. */
sg_pg_request sg_history_place_done(const sg_pg *pg, sg_arena *arena, const char *run, const sg_script *script,
                                    size_t statements);
/* Notes that the statement which makes the first `statements` complete is about to run outside a transaction. *mark:
 * a text that the first such note got: the indexes of the table `indexed` (NULL: of none) at that time. *again: it was
 * begun before, and it is not known how far it came. */
bool sg_history_place_start(sg_pg *pg, sg_arena *arena, const char *run, const sg_script *script, size_t statements,
                            const char *indexed, const char **mark, bool *again);
/* True when an earlier start was noted and no end. */
bool sg_history_place_is_open(sg_pg *pg, sg_arena *arena, const sg_script *script, size_t statements,
                              const char **mark);

/* Where migrations that are not complete stand, the furthest place of each. */
typedef struct sg_history_place {
    const char *id;
    size_t statements;    /* 0: only one that is begun */
    const char *checksum; /* of the script up to there */
} sg_history_place;
bool sg_history_places(sg_pg *pg, sg_arena *arena, sg_history_place **places, size_t *count, sg_diags *diags);

/* The row as an item of a standing. */
sg_standing_item sg_history_item(const sg_history_row *row, sg_standing_state state);

#endif
