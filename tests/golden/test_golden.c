/* Golden cases: from, to, and everything schemagen should make of them, first as text, then on a real server.
 *
 *   golden_test_golden [--text] [part of a name]...
 *   golden_test_golden --accept <part of a name>...
 *
 * --text asks no server; --accept writes down what schemagen makes now as what is expected. */
#include <glob.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "golden_server.h"

enum { WORKERS = 2, SKIPPED = 77 };

typedef struct run {
    bool accept;
    char **names; /* ended by NULL; none: all */
    golden_server *server;
    unsigned cases, failed;
} run;

static const struct expectation {
    const char *section;
    size_t offset;
} expectations[] = {{"plan", offsetof(golden_texts, plan)},
                    {"up", offsetof(golden_texts, up)},
                    {"down", offsetof(golden_texts, down)},
                    {"refused", offsetof(golden_texts, refused)}};

static bool is_wanted(const run *all, const char *path)
{
    bool wanted = all->names[0] == NULL;
    for (char **name = all->names; *name != NULL; name++)
        wanted |= strstr(strrchr(path, '/'), *name) != NULL;
    return wanted;
}

static bool compare(const golden_case *it, const char *section, const char *wanted, const char *found)
{
    if (wanted == found || (wanted != NULL && found != NULL && strcmp(wanted, found) == 0))
        return true;
    fprintf(stderr, "%s: another `%s` than expected\nwanted:\n%sfound:\n%s", it->name, section,
            wanted != NULL ? wanted : "nothing\n", found != NULL ? found : "nothing\n");
    return false;
}

static bool check_texts(const run *all, golden_case *it, const golden_texts *texts)
{
    bool fine = true;
    for (size_t i = 0; i < sizeof expectations / sizeof *expectations; i++) {
        const char *section = expectations[i].section;
        const char *found = *(const char *const *)((const char *)texts + expectations[i].offset);
        if (all->accept)
            golden_case_set(it, section, found);
        else
            fine &= compare(it, section, golden_case_get(it, section), found);
    }
    return all->accept ? golden_case_write(it) : fine;
}

static bool check_case(const run *all, const char *path)
{
    sg_arena *arena = sg_arena_new();
    golden_case *it = golden_case_read(arena, path);
    golden_texts texts;
    bool fine = it != NULL && golden_plan(arena, it, &texts) && check_texts(all, it, &texts);
    if (fine && all->server != NULL && texts.refused == NULL)
        fine = golden_server_check(all->server, it, &texts);
    if (!fine)
        fprintf(stderr, "FAILED: %s\n\n", path);
    sg_arena_free(arena);
    return fine;
}

/* Every WORKERS-th case, in a process of its own: the server has more than one core to use. Returns its end. */
static int work(run *all, const glob_t *files, size_t first, const char *url)
{
    all->server = url != NULL ? golden_server_open(url) : NULL;
    if (url != NULL && all->server == NULL)
        return EXIT_FAILURE;
    for (size_t i = first; i < files->gl_pathc; i += WORKERS)
        all->failed += is_wanted(all, files->gl_pathv[i]) && !check_case(all, files->gl_pathv[i]);
    if (all->server != NULL)
        golden_server_close(all->server);
    return all->failed < 100 ? (int)all->failed : 100;
}

static bool check_all(run *all, const glob_t *files, const char *url)
{
    pid_t workers[WORKERS];
    bool fine = true;
    for (size_t i = 0; i < files->gl_pathc; i++)
        all->cases += is_wanted(all, files->gl_pathv[i]);
    fflush(NULL);
    for (size_t i = 0; i < WORKERS; i++) {
        workers[i] = fork();
        if (workers[i] == 0)
            exit(work(all, files, i, url));
    }
    for (size_t i = 0; i < WORKERS; i++) {
        int status = 0;
        fine &= workers[i] > 0 && waitpid(workers[i], &status, 0) == workers[i] && WIFEXITED(status);
        all->failed += WIFEXITED(status) ? (unsigned)WEXITSTATUS(status) : 1;
    }
    return fine && all->cases > 0 && all->failed == 0;
}

int main(int argc, char **argv)
{
    const char *source = getenv("SCHEMAGEN_SOURCE"), *url = getenv("DATABASE_URL");
    run all = {0};
    int at = 1;
    for (; at < argc && argv[at][0] == '-'; at++) {
        all.accept |= strcmp(argv[at], "--accept") == 0;
        url = strcmp(argv[at], "--text") == 0 ? NULL : url;
    }
    all.names = argv + at;
    if (all.accept && all.names[0] == NULL) {
        fprintf(stderr, "--accept wants to know which cases\n");
        return EXIT_FAILURE;
    }
    char pattern[4096];
    snprintf(pattern, sizeof pattern, "%s/tests/golden/cases/*.case", source != NULL ? source : ".");
    glob_t files;
    (void)glob(pattern, 0, NULL, &files);
    bool fine = check_all(&all, &files, url);
    globfree(&files);
    printf("%u cases, %u failed%s\n", all.cases, all.failed, url == NULL ? "; DATABASE_URL is not set, no server" : "");
    return !fine ? EXIT_FAILURE : url == NULL ? SKIPPED : EXIT_SUCCESS;
}
