/* Put in front of a program with LD_PRELOAD, this lets one of its allocations or file operations fail.
 *   SCHEMAGEN_FAIL=alloc:17   the 17th allocation fails; file:17: the 17th file operation
 *   SCHEMAGEN_FAIL=alloc:0    none; how many there were is written to the file that SCHEMAGEN_FAIL_COUNT names */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What glibc calls its own; asking dlsym for them would allocate. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);

enum sort { ALLOCATION, FILE_OPERATION };

static struct {
    bool begun;
    enum sort sort;
    unsigned long number;
    atomic_ulong count;
} plan;

__attribute__((constructor)) static void begin(void)
{
    const char *text = getenv("SCHEMAGEN_FAIL");
    const char *colon = text != NULL ? strchr(text, ':') : NULL;
    if (colon == NULL)
        return;
    plan.sort = *text == 'a' ? ALLOCATION : FILE_OPERATION;
    plan.number = strtoul(colon + 1, NULL, 10);
    plan.begun = true;
}

__attribute__((destructor)) static void end(void)
{
    plan.begun = false;
    const char *path = getenv("SCHEMAGEN_FAIL_COUNT");
    FILE *file = path != NULL ? fopen(path, "w") : NULL;
    if (file == NULL)
        return;
    fprintf(file, "%lu\n", atomic_load(&plan.count));
    fclose(file);
}

static bool fails(enum sort sort, int error)
{
    if (!plan.begun || plan.sort != sort)
        return false;
    bool chosen = atomic_fetch_add(&plan.count, 1) + 1 == plan.number;
    if (chosen)
        errno = error;
    return chosen;
}

void *malloc(size_t size)
{
    return fails(ALLOCATION, ENOMEM) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails(ALLOCATION, ENOMEM) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    return fails(ALLOCATION, ENOMEM) ? NULL : __libc_realloc(memory, size);
}

/* The function of that name that is hidden by the one here. */
#define HIDDEN(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return fails(FILE_OPERATION, EMFILE) ? -1 : HIDDEN(open)(path, flags, mode);
}

ssize_t read(int fd, void *data, size_t size)
{
    return fails(FILE_OPERATION, EIO) ? -1 : HIDDEN(read)(fd, data, size);
}

ssize_t write(int fd, const void *data, size_t size)
{
    return fails(FILE_OPERATION, ENOSPC) ? -1 : HIDDEN(write)(fd, data, size);
}

int fsync(int fd)
{
    return fails(FILE_OPERATION, EIO) ? -1 : HIDDEN(fsync)(fd);
}

int rename(const char *from, const char *to)
{
    return fails(FILE_OPERATION, EACCES) ? -1 : HIDDEN(rename)(from, to);
}

int fstat(int fd, struct stat *info)
{
    return fails(FILE_OPERATION, EIO) ? -1 : HIDDEN(fstat)(fd, info);
}

int stat(const char *path, struct stat *info)
{
    return fails(FILE_OPERATION, EACCES) ? -1 : HIDDEN(stat)(path, info);
}

int lstat(const char *path, struct stat *info)
{
    return fails(FILE_OPERATION, EACCES) ? -1 : HIDDEN(lstat)(path, info);
}

char *realpath(const char *path, char *resolved)
{
    return fails(FILE_OPERATION, EACCES) ? NULL : HIDDEN(realpath)(path, resolved);
}

FILE *fopen(const char *path, const char *mode)
{
    return fails(FILE_OPERATION, EMFILE) ? NULL : HIDDEN(fopen)(path, mode);
}

DIR *opendir(const char *path)
{
    return fails(FILE_OPERATION, EMFILE) ? NULL : HIDDEN(opendir)(path);
}

struct dirent *readdir(DIR *dir)
{
    return fails(FILE_OPERATION, EIO) ? NULL : HIDDEN(readdir)(dir);
}
