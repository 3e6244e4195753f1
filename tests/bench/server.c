/* server.c - what work on a server costs beside PostgreSQL's own programs:
 * `SCHEMAGEN_POSTGRES_OPTIONS='-c max_locks_per_transaction=512' tools/with-postgres
 * build/release/tests/bench_server PATH_TO_SCHEMAGEN`. Elapsed time, medians; the two of a row run in turns.
 * 1,000 small migrations, each in a transaction, beside psql; then, with all of them applied, apply with nothing to do
 * beside `psql -c 'select 1'`. pull of 1,000 and of 10,000 tables beside `pg_dump --schema-only`, which locks each.
 * PSQL and PG_DUMP name those programs. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MIGRATIONS = 1000, RUNS = 3, RUNS_IDLE = 30, RUNS_PULL = 7 };

static char folder[] = "/tmp/schemagen-bench-XXXXXX";

static void fail(const char *what)
{
    fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* Milliseconds until the program has ended. */
static double run(const char *const *argv)
{
    double start = now();
    int status;
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
    if (waitpid(child, &status, 0) != child || status != 0)
        fail(argv[0]);
    return now() - start;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *numbers, int count)
{
    qsort(numbers, (size_t)count, sizeof *numbers, compare);
    return count % 2 != 0 ? numbers[count / 2] : (numbers[count / 2 - 1] + numbers[count / 2]) / 2;
}

static void print_ratio(const char *what, double it, double beside, double target)
{
    printf("%-40s %10.1f ms %10.1f ms %8.2f %8.2f  %s\n", what, it, beside, it / beside, target,
           it / beside <= target ? "reached" : "missed");
    fflush(stdout);
}

static void print_row(const char *what, double *ours, double *theirs, int count, double target)
{
    print_ratio(what, median(ours, count), median(theirs, count), target);
}

static void write_files(void)
{
    char name[64];
    FILE *all = fopen("all.psql", "w");
    if (all == NULL || mkdir("migrations", 0700) != 0)
        fail(folder);
    for (int i = 1; i <= MIGRATIONS; i++) {
        snprintf(name, sizeof name, "migrations/%04d_t.sql", i);
        FILE *file = fopen(name, "w");
        if (file == NULL)
            fail(name);
        fprintf(file,
                "CREATE TABLE t%d (id bigint PRIMARY KEY, name text NOT NULL);\nCREATE INDEX t%d_name ON t%d (name);\n",
                i, i, i);
        fclose(file);
        fprintf(all, "BEGIN;\n\\i %s\nCOMMIT;\n", name);
    }
    fclose(all);
}

/* Two for each run, which stay to the end: files that were deleted a moment ago cost the next one time. */
static const char *database(bool ours, int number)
{
    static char names[2][64];
    snprintf(names[ours], sizeof names[ours], "schemagen_bench_%s_%d", ours ? "ours" : "psql", number);
    return names[ours];
}

static void change_databases(const char *psql, const char *verb)
{
    char sql[128];
    for (int i = 0; i < 2 * RUNS; i++) {
        snprintf(sql, sizeof sql, "%s DATABASE %s", verb, database(i % 2 != 0, i / 2));
        run((const char *const[]){psql, "-X", "-q", "-c", sql, NULL});
    }
}

static double apply(const char *tool, int number)
{
    char url[96];
    snprintf(url, sizeof url, "dbname=%s", database(true, number));
    return run((const char *const[]){tool, "apply", "--layout", "sqlx", "--url", url, "--quiet", NULL});
}

static double run_files(const char *psql, int number)
{
    return run((const char *const[]){psql, "-X", "-q", "-d", database(false, number), "-v", "ON_ERROR_STOP=1", "-f",
                                     "all.psql", NULL});
}

static void measure_apply(const char *tool, const char *psql)
{
    double ours[RUNS_IDLE], theirs[RUNS_IDLE];
    const char *const idle[] = {psql, "-X", "-q", "-d", database(false, 0), "-c", "select 1", NULL};
    change_databases(psql, "CREATE");
    for (int i = 0; i < RUNS; i++) {
        theirs[i] = run_files(psql, i);
        ours[i] = apply(tool, i);
    }
    print_row("1,000 small migrations", ours, theirs, RUNS, 1.1);
    for (int i = 0; i < RUNS_IDLE; i++) {
        ours[i] = apply(tool, 0);
        theirs[i] = run(idle);
    }
    print_row("nothing to do, 1,000 applied / select 1", ours, theirs, RUNS_IDLE, 1.5);
    change_databases(psql, "DROP");
}

/* Tables as applications have them: keys, defaults, a check, an index, a comment. */
static void write_tables(int count)
{
    FILE *file = fopen("tables.psql", "w");
    if (file == NULL)
        fail(folder);
    for (int i = 0; i < count; i++)
        fprintf(file,
                "CREATE TABLE t%d (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text NOT NULL DEFAULT 'x', "
                "b int CHECK (b > 0), c timestamptz DEFAULT now(), d numeric(10,2), e boolean, f uuid, g jsonb, "
                "h text UNIQUE, i int, j int, r bigint REFERENCES t%d (id));\n"
                "CREATE INDEX t%d_i ON t%d (i, j); COMMENT ON TABLE t%d IS 'table %d';\n",
                i, i > 0 ? i - 1 : i, i, i, i, i);
    fclose(file);
}

/* Returns the median time of pull. */
static double measure_pull(const char *tool, const char *psql, int tables, const char *what)
{
    double ours[RUNS_PULL], theirs[RUNS_PULL];
    const char *dump = getenv("PG_DUMP") != NULL ? getenv("PG_DUMP") : "/usr/lib/postgresql/15/bin/pg_dump";
    const char *const pull[] = {tool, "pull", "--url", "dbname=schemagen_bench", "--quiet", "-o", "pull.json", NULL};
    const char *const pg_dump[] = {dump, "--schema-only", "-f", "dump.sql", "schemagen_bench", NULL};
    write_tables(tables);
    run((const char *const[]){psql, "-X", "-q", "-c", "CREATE DATABASE schemagen_bench", NULL});
    run((const char *const[]){psql, "-X", "-q", "-d", "schemagen_bench", "-f", "tables.psql", NULL});
    run((const char *const[]){psql, "-X", "-q", "-d", "schemagen_bench", "-c", "VACUUM ANALYZE", NULL});
    for (int i = 0; i < RUNS_PULL; i++) {
        ours[i] = run(pull);
        theirs[i] = run(pg_dump);
    }
    print_row(what, ours, theirs, RUNS_PULL, 0.6);
    run((const char *const[]){psql, "-X", "-q", "-c", "DROP DATABASE schemagen_bench", NULL});
    return median(ours, RUNS_PULL);
}

int main(int argc, char **argv)
{
    const char *psql = getenv("PSQL") != NULL ? getenv("PSQL") : "/usr/lib/postgresql/15/bin/psql";
    char tool[4096];
    if (argc != 2 || getenv("PGHOST") == NULL) {
        fprintf(stderr, "usage: tools/with-postgres bench_server PATH_TO_SCHEMAGEN\n");
        return EXIT_FAILURE;
    }
    if (realpath(argv[1], tool) == NULL || mkdtemp(folder) == NULL || chdir(folder) != 0)
        fail(argv[1]);
    write_files();
    setenv("PGOPTIONS", "-c client_min_messages=warning", 1);
    printf("%-40s %13s %13s %8s %8s\n", "medians, elapsed", "schemagen", "beside", "result", "target");
    double thousand = measure_pull(tool, psql, 1000, "pull / pg_dump, 1,000 tables");
    double ten_thousand = measure_pull(tool, psql, 10000, "pull / pg_dump, 10,000 tables");
    print_ratio("pull, 10,000 / 1,000 tables", ten_thousand, thousand, 12);
    measure_apply(tool, psql);
    run((const char *const[]){"rm", "-rf", folder, NULL});
    return EXIT_SUCCESS;
}
