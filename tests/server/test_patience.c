/* The runner beside others: it waits for their locks, steps back when they wait for its own, and finds what it left. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "database.h"
#include "file.h"
#include "folder.h"
#include "history.h"
#include "run.h"
#include "suite.h"

static sg_applied applied;

static void before_test(void)
{
    folder_before_test();
    database_before_test();
    CU_ASSERT_EQUAL_FATAL(sg_dir_make(folder_at("migrations")), 0);
    /* A history, so that tests may make tables of their own. */
    CU_ASSERT_TRUE_FATAL(sg_history_prepare(database_pg, database_diags));
}

static void after_test(void)
{
    database_after_test();
    folder_after_test();
}

static void put(const char *id, const char *sql)
{
    const char *dir = sg_arena_printf(folder_arena, "migrations/%s", id);
    CU_ASSERT_EQUAL_FATAL(sg_dir_make(folder_at(dir)), 0);
    folder_write(sg_arena_printf(folder_arena, "%s/migration.sql", dir), sql);
    folder_write(sg_arena_printf(folder_arena, "%s/down.sql", dir), "");
    folder_write(sg_arena_printf(folder_arena, "%s/plan.json", dir), "{\"steps\": []}\n");
}

static sg_status apply_with(sg_apply_options options)
{
    sg_migrations *migrations = sg_migrations_open(&(sg_place){.out = folder_root}, database_diags);
    options.lock_wait = -1;
    sg_diags_clear(database_diags);
    sg_status status = sg_run_apply(database_pg, migrations, &options, database_arena, &applied, database_diags);
    sg_migrations_free(migrations);
    return status;
}

static bool is_true(const char *sql)
{
    return strcmp(database_value(sql), "t") == 0;
}

/* Another session that runs SQL as soon as `when` is true. Its exit code is 1 when that took longer than `limit`. */
static pid_t start_other(const char *when, const char *sql, double limit)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    database_pg = database_open(&(sg_pg_options){.lock_timeout = -1});
    while (!is_true(when))
        usleep(10000);
    double start = sg_clock_now();
    database_run(database_pg, sql);
    double took = sg_clock_now() - start;
    sg_pg_close(database_pg);
    _exit(took > limit);
}

static int end_of(pid_t child)
{
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void a_lock_is_tried_for_until_it_is_free(void)
{
    database_run(database_pg, "CREATE TABLE one (id int); CREATE TABLE held (id int)");
    put("0001_20260101000000_one", "ALTER TABLE one ADD a int;");
    pid_t other = start_other("SELECT true",
                              "BEGIN; LOCK TABLE one IN ACCESS SHARE MODE; INSERT INTO held VALUES (1); "
                              "SELECT pg_sleep(1); COMMIT",
                              60);
    while (!is_true("SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'one'::regclass)"))
        usleep(10000);
    CU_ASSERT_EQUAL(apply_with((sg_apply_options){.lock_tries = 0}), SG_STATUS_OK);
    CU_ASSERT_EQUAL(end_of(other), 0);
    CU_ASSERT_TRUE(is_true("SELECT tries > 0 AND waited > 300 AND locked < 1000 AND run IS NOT NULL "
                           "FROM schemagen.migrations"));
}

static void nobody_waits_for_long_because_of_a_step(void)
{
    database_run(database_pg, "CREATE TABLE one (id int)");
    put("0001_20260101000000_one", "ALTER TABLE one ADD a int; SELECT pg_sleep(30);");
    pid_t other = start_other("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(30)')",
                              "SELECT * FROM one", 3);
    CU_ASSERT_EQUAL(apply_with((sg_apply_options){.max_block = 0.3, .lock_tries = 1}), SG_STATUS_BUSY);
    CU_ASSERT_EQUAL(end_of(other), 0);
    CU_ASSERT_EQUAL(sg_diags_first(database_diags)->code, SG_TABLE_LOCKED);
    CU_ASSERT_PTR_NOT_NULL(strstr(database_printed(), "given up because other sessions waited for"));
    CU_ASSERT_TRUE(is_true("SELECT NOT EXISTS (SELECT FROM schemagen.migrations)"));
    CU_ASSERT_EQUAL(sg_pg_where(database_pg), SG_PG_IDLE);
}

static void without_the_lock_nothing_is_committed(void)
{
    put("0001_20260101000000_one", "CREATE TABLE one (id int); SELECT pg_advisory_unlock_all(); SELECT pg_sleep(1.5);");
    pid_t other = start_other("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(1.5)')",
                              "SELECT pg_advisory_lock(x'736368656d616765'::bigint); SELECT pg_sleep(3)", 60);
    CU_ASSERT_EQUAL(apply_with((sg_apply_options){.lock_tries = 1}), SG_STATUS_FAILED);
    CU_ASSERT_EQUAL(sg_diags_first(database_diags)->code, SG_LOCK_LOST);
    CU_ASSERT_TRUE(is_true("SELECT to_regclass('one') IS NULL"));
    CU_ASSERT_EQUAL(end_of(other), 0);
}

/* As a killed build leaves it. */
static void spoil(const char *index)
{
    database_run(database_pg,
                 sg_arena_printf(database_arena,
                                 "UPDATE pg_index SET indisvalid = false WHERE indexrelid = '%s'::regclass", index));
}

static void an_invalid_index_is_built_again(void)
{
    database_run(database_pg, "CREATE TABLE one (id int, a int); CREATE INDEX one_id ON one (id); "
                              "CREATE INDEX one_a ON one (a)");
    spoil("one_id");
    spoil("one_a");
    put("0001_20260101000000_one",
        "-- Step 1 of 2, outside the transaction: up\n"
        "DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM pg_index WHERE NOT indisvalid AND indexrelid = "
        "to_regclass('one_id')); END $$;\nCREATE INDEX CONCURRENTLY IF NOT EXISTS one_id ON one (id);\n"
        "-- Step 2 of 2, outside the transaction: down\nSELECT 1;\nDROP INDEX CONCURRENTLY IF EXISTS one_a;\n");
    CU_ASSERT_EQUAL(apply_with((sg_apply_options){.lock_tries = 1}), SG_STATUS_OK);
    CU_ASSERT_TRUE(is_true("SELECT indisvalid FROM pg_index WHERE indexrelid = 'one_id'::regclass"));
    CU_ASSERT_TRUE(is_true("SELECT to_regclass('one_a') IS NULL"));
    CU_ASSERT_TRUE(is_true("SELECT count(*) = 4 AND bool_and(finished IS NOT NULL) FROM schemagen.steps"));
}

static void duplicates_leave_no_invalid_index(void)
{
    database_run(database_pg, "CREATE TABLE one (id int); INSERT INTO one VALUES (1), (1)");
    put("0001_20260101000000_one", "-- Step 1 of 1, outside the transaction: up\n"
                                   "CREATE UNIQUE INDEX CONCURRENTLY one_id ON one (id);\n");
    CU_ASSERT_EQUAL(apply_with((sg_apply_options){.lock_tries = 1}), SG_STATUS_FAILED);
    CU_ASSERT_TRUE(is_true("SELECT to_regclass('one_id') IS NULL"));
    database_run(database_pg, "DELETE FROM one");
    CU_ASSERT_EQUAL(apply_with((sg_apply_options){.lock_tries = 1}), SG_STATUS_OK);
    CU_ASSERT_TRUE(is_true("SELECT indisvalid FROM pg_index WHERE indexrelid = 'one_id'::regclass"));
}

static void an_older_history_is_gone_on_with(void)
{
    database_run(
        database_pg,
        "DROP SCHEMA schemagen CASCADE; CREATE SCHEMA schemagen; CREATE TABLE schemagen.migrations (number integer NOT "
        "NULL, name text PRIMARY "
        "KEY, checksum text NOT NULL, started timestamptz NOT NULL, finished timestamptz NOT NULL, milliseconds "
        "bigint NOT NULL, steps integer NOT NULL, tool_version text NOT NULL); CREATE TABLE schemagen.steps (name "
        "text NOT NULL, statements integer NOT NULL, checksum text NOT NULL, finished timestamptz NOT NULL DEFAULT "
        "clock_timestamp(), PRIMARY KEY (name, statements))");
    put("0001_20260101000000_one", "CREATE TABLE one (id int); INSERT INTO one VALUES (1), (2), (3);");
    CU_ASSERT_EQUAL(apply_with((sg_apply_options){.lock_tries = 1}), SG_STATUS_OK);
    CU_ASSERT_TRUE(is_true("SELECT changed = 3 AND tries = 0 FROM schemagen.migrations"));
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"a lock is tried for until it is free", a_lock_is_tried_for_until_it_is_free},
        {"nobody waits for long because of a step", nobody_waits_for_long_because_of_a_step},
        {"without the lock nothing is committed", without_the_lock_nothing_is_committed},
        {"an invalid index is built again", an_invalid_index_is_built_again},
        {"duplicates leave no invalid index", duplicates_leave_no_invalid_index},
        {"an older history is gone on with", an_older_history_is_gone_on_with},
        CU_TEST_INFO_NULL,
    };

    if (!database_is_there())
        return TEST_SKIPPED;
    return run_suite((CU_SuiteInfo){"patience", folder_set_up, folder_tear_down, before_test, after_test, tests});
}
