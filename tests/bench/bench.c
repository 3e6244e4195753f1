/* bench.c - what schemagen costs: `bench_bench PATH_TO_SCHEMAGEN`. Prints processor time (user and system) of whole
 * processes beside that of json-c parsing the same bytes, of .prisma files beside the same model in schema.json (the
 * largest real one is read from SCHEMAGEN_CORPUS), peak memory, and the time to start. Each number is the median
 * of several runs; the two that make a ratio run in turns, so that what else the machine does meets both alike. Beside
 * stands the ratio of the least of these runs: others on the machine can only add to them. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 15, RUNS_START = 50 };

extern char **environ;

/* Of one run, or medians of several and the least of them. */
typedef struct cost {
    double wall;  /* milliseconds */
    double cpu;   /* milliseconds */
    double peak;  /* MiB */
    double least; /* milliseconds of processor time */
} cost;

typedef struct work {
    const char *prepare; /* shell command before each run, not measured; or NULL */
    const char *const *argv;
} work;

static char folder[] = "/tmp/schemagen-bench-XXXXXX";

static void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

static void fail(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fprintf(stderr, "bench: ");
    vfprintf(stderr, format, args);
    fprintf(stderr, "\n");
    va_end(args);
    exit(EXIT_FAILURE);
}

static double milliseconds(struct timeval time)
{
    return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* Runs a program to its end, standard output to a file. Returns what waitpid says, or -1 when it did not start.
 * Ctrl-C ends the program and not the bench, which then stops with an error and cleans up. */
static int run(const char *const *argv, const char *output, cost *spent)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    struct rusage usage;
    pid_t pid;
    int status = -1;
    double start = now();

    sigemptyset(&defaults);
    sigaddset(&defaults, SIGINT);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (posix_spawnp(&pid, argv[0], &files, &attributes, (char *const *)argv, environ) == 0 &&
        wait4(pid, &status, 0, &usage) == pid)
        *spent = (cost){.wall = now() - start,
                        .cpu = milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
                        .peak = (double)usage.ru_maxrss / 1024};
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return status;
}

static cost run_well(const char *const *argv, const char *output)
{
    cost spent = {0};

    if (run(argv, output, &spent) != 0)
        fail("%s %s failed", argv[0], argv[1] ? argv[1] : "");
    return spent;
}

static void run_shell(const char *command)
{
    run_well((const char *const[]){"sh", "-c", command, NULL}, "/dev/null");
}

static void clean_up(void)
{
    cost ignored;

    run((const char *const[]){"rm", "-rf", folder, NULL}, "/dev/null", &ignored);
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *numbers, size_t count)
{
    qsort(numbers, count, sizeof *numbers, compare_numbers);
    return count % 2 ? numbers[count / 2] : (numbers[count / 2 - 1] + numbers[count / 2]) / 2;
}

static cost median_cost(const cost *costs, size_t count)
{
    double wall[RUNS_START];
    double cpu[RUNS_START];
    double peak[RUNS_START];

    for (size_t i = 0; i < count; i++) {
        wall[i] = costs[i].wall;
        cpu[i] = costs[i].cpu;
        peak[i] = costs[i].peak;
    }
    double middle = median(cpu, count); /* sorts them */
    return (cost){median(wall, count), middle, median(peak, count), cpu[0]};
}

/* Runs both in turns. */
static void measure(const work works[2], size_t runs, cost medians[2])
{
    cost costs[2][RUNS_START];

    for (size_t i = 0; i < runs; i++) {
        for (size_t k = 0; k < 2; k++) {
            if (works[k].prepare)
                run_shell(works[k].prepare);
            costs[k][i] = run_well(works[k].argv, "/dev/null");
        }
    }
    for (size_t k = 0; k < 2; k++)
        medians[k] = median_cost(costs[k], runs);
}

static void print_row(const char *what, double it, double beside, const char *unit, double result, double least,
                      double target)
{
    char other[32] = "", by_least[32] = "";

    if (beside > 0)
        snprintf(other, sizeof other, "%.2f %s", beside, unit);
    if (least > 0)
        snprintf(by_least, sizeof by_least, "%.2f", least);
    printf("%-50s %10.2f %-3s %14s %8.2f %8s %8.2f  %s\n", what, it, unit, other, result, by_least, target,
           result <= target ? "reached" : "missed");
    fflush(stdout);
}

/* How many times the processor time of the second the first one takes. */
static void print_ratio(const char *what, const cost of[2], double target)
{
    print_row(what, of[0].cpu, of[1].cpu, "ms", of[0].cpu / of[1].cpu, of[0].least / of[1].least, target);
}

static void print_size(const char *what, const char *path)
{
    struct stat info;

    if (stat(path, &info) != 0)
        fail("%s: %s", path, strerror(errno));
    printf("  %-48s %10.1f KiB\n", what, (double)info.st_size / 1024);
}

static void measure_generate(const char *tool, const char *parse)
{
    const char *const first[] = {tool,     "generate", "--schema",    "v1.json",        "--out", "first",
                                 "--name", "init",     "--timestamp", "20260111120000", NULL};
    const char *const second[] = {tool,     "generate", "--schema",    "v2.json",        "--out", "second",
                                  "--name", "months",   "--timestamp", "20260411120000", NULL};
    const char *const parse_first[] = {parse, "v1.json", NULL};
    const char *const parse_second[] = {parse, "v2.json", "first/snapshot.json", NULL};
    cost it[2];
    double peak;

    measure((const work[]){{"rm -rf first", first}, {NULL, parse_first}}, RUNS, it);
    peak = it[0].peak;
    print_ratio("generate from nothing / json-c, 1,000 tables", it, 2.5);
    measure((const work[]){{"rm -rf second && cp -R first second", second}, {NULL, parse_second}}, RUNS, it);
    print_ratio("generate v1 to v2 / json-c, 1,000 tables", it, 2.5);
    print_row("peak memory, from nothing, 1,000 tables", peak, 0, "MiB", peak, 0, 60);
    print_row("peak memory, v1 to v2, 1,000 tables", it[0].peak, 0, "MiB", it[0].peak, 0, 60);
}

/* The same model in both languages: the snapshot of what the one file says is the other file. */
static void write_both(const char *tool, const char *prisma, const char *json)
{
    const char *const generate[] = {tool, "generate", "--schema", prisma, "--out", "both", "--quiet", NULL};
    char command[2 * PATH_MAX];

    run_shell("rm -rf both");
    run_well(generate, "/dev/null");
    /* a type of an extension is there by other means in the one, and declared in the other */
    snprintf(command, sizeof command, "sed '1s/{/{\"extensions\":{%s},/' both/snapshot.json >%s && rm -rf both",
             strstr(prisma, "models") != NULL ? "" : "\"citext\":{}", json);
    run_shell(command);
}

static void measure_languages(const char *tool, const char *what, const char *prisma)
{
    const char *const from_prisma[] = {tool, "generate", "--schema", prisma, "--out", "one", "--quiet", NULL};
    const char *const from_json[] = {tool, "generate", "--schema", "same.json", "--out", "other", "--quiet", NULL};
    cost it[2];

    write_both(tool, prisma, "same.json");
    measure((const work[]){{"rm -rf one", from_prisma}, {"rm -rf other", from_json}}, RUNS, it);
    print_ratio(what, it, 1.5);
}

/* Generated models, and the largest real schema of the corpus where that is there. */
static void measure_prisma(const char *tool, const char *corpus)
{
    char real[PATH_MAX];

    measure_languages(tool, "generate from .prisma / from JSON, 1,000 models", "models.prisma");
    snprintf(real, sizeof real, "%s/prisma/civitai/schema.prisma", corpus != NULL ? corpus : "");
    if (corpus != NULL && access(real, R_OK) == 0)
        measure_languages(tool, "generate from .prisma / from JSON, 7,600 lines", real);
}

static void measure_growth(const char *tool)
{
    const char *const small[] = {tool, "generate", "--schema", "v1.json", "--out", "small", NULL};
    const char *const large[] = {tool, "generate", "--schema", "large.json", "--out", "large", NULL};
    cost it[2];

    measure((const work[]){{"rm -rf large", large}, {"rm -rf small", small}}, RUNS, it);
    print_ratio("generate from nothing, 10,000 / 1,000 tables", it, 12);
}

static void measure_start(const char *tool)
{
    const char *const version[] = {tool, "--version", NULL};
    const char *const nothing[] = {"/bin/true", NULL};
    cost it[2];

    measure((const work[]){{NULL, version}, {NULL, nothing}}, RUNS_START, it);
    print_row("--version minus /bin/true, elapsed", it[0].wall, it[1].wall, "ms", it[0].wall - it[1].wall, 0, 5);
}

static void print_sizes(void)
{
    printf("\nread\n");
    print_size("schema v1, 1,000 tables", "v1.json");
    print_size("schema v2, 1,010 tables", "v2.json");
    print_size("schema, 10,000 tables", "large.json");
    print_size("snapshot of v1", "first/snapshot.json");
    printf("written\n");
    print_size("migration.sql from nothing", "first/migrations/0001_20260111120000_init/migration.sql");
    print_size("down.sql", "first/migrations/0001_20260111120000_init/down.sql");
    print_size("plan.json", "first/migrations/0001_20260111120000_init/plan.json");
    print_size("migration.sql v1 to v2", "second/migrations/0002_20260411120000_months/migration.sql");
    print_size("down.sql", "second/migrations/0002_20260411120000_months/down.sql");
    print_size("plan.json", "second/migrations/0002_20260411120000_months/plan.json");
    print_size("snapshot of v2", "second/snapshot.json");
}

/* Elapsed time means little on a busy machine, so the reader is told. */
static void print_machine(void)
{
    double load;

    if (getloadavg(&load, 1) == 1)
        printf("%ld processors, load %.1f\n\n", sysconf(_SC_NPROCESSORS_ONLN), load);
}

/* The path of a program that was built beside this one. */
static void find_sibling(char *path, const char *name)
{
    char self[PATH_MAX] = "";

    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        fail("/proc/self/exe: %s", strerror(errno));
    if (snprintf(path, PATH_MAX, "%s/%s", dirname(self), name) >= PATH_MAX)
        fail("the path of %s is too long", name);
}

int main(int argc, char **argv)
{
    char tool[PATH_MAX];
    char schema[PATH_MAX];
    char parse[PATH_MAX];
    char models[PATH_MAX];

    if (argc != 2)
        fail("usage: bench_bench PATH_TO_SCHEMAGEN");
    if (!realpath(argv[1], tool))
        fail("%s: %s", argv[1], strerror(errno));
    find_sibling(schema, "bench_schema");
    find_sibling(parse, "bench_parse");
    find_sibling(models, "bench_models");
    signal(SIGINT, SIG_IGN);
    if (!mkdtemp(folder) || chdir(folder) != 0)
        fail("%s: %s", folder, strerror(errno));
    atexit(clean_up);

    print_machine();
    run_well((const char *const[]){schema, "1000", "1", NULL}, "v1.json");
    run_well((const char *const[]){schema, "1000", "2", NULL}, "v2.json");
    run_well((const char *const[]){schema, "10000", "1", NULL}, "large.json");
    run_well((const char *const[]){models, "1000", NULL}, "models.prisma");
    printf("%-50s %14s %14s %8s %8s %8s\n", "medians; processor time unless said", "schemagen", "beside", "result",
           "by least", "target");
    measure_generate(tool, parse);
    measure_prisma(tool, getenv("SCHEMAGEN_CORPUS"));
    measure_growth(tool);
    measure_start(tool);
    print_sizes();
    return EXIT_SUCCESS;
}
