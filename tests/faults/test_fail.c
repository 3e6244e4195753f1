/* Each allocation and each file operation of a run fails once: no crash, nothing torn, no report that is not true, and
 * the next run goes on. SCHEMAGEN_FAIL_STRIDE=1 takes each of them; by default it is
 * some, others with each SCHEMAGEN_SEED. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "database.h"
#include "folder.h"
#include "scenario.h"

#define DEFAULT_SEED 1
/* So many of a sort when nobody says how many. */
#define DEFAULT_SAMPLES 8

static struct counts {
    unsigned long rounds, crashed, torn, wrong, failed;
} counts;

static scenario_end run(const char *preload, const char *what)
{
    setenv("SCHEMAGEN_FAIL", what, 1);
    setenv("LD_PRELOAD", preload, 1);
    pid_t child = scenario_start(0);
    unsetenv("LD_PRELOAD");
    unsetenv("SCHEMAGEN_FAIL");
    return scenario_wait(child);
}

static void complain(const char *what, const char *how, const char *detail, const scenario_end *end)
{
    fprintf(stderr, "%s fails: %s%s\n  exit %d, applied \"%s\"\n%s", what, how, detail, end->code, end->applied,
            end->said);
}

static void fail_once(const char *preload, const char *what)
{
    scenario_clean();
    scenario_end end = run(preload, what);
    counts.rounds++;
    if (end.code < 0) {
        counts.crashed++;
        complain(what, "it crashed", "", &end);
    }
    scenario_settle();
    const char *torn = scenario_torn();
    if (torn != NULL) {
        counts.torn++;
        complain(what, "torn: ", torn, &end);
    }
    if (!scenario_is_backed(&end)) {
        counts.wrong++;
        complain(what, "the report is not true", "", &end);
    }
    scenario_end again = scenario_run(0);
    const char *differs = again.code == 0 ? scenario_differs() : "it failed";
    if (differs != NULL) {
        counts.failed++;
        complain(what, "the next run did not make it whole: ", differs, &again);
    }
}

/* How many there are in an undisturbed run; 0: they could not be counted. */
static unsigned long count_all(const char *preload, const char *sort)
{
    char what[32], text[32] = "";
    const char *path = folder_at("count.log");
    snprintf(what, sizeof what, "%s:0", sort);
    scenario_clean();
    setenv("SCHEMAGEN_FAIL_COUNT", path, 1);
    scenario_end end = run(preload, what);
    unsetenv("SCHEMAGEN_FAIL_COUNT");
    FILE *file = fopen(path, "r");
    if (file == NULL || fgets(text, sizeof text, file) == NULL || end.code != 0)
        fprintf(stderr, "cannot count: exit %d\n%s", end.code, end.said);
    if (file != NULL)
        fclose(file);
    return strtoul(text, NULL, 10);
}

static unsigned long fail_all(const char *preload, const char *sort, unsigned long seed)
{
    unsigned long count = count_all(preload, sort);
    unsigned long stride = scenario_number("SCHEMAGEN_FAIL_STRIDE", count / DEFAULT_SAMPLES + 1);
    for (unsigned long n = 1 + seed * 7 % stride; n <= count; n += stride) {
        char what[32];
        snprintf(what, sizeof what, "%s:%lu", sort, n);
        fail_once(preload, what);
    }
    printf("%s: %lu in a run, every %luth\n", sort, count, stride);
    return count;
}

int main(void)
{
    unsigned long seed = scenario_number("SCHEMAGEN_SEED", DEFAULT_SEED);
    if (!database_is_there())
        return TEST_SKIPPED;
    folder_set_up();
    folder_before_test();
    database_before_test();
    const char *preload = sg_arena_printf(database_arena, "%s/tests/fail.so", getenv("SCHEMAGEN_BUILD"));
    scenario_begin();
    bool counted = fail_all(preload, "alloc", seed) > 0;
    counted = fail_all(preload, "file", seed) > 0 && counted;
    printf("seed %lu: %lu failures: crashes %lu, torn %lu, wrong reports %lu, manual repairs %lu\n", seed,
           counts.rounds, counts.crashed, counts.torn, counts.wrong, counts.failed);
    database_after_test();
    folder_after_test();
    folder_tear_down();
    bool fine = counted && counts.rounds > 0 && counts.crashed + counts.torn + counts.wrong + counts.failed == 0;
    return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}
