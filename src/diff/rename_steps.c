/* From renames to steps: the order in which names become free, and what steps aside. */
#include <string.h>

#include "json.h"
#include "renames_private.h"
#include "signature.h"
#include "text.h"

/* The pair that moved `object` out of the way of another kind and still waits for its turn, or NULL. */
static sg_pair *waiting(const sg_renaming *state, const sg_object *object)
{
    for (size_t i = 0; i < state->strangers.count; i++) {
        sg_pair *pair = state->strangers.items[i];
        if (pair->object == object && !pair->done)
            return pair;
    }
    return NULL;
}

static const char *name_now(const sg_renaming *state, const sg_object *object)
{
    const sg_pair *moved = waiting(state, object);
    return moved != NULL ? moved->to : object->name;
}

bool sg_renaming_shares(const sg_kind *kind)
{
    return kind->parents != NULL && (kind->flags & SG_KIND_RELATION);
}

const char *sg_renaming_place(const sg_renaming *state, const sg_kind *kind, const sg_object *object, const char *name)
{
    bool shared = sg_renaming_shares(kind);
    const void *parent = shared || kind->parents == NULL ? NULL : object->parent;
    return sg_arena_printf(state->arena, "%zu\x1f%s\x1f%p\x1f%s", shared ? sg_kind_count : sg_kind_number(kind),
                           object->schema != NULL ? object->schema : "", parent, name);
}

static sg_pair *pair_at(const sg_map *pairs, const sg_renaming *state, const sg_pair *like, const char *name)
{
    sg_pair *found = sg_map_get(pairs, sg_renaming_place(state, like->kind, like->object, name));
    return found != NULL && !found->done ? found : NULL;
}

static void add(sg_renaming *state, sg_pair pair)
{
    sg_pair *added = SG_NEW(state->arena, sg_pair);
    *added = pair;
    sg_vec_push(&state->pairs, added);
    sg_map_put(&state->givers, sg_renaming_place(state, pair.kind, pair.object, pair.from), added);
    sg_map_put(&state->takers, sg_renaming_place(state, pair.kind, pair.object, pair.to), added);
}

void sg_renaming_add(sg_renaming *state, sg_object *object, const char *to, bool aside)
{
    add(state, (sg_pair){object, object->kind, name_now(state, object), to, aside, false});
}

void sg_renaming_add_hidden(sg_renaming *state, sg_object *object, const char *to)
{
    bool goes = sg_model_counterpart(state->to, object) == NULL;
    add(state, (sg_pair){object, state->kind, object->hidden, to, goes, false});
}

const char *sg_renaming_claims(const sg_renaming *state, const sg_object *object)
{
    const char *name = name_now(state, object);
    const sg_pair *pair = sg_map_get(&state->givers, sg_renaming_place(state, object->kind, object, name));
    return pair != NULL && pair->object == object ? pair->to : NULL;
}

/* Whether `b`, named as one of the kind `kind`, has its name where `a` has its own. */
static bool same_namespace(const sg_pair *a, const sg_kind *kind, const sg_object *b)
{
    bool together = sg_renaming_shares(a->kind)
                        ? sg_renaming_shares(kind)
                        : a->kind == kind && (kind->parents == NULL || a->object->parent == b->parent);
    return together && sg_text_equal(a->object->schema, b->schema);
}

static void add_bearer(void *context, sg_object *object)
{
    sg_renaming *state = context;
    sg_bearer *added = SG_NEW(state->arena, sg_bearer);
    *added = (sg_bearer){sg_map_get(&state->bearers, object->name), object};
    sg_map_put(&state->bearers, object->name, added);
}

static const sg_bearer *bearers(sg_renaming *state, const char *name)
{
    if (state->bearers.count == 0)
        sg_model_each(state->from, add_bearer, state);
    return sg_map_get(&state->bearers, name);
}

/* What has the wanted name in its namespace, or NULL. */
static sg_object *occupant(sg_renaming *state, const sg_pair *wanted)
{
    for (const sg_bearer *it = bearers(state, wanted->to); it != NULL; it = it->next) {
        if (same_namespace(wanted, it->object->kind, it->object))
            return it->object;
    }
    return NULL;
}

/* The types of a routine's arguments stay behind its name. */
static const char *aside_name(sg_renaming *state, const sg_kind *kind, const char *name)
{
    const char *types = (kind->flags & SG_KIND_ROUTINE) ? sg_signature_split(name) : NULL;
    size_t length = sg_text_clip(name, types != NULL ? (size_t)(types - name) : strlen(name), SG_NAME_BYTES - 7);
    return sg_arena_printf(state->arena, "%.*s_sg_old%s", (int)length, name, types != NULL ? types : "");
}

void sg_renaming_set_aside(sg_renaming *state, sg_object *object)
{
    sg_renaming_add(state, object, aside_name(state, object->kind, object->name), true);
}

/* The passing name is the one that stays. */
static void settle(sg_renaming *state, sg_pair *moved)
{
    moved->done = true;
    sg_map_release(&state->bearers);
    sg_model_rename(state->from, moved->object, moved->to);
}

/* What has a wanted name and keeps none itself is moved out of the way. */
static void step_aside(sg_renaming *state)
{
    size_t count = state->pairs.count;
    for (size_t i = 0; i < count; i++) {
        const sg_pair *wanted = state->pairs.items[i];
        sg_object *there = occupant(state, wanted);
        if (there == NULL || sg_renaming_claims(state, there) != NULL)
            continue;
        if (waiting(state, there) != NULL) {
            settle(state, waiting(state, there)); /* out of the way already */
            continue;
        }
        sg_renaming_add(state, there, aside_name(state, wanted->kind, wanted->to), true);
    }
}

/* Whether the two cannot both have the wanted name: in their schema, or as constraints of one table. */
static bool shares_space(const sg_pair *wanted, const sg_object *object)
{
    unsigned shared = sg_kind_spaces(object->kind) & sg_kind_spaces(wanted->kind);
    bool siblings = object->parent != NULL && object->parent == wanted->object->parent;
    return ((shared & ~(unsigned)SG_KIND_CONSTRAINT) != 0 && sg_text_equal(object->schema, wanted->object->schema)) ||
           ((shared & SG_KIND_CONSTRAINT) && siblings);
}

/* Something of another kind that holds the wanted name where that must be free, or a column of an heir. */
static sg_object *stranger(sg_renaming *state, const sg_pair *wanted)
{
    for (const sg_bearer *it = bearers(state, wanted->to); it != NULL; it = it->next) {
        sg_object *object = it->object;
        if (shares_space(wanted, object) && !same_namespace(wanted, object->kind, object) &&
            object->kind->rename != NULL)
            return object;
        if (sg_renaming_is_of_heir(object, wanted->object) && sg_renaming_claims(state, object) == NULL)
            return object;
    }
    return NULL;
}

/* The kind whose statement renames keys and indexes alike: a key takes the name that its index is given, and no table
 * need be found for it. */
static const sg_kind *sharing_kind(const sg_kind *kind)
{
    return sg_renaming_shares(kind) ? sg_kind_with(SG_KIND_OWN_ADDRESS) : kind;
}

/* The name that the renames up to now, of which the last ones are in `step`, gave the object; NULL: none. */
static const char *name_given(const sg_renaming *state, const sg_step *step, const sg_object *object)
{
    for (size_t i = state->steps->count + 1; i-- > 0;) {
        const sg_step *past = i < state->steps->count ? state->steps->items[i] : step;
        for (size_t k = past->rename_count; k-- > 0;) {
            if (past->renames[k].object == object && !past->renames[k].hidden)
                return past->renames[k].to;
        }
    }
    return NULL;
}

static const char *name_after(const sg_renaming *state, const sg_step *step, const sg_object *object)
{
    const char *given = name_given(state, step, object);
    return given != NULL ? given : object->name;
}

/* Names of routines follow their types at once; the snapshot does after all renames. */
static const char *known_name(const sg_renaming *state, const sg_step *step, const sg_object *object)
{
    const char *schema, *name;
    if (!(object->kind->flags & SG_KIND_ROUTINE) || object->written == NULL || name_given(state, step, object) != NULL)
        return NULL;
    sg_name_split(state->from, object->written, &schema, &name);
    return name;
}

static const char *schema_after(const sg_renaming *state, const sg_step *step, const char *name)
{
    const sg_object *schema = sg_model_find(state->from, sg_kind_with(SG_KIND_NAMESPACE), NULL, NULL, name);
    return schema != NULL ? name_after(state, step, schema) : name;
}

static void add_along(const sg_renaming *state, const sg_step *step, sg_rename *rename, const sg_object *object,
                      const char *name)
{
    const sg_object *parent = object->parent;
    struct sg_along *along = &rename->along[rename->along_count++];
    *along = (struct sg_along){.object = object, .name = name};
    if (parent == NULL)
        return;
    along->parent_schema = schema_after(state, step, parent->schema);
    along->parent = name_after(state, step, parent);
}

static void collect_followers(const sg_renaming *state, const sg_step *step, sg_rename *rename)
{
    const sg_object *object = rename->object;
    rename->along = SG_NEW_ARRAY(state->arena, struct sg_along, object->users.count);
    for (size_t i = 0; i < object->users.count; i++) {
        const sg_object *user = object->users.items[i];
        if (user->follows == object)
            add_along(state, step, rename, user, NULL);
    }
}

struct moving {
    const sg_renaming *state;
    const sg_step *step;
    sg_rename *rename;
};

static bool moves(const struct moving *moving, const sg_object *object)
{
    return object->parent == NULL && sg_text_equal(object->schema, moving->rename->object->name);
}

static void add_moved(void *context, sg_object *object)
{
    const struct moving *moving = context;
    if (moves(moving, object))
        add_along(moving->state, moving->step, moving->rename, object, object->name);
}

static void add_moved_followers(void *context, sg_object *object)
{
    const struct moving *moving = context;
    for (size_t i = 0; moves(moving, object) && i < object->users.count; i++) {
        const sg_object *user = object->users.items[i];
        if (user->follows == object && user->parent != NULL)
            add_along(moving->state, moving->step, moving->rename, user, object->name);
    }
}

/* A schema takes its objects along, and then what is called after those. */
static void collect_moved(const sg_renaming *state, const sg_step *step, sg_rename *rename)
{
    struct moving moving = {state, step, rename};
    rename->along = SG_NEW_ARRAY(state->arena, struct sg_along, state->from->count);
    sg_model_each(state->from, add_moved, &moving);
    sg_model_each(state->from, add_moved_followers, &moving);
}

static void add_rename(const sg_renaming *state, sg_step *step, const sg_pair *moved, const char *from, const char *to)
{
    const sg_object *parent = moved->object->parent;
    const char *known = known_name(state, step, moved->object);
    step->renames[step->rename_count++] = (sg_rename){.object = moved->object,
                                                      .from = from,
                                                      .to = to,
                                                      .known = known,
                                                      .parent = parent != NULL ? name_now(state, parent) : NULL,
                                                      .aside = moved->aside,
                                                      .hidden = moved->kind != moved->object->kind};
    sg_rename *rename = &step->renames[step->rename_count - 1];
    if (moved->kind->flags & SG_KIND_NAMESPACE)
        collect_moved(state, step, rename);
    else
        collect_followers(state, step, rename);
}

/* Strangers that hold a wanted name step aside one by one, before the renames of this kind. */
static void strangers_aside(sg_renaming *state)
{
    for (size_t i = 0; i < state->pairs.count; i++) {
        const sg_pair *wanted = state->pairs.items[i];
        sg_object *found = stranger(state, wanted);
        if (found == NULL || waiting(state, found) != NULL)
            continue;
        sg_pair *moved = SG_NEW(state->arena, sg_pair);
        *moved = (sg_pair){found, found->kind, found->name, aside_name(state, wanted->kind, wanted->to), true, false};
        sg_step *step = SG_NEW(state->arena, sg_step);
        step->kind = sharing_kind(found->kind);
        step->op = step->kind->rename;
        step->renames = SG_NEW(state->arena, sg_rename);
        add_rename(state, step, moved, moved->from, moved->to);
        sg_vec_push(state->steps, step);
        sg_vec_push(&state->strangers, moved);
    }
}

/* The kind whose statement renames all of the chain. */
static const sg_kind *renaming_kind(const sg_vec *chain)
{
    const sg_kind *kind = ((const sg_pair *)chain->items[0])->kind;
    for (size_t i = 1; i < chain->count; i++) {
        if (((const sg_pair *)chain->items[i])->kind != kind)
            return sharing_kind(kind);
    }
    return kind;
}

/* One chain or circle of names as a step: the last name becomes free first. A circle starts with a detour. */
static sg_step *step_of(sg_renaming *state, sg_pair *first)
{
    sg_vec chain = SG_VEC_EMPTY;
    bool circle = false;
    sg_pair *next = first;
    const sg_pair *last;
    do {
        last = next;
        next->done = true;
        sg_vec_push(&chain, next);
        circle |= strcmp(next->to, first->from) == 0;
        next = pair_at(&state->givers, state, next, next->to);
    } while (next != NULL);
    sg_step *step = SG_NEW(state->arena, sg_step);
    step->kind = renaming_kind(&chain);
    step->op = step->kind->rename;
    step->renames = SG_NEW_ARRAY(state->arena, sg_rename, chain.count + 1);
    step->circle = circle;
    const char *detour = "sg_passing_name";
    if (circle)
        add_rename(state, step, last, last->from, detour);
    for (size_t i = chain.count; i-- > 0;) {
        const sg_pair *rename = chain.items[i];
        if (!(circle && i == chain.count - 1))
            add_rename(state, step, rename, rename->from, rename->to);
    }
    if (circle)
        add_rename(state, step, last, detour, last->to);
    sg_vec_release(&chain);
    return step;
}

/* The start of the chain that `member` is in: the pair whose old name nobody else wants. */
static sg_pair *chain_start(sg_renaming *state, sg_pair *member)
{
    sg_pair *start = member, *before;
    while ((before = pair_at(&state->takers, state, start, start->from)) != NULL && before != member)
        start = before;
    return start;
}

/* The model follows, through passing names, for old and new ones may be the same. */
static void name_in_model(sg_renaming *state)
{
    sg_map_release(&state->bearers);
    for (int passing = 1; passing >= 0; passing--) {
        for (size_t i = 0; i < state->pairs.count; i++) {
            const sg_pair *rename = state->pairs.items[i];
            const char *name = passing ? sg_arena_printf(state->arena, "sg_passing_name_%zu", i) : rename->to;
            sg_pair *moved = waiting(state, rename->object);
            if (rename->kind != rename->object->kind)
                rename->object->hidden = name;
            else
                sg_model_rename(state->from, rename->object, name);
            if (moved != NULL)
                moved->done = true;
        }
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
    name_in_model(state);
    sg_map_release(&state->givers);
    sg_map_release(&state->takers);
    sg_vec_release(&state->pairs);
}

void sg_renaming_end(sg_renaming *state)
{
    for (size_t i = 0; i < state->strangers.count; i++) {
        sg_pair *moved = state->strangers.items[i];
        if (!moved->done)
            settle(state, moved);
    }
    sg_vec_release(&state->strangers);
}
