#include <errno.h>
#include <stdint.h>

#include "file_fault.h"
#include "file_names.h"
#include "fileset_private.h"

/* A directory of this module holds files only. */
static int remove_dir(sg_arena *arena, const char *path)
{
    char **names;
    size_t count;
    int error = sg_dir_list(arena, path, &names, &count);

    if (error)
        return error == ENOENT ? 0 : error;
    for (size_t i = 0; i < count && !error; i++)
        error = sg_sys_unlink(sg_arena_printf(arena, "%s/%s", path, names[i]));
    return error ? error : sg_sys_rmdir(path);
}

static int remove_temporary(sg_fileset *set, const sg_target *t)
{
    int error = t->kind == SG_NEW_DIR ? remove_dir(set->arena, t->temporary) : sg_sys_unlink(t->temporary);

    if (!error && t->kind == SG_REPLACED)
        error = sg_sys_unlink(t->backup);
    return sg_fileset_failing(set, t->temporary, error);
}

static int sync_parents(sg_fileset *set)
{
    for (const sg_target *t = set->targets; t; t = t->next) {
        int error = sg_sys_sync_dir(sg_path_parent(set->arena, t->final));

        /* The crash may have come before the folder was made. */
        if (error && error != ENOENT)
            return sg_fileset_failing(set, t->final, error);
    }
    return 0;
}

/* Renames leave nothing but backups, and are durable by now. */
static bool leaves_files(const sg_fileset *set)
{
    bool replaced = false;

    for (const sg_target *t = set->targets; t; t = t->next)
        replaced |= t->kind == SG_REPLACED;
    return replaced || set->phase != SG_COMMIT;
}

int sg_fileset_clean_up(sg_fileset *set)
{
    bool left = leaves_files(set);
    int error = 0;

    for (const sg_target *t = set->targets; left && t && !error; t = t->next)
        error = remove_temporary(set, t);
    if (left && !error)
        error = sync_parents(set);
    if (!error)
        error = sg_fileset_failing(set, set->journal, sg_sys_unlink(set->journal));
    return error ? error : sg_fileset_failing(set, set->root, sg_sys_sync_dir(set->root));
}

/* A copy of the old file, for the way back. */
static int write_backup(sg_fileset *set, const sg_target *t)
{
    char *data;
    size_t length;
    int error = sg_file_read(set->arena, t->final, SIZE_MAX, &data, &length);

    return error ? error : sg_sys_write_new(t->backup, t->mode, data, length);
}

int sg_fileset_prepare(sg_fileset *set)
{
    int error = 0;

    for (const sg_target *t = set->targets; t && !error; t = t->next) {
        error = sg_dir_make(sg_path_parent(set->arena, t->final));
        if (!error)
            error = remove_temporary(set, t);
        if (!error && t->kind == SG_NEW_DIR)
            error = sg_sys_mkdir(t->temporary);
        if (!error && t->kind == SG_REPLACED)
            error = write_backup(set, t);
        sg_fileset_failing(set, t->final, error);
    }
    return error;
}

int sg_fileset_write(sg_content *c)
{
    int error = c->data ? sg_sys_write_new(c->path, c->target->mode, c->data, c->length)
                        : sg_sys_create(c->path, c->target->mode, &c->fd);

    return sg_fileset_failing(c->set, c->path, error);
}

static int close_growing(sg_content *c)
{
    int fd = c->fd;

    c->fd = -1;
    return fd < 0 ? 0 : sg_fileset_failing(c->set, c->path, sg_sys_close(fd, c->set->error));
}

int sg_fileset_finish(sg_fileset *set)
{
    for (sg_content *c = set->contents; c; c = c->next) {
        int error = close_growing(c);

        if (!set->error)
            set->error = error;
    }
    int error = set->error;
    for (const sg_target *t = set->targets; t && !error; t = t->next) {
        if (t->kind == SG_NEW_DIR)
            error = sg_fileset_failing(set, t->final, sg_sys_sync_dir(t->temporary));
    }
    return error ? error : sync_parents(set);
}

int sg_fileset_rename(sg_fileset *set)
{
    for (const sg_target *t = set->targets; t; t = t->next) {
        int error = sg_path_exists(t->temporary) ? sg_sys_rename(t->temporary, t->final) : 0;

        if (error)
            return sg_fileset_failing(set, t->final, error);
    }
    return sync_parents(set);
}

static int undo_all(sg_fileset *set)
{
    for (const sg_target *t = set->targets; t; t = t->next) {
        bool renamed = !sg_path_exists(t->temporary);
        int error = 0;

        if (t->kind == SG_REPLACED)
            error = sg_path_exists(t->backup) ? sg_sys_rename(t->backup, t->final) : 0;
        else if (renamed && t->kind == SG_NEW_FILE)
            error = sg_sys_unlink(t->final);
        else if (renamed && sg_path_exists(t->final))
            error = sg_sys_rename(t->final, t->temporary);
        if (error)
            return sg_fileset_failing(set, t->final, error);
    }
    return sync_parents(set);
}

int sg_fileset_settle(sg_fileset *set)
{
    int error = set->phase == SG_COMMIT ? sg_fileset_rename(set) : set->phase == SG_UNDO ? undo_all(set) : 0;

    return error ? error : sg_fileset_clean_up(set);
}
