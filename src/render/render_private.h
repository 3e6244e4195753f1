/* render_private.h - inside the render room only. */
#ifndef SG_RENDER_PRIVATE_H
#define SG_RENDER_PRIVATE_H

#include "guards.h"
#include "render.h"

/* What a step takes in a file, more or less: room for all steps at once is not copied while it grows. */
#define SG_STEP_BYTES 640

/* A script that is being written. */
typedef struct sg_script {
    sg_buf *head;
    sg_buf *buf; /* the steps */
    const sg_plan *plan;
    const sg_render_header *about;
    bool down; /* it is the way back */
    sg_guards *guards;
    const char *up;   /* the steps of the script that this one takes back, or NULL */
    sg_vec noted;     /* sg_question*: of the step that is being written */
    sg_buf statement; /* of the step that is being written ... */
    sg_buf state;     /* ... and of an object, in words: kept for the next one, to save memory its way around */
} sg_script;

/* guard.c: the question that a step asks first, as a boolean SQL expression: true means "do it". */
void sg_render_guard(sg_script *script, const sg_step *step);
/* For an operation that settles: true where the state is not yet the one after the step. */
void sg_render_difference(sg_script *script, const sg_step *step);
/* Renames that names do not tell of note afterwards what they did: adds a statement to that of the step, or nothing. */
void sg_render_circle_note(sg_script *script, const sg_step *step);

/* plan_json.c: plan.json in pieces; see sg_render_plan and sg_render_migration. */
void sg_plan_json_begin(sg_buf *buf, const sg_plan *plan, const sg_plan *recorded, const char *name);
void sg_plan_json_step(sg_buf *buf, const sg_plan *plan, const sg_plan *recorded, const sg_step *step);
void sg_plan_json_end(sg_buf *buf, const sg_plan *plan, const sg_plan *recorded);

#endif
