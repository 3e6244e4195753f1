/* lost.h - connections that are lost while something was on its way. */
#ifndef SG_LOST_H
#define SG_LOST_H

#include "arena.h"
#include "pg.h"

/* Who answers; NULL: not known. */
typedef struct sg_server {
    const char *database; /* which cluster, and which of its databases */
    const char *timeline; /* another one: a standby has taken over, and may lack what was committed last */
} sg_server;
/* To be asked outside of transactions: where the role may not see it, the question fails. */
sg_server sg_server_of(sg_pg *pg, sg_arena *arena);

/* Connects again and waits until the old session cannot do anything more; *now: who answers then. False after
 * reporting, also when that is another database than before. */
bool sg_lost_reconnect(sg_pg *pg, const sg_server *before, const volatile sig_atomic_t *stop, sg_server *now,
                       sg_arena *arena, sg_diags *diags);
/* What the connection's last failure says, in one line. */
const char *sg_lost_why(const sg_pg *pg, sg_arena *arena);
/* Reports that the truth cannot be found out. FAILED. */
sg_status sg_lost_in_doubt(const char *why, sg_diags *diags);

/* COMMIT. Where its answer is lost (`before`: who was asked to), connects again and asks what became of the
 * transaction. OK: it is committed; FAILED after reporting: it is not, or (SG_IN_DOUBT) that cannot be told. */
sg_status sg_lost_commit(sg_pg *pg, const sg_server *before, const volatile sig_atomic_t *stop, sg_arena *arena,
                         sg_diags *diags);

#endif
