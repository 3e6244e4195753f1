#include "watch.h"

#include <stdlib.h>

#include "clock.h"

/* Most steps are over before anybody could suffer: they need no second connection. */
#define FIRST_LOOK 0.1
#define LOOK_TIMES 10
#define LONGEST_PAUSE 0.25
#define CONNECT_TIMEOUT 3
/* Seconds. */
#define TELL_FIRST 2
#define TELL_PAUSE 1

/* Sessions of clients that are behind us in a queue, and whom we are behind. Vacuum and other workers may wait. */
static const char look_sql[] =
    "SELECT (SELECT pg_catalog.max(extract(epoch FROM pg_catalog.clock_timestamp() - l.waitstart)) "
    "FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid "
    "WHERE NOT l.granted AND a.backend_type = 'client backend' AND $1::integer = ANY "
    "(pg_catalog.pg_blocking_pids(l.pid))), "
    "(pg_catalog.pg_blocking_pids($1::integer))[1]";

static bool open_beside(sg_watch *watch)
{
    sg_pg_options options = {.connect_timeout = CONNECT_TIMEOUT, .read_only = true};
    sg_diags *quiet = sg_diags_new();
    if (sg_pg_open_beside(watch->pg, &options, quiet, &watch->beside) != SG_STATUS_OK)
        watch->blind = true;
    sg_diags_free(quiet);
    return watch->beside != NULL;
}

/* Seconds that the unluckiest has waited since the step began. */
static double look(sg_watch *watch, double now)
{
    char pid[16];
    const char *params[] = {pid};
    snprintf(pid, sizeof pid, "%d", sg_pg_backend(watch->pg));
    sg_result *row = sg_pg_query(watch->beside, look_sql, params, 1, NULL);
    if (row == NULL) {
        watch->blind = true;
        return 0;
    }
    const char *wait = sg_result_text(row, 0, 0), *blocker = sg_result_text(row, 0, 1);
    double seconds = wait != NULL ? strtod(wait, NULL) : 0;
    if (blocker != NULL)
        watch->blocker = (int)strtol(blocker, NULL, 10);
    sg_result_free(row);
    return seconds < now - watch->begun ? seconds : now - watch->begun;
}

/* Once a second, from the second one on. */
static void tell(sg_watch *watch, double now)
{
    sg_progress progress;
    if (watch->tell == NULL || now < watch->tell_next)
        return;
    bool told = sg_progress_ask(watch->beside, sg_pg_backend(watch->pg), &progress);
    watch->tell(watch->tell_context, told ? &progress : NULL, now - watch->begun);
    watch->tell_next = now + TELL_PAUSE;
}

static bool too_long(void *context)
{
    sg_watch *watch = context;
    double now = sg_clock_now(), pause = watch->budget / LOOK_TIMES;
    if (watch->blind || now < watch->next || (watch->beside == NULL && !open_beside(watch)))
        return false;
    tell(watch, now);
    watch->longest = look(watch, now);
    watch->next = now + (pause >= 0 && pause < LONGEST_PAUSE ? pause : LONGEST_PAUSE);
    /* Not later than the moment when the unluckiest will have waited for too long. */
    if (watch->budget >= 0 && now + watch->budget - watch->longest < watch->next)
        watch->next = now + watch->budget - watch->longest;
    return watch->budget >= 0 && watch->longest >= watch->budget;
}

void sg_watch_begin(sg_watch *watch)
{
    if (watch->budget < 0 && watch->tell == NULL)
        return;
    watch->begun = sg_clock_now();
    watch->next = watch->begun + (watch->budget >= 0 && watch->budget < FIRST_LOOK ? watch->budget : FIRST_LOOK);
    watch->tell_next = watch->begun + TELL_FIRST;
    watch->blocker = 0;
    sg_pg_on_wait(watch->pg, too_long, watch);
}

void sg_watch_end(sg_watch *watch)
{
    sg_pg_on_wait(watch->pg, NULL, NULL);
}

void sg_watch_close(sg_watch *watch)
{
    sg_pg_close(watch->beside);
    watch->beside = NULL;
}
