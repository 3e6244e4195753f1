/* run.h - migrations and a database: which are applied, and applying them.
 *
 * History is kept in schemagen.migrations. One runner works on a database at a
 * time, held by an advisory lock. A transactional migration and its row of
 * history are both there or both not. */
#ifndef SG_RUN_H
#define SG_RUN_H

#include "catalog.h"
#include "migrations.h"
#include "pg.h"

typedef enum sg_standing_state {
    SG_STANDING_APPLIED,
    SG_STANDING_PENDING,
    SG_STANDING_EDITED,       /* applied, and its text is another now */
    SG_STANDING_MISSING,      /* applied, and not in the directory */
    SG_STANDING_OUT_OF_ORDER, /* not applied, although a later one is */
    SG_STANDING_UNKNOWN       /* applied, and later than all of the directory */
} sg_standing_state;
/* "applied", "out of order" */
const char *sg_standing_word(sg_standing_state state);

typedef struct sg_standing_item {
    unsigned number;
    const char *id; /* "0001_20260111120000_init" */
    sg_standing_state state;
    const char *started; /* ISO 8601, UTC; NULL when it has not run */
    const char *finished;
    long long milliseconds; /* -1 when it has not run */
    unsigned steps;         /* 0 when it has not run */
    const char *tool;       /* version of schemagen that applied it, or who did, or NULL */
} sg_standing_item;

typedef struct sg_standing {
    const sg_standing_item *items; /* by number */
    size_t count;
    size_t counts[SG_STANDING_UNKNOWN + 1];
} sg_standing;

/* Where each migration stands. Writes nothing; a database without history has applied nothing.
 * OK: everything is applied; DIFFERENT: something is not, or history and directory disagree. Strings live in `arena`.
 */
sg_status sg_run_status(sg_pg *pg, const sg_migrations *migrations, sg_arena *arena, sg_standing *standing,
                        sg_diags *diags);

/* What happens, as it happens. Strings live during the call only. */
typedef enum sg_run_event_class {
    SG_RUN_WAITING,      /* for the lock; `text` names the holder */
    SG_RUN_MIGRATION,    /* one begins; `steps` is known */
    SG_RUN_STEP,         /* a step begins; `step`, `text` is its title */
    SG_RUN_STEP_NOT_RUN, /* dry run: a step outside the transaction is left out */
    SG_RUN_RETRY,        /* a step is tried again: `text` says why, `step` of `steps` tries, in `milliseconds` */
    SG_RUN_LOST,         /* the connection is lost, and made again; `text` says what happened */
    SG_RUN_PROGRESS,     /* a step takes long: since `milliseconds`; `text` says what the server does, or NULL */
    SG_RUN_DONE          /* a migration is applied (dry run: would be); `milliseconds` */
} sg_run_event_class;
typedef struct sg_run_event {
    sg_run_event_class class;
    const sg_migration *migration; /* NULL while waiting */
    unsigned step;                 /* 1.. */
    unsigned steps;
    const char *text;
    long long milliseconds;
    long long done, total; /* of what a server counts; total 0: not known */
} sg_run_event;
typedef void sg_run_listen_fn(void *context, const sg_run_event *event);

typedef struct sg_apply_options {
    bool dry_run;             /* everything in one transaction, rolled back */
    bool allow_drift;         /* somebody may have changed by hand what the applied ones made */
    bool any_order;           /* those out of order are run too, before what is pending behind them */
    unsigned to;              /* number of the last migration to run; 0: all */
    double lock_wait;         /* seconds to wait for another runner; below 0: 10 */
    double max_block;         /* seconds that a step may let other sessions wait; 0: 2, below 0: without end */
    unsigned lock_tries;      /* how often a step may fail to get its locks; 0: 12 */
    sg_run_listen_fn *listen; /* or NULL */
    void *listen_context;
    /* The place in the schema file for a JSON pointer of plan.json; NULL: errors do without. */
    sg_locate_fn *locate;
    void *locate_context;
} sg_apply_options;

typedef struct sg_applied {
    const sg_standing_item *items; /* complete ones of this run, in order */
    size_t count;
    size_t left_out; /* dry run: steps outside a transaction, which did not run */
    int signal;      /* SIGINT, SIGTERM or SIGHUP ended the run (status FAILED); 0: none. Exit code 128 + signal. */
} sg_applied;

/* Runs what is pending, in order, and stops at the first error. A connection that is lost is made again: what was in
 * doubt is read from the history, and the run goes on. While it runs SIGINT, SIGTERM and SIGHUP are caught:
 * the statement is cancelled, its transaction rolled back, the lock given back. `options` may be NULL.
 * OK; BAD_INPUT: a file cannot be read or split; FAILED: a step failed; BUSY: another runner holds the lock, or
 * sessions hold locks on tables for too long; REFUSED: history and directory disagree. Strings live in `arena`. */
sg_status sg_run_apply(sg_pg *pg, const sg_migrations *migrations, const sg_apply_options *options, sg_arena *arena,
                       sg_applied *applied, sg_diags *diags);

typedef struct sg_baseline_options {
    const char *from;   /* a tool whose history tells what is applied, "prisma"; NULL: all that `to` says */
    unsigned to;        /* number of the last migration; 0: all */
    bool none;          /* only begins a history, in which nothing is applied */
    bool accept_edited; /* files that are not as the tool applied them are taken as they are */
    double lock_wait;   /* as for apply */
} sg_baseline_options;
/* Notes migrations as applied without running them; `noted` lists those that history did not have. OK; BAD_INPUT;
 * FAILED; BUSY; REFUSED when one failed in the tool, was edited since, or is not in the directory, and when the tool
 * has no history here. Nothing is noted then. */
sg_status sg_run_baseline(sg_pg *pg, const sg_migrations *migrations, const sg_baseline_options *options,
                          sg_arena *arena, sg_applied *noted, sg_diags *diags);
/* False after reporting that the history of such a tool cannot be read. */
bool sg_run_tool_check(const char *tool, sg_diags *diags);
/* The layout of its directory; NULL: any. */
const char *sg_run_tool_layout(const char *tool);

/* Compares the database with the snapshot: OK or DIFFERENT; other statuses after reporting. `open`: as
 * sg_model.open_types of the schema file, which the snapshot does not keep. In any case the caller frees the models, to
 * which the differences point, with sg_verified_release. */
typedef struct sg_verified {
    sg_differences differences;
    sg_model *wanted, *found;
} sg_verified;
sg_status sg_run_verify(sg_pg *pg, const sg_migrations *migrations, bool open, sg_arena *arena, sg_verified *verified,
                        sg_diags *diags);
void sg_verified_release(sg_verified *verified);

#endif
