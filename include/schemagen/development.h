/* development.h - what is done in databases for development only.
 *
 * A database says of itself that it is one: ALTER DATABASE name SET schemagen.development = 'on'. In others all of this
 * is SCHEMAGEN_REFUSED. A throw-away server (server.h) is marked. */
#ifndef SCHEMAGEN_DEVELOPMENT_H
#define SCHEMAGEN_DEVELOPMENT_H

#include "schemagen/change.h"
#include "schemagen/database.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Drops all of the database, the history as well, and applies all migrations, after asking. */
SCHEMAGEN_API schemagen_status schemagen_reset(schemagen_session *session, double lock_wait,
                                               schemagen_applied *applied);

typedef struct schemagen_pushed {
    const schemagen_plan *plan; /* what was to be done; NULL on errors */
    size_t done;                /* steps */
    bool dry_run;
} schemagen_pushed;
/* Makes the database what the schema file says, without a migration. Asks before steps that lose data. `dry_run`: only
 * the plan is made. */
SCHEMAGEN_API schemagen_status schemagen_push(schemagen_session *session, bool dry_run, double lock_wait,
                                              schemagen_pushed *pushed);
SCHEMAGEN_API void schemagen_pushed_print(const schemagen_pushed *pushed, FILE *out, schemagen_format format,
                                          bool colour);

#ifdef __cplusplus
}
#endif

#endif
