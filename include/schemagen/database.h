/* database.h - migrations and a live database: run them, ask about them, compare. */
#ifndef SCHEMAGEN_DATABASE_H
#define SCHEMAGEN_DATABASE_H

#include "schemagen/session.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A migration as the database and the directory know it. */
typedef struct schemagen_migration {
    unsigned number;
    const char *id;          /* "0001_20260111120000_init" */
    const char *state;       /* "applied", "pending", "edited", "missing" */
    const char *finished_at; /* ISO 8601, UTC; NULL when it has not run */
    long long milliseconds;  /* it took; -1 when it has not run */
} schemagen_migration;
typedef struct schemagen_migration_list {
    const schemagen_migration *items; /* by number */
    size_t count;
} schemagen_migration_list;

typedef struct schemagen_apply_options {
    bool dry_run;     /* run everything in one transaction and roll it back */
    unsigned to;      /* last migration to run; 0: all */
    double lock_wait; /* seconds to wait for another run to end before SCHEMAGEN_BUSY; below 0: the default */
} schemagen_apply_options;
typedef struct schemagen_applied {
    schemagen_migration_list migrations; /* those of this run, complete ones only */
    bool dry_run;
} schemagen_applied;
/* Runs the pending migrations. Those listed in `applied` are done also when a later one failed.
 * `options` may be NULL. */
SCHEMAGEN_API schemagen_status schemagen_apply(schemagen_session *session, const schemagen_apply_options *options,
                                               schemagen_applied *applied);
SCHEMAGEN_API void schemagen_applied_print(const schemagen_applied *applied, FILE *out, schemagen_format format);

typedef struct schemagen_standing {
    schemagen_migration_list migrations;
    size_t applied, pending, edited, missing;
} schemagen_standing;
/* What is applied and what is not. SCHEMAGEN_OK when everything is applied, SCHEMAGEN_DIFFERENT otherwise. */
SCHEMAGEN_API schemagen_status schemagen_status_read(schemagen_session *session, schemagen_standing *standing);
SCHEMAGEN_API void schemagen_standing_print(const schemagen_standing *standing, FILE *out, schemagen_format format,
                                            bool colour);

typedef struct schemagen_verified {
    const char *const *differences; /* one sentence each, naming the object */
    size_t count;
    size_t objects; /* compared */
} schemagen_verified;
/* Reads the database's catalogs and compares with the snapshot, seeds too: SCHEMAGEN_OK or SCHEMAGEN_DIFFERENT. */
SCHEMAGEN_API schemagen_status schemagen_verify(schemagen_session *session, schemagen_verified *verified);
SCHEMAGEN_API void schemagen_verified_print(const schemagen_verified *verified, FILE *out, schemagen_format format);

#ifdef __cplusplus
}
#endif

#endif
