/* pair.h - the properties, checked for one pair of schemas on a server. */
#ifndef SG_PROPERTY_PAIR_H
#define SG_PROPERTY_PAIR_H

#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "model.h"
#include "pg.h"

typedef enum pair_verdict {
    PAIR_FINE,
    PAIR_UNUSABLE, /* a schema that is refused: the generator's fault */
    PAIR_REFUSED,  /* a change that PostgreSQL has no way for, and the plan says so */
    PAIR_FAILED
} pair_verdict;

typedef struct pair_result {
    pair_verdict verdict;
    const char *stage; /* of the failure: static text */
    bool rows_refused; /* the change failed on the rows, and was done without them */
    sg_buf report;
} pair_result;

/* `seed` decides on rows, the way of running, and whether the way back is tried. The database is emptied first. */
void pair_run(sg_pg *pg, const char *a, const char *b, uint64_t seed, pair_result *result);

/* rows.c: SQL functions of the session that fill tables and look at what is in them. */
bool rows_prepare(sg_pg *pg, sg_diags *diags);
bool rows_clean(sg_pg *pg, sg_diags *diags);
bool rows_fill(sg_pg *pg, sg_diags *diags);
/* Identities and versions of all catalog entries and rows: what changes when anything is written. */
const char *rows_mark(sg_pg *pg, sg_arena *arena, sg_diags *diags);
/* The columns that both models have and mean the same by, as the text that rows_content takes: under the names of
 * the first (`before`) and of the second model. */
void rows_kept(const sg_model *a, const sg_model *b, sg_buf *before, sg_buf *after);
const char *rows_content(sg_pg *pg, const char *kept, sg_arena *arena, sg_diags *diags);

#endif
