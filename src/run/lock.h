/* lock.h - one runner at a time: an advisory lock of the database. */
#ifndef SG_LOCK_H
#define SG_LOCK_H

#include <signal.h>

#include "pg.h"

typedef void sg_lock_wait_fn(void *context, const char *holder);

/* Through a pooler the lock is that of the transaction, which must be open, and ends with it.
 * Polls for the lock, never waits in the server: a waiting statement would hold a snapshot, and others wait for those.
 * `waiting` is called once with a description of the holder when the first try fails. OK; BUSY when
 * `seconds` are over (reported, naming the holder); FAILED, also when *stop gets set (not reported then). */
sg_status sg_lock_take(sg_pg *pg, double seconds, const volatile sig_atomic_t *stop, sg_lock_wait_fn *waiting,
                       void *context, sg_diags *diags);
/* Gives it back; a connection that is gone has done so already. */
void sg_lock_give(sg_pg *pg);

/* Who holds the lock, described, and the process; NULL when nobody does or it cannot be told. */
const char *sg_lock_holder(sg_pg *pg, int *process, sg_diags *diags);

/* Describes the session behind a row of pg_stat_activity that `condition` selects (alias a), oldest transaction
 * first: "process 123 (psql on 10.0.0.1, idle in transaction since 12 s): SELECT ...". NULL when there is
 * none or it cannot be told. Lives in the arena of `diags`. */
const char *sg_lock_session(sg_pg *pg, const char *condition, sg_diags *diags);

#endif
