/* What a table has from its base: changes there reach it by themselves, as long as it stays where it is. */
#include "json.h"
#include "plan_private.h"

sg_object *sg_plan_link(const sg_object *object, const sg_object *base)
{
    for (sg_object *link = object->parent->first_child; link != NULL; link = link->next) {
        for (size_t i = 0; (link->kind->flags & SG_KIND_BASE) && i < link->deps.count; i++) {
            if (link->deps.items[i] == base)
                return link;
        }
    }
    return NULL;
}

static bool is_made(const sg_object *object)
{
    return object->mark == NULL || (object->step != NULL && object->step->op->class != SG_OP_ALTER);
}

static sg_object *link_of(const sg_object *object)
{
    return sg_plan_link(object, sg_rare_of(object)->inherits->parent);
}

static bool comes_with_attaching(const sg_kind *kind)
{
    return (kind->flags & (SG_KIND_RELATION | SG_KIND_LINK)) != 0;
}

/* Attaching makes keys, indexes and foreign keys; columns and checks have to be there before, unless the table is made
 * with what it inherits. */
static bool comes_by_attaching(const sg_object *object)
{
    const sg_object *link = object->implied && sg_rare_of(object)->inherits != NULL ? link_of(object) : NULL;
    return link != NULL && (comes_with_attaching(object->kind) ||
                            ((link->kind->flags & SG_KIND_INLINE) && object->parent->mark == NULL));
}

bool sg_plan_is_born_with(const sg_object *to)
{
    const sg_object *link = sg_rare_of(to)->inherits != NULL && to->parent->mark == NULL ? link_of(to) : NULL;
    return link != NULL && (link->kind->flags & SG_KIND_INLINE) != 0;
}

bool sg_plan_goes_along(const sg_object *object)
{
    const sg_object *link =
        sg_rare_of(object)->inherits != NULL && object->parent->mark != NULL ? link_of(object) : NULL;
    return link != NULL && link->mark != NULL && sg_object_equal(link, link->mark, NULL);
}

/* The database of the model had no part of it: made with ON ONLY, and not complete. */
static bool lacks_part(const sg_model *from, const sg_object *to)
{
    const sg_object *whole = sg_object_whole(to);
    return from->parts_known && (whole->kind->flags & SG_KIND_RELATION) != 0 && whole->mark != NULL &&
           sg_object_equal(whole->mark, whole, NULL);
}

bool sg_plan_is_brought(const sg_planning *planning, const sg_object *to)
{
    return sg_plan_goes_along(to) ? !lacks_part(planning->from, to) : comes_by_attaching(to);
}

/* The index or key that the object, under a name of its own, is a part of as long as its table stays a partition: it
 * goes with that. NULL: none. */
static const sg_object *held_by(const sg_object *object)
{
    const sg_object *whole = sg_rare_of(object)->part;
    bool is_part = whole != NULL && object->kind == whole->kind;
    const sg_object *link = is_part ? sg_plan_link(object, whole->parent) : NULL;
    return link != NULL && link->mark != NULL ? whole : NULL;
}

bool sg_plan_is_held(const sg_object *from)
{
    return held_by(from) != NULL;
}

/* The same for what partitions have without a word: where others call theirs by names of their own the whole goes
 * before any table is taken out. */
static const sg_object *goes_with(const sg_object *from)
{
    const sg_object *whole =
        from->mark == NULL && (from->kind->flags & SG_KIND_RELATION) ? sg_rare_of(from)->inherits : NULL;
    return whole != NULL && whole->mark == NULL && sg_plan_has_named_parts(whole) ? whole : held_by(from);
}

bool sg_plan_is_taken(const sg_object *from)
{
    if (goes_with(from) != NULL)
        return from->parent->mark != NULL;
    return sg_rare_of(from)->inherits != NULL && (from->parent->mark == NULL || sg_plan_goes_along(from));
}

/* Comes back by itself no more: what it was part of goes, and it is wanted for its own sake. */
bool sg_plan_is_torn(const sg_object *from, const sg_object *to)
{
    const sg_object *whole = held_by(from);
    if (whole == NULL && sg_plan_goes_along(from))
        whole = sg_rare_of(from)->inherits;
    return whole != NULL && sg_rare_of(to)->inherits == NULL && is_made(whole);
}

bool sg_plan_comes_back(const sg_object *from, const sg_object *to)
{
    const sg_object *whole = held_by(from);
    return whole != NULL && sg_rare_of(to)->inherits != NULL && is_made(whole);
}

/* True when the object becomes a part because its table becomes a partition, or because the whole is made, or is none
 * any more because the table is none. */
static bool joins_or_leaves(const sg_object *from, const sg_object *to)
{
    const sg_object *before = sg_rare_of(from)->part, *after = sg_rare_of(to)->part;
    if (after == NULL)
        return before != NULL && held_by(from) == NULL;
    const sg_object *link = sg_plan_link(to, after->parent);
    return before == NULL && link != NULL && (link->mark == NULL || is_made(after));
}

unsigned long long sg_plan_own_changes(const sg_object *from, const sg_object *to, unsigned long long different)
{
    const sg_object *before = sg_rare_of(from)->inherits, *after = sg_rare_of(to)->inherits;
    bool along = sg_plan_goes_along(to) && before != NULL && before->mark == after;
    bool joins = joins_or_leaves(from, to);
    unsigned long long bit = 1;
    for (const sg_field *field = to->kind->fields; field->key != NULL; field++, bit <<= 1) {
        bool same_as_original =
            along && field->type->equal(from, before, field) && field->type->equal(to, after, field);
        if (same_as_original || (joins && field->type == &sg_field_part))
            different &= ~bit;
    }
    return different;
}

bool sg_plan_comes_anew(const sg_object *from, const sg_object *to)
{
    const sg_object *whole = sg_rare_of(to)->inherits;
    bool with_whole = sg_rare_of(from)->inherits == NULL && whole != NULL && is_made(whole);
    return comes_by_attaching(to) && (with_whole || !sg_plan_goes_along(to)) && !sg_object_equal(from, to, NULL);
}

bool sg_plan_inherits(const sg_planning *planning)
{
    return planning->from->inherits || planning->to->inherits;
}

/* Where the object, and what it goes along with, comes from; the object itself, when it goes along with nothing. */
static const sg_object *original_of(const sg_object *object)
{
    while (sg_plan_goes_along(object))
        object = sg_rare_of(object)->inherits;
    return object;
}

/* The step that brings the object, or takes it away: that of the original, or of the attachment. */
static void settle_step(void *context, sg_object *object)
{
    (void)context;
    if (object->step != NULL || (object->mark != NULL && object->mark->step == NULL))
        return;
    const sg_object *original = original_of(object);
    if (original->step != NULL)
        object->step = original->step;
    else if (comes_by_attaching(original))
        object->step = link_of(original)->step;
    else if (original->parent != NULL && original->parent->mark == NULL)
        object->step = original->parent->step;
}

void sg_plan_settle_inherited(sg_planning *planning)
{
    if (!sg_plan_inherits(planning))
        return;
    sg_model_each(planning->to, settle_step, NULL);
    sg_model_each(planning->from, settle_step, NULL);
}

/* What is made again with the original. */
static void settle_remade(void *context, sg_object *object)
{
    const sg_object *original = original_of(object);
    (void)context;
    if (object->step != NULL || object->mark == NULL || original->mark == NULL || !is_made(original))
        return;
    object->step = original->step;
    object->mark->step = original->mark->step;
}

void sg_plan_settle_remade(sg_planning *planning)
{
    if (sg_plan_inherits(planning) && sg_plan_has_pairs(planning))
        sg_model_each(planning->to, settle_remade, NULL);
}

/* What was had from a base and is kept or dropped by itself waits for the table to leave. So does what it is a part of,
 * or it would go with that. */
void sg_plan_wait_for_detach(sg_planning *planning)
{
    for (size_t i = 0; i < planning->steps.count; i++) {
        sg_step *step = planning->steps.items[i];
        const sg_object *from = step->from;
        if (from == NULL || sg_rare_of(from)->inherits == NULL || sg_plan_goes_along(from) ||
            from->parent->mark == NULL)
            continue;
        const sg_object *link = link_of(from);
        if (link == NULL || link->step == NULL || link->step == step)
            continue;
        sg_vec_push(&step->after, link->step);
        sg_step *whole = sg_rare_of(from)->inherits->step;
        if (comes_with_attaching(from->kind) && whole != NULL && whole != step &&
            whole->from == sg_rare_of(from)->inherits)
            sg_vec_push(&whole->after, link->step);
    }
}

/* From one list to the place `at` in another one. */
static void move(sg_vec *from, sg_step *step, sg_vec *to, size_t at)
{
    size_t kept = 0;
    for (size_t i = 0; i < from->count; i++) {
        if (from->items[i] != step)
            from->items[kept++] = from->items[i];
    }
    if (kept == from->count)
        return;
    from->count = (uint32_t)kept;
    sg_vec_push(to, step);
    for (size_t i = to->count - 1; i > at; i--)
        to->items[i] = to->items[i - 1];
    to->items[at] = step;
}

static bool renames_inherited(const sg_step *step)
{
    bool found = false;
    for (size_t i = 0; i < step->rename_count; i++) {
        const sg_object *object = step->rare->renames[i].object;
        found |= !step->rare->renames[i].hidden && sg_rare_of(object)->inherits != NULL &&
                 !(object->kind->flags & SG_KIND_RELATION) && !sg_plan_goes_along(object);
    }
    return found;
}

/* The schema that something moves to is there before. */
static void make_schemas(sg_planning *planning, const sg_step *step, size_t at)
{
    for (size_t i = 0; i < step->rename_count; i++) {
        const sg_object *schema = sg_rename_moves(&step->rare->renames[i])
                                      ? sg_model_find(planning->to, sg_kind_with(SG_KIND_NAMESPACE), NULL, NULL,
                                                      step->rare->renames[i].to_schema)
                                      : NULL;
        if (schema != NULL && schema->step != NULL && schema->step->op->class == SG_OP_CREATE)
            move(&planning->steps, schema->step, &planning->renames, at);
    }
}

/* Nobody can rename what a table has from its base: where it leaves that, it does so before. */
void sg_plan_leave_for_renames(sg_planning *planning)
{
    for (size_t i = 0; i < planning->renames.count; i++) {
        const sg_step *step = planning->renames.items[i];
        make_schemas(planning, step, i);
        if (!renames_inherited(step))
            continue;
        for (const sg_object *link = step->rare->renames[0].object->parent->first_child; link != NULL;
             link = link->next) {
            bool goes = (link->kind->flags & SG_KIND_BASE) && link->step != NULL && link->step->from == link;
            if (goes && link->step->op->class == SG_OP_DROP)
                move(&planning->steps, link->step, &planning->renames, i);
        }
    }
}

/* Whether the step was told to come after the other one, or after what was. */
static bool waits_for(const sg_step *step, const sg_step *other, sg_vec *seen)
{
    bool known = step == NULL;
    for (size_t i = 0; i < seen->count && !known; i++)
        known = seen->items[i] == step;
    if (known)
        return false;
    sg_vec_push(seen, (void *)step);
    bool found = step == other;
    for (size_t i = 0; i < step->after.count && !found; i++)
        found = waits_for(step->after.items[i], other, seen);
    return found;
}

/* The step that gives the name free which this one takes; NULL: nothing had it, or keeps it. */
static const sg_step *name_giver(const sg_planning *planning, const sg_step *step)
{
    const sg_object *to = step->to;
    if (to == NULL || !(to->kind->flags & SG_KIND_RELATION))
        return NULL;
    const sg_object *holder = sg_query_relation(planning->from, &(sg_query_name){to->schema, to->name});
    return holder != NULL && holder->step != NULL && holder->step->from == holder ? holder->step : NULL;
}

/* What reaches a table through its base does not while the table steps out for something else. */
static void keep_out_of_absence(const sg_planning *planning, sg_step *step, const sg_object *link)
{
    bool returns = link->step != NULL && link->mark != NULL && link->mark->step != NULL && link->step->from == link &&
                   link->step->op->class == SG_OP_DROP && sg_object_equal(link, link->mark, NULL);
    sg_vec seen = SG_VEC_EMPTY;
    if (returns && (step->to == NULL || waits_for(step, link->step, &seen) ||
                    waits_for(name_giver(planning, step), link->step, &seen)))
        sg_vec_push(&step->after, link->mark->step);
    else if (returns)
        sg_vec_push(&link->step->after, step);
    sg_vec_release(&seen);
}

static void wait_for_heirs(const sg_planning *planning, sg_step *step, const sg_object *original, const sg_object *base)
{
    for (size_t i = 0; i < base->users.count; i++) {
        const sg_object *link = base->users.items[i], *heir = link->parent;
        if (!(link->kind->flags & SG_KIND_BASE) || !original->kind->passes_on(original, link))
            continue;
        if (heir->mark == NULL && heir->step != NULL && (step->kind->flags & SG_KIND_INLINE))
            sg_vec_push(&step->after, heir->step);
        keep_out_of_absence(planning, step, link);
        wait_for_heirs(planning, step, original, heir);
    }
}

/* A key that makes its columns NOT NULL does so in heirs too. */
static void wait_with_columns(const sg_planning *planning, sg_step *key, const sg_object *base)
{
    for (size_t i = 0; i < key->to->deps.count; i++) {
        const sg_object *column = key->to->deps.items[i];
        if (column->parent == key->to->parent && column->mark != NULL)
            wait_for_heirs(planning, key, column->mark, base);
    }
}

/* A table that is attached has by then lost what its base has not. */
static void wait_for_rest(sg_step *attach, const sg_object *table)
{
    for (const sg_object *child = table->first_child; child != NULL; child = child->next) {
        sg_step *step = child->step;
        bool own = step != NULL && step->from == child; /* what comes from a base goes with that */
        if (own && step->op->class == SG_OP_DROP && child->kind->passes_on != NULL &&
            !comes_with_attaching(child->kind))
            sg_vec_push(&attach->after, step);
    }
}

/* A table that goes, but not its base, does so before what it has from there changes: it still is what it was then. One
 * that only steps out for a while has to see the change. */
void sg_plan_wait_for_leavers(sg_planning *planning)
{
    const unsigned sole_base = SG_KIND_BASE | SG_KIND_SINGLE;
    for (size_t i = 0; i < planning->steps.count; i++) {
        sg_step *step = planning->steps.items[i];
        const sg_object *original = step->from != NULL ? step->from : step->to, *base = original->parent;
        if (base != NULL && step->from == NULL)
            base = base->mark;
        if (base == NULL || step->dropped)
            continue;
        if (step->kind->passes_on != NULL && !comes_with_attaching(step->kind))
            wait_for_heirs(planning, step, original, base);
        if (step->op->class == SG_OP_CREATE && (step->kind->flags & SG_KIND_NOT_NULL))
            wait_with_columns(planning, step, base);
        if (step->op->class == SG_OP_CREATE && (step->kind->flags & sole_base) == sole_base)
            wait_for_rest(step, base);
    }
}

/* The part comes between: the whole that was there takes along what was a part before. */
static void place_before(sg_planning *planning, sg_step *part, sg_object *whole)
{
    if (whole->step->op->class == SG_OP_REPLACE) {
        sg_step *replacement = whole->step;
        replacement->dropped = true;
        sg_plan_split(planning, whole->mark, whole, NULL);
        replacement->cause = whole->mark->step;
    }
    if (whole->mark != NULL)
        sg_vec_push(&part->after, whole->mark->step);
    sg_vec_push(&whole->step->after, part);
}

/* A key or index that is a part stands before the whole is made or the table attached, for then it is taken in; one
 * that is none comes behind both, so that it is left alone. */
static void place_in(sg_planning *planning, sg_step *step, const sg_object *to, const sg_object *link)
{
    for (size_t i = 0; i < link->deps.count; i++) {
        const sg_object *base = link->deps.items[i];
        for (sg_object *whole = base->first_child; whole != NULL; whole = whole->next) {
            bool own_step = whole->step != NULL && whole->step != base->step; /* else the table comes with it */
            if (!(whole->kind->flags & SG_KIND_RELATION) || !is_made(whole) || !own_step)
                continue;
            if (whole == sg_rare_of(to)->part)
                place_before(planning, step, whole);
            else if (sg_rare_of(to)->part == NULL)
                sg_vec_push(&step->after, whole->step);
        }
    }
    if (link->step != NULL && sg_rare_of(to)->part != NULL)
        sg_vec_push(&link->step->after, step);
    else if (link->step != NULL)
        sg_vec_push(&step->after, link->step);
}

/* What goes with the whole does so as long as it is a part: before its table is taken out, be it only for a while. */
static void go_with_whole(void *context, sg_object *from)
{
    const sg_object *whole = goes_with(from);
    const sg_object *link = whole != NULL ? sg_plan_link(from, whole->parent) : NULL;
    (void)context;
    if (link != NULL && link->step != NULL && link->step->from == link && whole->step != NULL && is_made(whole))
        sg_vec_push(&link->step->after, whole->step);
}

void sg_plan_place_parts(sg_planning *planning)
{
    for (size_t i = 0; i < planning->steps.count; i++) {
        sg_step *step = planning->steps.items[i];
        const sg_object *to = step->to;
        if (to == NULL || to->parent == NULL || step->op->class == SG_OP_ALTER || step->dropped ||
            !(to->kind->flags & (SG_KIND_RELATION | SG_KIND_LINK)))
            continue;
        if (to->implied) { /* the whole turned out to be made again, with all its parts */
            step->dropped = step->op->class == SG_OP_CREATE && is_made(sg_rare_of(to)->inherits);
            continue;
        }
        if ((to->kind->flags & SG_KIND_RELATION) && sg_rare_of(to->parent)->sole_base != NULL)
            place_in(planning, step, to, sg_rare_of(to->parent)->sole_base);
    }
    if (sg_plan_has_pairs(planning))
        sg_model_each(planning->from, go_with_whole, NULL);
}

bool sg_plan_is_inline(const sg_object *object)
{
    unsigned flags = object->kind->flags;
    return (flags & SG_KIND_INLINE) && (!(flags & SG_KIND_RELATION) || sg_rare_of(object->parent)->sole_base == NULL);
}
