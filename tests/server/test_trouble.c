/* What a server can say in the middle of a run, and what becomes of the run: which failures are tried again and how
 * often, what is said of the others, and that none of them leaves anything behind. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "database.h"
#include "folder.h"
#include "history.h"
#include "run.h"
#include "suite.h"

static sg_applied applied;
static unsigned retries, losses, naps;

static void before_test(void)
{
    folder_before_test();
    database_before_test();
    retries = losses = naps = 0;
}

static void after_test(void)
{
    database_after_test();
    folder_after_test();
}

/* A run that is slow between its steps, once. */
static void note(void *context, const sg_run_event *event)
{
    const unsigned *nap_at_step = context;
    retries += event->class == SG_RUN_RETRY;
    losses += event->class == SG_RUN_LOST;
    if (event->class == SG_RUN_STEP && event->step == *nap_at_step && naps++ == 0)
        usleep(400000);
}

static sg_status apply_from(const char *layout, unsigned nap_at_step)
{
    sg_migrations *migrations =
        sg_migrations_open(&(sg_place){.out = folder_root,
                                       .layout = layout != NULL ? sg_layout_named(layout) : NULL,
                                       .folder = layout != NULL ? folder_root : NULL},
                           database_diags);
    sg_apply_options options = {.lock_wait = -1, .listen = note, .listen_context = &nap_at_step};
    sg_diags_clear(database_diags);
    sg_status status = sg_run_apply(database_pg, migrations, &options, database_arena, &applied, database_diags);
    sg_migrations_free(migrations);
    return status;
}

static sg_status apply(const char *sql)
{
    folder_write("1_one.sql", sql);
    return apply_from("sqlx", 0);
}

static bool is_true(const char *sql)
{
    return strcmp(database_value(sql), "t") == 0;
}

static bool is_untouched(void)
{
    return applied.count == 0 && sg_pg_where(database_pg) == SG_PG_IDLE &&
           is_true("SELECT to_regclass('one') IS NULL AND NOT EXISTS (SELECT FROM schemagen.migrations)");
}

static bool says(const char *text)
{
    return strstr(database_printed(), text) != NULL;
}

/* Another session; its exit code tells nothing. */
static pid_t start_other(const char *sql)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    database_pg = database_open(&(sg_pg_options){.lock_timeout = -1});
    (void)sg_pg_run(database_pg, sql, NULL);
    _exit(0);
}

/* SQL that calls a function for the session that runs a statement, as soon as one does. */
static const char *end_when_active(const char *function, const char *statement)
{
    return sg_arena_printf(database_arena,
                           "DO $$ BEGIN WHILE (SELECT count(%s(pid)) FROM pg_stat_activity WHERE query = '%s' AND "
                           "state = 'active') = 0 LOOP PERFORM pg_sleep(0.01); PERFORM pg_stat_clear_snapshot(); "
                           "END LOOP; END $$",
                           function, statement);
}

static void a_statement_that_takes_too_long_is_not_tried_again(void)
{
    CU_ASSERT_EQUAL(apply("SET statement_timeout = 50;\nCREATE TABLE one (id int);\nSELECT pg_sleep(60);"),
                    SG_STATUS_FAILED);
    CU_ASSERT_TRUE(says("1_one.sql:3:1: error[SG0601]"));
    CU_ASSERT_TRUE(says("SQLSTATE 57014"));
    CU_ASSERT_TRUE(says("statement_timeout that the migration itself sets"));
    CU_ASSERT_EQUAL(retries, 0);
    CU_ASSERT_TRUE(is_untouched());
}

static void a_statement_that_somebody_cancels_is_not_tried_again(void)
{
    pid_t other = start_other(end_when_active("pg_cancel_backend", "SELECT pg_sleep(61)"));
    CU_ASSERT_EQUAL(apply("CREATE TABLE one (id int);\nSELECT pg_sleep(61);"), SG_STATUS_FAILED);
    waitpid(other, NULL, 0);
    CU_ASSERT_TRUE(says("SQLSTATE 57014"));
    CU_ASSERT_TRUE(says("somebody cancelled the statement"));
    CU_ASSERT_EQUAL(retries, 0);
    CU_ASSERT_TRUE(is_untouched());
}

/* The other session waits for ours before ours waits for it, and only ours looks whether that is a circle. */
static void a_deadlock_is_tried_again(void)
{
    CU_ASSERT_TRUE_FATAL(sg_history_prepare(database_pg, database_diags));
    database_run(database_pg, "CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE TABLE ready (id int)");
    pid_t other =
        start_other("SET deadlock_timeout = '1h'; BEGIN; LOCK TABLE b; DO $$ BEGIN "
                    "WHILE NOT EXISTS (SELECT FROM pg_locks WHERE relation = 'a'::regclass AND granted) LOOP "
                    "PERFORM pg_sleep(0.01); END LOOP; END $$; LOCK TABLE a; INSERT INTO ready VALUES (1); COMMIT");
    CU_ASSERT_EQUAL(apply("SET lock_timeout = 0; SET deadlock_timeout = '10ms'; CREATE TABLE one (id int);\n"
                          "LOCK TABLE a; DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_locks WHERE relation = "
                          "'a'::regclass AND NOT granted) AND NOT EXISTS (SELECT FROM ready) LOOP "
                          "PERFORM pg_sleep(0.01); END LOOP; END $$; LOCK TABLE b;"),
                    SG_STATUS_OK);
    waitpid(other, NULL, 0);
    CU_ASSERT_EQUAL(retries, 1);
    CU_ASSERT_TRUE(is_true("SELECT tries = 1 AND to_regclass('one') IS NOT NULL FROM schemagen.migrations"));
}

/* What a sequence counts stays when a transaction is rolled back. */
static const char *fails_until(const char *sqlstate, int try)
{
    return sg_arena_printf(database_arena,
                           "CREATE TABLE one (id int);\nDO $$ BEGIN IF nextval('public.tries') < %d THEN "
                           "RAISE EXCEPTION 'no' USING ERRCODE = '%s'; END IF; END $$;",
                           try, sqlstate);
}

static void a_conflict_is_tried_again_and_not_for_ever(void)
{
    database_run(database_pg, "CREATE SEQUENCE tries");
    CU_ASSERT_EQUAL(apply(fails_until("40001", 100)), SG_STATUS_FAILED);
    CU_ASSERT_EQUAL(atoi(database_value("SELECT last_value FROM tries")), 5);
    CU_ASSERT_TRUE(says("SQLSTATE 40001"));
    CU_ASSERT_TRUE(is_untouched());
    CU_ASSERT_EQUAL(apply(fails_until("40001", 7)), SG_STATUS_OK);
    CU_ASSERT_TRUE(is_true("SELECT tries = 1 AND to_regclass('one') IS NOT NULL FROM schemagen.migrations"));
}

static const struct {
    const char *sqlstate, *says;
} ends[] = {
    {"53100", "disk is full"},     {"53200", "out of memory"},  {"42501", "lacks a right"},
    {"25006", "takes no changes"}, {"XX000", "SQLSTATE XX000"},
};

static void what_does_not_go_away_by_itself_is_not_tried_again(void)
{
    database_run(database_pg, "CREATE SEQUENCE tries");
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        database_run(database_pg, "ALTER SEQUENCE tries RESTART");
        CU_ASSERT_EQUAL(apply(fails_until(ends[i].sqlstate, 100)), SG_STATUS_FAILED);
        CU_ASSERT_STRING_EQUAL(database_value("SELECT last_value FROM tries"), "1");
        CU_ASSERT_TRUE(says(ends[i].says));
        CU_ASSERT_TRUE(is_untouched());
    }
}

/* The session is ended, as an administrator does, while a statement runs: what is reported is true, and it is not
 * begun again. */
static void a_session_that_is_ended_on_purpose_stays_ended(void)
{
    pid_t other = start_other(end_when_active("pg_terminate_backend", "SELECT pg_sleep(62)"));
    folder_write("0_first.sql", "CREATE TABLE first (id int);");
    CU_ASSERT_EQUAL(apply("CREATE TABLE one (id int);\nSELECT pg_sleep(62);"), SG_STATUS_FAILED);
    waitpid(other, NULL, 0);
    CU_ASSERT_EQUAL(sg_diags_first(database_diags)->code, SG_CONNECTION_LOST);
    CU_ASSERT_EQUAL(losses, 1);
    CU_ASSERT_EQUAL(applied.count, 1);
    CU_ASSERT_STRING_EQUAL(database_value("SELECT string_agg(name, ',') FROM schemagen.migrations"), "0_first");
    CU_ASSERT_TRUE(is_true("SELECT to_regclass('one') IS NULL AND to_regclass('first') IS NOT NULL"));
}

/* Limits that a role or database has for other work. */
static void limits_of_the_database_are_not_those_of_a_run(void)
{
    database_run(database_pg, "DO $$ DECLARE name text; BEGIN FOR name IN SELECT s.name FROM pg_settings s WHERE "
                              "s.name IN ('statement_timeout', 'idle_in_transaction_session_timeout', "
                              "'idle_session_timeout', 'transaction_timeout') LOOP "
                              "EXECUTE format('ALTER DATABASE %I SET %I = %L', current_database(), name, "
                              "CASE name WHEN 'idle_session_timeout' THEN '1h' ELSE '100' END); END LOOP; END $$");
    sg_pg_close(database_pg);
    database_pg = database_open(NULL);
    CU_ASSERT_EQUAL(apply("CREATE TABLE one (id int);\nSELECT pg_sleep(0.2);"), SG_STATUS_OK);
    CU_ASSERT_STRING_EQUAL(database_value("SELECT string_agg(setting, ' ' ORDER BY name) FROM pg_settings WHERE name "
                                          "IN ('statement_timeout', 'idle_in_transaction_session_timeout')"),
                           "60000 0");
    CU_ASSERT_TRUE(is_true("SELECT bool_and(setting = '0') IS NOT FALSE FROM pg_settings WHERE name IN "
                           "('idle_session_timeout', 'transaction_timeout')"));
}

/* The server hangs up between two steps: as when the connection is lost. */
static void a_session_that_idles_for_too_long_is_made_again(void)
{
    if (sg_pg_server_version(database_pg) < 140000)
        return;
    CU_ASSERT_EQUAL_FATAL(mkdir(folder_at("migrations"), 0700), 0);
    CU_ASSERT_EQUAL_FATAL(mkdir(folder_at("migrations/0001_20260101000000_one"), 0700), 0);
    folder_write("migrations/0001_20260101000000_one/down.sql", "");
    folder_write("migrations/0001_20260101000000_one/plan.json", "{\"steps\": []}\n");
    folder_write("migrations/0001_20260101000000_one/migration.sql",
                 "-- Step 1 of 2, outside the transaction: a\nSET idle_session_timeout = 100;\n"
                 "-- Step 2 of 2, outside the transaction: b\nCREATE TABLE IF NOT EXISTS one (id int);\n");
    CU_ASSERT_EQUAL(apply_from(NULL, 2), SG_STATUS_OK);
    CU_ASSERT_EQUAL(losses, 1);
    CU_ASSERT_EQUAL(applied.count, 1);
    CU_ASSERT_TRUE(is_true("SELECT to_regclass('one') IS NOT NULL"));
}

/* Clocks that are years apart decide nothing: what is applied counts by its place. */
static void clocks_decide_nothing(void)
{
    folder_write("2_two.sql", "CREATE TABLE two (id int);");
    CU_ASSERT_EQUAL(apply("CREATE TABLE one (id int);"), SG_STATUS_OK);
    CU_ASSERT_EQUAL(applied.count, 2);
    static const char *const shifts[] = {"10 years", "-20 years", "10 years"};
    for (size_t i = 0; i < sizeof shifts / sizeof *shifts; i++) {
        database_run(database_pg,
                     sg_arena_printf(database_arena,
                                     "UPDATE schemagen.migrations SET started = started + number * interval '%s', "
                                     "finished = finished - number * interval '%s'; UPDATE schemagen.log SET at = at "
                                     "- position * interval '%s'; UPDATE schemagen.steps SET started = now() + "
                                     "interval '%s'",
                                     shifts[i], shifts[i], shifts[i], shifts[i]));
        CU_ASSERT_EQUAL(apply_from("sqlx", 0), SG_STATUS_OK);
        CU_ASSERT_EQUAL(applied.count, 0);
        folder_write(sg_arena_printf(folder_arena, "%zu_more.sql", i + 3),
                     sg_arena_printf(folder_arena, "CREATE TABLE more%zu (id int);", i));
        CU_ASSERT_EQUAL(apply_from("sqlx", 0), SG_STATUS_OK);
        CU_ASSERT_EQUAL(applied.count, 1);
    }
    CU_ASSERT_STRING_EQUAL(database_value("SELECT string_agg(name, ',' ORDER BY number) FROM schemagen.migrations"),
                           "1_one,2_two,3_more,4_more,5_more");
}

/* What the system was told of the one connection of this process over TCP. */
static int socket_option(int level, int option)
{
    for (int fd = 3; fd < 64; fd++) {
        struct sockaddr_storage peer;
        socklen_t size = sizeof peer, length = sizeof(int);
        int value = -1;
        if (getpeername(fd, (struct sockaddr *)&peer, &size) == 0 && peer.ss_family == AF_INET &&
            getsockopt(fd, level, option, &value, &length) == 0)
            return value;
    }
    return -1;
}

/* A peer that vanishes without a word is noticed on both sides within a minute. */
static void a_peer_that_vanishes_is_noticed(void)
{
    CU_ASSERT_NOT_EQUAL(socket_option(SOL_SOCKET, SO_KEEPALIVE), 0);
    CU_ASSERT_EQUAL(socket_option(IPPROTO_TCP, TCP_KEEPIDLE), 10);
    CU_ASSERT_EQUAL(socket_option(IPPROTO_TCP, TCP_KEEPINTVL), 5);
    CU_ASSERT_EQUAL(socket_option(IPPROTO_TCP, TCP_KEEPCNT), 3);
    CU_ASSERT_EQUAL(socket_option(IPPROTO_TCP, TCP_USER_TIMEOUT), 30000);
    CU_ASSERT_STRING_EQUAL(
        database_value("SELECT concat_ws(' ', current_setting('tcp_keepalives_idle'), "
                       "current_setting('tcp_keepalives_interval'), current_setting('tcp_keepalives_count'), "
                       "current_setting('idle_in_transaction_session_timeout'))"),
        "30 10 3 1min");
    if (sg_pg_server_version(database_pg) >= 140000)
        CU_ASSERT_STRING_EQUAL(database_value("SHOW client_connection_check_interval"), "500ms");
}

/* A runner that is killed in a statement of a minute gives its lock to the next one at once. */
static void a_long_statement_ends_with_its_runner(void)
{
    pid_t child = fork();
    if (child == 0) {
        database_pg = database_open(NULL);
        (void)apply("CREATE TABLE one (id int);\nSELECT pg_sleep(63);");
        _exit(0);
    }
    while (!is_true("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(63)' "
                    "AND state = 'active')"))
        usleep(10000);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    double start = sg_clock_now();
    CU_ASSERT_EQUAL(apply("CREATE TABLE one (id int);"), SG_STATUS_OK);
    CU_ASSERT_TRUE(sg_clock_now() - start < 10);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"a statement that takes too long is not tried again", a_statement_that_takes_too_long_is_not_tried_again},
        {"a statement that somebody cancels is not tried again", a_statement_that_somebody_cancels_is_not_tried_again},
        {"a deadlock is tried again", a_deadlock_is_tried_again},
        {"a conflict is tried again and not for ever", a_conflict_is_tried_again_and_not_for_ever},
        {"what does not go away by itself is not tried again", what_does_not_go_away_by_itself_is_not_tried_again},
        {"a session that is ended on purpose stays ended", a_session_that_is_ended_on_purpose_stays_ended},
        {"limits of the database are not those of a run", limits_of_the_database_are_not_those_of_a_run},
        {"a session that idles for too long is made again", a_session_that_idles_for_too_long_is_made_again},
        {"clocks decide nothing", clocks_decide_nothing},
        {"a peer that vanishes is noticed", a_peer_that_vanishes_is_noticed},
        {"a long statement ends with its runner", a_long_statement_ends_with_its_runner},
        CU_TEST_INFO_NULL,
    };

    if (!database_is_there())
        return TEST_SKIPPED;
    return run_suite((CU_SuiteInfo){"trouble", folder_set_up, folder_tear_down, before_test, after_test, tests});
}
