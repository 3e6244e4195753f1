/* watch.h - how long other sessions wait because of us, seen through a second connection. */
#ifndef SG_WATCH_H
#define SG_WATCH_H

#include "pg.h"
#include "progress.h"

typedef struct sg_watch {
    sg_pg *pg;      /* the one that is watched */
    double budget;  /* seconds that others may wait; below 0: without end */
    double begun;   /* when the step began */
    double next;    /* when to look again */
    sg_pg *beside;  /* NULL: not needed so far */
    bool blind;     /* there is no second connection to be had */
    int blocker;    /* process that the step was seen waiting for, or 0 */
    double longest; /* wait that made it give up */
    /* Called once a second when a step takes long, with what the server tells of it (NULL: nothing) and for how many
     * seconds it runs. NULL: nobody listens. */
    void (*tell)(void *context, const sg_progress *progress, double seconds);
    void *tell_context;
    double tell_next;
} sg_watch;

/* From now until sg_watch_end, statements of `watch->pg` that let others wait for longer are given up, and those that
 * take long are told of. */
void sg_watch_begin(sg_watch *watch);
void sg_watch_end(sg_watch *watch);
/* Closes the second connection. */
void sg_watch_close(sg_watch *watch);

#endif
