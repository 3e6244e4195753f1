/* Sets of files: killed or refused at every system call, they show the old or the new state. */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "file_fault.h"
#include "folder.h"
#include "suite.h"

#define OLD_MIGRATION "0001_a{migration.sql=create;}"
#define NEW_MIGRATION "0002_b{down.sql=down;migration.sql=up;}"
#define OLD_TREE "migrations{" OLD_MIGRATION "}one.json=old one;snapshot.json=old;"
#define NEW_TREE "fresh{note=note;}migrations{" OLD_MIGRATION NEW_MIGRATION "}one.json=new one;snapshot.json=new;"
/* An empty folder above a new file may stay behind. */
#define OLD_TREE_AND_FOLDER "fresh{}" OLD_TREE

static void make_old_state(void)
{
    folder_remove(folder_at("migrations"));
    folder_remove(folder_at("fresh"));
    folder_remove(folder_at(".schemagen-commit"));
    CU_ASSERT_EQUAL(sg_dir_make(folder_at("migrations/0001_a")), 0);
    folder_write("migrations/0001_a/migration.sql", "create");
    folder_write("one.json", "old one");
    folder_write("snapshot.json", "old");
}

static int commit_new_state(const char **failed)
{
    sg_arena *scratch = sg_arena_new();
    sg_fileset *set = sg_fileset_begin(scratch, folder_root);

    sg_content *growing = sg_fileset_add_growing(set, "migrations/0002_b", "migration.sql");
    sg_content *beside = sg_fileset_add_growing(set, "migrations/0002_b", "down.sql");
    sg_fileset_add(set, "", "one.json", "new one", 7);
    sg_fileset_add(set, "", "fresh/note", "note", 4);
    sg_fileset_add(set, "", "snapshot.json", "new", 3);
    sg_fileset_open(set);
    sg_fileset_append(growing, "u", 1);
    sg_fileset_append(beside, "down", 4);
    sg_fileset_append(growing, "p", 1);
    int error = sg_fileset_commit(set, failed);
    *failed = sg_arena_strdup(folder_arena, *failed);
    sg_arena_free(scratch);
    return error;
}

static bool is_old(const char *state)
{
    return strcmp(state, OLD_TREE) == 0 || strcmp(state, OLD_TREE_AND_FOLDER) == 0;
}

static bool is_new(const char *state)
{
    return strcmp(state, NEW_TREE) == 0;
}

enum work { COMMIT, RECOVER };

/* Runs the work in a process of its own; false when it was killed on the way. */
static bool run_to_death(enum work work, int fail_at, int kill_at)
{
    const char *failed;
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        folder_set_plan(fail_at, fail_at, kill_at);
        _exit(work == COMMIT ? commit_new_state(&failed) : sg_fileset_recover(folder_root));
    }
    CU_ASSERT_FATAL(child > 0);
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    return !WIFSIGNALED(status);
}

static void commit_shows_all(void)
{
    const char *failed;

    make_old_state();
    CU_ASSERT_EQUAL(sg_fileset_recover(folder_root), 0);
    CU_ASSERT_STRING_EQUAL(folder_tree(), OLD_TREE);
    CU_ASSERT_EQUAL(commit_new_state(&failed), 0);
    CU_ASSERT_PTR_NULL(failed);
    CU_ASSERT_STRING_EQUAL(folder_tree(), NEW_TREE);
    CU_ASSERT_EQUAL(sg_fileset_recover(folder_root), 0);
    CU_ASSERT_STRING_EQUAL(folder_tree(), NEW_TREE);
}

static void commit_makes_the_root(void)
{
    const char *path = folder_at("deep/root"), *failed;
    sg_fileset *set = sg_fileset_begin(folder_arena, path);

    CU_ASSERT_EQUAL(sg_fileset_recover(path), 0);
    sg_fileset_add(set, "migrations/0001_a", "migration.sql", "up", 2);
    sg_fileset_add(set, "", "empty", "", 0);
    CU_ASSERT_EQUAL(sg_fileset_commit(set, &failed), 0);
    CU_ASSERT_STRING_EQUAL(folder_tree(), "deep{root{empty=;migrations{0001_a{migration.sql=up;}}}}");
}

/* Killed at every call, and then the recovery killed at every call of its own. */
static void killed_at_every_call(void)
{
    int seen_old = 0, seen_new = 0, kill_at = 1;

    for (; kill_at < CALLS_MAX; kill_at++) {
        bool decided_new = false;

        for (int kill_recovery_at = 0; kill_recovery_at < CALLS_MAX; kill_recovery_at++) {
            make_old_state();
            if (run_to_death(COMMIT, 0, kill_at))
                goto survived;
            bool ended = kill_recovery_at > 0 && run_to_death(RECOVER, 0, kill_recovery_at);
            CU_ASSERT_EQUAL(sg_fileset_recover(folder_root), 0);
            const char *state = folder_tree();
            CU_ASSERT(is_old(state) || is_new(state));
            if (kill_recovery_at == 0)
                decided_new = is_new(state);
            CU_ASSERT_EQUAL(is_new(state), decided_new);
            if (ended)
                break;
        }
        seen_old += !decided_new;
        seen_new += decided_new;
    }
survived:
    CU_ASSERT(kill_at < CALLS_MAX);
    CU_ASSERT(seen_old > 20);
    CU_ASSERT(seen_new > 5);
    CU_ASSERT(is_new(folder_tree()));
}

static void refused_at_every_call(void)
{
    int failures = 0, fail_at = 1;

    for (; fail_at < CALLS_MAX; fail_at++) {
        const char *failed;

        make_old_state();
        folder_set_plan(fail_at, fail_at, 0);
        int error = commit_new_state(&failed);
        bool reached = folder_plan.count >= fail_at;
        sg_file_fault_hook = NULL;
        if (error) {
            failures++;
            CU_ASSERT_EQUAL(error, EIO);
            CU_ASSERT_PTR_NOT_NULL(failed);
            CU_ASSERT(is_old(folder_tree()));
        }
        CU_ASSERT_EQUAL(sg_fileset_recover(folder_root), 0);
        CU_ASSERT(error ? is_old(folder_tree()) : is_new(folder_tree()));
        if (!reached)
            break;
    }
    CU_ASSERT(fail_at < CALLS_MAX);
    CU_ASSERT(failures > 30);
}

/* A disk that is gone from one call on: not even the way back works before the next run. */
static void refused_from_every_call_on(void)
{
    int fail_from = 1;

    for (; fail_from < CALLS_MAX; fail_from++) {
        const char *failed;

        make_old_state();
        folder_set_plan(fail_from, INT32_MAX, 0);
        int error = commit_new_state(&failed);
        bool reached = folder_plan.count >= fail_from;
        sg_file_fault_hook = NULL;
        CU_ASSERT_EQUAL(sg_fileset_recover(folder_root), 0);
        const char *state = folder_tree();
        CU_ASSERT(error ? is_old(state) || is_new(state) : is_new(state));
        if (!reached)
            break;
    }
    CU_ASSERT(fail_from < CALLS_MAX);
}

/* The way back is killed as well. */
static void refused_and_then_killed(void)
{
    for (int fail_at = 1; fail_at < CALLS_MAX; fail_at++) {
        int kill_at = fail_at + 1;

        for (;; kill_at++) {
            make_old_state();
            bool ended = run_to_death(COMMIT, fail_at, kill_at);
            CU_ASSERT_EQUAL(sg_fileset_recover(folder_root), 0);
            const char *state = folder_tree();
            CU_ASSERT(is_old(state) || is_new(state));
            if (ended)
                break;
        }
        if (kill_at == fail_at + 1)
            return;
    }
    CU_FAIL("a commit of fewer calls");
}

static void wrong_sets_change_nothing(void)
{
    static const struct {
        const char *dir;
        const char *name;
        int error;
    } cases[] = {
        {"migrations/0001_a", "x", EEXIST},
        {"", "migrations", EISDIR},
        {"", "../x", EINVAL},
        {"", "/x", EINVAL},
        {"", "", EINVAL},
        {"", "a/./b", EINVAL},
        {"", "a//b", EINVAL},
        {"", "a\nb", EINVAL},
        {"migrations/../..", "x", EINVAL},
        {"new", "a/b", EINVAL},
        {"", "good", EEXIST},
        {"good", "x", EEXIST},
        {"snapshot.json/under", "x", ENOTDIR},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sg_fileset *set = sg_fileset_begin(folder_arena, folder_root);
        const char *failed = NULL;

        make_old_state();
        sg_fileset_add(set, "", "good", "", 0);
        sg_fileset_add(set, cases[i].dir, cases[i].name, "", 0);
        CU_ASSERT_EQUAL(sg_fileset_commit(set, &failed), cases[i].error);
        CU_ASSERT_PTR_NOT_NULL(failed);
        CU_ASSERT_STRING_EQUAL(folder_tree(), OLD_TREE);
    }
}

/* A set that is written to: a new directory with a file that grows, and a replaced file. */
static sg_fileset *open_set(void)
{
    sg_fileset *set = sg_fileset_begin(folder_arena, folder_root);

    sg_content *growing = sg_fileset_add_growing(set, "migrations/0002_b", "migration.sql");
    sg_fileset_add(set, "", "snapshot.json", "new", 3);
    sg_fileset_open(set);
    sg_fileset_append(growing, "up", 2);
    return set;
}

static void abandoned_sets_leave_nothing(void)
{
    const char *failed = NULL;

    make_old_state();
    sg_fileset_abandon(open_set());
    CU_ASSERT_STRING_EQUAL(folder_tree(), OLD_TREE);
    /* the journal of an open set names no other file */
    sg_fileset *set = open_set();
    sg_fileset_add(set, "", "one.json", "new one", 7);
    CU_ASSERT_EQUAL(sg_fileset_commit(set, &failed), EBUSY);
    CU_ASSERT_STRING_EQUAL(failed, "one.json");
    CU_ASSERT_STRING_EQUAL(folder_tree(), OLD_TREE);
    CU_ASSERT_EQUAL(sg_fileset_commit(open_set(), &failed), 0);
}

static int commit_expecting(sg_file_stamp stamp)
{
    sg_fileset *set = sg_fileset_begin(folder_arena, folder_root);
    const char *failed = NULL;

    sg_fileset_expect(set, folder_at("snapshot.json"), stamp);
    sg_fileset_add(set, "", "snapshot.json", "new", 3);
    return sg_fileset_commit(set, &failed);
}

/* Replaced with the same bytes is another file, too. */
static void sets_follow_from_what_was_read(void)
{
    make_old_state();
    sg_file_stamp stamp = sg_file_stamp_of(folder_at("snapshot.json"));
    CU_ASSERT_EQUAL(commit_expecting((sg_file_stamp){0}), ESTALE);
    CU_ASSERT_STRING_EQUAL(folder_tree(), OLD_TREE);
    CU_ASSERT_EQUAL(commit_expecting(stamp), 0);
    CU_ASSERT_EQUAL(commit_expecting(stamp), ESTALE);
    folder_remove(folder_at("snapshot.json"));
    CU_ASSERT_EQUAL(commit_expecting(stamp), ESTALE);
    CU_ASSERT_EQUAL(commit_expecting((sg_file_stamp){0}), 0);
}

static void strange_journals_touch_nothing(void)
{
    static const char *const journals[] = {
        "",
        "schemagen journal 1\n",
        "schemagen journal 2\ncommit\n",
        "schemagen journal 1\nsomething\n",
        "schemagen journal 1\ncommit\nnew",
        "schemagen journal 1\nundo\nnew ../keep/one.json\n",
        "schemagen journal 1\nundo\nnew /etc/passwd\n",
        "schemagen journal 1\nundo\nold one.json\n",
    };

    for (size_t i = 0; i < sizeof journals / sizeof *journals; i++) {
        make_old_state();
        folder_write(".schemagen-commit", journals[i]);
        int error = sg_fileset_recover(folder_root);
        CU_ASSERT(error == EBADMSG || strcmp(journals[i], journals[4]) == 0);
        CU_ASSERT_PTR_NOT_NULL(strstr(folder_tree(), OLD_TREE));
    }
}

static int tell_pipe = -1;

/* At the first rename of a target the writer tells the reader and takes its time. */
static int tell_and_wait(const char *call)
{
    if (strcmp(call, "rename") == 0 && ++folder_plan.count == 3) {
        if (write(tell_pipe, "r", 1) != 1)
            return EIO;
        usleep(100000);
    }
    return 0;
}

static void readers_wait_for_a_writer(void)
{
    const char *failed;
    int ends[2], status = 0;
    char told;

    make_old_state();
    CU_ASSERT_FATAL(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        tell_pipe = ends[1];
        folder_plan.count = 0;
        sg_file_fault_hook = tell_and_wait;
        _exit(commit_new_state(&failed));
    }
    close(ends[1]);
    CU_ASSERT_EQUAL(read(ends[0], &told, 1), 1);
    CU_ASSERT_EQUAL(sg_fileset_recover(folder_root), 0);
    CU_ASSERT_STRING_EQUAL(folder_tree(), NEW_TREE);
    close(ends[0]);
    waitpid(child, &status, 0);
    CU_ASSERT_EQUAL(status, 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"commit shows all", commit_shows_all},
        {"commit makes the root", commit_makes_the_root},
        {"killed at every call", killed_at_every_call},
        {"refused at every call", refused_at_every_call},
        {"refused from every call on", refused_from_every_call_on},
        {"refused and then killed", refused_and_then_killed},
        {"wrong sets change nothing", wrong_sets_change_nothing},
        {"abandoned sets leave nothing", abandoned_sets_leave_nothing},
        {"sets follow from what was read", sets_follow_from_what_was_read},
        {"strange journals touch nothing", strange_journals_touch_nothing},
        {"readers wait for a writer", readers_wait_for_a_writer},
        CU_TEST_INFO_NULL,
    };

    return run_suite(
        (CU_SuiteInfo){"file set", folder_set_up, folder_tear_down, folder_before_test, folder_after_test, tests});
}
