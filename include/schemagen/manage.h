/* manage.h - the way back, and work on the history of a database. */
#ifndef SCHEMAGEN_MANAGE_H
#define SCHEMAGEN_MANAGE_H

#include "schemagen/database.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Which migrations are taken back; one of the three. All 0: the last one that is applied. */
typedef struct schemagen_rollback_options {
    unsigned from;    /* this number and all behind it */
    unsigned to;      /* all behind this number */
    unsigned steps;   /* so many, from the last */
    double lock_wait; /* as for apply */
} schemagen_rollback_options;
typedef struct schemagen_rolled_back {
    const schemagen_migration *migrations; /* those that were taken back, in that order */
    size_t count;
    bool complete; /* nothing that was asked for is left to do */
    int signal;    /* as for apply */
} schemagen_rolled_back;
/* Runs the ways back of applied migrations, the last one first. Asks before, telling what data is lost.
 * SCHEMAGEN_REFUSED, and nothing done, when nobody says yes or one of them has no way back. `options` may be NULL. */
SCHEMAGEN_API schemagen_status schemagen_rollback(schemagen_session *session, const schemagen_rollback_options *options,
                                                  schemagen_rolled_back *rolled_back);
SCHEMAGEN_API void schemagen_rolled_back_print(const schemagen_rolled_back *rolled_back, FILE *out,
                                               schemagen_format format);

typedef struct schemagen_resolve_options {
    const char *migration; /* its id or number */
    bool is_applied;       /* what is to be said of it */
    double lock_wait;
} schemagen_resolve_options;
/* Says of one migration that it is applied, or not, without running anything. SCHEMAGEN_REFUSED when that is so
 * already.
 */
SCHEMAGEN_API schemagen_status schemagen_resolve(schemagen_session *session, const schemagen_resolve_options *options,
                                                 schemagen_migration *resolved);
SCHEMAGEN_API void schemagen_resolved_print(const schemagen_migration *resolved, FILE *out, schemagen_format format);

typedef struct schemagen_repaired {
    const schemagen_migration *migrations; /* edited since they were applied */
    size_t count;
    size_t faults; /* of a history that was changed by hand */
    bool accepted;
} schemagen_repaired;
/* Takes edited migrations and a history that was changed by hand as they are now. Without `accept` it only tells:
 * SCHEMAGEN_DIFFERENT when there is something. */
SCHEMAGEN_API schemagen_status schemagen_repair(schemagen_session *session, bool accept, double lock_wait,
                                                schemagen_repaired *repaired);
SCHEMAGEN_API void schemagen_repaired_print(const schemagen_repaired *repaired, FILE *out, schemagen_format format);

/* Ends the session that holds the lock of a run, after asking. `process`: only when it is this one; 0: any. `*ended`
 * describes it; NULL: nobody held the lock. SCHEMAGEN_BUSY when it does not end. */
SCHEMAGEN_API schemagen_status schemagen_unlock(schemagen_session *session, unsigned process, double lock_wait,
                                                const char **ended);
SCHEMAGEN_API void schemagen_unlocked_print(const char *ended, FILE *out, schemagen_format format);

/* One thing that happened to the history. */
typedef struct schemagen_event {
    long long position;
    const char *event; /* "applied", "rolled back", ... */
    unsigned number;
    const char *id;
    const char *at; /* ISO 8601, UTC */
    const char *by; /* role */
    const char *tool;
    const char *checksum;
    const char *chain;      /* hash of this and all events before */
    long long milliseconds; /* -1: nothing ran */
} schemagen_event;
typedef struct schemagen_history {
    const schemagen_event *events; /* in order */
    size_t count;
} schemagen_history;
/* All that happened. SCHEMAGEN_REFUSED when log and history do not fit together; the events are there all the same. */
SCHEMAGEN_API schemagen_status schemagen_history_read(schemagen_session *session, schemagen_history *history);
SCHEMAGEN_API void schemagen_history_print(const schemagen_history *history, FILE *out, schemagen_format format);

/* The last migration that is applied; its id is NULL when there is none. */
SCHEMAGEN_API schemagen_status schemagen_current(schemagen_session *session, schemagen_migration *current);
SCHEMAGEN_API void schemagen_current_print(const schemagen_migration *current, FILE *out, schemagen_format format);

#ifdef __cplusplus
}
#endif

#endif
