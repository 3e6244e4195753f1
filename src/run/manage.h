/* manage.h - work on the history itself, and the way back. */
#ifndef SG_MANAGE_H
#define SG_MANAGE_H

#include "log.h"
#include "run.h"

/* Shows what is about to be done, several lines, and says whether it may be. */
typedef bool sg_confirm_fn(void *context, const char *text);

typedef struct sg_manage_options {
    double lock_wait;       /* as for apply */
    sg_confirm_fn *confirm; /* NULL: nobody says yes */
    void *confirm_context;
    sg_run_listen_fn *listen; /* or NULL */
    void *listen_context;
} sg_manage_options;

/* OK, or REFUSED after reporting that nobody said yes. */
sg_status sg_manage_confirm(const sg_manage_options *options, const char *text, sg_diags *diags);

/* Which migrations go; one of the three. All 0: the last one. */
typedef struct sg_rollback {
    unsigned from;  /* this number and all behind it */
    unsigned to;    /* all behind this number */
    unsigned steps; /* so many, from the last */
} sg_rollback;

/* Runs the ways back of applied migrations, the last one first, with the guarantees of apply, after asking. `done`
 * lists those that are taken back. OK; BAD_INPUT; FAILED; BUSY; REFUSED: not confirmed, or one of them has no way back
 * or is not as it was applied; nothing is done then. */
sg_status sg_run_rollback(sg_pg *pg, const sg_migrations *migrations, const sg_rollback *which,
                          const sg_manage_options *options, sg_arena *arena, sg_applied *done, sg_diags *diags);

/* Says of one migration (its id or number) that it is applied, or that it is not, without running anything. `done` is
 * that migration. REFUSED when it is so already. */
sg_status sg_run_resolve(sg_pg *pg, const sg_migrations *migrations, const char *which, bool is_applied,
                         const sg_manage_options *options, sg_arena *arena, sg_applied *done, sg_diags *diags);

/* Takes migrations that were edited since they were applied, and a history that was changed by hand, as they are now.
 * Without `accept` it reports them: DIFFERENT when there is something. `done` lists the edited ones; `*faults`: what
 * was wrong with the history. */
sg_status sg_run_repair(sg_pg *pg, const sg_migrations *migrations, bool accept, const sg_manage_options *options,
                        sg_arena *arena, sg_applied *done, size_t *faults, sg_diags *diags);

/* Ends the session that holds the lock, after asking. `*ended` describes it; NULL: nobody held the lock. `process`:
 * only when it is this one; 0: any. OK; FAILED; BUSY: the session does not end; REFUSED. */
sg_status sg_run_unlock(sg_pg *pg, int process, const sg_manage_options *options, const char **ended, sg_diags *diags);

#endif
