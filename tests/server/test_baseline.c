/* Taking over what a database has: by number, and from the tables of other tools. */
#include <stdlib.h>
#include <string.h>

#include "database.h"
#include "file.h"
#include "folder.h"
#include "hash.h"
#include "run.h"
#include "suite.h"

static sg_applied applied;

static const char prisma_table[] =
    "CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at "
    "TIMESTAMPTZ, "
    "migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ, "
    "started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)";

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

static void put(const char *path, const char *text)
{
    char *dir = sg_arena_printf(folder_arena, "%s/m/%s", folder_root, path);
    *strrchr(dir, '/') = '\0';
    CU_ASSERT_EQUAL_FATAL(sg_dir_make(dir), 0);
    folder_write(sg_arena_printf(folder_arena, "m/%s", path), text);
}

/* Three migrations of Prisma's layout. */
static void put_three(void)
{
    put("20260101000000_a/migration.sql", "CREATE TABLE a (id int);\n");
    put("20260102000000_b/migration.sql", "CREATE TABLE b (id int);\n");
    put("20260103000000_c/migration.sql", "CREATE TABLE c (id int);\n");
}

static sg_migrations *open_folder(const char *layout)
{
    sg_place place = {.out = folder_at("out"), .layout = sg_layout_named(layout), .folder = folder_at("m")};
    sg_migrations *migrations = sg_migrations_open(&place, database_diags);
    CU_ASSERT_PTR_NOT_NULL_FATAL(migrations);
    return migrations;
}

static sg_status baseline_of(const char *layout, sg_baseline_options options)
{
    sg_migrations *migrations = open_folder(layout);
    options.lock_wait = -1;
    sg_diags_clear(database_diags);
    sg_status status = sg_run_baseline(database_pg, migrations, &options, database_arena, &applied, database_diags);
    sg_migrations_free(migrations);
    return status;
}

static sg_status from_prisma(void)
{
    return baseline_of("prisma", (sg_baseline_options){.from = "prisma"});
}

static sg_status apply_with(const char *layout, sg_apply_options options)
{
    sg_migrations *migrations = open_folder(layout);
    options.lock_wait = -1;
    sg_diags_clear(database_diags);
    sg_status status = sg_run_apply(database_pg, migrations, &options, database_arena, &applied, database_diags);
    sg_migrations_free(migrations);
    return status;
}

/* What Prisma notes about a migration; `ending` are its columns finished_at and rolled_back_at. */
static void note(const char *name, const char *sum, const char *ending)
{
    database_run(database_pg,
                 sg_arena_printf(database_arena,
                                 "INSERT INTO _prisma_migrations (id, migration_name, checksum, started_at, "
                                 "finished_at, rolled_back_at, logs) VALUES (gen_random_uuid()::text, '%s', "
                                 "'%s', '2026-01-05 10:00:00Z', %s, 'the log')",
                                 name, sum, ending));
}

static const char *sum(const char *text)
{
    char *hex = sg_arena_alloc(database_arena, SG_SHA256_HEX);
    sg_sha256_hex(text, strlen(text), hex);
    return hex;
}

#define APPLIED "'2026-01-05 10:00:01Z', NULL"

static const char *history(void)
{
    return database_value("SELECT coalesce(string_agg(name || ' ' || tool_version, ',' ORDER BY number), '') "
                          "FROM schemagen.migrations");
}

static bool nothing_is_noted(void)
{
    return strcmp(database_value("SELECT to_regclass('schemagen.migrations') IS NULL"), "t") == 0;
}

static bool prints(const char *text)
{
    return strstr(database_printed(), text) != NULL;
}

static void by_number(void)
{
    put_three();
    database_run(database_pg, "CREATE TABLE a (id int); CREATE TABLE b (id int)");
    CU_ASSERT_EQUAL(baseline_of("prisma", (sg_baseline_options){.to = 4}), SG_STATUS_BAD_INPUT);
    CU_ASSERT_EQUAL(baseline_of("prisma", (sg_baseline_options){.to = 2}), SG_STATUS_OK);
    CU_ASSERT_EQUAL(applied.count, 2);
    CU_ASSERT_STRING_EQUAL(history(), "20260101000000_a by hand,20260102000000_b by hand");
    CU_ASSERT_EQUAL(apply_with("prisma", (sg_apply_options){0}), SG_STATUS_OK);
    CU_ASSERT_EQUAL(applied.count, 1);
    CU_ASSERT_EQUAL(baseline_of("prisma", (sg_baseline_options){0}), SG_STATUS_OK);
    CU_ASSERT_EQUAL(applied.count, 0);
}

static void what_prisma_applied_is_not_applied_again(void)
{
    put_three();
    database_run(database_pg, prisma_table);
    database_run(database_pg, "CREATE TABLE a (id int); CREATE TABLE b (id int)");
    note("20260101000000_a", sum("CREATE TABLE a (id int);\n"), APPLIED);
    /* written where lines end with CR LF; rolled back once before */
    note("20260102000000_b", sum("nothing"), "NULL, now()");
    note("20260102000000_b", sum("CREATE TABLE b (id int);\r\n"), APPLIED);
    CU_ASSERT_EQUAL(from_prisma(), SG_STATUS_OK);
    CU_ASSERT_STRING_EQUAL(history(), "20260101000000_a prisma,20260102000000_b prisma");
    CU_ASSERT_STRING_EQUAL(database_value("SELECT finished::text FROM schemagen.migrations WHERE number = 1"),
                           "2026-01-05 10:00:01+00");
    CU_ASSERT_EQUAL(from_prisma(), SG_STATUS_OK);
    CU_ASSERT_EQUAL(applied.count, 0);
    CU_ASSERT_EQUAL(apply_with("prisma", (sg_apply_options){0}), SG_STATUS_OK);
    CU_ASSERT_EQUAL(applied.count, 1);
}

static void what_is_in_doubt_is_refused_by_name(void)
{
    put_three();
    CU_ASSERT_EQUAL(from_prisma(), SG_STATUS_REFUSED);
    CU_ASSERT_EQUAL(sg_diags_first(database_diags)->code, SG_NO_TOOL_HISTORY);
    database_run(database_pg, prisma_table);
    note("20260101000000_a", sum("CREATE TABLE a (id bigint);\n"), APPLIED);
    note("20260102000000_b", sum("CREATE TABLE b (id int);\n"), "NULL, NULL");
    note("20260102500000_x", sum("SELECT 1;\n"), APPLIED);
    note("20260103000000_c", sum("CREATE TABLE c (id int);\n"), "NULL, now()");
    CU_ASSERT_EQUAL(from_prisma(), SG_STATUS_REFUSED);
    CU_ASSERT_TRUE(prints("error[SG0602]: migration 20260101000000_a has been edited since prisma applied it"));
    CU_ASSERT_TRUE(prints("error[SG0611]: migration 20260102000000_b failed, or prisma runs it now"));
    CU_ASSERT_TRUE(prints("prisma noted: the log"));
    CU_ASSERT_TRUE(prints("error[SG0603]: migration 20260102500000_x is applied, but not in "));
    CU_ASSERT_TRUE(prints("warning[SG0612]: migration 20260103000000_c was rolled back"));
    CU_ASSERT_TRUE(nothing_is_noted());
    /* each of them has a way out */
    put("20260102500000_x/migration.sql", "SELECT 1;\n");
    database_run(database_pg, "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL");
    CU_ASSERT_EQUAL(from_prisma(), SG_STATUS_REFUSED);
    CU_ASSERT_EQUAL(sg_diags_errors(database_diags), 1);
    CU_ASSERT_EQUAL(baseline_of("prisma", (sg_baseline_options){.from = "prisma", .accept_edited = true}),
                    SG_STATUS_OK);
    CU_ASSERT_STRING_EQUAL(history(), "20260101000000_a prisma,20260102500000_x prisma");
    /* Prisma runs what is out of order; here it is asked for */
    CU_ASSERT_EQUAL(apply_with("prisma", (sg_apply_options){0}), SG_STATUS_REFUSED);
    CU_ASSERT_TRUE(prints("--any-order"));
    CU_ASSERT_EQUAL(apply_with("prisma", (sg_apply_options){.any_order = true}), SG_STATUS_OK);
    CU_ASSERT_EQUAL(applied.count, 2);
}

static void the_table_may_be_in_another_schema(void)
{
    put_three();
    database_run(database_pg, "CREATE SCHEMA \"My App\"; SET search_path = \"My App\"");
    database_run(database_pg, prisma_table);
    note("20260101000000_a", sum("CREATE TABLE a (id int);\n"), APPLIED);
    database_run(database_pg, "SET search_path = public");
    CU_ASSERT_EQUAL(from_prisma(), SG_STATUS_OK);
    CU_ASSERT_EQUAL(applied.count, 1);
    database_run(database_pg, "CREATE SCHEMA other; CREATE TABLE other._prisma_migrations (id int)");
    CU_ASSERT_EQUAL(from_prisma(), SG_STATUS_REFUSED);
    CU_ASSERT_TRUE(
        prints("several tables _prisma_migrations: \"My App\"._prisma_migrations, other._prisma_migrations"));
    CU_ASSERT_EQUAL(baseline_of("prisma", (sg_baseline_options){.from = "rails"}), SG_STATUS_BAD_INPUT);
}

/* Each tool's own table, with two of three migrations applied. */
static void other_tools_are_read_too(void)
{
    static const struct {
        const char *tool, *files[3], *sql;
    } tools[] = {
        {"sqlx",
         {"1_a.up.sql", "2_b.sql", "3_c.sql"},
         "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on "
         "TIMESTAMPTZ "
         "NOT NULL DEFAULT now(), success BOOLEAN NOT NULL, checksum BYTEA NOT NULL, execution_time BIGINT NOT NULL);"
         "INSERT INTO _sqlx_migrations SELECT v, 'x', now(), true, sha384('SELECT 1;'), 0 FROM generate_series(1, 2) "
         "v"},
        {"diesel",
         {"2026-01-01-000000_a/up.sql", "2026-01-02-000000_b/up.sql", "2026-01-03-000000_c/up.sql"},
         "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY, run_on TIMESTAMP NOT NULL DEFAULT "
         "now());"
         "INSERT INTO __diesel_schema_migrations VALUES ('20260101000000'), ('20260102000000')"},
        {"golang-migrate",
         {"000001_a.up.sql", "000002_b.up.sql", "000003_c.up.sql"},
         "CREATE TABLE schema_migrations (version BIGINT PRIMARY KEY, dirty BOOLEAN NOT NULL);"
         "INSERT INTO schema_migrations VALUES (2, false)"},
        {"dbmate",
         {"20260101000000_a.sql", "20260102000000_b.sql", "20260103000000_c.sql"},
         "CREATE TABLE schema_migrations (version VARCHAR(128) PRIMARY KEY);"
         "INSERT INTO schema_migrations VALUES ('20260101000000'), ('20260102000000')"},
        {"goose",
         {"00001_a.sql", "00002_b.sql", "00003_c.sql"},
         "CREATE TABLE goose_db_version (id SERIAL PRIMARY KEY, version_id BIGINT NOT NULL, is_applied BOOLEAN NOT "
         "NULL, "
         "tstamp TIMESTAMP DEFAULT now()); INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true), "
         "(1, true), (2, true), (3, true), (3, false)"},
        {"drizzle",
         {"0000_a.sql", "0001_b.sql", "0002_c.sql"},
         "CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, "
         "created_at bigint); INSERT INTO drizzle.__drizzle_migrations (hash, created_at) SELECT "
         "encode(sha256('SELECT 1;'), 'hex'), 1760000000000 + v FROM generate_series(1, 2) v"},
        {"flyway",
         {"V1__a.sql", "V1_1__b.sql", "V1.10__c.sql"},
         "CREATE TABLE flyway_schema_history (installed_rank INT PRIMARY KEY, version VARCHAR(50), description "
         "VARCHAR(200) NOT NULL, type VARCHAR(20) NOT NULL, script VARCHAR(1000) NOT NULL, checksum INTEGER, "
         "installed_by VARCHAR(100) NOT NULL, installed_on TIMESTAMP NOT NULL DEFAULT now(), execution_time INTEGER "
         "NOT NULL, success BOOLEAN NOT NULL); INSERT INTO flyway_schema_history VALUES "
         "(1, '1', 'x', 'BASELINE', 'x', NULL, 'me', now(), 0, true), "
         "(2, '1.1', 'x', 'SQL', 'V1_1__b.sql', 78787420, 'me', now(), 0, true), "
         "(3, NULL, 'x', 'SQL', 'R__x.sql', 1, 'me', now(), 0, true)"},
    };
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
        const sg_layout *layout = sg_layout_named(tools[i].tool);
        const char *text =
            layout->up_line == NULL ? "SELECT 1;" : sg_arena_printf(folder_arena, "%s\nSELECT 1;", layout->up_line);
        folder_remove(folder_at("m"));
        database_run(database_pg, "DROP TABLE IF EXISTS schema_migrations; DROP SCHEMA IF EXISTS schemagen CASCADE");
        database_run(database_pg, tools[i].sql);
        for (size_t k = 0; k < 3; k++)
            put(tools[i].files[k], text);
        if (baseline_of(tools[i].tool, (sg_baseline_options){.from = tools[i].tool}) != SG_STATUS_OK ||
            applied.count != 2)
            CU_FAIL(tools[i].tool);
        CU_ASSERT_EQUAL(apply_with(tools[i].tool, (sg_apply_options){0}), SG_STATUS_OK);
        CU_ASSERT_EQUAL(applied.count, 1);
    }
}

/* Its files are programs: the state that it names is what all migrations here make. */
static void alembic_says_one_state(void)
{
    put_three();
    database_run(database_pg, "CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)");
    CU_ASSERT_EQUAL(baseline_of("prisma", (sg_baseline_options){.from = "alembic"}), SG_STATUS_REFUSED);
    database_run(database_pg, "INSERT INTO alembic_version VALUES ('1975ea83b712'), ('ae1027a6acf')");
    CU_ASSERT_EQUAL(baseline_of("prisma", (sg_baseline_options){.from = "alembic"}), SG_STATUS_REFUSED);
    CU_ASSERT_TRUE(prints("holds 2 rows, not one"));
    CU_ASSERT_TRUE(nothing_is_noted());
    database_run(database_pg, "DELETE FROM alembic_version WHERE version_num = 'ae1027a6acf'");
    CU_ASSERT_EQUAL(baseline_of("prisma", (sg_baseline_options){.from = "alembic", .to = 2}), SG_STATUS_OK);
    CU_ASSERT_STRING_EQUAL(history(), "20260101000000_a alembic,20260102000000_b alembic");
}

static void what_flyway_applied_is_compared(void)
{
    put("V2__a.sql", "SELECT 1;\r\n");
    put("V10__b.sql", "SELECT 2;\n");
    database_run(database_pg, "CREATE TABLE flyway_schema_history (installed_rank INT, version VARCHAR(50), type "
                              "VARCHAR(20), checksum INTEGER, installed_on TIMESTAMP DEFAULT now(), success BOOLEAN)");
    database_run(database_pg, "INSERT INTO flyway_schema_history VALUES (1, '2', 'SQL', 78787420, now(), true), "
                              "(2, '10', 'SQL', 77, now(), true)");
    CU_ASSERT_EQUAL(baseline_of("flyway", (sg_baseline_options){.from = "flyway"}), SG_STATUS_REFUSED);
    CU_ASSERT_EQUAL(sg_diags_errors(database_diags), 1);
    CU_ASSERT_TRUE(prints("migration V10__b has been edited since flyway applied it"));
    database_run(database_pg, "UPDATE flyway_schema_history SET success = false WHERE version = '10'");
    CU_ASSERT_EQUAL(baseline_of("flyway", (sg_baseline_options){.from = "flyway"}), SG_STATUS_REFUSED);
    CU_ASSERT_TRUE(prints("migration 10 failed, or flyway runs it now"));
    database_run(database_pg, "DELETE FROM flyway_schema_history WHERE version = '10'");
    CU_ASSERT_EQUAL(baseline_of("flyway", (sg_baseline_options){.from = "flyway"}), SG_STATUS_OK);
    CU_ASSERT_STRING_EQUAL(history(), "V2__a flyway");
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"by number", by_number},
        {"what prisma applied is not applied again", what_prisma_applied_is_not_applied_again},
        {"what is in doubt is refused by name", what_is_in_doubt_is_refused_by_name},
        {"the table may be in another schema", the_table_may_be_in_another_schema},
        {"other tools are read too", other_tools_are_read_too},
        {"alembic says one state", alembic_says_one_state},
        {"what flyway applied is compared", what_flyway_applied_is_compared},
        CU_TEST_INFO_NULL,
    };

    if (!database_is_there())
        return TEST_SKIPPED;
    return run_suite((CU_SuiteInfo){"baseline", folder_set_up, folder_tear_down, before_test, after_test, tests});
}
