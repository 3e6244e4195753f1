/* Is there a pooler? Asked many times, of a PgBouncer in every mode and of the server itself; and work through one.
 * SCHEMAGEN_POOLER_RUNS: connections through each pooler; twice as many to the server itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bouncer.h"
#include "database.h"
#include "file.h"
#include "folder.h"
#include "run.h"
#include "suite.h"

#define DEFAULT_RUNS 20
#define IGNORING "ignore_startup_parameters = extra_float_digits,options"

static unsigned long runs = DEFAULT_RUNS;
static sg_applied applied;

static void before_test(void)
{
    folder_before_test();
    database_before_test();
    CU_ASSERT_EQUAL_FATAL(chmod(folder_root, 0755), 0);
}

static void after_test(void)
{
    bouncer_stop();
    database_after_test();
    folder_after_test();
}

static sg_url url_at(const char *host, const char *port)
{
    return (sg_url){.value = sg_arena_printf(database_arena, "host=%s port=%s user=postgres dbname=%s", host, port,
                                             database_value("SELECT pg_catalog.current_database()")),
                    .shown = "the URL",
                    .origin = "test",
                    .direct = "set SOME_VARIABLE"};
}

static sg_url start_pooler(const char *mode, const char *more)
{
    int port = bouncer_start(folder_root, "127.0.0.1", getenv("PGPORT"), mode, more);
    CU_ASSERT_FATAL(port > 0);
    return url_at("127.0.0.1", sg_arena_printf(database_arena, "%d", port));
}

/* How many of so many connections end with the status. */
static unsigned long count(const sg_url *url, unsigned long wanted, sg_status status)
{
    unsigned long found = 0;
    for (unsigned long i = 0; i < wanted; i++) {
        sg_pg *pg;
        sg_diags_clear(database_diags);
        found += sg_pg_open(url, NULL, database_diags, &pg) == status;
        sg_pg_close(pg);
    }
    return found;
}

static void every_pooler_is_found(void)
{
    static const char *const modes[] = {"transaction", "session", "statement"};
    static const char *const settings[] = {"", IGNORING};
    for (size_t m = 0; m < sizeof modes / sizeof *modes; m++) {
        for (size_t s = 0; s < sizeof settings / sizeof *settings; s++) {
            sg_url url = start_pooler(modes[m], settings[s]);
            unsigned long found = count(&url, runs, SG_STATUS_REFUSED);
            printf("\n    %s mode%s: found %lu of %lu", modes[m], s > 0 ? ", options ignored" : "", found, runs);
            CU_ASSERT_EQUAL(found, runs);
            CU_ASSERT_EQUAL(sg_diags_first(database_diags)->code, SG_POOLER);
            CU_ASSERT_PTR_NOT_NULL(strstr(database_printed(), "set SOME_VARIABLE"));
            bouncer_stop();
        }
    }
}

static void the_server_itself_is_none(void)
{
    const char *const hosts[] = {"127.0.0.1", getenv("PGHOST")};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        sg_url url = url_at(hosts[i], getenv("PGPORT"));
        unsigned long fine = count(&url, 2 * runs, SG_STATUS_OK);
        printf("\n    %s: direct %lu of %lu", i == 0 ? "TCP" : "socket", fine, 2 * runs);
        CU_ASSERT_EQUAL(fine, 2 * runs);
    }
}

static void put(const char *id, const char *sql)
{
    const char *const names[] = {"migration.sql", "down.sql", "plan.json"};
    const char *const texts[] = {sql, "-- nothing\n", "{}\n"};
    for (size_t i = 0; i < 3; i++) {
        const char *dir = sg_arena_printf(folder_arena, "migrations/%s", id);
        CU_ASSERT_EQUAL_FATAL(sg_dir_make(folder_at(dir)), 0);
        folder_write(sg_arena_printf(folder_arena, "%s/%s", dir, names[i]), texts[i]);
    }
}

static sg_status apply_through(const sg_url *url, const sg_apply_options *options)
{
    sg_pg *pg;
    sg_migrations *migrations = sg_migrations_open(&(sg_place){.out = folder_root}, database_diags);
    CU_ASSERT_PTR_NOT_NULL_FATAL(migrations);
    sg_diags_clear(database_diags);
    sg_status status = sg_pg_open(url, &(sg_pg_options){.allow_pooler = true}, database_diags, &pg);
    if (status == SG_STATUS_OK)
        status = sg_run_apply(pg, migrations, options, database_arena, &applied, database_diags);
    sg_pg_close(pg);
    sg_migrations_free(migrations);
    return status;
}

static const char *applied_names(void)
{
    return database_value(
        "SELECT coalesce(string_agg(number::text, ',' ORDER BY number), '') FROM schemagen.migrations");
}

static void transactions_work_through_one(void)
{
    static const char *const settings[] = {"", IGNORING};
    put("0001_20260101000000_one", "SET search_path = pg_temp;\nCREATE TABLE public.one (id int);");
    put("0002_20260102000000_two", "-- Step 1 of 1: two\nCREATE TABLE two (id int);");
    for (size_t i = 0; i < 2; i++) {
        sg_url url = start_pooler("transaction", settings[i]);
        CU_ASSERT_EQUAL(apply_through(&url, NULL), SG_STATUS_OK);
        CU_ASSERT_EQUAL(applied.count, i == 0 ? 2 : 0);
        CU_ASSERT_STRING_EQUAL(applied_names(), "1,2");
        CU_ASSERT_STRING_EQUAL(database_value("SELECT to_regclass('public.two') IS NOT NULL"), "t");
        CU_ASSERT_STRING_EQUAL(
            database_value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND "
                           "database = (SELECT oid FROM pg_database WHERE datname = current_database())"),
            "0");
        bouncer_stop();
    }
}

static void a_migration_that_fails_leaves_nothing(void)
{
    put("0001_20260101000000_one", "CREATE TABLE one (id int);");
    put("0002_20260102000000_two", "CREATE TABLE two (id int);\nSELECT 1/0;");
    sg_url url = start_pooler("transaction", "");
    CU_ASSERT_EQUAL(apply_through(&url, &(sg_apply_options){.dry_run = true, .to = 1}), SG_STATUS_OK);
    CU_ASSERT_STRING_EQUAL(database_value("SELECT to_regclass('one') IS NULL"), "t");
    CU_ASSERT_EQUAL(apply_through(&url, NULL), SG_STATUS_FAILED);
    CU_ASSERT_EQUAL(applied.count, 1);
    CU_ASSERT_STRING_EQUAL(applied_names(), "1");
    CU_ASSERT_STRING_EQUAL(database_value("SELECT to_regclass('two') IS NULL"), "t");
}

static void what_needs_a_session_is_refused_before_anything_runs(void)
{
    put("0001_20260101000000_one", "CREATE TABLE one (id int);");
    put("0002_20260102000000_two",
        "-- Step 1 of 1, outside the transaction: index\nCREATE INDEX CONCURRENTLY i ON one (id);");
    sg_url url = start_pooler("transaction", "");
    CU_ASSERT_EQUAL(apply_through(&url, NULL), SG_STATUS_REFUSED);
    CU_ASSERT_EQUAL(sg_diags_first(database_diags)->code, SG_NEEDS_SESSION);
    CU_ASSERT_STRING_EQUAL(database_value("SELECT to_regclass('one') IS NULL"), "t");
}

/* A direct runner holds the lock of the session; one that comes through a pooler sees it. */
static void the_lock_is_the_same_on_both_ways(void)
{
    put("0001_20260101000000_one", "CREATE TABLE one (id int);");
    database_run(database_pg, "SELECT pg_advisory_lock(8314604121892153189)");
    sg_url url = start_pooler("transaction", "");
    CU_ASSERT_EQUAL(apply_through(&url, &(sg_apply_options){.lock_wait = 0.1}), SG_STATUS_BUSY);
    database_run(database_pg, "SELECT pg_advisory_unlock_all()");
    CU_ASSERT_EQUAL(apply_through(&url, NULL), SG_STATUS_OK);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"the server itself is none", the_server_itself_is_none},
        {"every pooler is found", every_pooler_is_found},
        {"transactions work through one", transactions_work_through_one},
        {"a migration that fails leaves nothing", a_migration_that_fails_leaves_nothing},
        {"what needs a session is refused before anything runs", what_needs_a_session_is_refused_before_anything_runs},
        {"the lock is the same on both ways", the_lock_is_the_same_on_both_ways},
        CU_TEST_INFO_NULL,
    };

    const char *wanted = getenv("SCHEMAGEN_POOLER_RUNS");

    if (!database_is_there() || !bouncer_is_there() || getenv("PGPORT") == NULL || getenv("PGHOST") == NULL) {
        puts("skipped: needs tools/with-postgres and pgbouncer");
        return TEST_SKIPPED;
    }
    if (wanted != NULL)
        runs = strtoul(wanted, NULL, 10);
    return run_suite((CU_SuiteInfo){"pooler", folder_set_up, folder_tear_down, before_test, after_test, tests});
}
