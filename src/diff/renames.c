/* Renames: which are asked for, in which order names become free, and what steps aside. */
#include <string.h>

#include "diff.h"
#include "kind.h"
#include "text.h"

typedef struct pair {
    sg_object *object; /* of the model that is being renamed */
    const char *from;
    const char *to;
    bool aside;
    bool done;
} pair;

typedef struct renaming {
    sg_arena *arena;
    sg_model *from, *to;
    bool down;
    sg_vec *steps;
    sg_diags *diags;
    const sg_kind *kind; /* the kind whose turn it is */
    sg_vec pairs;
    bool fine;
} renaming;

static const sg_object *sibling(const sg_model *model, const sg_object *like, const char *name)
{
    const sg_object *parent = like->parent != NULL ? sg_model_counterpart(model, like->parent) : NULL;
    return sg_model_find(model, like->kind, like->schema, parent, name);
}

/* True when something that was not there before takes what had the name of `object` until now. */
static bool moves_on(const sg_model *old, const sg_model *new, const sg_object *object)
{
    const sg_object *other =
        object->parent != NULL ? object->parent->first_child : new->first[sg_kind_number(object->kind)];
    for (; other != NULL; other = other->next) {
        if (other->kind == object->kind && sg_text_equal(other->schema, object->schema) &&
            sg_text_equal(other->renamed_from, object->name) && sibling(old, other, other->name) == NULL)
            return true;
    }
    return false;
}

/* Whether `object` of `new` was called renamed_from in `old`, and the way between them still has to say so. A hint
 * that the snapshot recorded with the object is used up; so is one whose old name lives on without a hint, unless
 * the new name was passed on too. */
static bool is_pending(const sg_model *old, const sg_model *new, const sg_object *object)
{
    const char *hint = object->renamed_from;
    const sg_object *before = sibling(old, object, hint), *there = sibling(old, object, object->name);
    if (before == NULL || (there != NULL && sg_text_equal(there->renamed_from, hint)))
        return false;
    const sg_object *other = sibling(new, object, hint);
    return there == NULL || other == NULL || other->renamed_from != NULL || moves_on(old, new, object);
}

static void report_unmatched(renaming *state, const sg_object *object)
{
    if (sibling(state->from, object, object->renamed_from) != NULL ||
        sibling(state->from, object, object->name) != NULL)
        return;
    sg_object_error(state->to, state->diags, object, "renamedFrom", SG_RENAME_UNMATCHED,
                    "the previous snapshot has neither \"%s\" nor \"%s\"", object->renamed_from, object->name);
    state->fine = false;
}

static void add_pair(renaming *state, sg_object *object, const char *to, bool aside)
{
    pair *added = SG_NEW(state->arena, pair);
    *added = (pair){.object = object, .from = object->name, .to = to, .aside = aside};
    sg_vec_push(&state->pairs, added);
}

static bool claimed(renaming *state, const sg_object *object)
{
    for (size_t i = 0; i < state->pairs.count; i++) {
        if (((pair *)state->pairs.items[i])->object == object)
            return true;
    }
    return false;
}

static void collect_up(void *context, sg_object *object)
{
    renaming *state = context;
    if (object->kind != state->kind || object->renamed_from == NULL)
        return;
    if (!is_pending(state->from, state->to, object)) {
        report_unmatched(state, object);
        return;
    }
    sg_object *before = (sg_object *)sibling(state->from, object, object->renamed_from);
    if (claimed(state, before)) {
        sg_object_error(state->to, state->diags, object, "renamedFrom", SG_RENAME_CLASH,
                        "\"%s\" is the old name of two objects", object->renamed_from);
        state->fine = false;
        return;
    }
    add_pair(state, before, object->name, false);
}

static void collect_down(void *context, sg_object *object)
{
    renaming *state = context;
    if (object->kind == state->kind && object->renamed_from != NULL && is_pending(state->to, state->from, object))
        add_pair(state, object, object->renamed_from, false);
}

/* Keys and indexes have their names among the relations of the schema, not inside their table. */
static bool same_namespace(const sg_object *a, const sg_object *b)
{
    bool wide = (a->kind->flags & SG_KIND_RELATION) != 0;
    return a->kind == b->kind && (wide || a->parent == b->parent) && sg_text_equal(a->schema, b->schema);
}

struct search {
    const sg_object *like;
    const char *name;
    sg_object *found;
};

static void search(void *context, sg_object *object)
{
    struct search *search = context;
    if (same_namespace(object, search->like) && strcmp(object->name, search->name) == 0)
        search->found = object;
}

/* What has the name `name` in the namespace of `like`, or NULL. */
static sg_object *occupant(const sg_model *model, const sg_object *like, const char *name)
{
    struct search state = {like, name, NULL};
    sg_model_each(model, search, &state);
    return state.found;
}

/* What has a wanted name and keeps none itself is moved out of the way. */
static void step_aside(renaming *state)
{
    size_t count = state->pairs.count;
    for (size_t i = 0; i < count; i++) {
        const pair *wanted = state->pairs.items[i];
        sg_object *there = occupant(state->from, wanted->object, wanted->to);
        if (there == NULL || claimed(state, there))
            continue;
        char name[SG_NAME_BYTES + 1];
        size_t length = sg_text_clip(wanted->to, strlen(wanted->to), SG_NAME_BYTES - 7);
        snprintf(name, sizeof name, "%.*s_sg_old", (int)length, wanted->to);
        add_pair(state, there, sg_arena_strdup(state->arena, name), true);
    }
}

/* The open pair of the same namespace that still holds the name `name`. */
static pair *holder(renaming *state, const sg_object *like, const char *name)
{
    for (size_t i = 0; i < state->pairs.count; i++) {
        pair *other = state->pairs.items[i];
        if (!other->done && same_namespace(other->object, like) && strcmp(other->from, name) == 0)
            return other;
    }
    return NULL;
}

struct moving {
    sg_rename *rename;
    const char *schema;
};

static void add_moved(void *context, sg_object *object)
{
    struct moving *moving = context;
    if (object->parent == NULL && sg_text_equal(object->schema, moving->schema))
        moving->rename->moved[moving->rename->moved_count++] = (struct sg_moved){object->kind, object->name};
}

/* A schema takes its objects along. */
static void collect_moved(renaming *state, sg_step *step)
{
    for (size_t i = 0; (state->kind->flags & SG_KIND_NAMESPACE) && i < step->rename_count; i++) {
        struct moving moving = {&step->renames[i], step->renames[i].object->name};
        moving.rename->moved = SG_NEW_ARRAY(state->arena, struct sg_moved, state->from->count);
        sg_model_each(state->from, add_moved, &moving);
    }
}

static void add_rename(sg_step *step, const pair *moved, const char *from, const char *to)
{
    step->renames[step->rename_count++] =
        (sg_rename){.object = moved->object, .from = from, .to = to, .aside = moved->aside};
}

/* One chain or circle of names as a step: the last name becomes free first. A circle starts with a detour. */
static sg_step *step_of(renaming *state, pair *first)
{
    sg_vec chain = SG_VEC_EMPTY;
    bool circle = false;
    for (pair *next = first; next != NULL; next = holder(state, next->object, next->to)) {
        next->done = true;
        sg_vec_push(&chain, next);
        circle |= strcmp(next->to, first->from) == 0;
    }
    sg_step *step = SG_NEW(state->arena, sg_step);
    step->kind = state->kind;
    step->op = state->kind->rename;
    step->renames = SG_NEW_ARRAY(state->arena, sg_rename, chain.count + 1);
    step->circle = circle;
    const char *detour = "sg_passing_name";
    if (circle)
        add_rename(step, chain.items[chain.count - 1], ((pair *)chain.items[chain.count - 1])->from, detour);
    for (size_t i = chain.count; i-- > 0;) {
        const pair *rename = chain.items[i];
        if (!(circle && i == chain.count - 1))
            add_rename(step, rename, rename->from, rename->to);
    }
    if (circle)
        add_rename(step, chain.items[chain.count - 1], detour, ((pair *)chain.items[chain.count - 1])->to);
    sg_vec_release(&chain);
    collect_moved(state, step);
    return step;
}

/* The start of the chain that `member` is in: the pair whose old name nobody else wants. */
static pair *chain_start(renaming *state, pair *member)
{
    pair *start = member;
    for (;;) {
        pair *before = NULL;
        for (size_t i = 0; before == NULL && i < state->pairs.count; i++) {
            pair *other = state->pairs.items[i];
            if (!other->done && same_namespace(other->object, start->object) && strcmp(other->to, start->from) == 0)
                before = other;
        }
        if (before == NULL || before == member)
            return start;
        start = before;
    }
}

static void apply(renaming *state)
{
    step_aside(state);
    for (size_t i = 0; i < state->pairs.count; i++) {
        pair *member = state->pairs.items[i];
        if (!member->done)
            sg_vec_push(state->steps, step_of(state, chain_start(state, member)));
    }
    for (size_t i = 0; i < state->pairs.count; i++) {
        const pair *rename = state->pairs.items[i];
        sg_model_rename(state->from, rename->object, sg_arena_printf(state->arena, "sg_passing_name_%zu", i));
    }
    for (size_t i = 0; i < state->pairs.count; i++) {
        const pair *rename = state->pairs.items[i];
        sg_model_rename(state->from, rename->object, rename->to);
    }
    sg_vec_release(&state->pairs);
}

/* Names that PostgreSQL derived follow the names they were derived from. */
static void collect_derived(void *context, sg_object *object)
{
    renaming *state = context;
    if (object->kind != state->kind || object->mark == NULL)
        return;
    const char *derived = object->kind->default_name(state->from, object);
    if (derived == NULL || strcmp(derived, object->name) == 0)
        return;
    if (sibling(state->to, object, derived) != NULL && sibling(state->to, object, object->name) == NULL)
        add_pair(state, object, derived, false);
}

/* Marks (with itself) what carries the name that PostgreSQL would give. */
static void mark_derived(void *context, sg_object *object)
{
    const renaming *state = context;
    object->mark = NULL;
    if (object->kind->default_name == NULL || object->kind->rename == NULL)
        return;
    const char *derived = object->kind->default_name(state->from, object);
    if (derived != NULL && strcmp(derived, object->name) == 0)
        object->mark = object;
}

bool sg_diff_renames(sg_arena *arena, sg_model *from, sg_model *to, bool down, sg_vec *steps, sg_diags *diags)
{
    renaming state = {
        .arena = arena, .from = from, .to = to, .down = down, .steps = steps, .diags = diags, .fine = true};
    const sg_kind *const *kinds = sg_kinds_ordered();
    sg_model_each(from, mark_derived, &state);
    for (size_t i = 0; i < sg_kind_count; i++) {
        state.kind = kinds[i];
        if (kinds[i]->rename == NULL)
            continue;
        sg_model_each(down ? from : to, down ? collect_down : collect_up, &state);
        apply(&state);
    }
    for (size_t i = 0; steps->count > 0 && i < sg_kind_count; i++) {
        state.kind = kinds[i];
        if (kinds[i]->rename == NULL || kinds[i]->default_name == NULL)
            continue;
        sg_model_each(from, collect_derived, &state);
        apply(&state);
    }
    return state.fine;
}
