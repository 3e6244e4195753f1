/* plan_private.h - inside the plan room only. */
#ifndef SG_PLAN_PRIVATE_H
#define SG_PLAN_PRIVATE_H

#include "plan.h"

typedef struct sg_planning {
    sg_arena *arena;
    sg_model *from, *to;
    const sg_plan_options *options;
    sg_diags *diags;
    sg_vec renames; /* sg_step*, done first, in this order */
    sg_vec steps;   /* sg_step*, in no order yet */
} sg_planning;

/* collect.c: one step for each difference, with what must be taken down and put up again around it. */
void sg_plan_collect(sg_planning *planning);
sg_step *sg_plan_add(sg_planning *planning, const sg_op *op, sg_object *from, sg_object *to);

/* order.c: sorts by rank and name, as far as dependencies allow. False on a circle (reported). */
bool sg_plan_order(sg_planning *planning);

/* assess.c: locks, dangers, own transactions. False when a step is impossible (reported). */
bool sg_plan_assess(sg_planning *planning);
/* Title, sentence for the way back, place in the schema file. */
void sg_plan_describe(sg_planning *planning, sg_step *step);

/* patch.c: what the step changes in the snapshot. */
void sg_plan_patch(sg_planning *planning, sg_step *step);
/* The same for all renames at once, on the last of them: renamed objects keep their place under a new key (`rename`
 * in plan.json), and what names them is written anew. */
void sg_plan_patch_renames(sg_planning *planning);

/* comment.c: the one operation that all kinds share. */
extern const sg_op sg_op_comment;

/* True when the object's outermost parent is made by this very plan. */
bool sg_plan_is_new(const sg_object *object);

#endif
