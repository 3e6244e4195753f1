#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_fault.h"
#include "file_names.h"
#include "vec.h"

/* Reads until the end of the file or `size` bytes. */
static int read_all(int fd, char *data, size_t size, size_t *length)
{
    *length = 0;
    while (*length < size) {
        ssize_t got = read(fd, data + *length, size - *length);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if (got == 0)
            break;
        *length += (size_t)got;
    }
    return 0;
}

/* O_NONBLOCK: opening a pipe without a writer must not hang. */
static int open_to_read(const char *path)
{
    return open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

int sg_file_read(sg_arena *arena, const char *path, size_t limit, char **data, size_t *length)
{
    int fd = open_to_read(path);
    struct stat info;
    int error = 0;

    if (fd < 0)
        return errno;
    if (fstat(fd, &info) < 0)
        error = errno;
    else if (!S_ISREG(info.st_mode))
        error = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
    else if ((unsigned long long)info.st_size > limit)
        error = EFBIG;
    if (!error) {
        *data = sg_arena_alloc(arena, (size_t)info.st_size + 1);
        error = read_all(fd, *data, (size_t)info.st_size, length);
    }
    close(fd);
    return error;
}

/* Most files are small, and one read shows that. */
int sg_file_hash(const char *path, size_t limit, char hex[SG_SHA256_HEX])
{
    char small[16384];
    int fd = open_to_read(path);

    if (fd < 0)
        return errno;
    ssize_t got = read(fd, small, sizeof small);
    close(fd);
    if (got >= 0 && (size_t)got < sizeof small) {
        sg_sha256_hex(small, (size_t)got, hex);
        return 0;
    }
    sg_arena *arena = sg_arena_new();
    char *data = NULL;
    size_t length = 0;
    int error = sg_file_read(arena, path, limit, &data, &length);

    if (!error)
        sg_sha256_hex(data, length, hex);
    sg_arena_free(arena);
    return error;
}

bool sg_file_exists(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && !S_ISDIR(info.st_mode);
}

bool sg_dir_exists(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

sg_file_stamp sg_file_stamp_of(const char *path)
{
    struct stat info;

    if (stat(path, &info) < 0)
        return (sg_file_stamp){0};
    return (sg_file_stamp){.device = info.st_dev,
                           .inode = info.st_ino,
                           .size = (unsigned long long)info.st_size,
                           .seconds = (unsigned long long)info.st_ctim.tv_sec,
                           .nanoseconds = (unsigned long long)info.st_ctim.tv_nsec};
}

/* One directory whose parent exists, durable in its parent. */
static int make_one(sg_arena *arena, const char *path)
{
    if (sg_dir_exists(path))
        return 0;
    int error = sg_sys_mkdir(path);

    /* Somebody else may have made it in between. */
    if (error == EEXIST && sg_dir_exists(path))
        return 0;
    return error ? error : sg_sys_sync_dir(sg_path_parent(arena, path));
}

int sg_dir_make(const char *path)
{
    sg_arena *arena = sg_arena_new();
    char *part = sg_arena_strdup(arena, path);
    int error = 0;

    for (char *slash = strchr(part + (*part == '/'), '/'); slash && !error; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        error = make_one(arena, part);
        *slash = '/';
    }
    if (!error)
        error = make_one(arena, part);
    sg_arena_free(arena);
    return error;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(a, b);
}

int sg_dir_list(sg_arena *arena, const char *path, char ***names, size_t *count)
{
    DIR *dir = opendir(path);
    sg_vec found = SG_VEC_EMPTY;
    struct dirent *entry;

    if (!dir)
        return errno;
    while (errno = 0, (entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            sg_vec_push(&found, sg_arena_strdup(arena, entry->d_name));
    }
    int error = errno;
    closedir(dir);
    if (!error) {
        sg_vec_sort(&found, compare_names);
        *names = SG_NEW_ARRAY(arena, char *, found.count + 1);
        *count = found.count;
        for (size_t i = 0; i < found.count; i++)
            (*names)[i] = found.items[i];
    }
    sg_vec_release(&found);
    return error;
}

int sg_file_replace(const char *path, const char *data, size_t length)
{
    sg_arena *arena = sg_arena_new();
    char *real = realpath(path, NULL);
    const char *target = real ? real : path;
    const char *temporary = sg_path_hidden(arena, target, SG_TEMPORARY);
    struct stat info;
    mode_t mode = stat(target, &info) == 0 ? info.st_mode & 0777 : 0666;

    /* A temporary file that a crash left behind is in the way. */
    int error = sg_sys_unlink(temporary);
    if (!error)
        error = sg_sys_write_new(temporary, mode, data, length);
    if (!error)
        error = sg_sys_rename(temporary, target);
    if (error)
        sg_sys_unlink(temporary);
    else
        error = sg_sys_sync_dir(sg_path_parent(arena, target));
    free(real);
    sg_arena_free(arena);
    return error;
}
