/* The runner is killed at random moments, and several run at once. SCHEMAGEN_KILLS and SCHEMAGEN_RIVALS say how often;
 * SCHEMAGEN_SEED which moments. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "database.h"
#include "folder.h"
#include "scenario.h"

#define DEFAULT_KILLS 40
#define DEFAULT_RIVALS 3
#define DEFAULT_SEED 1
#define RIVALS 10
/* What a run has after another was killed, besides the time that it needs itself. */
#define TAKE_OVER_SECONDS 2.0

static struct counts {
    unsigned long kills, ended, torn, failed, late, rivals, wrong;
    double longest;
} counts;

static double typical; /* seconds that an undisturbed run takes */

static void complain(unsigned long number, const char *what, const char *detail, const scenario_end *end)
{
    fprintf(stderr, "round %lu: %s%s\n  exit %d, applied \"%s\"\n%s", number, what, detail, end->code, end->applied,
            end->said);
}

static void check_whole(unsigned long number, const scenario_end *end)
{
    const char *differs = end->code == 0 ? scenario_differs() : "it failed";
    if (differs == NULL)
        return;
    counts.failed++;
    complain(number, "the next run did not make it whole: ", differs, end);
}

/* Every second time the next run begins at once, while the server may still be busy with the killed one. */
static void kill_once(unsigned long number)
{
    scenario_clean();
    pid_t child = scenario_start(0);
    usleep((useconds_t)(typical * 1e6 * (double)rand() / RAND_MAX));
    kill(child, SIGKILL);
    scenario_end end = scenario_wait(child);
    counts.kills++;
    counts.ended += end.code >= 0;
    if (number % 2 == 0) {
        scenario_settle();
        const char *torn = scenario_torn();
        if (torn != NULL) {
            counts.torn++;
            complain(number, "torn: ", torn, &end);
        }
    }
    scenario_end again = scenario_run(0);
    counts.longest = again.seconds > counts.longest ? again.seconds : counts.longest;
    counts.late += again.seconds > TAKE_OVER_SECONDS + 3 * typical;
    check_whole(number, &again);
}

/* Each has a folder of its own for what it says, so they are started through a shell. */
static void run_rivals(unsigned long number)
{
    scenario_clean();
    const char *command = sg_arena_printf(
        database_arena,
        "for i in $(seq %d); do (\"$SCHEMAGEN\" apply --layout sqlx --migrations '%s' --format json --lock-wait 60 "
        "--url '%s' >'%s/rival.'$i 2>'%s/rival.err.'$i || echo FAILED $? >>'%s/rival.'$i) & done; wait; "
        "cat '%s'/rival.[0-9]* | tr -d '\\n' | sed 's/{\"dryRun/\\n&/g'",
        RIVALS, folder_root, database_url.value, folder_root, folder_root, folder_root, folder_root);
    FILE *out = popen(command, "r");
    char line[8192];
    unsigned long workers = 0, ended = 0, failed = 0;
    while (out != NULL && fgets(line, sizeof line, out) != NULL) {
        ended += strstr(line, "dryRun") != NULL;
        workers += strstr(line, "\"id\"") != NULL;
        failed += strstr(line, "FAILED") != NULL;
        if (strstr(line, "FAILED") != NULL)
            fprintf(stderr, "round %lu: %s\n", number, line);
    }
    if (out != NULL)
        pclose(out);
    counts.rivals++;
    bool fine = workers == 1 && ended == RIVALS && failed == 0 && scenario_differs() == NULL;
    counts.wrong += !fine;
    if (!fine)
        fprintf(stderr, "round %lu: of %d at once %lu ended, %lu failed, %lu applied\n", number, RIVALS, ended, failed,
                workers);
}

/* The shortest of several runs: moments beyond it would find nothing to kill. */
static void measure(void)
{
    for (int i = 0; i < 5; i++) {
        scenario_clean();
        double seconds = scenario_run(0).seconds;
        typical = i == 0 || seconds < typical ? seconds : typical;
    }
}

int main(void)
{
    unsigned long kills = scenario_number("SCHEMAGEN_KILLS", DEFAULT_KILLS);
    unsigned long rivals = scenario_number("SCHEMAGEN_RIVALS", DEFAULT_RIVALS);
    unsigned long seed = scenario_number("SCHEMAGEN_SEED", DEFAULT_SEED);
    if (!database_is_there())
        return TEST_SKIPPED;
    srand((unsigned)seed);
    folder_set_up();
    folder_before_test();
    database_before_test();
    scenario_begin();
    measure();
    for (unsigned long i = 0; i < kills; i++)
        kill_once(i);
    for (unsigned long i = 0; i < rivals; i++)
        run_rivals(i);
    printf("seed %lu: %lu kills (%lu came too late): torn %lu, manual repairs %lu, slow to take over %lu, longest next "
           "run "
           "%.2f s; %lu times %d at once: wrong %lu\n",
           seed, counts.kills, counts.ended, counts.torn, counts.failed, counts.late, counts.longest, counts.rivals,
           RIVALS, counts.wrong);
    database_after_test();
    folder_after_test();
    folder_tear_down();
    return counts.torn + counts.failed + counts.late + counts.wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
