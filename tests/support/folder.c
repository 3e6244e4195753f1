#include "folder.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "file.h"
#include "file_fault.h"

/* No test writes more into a file. */
#define SECRET_LIMIT ((size_t)64 << 20)

sg_arena *folder_arena;
char folder_root[64];

folder_faults folder_plan;

/* A test whose preparations fail has nothing to say. */
static void must(const char *what, int error)
{
    if (error) {
        fprintf(stderr, "%s: cannot %s: %s\n", folder_root, what, strerror(error));
        exit(EXIT_FAILURE);
    }
}

static int act_on_plan(const char *call)
{
    (void)call;
    folder_plan.count++;
    if (folder_plan.count == folder_plan.kill_at)
        raise(SIGKILL);
    return folder_plan.count >= folder_plan.fail_from && folder_plan.count <= folder_plan.fail_to ? EIO : 0;
}

void folder_set_plan(int fail_from, int fail_to, int kill_at)
{
    folder_plan = (folder_faults){0, fail_from, fail_to, kill_at};
    sg_file_fault_hook = act_on_plan;
}

const char *folder_at(const char *name)
{
    return sg_arena_printf(folder_arena, "%s/%s", folder_root, name);
}

void folder_write(const char *name, const char *text)
{
    must("write", sg_file_replace(folder_at(name), text, strlen(text)));
}

static const char *read_file(const char *path)
{
    char *data = NULL;
    size_t length;

    return sg_file_read(folder_arena, path, 1000, &data, &length) == 0 ? data : NULL;
}

/* All names below a directory with what the files hold: one text to compare. */
static void add_tree(sg_buf *out, const char *path)
{
    char **names;
    size_t count;

    if (sg_dir_list(folder_arena, path, &names, &count) != 0)
        return;
    for (size_t i = 0; i < count; i++) {
        const char *inner = sg_arena_printf(folder_arena, "%s/%s", path, names[i]);

        if (sg_dir_exists(inner)) {
            sg_buf_addf(out, "%s{", names[i]);
            add_tree(out, inner);
            sg_buf_add(out, "}");
        } else {
            sg_buf_addf(out, "%s=%s;", names[i], read_file(inner));
        }
    }
}

const char *folder_tree(void)
{
    sg_buf out;

    sg_buf_init(&out);
    add_tree(&out, folder_root);
    const char *text = sg_arena_strdup(folder_arena, out.data);
    sg_buf_release(&out);
    return text;
}

void folder_check_secret(const char *path)
{
    const char *secret = getenv("SCHEMAGEN_CANARY");
    char **names, *data;
    size_t count, length;

    if (secret == NULL || *secret == '\0')
        return;
    sg_arena *arena = sg_arena_new();
    if (sg_dir_list(arena, path, &names, &count) == 0) {
        for (size_t i = 0; i < count; i++)
            folder_check_secret(sg_arena_printf(arena, "%s/%s", path, names[i]));
    } else if (sg_file_read(arena, path, SECRET_LIMIT, &data, &length) == 0 &&
               memmem(data, length, secret, strlen(secret)) != NULL) {
        fprintf(stderr, "%s holds the password\n", path);
        exit(EXIT_FAILURE);
    }
    sg_arena_free(arena);
}

void folder_remove(const char *path)
{
    char **names;
    size_t count;

    if (sg_dir_list(folder_arena, path, &names, &count) == 0) {
        for (size_t i = 0; i < count; i++)
            folder_remove(sg_arena_printf(folder_arena, "%s/%s", path, names[i]));
        rmdir(path);
    } else {
        unlink(path);
    }
}

/* Most systems keep /dev/shm in memory, where the many fsyncs cost nothing. */
int folder_set_up(void)
{
    const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";

    snprintf(folder_root, sizeof folder_root, "%s/schemagen-test-XXXXXX", base);
    return mkdtemp(folder_root) ? 0 : 1;
}

int folder_tear_down(void)
{
    return rmdir(folder_root) < 0;
}

void folder_before_test(void)
{
    folder_arena = sg_arena_new();
}

void folder_after_test(void)
{
    char **names;
    size_t count;

    sg_file_fault_hook = NULL;
    folder_check_secret(folder_root);
    must("list", sg_dir_list(folder_arena, folder_root, &names, &count));
    for (size_t i = 0; i < count; i++)
        folder_remove(folder_at(names[i]));
    sg_arena_free(folder_arena);
}
