/* ask.h - the server as judge: what texts cannot decide, it can. */
#ifndef SG_ASK_H
#define SG_ASK_H

#include "guards.h"
#include "kind.h"
#include "pg.h"

typedef struct sg_asking {
    sg_pg *pg;
    sg_guards *guards;  /* those that the open transaction has; NULL: there is none yet */
    sg_arena *arena;    /* for `answer`; NULL: that is not kept */
    const char *answer; /* what the server said last; NULL: nothing */
} sg_asking;

typedef enum sg_verdict { SG_VERDICT_SAME, SG_VERDICT_DIFFERENT, SG_VERDICT_FAILED } sg_verdict;

/* Is `object` in the database as the model has it, as far as the aspect goes? The first question opens a
 * transaction, which sg_ask_end rolls back. FAILED after reporting. */
sg_verdict sg_ask(sg_asking *asking, const sg_aspect *aspect, const sg_object *object, sg_diags *diags);
void sg_ask_end(sg_asking *asking);

#endif
