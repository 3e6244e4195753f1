/* When a step is tried again, and how patiently. */
#include <string.h>

#include "clock.h"
#include "runner.h"

/* Whoever wants a lock lets all others wait that come later, so the first tries are short. The last ones wait for
 * longer than deadlock_timeout (1 s): only then does the server take an autovacuum out of the way. */
static const struct {
    double lock_timeout, pause; /* seconds; the pause comes before the try */
} ladder[] = {
    {0.1, 0}, {0.1, 0.5}, {0.1, 0.5}, {0.3, 1}, {0.3, 1}, {0.3, 1},
    {1.5, 2}, {1.5, 2},   {1.5, 2},   {3, 4},   {3, 6},   {3, 10},
};
#define RUNGS (sizeof ladder / sizeof *ladder)

/* A conflict that does not go away after so many tries is a cause of its own. */
#define MOST_CONFLICTS 5

static const struct {
    const char *sqlstate;
    unsigned most; /* tries */
    const char *what;
} rows[] = {
    {"55P03", RUNGS, "a lock is held by another session"},
    {"40P01", MOST_CONFLICTS, "deadlock with another session"},
    {"40001", MOST_CONFLICTS, "conflict with another transaction"},
    {"26000", 2, "the script took a prepared statement away"},
};

static size_t find_row(const sg_pg_error *error)
{
    size_t i = 0;
    while (i < sizeof rows / sizeof *rows && strcmp(rows[i].sqlstate, error->sqlstate) != 0)
        i++;
    return i;
}

bool sg_retry_helps(const sg_runner *runner)
{
    const sg_pg_error *error = sg_pg_last(runner->pg);
    return !runner->within && !error->cancelled && sg_pg_where(runner->pg) != SG_PG_LOST &&
           (error->given_up || find_row(error) < sizeof rows / sizeof *rows);
}

static unsigned most_tries(const sg_runner *runner, const sg_pg_error *error)
{
    unsigned most = runner->options->lock_tries > 0 ? runner->options->lock_tries : RUNGS;
    size_t row = find_row(error);
    return !error->given_up && row < sizeof rows / sizeof *rows && rows[row].most < most ? rows[row].most : most;
}

double sg_retry_lock_timeout(const sg_runner *runner, unsigned tries)
{
    double seconds = ladder[tries < RUNGS ? tries : RUNGS - 1].lock_timeout;
    return runner->watch.budget >= 0 && runner->watch.budget < seconds ? runner->watch.budget : seconds;
}

bool sg_retry_pause(sg_runner *runner, sg_job *job, unsigned tries)
{
    const sg_pg_error *error = sg_pg_last(runner->pg);
    unsigned most = most_tries(runner, error);
    size_t row = find_row(error);
    if (tries >= most || *runner->stop != 0)
        return false;
    double pause = sg_clock_jitter(ladder[tries < RUNGS ? tries : RUNGS - 1].pause);
    const char *why = error->given_up ? "others waited for too long" : rows[row].what;
    sg_runner_tell(runner, (sg_run_event){.class = SG_RUN_RETRY,
                                          .migration = job->script->migration,
                                          .text = why,
                                          .step = tries + 1,
                                          .steps = most,
                                          .milliseconds = (long long)(pause * 1000)});
    double end = sg_clock_now() + pause;
    sg_runner_roll_back(runner);
    for (double left = pause; left > 0 && *runner->stop == 0; left = end - sg_clock_now())
        sg_clock_pause(left);
    return *runner->stop == 0;
}
