/* render.h - plans as text. */
#ifndef SG_RENDER_H
#define SG_RENDER_H

#include "buf.h"
#include "plan.h"

typedef struct sg_render_header {
    const char *name; /* "0001_20260111120000_init" */
    const char *file; /* "migration.sql", "down.sql" */
    bool one_send;    /* for a tool that sends the script in one piece; see below */
} sg_render_header;

/* A script in two parts: what stands in front of the steps is known behind them. */
typedef struct sg_rendered {
    sg_buf head;
    sg_buf steps;
} sg_rendered;

/* Adds both to a text. */
void sg_rendered_join(const sg_rendered *script, sg_buf *buf);
void sg_rendered_release(sg_rendered *script);

/* The script: header comment, settings, guard functions that the steps need, then each step:
 *
 *     -- Step 3 of 7: add column public.members.note
 *     DO $sg$ BEGIN
 *     IF pg_temp.sg_due(...) THEN
 *       ALTER TABLE ...;
 *     END IF;
 *     END $sg$;
 *
 * A step that cannot share a transaction is headed `-- Step 3 of 7, outside the transaction: ...`.
 *
 * PostgreSQL takes a script that is sent in one piece for one transaction up to a COMMIT. There such steps stand
 * between BEGIN and COMMIT; one that is done concurrently must be the only statement, without settings and guard, so
 * the plan must have no other step: sg_render_fits_one_send.
 *
 * `up`: for the way back, the way up, some of whose questions are asked again; or NULL. The caller releases the
 * script. */
void sg_render_script(sg_rendered *script, const sg_plan *plan, const sg_render_header *header, const sg_rendered *up);

bool sg_render_fits_one_send(const sg_plan *plan);

/* plan.json of a plan between two snapshots; both models as the plan has left them. */
void sg_render_plan(sg_buf *buf, const sg_plan *plan, const char *name);

/* Takes a text in pieces, so that it need not be in memory as a whole. */
typedef struct sg_render_sink {
    void (*take)(void *context, const char *data, size_t length);
    void *context;
} sg_render_sink;

/* migration.sql and plan.json, in one walk over the steps: each is looked at once, while it is at hand. `recorded`: the
 * way between the snapshots before and after, NULL when it is the plan itself; it is not when the plan begins at
 * something else than the snapshot. plan.json goes to the sink, or is left in `json` when that is NULL. The caller
 * releases the script. */
void sg_render_migration(sg_rendered *script, sg_buf *json, const sg_plan *plan, const sg_plan *recorded,
                         const sg_render_header *header, const sg_render_sink *sink);

/* For people: one line a step with marks for dangers and locks. */
void sg_render_summary(sg_buf *buf, const sg_plan *plan, bool colour);
/* SQL that does all steps, and one of them, without guards; with the functions that it calls. */
void sg_render_plain_sql(sg_buf *buf, const sg_plan *plan);
void sg_render_plain_step(sg_buf *buf, const sg_step *step);

#endif
