#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_fault.h"
#include "file_names.h"
#include "fileset_private.h"

#define JOURNAL ".schemagen-commit"
#define JOURNAL_LIMIT ((size_t)1024 * 1024)

int sg_fileset_failing(sg_fileset *set, const char *path, int error)
{
    if (error && !set->failed)
        set->failed = path;
    return error;
}

sg_fileset *sg_fileset_begin(sg_arena *arena, const char *root)
{
    sg_fileset *set = SG_NEW(arena, sg_fileset);

    set->arena = arena;
    set->root = sg_arena_strdup(arena, root);
    set->journal = sg_arena_printf(arena, "%s/" JOURNAL, root);
    set->last_target = &set->targets;
    set->last_content = &set->contents;
    set->lock = -1;
    return set;
}

static sg_target *find_target(const sg_fileset *set, const char *name)
{
    sg_target *t = set->targets;

    while (t && strcmp(t->name, name) != 0)
        t = t->next;
    return t;
}

sg_target *sg_fileset_target(sg_fileset *set, enum sg_target_kind kind, const char *name)
{
    sg_target *t = SG_NEW(set->arena, sg_target);

    t->kind = kind;
    t->mode = 0666;
    t->name = sg_arena_strdup(set->arena, name);
    t->final = sg_arena_printf(set->arena, "%s/%s", set->root, name);
    t->temporary = sg_path_hidden(set->arena, t->final, SG_TEMPORARY);
    t->backup = sg_path_hidden(set->arena, t->final, SG_BACKUP);
    *set->last_target = t;
    set->last_target = &t->next;
    return t;
}

/* The target that a file belongs to; NULL when it cannot be one of the set. */
static sg_target *take_target(sg_fileset *set, const char *dir, const char *name)
{
    bool in_dir = *dir != '\0';
    sg_target *t = find_target(set, in_dir ? dir : name);

    if (set->begun)
        set->error = EBUSY; /* the journal does not name it */
    else if (!sg_path_is_inside(name) || (in_dir && (!sg_path_is_inside(dir) || strchr(name, '/'))))
        set->error = EINVAL;
    else if (t && !(in_dir && t->kind == SG_NEW_DIR))
        set->error = EEXIST;
    if (set->error) {
        set->failed = sg_arena_strdup(set->arena, name);
        return NULL;
    }
    return t ? t : sg_fileset_target(set, in_dir ? SG_NEW_DIR : SG_NEW_FILE, in_dir ? dir : name);
}

static sg_content *add_content(sg_fileset *set, const char *dir, const char *name, const char *data, size_t length)
{
    sg_content *c = SG_NEW(set->arena, sg_content);

    *c = (sg_content){.set = set, .data = data, .length = length, .fd = -1};
    c->target = set->error ? NULL : take_target(set, dir, name);
    if (set->error)
        return c;
    c->path = *dir ? sg_arena_printf(set->arena, "%s/%s", c->target->temporary, name) : c->target->temporary;
    *set->last_content = c;
    set->last_content = &c->next;
    return c;
}

void sg_fileset_add(sg_fileset *set, const char *dir, const char *name, const char *data, size_t length)
{
    add_content(set, dir, name, data, length);
}

sg_content *sg_fileset_add_growing(sg_fileset *set, const char *dir, const char *name)
{
    return add_content(set, dir, name, NULL, 0);
}

void sg_fileset_append(sg_content *growing, const char *data, size_t length)
{
    sg_fileset *set = growing->set;

    if (!set->error)
        set->error = sg_fileset_failing(set, growing->path, sg_sys_write(growing->fd, data, length));
}

void sg_fileset_expect(sg_fileset *set, const char *path, sg_file_stamp stamp)
{
    set->expected = sg_arena_strdup(set->arena, path);
    set->stamp = stamp;
}

static int look_at_expected(sg_fileset *set)
{
    if (!set->expected)
        return 0;
    sg_file_stamp stamp = sg_file_stamp_of(set->expected);

    return sg_fileset_failing(set, set->expected, memcmp(&stamp, &set->stamp, sizeof stamp) != 0 ? ESTALE : 0);
}

/* Learns what is there already; what could only fail at the renames fails here. */
static int look_at_targets(sg_fileset *set)
{
    for (sg_target *t = set->targets; t; t = t->next) {
        struct stat info;

        if (lstat(t->final, &info) < 0) {
            if (errno != ENOENT)
                return sg_fileset_failing(set, t->final, errno);
            continue;
        }
        if (t->kind == SG_NEW_DIR)
            return sg_fileset_failing(set, t->final, EEXIST);
        if (!S_ISREG(info.st_mode))
            return sg_fileset_failing(set, t->final, S_ISDIR(info.st_mode) ? EISDIR : EINVAL);
        t->kind = SG_REPLACED;
        t->mode = info.st_mode & 0777;
    }
    return 0;
}

/* The way back after an error. When it fails too, the journal stays and the next
 * run settles the phase it names. */
static void abandon(sg_fileset *set)
{
    if (set->phase == SG_PREPARE || sg_journal_write(set, SG_UNDO) == 0)
        sg_fileset_settle(set);
}

static int begin_locked(sg_fileset *set)
{
    int error = look_at_targets(set);

    if (error)
        return error;
    set->begun = true;
    error = sg_journal_write(set, SG_PREPARE);
    if (!error)
        error = sg_fileset_prepare(set);
    for (sg_content *c = set->contents; c && !error; c = c->next)
        error = sg_fileset_write(c);
    return error;
}

static int commit_locked(sg_fileset *set)
{
    int error = sg_fileset_finish(set);

    if (!error)
        error = sg_journal_write(set, SG_COMMIT);
    if (!error)
        error = sg_fileset_rename(set);
    return error;
}

static int recover_locked(sg_arena *arena, const char *root)
{
    sg_fileset *set = sg_fileset_begin(arena, root);
    char *text;
    size_t length;

    /* An unfinished journal stands for nothing that was begun. */
    int error = sg_sys_unlink(sg_path_hidden(arena, set->journal, SG_TEMPORARY));
    if (error || !sg_path_exists(set->journal))
        return error;
    error = sg_file_read(arena, set->journal, JOURNAL_LIMIT, &text, &length);
    if (!error)
        error = sg_journal_parse(set, text);
    return error ? error : sg_fileset_settle(set);
}

/* Locks the root until the descriptor is closed. */
static int lock_root(const char *root, int *fd)
{
    *fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*fd < 0)
        return errno;
    while (flock(*fd, LOCK_EX) < 0) {
        /* Some network file systems cannot lock a directory; one writer is safe without. */
        if (errno == EBADF || errno == ENOLCK || errno == EOPNOTSUPP)
            break;
        if (errno != EINTR) {
            int error = errno;

            close(*fd);
            return error;
        }
    }
    return 0;
}

void sg_fileset_open(sg_fileset *set)
{
    int error = set->error;

    if (!error)
        error = sg_fileset_failing(set, set->root, sg_dir_make(set->root));
    if (!error)
        error = sg_fileset_failing(set, set->root, lock_root(set->root, &set->lock));
    if (!error)
        error = sg_fileset_failing(set, set->journal, recover_locked(set->arena, set->root));
    if (!error)
        error = look_at_expected(set);
    if (!error)
        error = begin_locked(set);
    set->error = error;
}

static void unlock(sg_fileset *set)
{
    if (set->lock >= 0)
        close(set->lock);
    set->lock = -1;
}

int sg_fileset_commit(sg_fileset *set, const char **failed_path)
{
    if (set->lock < 0)
        sg_fileset_open(set);
    int error = set->begun ? commit_locked(set) : set->error;

    if (set->begun && error)
        abandon(set);
    else if (!error)
        /* The set is visible and durable: what cannot be tidied up now, the next run will. */
        sg_fileset_clean_up(set);
    unlock(set);
    *failed_path = error ? set->failed : NULL;
    return error;
}

void sg_fileset_abandon(sg_fileset *set)
{
    if (!set->error)
        set->error = ECANCELED;
    if (set->begun) {
        sg_fileset_finish(set);
        abandon(set);
    }
    unlock(set);
}

int sg_fileset_recover(const char *root)
{
    sg_arena *arena = sg_arena_new();
    const char *journal = sg_arena_printf(arena, "%s/" JOURNAL, root);
    int error = 0, fd;

    /* Without a trace of a commit no lock is needed, and the root may be read-only. */
    if (sg_path_exists(journal) || sg_path_exists(sg_path_hidden(arena, journal, SG_TEMPORARY))) {
        error = lock_root(root, &fd);
        if (!error) {
            error = recover_locked(arena, root);
            close(fd);
        }
    }
    sg_arena_free(arena);
    return error;
}
