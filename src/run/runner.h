/* runner.h - one run, shared by the files that make it. */
#ifndef SG_RUNNER_H
#define SG_RUNNER_H

#include "history.h"
#include "lost.h"
#include "run.h"
#include "script.h"
#include "vec.h"
#include "watch.h"

/* Where a run is, for what is told of it from outside. */
typedef struct sg_run_place {
    const sg_apply_options *options;
    const sg_migration *migration;
    unsigned step, steps;
} sg_run_place;

typedef struct sg_runner {
    sg_pg *pg;
    const sg_apply_options *options;
    const volatile sig_atomic_t *stop;
    sg_arena *arena;
    sg_diags *diags;
    const char *run;     /* names this run in every row that it writes */
    sg_run_place *place; /* of the step that was told of last */
    sg_watch watch;
    sg_server server; /* that the run began with, from sg_runner_know_server on */
    bool within;      /* all happens in one transaction that is open: a dry run, or behind a pooler */
    bool spent;       /* a dry run came to what needs a commit: nothing more is tried */
    size_t left_out;  /* steps that a dry run did not run */
} sg_runner;

/* `options` may be NULL. To be ended with sg_runner_end; signals are caught in between. */
sg_runner sg_runner_begin(sg_pg *pg, const sg_apply_options *options, sg_arena *arena, sg_diags *diags);
/* The signal that came and ended the run, or 0. */
int sg_runner_end(sg_runner *runner, sg_status status);

/* A script that is run, and what is noted of it. */
typedef struct sg_job {
    sg_script *script;
    /* The statement that makes the script known as run. It is the last of the transaction of the last steps, so both
     * are there or both are not. `recorded` gets its answer. */
    sg_pg_request (*record)(sg_runner *runner, struct sg_job *job);
    void (*recorded)(sg_runner *runner, struct sg_job *job, const sg_result *answer);
    void *context;              /* of these two */
    double start;               /* sg_clock_now */
    double waited;              /* seconds lost with tries that were taken back, and the pauses between them */
    unsigned tries;             /* of transactions and statements that had to be made again */
    unsigned long long changed; /* rows, as far as statements say */
} sg_job;

/* Runs what is not done of a script: transactions as they come, steps outside one by one. Statuses as sg_run_apply,
 * everything is reported. In any case what the database has is what its rows in schemagen.migrations and
 * schemagen.steps say, unless the connection is lost. */
sg_status sg_job_run(sg_runner *runner, sg_job *job);

/* segment.c: statements [from, to) of a script in one transaction with the row that tells of them. *again: nothing is
 * reported, the transaction is rolled back, and the script is split so that it goes better from `from` on. */
typedef struct sg_segment {
    size_t from, to;
    const char *begin; /* the statement that opens the transaction; NULL: BEGIN */
    bool last;         /* the script is complete with it */
} sg_segment;
sg_status sg_segment_run(sg_runner *runner, sg_job *job, const sg_segment *segment, bool *again);

/* outside.c: a step whose statements cannot all share a transaction. */
sg_status sg_outside_run(sg_runner *runner, sg_job *job, size_t step);
/* True when a transaction holds them all the same: what they do may have to be committed before it is used. */
bool sg_outside_fits(const sg_script_step *step);

/* retry.c: what may go better when it is tried again. `tries` counts those that have failed. */
bool sg_retry_helps(const sg_runner *runner);
/* Seconds that the next try may wait for a lock. */
double sg_retry_lock_timeout(const sg_runner *runner, unsigned tries);
/* Pauses before the next try, and says so. False when there have been enough, or a signal came. */
bool sg_retry_pause(sg_runner *runner, sg_job *job, unsigned tries);

/* failure.c: reports the connection's last failure, at a statement of the script (NULL: of none). */
sg_status sg_runner_report(sg_runner *runner, const sg_script *script, const sg_statement *statement);
/* The step that a statement belongs to. */
const sg_script_step *sg_runner_step_of(const sg_script *script, const sg_statement *statement);

void sg_runner_tell(const sg_runner *runner, sg_run_event event);
void sg_runner_tell_step(const sg_runner *runner, const sg_script *script, const sg_script_step *step,
                         sg_run_event_class class);
/* Since a moment of sg_clock_now. */
long long sg_runner_milliseconds(double start);
/* Takes the lock that the options' wait allows for; reports why not. */
sg_status sg_runner_lock(sg_runner *runner);
/* Other tools' files leave schemas to the connection: their search_path is set. Our own say them. */
bool sg_runner_choose_schema(sg_runner *runner, const sg_script *script);
/* Rolls back what is open, also when a signal came. */
void sg_runner_roll_back(sg_runner *runner);

/* lost.c: notes who answers; a new connection in place of the one that is lost (sg_lost_reconnect). *same: false when a
 * standby has taken over. */
void sg_runner_know_server(sg_runner *runner);
bool sg_runner_reconnect(sg_runner *runner, const char *why, bool *same);

/* pending.c: the scripts that are to run, read and judged before any of them does. */
sg_status sg_runner_pending(sg_runner *runner, const sg_migrations *migrations, const sg_standing *standing,
                            sg_vec *scripts);
/* Marks in the scripts what an earlier run has committed of them. */
sg_status sg_runner_resume(sg_runner *runner, const sg_vec *scripts);

/* record.c: runs one script to its end, up or back, and makes it known; tells of its beginning and not of its end.
 * *item: the migration as it stands then. */
sg_status sg_runner_script(sg_runner *runner, sg_script *script, sg_standing_item *item);
/* Tells that a migration is done. */
void sg_runner_tell_done(const sg_runner *runner, const sg_migration *migration, const sg_standing_item *item);

/* pooled.c: apply through a pooler. Each migration is one transaction that takes the lock, reads the history and leaves
 * nothing behind in the session; what cannot run in one is refused before anything does. */
sg_status sg_runner_apply_pooled(sg_runner *runner, const sg_migrations *migrations, sg_applied *applied);

#endif
