/* file.h - reading whole files, and writing sets of files that appear together.
 *
 * Every function returns 0 or an errno value and sets no other state. */
#ifndef SG_FILE_H
#define SG_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "hash.h"

/* Reads a whole regular file (at most `limit` bytes, EFBIG over that). The text
 * is ended by NUL, which `*length` does not count. */
int sg_file_read(sg_arena *arena, const char *path, size_t limit, char **data, size_t *length);

/* SHA-256 of what sg_file_read would read. */
int sg_file_hash(const char *path, size_t limit, char hex[SG_SHA256_HEX]);

bool sg_file_exists(const char *path);
bool sg_dir_exists(const char *path);
/* What tells a file from those that were or will be under its path; all zero: there is none. */
typedef struct sg_file_stamp {
    unsigned long long device, inode, size, seconds, nanoseconds; /* the time of its last change */
} sg_file_stamp;
sg_file_stamp sg_file_stamp_of(const char *path);
/* mkdir -p, mode 0755. */
int sg_dir_make(const char *path);
/* Names in a directory, sorted by bytes, without . and .. ; `*names` ends with NULL. */
int sg_dir_list(sg_arena *arena, const char *path, char ***names, size_t *count);

/* Replaces one file: temporary name in the same folder, fsync, rename, fsync of
 * the folder. After a crash the file is the old or the new one. Keeps the
 * permissions of the old file that the umask allows, and follows a symbolic link. */
int sg_file_replace(const char *path, const char *data, size_t length);

/* Several files that become visible together, or not at all.
 *
 * New directories are built under a temporary name beside their final place and
 * renamed; replaced files are written under a temporary name first. A journal
 * (`.schemagen-commit` in the root) names everything touched: as long as it says
 * `prepare`, the next run removes the temporary names; from the moment it says
 * `commit`, the next run finishes the renames. So a crash at any moment leaves
 * the old or the new state, as seen through sg_fileset_recover, which every
 * reader of `root` calls first. Writers wait for each other (flock of the root). */
typedef struct sg_fileset sg_fileset;

sg_fileset *sg_fileset_begin(sg_arena *arena, const char *root);
/* A file in a new directory `dir` (relative to root), which must not exist yet; or,
 * when `dir` is "", a file below the root that is new or replaced. Without `dir`
 * the name may have folders in front of it. Names are copied, data is not. */
void sg_fileset_add(sg_fileset *set, const char *dir, const char *name, const char *data, size_t length);

/* Long files need not be in memory as a whole: they are added before the set is
 * opened, and written bit by bit until it is committed. */
typedef struct sg_content sg_content;
sg_content *sg_fileset_add_growing(sg_fileset *set, const char *dir, const char *name);
/* Takes the lock and begins to write; nothing is added any more. What goes wrong here and from here on, the commit
 * tells. */
void sg_fileset_open(sg_fileset *set);
void sg_fileset_append(sg_content *growing, const char *data, size_t length);

/* The set follows from what was read of this file: when another one is there once the lock is held, the commit tells
 * ESTALE. At most one. */
void sg_fileset_expect(sg_fileset *set, const char *path, sg_file_stamp stamp);

/* Makes all of it visible. On error the old state is back, everything temporary is
 * removed again and `*failed_path` names the file in trouble (arena memory). Only
 * folders above the new files may stay, empty. When even the way back fails, the
 * journal stays and the next run goes on with it. */
int sg_fileset_commit(sg_fileset *set, const char **failed_path);
/* Instead: nothing of what was opened stays. */
void sg_fileset_abandon(sg_fileset *set);
/* Finishes or removes what an interrupted commit left in `root`. 0 also when
 * there is nothing to do or no such directory; EBADMSG when the journal is not
 * one that this module wrote. */
int sg_fileset_recover(const char *root);

#endif
