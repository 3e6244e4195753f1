/* From renames to steps: the order in which names become free, and what steps aside. */
#include <string.h>

#include "renames_private.h"
#include "text.h"

void sg_renaming_add(sg_renaming *state, sg_object *object, const char *to, bool aside)
{
    sg_pair *added = SG_NEW(state->arena, sg_pair);
    *added = (sg_pair){.object = object, .from = object->name, .to = to, .aside = aside};
    sg_vec_push(&state->pairs, added);
}

bool sg_renaming_claims(const sg_renaming *state, const sg_object *object)
{
    for (size_t i = 0; i < state->pairs.count; i++) {
        if (((sg_pair *)state->pairs.items[i])->object == object)
            return true;
    }
    return false;
}

bool sg_renaming_shares(const sg_kind *kind)
{
    return kind->parent != NULL && (kind->flags & SG_KIND_RELATION);
}

static bool same_namespace(const sg_object *a, const sg_object *b)
{
    bool together =
        sg_renaming_shares(a->kind) ? sg_renaming_shares(b->kind) : a->kind == b->kind && a->parent == b->parent;
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

static const char *aside_name(sg_renaming *state, const char *name)
{
    size_t length = sg_text_clip(name, strlen(name), SG_NAME_BYTES - 7);
    return sg_arena_printf(state->arena, "%.*s_sg_old", (int)length, name);
}

/* What has a wanted name and keeps none itself is moved out of the way. */
static void step_aside(sg_renaming *state)
{
    size_t count = state->pairs.count;
    for (size_t i = 0; i < count; i++) {
        const sg_pair *wanted = state->pairs.items[i];
        sg_object *there = occupant(state->from, wanted->object, wanted->to);
        if (there == NULL || sg_renaming_claims(state, there))
            continue;
        sg_renaming_add(state, there, aside_name(state, wanted->to), true);
    }
}

/* Something of another kind that goes, and holds a name among the relations or types that it shares with `like`. */
static void search_stranger(void *context, sg_object *object)
{
    struct search *search = context;
    unsigned shared = object->kind->flags & search->like->kind->flags & (SG_KIND_RELATION | SG_KIND_TYPE);
    if (shared != 0 && !same_namespace(object, search->like) && object->kind->rename != NULL &&
        sg_text_equal(object->schema, search->like->schema) && strcmp(object->name, search->name) == 0)
        search->found = object;
}

/* Its own turn will rename it, so it is no stranger that only goes. */
static bool is_hinted(const sg_renaming *state, const sg_object *object)
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
static void strangers_aside(sg_renaming *state)
{
    for (size_t i = 0; i < state->pairs.count; i++) {
        const sg_pair *wanted = state->pairs.items[i];
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
static sg_pair *holder(sg_renaming *state, const sg_object *like, const char *name)
{
    for (size_t i = 0; i < state->pairs.count; i++) {
        sg_pair *other = state->pairs.items[i];
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
static void collect_moved(sg_renaming *state, sg_step *step)
{
    for (size_t i = 0; (step->kind->flags & SG_KIND_NAMESPACE) && i < step->rename_count; i++) {
        struct moving moving = {&step->renames[i], step->renames[i].object->name};
        moving.rename->moved = SG_NEW_ARRAY(state->arena, struct sg_moved, state->from->count);
        sg_model_each(state->from, add_moved, &moving);
    }
}

static void add_rename(sg_step *step, const sg_pair *moved, const char *from, const char *to)
{
    step->renames[step->rename_count++] =
        (sg_rename){.object = moved->object, .from = from, .to = to, .aside = moved->aside};
}

/* The kind whose statement renames all of the chain: a key takes the name that its index is given, so where kinds mix
 * it is the one that needs no table to be found. */
static const sg_kind *renaming_kind(const sg_vec *chain)
{
    const sg_kind *kind = ((const sg_pair *)chain->items[0])->object->kind, *mixed = kind;
    for (size_t k = 0; k < sg_kind_count; k++)
        mixed = sg_kinds[k]->flags & SG_KIND_OWN_ADDRESS ? sg_kinds[k] : mixed;
    for (size_t i = 1; i < chain->count; i++) {
        if (((const sg_pair *)chain->items[i])->object->kind != kind)
            return mixed;
    }
    return kind;
}

/* One chain or circle of names as a step: the last name becomes free first. A circle starts with a detour. */
static sg_step *step_of(sg_renaming *state, sg_pair *first)
{
    sg_vec chain = SG_VEC_EMPTY;
    bool circle = false;
    for (sg_pair *next = first; next != NULL; next = holder(state, next->object, next->to)) {
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
        add_rename(step, chain.items[chain.count - 1], ((sg_pair *)chain.items[chain.count - 1])->from, detour);
    for (size_t i = chain.count; i-- > 0;) {
        const sg_pair *rename = chain.items[i];
        if (!(circle && i == chain.count - 1))
            add_rename(step, rename, rename->from, rename->to);
    }
    if (circle)
        add_rename(step, chain.items[chain.count - 1], detour, ((sg_pair *)chain.items[chain.count - 1])->to);
    sg_vec_release(&chain);
    collect_moved(state, step);
    return step;
}

/* The start of the chain that `member` is in: the pair whose old name nobody else wants. */
static sg_pair *chain_start(sg_renaming *state, sg_pair *member)
{
    sg_pair *start = member;
    for (;;) {
        sg_pair *before = NULL;
        for (size_t i = 0; before == NULL && i < state->pairs.count; i++) {
            sg_pair *other = state->pairs.items[i];
            if (!other->done && same_namespace(other->object, start->object) && strcmp(other->to, start->from) == 0)
                before = other;
        }
        if (before == NULL || before == member)
            return start;
        start = before;
    }
}

void sg_renaming_apply(sg_renaming *state)
{
    strangers_aside(state);
    step_aside(state);
    for (size_t i = 0; i < state->pairs.count; i++) {
        sg_pair *member = state->pairs.items[i];
        if (!member->done)
            sg_vec_push(state->steps, step_of(state, chain_start(state, member)));
    }
    for (size_t i = 0; i < state->pairs.count; i++) {
        const sg_pair *rename = state->pairs.items[i];
        sg_model_rename(state->from, rename->object, sg_arena_printf(state->arena, "sg_passing_name_%zu", i));
    }
    for (size_t i = 0; i < state->pairs.count; i++) {
        const sg_pair *rename = state->pairs.items[i];
        sg_model_rename(state->from, rename->object, rename->to);
    }
    sg_vec_release(&state->pairs);
}
