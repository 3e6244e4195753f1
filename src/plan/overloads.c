/* Routines that come or go while others of their name are there. Which of them a call means the server finds out when
 * what calls is made: so that is done anew, and finds what the schema says. */
#include <string.h>

#include "plan_private.h"
#include "routine.h"

static sg_fit best_fit(const sg_planning *planning, const sg_object *routine, const sg_call *call)
{
    const char *name = strchr(call->call, '\x1f') + 1;
    name = sg_arena_strndup(planning->arena, name, strcspn(name, "\x1f"));
    sg_fit best = sg_function_is_builtin(name) ? SG_FIT_PERHAPS : SG_FIT_NOT;
    for (const sg_named_routine *it = sg_model_namesakes(planning->to, routine); it != NULL; it = it->next) {
        sg_fit fit = it->routine != routine ? sg_routine_fit(it->routine, call) : SG_FIT_NOT;
        best = fit > best ? fit : best;
    }
    return best;
}

const sg_call *sg_plan_needs_gone(const sg_planning *planning, const sg_object *routine, const sg_call *after)
{
    if (!(routine->kind->flags & SG_KIND_ROUTINE))
        return NULL;
    const sg_call *call = after != NULL ? after->next : sg_model_calls(planning->to, routine);
    while (call != NULL && (call->user->implied || sg_routine_fit(routine, call) == SG_FIT_NOT ||
                            best_fit(planning, routine, call) != SG_FIT_NOT))
        call = call->next;
    return call;
}

static bool may_call(const sg_planning *planning, const sg_object *routine, const sg_call *call)
{
    sg_fit fit = sg_routine_fit(routine, call), other = best_fit(planning, routine, call);
    return fit != SG_FIT_NOT && other != SG_FIT_NOT && (fit == SG_FIT_EXACTLY || other != SG_FIT_EXACTLY);
}

static bool is_bound(const sg_step *step, const sg_object *user)
{
    bool found = false;
    for (size_t i = 0; i < sg_step_rare_of(step)->user_count; i++)
        found |= sg_step_rare_of(step)->users[i] == user;
    return found;
}

static void bind(sg_planning *planning, sg_step *step, sg_object *user)
{
    const unsigned made_again = SG_KIND_REBUILD | SG_KIND_ROUTINE;
    bool only_calls = user->kind->rebind != NULL && (user->kind->rebinds == NULL || user->kind->rebinds(user));
    if (user->implied || is_bound(step, user))
        return;
    if (user->step != NULL && user->step->op->class == SG_OP_CREATE)
        sg_vec_push(&user->step->after, step);
    else if (user->mark != NULL && user->step == NULL && only_calls)
        sg_plan_add_user(planning, step, user);
    else if (user->mark != NULL && !only_calls && (user->kind->rebind != NULL || (user->kind->flags & made_again)))
        sg_plan_bracket(planning, step, user->mark);
}

/* What calls the name no longer, or goes, does so before. */
static void let_leave(sg_planning *planning, sg_step *step, const sg_object *routine)
{
    for (const sg_call *call = sg_model_calls(planning->from, routine); call != NULL; call = call->next) {
        const sg_object *user = call->user;
        if (user->mark == NULL && user->step != NULL && user->step->op->class == SG_OP_DROP && user->step != step)
            sg_vec_push(&step->after, user->step);
        else if (user->mark != NULL && !is_bound(step, user->mark))
            sg_plan_after_changes(planning, step, user);
    }
}

static bool is_other(const sg_object *other, const sg_object *routine)
{
    return other != routine && strcmp(other->schema, routine->schema) == 0;
}

static bool comes(const sg_object *other)
{
    return other->step != NULL && other->step->op->class == SG_OP_CREATE;
}

/* Whether others of the name are there when the step is done. */
static bool has_others(const sg_planning *planning, const sg_step *step, const sg_object *routine)
{
    bool found = false;
    for (const sg_named_routine *it = sg_model_namesakes(planning->to, routine); it != NULL; it = it->next) {
        const sg_object *other = it->routine;
        found |= is_other(other, routine) && (other->mark != NULL || (comes(other) && step->to == NULL));
    }
    return found;
}

/* What is made anew around the drop finds the others that come. */
static void let_come(const sg_planning *planning, sg_step *step, const sg_object *routine)
{
    for (const sg_named_routine *it = sg_model_namesakes(planning->to, routine); it != NULL; it = it->next) {
        const sg_object *other = it->routine;
        bool same = strcmp(other->name, routine->name) == 0; /* takes the place of what goes, when that is free */
        if (is_other(other, routine) && comes(other) && !same && step->to == NULL)
            sg_vec_push(&step->after, other->step);
    }
}

void sg_plan_bind_overloads(sg_planning *planning, sg_step *step)
{
    const sg_object *routine = sg_step_subject(step);
    if (!has_others(planning, step, routine))
        return;
    bool called = false;
    for (const sg_call *call = sg_model_calls(planning->to, routine); call != NULL; call = call->next) {
        if (!may_call(planning, routine, call))
            continue;
        bind(planning, step, call->user);
        called = true;
    }
    if (called)
        let_come(planning, step, routine);
    let_leave(planning, step, routine);
}
