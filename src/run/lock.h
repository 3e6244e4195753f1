/* lock.h - one runner at a time: an advisory lock of the database. */
#ifndef SG_LOCK_H
#define SG_LOCK_H

#include <signal.h>

#include "pg.h"

/* "schemage" as a number. Advisory locks belong to a database, so one number does for all. */
#define SG_LOCK_KEY "8314604121892153189"

/* An SQL expression: `value` as long as nobody else holds the lock and the session is the one that took it, whose nonce
 * is the parameter `nonce` (null: whatever session there is); an error that says SG_LOCK_LOST_WORDS otherwise. The lock
 * is held to the end of the transaction too, so nobody can take it between this and the commit. (The clock in it keeps
 * the planner from finding the error by itself.) */
#define SG_LOCK_LOST_WORDS "the lock of the run is lost"
#define SG_LOCK_GUARD(value, nonce)                                                                    \
    "CASE WHEN pg_catalog.pg_try_advisory_xact_lock(" SG_LOCK_KEY ") AND (" nonce "::text IS NULL OR " \
    "pg_catalog.current_setting('schemagen.nonce', true) = " nonce ") THEN " value " ELSE "            \
    "pg_catalog.concat('" SG_LOCK_LOST_WORDS "', pg_catalog.clock_timestamp())::integer END"

typedef void sg_lock_wait_fn(void *context, const char *holder);

/* Through a pooler the lock is that of the transaction, which must be open, and ends with it.
 * Polls for the lock, never waits in the server: a waiting statement would hold a snapshot, and others wait for those.
 * `waiting` is called once with a description of the holder when the first try fails. OK; BUSY when
 * `seconds` are over (reported, naming the holder); FAILED, also when *stop gets set (not reported then). */
sg_status sg_lock_take(sg_pg *pg, double seconds, const volatile sig_atomic_t *stop, sg_lock_wait_fn *waiting,
                       void *context, sg_diags *diags);
/* Waits until a session is gone: that of a connection which was lost, for it may still be at work. When it has not
 * ended in `seconds` it is ended. */
void sg_lock_await_end(sg_pg *pg, int backend, const char *backend_start, double seconds);
/* Gives it back; a connection that is gone has done so already. */
void sg_lock_give(sg_pg *pg);

/* Who holds the lock, described, and the process; NULL when nobody does or it cannot be told. */
const char *sg_lock_holder(sg_pg *pg, int *process, sg_diags *diags);

/* Describes the session behind a row of pg_stat_activity that `condition` selects (alias a), oldest transaction
 * first: "process 123 (psql on 10.0.0.1, idle in transaction since 12 s): SELECT ...". NULL when there is
 * none or it cannot be told. Lives in the arena of `diags`. */
const char *sg_lock_session(sg_pg *pg, const char *condition, sg_diags *diags);

#endif
