/* The connection is cut at every message of the protocol, in both directions, before and after delivery, by FIN and by
 * RST. SCHEMAGEN_CUT_STRIDE=1 cuts at every message; the default takes some of them, others with each SCHEMAGEN_SEED.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cutter.h"
#include "database.h"
#include "folder.h"
#include "scenario.h"

#define DEFAULT_STRIDE 23
#define DEFAULT_SEED 1

static struct counts {
    unsigned long cuts, torn, wrong, doubts, failed, longer;
} counts;

static void complain(const cutter_plan *plan, const char *what, const char *detail, const scenario_end *end)
{
    fprintf(stderr, "cut at message %lu from the %s, %s delivery, %s: %s%s\n  exit %d, applied \"%s\"\n%s",
            plan->message, plan->from == CUTTER_CLIENT ? "client" : "server", plan->deliver ? "after" : "before",
            plan->reset ? "RST" : "FIN", what, detail, end->code, end->applied, end->said);
}

static void cut_once(const cutter_plan *plan)
{
    scenario_clean();
    int port = cutter_start(scenario_host(), scenario_port(), plan);
    scenario_end end = scenario_run(port);
    if (!cutter_stop(NULL))
        return;
    counts.cuts++;
    counts.longer += scenario_settle() > 2;
    const char *torn = scenario_torn();
    if (torn != NULL) {
        counts.torn++;
        complain(plan, "torn: ", torn, &end);
    }
    counts.doubts += end.in_doubt;
    if (!end.in_doubt && !scenario_is_true(&end)) {
        counts.wrong++;
        complain(plan, "the report is not true", "", &end);
    }
    scenario_end again = scenario_run(0);
    const char *differs = again.code == 0 ? scenario_differs() : "it failed";
    if (differs != NULL) {
        counts.failed++;
        complain(plan, "the next run did not make it whole: ", differs, &again);
    }
}

static void cut_all(unsigned long stride, unsigned long first, const unsigned long sent[2])
{
    for (int way = 0; way < 8; way++) {
        cutter_plan plan = {.from = way & 1 ? CUTTER_SERVER : CUTTER_CLIENT, .deliver = way & 2, .reset = way & 4};
        for (plan.message = 1 + (first + (unsigned long)way * 5) % stride; plan.message <= sent[plan.from];
             plan.message += stride)
            cut_once(&plan);
    }
}

int main(void)
{
    unsigned long stride = scenario_number("SCHEMAGEN_CUT_STRIDE", DEFAULT_STRIDE);
    unsigned long seed = scenario_number("SCHEMAGEN_SEED", DEFAULT_SEED);
    unsigned long sent[2];
    if (!database_is_there())
        return TEST_SKIPPED;
    folder_set_up();
    folder_before_test();
    database_before_test();
    scenario_begin();
    scenario_clean();
    int port = cutter_start(scenario_host(), scenario_port(), &(cutter_plan){.message = 0});
    scenario_end end = scenario_run(port);
    cutter_stop(sent);
    if (end.code != 0)
        fprintf(stderr, "through the proxy: exit %d\n%s", end.code, end.said);
    else
        cut_all(stride, seed % stride, sent);
    printf("%lu messages from the client, %lu from the server; every %luth, seed %lu\n"
           "%lu cuts: torn %lu, wrong reports %lu, not known %lu, manual repairs %lu, sessions that outlived 2 s %lu\n",
           sent[0], sent[1], stride, seed, counts.cuts, counts.torn, counts.wrong, counts.doubts, counts.failed,
           counts.longer);
    database_after_test();
    folder_after_test();
    folder_tear_down();
    bool fine = end.code == 0 && counts.cuts > 0 && counts.torn + counts.wrong + counts.failed + counts.longer == 0;
    return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}
