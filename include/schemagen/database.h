/* database.h - migrations and a live database: run them, ask about them, compare. */
#ifndef SCHEMAGEN_DATABASE_H
#define SCHEMAGEN_DATABASE_H

#include "schemagen/schema.h"
#include "schemagen/session.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum schemagen_state {
    SCHEMAGEN_APPLIED,
    SCHEMAGEN_PENDING,
    SCHEMAGEN_EDITED,       /* applied, and its text is another now */
    SCHEMAGEN_MISSING,      /* applied, and not in the directory */
    SCHEMAGEN_OUT_OF_ORDER, /* not applied, although a later one is */
    SCHEMAGEN_UNKNOWN       /* applied, and later than all of the directory */
} schemagen_state;
/* "applied", "out of order" */
SCHEMAGEN_API const char *schemagen_state_word(schemagen_state state);

/* A migration as the database and the directory know it. */
typedef struct schemagen_migration {
    unsigned number;
    const char *id; /* "0001_20260111120000_init" */
    schemagen_state state;
    const char *started; /* ISO 8601, UTC; NULL when it has not run */
    const char *finished;
    long long milliseconds; /* -1 when it has not run */
    unsigned steps;         /* 0 when it has not run */
    const char *tool;       /* version of schemagen that applied it, or who did, or NULL */
} schemagen_migration;

typedef struct schemagen_apply_options {
    bool dry_run;     /* run everything in one transaction and roll it back */
    bool any_order;   /* run migrations too that come before applied ones */
    bool allow_drift; /* go on where somebody changed by hand what the applied ones made; else SCHEMAGEN_REFUSED */
    /* A connection pooler may be in between. Then each migration is one transaction; one that needs more is
     * SCHEMAGEN_REFUSED before anything is run. */
    bool allow_pooler;
    unsigned to;         /* number of the last migration to run; 0: all */
    double lock_wait;    /* seconds to wait for another run to end before SCHEMAGEN_BUSY; below 0: 10 */
    double max_block;    /* seconds that a step may let other sessions wait; 0: 2, below 0: without end */
    unsigned lock_tries; /* how often a step may fail to get its locks before SCHEMAGEN_BUSY; 0: 12 */
} schemagen_apply_options;
typedef struct schemagen_applied {
    const schemagen_migration *migrations; /* of this run, complete ones only, in order */
    size_t count;
    size_t left_out; /* dry run: steps that need a commit, or cannot share a transaction, and did not run */
    bool dry_run;
    bool complete; /* nothing that was asked for is left to do */
    int signal;    /* SIGINT, SIGTERM or SIGHUP ended the run (SCHEMAGEN_FAILED); 0: none */
} schemagen_applied;
/* Runs the pending migrations, each in a transaction with its row of history. Those listed in `applied` are done
 * also when a later one failed. While it runs SIGINT, SIGTERM and SIGHUP cancel and roll back. `options` may be NULL.
 */
SCHEMAGEN_API schemagen_status schemagen_apply(schemagen_session *session, const schemagen_apply_options *options,
                                               schemagen_applied *applied);
SCHEMAGEN_API void schemagen_applied_print(const schemagen_applied *applied, FILE *out, schemagen_format format);

typedef struct schemagen_baseline_options {
    const char *from;   /* tool whose history tells what is applied: "prisma"; NULL: all up to `to` */
    unsigned to;        /* number of the last migration to note; 0: all */
    bool none;          /* note none: only a history is begun, where there is none */
    bool accept_edited; /* files that are not as the tool applied them are taken as they are */
    double lock_wait;   /* as for apply */
} schemagen_baseline_options;
typedef struct schemagen_baselined {
    const schemagen_migration *migrations; /* those that history did not have */
    size_t count;
    bool none;  /* that was asked for */
    int signal; /* as for apply */
} schemagen_baselined;
/* Notes migrations as applied without running them. Without a layout the session takes that of the tool.
 * SCHEMAGEN_REFUSED, and nothing noted, when one has failed, was edited or is missing. `options` may be NULL. */
SCHEMAGEN_API schemagen_status schemagen_baseline(schemagen_session *session, const schemagen_baseline_options *options,
                                                  schemagen_baselined *baselined);
SCHEMAGEN_API void schemagen_baselined_print(const schemagen_baselined *baselined, FILE *out, schemagen_format format);

typedef struct schemagen_standing {
    const schemagen_migration *migrations; /* by number */
    size_t count;
    size_t counts[SCHEMAGEN_UNKNOWN + 1]; /* by state */
} schemagen_standing;
/* Where each migration stands. SCHEMAGEN_OK when everything is applied, SCHEMAGEN_DIFFERENT otherwise. */
SCHEMAGEN_API schemagen_status schemagen_stand(schemagen_session *session, schemagen_standing *standing);
SCHEMAGEN_API void schemagen_standing_print(const schemagen_standing *standing, FILE *out, schemagen_format format,
                                            bool colour);

typedef enum schemagen_deviation_class {
    SCHEMAGEN_DEVIATION_MISSING,  /* wanted and not there */
    SCHEMAGEN_DEVIATION_UNWANTED, /* there and not wanted */
    SCHEMAGEN_DEVIATION_CHANGED
} schemagen_deviation_class;
typedef struct schemagen_deviation {
    schemagen_deviation_class what;
    const char *object;   /* "column public.members.note" */
    const char *keys;     /* changed: "type, default", keys of the schema file; else NULL */
    const char *sentence; /* the whole of it, one line */
} schemagen_deviation;
typedef struct schemagen_verified {
    const schemagen_deviation *deviations;
    size_t count;
    size_t compared; /* objects looked at */
} schemagen_verified;
/* Reads the database's catalogs and compares with the snapshot, seeds too: SCHEMAGEN_OK or SCHEMAGEN_DIFFERENT. */
SCHEMAGEN_API schemagen_status schemagen_verify(schemagen_session *session, schemagen_verified *verified);
SCHEMAGEN_API void schemagen_verified_print(const schemagen_verified *verified, FILE *out, schemagen_format format);

/* Several files of one folder, for a schema or for a kind of object each. */
typedef enum schemagen_split { SCHEMAGEN_SPLIT_NONE, SCHEMAGEN_SPLIT_SCHEMA, SCHEMAGEN_SPLIT_KIND } schemagen_split;

typedef struct schemagen_pull_options {
    schemagen_language to;
    const char *output;    /* a file, which is replaced; NULL: only the text is wanted */
    schemagen_split split; /* then `output` is a folder, and `to` is JSON */
} schemagen_pull_options;
typedef struct schemagen_pulled {
    schemagen_language to;
    const char *output;
    const char *text; /* NULL on errors */
    size_t objects;
    size_t files;     /* written */
    size_t unmanaged; /* what the database holds besides; named in a warning */
} schemagen_pulled;
/* Reads the database's catalogs and says them as a schema file. `options` may be NULL. */
SCHEMAGEN_API schemagen_status schemagen_pull(schemagen_session *session, const schemagen_pull_options *options,
                                              schemagen_pulled *pulled);
SCHEMAGEN_API void schemagen_pulled_print(const schemagen_pulled *pulled, FILE *out, schemagen_format format);

#ifdef __cplusplus
}
#endif

#endif
