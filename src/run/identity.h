/* identity.h - which database a history belongs to: the log says it, in rows of an event of their own. */
#ifndef SG_IDENTITY_H
#define SG_IDENTITY_H

#include "arena.h"
#include "diag.h"
#include "pg.h"

/* "7301234567890123456/app": the system identifier and the database, the same for all ways to it. NULL when it cannot
 * be told. A transaction that is open goes on. */
const char *sg_identity_now(sg_pg *pg, sg_arena *arena);

/* OK; REFUSED after reporting that the log was begun in another database: a copy was restored, or the URL is wrong. A
 * log that says nothing, or is not there, belongs to any. FAILED. */
sg_status sg_identity_check(sg_pg *pg, sg_diags *diags);

/* Adds to the log, which must be there, which database it is, unless that is what it says last. */
bool sg_identity_note(sg_pg *pg, sg_diags *diags);

#endif
