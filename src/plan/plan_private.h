/* plan_private.h - inside the plan room only. */
#ifndef SG_PLAN_PRIVATE_H
#define SG_PLAN_PRIVATE_H

#include "plan.h"

typedef struct sg_planning {
    sg_arena *arena;
    sg_model *from, *to;
    const sg_plan_options *options;
    sg_diags *diags;
    sg_map asked;         /* key of an object of `to` -> the same in options->asked */
    sg_map writers;       /* key of a table of `to` -> sg_step that writes rows of it */
    sg_vec renames;       /* sg_step*, done first, in this order */
    sg_vec steps;         /* sg_step*, in no order yet */
    size_t depth;         /* of the parts that are compared: after what they are parts of */
    bool deeper;          /* there are more */
    const char *snapshot; /* sg_plan.snapshot, once it is written */
} sg_planning;

/* collect.c: one step for each difference, and those of standing.c. */
void sg_plan_collect(sg_planning *planning);
sg_step *sg_plan_add(sg_planning *planning, const sg_op *op, sg_object *from, sg_object *to);

/* True when there is something on both sides: only then can objects have counterparts. */
static inline bool sg_plan_has_pairs(const sg_planning *planning)
{
    return planning->from->count > 0 && planning->to->count > 0;
}

/* The object of `to` under the names by which those who are asked know it. */
const sg_object *sg_plan_asked_about(const sg_planning *planning, const sg_object *to);

/* Drop and create as two steps, each knowing the other; around `cause`, or for their own sake (NULL). */
void sg_plan_split(sg_planning *planning, sg_object *from, sg_object *to, sg_step *cause);

/* Plans for what goes with what it is a part of, and comes again by a step of its own or with that. False for what does
 * neither. */
bool sg_plan_goes_with_whole(sg_planning *planning, sg_object *from, sg_object *to);

/* born.c: what is there from the start and a model says nothing of is as the server's version has made it. */
const sg_birthright *sg_plan_as_born(const sg_object *object); /* NULL: it is not so */
bool sg_plan_born_state(sg_buf *sql, const sg_object *object); /* sg_op.state_sql */
/* Statements that give what only older servers give from the start. */
void sg_plan_older_sql(sg_buf *buf, const sg_granting *granting, const sg_birthright *right);

/* What something in or of the object may have before anyone grants: what it is `born` with, or, depending on who has
 * made it and when, what the model's default privileges give. */
typedef struct sg_gift {
    sg_grants most;       /* all of that */
    sg_grants *otherwise; /* each state but the born one */
    size_t count;
} sg_gift;
sg_gift sg_plan_given(sg_planning *planning, sg_model *model, const sg_object *object, const sg_grantable *grantable,
                      sg_grants born);

/* standing.c: the steps that others ask for, those of such steps too. */
void sg_plan_collect_standing(sg_planning *planning);
/* Once all is known that is made again in two steps instead of one: these are what others come and go around. */
void sg_plan_settle_causes(sg_planning *planning);
/* What is made again only because something else is: which drops go with which (sg_step.ground). */
void sg_plan_collect_grounds(sg_planning *planning);

/* inherited.c: what a table has from its base. Objects are of either model, both matched. */
/* True when a table of either model has a base. */
bool sg_plan_inherits(const sg_planning *planning);
/* What ties the object's table to the base; NULL: nothing. */
sg_object *sg_plan_link(const sg_object *object, const sg_object *base);
/* True when what happens to the original happens to the object. */
bool sg_plan_goes_along(const sg_object *object);
/* True when the object's new table is made with what it inherits, this too. */
bool sg_plan_is_born_with(const sg_object *to);
/* True when a new, or vanishing, object needs no step of its own. */
bool sg_plan_is_brought(const sg_planning *planning, const sg_object *to);
bool sg_plan_is_taken(const sg_object *from);
/* True when partitions call their parts of a key or index by names of their own: the server makes parts again with the
 * whole, but gives them names. */
bool sg_plan_has_named_parts(const sg_object *whole);
/* True when the object goes with what it is a part of, under a name of its own. */
bool sg_plan_is_held(const sg_object *from);
/* True when the object goes with its original and has to be made again. */
bool sg_plan_is_torn(const sg_object *from, const sg_object *to);
/* True when the object goes with what it is a part of and comes back as something that this brings. */
bool sg_plan_comes_back(const sg_object *from, const sg_object *to);
/* True when attaching makes what the table has now in another form, so that this only goes. */
bool sg_plan_comes_anew(const sg_object *from, const sg_object *to);
/* Those of the different fields that do not follow the original. */
unsigned long long sg_plan_own_changes(const sg_object *from, const sg_object *to, unsigned long long different);
/* After all steps are collected: which of them bring and take what has none; which come after a detachment, or after
 * tables have gone that would have been changed along, or columns that would stand in the way. */
void sg_plan_settle_inherited(sg_planning *planning);
void sg_plan_settle_remade(sg_planning *planning); /* once all is known that is made again */
void sg_plan_wait_for_detach(sg_planning *planning);
void sg_plan_wait_for_leavers(sg_planning *planning);
/* After the order is known: which detachments come among the renames. */
void sg_plan_leave_for_renames(sg_planning *planning);

/* True for what stands inside its parent's CREATE; the keys of a partition do not. */
bool sg_plan_is_inline(const sg_object *object);
/* Keys and indexes of partitions before or behind those of the partitioned table. */
void sg_plan_place_parts(sg_planning *planning);

/* order.c: sorts by rank and name, as far as dependencies allow. False on a circle (reported). */
bool sg_plan_order(sg_planning *planning);

/* standing.c: `user` goes before the cause and comes behind it; a new object is bound by the step, or unbound. */
void sg_plan_bracket(sg_planning *planning, sg_step *cause, sg_object *user);
void sg_plan_add_user(sg_planning *planning, sg_step *step, sg_object *user);
/* Changes of `user` come before the step. */
void sg_plan_after_changes(sg_planning *planning, sg_step *step, const sg_object *user);

/* overloads.c: the step makes a new routine, or drops one for good: what may call it is bound to what is there then. */
void sg_plan_bind_overloads(sg_planning *planning, sg_step *step);
/* The next call that can mean nothing but the routine that goes, although there are others of its name; or NULL. */
const sg_call *sg_plan_needs_gone(const sg_planning *planning, const sg_object *routine, const sg_call *after);

/* rows.c: conditions and keys on tables of which rows are written too. */
void sg_plan_settle_rows(sg_planning *planning);

/* unseen.c, after all steps are collected: rows that are there need not be written, and none are forgotten because a
 * database does not name them. */
void sg_plan_settle_unseen(sg_planning *planning);

/* assess.c: locks, dangers, own transactions. False when a step is impossible (reported). */
bool sg_plan_assess(sg_planning *planning);
/* The table whose rows, there from before, get values of another form by the step (sg_op.fills); or NULL. */
const sg_object *sg_plan_filled_table(const sg_step *step);
/* Whether a table has values of the type, be it inside of others. */
bool sg_plan_has_values(const sg_object *type);
/* The type that is made of `type` by `user`: a domain or range itself, a composite type by an attribute; or NULL. */
const sg_object *sg_plan_holder(const sg_object *user, const sg_object *type);
/* Title, sentence for the way back, place in the schema file. */
void sg_plan_describe(sg_planning *planning, sg_step *step);

/* patch.c: what all renames at once change in the snapshot, on the last of them: renamed objects keep their place under
 * a new key (`rename` in plan.json), and what names them is written anew. */
void sg_plan_patch_renames(sg_planning *planning);

/* A step that comes among them: its patch is at the end of theirs. */
void sg_plan_patch_with_renames(sg_planning *planning, sg_step *step);

/* What changes in the snapshot about inherited things, on the last step. */
void sg_plan_patch_inherited(sg_planning *planning, sg_step *last);

/* comment.c: the one operation that all kinds share. */
extern const sg_op sg_op_comment;

/* access.c: owner and grants, which all kinds share too. `from` is what is kept of it, NULL: nothing. */
void sg_plan_add_access(sg_planning *planning, sg_object *from, sg_object *to);
/* True for a step about the owner or the grants of the object and its parts ... */
bool sg_plan_is_access(const sg_step *step);
/* ... and for one about grants of what is inside the object (sg_kind.inner). */
bool sg_plan_is_inner_access(const sg_step *step);

/* patch.c: parts of patches. */
/* Opens the objects on the way to `object`, up to and with its key; returns how many to close. */
int sg_patch_open(sg_buf *buf, const sg_object *object);
void sg_patch_close(sg_buf *buf, int depth);
void sg_patch_gone(sg_buf *buf, const sg_object *object);
/* Nothing for what only comes from elsewhere: no snapshot writes it. */
void sg_patch_own(sg_buf *buf, const sg_object *object);
/* What is always there, and of which nothing is said any more. */
bool sg_patch_is_forgotten(const sg_object *to);
/* patch_access.c: owner and grants of an object and its parts; the grants of what is inside an object. `buf` begins
 * with the `[` of the patches. */
void sg_patch_access(sg_buf *buf, const sg_step *step);
void sg_patch_inner_access(sg_buf *buf, const sg_step *step);

/* True when the object of the old model is neither dropped nor made again. */
bool sg_plan_is_kept(const sg_object *from);
/* True when the object's outermost parent is made, or made again, by this very plan. */
bool sg_plan_is_new(const sg_object *object);

#endif
