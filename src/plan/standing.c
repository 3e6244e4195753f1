/* What stands on a changed object and cannot live through the change: taken down before and put up after, moved to
 * what is new, or let go. */
#include <string.h>

#include "plan_private.h"
#include "text.h"

/* Changes of the object are part of making it again, which leads back to `cause`. */
static void drop_changes(sg_planning *planning, const sg_object *user, sg_step *cause)
{
    for (size_t i = 0; i < planning->steps.count; i++) {
        sg_step *step = planning->steps.items[i];
        if (step->from == user && step->op->class == SG_OP_ALTER && !step->op->on_create) {
            step->dropped = true;
            step->cause = cause;
        }
    }
}

/* What cannot live through a step is taken down before and put up after. */
void sg_plan_bracket(sg_planning *planning, sg_step *cause, sg_object *user)
{
    sg_object *to = user->mark;
    if (cause->cause != NULL)
        cause = cause->cause; /* what is taken down itself leads back to the step that asked for it */
    if (to == NULL) {
        sg_vec_push(&cause->after, user->step);
        return;
    }
    if (user->step == NULL) {
        drop_changes(planning, user, cause);
        sg_plan_split(planning, user, to, cause);
        return;
    }
    if (user->step->op->class == SG_OP_REPLACE) {
        if (user->parent != NULL && user->step == user->parent->step)
            return; /* inside of what comes anew as a whole */
        sg_step *replacement = user->step;
        replacement->dropped = true;
        sg_plan_split(planning, user, to, NULL);
        replacement->cause = user->step;
    }
    sg_step_own_rare(planning->arena, user->step)->awaited_by = cause;
    sg_vec_push(&cause->after, user->step);
    sg_vec_push(&to->step->after, cause);
}

static bool mixes_types(sg_model *model, const sg_object *object)
{
    for (const sg_field *field = object->kind->fields; field->key != NULL; field++) {
        if (field->type->mixes_types != NULL && field->type->mixes_types(model, object, field))
            return true;
    }
    return false;
}

bool sg_plan_has_named_parts(const sg_object *whole)
{
    bool found = false;
    for (size_t i = 0; i < whole->users.count && !found; i++) {
        const sg_object *user = whole->users.items[i];
        const sg_rare *rare = sg_rare_of(user);
        found = rare->part == whole || (rare->inherits == whole && sg_plan_has_named_parts(user));
    }
    return found;
}

/* True for what the server itself brings along to the new type of its columns. */
static bool comes_along(const sg_planning *planning, const sg_step *cause, const sg_object *user)
{
    bool stays = user->mark != NULL && user->step == NULL && !(user->kind->stuck != NULL && user->kind->stuck(user));
    bool keeps = cause->op->keeps && !(cause->op->respells && mixes_types(planning->from, user));
    return stays && (keeps || (user->kind->computes != NULL && !user->kind->computes(user)));
}

void sg_plan_after_changes(sg_planning *planning, sg_step *cause, const sg_object *user)
{
    for (size_t i = 0; i < planning->steps.count; i++) {
        sg_step *step = planning->steps.items[i];
        if (step->from == user && step->op->class == SG_OP_ALTER)
            sg_vec_push(&cause->after, step);
    }
}

/* A column that was generated from `column` and is so no longer is changed before, by a step of its own. */
static bool lets_go(sg_planning *planning, sg_step *cause, const sg_object *user, const sg_object *column)
{
    const sg_object *to = user->mark;
    if (user->kind != column->kind || to == NULL || user->step != NULL)
        return false;
    for (size_t i = 0; i < to->deps.count; i++) {
        if (to->deps.items[i] == column->mark)
            return false;
    }
    sg_plan_after_changes(planning, cause, user);
    return true;
}

/* The server makes a key again when a column changes that it only includes, but refuses while foreign keys stand on
 * the key that do not use the column themselves. */
static void bracket_links(sg_planning *planning, sg_step *cause, const sg_object *key, const sg_object *column)
{
    const sg_names *columns = key->kind->unique_columns != NULL ? key->kind->unique_columns(key) : NULL;
    bool included = columns != NULL && key->mark != NULL && key->step == NULL;
    for (size_t i = 0; included && i < columns->count; i++)
        included = strcmp(columns->items[i], column->name) != 0;
    for (size_t i = 0; included && i < key->users.count; i++) {
        sg_object *user = key->users.items[i];
        if (user->kind->flags & SG_KIND_LINK)
            sg_plan_bracket(planning, cause, user);
    }
}

/* Constraints, indexes, views, routines whose bodies are parsed, and columns generated from the column. */
static void bracket_users(sg_planning *planning, sg_step *cause, sg_object *column)
{
    for (size_t i = 0; i < column->users.count; i++) {
        sg_object *user = column->users.items[i];
        bool heir = sg_rare_of(user)->inherits == column, along = sg_plan_goes_along(user) || sg_plan_is_held(user);
        if (heir && along)
            bracket_users(planning, cause, user);
        if (heir || along || lets_go(planning, cause, user, column))
            continue;
        bracket_links(planning, cause, user, column);
        bool rebuilt = (user->kind->flags & (SG_KIND_REBUILD | SG_KIND_ROUTINE)) && !comes_along(planning, cause, user);
        if (rebuilt || sg_plan_has_named_parts(user) || user->kind == column->kind)
            sg_plan_bracket(planning, cause, user);
    }
}

void sg_plan_add_user(sg_planning *planning, sg_step *step, sg_object *user)
{
    sg_step_rare *rare = sg_step_own_rare(planning->arena, step);
    bool full = (rare->user_count & (rare->user_count - 1)) == 0; /* room doubles whenever it is a power of two */
    if (full) {
        sg_object **users = SG_NEW_ARRAY(planning->arena, sg_object *, 2 * rare->user_count + 1);
        for (size_t i = 0; i < rare->user_count; i++)
            users[i] = rare->users[i];
        rare->users = users;
    }
    rare->users[rare->user_count++] = user;
}

/* What uses the old object and the new one is moved from one to the other; what leaves it goes first. False for what
 * goes. */
static bool take_over(sg_planning *planning, sg_step *step, sg_object *user)
{
    const sg_object *to = user->mark, *target = step->from->mark;
    if (to == NULL) {
        sg_vec_push(&step->after, user->step);
        return false;
    }
    bool keeps = false;
    for (size_t i = 0; i < to->deps.count; i++)
        keeps |= to->deps.items[i] == target;
    if (keeps)
        sg_plan_add_user(planning, step, user->mark);
    else
        sg_plan_after_changes(planning, step, user);
    return true;
}

static bool is_bound_anew(const sg_object *user)
{
    return user->kind->rebind != NULL && (user->kind->rebinds == NULL || user->kind->rebinds(user));
}

/* A rebuilt routine takes over the defaults that call it; all else that does goes down and up around it. */
static void collect_callers(sg_planning *planning, sg_step *step)
{
    for (size_t i = 0; i < step->from->users.count; i++) {
        sg_object *user = step->from->users.items[i];
        if (is_bound_anew(user))
            (void)take_over(planning, step, user);
        else if (user->kind->rebind != NULL || (user->kind->flags & (SG_KIND_REBUILD | SG_KIND_ROUTINE)))
            sg_plan_bracket(planning, step, user);
    }
}

/* What has no value of the rebuilt type that could be moved: what goes does so before, types made of it go down and up
 * where no table has values of them, defaults are set again, all else goes down and up. */
static void collect_caster(sg_planning *planning, sg_step *step, sg_object *user)
{
    bool made_of = sg_plan_holder(user, step->from) == user;
    if (user->mark == NULL)
        sg_vec_push(&step->after, user->step);
    else if (!made_of && user->kind->rebind != NULL && sg_object_says(user, "default"))
        (void)take_over(planning, step, user);
    else if (made_of ? !sg_plan_has_values(user) : (user->kind->flags & SG_KIND_REBUILD) || user->kind->retype != NULL)
        sg_plan_bracket(planning, step, user);
}

/* Changes of the user that are undone where it is moved to the new type come behind that, and do them at all events. */
static void renew(sg_planning *planning, sg_step *step, const sg_object *user)
{
    for (size_t i = 0; i < planning->steps.count; i++) {
        sg_step *change = planning->steps.items[i];
        if (change->from != user || !change->op->renews)
            continue;
        sg_vec_push(&change->after, step);
        change->settles = true;
        sg_step_rare *rare = sg_step_own_rare(planning->arena, step);
        sg_step_own_rare(planning->arena, change)->next_renewal = rare->renewal;
        rare->renewal = change;
    }
}

/* A rebuilt type moves the columns that keep it; what stands on those columns goes down and up around it, and so do
 * routines that take or return it. */
static void collect_users(sg_planning *planning, sg_step *step)
{
    sg_object *from = step->from;
    bool is_column = from->parent != NULL, retypes = false;
    for (size_t i = 0; i < from->users.count; i++) {
        sg_object *user = from->users.items[i];
        if (user->kind->flags & SG_KIND_ROUTINE)
            sg_plan_bracket(planning, step, user);
        if ((user->kind == from->kind && is_column) || sg_plan_goes_along(user))
            continue;
        if (user->kind->retype == NULL || !sg_object_has_type(user, from)) {
            if (!is_column)
                collect_caster(planning, step, user);
            continue;
        }
        retypes = true;
        if (take_over(planning, step, user)) {
            renew(planning, step, user);
            bracket_users(planning, step, user);
        }
    }
    if (!retypes && is_column)
        bracket_users(planning, step, from);
}

static void take_along(sg_planning *planning, sg_step *step, const sg_object *from);

/* A part goes with the whole. A key that is the part of an index can go neither before nor after it: the partition
 * steps out in the meantime. */
static void free_part(sg_planning *planning, sg_step *step, sg_object *part)
{
    if (part->kind == sg_rare_of(part)->part->kind) {
        if (part->mark != NULL && part->step == NULL && sg_plan_goes_with_whole(planning, part, part->mark))
            drop_changes(planning, part, step);
        take_along(planning, step, part);
        return;
    }
    sg_object *link = sg_plan_link(part, sg_rare_of(part)->part->parent);
    if (link == NULL || link->mark == NULL)
        return;
    sg_plan_bracket(planning, step, link);
    if (part->step != NULL)
        sg_vec_push(&part->step->after, link->step);
}

/* What only calls a routine is bound to the new one. */
static bool only_calls(const sg_object *user, const sg_object *from)
{
    return (from->kind->flags & SG_KIND_ROUTINE) && is_bound_anew(user);
}

static bool stands_on(const sg_object *user, const sg_object *from)
{
    bool alone = user->parent == NULL && !(user->kind->flags & (SG_KIND_REBUILD | SG_KIND_ROUTINE));
    return (!alone || sg_plan_holder(user, from) == user) && !only_calls(user, from);
}

/* What goes for good leaves its name to something else (a table to a view), which the user needs then. */
static bool needs_namesake(const sg_object *user, const sg_object *from)
{
    for (size_t i = 0; user->mark != NULL && i < user->mark->deps.count; i++) {
        const sg_object *dep = user->mark->deps.items[i];
        if (dep->parent == NULL && sg_text_equal(dep->schema, from->schema) && strcmp(dep->name, from->name) == 0)
            return true;
    }
    return false;
}

/* True when the user, itself replaced, no longer stands on what goes for good, nor on what takes its name. Foreign keys
 * are cut even then: the new one may need a key that can only come when the old one has gone. */
static bool is_done_with(const sg_step *step, const sg_object *user)
{
    return user->step != NULL && step->op->class == SG_OP_DROP && step->from->mark == NULL &&
           !(user->kind->flags & SG_KIND_LINK) && !needs_namesake(user, step->from);
}

/* Links to what goes for good are cut before, not on the way to their new target: that may need a name from here. */
static void let_go(sg_planning *planning, sg_step *step, const sg_object *from)
{
    for (size_t i = 0; i < from->users.count; i++) {
        sg_object *user = from->users.items[i];
        bool moves = (user->kind->flags & SG_KIND_LINK) && user->step != NULL && user->step->op->class == SG_OP_REPLACE;
        bool stands = from->parent == NULL && stands_on(user, from) && !sg_plan_goes_along(user);
        if (moves || (stands && needs_namesake(user, from)))
            sg_plan_bracket(planning, step, user);
    }
}

/* What goes for good goes late, and has to go first where its ground is only replaced. */
static bool is_in_the_way(const sg_step *step, const sg_object *user)
{
    return user->mark != NULL || (step->op->class == SG_OP_REPLACE && user->step != NULL && user->step != step);
}

/* The routine comes again: what calls it before and after does not in the meantime, in which it may get a new type. */
static void let_call(sg_planning *planning, sg_step *step, sg_object *user)
{
    if (step->from->mark == NULL || user->step != NULL || user->implied || !take_over(planning, step, user))
        return;
    for (size_t i = 0; i < user->deps.count; i++) {
        const sg_object *dep = user->deps.items[i];
        if (dep->step != NULL && dep->step->op->rebuilds && (dep->kind->flags & SG_KIND_TYPE))
            sg_vec_push(&step->from->mark->step->after, dep->step);
    }
}

static void take_along(sg_planning *planning, sg_step *step, const sg_object *from)
{
    for (size_t i = 0; i < from->users.count; i++) {
        sg_object *user = from->users.items[i];
        if (sg_rare_of(user)->part == from) {
            free_part(planning, step, user);
        } else if (only_calls(user, from)) {
            let_call(planning, step, user);
        } else if (sg_plan_goes_along(user)) {
            if (sg_rare_of(user)->inherits == from)
                take_along(planning, step, user);
        } else if (stands_on(user, from) && is_in_the_way(step, user) && !is_done_with(step, user) &&
                   !sg_plan_is_held(user) && !lets_go(planning, step, user, from)) {
            sg_plan_bracket(planning, step, user);
        }
    }
}

/* What goes, even if only to come again, takes along what stands on it: columns take keys, checks and indexes of
 * their table, keys take foreign keys, views take views. So does a table that is made again. */
static void collect_standing(sg_planning *planning, sg_step *step)
{
    const sg_object *from = step->from;
    if (from == NULL || (step->op->class != SG_OP_DROP && step->op->class != SG_OP_REPLACE))
        return;
    if (from->parent != NULL) {
        if (from->parent->mark != NULL)
            take_along(planning, step, from);
        return;
    }
    void (*treat)(sg_planning *, sg_step *, const sg_object *) =
        from->mark == NULL && sg_step_rare_of(step)->replaced_by == NULL ? let_go : take_along;
    treat(planning, step, from);
    for (const sg_object *child = from->first_child; child != NULL; child = child->next)
        treat(planning, step, child);
    const sg_step_rare *rare = sg_step_rare_of(step);
    if (rare->user_count > 0 && from->mark != NULL) { /* callers, which the new routine gets back */
        sg_step_rare *created = sg_step_own_rare(planning->arena, from->mark->step);
        created->users = rare->users;
        created->user_count = rare->user_count;
    }
}

/* True for what keeps rows that it has got from its query, and what such a thing stands on. */
static bool is_kept_in_results(const sg_object *view)
{
    bool kept = (view->kind->flags & SG_KIND_RESULT) != 0;
    for (size_t i = 0; i < view->users.count && !kept; i++) {
        const sg_object *user = view->users.items[i];
        kept = user->kind->takes_rows != NULL && is_kept_in_results(user);
    }
    return kept;
}

/* What keeps rows of the table as values, or of what has its columns, is made again around a step that gives the rows
 * values of another form. */
static void collect_results(sg_planning *planning, sg_step *step, const sg_object *table)
{
    for (size_t i = 0; i < table->users.count; i++) {
        sg_object *user = table->users.items[i];
        if (user->kind->flags & SG_KIND_BASE)
            collect_results(planning, step, user->parent);
        else if (user->kind->takes_rows != NULL && user->kind->takes_rows(user, table) && is_kept_in_results(user))
            sg_plan_bracket(planning, step, user);
    }
}

void sg_plan_collect_standing(sg_planning *planning)
{
    if (!sg_plan_has_pairs(planning))
        return; /* all comes, or all goes */
    /* the list grows: what is taken down may have something standing on it too */
    for (size_t i = 0; i < planning->steps.count; i++) {
        sg_step *step = planning->steps.items[i];
        if (step->dropped)
            continue;
        if (sg_plan_filled_table(step) != NULL)
            collect_results(planning, step, sg_plan_filled_table(step));
        const sg_object *subject = sg_step_subject(step);
        bool overload = (step->kind->flags & SG_KIND_ROUTINE) && subject->mark == NULL && step->rename_count == 0;
        if (overload && (step->op->class == SG_OP_CREATE || step->op->class == SG_OP_DROP))
            sg_plan_bind_overloads(planning, step);
        if (step->op->rebuilds && (step->kind->flags & SG_KIND_ROUTINE))
            collect_callers(planning, step);
        else if (step->op->rebuilds)
            collect_users(planning, step);
        else
            collect_standing(planning, step);
    }
}

void sg_plan_settle_causes(sg_planning *planning)
{
    for (size_t i = 0; i < planning->steps.count; i++) {
        sg_step *step = planning->steps.items[i];
        while (step->cause != NULL && step->cause->dropped)
            step->cause = step->cause->cause;
        while (step->rare != NULL && step->rare->awaited_by != NULL && step->rare->awaited_by->dropped)
            step->rare->awaited_by = step->rare->awaited_by->cause;
    }
}

/* The step that drops `ground`, to make it again, or NULL. */
static sg_step *remaking(const sg_object *ground)
{
    bool goes = ground != NULL && ground->mark == NULL && ground->step != NULL;
    return goes && ground->step->op->class == SG_OP_DROP && sg_step_rare_of(ground->step)->replaced_by != NULL
               ? ground->step
               : NULL;
}

static sg_step *remaking_dep(const sg_object *from)
{
    sg_step *found = NULL;
    for (size_t i = 0; found == NULL && i < from->deps.count; i++) {
        const sg_object *dep = from->deps.items[i];
        found = dep->kind->remakes != NULL && dep != from ? remaking(dep) : NULL;
    }
    return found;
}

static sg_step *rebuilding_dep(const sg_object *from)
{
    for (size_t i = 0; i < from->deps.count; i++) {
        const sg_object *dep = from->deps.items[i];
        if (dep->step != NULL && dep->step->op->rebuilds && !(dep->kind->flags & SG_KIND_ROUTINE))
            return dep->step;
    }
    return NULL;
}

/* The step that makes a type or collation of the table's key or of a column again, with which no statement makes do. */
static sg_step *rebuilding(const sg_object *table)
{
    sg_step *found = rebuilding_dep(table);
    for (const sg_object *child = table->first_child; found == NULL && child != NULL; child = child->next)
        found = rebuilding_dep(child);
    return found;
}

/* Why an object goes that comes again as it was: what it is inside of, is one of or has values of is made again. */
static sg_step *ground_of(const sg_object *from)
{
    const sg_object *owner = sg_rare_of(from)->owner;
    sg_step *found = remaking(from->parent != NULL ? from->parent : owner != NULL ? owner->parent : NULL);
    if (found == NULL && from->kind->remakes != NULL)
        found = remaking_dep(from);
    for (const sg_object *link = from->first_child; found == NULL && link != NULL; link = link->next)
        found = (link->kind->flags & SG_KIND_BASE) ? remaking_dep(link) : NULL;
    return found == NULL && from->kind->remakes != NULL ? rebuilding(from) : found;
}

void sg_plan_collect_grounds(sg_planning *planning)
{
    for (size_t i = 0; i < planning->steps.count; i++) {
        sg_step *step = planning->steps.items[i];
        if (sg_step_rare_of(step)->replaced_by != NULL && step->op->class == SG_OP_DROP)
            step->rare->ground = ground_of(step->from);
    }
}
