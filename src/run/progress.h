/* progress.h - how far a long statement is, seen from another connection. */
#ifndef SG_PROGRESS_H
#define SG_PROGRESS_H

#include "pg.h"

/* Room for what a server says of a phase. */
#define SG_PROGRESS_TEXT 128

typedef struct sg_progress {
    char text[SG_PROGRESS_TEXT]; /* "CREATE INDEX CONCURRENTLY: building index: scanning table"; safe to print */
    long long done, total;       /* blocks, tuples or bytes, whatever the server counts; total 0: not known */
} sg_progress;

/* Asks about the statement of a server process. False when the server does not tell: it is no statement that it counts,
 * or the phase has nothing to say. */
bool sg_progress_ask(sg_pg *beside, int process, sg_progress *progress);

#endif
