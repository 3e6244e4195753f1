#include "file_fault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int (*sg_file_fault_hook)(const char *call) = NULL;

static int fault(const char *call)
{
    return sg_file_fault_hook ? sg_file_fault_hook(call) : 0;
}

int sg_sys_write(int fd, const char *data, size_t length)
{
    while (length > 0) {
        int error = fault("write");
        ssize_t written = error ? -1 : write(fd, data, length);

        if (written < 0 && !error)
            error = errno;
        if (error == EINTR)
            continue;
        if (error)
            return error;
        data += written;
        length -= (size_t)written;
    }
    return 0;
}

static int sync_fd(int fd)
{
    int error = fault("fsync");

    return error ? error : fsync(fd) < 0 ? errno : 0;
}

int sg_sys_create(const char *path, mode_t mode, int *fd)
{
    int error = fault("open");

    *fd = error ? -1 : open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    return error ? error : *fd < 0 ? errno : 0;
}

int sg_sys_close(int fd, int error)
{
    if (!error)
        error = sync_fd(fd);
    /* Some file systems report a failed write only here. */
    if (close(fd) < 0 && !error)
        error = errno;
    return error;
}

int sg_sys_write_new(const char *path, mode_t mode, const char *data, size_t length)
{
    int fd;
    int error = sg_sys_create(path, mode, &fd);

    return error ? error : sg_sys_close(fd, sg_sys_write(fd, data, length));
}

int sg_sys_sync_dir(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return errno;
    int error = sync_fd(fd);
    close(fd);
    /* File systems that know no fsync of a directory say EINVAL. */
    return error == EINVAL ? 0 : error;
}

int sg_sys_rename(const char *from, const char *to)
{
    int error = fault("rename");

    return error ? error : rename(from, to) < 0 ? errno : 0;
}

int sg_sys_mkdir(const char *path)
{
    int error = fault("mkdir");

    return error ? error : mkdir(path, 0755) < 0 ? errno : 0;
}

int sg_sys_unlink(const char *path)
{
    int error = fault("unlink");

    return error ? error : unlink(path) < 0 && errno != ENOENT ? errno : 0;
}

int sg_sys_rmdir(const char *path)
{
    int error = fault("rmdir");

    return error ? error : rmdir(path) < 0 && errno != ENOENT ? errno : 0;
}
