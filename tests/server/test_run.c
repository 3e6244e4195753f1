/* The runner against a real server, with migrations written by hand. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "database.h"
#include "file.h"
#include "folder.h"
#include "run.h"
#include "suite.h"

#define KILLS 15
#define RIVALS 3

/* Other tests may run beside this one, in other databases. */
#define OUR_LOCKS \
    "locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"

static sg_applied applied;

static void before_test(void)
{
    folder_before_test();
    database_before_test();
}

static void after_test(void)
{
    database_after_test();
    folder_after_test();
}

static void put_file(const char *id, const char *name, const char *text)
{
    const char *dir = sg_arena_printf(folder_arena, "migrations/%s", id);
    CU_ASSERT_EQUAL_FATAL(sg_dir_make(folder_at(dir)), 0);
    folder_write(sg_arena_printf(folder_arena, "%s/%s", dir, name), text);
}

static void put(const char *id, const char *sql)
{
    put_file(id, "migration.sql", sql);
    put_file(id, "down.sql", "-- nothing\n");
    put_file(id, "plan.json", "{\"steps\": [{\"pointer\": \"/tables/one\"}, {\"pointer\": \"/tables/two\"}]}\n");
}

static sg_migrations *open_folder(void)
{
    sg_migrations *migrations = sg_migrations_open(&(sg_place){.out = folder_root}, database_diags);
    CU_ASSERT_PTR_NOT_NULL_FATAL(migrations);
    return migrations;
}

static sg_status apply_with(const sg_apply_options *options)
{
    sg_migrations *migrations = open_folder();
    sg_diags_clear(database_diags);
    sg_status status = sg_run_apply(database_pg, migrations, options, database_arena, &applied, database_diags);
    sg_migrations_free(migrations);
    return status;
}

static sg_status apply(void)
{
    return apply_with(NULL);
}

/* "applied pending ...", after the status in brackets. */
static const char *standing(void)
{
    sg_migrations *migrations = open_folder();
    sg_standing found;
    sg_buf text;
    sg_buf_init(&text);
    sg_status status = sg_run_status(database_pg, migrations, database_arena, &found, database_diags);
    sg_buf_addf(&text, "[%d]", (int)status);
    for (size_t i = 0; i < found.count; i++)
        sg_buf_addf(&text, " %s", sg_standing_word(found.items[i].state));
    const char *copy = sg_arena_strdup(database_arena, text.data);
    sg_buf_release(&text);
    sg_migrations_free(migrations);
    return copy;
}

static bool has_table(const char *name)
{
    const char *sql = sg_arena_printf(database_arena, "SELECT to_regclass('%s') IS NOT NULL", name);
    return strcmp(database_value(sql), "t") == 0;
}

static bool prints(const char *text)
{
    return strstr(database_printed(), text) != NULL;
}

static void pending_ones_are_applied_in_order(void)
{
    CU_ASSERT_STRING_EQUAL(standing(), "[0]");
    put("0001_20260101000000_one", "CREATE TABLE one (id int);");
    put("0002_20260102000000_two", "-- Step 1 of 2: a\nCREATE TABLE two (LIKE one);\n-- Step 2 of 2: b\nSELECT 1;\n");
    CU_ASSERT_STRING_EQUAL(standing(), "[3] pending pending");
    CU_ASSERT_FALSE(has_table("schemagen.migrations"));
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    CU_ASSERT_EQUAL(applied.count, 2);
    CU_ASSERT_EQUAL(applied.items[1].steps, 2);
    CU_ASSERT_PTR_NOT_NULL(applied.items[1].finished);
    CU_ASSERT_STRING_EQUAL(standing(), "[0] applied applied");
    CU_ASSERT_STRING_EQUAL(database_value("SELECT string_agg(number || ' ' || name || ' ' || steps || ' ' || "
                                          "(finished >= started)::text, ',' ORDER BY number) "
                                          "FROM schemagen.migrations WHERE length(checksum) = 64"),
                           "1 0001_20260101000000_one 1 true,2 0002_20260102000000_two 2 true");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    CU_ASSERT_EQUAL(applied.count, 0);
}

static void only_up_to_the_number_asked_for(void)
{
    put("0001_20260101000000_one", "CREATE TABLE one (id int);");
    put("0002_20260102000000_two", "CREATE TABLE two (id int);");
    CU_ASSERT_EQUAL(apply_with(&(sg_apply_options){.to = 1, .lock_wait = -1}), SG_STATUS_OK);
    CU_ASSERT_STRING_EQUAL(standing(), "[3] applied pending");
    CU_ASSERT_EQUAL(apply_with(&(sg_apply_options){.to = 9}), SG_STATUS_BAD_INPUT);
    CU_ASSERT_FALSE(has_table("two"));
}

static void history_that_is_not_what_it_was_is_refused(void)
{
    put("0001_20260101000000_one", "CREATE TABLE one (id int);");
    put("0002_20260102000000_two", "CREATE TABLE two (id int);");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    put("0001_20260101000000_one", "-- a comment does not count\nCREATE  TABLE one (id int);");
    CU_ASSERT_STRING_EQUAL(standing(), "[0] applied applied");
    put("0001_20260101000000_one", "CREATE TABLE one (id bigint);");
    put("0003_20260103000000_three", "CREATE TABLE three (id int);");
    CU_ASSERT_STRING_EQUAL(standing(), "[3] edited applied pending");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_REFUSED);
    CU_ASSERT_EQUAL(sg_diags_first(database_diags)->code, SG_EDITED);
    put("0001_20260101000000_one", "CREATE TABLE one (id int);");
    folder_remove(folder_at("migrations/0002_20260102000000_two"));
    put("0002_20260102000001_other", "CREATE TABLE other (id int);");
    CU_ASSERT_STRING_EQUAL(standing(), "[3] applied missing out of order pending");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_REFUSED);
    CU_ASSERT_EQUAL(sg_diags_errors(database_diags), 2);
    CU_ASSERT_FALSE(has_table("three"));
}

static sg_span locate(void *context, const char *pointer, bool key)
{
    const sg_source *source = context;
    const char *at = strstr(source->text, strrchr(pointer, '/') + 1);
    CU_ASSERT_TRUE(key);
    return (sg_span){source, (size_t)(at - source->text), (size_t)(at - source->text) + 3};
}

static void a_failure_shows_all_its_places(void)
{
    sg_source schema = {"schema.json", "{ \"tables\": {\n  \"one\": 1,\n  \"two\": 2 } }", 40};
    put("0001_20260101000000_one", "CREATE TABLE one (id int);");
    put("0002_20260102000000_two", "-- Step 1 of 2: first\nCREATE TABLE two (id int);\n"
                                   "-- Step 2 of 2: second\n\nSELECT 'é', nowhere;\n");
    put("0003_20260103000000_three", "CREATE TABLE three (id int);");
    CU_ASSERT_EQUAL(apply_with(&(sg_apply_options){.lock_wait = -1, .locate = locate, .locate_context = &schema}),
                    SG_STATUS_FAILED);
    CU_ASSERT_EQUAL(applied.count, 1);
    CU_ASSERT_STRING_EQUAL(standing(), "[3] applied pending pending");
    CU_ASSERT_FALSE(has_table("two"));
    CU_ASSERT_TRUE(prints("0002_20260102000000_two/migration.sql:5:13: error[SG0601]: "));
    CU_ASSERT_TRUE(prints("column \"nowhere\" does not exist (SQLSTATE 42703)"));
    CU_ASSERT_TRUE(prints("migration.sql:3:1: note: in step 2 of 2: second"));
    CU_ASSERT_TRUE(prints("schema.json:3:4: note: which comes from here"));
}

static void a_failure_inside_a_block_shows_its_line(void)
{
    put("0001_20260101000000_one", "-- Step 1 of 1: block\nDO $sg$ BEGIN\n  IF true THEN\n"
                                   "    CREATE TABLE one (id nonsense);\n  END IF;\nEND $sg$;\n");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_FAILED);
    CU_ASSERT_TRUE(prints("migration.sql:4:5: error[SG0601]: type \"nonsense\" does not exist"));
}

static void steps_outside_are_committed_one_by_one(void)
{
    static const char head[] = "-- Step 1 of 3: table\nCREATE TABLE IF NOT EXISTS one (id int);\n"
                               "-- Step 2 of 3, outside the transaction: index\n"
                               "CREATE INDEX CONCURRENTLY IF NOT EXISTS one_id ON one (id);\n-- Step 3 of 3: last\n";
    put("0001_20260101000000_one", sg_arena_printf(folder_arena, "%sSELECT 1/0;", head));
    CU_ASSERT_EQUAL(apply(), SG_STATUS_FAILED);
    CU_ASSERT_TRUE(prints("warning[SG0609]: steps 1 to 2 of 0001_20260101000000_one are committed"));
    CU_ASSERT_TRUE(has_table("one_id"));
    CU_ASSERT_STRING_EQUAL(standing(), "[3] pending");
    put("0001_20260101000000_one", sg_arena_printf(folder_arena, "%sSELECT 1;", head));
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    CU_ASSERT_STRING_EQUAL(standing(), "[0] applied");
}

static void transactions_inside_are_refused(void)
{
    static const char *const words[] = {
        "BEGIN",           "COMMIT", "end", "Start Transaction", "ROLLBACK", "ABORT", "PREPARE TRANSACTION 'x'",
        "COMMIT AND CHAIN"};
    put("0001_20260101000000_one", "CREATE TABLE one (id int);");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        put("0002_20260102000000_two", sg_arena_printf(folder_arena, "CREATE TABLE two (id int); %s;", words[i]));
        if (apply() != SG_STATUS_BAD_INPUT || !prints("migration.sql:1:28: error[SG0606]"))
            CU_FAIL(words[i]);
        CU_ASSERT_FALSE(has_table("one"));
    }
    put("0002_20260102000000_two", "SAVEPOINT a; CREATE TABLE two (id int); ROLLBACK TO a; PREPARE transactions AS "
                                   "SELECT 1;");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    CU_ASSERT_FALSE(has_table("two"));
}

static void a_dry_run_leaves_nothing(void)
{
    put("0001_20260101000000_one", "-- Step 1 of 2: a\nCREATE TABLE one (id int);\n"
                                   "-- Step 2 of 2, outside the transaction: b\nVACUUM one;\n");
    put("0002_20260102000000_two", "CREATE TABLE two (LIKE one);");
    CU_ASSERT_EQUAL(apply_with(&(sg_apply_options){.dry_run = true}), SG_STATUS_OK);
    CU_ASSERT_EQUAL(applied.count, 2);
    CU_ASSERT_EQUAL(applied.left_out, 1);
    CU_ASSERT_FALSE(has_table("one"));
    CU_ASSERT_FALSE(has_table("schemagen.migrations"));
    CU_ASSERT_EQUAL(sg_pg_where(database_pg), SG_PG_IDLE);
}

static void a_dry_run_ends_where_a_commit_is_needed(void)
{
    put("0001_20260101000000_one", "CREATE TYPE mood AS ENUM ('good');");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    put("0002_20260102000000_two", "-- Step 1 of 3, outside the transaction: a\nALTER TYPE mood ADD VALUE 'bad';\n"
                                   "-- Step 2 of 3: b\nCREATE TABLE two (m mood DEFAULT 'good');\n"
                                   "-- Step 3 of 3: c\nINSERT INTO two VALUES ('bad');\n");
    put("0003_20260103000000_three", "DROP TABLE two;");
    CU_ASSERT_EQUAL(apply_with(&(sg_apply_options){.dry_run = true}), SG_STATUS_OK);
    CU_ASSERT_TRUE(prints("migration.sql:6:1: warning[SG0629]: the dry run ends here"));
    CU_ASSERT_EQUAL(applied.count, 0);
    CU_ASSERT_EQUAL(applied.left_out, 2);
    CU_ASSERT_STRING_EQUAL(database_value("SELECT array_to_string(enum_range(NULL::mood), ' ')"), "good");

    put("0002_20260102000000_two", "-- Step 1 of 2, outside the transaction: a\nALTER TYPE mood ADD VALUE 'good';\n"
                                   "-- Step 2 of 2: b\nSELECT 1;\n");
    CU_ASSERT_EQUAL(apply_with(&(sg_apply_options){.dry_run = true}), SG_STATUS_FAILED);
    CU_ASSERT_TRUE(prints("already exists"));
    CU_ASSERT_EQUAL(apply(), SG_STATUS_FAILED);
}

static void settings_end_with_their_migration(void)
{
    put("0001_20260101000000_one", "SET search_path = pg_catalog; SET lock_timeout = 1; SET TimeZone = 'Asia/Tokyo';");
    put("0002_20260102000000_two", "CREATE TABLE two (id int);");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    CU_ASSERT_TRUE(has_table("public.two"));
    CU_ASSERT_STRING_EQUAL(database_value("SELECT current_setting('lock_timeout') || current_setting('TimeZone')"),
                           "5sUTC");
}

static void note_waiting(void *context, const sg_run_event *event)
{
    *(int *)context += event->class == SG_RUN_WAITING && strstr(event->text, "process ") != NULL;
}

/* The lock is the runner's own: taken by a migration of another session that does not end. */
static void one_runner_waits_for_the_other(void)
{
    int told = 0;
    sg_apply_options options = {.lock_wait = 0.3, .listen = note_waiting, .listen_context = &told};
    sg_pg *other = database_open(NULL);
    database_run(other, "SELECT pg_advisory_lock(x'736368656d616765'::bigint)");
    put("0001_20260101000000_one", "CREATE TABLE one (id int);");
    CU_ASSERT_EQUAL(apply_with(&options), SG_STATUS_BUSY);
    CU_ASSERT_EQUAL(told, 1);
    CU_ASSERT_TRUE(prints(sg_arena_printf(database_arena, "process %d (schemagen on ", sg_pg_backend(other))));
    sg_pg_close(other);
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
}

static void a_locked_table_is_not_waited_for_without_end(void)
{
    put("0001_20260101000000_one", "CREATE TABLE one (id int);");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    put("0002_20260102000000_two", "SET lock_timeout = 100;\n-- Step 1 of 1: a\nALTER TABLE one ADD b int;");
    sg_pg *other = database_open(NULL);
    database_run(other, "BEGIN; LOCK TABLE one IN ACCESS SHARE MODE");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_BUSY);
    CU_ASSERT_EQUAL(sg_diags_first(database_diags)->code, SG_TABLE_LOCKED);
    CU_ASSERT_TRUE(prints(sg_arena_printf(database_arena, "process %d (", sg_pg_backend(other))));
    sg_pg_close(other);
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
}

static void a_signal_ends_the_run_cleanly(void)
{
    pid_t parent = getpid();
    put("0001_20260101000000_one", "CREATE TABLE one (id int); SELECT pg_sleep(30);");
    pid_t child = fork();
    if (child == 0) {
        /* not before the statement runs: until then a signal means what it means to every program */
        database_pg = database_open(NULL);
        database_run(database_pg,
                     "DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_stat_activity WHERE state = 'active' AND "
                     "query = 'SELECT pg_sleep(30)') LOOP PERFORM pg_sleep(0.01); "
                     "PERFORM pg_stat_clear_snapshot(); END LOOP; END $$");
        kill(parent, SIGTERM);
        _exit(0);
    }
    time_t start = time(NULL);
    CU_ASSERT_EQUAL(apply(), SG_STATUS_FAILED);
    CU_ASSERT_TRUE(time(NULL) - start < 25);
    CU_ASSERT_EQUAL(applied.signal, SIGTERM);
    CU_ASSERT_EQUAL(sg_diags_first(database_diags)->code, SG_INTERRUPTED);
    waitpid(child, NULL, 0);
    CU_ASSERT_FALSE(has_table("one"));
    CU_ASSERT_STRING_EQUAL(database_value("SELECT count(*) FROM pg_locks WHERE " OUR_LOCKS), "0");
    struct sigaction action;
    sigaction(SIGTERM, NULL, &action);
    CU_ASSERT_TRUE(action.sa_handler == SIG_DFL);
}

/* A process that applies everything and exits with the status, or is killed before. */
static pid_t start_runner(void)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    sg_diags *diags = sg_diags_new();
    sg_migrations *migrations = sg_migrations_open(&(sg_place){.out = folder_root}, diags);
    sg_pg *pg;
    sg_status status = sg_pg_open(&database_url, NULL, diags, &pg);
    if (status == SG_STATUS_OK)
        status = sg_run_apply(pg, migrations, NULL, database_arena, &applied, diags);
    _exit(status == SG_STATUS_OK ? (int)(applied.count > 0) : 100);
}

static void a_killed_runner_leaves_whole_migrations(void)
{
    for (int i = 1; i <= 9; i++)
        put(sg_arena_printf(folder_arena, "%04d_20260101000000_t", i),
            sg_arena_printf(folder_arena, "CREATE TABLE t%d (id int); CREATE TABLE u%d (id int);", i, i));
    srand(1);
    for (int i = 0; i < KILLS; i++) {
        pid_t child = start_runner();
        usleep((useconds_t)(rand() % 40000));
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        /* The server needs a moment to see that the client is gone. */
        database_run(database_pg, "DO $$ BEGIN WHILE EXISTS (SELECT FROM pg_locks WHERE " OUR_LOCKS ") "
                                  "LOOP PERFORM pg_sleep(0.01); END LOOP; END $$");
        if (!has_table("schemagen.migrations"))
            continue;
        CU_ASSERT_STRING_EQUAL(
            database_value("SELECT coalesce(string_agg(number::text, '' ORDER BY number), '') = "
                           "(SELECT coalesce(string_agg(substr(relname, 2), '' ORDER BY relname), '') FROM pg_class "
                           "WHERE relname ~ '^t[1-9]$') FROM schemagen.migrations"),
            "t");
    }
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    CU_ASSERT_STRING_EQUAL(database_value("SELECT count(*) FROM pg_class WHERE relname ~ '^[tu][1-9]$'"), "18");
}

static void of_several_runners_one_applies(void)
{
    int workers = 0;
    pid_t children[RIVALS];
    put("0001_20260101000000_one", "CREATE TABLE one (id int); SELECT pg_sleep(0.1);");
    for (int i = 0; i < RIVALS; i++)
        children[i] = start_runner();
    for (int i = 0; i < RIVALS; i++) {
        int status = 0;
        waitpid(children[i], &status, 0);
        workers += WEXITSTATUS(status);
    }
    CU_ASSERT_EQUAL(workers, 1);
    CU_ASSERT_STRING_EQUAL(standing(), "[0] applied");
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"pending ones are applied in order", pending_ones_are_applied_in_order},
        {"only up to the number asked for", only_up_to_the_number_asked_for},
        {"history that is not what it was is refused", history_that_is_not_what_it_was_is_refused},
        {"a failure shows all its places", a_failure_shows_all_its_places},
        {"a failure inside a block shows its line", a_failure_inside_a_block_shows_its_line},
        {"steps outside are committed one by one", steps_outside_are_committed_one_by_one},
        {"transactions inside are refused", transactions_inside_are_refused},
        {"a dry run leaves nothing", a_dry_run_leaves_nothing},
        {"a dry run ends where a commit is needed", a_dry_run_ends_where_a_commit_is_needed},
        {"settings end with their migration", settings_end_with_their_migration},
        {"one runner waits for the other", one_runner_waits_for_the_other},
        {"a locked table is not waited for without end", a_locked_table_is_not_waited_for_without_end},
        {"a signal ends the run cleanly", a_signal_ends_the_run_cleanly},
        {"a killed runner leaves whole migrations", a_killed_runner_leaves_whole_migrations},
        {"of several runners one applies", of_several_runners_one_applies},
        CU_TEST_INFO_NULL,
    };

    if (!database_is_there())
        return TEST_SKIPPED;
    return run_suite((CU_SuiteInfo){"run", folder_set_up, folder_tear_down, before_test, after_test, tests});
}
