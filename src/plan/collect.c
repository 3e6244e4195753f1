/* From pairs of objects to steps, before any order. */
#include <string.h>

#include "json.h"
#include "plan_private.h"
#include "text.h"

bool sg_plan_is_new(const sg_object *object)
{
    while (object->parent != NULL)
        object = object->parent;
    return object->mark == NULL || (object->step != NULL && object->step->op->class == SG_OP_CREATE);
}

bool sg_plan_is_kept(const sg_object *from)
{
    return from->mark != NULL && (from->step == NULL || from->step->op->class == SG_OP_ALTER);
}

sg_step *sg_plan_add(sg_planning *planning, const sg_op *op, sg_object *from, sg_object *to)
{
    sg_step *step = sg_arena_alloc_lines(planning->arena, sizeof *step);
    step->op = op;
    step->from = from;
    step->to = to;
    step->kind = (to != NULL ? to : from)->kind;
    step->settles = op->settles;
    sg_vec_push(&planning->steps, step);
    return step;
}

static void add_comment(sg_planning *planning, sg_object *from, sg_object *to)
{
    bool was_kept = from != NULL && sg_plan_is_kept(from);
    bool same = was_kept ? sg_object_same_comment(from, to) : to->comment == NULL;
    if (!(to->kind->flags & SG_KIND_NO_COMMENT) && !same)
        sg_plan_add(planning, &sg_op_comment, was_kept ? from : NULL, to);
}

/* Fields whose change is a step even when the object is new (a sequence's owner). */
static void add_on_create(sg_planning *planning, sg_object *to)
{
    for (const sg_field *field = to->kind->fields; field->key != NULL; field++) {
        if (field->op != NULL && field->op->on_create && field->type->is_set(to, field))
            sg_plan_add(planning, field->op, NULL, to);
    }
}

static void add_alterations(sg_planning *planning, sg_object *from, sg_object *to, unsigned long long different)
{
    size_t first = planning->steps.count;
    for (const sg_field *field = to->kind->fields; field->key != NULL; field++, different >>= 1) {
        if (!(different & 1))
            continue;
        const sg_op *op = sg_field_op(field, from, to);
        bool known = false;
        for (size_t i = first; i < planning->steps.count; i++)
            known |= ((sg_step *)planning->steps.items[i])->op == op;
        if (!known)
            sg_plan_add(planning, op, from, to);
    }
}

/* What comes from a base comes as it is passed on there; the rest is changed then. What no statement changes a new
 * table says itself; in one that is there it cannot be. */
static void add_differences(sg_planning *planning, sg_object *to)
{
    unsigned long long different;
    sg_object *given = to->implied ? NULL : sg_model_passed_on(planning->to, sg_rare_of(to)->inherits, to->parent);
    if (given == NULL || sg_object_equal(given, to, &different))
        return;
    if (sg_object_changes_to(given, to))
        add_alterations(planning, given, to, different);
    else if (!sg_plan_is_born_with(to))
        sg_plan_add(planning, to->kind->replace, given, to);
}

/* What stands there for its grants alone comes and goes with these; that there are none, only files say. */
static bool is_step(const sg_planning *planning, const sg_object *object)
{
    bool live = planning->from->live || planning->to->live;
    return !sg_access_is_all(object) && !(live && sg_access_is_none(object));
}

static void collect_new(void *context, sg_object *to)
{
    sg_planning *planning = context;
    if (to->mark != NULL)
        return;
    bool inherited = planning->to->inherits && sg_rare_of(to)->inherits != NULL;
    if (sg_plan_is_inline(to) && to->parent->mark == NULL) {
        to->step = to->parent->step;
        if (inherited && sg_plan_is_born_with(to))
            add_differences(planning, to);
    } else if (inherited && sg_plan_is_brought(planning, to)) {
        add_differences(planning, to);
    } else if (is_step(planning, to)) {
        to->step = sg_plan_add(planning, to->kind->create, NULL, to);
        add_on_create(planning, to);
    }
    add_comment(planning, NULL, to);
    sg_plan_add_access(planning, NULL, to);
}

static bool is_foreign(const sg_object *dep, const sg_object *parent)
{
    return dep != parent && dep->parent != parent;
}

static bool stands_above(sg_vec *seen, sg_object *object, const sg_object *ground);

/* A table stands on its bases; where it goes, so does what its policies and the like read, for these go along. */
static bool child_stands_above(sg_vec *seen, sg_object *child, const sg_object *ground)
{
    const sg_object *table = child->parent;
    if (child->kind->flags & SG_KIND_BASE)
        return stands_above(seen, child, ground);
    bool goes_along = table->mark == NULL && child->linked &&
                      (child->kind->flags & (SG_KIND_REBUILD | SG_KIND_LINK)) == SG_KIND_REBUILD;
    for (size_t i = 0; goes_along && i < child->deps.count; i++) {
        if (is_foreign(child->deps.items[i], table) && stands_above(seen, child->deps.items[i], ground))
            return true;
    }
    return false;
}

/* True when `object` stands on `ground`, or on what does; not for what was `seen` before. */
static bool stands_above(sg_vec *seen, sg_object *object, const sg_object *ground)
{
    if (object == ground || object->parent == ground)
        return object == ground;
    for (size_t i = 0; i < seen->count; i++) {
        if (seen->items[i] == object)
            return false;
    }
    sg_vec_push(seen, object);
    for (size_t i = 0; i < object->deps.count; i++) {
        if (stands_above(seen, object->deps.items[i], ground))
            return true;
    }
    for (sg_object *child = object->first_child; child != NULL; child = child->next) {
        if (child_stands_above(seen, child, ground))
            return true;
    }
    return false;
}

static bool is_circular(sg_object *dep, const sg_object *from)
{
    sg_vec seen = SG_VEC_EMPTY;
    bool found = (from->kind->flags & SG_KIND_REBUILD) && stands_above(&seen, dep, from->parent);
    sg_vec_release(&seen);
    return found;
}

static bool has_heirs(const sg_object *table)
{
    for (size_t i = 0; i < table->users.count; i++) {
        if (((const sg_object *)table->users.items[i])->kind->flags & SG_KIND_BASE)
            return true;
    }
    return false;
}

/* A link between two tables that both go is cut first, so that they can go in any order; so is one of a table to itself
 * that its partitions have too, and what stands on its own table, as two policies do that read each other's. */
static bool links_another(const sg_object *from)
{
    bool is_link = from->parent != NULL && (from->kind->flags & SG_KIND_LINK) != 0;
    for (size_t i = 0; i < from->deps.count; i++) {
        sg_object *dep = from->deps.items[i];
        bool foreign = from->parent != NULL && is_foreign(dep, from->parent);
        if (foreign && (is_link || is_circular(dep, from)))
            return true;
        if (is_link && dep == from->parent && has_heirs(dep))
            return true;
    }
    return false;
}

/* True where only one of them can be there at a time. */
static bool takes_place(const sg_object *child, const sg_object *from)
{
    if (child->kind == from->kind && (from->kind->flags & SG_KIND_SINGLE))
        return true;
    return child->kind->whole == from->kind->whole && strcmp(child->name, from->name) == 0;
}

/* What takes the place: the same object in another form, the only one of its kind, or one of another kind that guards
 * see as the same. */
static const sg_object *replacement(const sg_model *to, const sg_object *from)
{
    const sg_object *found = sg_model_counterpart(to, from);
    const sg_object *parent = found == NULL && from->parent != NULL ? sg_model_counterpart(to, from->parent) : NULL;
    for (const sg_object *child = parent != NULL ? parent->first_child : NULL; child != NULL; child = child->next) {
        if (takes_place(child, from))
            found = child;
    }
    return found;
}

static void replace_by(const sg_planning *planning, sg_step *drop, const sg_object *to)
{
    if (to != NULL)
        sg_step_own_rare(planning->arena, drop)->replaced_by = to;
}

static void collect_gone(void *context, sg_object *from)
{
    sg_planning *planning = context;
    if (from->mark != NULL || (planning->from->inherits && sg_plan_is_taken(from)))
        return;
    bool with_parent = from->parent != NULL && from->parent->mark == NULL && !(from->linked && links_another(from));
    if (with_parent) {
        from->step = from->parent->step;
    } else if (is_step(planning, from)) {
        from->step = sg_plan_add(planning, from->kind->drop, from, NULL);
        replace_by(planning, from->step, replacement(planning->to, from));
    }
}

/* Steps that change parts of an object which is made again. */
static void forget_changes(sg_planning *planning, const sg_object *parent, bool inline_only)
{
    for (size_t i = 0; i < planning->steps.count; i++) {
        sg_step *step = planning->steps.items[i];
        if (step->op->class == SG_OP_ALTER && step->from != NULL && step->from->parent == parent &&
            (!inline_only || sg_plan_is_inline(step->from)))
            step->dropped = true;
    }
}

/* What stands on an object goes with it, and comes behind it by steps of its own. */
static void remake_children(sg_planning *planning, sg_object *from, sg_object *to, sg_step *cause)
{
    forget_changes(planning, from, false);
    for (sg_object *child = from->first_child; child != NULL; child = child->next) {
        if (child->step != NULL)
            child->step->dropped = true;
        child->step = from->step;
    }
    for (sg_object *child = to->first_child; child != NULL; child = child->next) {
        if (sg_plan_is_inline(child))
            child->step = to->step;
        if ((child->step != NULL && !child->step->dropped) || !is_step(planning, child))
            continue;
        child->step = sg_plan_add(planning, child->kind->create, NULL, child);
        child->step->cause = cause;
        add_on_create(planning, child);
    }
}

void sg_plan_split(sg_planning *planning, sg_object *from, sg_object *to, sg_step *cause)
{
    sg_step *drop = sg_plan_add(planning, from->kind->drop, from, NULL);
    sg_step *create = sg_plan_add(planning, to->kind->create, NULL, to);
    replace_by(planning, drop, to);
    drop->cause = create->cause = cause;
    sg_vec_push(&create->after, drop);
    if (cause != NULL) {
        sg_vec_push(&cause->after, drop);
        sg_vec_push(&create->after, cause);
    }
    from->step = drop;
    to->step = create;
    remake_children(planning, from, to, cause);
}

/* What stands inside a replaced object comes new with it. */
static void take_children(sg_step *step, const sg_object *parent)
{
    for (sg_object *child = parent->first_child; child != NULL; child = child->next) {
        if (!sg_plan_is_inline(child))
            continue;
        if (child->step != NULL)
            child->step->dropped = true;
        child->step = step;
    }
}

static void add_replacement(sg_planning *planning, sg_object *from, sg_object *to)
{
    /* a part that cannot be made again by itself is made again with its parent */
    if (sg_plan_is_inline(to) && to->parent != NULL && to->kind->replace == NULL && to->parent->kind->replace != NULL) {
        from = from->parent;
        to = to->parent;
    }
    if (to->kind->replace == NULL) {
        sg_plan_split(planning, from, to, NULL);
        return;
    }
    forget_changes(planning, from, true);
    to->step = from->step = sg_plan_add(planning, to->kind->replace, from, to);
    take_children(to->step, from);
    take_children(to->step, to);
}

const sg_object *sg_plan_asked_about(const sg_planning *planning, const sg_object *to)
{
    const sg_object *found =
        planning->options->asked == NULL ? NULL : sg_map_get(&planning->asked, sg_object_key(planning->arena, to));
    return found != NULL ? found : to;
}

/* A bit for each field that is another one, in the order of the kind's table. */
static unsigned long long differences(const sg_planning *planning, const sg_object *from, const sg_object *to)
{
    unsigned long long different = 0, bit = 1;
    if (sg_object_equal(from, to, &different) || planning->options->same == NULL)
        return different;
    const sg_object *asked = sg_plan_asked_about(planning, to);
    for (const sg_field *field = to->kind->fields; field->key != NULL; field++, bit <<= 1) {
        if ((different & bit) && planning->options->same(planning->options->same_context, from, to, asked, field))
            different &= ~bit;
    }
    return different;
}

/* The way back begins at what the way up has settled. */
static void settle(const sg_planning *planning, sg_object *from, sg_object *to)
{
    const sg_object *settled = planning->options->down ? to : from;
    sg_object *other = planning->options->down ? from : to;
    for (const sg_field *field = other->kind->fields; field->key != NULL; field++) {
        if (field->type->settle != NULL && field->type->equal(settled, other, field))
            field->type->settle(settled, other, field);
    }
    sg_access_settle((planning->options->down ? planning->from : planning->to)->arena, settled, other);
    if (other->kind->settle != NULL)
        other->kind->settle(settled, other);
}

/* True when something inside the object is new or another one, and no statement makes it so. */
static bool is_opened(const sg_planning *planning, const sg_object *from, const sg_object *to)
{
    bool changes = false;
    for (const sg_object *child = to->first_child; child != NULL && !changes; child = child->next)
        changes = child->mark == NULL || differences(planning, child->mark, child) != 0;
    return changes && to->kind->sealed(from, to);
}

/* Keys and indexes of partitions come after what they are parts of. */
static bool is_turn(sg_planning *planning, const sg_object *from)
{
    const sg_object *it = sg_rare_of(from->mark)->part != NULL ? from->mark : from;
    size_t depth = 0;
    while ((it->kind->flags & SG_KIND_RELATION) && sg_object_whole(it) != NULL) {
        it = sg_object_whole(it);
        depth++;
    }
    planning->deeper |= depth > planning->depth;
    return depth == planning->depth;
}

bool sg_plan_goes_with_whole(sg_planning *planning, sg_object *from, sg_object *to)
{
    bool torn = sg_plan_is_torn(from, to), comes_back = !torn && sg_plan_comes_back(from, to);
    if (torn) {
        to->step = sg_plan_add(planning, to->kind->create, NULL, to);
        from->step = sg_object_whole(from)->step;
        if (from->step != NULL)
            sg_vec_push(&to->step->after, from->step);
    } else if (comes_back) {
        from->step = sg_rare_of(from)->part->step;
        sg_model_name_anew(planning->to, to);
    }
    return torn || comes_back;
}

static void collect_changed(void *context, sg_object *to)
{
    sg_planning *planning = context;
    sg_object *from = to->mark;
    if (from == NULL || from->step != NULL || !is_turn(planning, from))
        return; /* new, or made again with its parent */
    settle(planning, from, to);
    if (sg_plan_goes_with_whole(planning, from, to))
        return;
    if (sg_plan_comes_anew(from, to)) {
        from->step = sg_plan_add(planning, from->kind->drop, from, NULL);
        sg_model_name_anew(planning->to, to);
        replace_by(planning, from->step, strcmp(from->name, to->name) == 0 ? to : NULL);
        return;
    }
    unsigned long long different = sg_plan_own_changes(from, to, differences(planning, from, to));
    bool opened = to->kind->sealed != NULL && is_opened(planning, from, to);
    if (different != 0 || opened) {
        bool replaced =
            opened || (planning->to->recreates && to->kind->converts != NULL && !to->kind->converts(from, to));
        unsigned long long bits = different;
        for (const sg_field *field = to->kind->fields; field->key != NULL; field++, bits >>= 1)
            replaced |= (bits & 1) && sg_field_op(field, from, to) == NULL;
        if (replaced)
            add_replacement(planning, from, to);
        else
            add_alterations(planning, from, to, different);
    }
}

/* What stands beside the definition, and is lost when the object is made again. */
static void collect_rest(void *context, sg_object *to)
{
    sg_object *from = to->mark;
    if (from == NULL)
        return;
    add_comment(context, from, to);
    sg_plan_add_access(context, sg_plan_is_kept(from) ? from : NULL, to);
}

static void settle_hint(void *context, sg_object *to)
{
    const sg_planning *planning = context;
    const char *hint = sg_rare_of(to)->renamed_from;
    const sg_object *from = to->mark != NULL || hint == NULL ? to->mark : sg_model_counterpart(planning->from, to);
    const char *used = from != NULL ? sg_rare_of(from)->renamed_from : NULL;
    if (!sg_text_equal(hint, used))
        sg_own_rare(planning->to->arena, to)->renamed_from = used;
}

/* What comes from the object has got its new name along with it. */
static void note_used(const sg_planning *planning, sg_object *object, const char *hint)
{
    const sg_object *to = sg_model_counterpart(planning->to, object);
    if (to != NULL && sg_text_equal(sg_rare_of(to)->renamed_from, hint))
        sg_own_rare(planning->from->arena, object)->renamed_from = hint;
    for (size_t i = 0; i < object->users.count; i++) {
        sg_object *user = object->users.items[i];
        if (sg_rare_of(user)->inherits == object)
            note_used(planning, user, hint);
    }
}

/* Only hints that a rename step has used stay on record, also where an object is made again under its new name. */
static void settle_hints(sg_planning *planning)
{
    for (size_t i = 0; i < planning->renames.count; i++) {
        const sg_step *step = planning->renames.items[i];
        for (size_t k = 0; k < step->rename_count; k++) {
            sg_object *object = (sg_object *)step->rare->renames[k].object;
            const sg_object *to = sg_model_counterpart(planning->to, object);
            if (!step->rare->renames[k].hidden && to != NULL && sg_rare_of(to)->renamed_from != NULL)
                note_used(planning, object, sg_rare_of(to)->renamed_from);
        }
    }
    planning->to->hinted |= planning->from->hinted;
    if (planning->to->hinted)
        sg_model_each(planning->to, settle_hint, planning);
}

void sg_plan_collect(sg_planning *planning)
{
    if (!planning->options->down)
        settle_hints(planning);
    sg_model_each(planning->to, collect_new, planning);
    sg_model_each(planning->from, collect_gone, planning);
    for (planning->deeper = sg_plan_has_pairs(planning); planning->deeper; planning->depth++) {
        planning->deeper = false;
        sg_model_each(planning->to, collect_changed, planning);
    }
    sg_plan_settle_inherited(planning);
    sg_plan_settle_rows(planning);
    sg_plan_collect_standing(planning);
    sg_plan_collect_grounds(planning);
    sg_plan_wait_for_detach(planning);
    sg_plan_wait_for_leavers(planning);
    sg_plan_place_parts(planning);
    sg_plan_settle_causes(planning);
    sg_plan_settle_remade(planning);
    if (sg_plan_has_pairs(planning))
        sg_model_each(planning->to, collect_rest, planning);
    sg_plan_settle_unseen(planning);
}
