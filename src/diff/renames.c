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

/* Keys and indexes of all tables have their names together among the relations of the schema. */
static bool is_shared(const sg_kind *kind)
{
    return kind->parent != NULL && (kind->flags & SG_KIND_RELATION);
}

static bool same_namespace(const sg_object *a, const sg_object *b)
{
    bool together = is_shared(a->kind) ? is_shared(b->kind) : a->kind == b->kind && a->parent == b->parent;
    return together && sg_text_equal(a->schema, b->schema);
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

static const char *aside_name(renaming *state, const char *name)
{
    size_t length = sg_text_clip(name, strlen(name), SG_NAME_BYTES - 7);
    return sg_arena_printf(state->arena, "%.*s_sg_old", (int)length, name);
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
        add_pair(state, there, aside_name(state, wanted->to), true);
    }
}

/* Something of another kind that goes, and holds a name among the relations or types that it shares with `like`. */
static void search_stranger(void *context, sg_object *object)
{
    struct search *search = context;
    unsigned shared = object->kind->flags & search->like->kind->flags & (SG_KIND_RELATION | SG_KIND_TYPE);
    if (shared != 0 && object->kind != search->like->kind && object->kind->rename != NULL &&
        sg_text_equal(object->schema, search->like->schema) && strcmp(object->name, search->name) == 0)
        search->found = object;
}

/* Its own turn will rename it, so it is no stranger that only goes. */
static bool is_hinted(const renaming *state, const sg_object *object)
{
    if (state->down)
        return object->renamed_from != NULL;
    sg_vec all = SG_VEC_EMPTY;
    bool hinted = false;
    sg_model_all(state->to, &all);
    for (size_t i = 0; i < all.count; i++) {
        const sg_object *other = all.items[i];
        hinted |= other->kind == object->kind && sg_text_equal(other->renamed_from, object->name);
    }
    sg_vec_release(&all);
    return hinted;
}

/* Strangers that hold a wanted name step aside one by one, before the renames of this kind. */
static void strangers_aside(renaming *state)
{
    for (size_t i = 0; i < state->pairs.count; i++) {
        const pair *wanted = state->pairs.items[i];
        struct search stranger = {wanted->object, wanted->to, NULL};
        sg_model_each(state->from, search_stranger, &stranger);
        if (stranger.found == NULL || is_hinted(state, stranger.found))
            continue;
        sg_step *step = SG_NEW(state->arena, sg_step);
        step->kind = stranger.found->kind;
        step->op = step->kind->rename;
        step->renames = SG_NEW(state->arena, sg_rename);
        step->renames[step->rename_count++] = (sg_rename){
            .object = stranger.found, .from = wanted->to, .to = aside_name(state, wanted->to), .aside = true};
        sg_vec_push(state->steps, step);
        sg_model_rename(state->from, stranger.found, step->renames[0].to);
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
    for (size_t i = 0; (step->kind->flags & SG_KIND_NAMESPACE) && i < step->rename_count; i++) {
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

/* The kind whose statement renames all of the chain: a key takes the name that its index is given, so where kinds mix
 * it is the one that needs no table to be found. */
static const sg_kind *renaming_kind(const sg_vec *chain)
{
    const sg_kind *kind = ((const pair *)chain->items[0])->object->kind, *mixed = kind;
    for (size_t k = 0; k < sg_kind_count; k++)
        mixed = sg_kinds[k]->flags & SG_KIND_OWN_ADDRESS ? sg_kinds[k] : mixed;
    for (size_t i = 1; i < chain->count; i++) {
        if (((const pair *)chain->items[i])->object->kind != kind)
            return mixed;
    }
    return kind;
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
    step->kind = renaming_kind(&chain);
    step->op = step->kind->rename;
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
    strangers_aside(state);
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

/* True when `there` (or NULL) is what `object` may become: sequences are known by their columns. */
static bool continues(const renaming *state, const sg_object *object, const sg_object *there)
{
    const sg_object *owner = object->owner != NULL ? sg_model_counterpart(state->to, object->owner) : NULL;
    return there != NULL && there->owner == owner;
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
    const sg_object *there = sibling(state->to, object, derived), *kept = sibling(state->to, object, object->name);
    if (!continues(state, object, there))
        return;
    /* where both names are wanted, columns may have swapped theirs */
    if (!continues(state, object, kept) ||
        (sg_object_equal(object, there, NULL) && !sg_object_equal(object, kept, NULL)))
        add_pair(state, object, derived, false);
}

/* The only one of its kind in a table needs no hint: what it is called in the other model is its new name. */
static void collect_only_one(void *context, sg_object *object)
{
    renaming *state = context;
    if (object->kind != state->kind)
        return;
    const sg_object *parent = sg_model_counterpart(state->to, object->parent);
    const sg_object *other = parent != NULL ? sg_child(parent->first_child, object->kind) : NULL;
    if (other != NULL && strcmp(other->name, object->name) != 0)
        add_pair(state, object, other->name, false);
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

static void collect_hinted(renaming *state)
{
    if (state->kind->rename != NULL)
        sg_model_each_of(state->down ? state->from : state->to, state->kind, state->down ? collect_down : collect_up,
                         state);
}

static void collect_following(renaming *state)
{
    if (state->kind->rename != NULL && state->kind->default_name != NULL)
        sg_model_each_of(state->from, state->kind, collect_derived, state);
}

static void collect_single(renaming *state)
{
    if (state->kind->rename != NULL && (state->kind->flags & SG_KIND_SINGLE))
        sg_model_each_of(state->from, state->kind, collect_only_one, state);
}

/* Kind by kind, parents first; then at once the kinds that share a namespace. */
static void rename_all(renaming *state, void (*collect)(renaming *state))
{
    const sg_kind *const *kinds = sg_kinds_ordered();
    for (int shared = 0; shared < 2; shared++) {
        for (size_t i = 0; i < sg_kind_count; i++) {
            state->kind = kinds[i];
            if (is_shared(kinds[i]) != shared)
                continue;
            collect(state);
            if (!shared)
                apply(state);
        }
    }
    apply(state);
}

static void note_hint(void *context, sg_object *object)
{
    bool *hinted = context;
    *hinted |= object->renamed_from != NULL;
}

bool sg_diff_renames(sg_arena *arena, sg_model *from, sg_model *to, bool down, sg_vec *steps, sg_diags *diags)
{
    renaming state = {
        .arena = arena, .from = from, .to = to, .down = down, .steps = steps, .diags = diags, .fine = true};
    bool hinted = false;
    sg_model_each(down ? from : to, note_hint, &hinted);
    if (hinted) {
        sg_model_each(from, mark_derived, &state);
        rename_all(&state, collect_hinted);
    }
    if (steps->count > 0)
        rename_all(&state, collect_following);
    rename_all(&state, collect_single);
    return state.fine;
}
