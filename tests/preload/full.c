/* Put in front of a PostgreSQL server with LD_PRELOAD, this makes its disk full for tables and indexes as long as the
 * file is there that SCHEMAGEN_FULL names. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static bool is_full(int fd)
{
    const char *mark = getenv("SCHEMAGEN_FULL");
    char link[32], path[4096];
    if (mark == NULL || access(mark, F_OK) != 0)
        return false;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    bool full = strstr(path, "/base/") != NULL;
    if (full)
        errno = ENOSPC;
    return full;
}

/* The function of that name that is hidden by the one here. */
#define HIDDEN(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))

ssize_t pwrite(int fd, const void *data, size_t size, off_t at)
{
    return is_full(fd) ? -1 : HIDDEN(pwrite)(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at)
{
    return is_full(fd) ? -1 : HIDDEN(pwrite64)(fd, data, size, at);
}

ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t at)
{
    return is_full(fd) ? -1 : HIDDEN(pwritev)(fd, pieces, count, at);
}

ssize_t pwritev64(int fd, const struct iovec *pieces, int count, off64_t at)
{
    return is_full(fd) ? -1 : HIDDEN(pwritev64)(fd, pieces, count, at);
}

int posix_fallocate(int fd, off_t at, off_t length)
{
    return is_full(fd) ? ENOSPC : HIDDEN(posix_fallocate)(fd, at, length);
}

int posix_fallocate64(int fd, off64_t at, off64_t length)
{
    return is_full(fd) ? ENOSPC : HIDDEN(posix_fallocate64)(fd, at, length);
}
