/* runner.h - one run of apply, shared by its files. */
#ifndef SG_RUNNER_H
#define SG_RUNNER_H

#include "run.h"
#include "script.h"
#include "vec.h"

typedef struct sg_runner {
    sg_pg *pg;
    const sg_apply_options *options;
    const volatile sig_atomic_t *stop;
    sg_arena *arena;
    sg_diags *diags;
    size_t left_out; /* steps that a dry run did not run */
    size_t unsaved;  /* first step of the transaction that is open */
} sg_runner;

/* Since a moment of sg_clock_now. */
long long sg_runner_milliseconds(double start);
/* Takes the lock that the options' wait allows for; reports why not. */
sg_status sg_runner_lock(sg_runner *runner);
/* Other tools' files leave schemas to the connection: their search_path is set. Our own say them. */
bool sg_runner_choose_schema(sg_runner *runner, const sg_script *script);

void sg_runner_tell(const sg_runner *runner, sg_run_event event);

/* Runs one step: inside the transaction that is open, or each statement by itself. FAILED or BUSY after reporting the
 * migration line, the step and the place in the schema file. *again: nothing is reported, the transaction is rolled
 * back, and the script is split so that it goes better from runner->unsaved on. */
sg_status sg_runner_step(sg_runner *runner, sg_script *script, size_t number, bool *again);

/* Reports the connection's last failure, at a statement of the step (NULL: of none). */
sg_status sg_runner_report(sg_runner *runner, const sg_script *script, const sg_script_step *step,
                           const sg_statement *statement);

/* apply.c: runs one script to its end, up or back, with its row of history. *item: the migration as it stands then. */
sg_status sg_runner_script(sg_runner *runner, sg_script *script, sg_standing_item *item);
/* Marks what earlier runs have done of scripts that they did not finish. REFUSED after reporting a script that was
 * edited since. */
sg_status sg_runner_resume(sg_runner *runner, const sg_vec *scripts);

/* pooled.c: apply through a pooler. Each migration is one transaction that takes the lock, reads the history and leaves
 * nothing behind in the session; what cannot run in one is refused before anything does. */
sg_status sg_runner_apply_pooled(sg_runner *runner, const sg_migrations *migrations, sg_applied *applied);

#endif
