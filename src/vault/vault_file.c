/* The file of a vault: its owner's alone, replaced as a whole, and never through a link. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "vault_private.h"

#define SIZE_MAX_OF_FILE (2u << 20)

static bool failed(const sg_vault *vault, sg_code code, const char *what, sg_diags *diags)
{
    sg_diag_add(diags, code, SG_NOWHERE, "%s %s: %s", what, vault->path, strerror(errno));
    return false;
}

bool sg_vault_exists(const char *path)
{
    struct stat found;
    return lstat(path, &found) == 0;
}

static bool check_owner(const sg_vault *vault, const struct stat *found, sg_diags *diags)
{
    if (S_ISREG(found->st_mode) && found->st_uid == geteuid() && (found->st_mode & 077) == 0 &&
        found->st_size <= SIZE_MAX_OF_FILE)
        return true;
    sg_diag *diag = sg_diag_add(diags, SG_VAULT, SG_NOWHERE,
                                "%s is not a file that only its owner, who runs this, may read", vault->path);
    sg_diag_hint(diags, diag, "chmod 600 %s", vault->path);
    return false;
}

static bool read_all(int fd, unsigned char *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t part = read(fd, bytes + done, size - done);
        if (part <= 0)
            return false;
        done += (size_t)part;
    }
    return true;
}

bool sg_vault_read_file(sg_vault *vault, unsigned char **sealed, size_t *size, sg_diags *diags)
{
    struct stat found;
    int fd = open(vault->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    *sealed = NULL;
    if (fd < 0 && errno == ENOENT)
        return true;
    if (fd < 0 || fstat(fd, &found) != 0) {
        failed(vault, SG_FILE_READ, "cannot read", diags);
        if (fd >= 0)
            close(fd);
        return false;
    }
    bool fine = check_owner(vault, &found, diags);
    if (fine) {
        vault->exists = true;
        *size = (size_t)found.st_size;
        *sealed = sg_xrealloc(NULL, *size + 1);
        fine = read_all(fd, *sealed, *size) || failed(vault, SG_FILE_READ, "cannot read", diags);
    }
    close(fd);
    if (!fine) {
        free(*sealed);
        *sealed = NULL;
    }
    return fine;
}

static bool write_all(int fd, const unsigned char *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t part = write(fd, bytes + done, size - done);
        if (part < 0)
            return false;
        done += (size_t)part;
    }
    return fsync(fd) == 0;
}

/* The folder of the file, made when it is not there; -1 on failure. */
static int open_folder(sg_arena *arena, const char *path)
{
    char *folder = sg_arena_strdup(arena, path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL)
        return open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *slash = '\0';
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return -1;
    return open(*folder != '\0' ? folder : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

bool sg_vault_write_file(const sg_vault *vault, const unsigned char *sealed, size_t size, sg_diags *diags)
{
    sg_arena *arena = sg_diags_arena(diags);
    const char *name = strrchr(vault->path, '/');
    name = name != NULL ? name + 1 : vault->path;
    const char *temporary = sg_arena_printf(arena, ".%s.%ld", name, (long)getpid());
    int folder = open_folder(arena, vault->path);
    int fd = folder >= 0 ? openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600) : -1;
    bool written = fd >= 0 && write_all(fd, sealed, size);
    if (fd >= 0)
        written = close(fd) == 0 && written;
    written = written && renameat(folder, temporary, folder, name) == 0 && fsync(folder) == 0;
    if (!written) {
        failed(vault, SG_FILE_WRITE, "cannot write", diags);
        if (fd >= 0)
            unlinkat(folder, temporary, 0);
    }
    if (folder >= 0)
        close(folder);
    return written;
}

bool sg_vault_remove_file(const sg_vault *vault, sg_diags *diags)
{
    return unlink(vault->path) == 0 || errno == ENOENT || failed(vault, SG_FILE_WRITE, "cannot remove", diags);
}
