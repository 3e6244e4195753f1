/* The directory of migrations: names and numbers, patches, the fold of the plans against the snapshot. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "folder.h"
#include "hash.h"
#include "migrations.h"
#include "migrations_private.h"
#include "source.h"
#include "suite.h"

static void clear_folder(void)
{
    folder_remove(folder_root);
    CU_ASSERT_EQUAL_FATAL(sg_dir_make(folder_root), 0);
}

static void put_file(const char *name, const char *text)
{
    char *dir = sg_arena_strdup(folder_arena, folder_at(name));

    *strrchr(dir, '/') = '\0';
    CU_ASSERT_EQUAL_FATAL(sg_dir_make(dir), 0);
    folder_write(name, text);
}

static void put_migration(const char *id, const char *plan)
{
    put_file(sg_arena_printf(folder_arena, "migrations/%s/migration.sql", id), "-- nothing\n");
    put_file(sg_arena_printf(folder_arena, "migrations/%s/down.sql", id), "-- nothing\n");
    put_file(sg_arena_printf(folder_arena, "migrations/%s/plan.json", id), plan);
}

/* What the sink would print, as text to be freed. */
static char *printed(const sg_diags *diags)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);

    sg_diags_print(diags, out, SG_DIAG_TEXT, false);
    fclose(out);
    return text;
}

static void expect_report(sg_diags *diags, const char *words)
{
    char *report = printed(diags);
    if (strstr(report, words) == NULL) {
        fprintf(stderr, "expected: %s\n%s\n", words, report);
        CU_FAIL("another report than expected");
    }
    free(report);
    sg_diags_clear(diags);
}

static void test_names(void)
{
    sg_diags *diags = sg_diags_new();
    sg_migrations *migrations = sg_migrations_open(&(sg_place){.out = folder_root}, diags);
    CU_ASSERT_PTR_NOT_NULL_FATAL(migrations);
    CU_ASSERT_EQUAL(migrations->count, 0);
    sg_migration next;
    CU_ASSERT_TRUE(sg_migrations_next(migrations, "init", 1768132800, &next, diags));
    CU_ASSERT_STRING_EQUAL(next.id, "0001_20260111120000_init");
    sg_migrations_free(migrations);

    put_migration("0002_20260112000000_b_2", "{}");
    put_migration("0001_20260111120000_init", "{}");
    put_file("migrations/.gitkeep", "");
    migrations = sg_migrations_open(&(sg_place){.out = folder_root}, diags);
    CU_ASSERT_PTR_NOT_NULL_FATAL(migrations);
    CU_ASSERT_EQUAL(migrations->count, 2);
    CU_ASSERT_STRING_EQUAL(migrations->items[0].name, "init");
    CU_ASSERT_STRING_EQUAL(migrations->items[1].version, "0002");
    CU_ASSERT_TRUE(sg_migrations_next(migrations, "x", 0, &next, diags));
    CU_ASSERT_EQUAL(next.number, 3);
    sg_migrations_free(migrations);
    CU_ASSERT_EQUAL(sg_diags_errors(diags), 0);
    sg_diags_free(diags);
}

static void refuse_directory(const char *words)
{
    sg_diags *diags = sg_diags_new();
    CU_ASSERT_PTR_NULL(sg_migrations_open(&(sg_place){.out = folder_root}, diags));
    expect_report(diags, words);
    sg_diags_free(diags);
}

static void test_disorder(void)
{
    clear_folder();
    put_migration("0001_20260111120000_init", "{}");
    put_migration("0003_20260113000000_c", "{}");
    refuse_directory("migration 2 is missing before 0003_20260113000000_c");
    put_migration("0002_20260112000000_a", "{}");
    put_migration("0002_20260112000000_b", "{}");
    refuse_directory("two migrations have the number 2: 0002_20260112000000_a and 0002_20260112000000_b");

    static const char *const foreign[] = {
        "0001_2026_init", "001_20260111120000_init", "0001_20260111120000_", "0001_20260111120000_Init",
        "notes.txt",      "0000_20260111120000_a"};
    for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
        char words[128];
        clear_folder();
        put_migration(foreign[i], "{}");
        snprintf(words, sizeof(words), "migrations/%s is not a migration", foreign[i]);
        refuse_directory(words);
    }
    clear_folder();
    put_file("migrations/0001_20260111120000_init/migration.sql", "");
    put_file("migrations/0001_20260111120000_init/plan.json", "{}");
    refuse_directory("0001_20260111120000_init/down.sql is missing");
}

/* Applies a step; the tree's text after it, or the reason why not, in the arena. */
static const char *patched(sg_arena *arena, const char *tree, const char *step)
{
    struct json_object *root = json_tokener_parse(tree), *parsed = json_tokener_parse(step);
    const char *why = NULL;
    const char *result =
        sg_patch_step(root, parsed, arena, &why)
            ? sg_arena_strdup(
                  arena, json_object_to_json_string_ext(root, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE))
            : sg_arena_strdup(arena, why);
    json_object_put(root);
    json_object_put(parsed);
    return result;
}

static void test_patches(void)
{
    static const char *const cases[][3] = {
        {"{\"a\":1}", "{}", "{\"a\":1}"},
        {"{\"a\":1,\"b\":2}", "{\"patch\":{\"a\":3,\"c\":4}}", "{\"a\":3,\"b\":2,\"c\":4}"},
        {"{\"a\":1,\"b\":2}", "{\"patch\":{\"a\":null}}", "{\"b\":2}"},
        {"{\"a\":{\"x\":1,\"y\":2}}", "{\"patch\":{\"a\":{\"x\":null,\"z\":[1,null]}}}",
         "{\"a\":{\"y\":2,\"z\":[1,null]}}"},
        {"{\"a\":\"text\"}", "{\"patch\":{\"a\":{\"x\":1,\"y\":null}}}", "{\"a\":{\"x\":1}}"},
        {"{\"a\":{\"x\":1}}", "{\"patch\":{\"a\":\"text\"}}", "{\"a\":\"text\"}"},
        {"{\"a\":[1,2]}", "{\"patch\":{\"a\":[3]}}", "{\"a\":[3]}"},
        {"{\"a\":1}", "{\"patch\":[{\"a\":2,\"b\":1},{\"a\":3}]}", "{\"a\":3,\"b\":1}"},
        {"{\"m\":{\"a\":1,\"b\":2,\"c\":3}}", "{\"rename\":[{\"in\":\"/m\",\"from\":\"b\",\"to\":\"x\"}]}",
         "{\"m\":{\"a\":1,\"x\":2,\"c\":3}}"},
        {"{\"m\":{\"a\":1,\"b\":2}}",
         "{\"rename\":[{\"in\":\"/m\",\"from\":\"a\",\"to\":\"t\"},{\"in\":\"/m\",\"from\":\"b\",\"to\":\"a\"},"
         "{\"in\":\"/m\",\"from\":\"t\",\"to\":\"b\"}],\"patch\":{\"m\":{\"b\":3}}}",
         "{\"m\":{\"b\":3,\"a\":2}}"},
        {"{\"m\":{\"a/b~\":{\"c\":1}}}", "{\"rename\":[{\"in\":\"/m/a~1b~0\",\"from\":\"c\",\"to\":\"d\"}]}",
         "{\"m\":{\"a/b~\":{\"d\":1}}}"},
        {"{\"m\":{\"a\":1,\"b\":2}}", "{\"rename\":[{\"in\":\"/m\",\"from\":\"a\",\"to\":\"b\"}]}",
         "\"b\" in /m is there already"},
        {"{\"m\":{\"a\":1}}", "{\"rename\":[{\"in\":\"/m\",\"from\":\"z\",\"to\":\"b\"}]}",
         "there is no \"z\" in /m to rename"},
        {"{\"m\":{\"a\":1}}", "{\"rename\":[{\"in\":\"/n\",\"from\":\"a\",\"to\":\"b\"}]}",
         "there is no \"a\" in /n to rename"},
        {"{}", "{\"rename\":[{\"in\":\"/n\"}]}", "a rename needs \"in\", \"from\" and \"to\""},
        {"{}", "{\"rename\":{}}", "\"rename\" must be a list"},
        {"{}", "{\"patch\":1}", "\"patch\" must be an object, or a list of objects"},
        {"{}", "{\"patch\":[{},null]}", "\"patch\" must be an object, or a list of objects"},
        {"{}", "3", "a step must be an object"},
    };
    sg_arena *arena = sg_arena_new();

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *result = patched(arena, cases[i][0], cases[i][1]);
        if (strcmp(result, cases[i][2]) != 0) {
            fprintf(stderr, "%s\n%s\nexpected: %s\ngot: %s\n", cases[i][0], cases[i][1], cases[i][2], result);
            CU_FAIL("another result than expected");
        }
    }
    sg_arena_free(arena);
}

/* Snapshots after no, one and two migrations, and their hashes. */
static const char *const snapshots[] = {
    "{\n  \"schemagen\": 1\n}\n",
    "{\n  \"schemagen\": 1,\n  \"schemas\": {\n    \"a\": {}\n  }\n}\n",
    "{\n  \"schemagen\": 1,\n  \"schemas\": {\n    \"b\": {},\n    \"c\": {}\n  }\n}\n",
};

/* A plan from snapshot `from` to snapshot `to`; arena memory. */
static const char *plan_text(sg_arena *arena, int from, int to, const char *steps)
{
    char begin[SG_SHA256_HEX], end[SG_SHA256_HEX];

    sg_sha256_hex(snapshots[from], strlen(snapshots[from]), begin);
    sg_sha256_hex(snapshots[to], strlen(snapshots[to]), end);
    return sg_arena_printf(arena, "{\"schemagen\": 1, \"from\": \"%s\", \"to\": \"%s\", \"steps\": [%s]}", begin, end,
                           steps);
}

static const char first_steps[] = "{\"patch\": {\"schemas\": {\"a\": {}}}}";
static const char second_steps[] = "{\"rename\": [{\"in\": \"/schemas\", \"from\": \"a\", \"to\": \"c\"}]},"
                                   "{\"patch\": {\"schemas\": {\"b\": {}}}}";

static void write_chain(sg_arena *arena)
{
    clear_folder();
    put_migration("0001_20260111120000_a", plan_text(arena, 0, 1, first_steps));
    put_migration("0002_20260111120000_empty", plan_text(arena, 1, 1, ""));
    put_migration("0003_20260111120000_b", plan_text(arena, 1, 2, second_steps));
    put_file("snapshot.json", snapshots[2]);
}

static bool check(sg_diags *diags)
{
    sg_migrations *migrations = sg_migrations_open(&(sg_place){.out = folder_root}, diags);
    CU_ASSERT_PTR_NOT_NULL_FATAL(migrations);
    bool ok = sg_migrations_check(migrations, diags);
    sg_migrations_free(migrations);
    CU_ASSERT_EQUAL(ok, sg_diags_errors(diags) == 0);
    return ok;
}

static void test_fold(void)
{
    sg_arena *arena = sg_arena_new();
    sg_diags *diags = sg_diags_new();

    clear_folder();
    CU_ASSERT_TRUE(check(diags));
    write_chain(arena);
    CU_ASSERT_TRUE(check(diags));
    sg_migrations *migrations = sg_migrations_open(&(sg_place){.out = folder_root}, diags);
    const char *folded = sg_migrations_fold(migrations, diags);
    CU_ASSERT_PTR_NOT_NULL_FATAL(folded);
    CU_ASSERT_STRING_EQUAL(folded, snapshots[2]);
    sg_model *model = sg_migrations_snapshot(migrations, diags);
    CU_ASSERT_PTR_NOT_NULL_FATAL(model);
    CU_ASSERT_EQUAL(model->count, 2);
    sg_model_free(model);
    sg_migrations_free(migrations);
    CU_ASSERT_EQUAL(sg_diags_errors(diags), 0);
    sg_diags_free(diags);
    sg_arena_free(arena);
}

static void test_fold_mistakes(void)
{
    sg_arena *arena = sg_arena_new();
    sg_diags *diags = sg_diags_new();

    write_chain(arena);
    put_file("snapshot.json", snapshots[1]);
    CU_ASSERT_FALSE(check(diags));
    expect_report(diags, "snapshot.json is not what the plans of all migrations add up to");

    write_chain(arena);
    put_migration("0003_20260111120000_b", plan_text(arena, 0, 2, second_steps));
    CU_ASSERT_FALSE(check(diags));
    expect_report(diags, "migration 0003_20260111120000_b does not begin where the one before it ends");

    write_chain(arena);
    put_migration("0003_20260111120000_b", plan_text(arena, 1, 1, second_steps));
    CU_ASSERT_FALSE(check(diags));
    expect_report(diags, "do not lead to what its \"to\" is the hash of");

    /* the one that was edited is named, whether or not what comes of it can still be read as a schema */
    write_chain(arena);
    put_migration("0001_20260111120000_a", plan_text(arena, 0, 1, "{\"patch\": {\"tables\": {\"x\": 1}}}"));
    CU_ASSERT_FALSE(check(diags));
    expect_report(diags, "0001_20260111120000_a/plan.json:1:1: error[SG0403]: the steps of this plan do not lead to");
    write_chain(arena);
    put_migration("0003_20260111120000_b", plan_text(arena, 1, 2, ""));
    CU_ASSERT_FALSE(check(diags));
    expect_report(diags, "0003_20260111120000_b/plan.json:1:1: error[SG0403]: the steps of this plan do not lead to");

    write_chain(arena);
    put_migration("0003_20260111120000_b", plan_text(arena, 1, 2, "{\"rename\": 3}"));
    CU_ASSERT_FALSE(check(diags));
    expect_report(diags, "\"rename\" must be a list");

    write_chain(arena);
    put_migration("0003_20260111120000_b", "{\"from\": 1}");
    CU_ASSERT_FALSE(check(diags));
    expect_report(diags, "the plan says no \"from\" or \"to\"");

    clear_folder();
    put_migration("0001_20260111120000_a", plan_text(arena, 0, 1, first_steps));
    sg_migrations *migrations = sg_migrations_open(&(sg_place){.out = folder_root}, diags);
    CU_ASSERT_PTR_NULL(sg_migrations_snapshot(migrations, diags));
    expect_report(diags, "snapshot.json is missing, but there are migrations");
    sg_migrations_free(migrations);
    sg_diags_free(diags);
    sg_arena_free(arena);
}

static sg_file_text whole(const char *text)
{
    return (sg_file_text){text, strlen(text)};
}

/* Everything but the end. */
static sg_migration_files *begin_files(sg_migrations *migrations, const sg_migration *next, const char *plan,
                                       const char *snapshot)
{
    sg_migration_files *files = sg_migrations_begin(migrations, next, whole(snapshot));

    sg_migration_add(files, SG_PART_PLAN, plan, 10);
    sg_migration_add(files, SG_PART_UP, "SELECT 1;\n", 10);
    sg_migration_add(files, SG_PART_DOWN, "SELECT 2;\n", 10);
    sg_migration_add(files, SG_PART_PLAN, plan + 10, strlen(plan) - 10);
    return files;
}

static void test_write(void)
{
    sg_diags *diags = sg_diags_new();
    sg_arena *arena = sg_arena_new();
    const char *plan = plan_text(arena, 0, 1, first_steps);

    clear_folder();
    sg_migrations *migrations = sg_migrations_open(&(sg_place){.out = folder_root}, diags);
    sg_migration next;
    CU_ASSERT_TRUE_FATAL(sg_migrations_next(migrations, "a", 0, &next, diags));
    sg_migration_abandon(begin_files(migrations, &next, plan, snapshots[2]));
    CU_ASSERT_STRING_EQUAL(folder_tree(), "migrations{}");
    CU_ASSERT_TRUE_FATAL(sg_migration_commit(begin_files(migrations, &next, plan, snapshots[1]), diags));
    CU_ASSERT_TRUE(check(diags));
    /* the snapshot is no longer the one that was there, and nothing changes */
    CU_ASSERT_FALSE(sg_migration_commit(begin_files(migrations, &next, plan, snapshots[2]), diags));
    expect_report(diags, "snapshot.json was written by somebody else");
    CU_ASSERT_TRUE(check(diags));
    /* the directory is in the way */
    migrations->snapshot = sg_file_stamp_of(sg_migrations_snapshot_path(migrations));
    CU_ASSERT_FALSE(sg_migration_commit(begin_files(migrations, &next, plan, snapshots[2]), diags));
    expect_report(diags, "cannot write");
    CU_ASSERT_TRUE(check(diags));
    sg_migrations_free(migrations);
    migrations = sg_migrations_open(&(sg_place){.out = folder_root}, diags);
    CU_ASSERT_EQUAL(migrations->count, 1);
    CU_ASSERT_STRING_EQUAL(migrations->items[0].id, "0001_19700101000000_a");
    sg_migrations_free(migrations);
    sg_arena_free(arena);
    sg_diags_free(diags);
}

int main(void)
{
    static CU_TestInfo tests[] = {
        {"names and numbers", test_names},
        {"disorder", test_disorder},
        {"patches", test_patches},
        {"fold", test_fold},
        {"fold that does not add up", test_fold_mistakes},
        {"writing", test_write},
        CU_TEST_INFO_NULL,
    };

    return run_suite(
        (CU_SuiteInfo){"migrations", folder_set_up, folder_tear_down, folder_before_test, folder_after_test, tests});
}
