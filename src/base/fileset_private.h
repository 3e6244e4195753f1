/* fileset_private.h - what the files of the file set share; file.h says what it promises.
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
#ifndef SG_FILESET_PRIVATE_H
#define SG_FILESET_PRIVATE_H

#include <sys/types.h>

#include "file.h"

enum sg_phase { SG_PREPARE, SG_COMMIT, SG_UNDO, SG_PHASES };

/* A new directory, a new file, and a file that replaces another. */
enum sg_target_kind { SG_NEW_DIR, SG_NEW_FILE, SG_REPLACED, SG_KINDS };

typedef struct sg_target {
    struct sg_target *next;
    enum sg_target_kind kind;
    mode_t mode;
    const char *name; /* relative to the root */
    const char *final;
    const char *temporary;
    const char *backup;
} sg_target;

struct sg_content {
    sg_content *next;
    sg_fileset *set;
    const sg_target *target;
    const char *path; /* of the temporary file */
    const char *data; /* NULL: it grows */
    size_t length;
    int fd; /* of one that grows, while it does; or -1 */
};

struct sg_fileset {
    sg_arena *arena;
    const char *root;
    const char *journal;
    enum sg_phase phase;
    sg_target *targets, **last_target;
    sg_content *contents, **last_content;
    int lock;             /* descriptor; -1: not opened */
    const char *expected; /* what must be as `stamp` says when the lock is held; or NULL */
    sg_file_stamp stamp;
    bool begun; /* there may be temporary names */
    int error;  /* the first one */
    const char *failed;
};

/* Remembers the path of the first error; returns the error. */
int sg_fileset_failing(sg_fileset *set, const char *path, int error);
/* Appends a target; `name` is relative to the root and copied. */
sg_target *sg_fileset_target(sg_fileset *set, enum sg_target_kind kind, const char *name);

/* fileset_journal.c: what the next run learns after a crash. */

/* Writes the journal of a phase and sets the phase. */
int sg_journal_write(sg_fileset *set, enum sg_phase phase);
/* Takes the journal's text apart (in place) into the phase and the targets; EBADMSG. */
int sg_journal_parse(sg_fileset *set, char *text);
/* True for a relative path without . and .. , on one line. */
bool sg_path_is_inside(const char *name);

/* fileset_phase.c: the work of the phases. */

/* Makes the temporary directories and the backups. */
int sg_fileset_prepare(sg_fileset *set);
/* Writes a content under its temporary name, or begins one that grows. */
int sg_fileset_write(sg_content *content);
/* Makes all temporary names durable. */
int sg_fileset_finish(sg_fileset *set);
/* Gives all targets their final names. */
int sg_fileset_rename(sg_fileset *set);
/* Removes all that is not a final name, the journal last. */
int sg_fileset_clean_up(sg_fileset *set);
/* Does what is left of the phase, then cleans up. */
int sg_fileset_settle(sg_fileset *set);

#endif
