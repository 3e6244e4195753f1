/* Random pairs of schemas and what must be true of every change between two of them.
 *
 *   SCHEMAGEN_PROPERTY_PAIRS  how many (default 200)
 *   SCHEMAGEN_PROPERTY_ALL    all kinds of objects, not only those that a file of tables has
 *   SCHEMAGEN_SEED            where to begin (default: by the clock); pair n of a run has the seed n more
 *   SCHEMAGEN_PROPERTY_SHOW   print the schemas of the first pair, and nothing else; as for a server of the major
 *                             version SCHEMAGEN_PROPERTY_SERVER (15)
 *
 * Needs DATABASE_URL; each process works in databases of its own. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "draft.h"
#include "pair.h"
#include "shrink.h"
#include "text.h"

enum { MAX_WORKERS = 16, SKIPPED = 77, FRESH_EVERY = 100, SHRINK_TRIES = 600, MAX_FAILURES = 3 };

typedef struct tally {
    unsigned counts[PAIR_FAILED + 1];
    unsigned rows_refused;
} tally;

typedef struct worker {
    int number;
    const char *url;
    sg_arena *arena;
    sg_diags *diags;
    sg_pg *pg;
    tally *tally; /* in memory that the first process sees too */
} worker;

static unsigned long long setting(const char *name, unsigned long long otherwise)
{
    const char *text = getenv(name);

    return text != NULL && *text != '\0' ? strtoull(text, NULL, 10) : otherwise;
}

static void make_pair(uint64_t seed, int server, sg_buf *a, sg_buf *b)
{
    static draft first, second;
    rng r = {seed * 0x2545f4914f6cdd1du};

    draft_build(&first, &r, server, getenv("SCHEMAGEN_PROPERTY_ALL") != NULL);
    second = first;
    for (unsigned edits = 1 + rng_below(&r, 8); edits > 0; edits--)
        draft_edit(&second, &r);
    sg_buf_clear(a);
    sg_buf_clear(b);
    draft_emit(a, &first);
    draft_emit(b, &second);
}

/* Connections and databases */

static sg_pg *connect_to(worker *w, const char *url)
{
    sg_pg *pg;

    sg_pg_open(&(sg_url){.value = url, .shown = url, .origin = "DATABASE_URL"}, NULL, w->diags, &pg);
    return pg;
}

/* The server's URL with another database. */
static const char *url_of(worker *w, const char *database)
{
    const char *end = strrchr(w->url, '/');

    return sg_arena_printf(w->arena, "%.*s/%s", (int)(end - w->url), w->url, database);
}

/* A new database now and then: dropped objects leave their traces in the catalogs of the old one. */
static bool renew(worker *w)
{
    const char *name = sg_arena_printf(w->arena, "property_%d", w->number);
    bool fine;

    sg_pg_close(w->pg);
    w->pg = NULL;
    sg_pg *admin = connect_to(w, w->url);
    if (admin == NULL)
        return false;
    fine = sg_pg_run(admin, sg_arena_printf(w->arena, "DROP DATABASE IF EXISTS %s", name), w->diags) &&
           sg_pg_run(admin, sg_arena_printf(w->arena, "CREATE DATABASE %s TEMPLATE template0", name), w->diags);
    sg_pg_close(admin);
    if (fine)
        w->pg = connect_to(w, url_of(w, name));
    return w->pg != NULL && rows_prepare(w->pg, w->diags);
}

/* Failures */

typedef struct smaller {
    worker *worker;
    uint64_t seed;
    const char *stage;
    const char *line; /* the first one of the report */
} smaller;

static char *first_line(const sg_buf *report)
{
    return strndup(report->data, strcspn(report->data, "\n"));
}

static bool fails_alike(void *context, const char *a, const char *b)
{
    smaller *known = context;
    pair_result result = {0};

    sg_buf_init(&result.report);
    pair_run(known->worker->pg, a, b, known->seed, &result);
    char *line = first_line(&result.report);
    bool alike =
        result.verdict == PAIR_FAILED && strcmp(result.stage, known->stage) == 0 && strcmp(line, known->line) == 0;
    free(line);
    sg_buf_release(&result.report);
    return alike;
}

static void report(worker *w, uint64_t seed, const pair_result *result, sg_buf *a, sg_buf *b)
{
    char *line = first_line(&result->report);
    smaller known = {.worker = w, .seed = seed, .stage = result->stage, .line = line};
    pair_result smallest = {0};

    shrink(a, b, fails_alike, &known, (unsigned)setting("SCHEMAGEN_PROPERTY_SHRINK", SHRINK_TRIES));
    sg_buf_init(&smallest.report);
    pair_run(w->pg, a->data, b->data, seed, &smallest);
    printf("\nSCHEMAGEN_SEED=%" PRIu64 " SCHEMAGEN_PROPERTY_PAIRS=1 fails at %s\n--- first schema\n%s\n"
           "--- second schema\n%s\n--- %s\n",
           seed, result->stage, a->data, b->data, smallest.report.data);
    fflush(stdout);
    free(line);
    sg_buf_release(&smallest.report);
}

/* Workers */

static void run_pair(worker *w, uint64_t seed, sg_buf *a, sg_buf *b)
{
    pair_result result = {0};

    sg_buf_init(&result.report);
    make_pair(seed, sg_pg_server_version(w->pg) / 10000, a, b);
    pair_run(w->pg, a->data, b->data, seed, &result);
    w->tally->counts[result.verdict]++;
    w->tally->rows_refused += result.rows_refused;
    if (result.verdict == PAIR_FAILED)
        report(w, seed, &result, a, b);
    if (result.verdict == PAIR_UNUSABLE && getenv("SCHEMAGEN_PROPERTY_UNUSABLE") != NULL)
        printf("%" PRIu64 " %s\n", seed, result.report.data);
    sg_buf_release(&result.report);
}

static int work(worker *w, uint64_t seed, unsigned pairs, unsigned workers)
{
    sg_buf a, b;
    bool fine = true;

    w->arena = sg_arena_new();
    w->diags = sg_diags_new();
    sg_buf_init(&a);
    sg_buf_init(&b);
    for (unsigned i = (unsigned)w->number, done = 0; fine && i < pairs; i += workers, done++) {
        if (done % FRESH_EVERY == 0)
            fine = renew(w);
        if (fine && w->tally->counts[PAIR_FAILED] < MAX_FAILURES)
            run_pair(w, seed + i, &a, &b);
    }
    if (!fine)
        sg_diags_print(w->diags, stdout, SG_DIAG_TEXT, false);
    fflush(stdout);
    sg_buf_release(&a);
    sg_buf_release(&b);
    sg_pg_close(w->pg);
    sg_diags_free(w->diags);
    sg_arena_free(w->arena);
    return fine && w->tally->counts[PAIR_FAILED] == 0 ? 0 : 1;
}

static void show(uint64_t seed)
{
    sg_buf a, b;

    sg_buf_init(&a);
    sg_buf_init(&b);
    make_pair(seed, (int)setting("SCHEMAGEN_PROPERTY_SERVER", 15), &a, &b);
    printf("%s\n%s", a.data, b.data);
    sg_buf_release(&a);
    sg_buf_release(&b);
}

static unsigned worker_count(unsigned pairs)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN) + 1; /* one of them waits for the server */
    unsigned count = cores < 1 ? 1 : cores > MAX_WORKERS ? MAX_WORKERS : (unsigned)cores;

    return count < pairs ? count : pairs;
}

/* Prints what all have counted; false when too many pairs were of no use. */
static bool sum_up(const tally *tallies, unsigned workers)
{
    tally all = {0};

    for (unsigned i = 0; i < workers; i++) {
        for (size_t k = 0; k <= PAIR_FAILED; k++)
            all.counts[k] += tallies[i].counts[k];
        all.rows_refused += tallies[i].rows_refused;
    }
    printf("%u fine, %u failed, %u refused, %u unusable; rows stood in the way of %u\n", all.counts[PAIR_FINE],
           all.counts[PAIR_FAILED], all.counts[PAIR_REFUSED], all.counts[PAIR_UNUSABLE], all.rows_refused);
    unsigned total = all.counts[PAIR_FINE] + all.counts[PAIR_REFUSED] + all.counts[PAIR_UNUSABLE];
    return all.counts[PAIR_UNUSABLE] * 20 <= total; /* the generator is not to waste the time */
}

int main(void)
{
    const char *url = getenv("DATABASE_URL");
    unsigned pairs = (unsigned)setting("SCHEMAGEN_PROPERTY_PAIRS", 200), workers = worker_count(pairs);
    uint64_t seed = setting("SCHEMAGEN_SEED", (unsigned long long)time(NULL) * 100000);
    int status, failed = 0;
    tally *tallies = mmap(NULL, sizeof(tally) * MAX_WORKERS, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (getenv("SCHEMAGEN_PROPERTY_SHOW") != NULL) {
        show(seed);
        return 0;
    }
    if (tallies == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    if (url == NULL || *url == '\0') {
        puts("skipped: DATABASE_URL is not set");
        return SKIPPED;
    }
    printf("%u pairs, SCHEMAGEN_SEED=%" PRIu64 "\n", pairs, seed);
    fflush(stdout);
    for (unsigned i = 0; i < workers; i++) {
        worker w = {.number = (int)i, .url = url, .tally = &tallies[i]};
        pid_t child = fork();
        if (child == 0)
            return work(&w, seed, pairs, workers);
        failed |= child < 0;
    }
    while (wait(&status) > 0) {
        failed |= status != 0;
        if (WIFSIGNALED(status))
            printf("a process was ended by signal %d\n", WTERMSIG(status));
    }
    bool useful = sum_up(tallies, workers);
    return failed == 0 && useful ? 0 : 1;
}
