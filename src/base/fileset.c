/* Sets of files that appear together; file.h says what they promise.
 *
 * A commit goes through phases, and the journal on disk names the one whose work
 * may be half done:
 *
 *   prepare  temporary files, directories and backups are being written
 *   commit   all of them are durable; they are being renamed to their final names
 *   undo     a rename failed; final names are being taken back
 *
 * The work of each phase can be repeated without harm, so recovery after a crash
 * is the same code as the commit itself. */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "file_fault.h"
#include "file_names.h"

#define JOURNAL ".schemagen-commit"
#define JOURNAL_HEAD "schemagen journal 1"
#define JOURNAL_LIMIT ((size_t)1024 * 1024)

enum phase { PREPARE, COMMIT, UNDO, PHASES };
static const char *const phase_words[PHASES] = {"prepare", "commit", "undo"};

/* A new directory, a new file, and a file that replaces another. */
enum kind { NEW_DIR, NEW_FILE, REPLACED, KINDS };
static const char *const kind_words[KINDS] = {"dir", "new", "replace"};

typedef struct target {
    struct target *next;
    enum kind kind;
    mode_t mode;
    const char *name; /* relative to the root */
    const char *final;
    const char *temporary;
    const char *backup;
} target;

typedef struct content {
    struct content *next;
    const target *target;
    const char *path; /* of the temporary file */
    const char *data;
    size_t length;
} content;

struct sg_fileset {
    sg_arena *arena;
    const char *root;
    const char *journal;
    enum phase phase;
    target *targets, **last_target;
    content *contents, **last_content;
    int error; /* of the first wrong sg_fileset_add */
    const char *failed;
};

/* Remembers the path of an error; returns the error. */
static int failing(sg_fileset *set, const char *path, int error)
{
    if (error && !set->failed)
        set->failed = path;
    return error;
}

static bool exists(const char *path)
{
    struct stat info;

    return lstat(path, &info) == 0;
}

sg_fileset *sg_fileset_begin(sg_arena *arena, const char *root)
{
    sg_fileset *set = SG_NEW(arena, sg_fileset);

    set->arena = arena;
    set->root = sg_arena_strdup(arena, root);
    set->journal = sg_arena_printf(arena, "%s/" JOURNAL, root);
    set->last_target = &set->targets;
    set->last_content = &set->contents;
    return set;
}

/* A journal may come with files from anywhere: nothing outside the root is touched. */
static bool is_inside(const char *name)
{
    for (const char *part = name;; part++) {
        size_t length = strcspn(part, "/\n");

        if (length == 0 || (length == 1 && part[0] == '.') || (length == 2 && strncmp(part, "..", 2) == 0))
            return false;
        part += length;
        if (*part != '/')
            return *part == '\0';
    }
}

static target *find_target(const sg_fileset *set, const char *name)
{
    target *t = set->targets;

    while (t && strcmp(t->name, name) != 0)
        t = t->next;
    return t;
}

static target *add_target(sg_fileset *set, enum kind kind, const char *name)
{
    target *t = SG_NEW(set->arena, target);

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

void sg_fileset_add(sg_fileset *set, const char *dir, const char *name, const char *data, size_t length)
{
    bool in_dir = *dir != '\0';
    target *t = find_target(set, in_dir ? dir : name);
    content *c = SG_NEW(set->arena, content);

    if (!is_inside(name) || (in_dir && (!is_inside(dir) || strchr(name, '/'))))
        set->error = failing(set, name, EINVAL);
    else if (t && !(in_dir && t->kind == NEW_DIR))
        set->error = failing(set, name, EEXIST);
    if (set->error)
        return;
    if (!t)
        t = add_target(set, in_dir ? NEW_DIR : NEW_FILE, in_dir ? dir : name);
    c->target = t;
    c->path = in_dir ? sg_arena_printf(set->arena, "%s/%s", t->temporary, name) : t->temporary;
    c->data = data;
    c->length = length;
    *set->last_content = c;
    set->last_content = &c->next;
}

/* Learns what is there already; what could only fail at the renames fails here. */
static int look_at_targets(sg_fileset *set)
{
    for (target *t = set->targets; t; t = t->next) {
        struct stat info;

        if (lstat(t->final, &info) < 0) {
            if (errno != ENOENT)
                return failing(set, t->final, errno);
            continue;
        }
        if (t->kind == NEW_DIR)
            return failing(set, t->final, EEXIST);
        if (!S_ISREG(info.st_mode))
            return failing(set, t->final, S_ISDIR(info.st_mode) ? EISDIR : EINVAL);
        t->kind = REPLACED;
        t->mode = info.st_mode & 0777;
    }
    return 0;
}

static int write_journal(sg_fileset *set, enum phase phase)
{
    sg_buf text;

    sg_buf_init(&text);
    sg_buf_addf(&text, "%s\n%s\n", JOURNAL_HEAD, phase_words[phase]);
    for (const target *t = set->targets; t; t = t->next)
        sg_buf_addf(&text, "%s %s\n", kind_words[t->kind], t->name);
    set->phase = phase;
    int error = sg_file_replace(set->journal, text.data, text.length);
    sg_buf_release(&text);
    return failing(set, set->journal, error);
}

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

static int remove_temporary(sg_fileset *set, const target *t)
{
    int error = t->kind == NEW_DIR ? remove_dir(set->arena, t->temporary) : sg_sys_unlink(t->temporary);

    if (!error && t->kind == REPLACED)
        error = sg_sys_unlink(t->backup);
    return failing(set, t->temporary, error);
}

static int sync_parents(sg_fileset *set)
{
    for (const target *t = set->targets; t; t = t->next) {
        int error = sg_sys_sync_dir(sg_path_parent(set->arena, t->final));

        /* The crash may have come before the folder was made. */
        if (error && error != ENOENT)
            return failing(set, t->final, error);
    }
    return 0;
}

/* Removes all that is not a final name, the journal last. */
static int clean_up(sg_fileset *set)
{
    int error = 0;

    for (const target *t = set->targets; t && !error; t = t->next)
        error = remove_temporary(set, t);
    if (!error)
        error = sync_parents(set);
    if (!error)
        error = failing(set, set->journal, sg_sys_unlink(set->journal));
    return error ? error : failing(set, set->root, sg_sys_sync_dir(set->root));
}

/* A copy of the old file, for the way back. */
static int write_backup(sg_fileset *set, const target *t)
{
    char *data;
    size_t length;
    int error = sg_file_read(set->arena, t->final, SIZE_MAX, &data, &length);

    return error ? error : sg_sys_write_new(t->backup, t->mode, data, length);
}

static int write_temporaries(sg_fileset *set)
{
    int error = 0;

    for (const target *t = set->targets; t && !error; t = t->next) {
        error = sg_dir_make(sg_path_parent(set->arena, t->final));
        if (!error)
            error = remove_temporary(set, t);
        if (!error && t->kind == NEW_DIR)
            error = sg_sys_mkdir(t->temporary);
        if (!error && t->kind == REPLACED)
            error = write_backup(set, t);
        failing(set, t->final, error);
    }
    for (const content *c = set->contents; c && !error; c = c->next)
        error = failing(set, c->path, sg_sys_write_new(c->path, c->target->mode, c->data, c->length));
    for (const target *t = set->targets; t && !error; t = t->next) {
        if (t->kind == NEW_DIR)
            error = failing(set, t->final, sg_sys_sync_dir(t->temporary));
    }
    return error ? error : sync_parents(set);
}

static int rename_all(sg_fileset *set)
{
    for (const target *t = set->targets; t; t = t->next) {
        int error = exists(t->temporary) ? sg_sys_rename(t->temporary, t->final) : 0;

        if (error)
            return failing(set, t->final, error);
    }
    return sync_parents(set);
}

static int undo_all(sg_fileset *set)
{
    for (const target *t = set->targets; t; t = t->next) {
        bool renamed = !exists(t->temporary);
        int error = 0;

        if (t->kind == REPLACED)
            error = exists(t->backup) ? sg_sys_rename(t->backup, t->final) : 0;
        else if (renamed && t->kind == NEW_FILE)
            error = sg_sys_unlink(t->final);
        else if (renamed && exists(t->final))
            error = sg_sys_rename(t->final, t->temporary);
        if (error)
            return failing(set, t->final, error);
    }
    return sync_parents(set);
}

/* Does what is left of the journal's phase. */
static int settle(sg_fileset *set)
{
    int error = set->phase == COMMIT ? rename_all(set) : set->phase == UNDO ? undo_all(set) : 0;

    return error ? error : clean_up(set);
}

/* The way back after an error. When it fails too, the journal stays and the next
 * run settles the phase it names. */
static void abandon(sg_fileset *set)
{
    if (set->phase == PREPARE || write_journal(set, UNDO) == 0)
        settle(set);
}

static int commit_locked(sg_fileset *set)
{
    int error = look_at_targets(set);

    if (error)
        return error;
    error = write_journal(set, PREPARE);
    if (!error)
        error = write_temporaries(set);
    if (!error)
        error = write_journal(set, COMMIT);
    if (!error)
        error = rename_all(set);
    if (error)
        abandon(set);
    else
        /* The set is visible and durable: what cannot be tidied up now, the next run will. */
        clean_up(set);
    return error;
}

static bool find_word(const char *const *words, size_t count, const char *word, size_t *found)
{
    for (*found = 0; *found < count; ++*found) {
        if (strcmp(words[*found], word) == 0)
            return true;
    }
    return false;
}

/* Takes the journal's text apart (in place) into the phase and the targets. */
static int parse_journal(sg_fileset *set, char *text)
{
    size_t word, number = 0;

    for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1, number++) {
        *end = '\0';
        if (number == 0 && strcmp(line, JOURNAL_HEAD) != 0)
            return EBADMSG;
        if (number == 1) {
            if (!find_word(phase_words, PHASES, line, &word))
                return EBADMSG;
            set->phase = (enum phase)word;
        }
        if (number < 2)
            continue;
        char *space = strchr(line, ' ');
        if (!space)
            return EBADMSG;
        *space = '\0';
        if (!find_word(kind_words, KINDS, line, &word) || !is_inside(space + 1))
            return EBADMSG;
        add_target(set, (enum kind)word, space + 1);
    }
    return number < 2 ? EBADMSG : 0;
}

static int recover_locked(sg_arena *arena, const char *root)
{
    sg_fileset *set = sg_fileset_begin(arena, root);
    char *text;
    size_t length;

    /* An unfinished journal stands for nothing that was begun. */
    int error = sg_sys_unlink(sg_path_hidden(arena, set->journal, SG_TEMPORARY));
    if (error || !exists(set->journal))
        return error;
    error = sg_file_read(arena, set->journal, JOURNAL_LIMIT, &text, &length);
    if (!error)
        error = parse_journal(set, text);
    return error ? error : settle(set);
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

int sg_fileset_commit(sg_fileset *set, const char **failed_path)
{
    int fd = -1;
    int error = set->error;

    if (!error)
        error = failing(set, set->root, sg_dir_make(set->root));
    if (!error)
        error = failing(set, set->root, lock_root(set->root, &fd));
    if (!error)
        error = failing(set, set->journal, recover_locked(set->arena, set->root));
    if (!error)
        error = commit_locked(set);
    if (fd >= 0)
        close(fd);
    *failed_path = error ? set->failed : NULL;
    return error;
}

int sg_fileset_recover(const char *root)
{
    sg_arena *arena = sg_arena_new();
    const char *journal = sg_arena_printf(arena, "%s/" JOURNAL, root);
    int error = 0, fd;

    /* Without a trace of a commit no lock is needed, and the root may be read-only. */
    if (exists(journal) || exists(sg_path_hidden(arena, journal, SG_TEMPORARY))) {
        error = lock_root(root, &fd);
        if (!error) {
            error = recover_locked(arena, root);
            close(fd);
        }
    }
    sg_arena_free(arena);
    return error;
}
