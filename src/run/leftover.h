/* leftover.h - what statements outside of transactions leave behind when they end too early, and how to tell whether
 * one is done. */
#ifndef SG_LEFTOVER_H
#define SG_LEFTOVER_H

#include "alone.h"
#include "arena.h"
#include "pg.h"

/* How far it has come. */
typedef enum sg_leftover_state {
    SG_LEFTOVER_FAILED,  /* the question failed: sg_pg_last */
    SG_LEFTOVER_NOTHING, /* as if it had never run, as far as can be told */
    SG_LEFTOVER_DONE,
    SG_LEFTOVER_HALF, /* something is to be cleared away or finished: see sg_leftover_clear */
    SG_LEFTOVER_OTHER /* another session works on it at this moment */
} sg_leftover_state;
/* `mark` as sg_history_place_start gives it; NULL: none was noted, then an index without a name is not looked for. */
sg_leftover_state sg_leftover_find(sg_pg *pg, const sg_alone_statement *what, const char *mark);
/* Clears away what is half done, or finishes it: afterwards it is found as NOTHING or DONE. */
bool sg_leftover_clear(sg_pg *pg, sg_arena *arena, const sg_alone_statement *what, const char *mark);
/* True when the server's refusal to do it a second time says that it is done. */
bool sg_leftover_is_refusal(const sg_alone_statement *what, const char *sqlstate);

#endif
