/* Directories of migrations in the layouts of several tools: what is found, in which order, and how new ones are named.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "folder.h"
#include "migrations.h"
#include "path.h"
#include "suite.h"

static const struct {
    const char *layout;
    const char *files;  /* separated by spaces */
    const char *wanted; /* ids in order, or a part of the report */
} cases[] = {
    {"prisma", "20260102000000_b/migration.sql 20260101000000_A-a/migration.sql x/migration.sql migration_lock.toml",
     "20260101000000_A-a 20260102000000_b x"},
    {"prisma", "20260101000000_a/notes.txt", "20260101000000_a/migration.sql is missing"},
    {"sqlx", "10_b.sql 9_a.up.sql 9_a.down.sql 11_c.sql.up.sql x.sql 12.sql README.md", "9_a 10_b 11_c.sql"},
    {"sqlx", "1_a.sql 01_b.sql", "two migrations have the number 1: 01_b and 1_a"},
    {"diesel", "20260103000000_c/up.sql 2026-01-02-000000-0000_b/up.sql 00000000000000_init/up.sql notes.txt",
     "00000000000000_init 2026-01-02-000000-0000_b 20260103000000_c"},
    {"golang-migrate", "000002_b.up.sql 000002_b.down.sql 000001_a.up.sql 3_c.sql", "000001_a 000002_b"},
    {"dbmate", "20260102000000_b.sql 20260101000000_a.sql", "20260101000000_a 20260102000000_b"},
    {"drizzle", "0001_b.sql 0000_a.sql meta/_journal.json", "0000_a 0001_b"},
    {"flyway", "V2__b.sql V1.10__d.sql V1_2__c.sql R__views.sql U2__b.sql V1__a.sql V__x.sql Vx__y.sql",
     "V1__a V1_2__c V1.10__d V2__b"},
    {"flyway", "V1.0__a.sql V1__b.sql", "two migrations have the number 1"},
    {"goose", "00002_b.sql 00001_a.sql 00003_c.go", "00001_a 00002_b"},
};

static void put_files(const char *names)
{
    for (size_t length; *names != '\0'; names += length + (names[length] == ' ')) {
        length = strcspn(names, " ");
        const char *path = sg_arena_printf(folder_arena, "m/%.*s", (int)length, names);
        char *dir = sg_arena_strdup(folder_arena, folder_at(path));
        *strrchr(dir, '/') = '\0';
        CU_ASSERT_EQUAL_FATAL(sg_dir_make(dir), 0);
        folder_write(path, "");
    }
}

static sg_migrations *open_layout(const char *name, sg_diags *diags)
{
    sg_place place = {.out = folder_at("out"), .layout = sg_layout_named(name), .folder = folder_at("m")};
    CU_ASSERT_PTR_NOT_NULL_FATAL(place.layout);
    return sg_migrations_open(&place, diags);
}

/* The ids, or what the sink says. */
static const char *found(const char *layout)
{
    sg_diags *diags = sg_diags_new();
    sg_migrations *migrations = open_layout(layout, diags);
    sg_buf text;
    sg_buf_init(&text);
    for (size_t i = 0; migrations != NULL && i < migrations->count; i++)
        sg_buf_addf(&text, "%s%s", i > 0 ? " " : "", migrations->items[i].id);
    if (migrations == NULL)
        sg_buf_add(&text, sg_diags_first(diags)->message);
    const char *copy = sg_arena_strdup(folder_arena, text.data);
    sg_buf_release(&text);
    sg_migrations_free(migrations);
    sg_diags_free(diags);
    return copy;
}

static void test_order(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        folder_remove(folder_at("m"));
        put_files(cases[i].files);
        const char *text = found(cases[i].layout);
        if (strstr(text, cases[i].wanted) == NULL ||
            (strchr(cases[i].wanted, '/') == NULL && strstr(text, "m/") != NULL)) {
            printf("\n%s: %s", cases[i].layout, text);
            CU_FAIL(cases[i].files);
        }
    }
}

/* A new migration comes behind the last one, also when the clock says otherwise. */
static void test_next(void)
{
    sg_diags *diags = sg_diags_new();
    sg_migration next;
    sg_migrations *migrations = open_layout("prisma", diags);
    CU_ASSERT_TRUE(sg_migrations_next(migrations, "init", 1768132800, &next, diags));
    CU_ASSERT_STRING_EQUAL(next.id, "20260111120000_init");
    sg_migrations_free(migrations);
    put_files("20260111120000_init/migration.sql");
    migrations = open_layout("prisma", diags);
    CU_ASSERT_TRUE(sg_migrations_next(migrations, "more", 1768132800, &next, diags));
    CU_ASSERT_STRING_EQUAL(next.id, "20260111120000_more");
    CU_ASSERT_TRUE(sg_migrations_next(migrations, "add", 1768132800, &next, diags));
    CU_ASSERT_STRING_EQUAL(next.id, "20260111120001_add");
    CU_ASSERT_EQUAL(next.number, 2);
    sg_migrations_free(migrations);
    put_files("later/migration.sql");
    migrations = open_layout("prisma", diags);
    CU_ASSERT_FALSE(sg_migrations_next(migrations, "add", 1768132800, &next, diags));
    sg_migrations_free(migrations);
    migrations = open_layout("sqlx", diags);
    CU_ASSERT_FALSE(sg_migrations_next(migrations, "add", 1768132800, &next, diags));
    sg_migrations_free(migrations);
    sg_diags_free(diags);
}

/* Migrations here, the snapshot there: both appear together, with the lock file. */
static void test_write(void)
{
    sg_diags *diags = sg_diags_new();
    sg_migration next;
    sg_migrations *migrations = open_layout("prisma", diags);
    CU_ASSERT_TRUE(sg_migrations_next(migrations, "init", 1768132800, &next, diags));
    sg_migration_files *files = sg_migrations_begin(migrations, &next, (sg_file_text){"snapshot", 8});
    sg_migration_add(files, SG_PART_PLAN, "plan", 4);
    sg_migration_add(files, SG_PART_UP, "up", 2);
    sg_migration_add(files, SG_PART_DOWN, "down", 4);
    CU_ASSERT_TRUE(sg_migration_commit(files, diags));
    sg_migrations_free(migrations);
    folder_remove(folder_at("m/migration_lock.toml"));
    CU_ASSERT_STRING_EQUAL(folder_tree(), "m{20260111120000_init{down.sql=down;migration.sql=up;}}"
                                          "out{snapshot.json=snapshot;}");
    migrations = open_layout("prisma", diags);
    CU_ASSERT_TRUE(sg_migration_commit(sg_migrations_begin(migrations, NULL, (sg_file_text){"later", 5}), diags));
    CU_ASSERT_PTR_NOT_NULL(strstr(folder_tree(), "out{snapshot.json=later;}"));
    sg_migrations_free(migrations);
    sg_diags_free(diags);
}

static void test_paths(void)
{
    static const struct {
        const char *left, *right, *common, *below;
    } paths[] = {
        {"generated", "generated/migrations", "generated", "migrations"},
        {"a/b", "a", "a", ""},
        {"/nowhere/a/b", "/nowhere/a/c/d", "/nowhere/a", "c/d"},
        {"/nowhere/ab", "/nowhere/a", "/nowhere", "a"},
        {"/x", "/y", "/", "y"},
        {"./a//b/", "a/b/c", "./a//b/", "c"},
    };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const char *common = sg_path_common(folder_arena, paths[i].left, paths[i].right);
        CU_ASSERT_STRING_EQUAL(common, paths[i].common);
        CU_ASSERT_STRING_EQUAL(sg_path_below(folder_arena, common, paths[i].right), paths[i].below);
    }
    CU_ASSERT_STRING_EQUAL(sg_path_below(folder_arena, sg_path_common(folder_arena, "generated", "prisma/migrations"),
                                         "prisma/migrations"),
                           "prisma/migrations");
}

int main(void)
{
    static CU_TestInfo tests[] = {
        {"order", test_order}, {"the next one", test_next}, {"writing", test_write},
        {"paths", test_paths}, CU_TEST_INFO_NULL,
    };

    return run_suite(
        (CU_SuiteInfo){"layout", folder_set_up, folder_tear_down, folder_before_test, folder_after_test, tests});
}
