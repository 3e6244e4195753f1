/* file_fault.h - the system calls that change files, in one place, so that tests
 * can let each of them fail or be the last one of the process.
 *
 * Private to the files of this room and to tests. Every function returns 0 or an
 * errno value. */
#ifndef SG_FILE_FAULT_H
#define SG_FILE_FAULT_H

#include <stddef.h>
#include <sys/types.h>

/* Called before each call with its name ("open", "write", "fsync", "rename",
 * "mkdir", "unlink", "rmdir"); a result other than 0 is the errno the call fails
 * with. NULL, as outside of tests, lets everything through. */
extern int (*sg_file_fault_hook)(const char *call);

/* Creates a file that must not exist yet; `*fd` is -1 on error. */
int sg_sys_create(const char *path, mode_t mode, int *fd);
int sg_sys_write(int fd, const char *data, size_t length);
/* Makes the content durable unless there was an error before, which it returns then; closes in any case. */
int sg_sys_close(int fd, int error);
/* All of it. */
int sg_sys_write_new(const char *path, mode_t mode, const char *data, size_t length);
/* Makes the names in a directory durable. */
int sg_sys_sync_dir(const char *path);
int sg_sys_rename(const char *from, const char *to);
int sg_sys_mkdir(const char *path);
/* Both are content when there is nothing to remove. */
int sg_sys_unlink(const char *path);
int sg_sys_rmdir(const char *path);

#endif
