/* Reading, listing and replacing files. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "file_fault.h"
#include "folder.h"
#include "suite.h"

static void reading(void)
{
    char *data;
    size_t length;

    folder_write("ten", "0123456789");
    CU_ASSERT_EQUAL(sg_file_read(folder_arena, folder_at("ten"), 10, &data, &length), 0);
    CU_ASSERT_EQUAL(length, 10);
    CU_ASSERT_STRING_EQUAL(data, "0123456789");
    CU_ASSERT_EQUAL(sg_file_read(folder_arena, folder_at("ten"), 9, &data, &length), EFBIG);
    CU_ASSERT_EQUAL(sg_file_read(folder_arena, folder_at("none"), 9, &data, &length), ENOENT);
    CU_ASSERT_EQUAL(sg_file_read(folder_arena, folder_root, 9, &data, &length), EISDIR);
    CU_ASSERT_EQUAL(mkfifo(folder_at("pipe"), 0600), 0);
    CU_ASSERT_EQUAL(sg_file_read(folder_arena, folder_at("pipe"), 9, &data, &length), EINVAL);
    CU_ASSERT(sg_file_exists(folder_at("ten")) && !sg_dir_exists(folder_at("ten")));
    CU_ASSERT(sg_dir_exists(folder_root) && !sg_file_exists(folder_root));
    CU_ASSERT(!sg_file_exists(folder_at("none")) && !sg_dir_exists(folder_at("none")));
}

static void directories(void)
{
    char **names;
    size_t count = 0;

    CU_ASSERT_EQUAL(sg_dir_make(folder_at("a/b//c/")), 0);
    CU_ASSERT_EQUAL(sg_dir_make(folder_at("a/b/c")), 0);
    CU_ASSERT(sg_dir_exists(folder_at("a/b/c")));
    folder_write("a/z", "");
    folder_write("a/Z", "");
    folder_write("a/.hidden", "");
    CU_ASSERT_EQUAL(sg_dir_make(folder_at("a/z/below")), EEXIST);
    CU_ASSERT_EQUAL(sg_dir_make(folder_at("a/z")), EEXIST);
    CU_ASSERT_EQUAL(sg_dir_list(folder_arena, folder_at("none"), &names, &count), ENOENT);
    CU_ASSERT_EQUAL(sg_dir_list(folder_arena, folder_at("a"), &names, &count), 0);
    CU_ASSERT_EQUAL_FATAL(count, 4);
    CU_ASSERT_STRING_EQUAL(names[0], ".hidden");
    CU_ASSERT_STRING_EQUAL(names[1], "Z");
    CU_ASSERT_STRING_EQUAL(names[2], "b");
    CU_ASSERT_STRING_EQUAL(names[3], "z");
    CU_ASSERT_PTR_NULL(names[4]);
}

static void replacing_keeps_mode_and_link(void)
{
    struct stat info;

    folder_write("file", "one");
    CU_ASSERT_EQUAL(chmod(folder_at("file"), 0600), 0);
    CU_ASSERT_EQUAL(symlink("file", folder_at("link")), 0);
    folder_write(".file.tmp", "left behind");
    folder_write("link", "two");
    CU_ASSERT_STRING_EQUAL(folder_tree(), "file=two;link=two;");
    CU_ASSERT_EQUAL(stat(folder_at("file"), &info), 0);
    CU_ASSERT_EQUAL(info.st_mode & 0777, 0600);
    CU_ASSERT_EQUAL(lstat(folder_at("link"), &info), 0);
    CU_ASSERT(S_ISLNK(info.st_mode));
    CU_ASSERT_EQUAL(sg_file_replace(folder_at("none/file"), "", 0), ENOENT);
}

static void replacing_refused_at_every_call(void)
{
    int fail_at = 1;

    for (; fail_at < CALLS_MAX; fail_at++) {
        folder_write("file", "old");
        folder_set_plan(fail_at, fail_at, 0);
        int error = sg_file_replace(folder_at("file"), "new", 3);
        bool reached = folder_plan.count >= fail_at;
        sg_file_fault_hook = NULL;
        const char *state = folder_tree();
        /* The last call makes the new name durable; refused, it leaves the new file. */
        CU_ASSERT(strcmp(state, "file=new;") == 0 || (error == EIO && strcmp(state, "file=old;") == 0));
        if (!reached)
            break;
    }
    CU_ASSERT_EQUAL(fail_at, 7);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"reading", reading},
        {"directories", directories},
        {"replacing keeps mode and link", replacing_keeps_mode_and_link},
        {"replacing refused at every call", replacing_refused_at_every_call},
        CU_TEST_INFO_NULL,
    };

    return run_suite(
        (CU_SuiteInfo){"file", folder_set_up, folder_tear_down, folder_before_test, folder_after_test, tests});
}
