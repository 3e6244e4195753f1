/* Directories of other tools, run as they are. */
#include <stdlib.h>
#include <string.h>

#include "database.h"
#include "file.h"
#include "folder.h"
#include "run.h"
#include "suite.h"

static sg_applied applied;
static const char *layout;

static void before_test(void)
{
    folder_before_test();
    database_before_test();
    layout = "prisma";
}

static void after_test(void)
{
    database_after_test();
    folder_after_test();
}

/* A file below the folder of migrations. */
static void put(const char *path, const char *text)
{
    char *dir = sg_arena_printf(folder_arena, "%s/m/%s", folder_root, path);
    *strrchr(dir, '/') = '\0';
    CU_ASSERT_EQUAL_FATAL(sg_dir_make(dir), 0);
    folder_write(sg_arena_printf(folder_arena, "m/%s", path), text);
}

static sg_migrations *open_folder(void)
{
    sg_place place = {.out = folder_at("out"), .layout = sg_layout_named(layout), .folder = folder_at("m")};
    CU_ASSERT_PTR_NOT_NULL_FATAL(place.layout);
    sg_migrations *migrations = sg_migrations_open(&place, database_diags);
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

/* "2 of 3": migrations that history knows, and notes of places inside them. */
static const char *history(void)
{
    return database_value("SELECT (SELECT count(*) FROM schemagen.migrations) || ' and ' || "
                          "(SELECT count(*) FROM schemagen.steps)");
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

static void a_directory_of_prisma_runs_once(void)
{
    put("migration_lock.toml", "provider = \"postgresql\"\n");
    put("20260102000000_b/migration.sql", "ALTER TABLE one ADD b int;");
    put("20260101000000_a/migration.sql", "CREATE TABLE one (id int);");
    put("20260102000000_/migration.sql", "-- nothing\n");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    CU_ASSERT_EQUAL(applied.count, 3);
    CU_ASSERT_STRING_EQUAL(database_value("SELECT string_agg(name, ' ' ORDER BY number) FROM schemagen.migrations"),
                           "20260101000000_a 20260102000000_ 20260102000000_b");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    CU_ASSERT_EQUAL(applied.count, 0);
    put("20260101000000_z/migration.sql", "CREATE TABLE z (id int);");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_REFUSED);
    CU_ASSERT_EQUAL(sg_diags_first(database_diags)->code, SG_OUT_OF_ORDER);
}

/* What stands between a COMMIT and the next is one transaction, as in a script that is sent in one piece. */
static void transactions_of_the_file_are_kept(void)
{
    put("1_a/migration.sql", "CREATE TABLE a (id int); BEGIN; CREATE TABLE b (id int); COMMIT;\n"
                             "CREATE TABLE c (id int); SELECT 1/0;");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_FAILED);
    CU_ASSERT_TRUE(has_table("a") && has_table("b") && !has_table("c"));
    CU_ASSERT_TRUE(prints("steps 1 to 1 of 1_a are committed"));
    CU_ASSERT_STRING_EQUAL(history(), "0 and 1");
    put("1_a/migration.sql", "CREATE TABLE a (id int); BEGIN; CREATE TABLE b (id int); COMMIT;\n"
                             "-- mended\nCREATE TABLE c (id int);");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    CU_ASSERT_TRUE(has_table("c"));
    CU_ASSERT_STRING_EQUAL(history(), "1 and 1");
}

static void what_is_committed_may_not_be_edited(void)
{
    put("1_a/migration.sql", "CREATE TABLE a (id int); COMMIT; SELECT 1/0;");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_FAILED);
    put("1_a/migration.sql", "CREATE TABLE a (id bigint); COMMIT; SELECT 1/1;");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_REFUSED);
    CU_ASSERT_TRUE(prints("the first 1 statements of 1_a are committed, and have been edited since"));
    put("1_a/migration.sql", "-- as it was\nCREATE TABLE a (id int); COMMIT; SELECT 1/1;");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
}

static void a_transaction_of_a_kind_is_opened_so(void)
{
    put("1_a/migration.sql", "CREATE TABLE a (l text, n int); BEGIN ISOLATION LEVEL SERIALIZABLE;\n"
                             "INSERT INTO a VALUES (current_setting('transaction_isolation')); COMMIT;\n"
                             "INSERT INTO a VALUES (current_setting('transaction_isolation'));");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    CU_ASSERT_STRING_EQUAL(database_value("SELECT string_agg(l, ',') FROM a"), "serializable,read committed");
}

static void a_new_label_is_committed_before_it_is_used(void)
{
    put("1_a/migration.sql", "CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE a (m mood);");
    put("2_b/migration.sql", "ALTER TYPE mood ADD VALUE 'fine'; ALTER TYPE mood ADD VALUE 'good';\n"
                             "CREATE TABLE b (id int); INSERT INTO a VALUES ('good'); ALTER TABLE b ADD c int;");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    CU_ASSERT_STRING_EQUAL(database_value("SELECT count(*) FROM a"), "1");
    CU_ASSERT_STRING_EQUAL(database_value("SELECT steps FROM schemagen.migrations WHERE number = 2"), "2");
    /* without use there is no need */
    put("3_c/migration.sql", "ALTER TYPE mood ADD VALUE 'best'; CREATE TABLE c (m mood DEFAULT 'ok'); SELECT 1/0;");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_FAILED);
    CU_ASSERT_STRING_EQUAL(database_value("SELECT count(*) FROM pg_enum"), "3");
}

static void what_cannot_be_in_a_transaction_is_not(void)
{
    put("1_a/migration.sql", "CREATE TABLE a (id int); CREATE INDEX CONCURRENTLY a_id ON a (id);\n"
                             "VACUUM a; CREATE TABLE b (id int);");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    CU_ASSERT_TRUE(has_table("a_id") && has_table("b"));
    CU_ASSERT_STRING_EQUAL(history(), "1 and 3");
    /* not told by its words: the server says so */
    put("2_b/migration.sql", "CREATE PROCEDURE p() LANGUAGE plpgsql AS 'BEGIN INSERT INTO b VALUES (1); COMMIT; END';\n"
                             "CALL p(); INSERT INTO b VALUES (2);");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    CU_ASSERT_STRING_EQUAL(database_value("SELECT string_agg(id::text, ',') FROM b"), "1,2");
    put("3_c/migration.sql", "BEGIN; CREATE INDEX CONCURRENTLY b_id ON b (id); COMMIT;");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_FAILED);
    CU_ASSERT_TRUE(prints("25001"));
    put("3_c/migration.sql", "CREATE TABLE c (id int); ROLLBACK;");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_BAD_INPUT);
    CU_ASSERT_TRUE(prints("3_c/migration.sql:1:26: error[SG0606]"));
}

static void a_dry_run_leaves_nothing(void)
{
    put("1_a/migration.sql", "CREATE TABLE a (id int); COMMIT; CREATE TABLE b (id int);");
    put("2_b/migration.sql", "CREATE INDEX CONCURRENTLY a_id ON a (id);");
    CU_ASSERT_EQUAL(apply_with(&(sg_apply_options){.dry_run = true}), SG_STATUS_OK);
    CU_ASSERT_EQUAL(applied.count, 2);
    CU_ASSERT_EQUAL(applied.left_out, 1);
    CU_ASSERT_FALSE(has_table("a"));
    CU_ASSERT_FALSE(has_table("schemagen.migrations"));
    CU_ASSERT_EQUAL(apply_with(&(sg_apply_options){.to = 1}), SG_STATUS_OK);
    CU_ASSERT_TRUE(has_table("b") && !has_table("a_id"));
}

/* The files of the other tools, and what they say about transactions. */
static void marks_and_sections_are_read(void)
{
    layout = "sqlx";
    put("2_b.sql", "-- no-transaction\nCREATE TABLE b (id int); SELECT 1/0;");
    put("1_a.up.sql", "CREATE TABLE a (id int);");
    put("1_a.down.sql", "DROP TABLE a;");
    put("README.md", "not a migration");
    put("notes.sql", "neither");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_FAILED);
    CU_ASSERT_TRUE(has_table("a") && has_table("b"));
    CU_ASSERT_STRING_EQUAL(history(), "1 and 1");
}

static void folders_of_diesel_are_read(void)
{
    layout = "diesel";
    put("2026-01-02-000000_b/up.sql", "CREATE TABLE b (id int); SELECT 1/0;");
    put("2026-01-02-000000_b/metadata.toml", "run_in_transaction = false\n");
    put("20260101000000_a/up.sql", "CREATE TABLE a (id int);");
    put("20260101000000_a/metadata.toml", "run_in_transaction = true\n");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_FAILED);
    CU_ASSERT_TRUE(has_table("a") && has_table("b"));
    CU_ASSERT_STRING_EQUAL(history(), "1 and 1");
}

static void two_ways_in_one_file_are_told_apart(void)
{
    layout = "dbmate";
    put("1_a.sql", "-- migrate:up\nCREATE TABLE a (id int);\n\n-- migrate:down\nDROP TABLE a;\n");
    put("10_b.sql", "-- migrate:up transaction:false\nCREATE TABLE b (id int);\nSELECT nowhere;\n-- migrate:down\n");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_FAILED);
    CU_ASSERT_TRUE(prints("10_b.sql:3:8: error[SG0601]"));
    CU_ASSERT_TRUE(has_table("a") && has_table("b"));
    put("1_a.sql", "-- migrate:up\nCREATE TABLE a (id int);\n\n-- migrate:down\nDROP TABLE IF EXISTS a;\n");
    put("10_b.sql", "-- migrate:up transaction:false\nCREATE TABLE b (id int);\nSELECT 1;\n-- migrate:down\n");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_OK);
    put("11_c.sql", "CREATE TABLE c (id int);");
    CU_ASSERT_EQUAL(apply(), SG_STATUS_BAD_INPUT);
    CU_ASSERT_TRUE(prints("there is no line \"-- migrate:up\""));
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"a directory of prisma runs once", a_directory_of_prisma_runs_once},
        {"transactions of the file are kept", transactions_of_the_file_are_kept},
        {"what is committed may not be edited", what_is_committed_may_not_be_edited},
        {"a transaction of a kind is opened so", a_transaction_of_a_kind_is_opened_so},
        {"a new label is committed before it is used", a_new_label_is_committed_before_it_is_used},
        {"what cannot be in a transaction is not", what_cannot_be_in_a_transaction_is_not},
        {"a dry run leaves nothing", a_dry_run_leaves_nothing},
        {"marks and sections are read", marks_and_sections_are_read},
        {"folders of diesel are read", folders_of_diesel_are_read},
        {"two ways in one file are told apart", two_ways_in_one_file_are_told_apart},
        CU_TEST_INFO_NULL,
    };

    if (!database_is_there())
        return TEST_SKIPPED;
    return run_suite((CU_SuiteInfo){"layouts", folder_set_up, folder_tear_down, before_test, after_test, tests});
}
