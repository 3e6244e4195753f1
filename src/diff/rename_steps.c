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

const char *sg_renaming_name_now(const sg_renaming *state, const sg_object *object)
{
    const sg_pair *moved = waiting(state, object);
    return moved != NULL ? moved->to : object->name;
}

bool sg_renaming_shares(const sg_kind *kind)
{
    return kind->parents != NULL && (kind->flags & SG_KIND_RELATION);
}

const char *sg_renaming_place(const sg_renaming *state, const sg_kind *kind, const sg_object *object,
                              const char *schema, const char *name)
{
    bool shared = sg_renaming_shares(kind);
    const void *parent = shared || kind->parents == NULL ? NULL : object->parent;
    return sg_arena_printf(state->arena, "%zu\x1f%s\x1f%p\x1f%s", shared ? sg_kind_count : sg_kind_number(kind),
                           schema != NULL ? schema : "", parent, name);
}

static const char *place_before(const sg_renaming *state, const sg_pair *pair)
{
    return sg_renaming_place(state, pair->kind, pair->object, pair->object->schema, pair->from);
}

static const char *place_after(const sg_renaming *state, const sg_pair *pair)
{
    return sg_renaming_place(state, pair->kind, pair->object, pair->schema, pair->to);
}

static sg_pair *pair_at(const sg_map *pairs, const char *place)
{
    sg_pair *found = sg_map_get(pairs, place);
    return found != NULL && !found->done ? found : NULL;
}

static void add(sg_renaming *state, sg_pair pair)
{
    sg_pair *added = SG_NEW(state->arena, sg_pair);
    *added = pair;
    sg_vec_push(&state->pairs, added);
    sg_map_put(&state->givers, place_before(state, added), added);
    sg_map_put(&state->takers, place_after(state, added), added);
}

void sg_renaming_move(sg_renaming *state, sg_object *object, const char *schema, const char *to)
{
    add(state,
        (sg_pair){object, object->kind, sg_renaming_name_now(state, object), to, schema, false, false, SG_VEC_EMPTY});
}

void sg_renaming_add(sg_renaming *state, sg_object *object, const char *to, bool aside)
{
    add(state, (sg_pair){object, object->kind, sg_renaming_name_now(state, object), to, object->schema, aside, false,
                         SG_VEC_EMPTY});
}

void sg_renaming_add_hidden(sg_renaming *state, sg_object *object, const char *to)
{
    bool goes = sg_model_counterpart(state->to, object) == NULL;
    add(state,
        (sg_pair){object, state->kind, sg_rare_of(object)->hidden, to, object->schema, goes, false, SG_VEC_EMPTY});
}

const sg_pair *sg_renaming_pair(const sg_renaming *state, const sg_object *object)
{
    const char *name = sg_renaming_name_now(state, object);
    const sg_pair *pair =
        sg_map_get(&state->givers, sg_renaming_place(state, object->kind, object, object->schema, name));
    return pair != NULL && pair->object == object ? pair : NULL;
}

const char *sg_renaming_claims(const sg_renaming *state, const sg_object *object)
{
    const sg_pair *pair = sg_renaming_pair(state, object);
    return pair != NULL ? pair->to : NULL;
}

/* Whether `b`, named as one of the kind `kind`, has its name where `a` wants its own. */
static bool same_namespace(const sg_pair *a, const sg_kind *kind, const sg_object *b)
{
    bool together = sg_renaming_shares(a->kind)
                        ? sg_renaming_shares(kind)
                        : a->kind == kind && (kind->parents == NULL || a->object->parent == b->parent);
    return together && sg_text_equal(a->schema, b->schema);
}

static const char *hidden_place(const sg_renaming *state, const char *schema, const char *name)
{
    return sg_arena_printf(state->arena, "%s\x1f%s", schema, name);
}

static void add_bearer(void *context, sg_object *object)
{
    sg_renaming *state = context;
    sg_bearer *added = SG_NEW(state->arena, sg_bearer);
    *added = (sg_bearer){sg_map_get(&state->bearers, object->name), object};
    sg_map_put(&state->bearers, object->name, added);
    if (sg_rare_of(object)->hidden != NULL)
        sg_map_put(&state->hiders, hidden_place(state, object->schema, sg_rare_of(object)->hidden), object);
}

static void forget_bearers(sg_renaming *state)
{
    sg_map_release(&state->bearers);
    sg_map_release(&state->hiders);
}

const sg_bearer *sg_renaming_bearers(sg_renaming *state, const char *name)
{
    if (state->bearers.count == 0)
        sg_model_each(state->from, add_bearer, state);
    return sg_map_get(&state->bearers, name);
}

sg_object *sg_renaming_hider(sg_renaming *state, const char *schema, const char *name)
{
    (void)sg_renaming_bearers(state, name);
    return sg_map_get(&state->hiders, hidden_place(state, schema, name));
}

/* What has the wanted name in its namespace, or NULL. */
static sg_object *occupant(sg_renaming *state, const sg_pair *wanted)
{
    for (const sg_bearer *it = sg_renaming_bearers(state, wanted->to); it != NULL; it = it->next) {
        if (same_namespace(wanted, it->object->kind, it->object))
            return it->object;
    }
    return NULL;
}

/* The types of a routine's arguments stay behind its name. */
const char *sg_renaming_aside_name(sg_renaming *state, const sg_kind *kind, const char *name)
{
    const char *types = (kind->flags & SG_KIND_ROUTINE) ? sg_signature_split(name) : NULL;
    size_t length = sg_text_clip(name, types != NULL ? (size_t)(types - name) : strlen(name), SG_NAME_BYTES - 7);
    return sg_arena_printf(state->arena, "%.*s_sg_old%s", (int)length, name, types != NULL ? types : "");
}

void sg_renaming_set_aside(sg_renaming *state, sg_object *object)
{
    sg_renaming_add(state, object, sg_renaming_aside_name(state, object->kind, object->name), true);
}

/* The passing name is the one that stays. */
static void settle(sg_renaming *state, sg_pair *moved)
{
    moved->done = true;
    forget_bearers(state);
    sg_model_rename(state->from, moved->object, moved->to);
}

void sg_renaming_settle(sg_renaming *state, const sg_object *object)
{
    if (waiting(state, object) != NULL)
        settle(state, waiting(state, object));
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
        sg_renaming_add(state, there, sg_renaming_aside_name(state, wanted->kind, wanted->to), true);
    }
}

/* Whether the two cannot both have the wanted name: in their schema, or as constraints of one table. */
static bool shares_space(const sg_pair *wanted, const sg_object *object)
{
    unsigned shared = sg_kind_spaces(object->kind) & sg_kind_spaces(wanted->kind);
    bool siblings = object->parent != NULL && object->parent == wanted->object->parent;
    return ((shared & ~(unsigned)SG_KIND_CONSTRAINT) != 0 && sg_text_equal(object->schema, wanted->schema)) ||
           ((shared & SG_KIND_CONSTRAINT) && siblings);
}

/* Something of another kind that holds the wanted name where that must be free, or a column of an heir. */
static sg_object *stranger(sg_renaming *state, const sg_pair *wanted)
{
    for (const sg_bearer *it = sg_renaming_bearers(state, wanted->to); it != NULL; it = it->next) {
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

static sg_path path_before(const sg_pair *pair)
{
    return (sg_path){pair->object->schema, pair->from};
}

static sg_path path_after(const sg_pair *pair)
{
    return (sg_path){pair->schema, pair->to};
}

static void add_aside(sg_renaming *state, const sg_kind *kind, const sg_pair *moved)
{
    sg_step *step = SG_NEW(state->arena, sg_step);
    step->kind = sharing_kind(kind);
    step->op = step->kind->rename;
    sg_step_own_rare(state->arena, step)->renames = SG_NEW(state->arena, sg_rename);
    sg_renaming_enter(state, step, moved, path_before(moved), path_after(moved));
    sg_vec_push(state->steps, step);
}

void sg_renaming_send_aside(sg_renaming *state, sg_object *object, const char *name)
{
    if (waiting(state, object) != NULL)
        return;
    sg_pair *moved = SG_NEW(state->arena, sg_pair);
    *moved = (sg_pair){object, object->kind, object->name, name, object->schema, true, false, SG_VEC_EMPTY};
    add_aside(state, object->kind, moved);
    sg_vec_push(&state->strangers, moved);
}

void sg_renaming_hide_aside(sg_renaming *state, sg_object *object)
{
    const sg_kind *kind = sg_kind_named(object->kind->hidden_kind);
    const char *name = sg_renaming_aside_name(state, kind, sg_rare_of(object)->hidden);
    const sg_pair moved = {object, kind, sg_rare_of(object)->hidden, name, object->schema, true, false, SG_VEC_EMPTY};
    add_aside(state, kind, &moved);
    sg_own_rare(state->from->arena, object)->hidden = name;
    forget_bearers(state);
}

/* Strangers that hold a wanted name step aside one by one, before the renames of this kind. */
static void strangers_aside(sg_renaming *state)
{
    for (size_t i = 0; i < state->pairs.count; i++) {
        const sg_pair *wanted = state->pairs.items[i];
        sg_object *found = stranger(state, wanted);
        if (found != NULL)
            sg_renaming_send_aside(state, found, sg_renaming_aside_name(state, wanted->kind, wanted->to));
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

/* A name that nothing has, with the types of a routine's arguments behind it. */
static const char *passing_name(const sg_renaming *state, const sg_pair *pair, const char *name)
{
    const char *types = (pair->kind->flags & SG_KIND_ROUTINE) ? sg_signature_split(pair->from) : NULL;
    return types != NULL ? sg_arena_printf(state->arena, "%s%s", name, types) : name;
}

/* True when nothing has the name there, and nothing is given it. */
static bool is_free(sg_renaming *state, const sg_pair *pair, sg_path path)
{
    const sg_pair wanted = {pair->object, pair->kind, pair->from, path.name, path.schema, false, false, SG_VEC_EMPTY};
    const char *place = place_after(state, &wanted);
    return occupant(state, &wanted) == NULL && stranger(state, &wanted) == NULL &&
           sg_map_get(&state->takers, place) == NULL;
}

/* From a place to another one. No statement changes the schema and the name at once: one of them comes first, whichever
 * finds the name free. */
static void add_way(sg_renaming *state, sg_step *step, const sg_pair *pair, sg_path from, sg_path to)
{
    sg_path moved = {to.schema, from.name}, renamed = {from.schema, to.name};
    if (sg_text_equal(from.schema, to.schema) || strcmp(from.name, to.name) == 0) {
        sg_renaming_enter(state, step, pair, from, to);
    } else if (is_free(state, pair, moved)) {
        sg_renaming_enter(state, step, pair, from, moved);
        sg_renaming_enter(state, step, pair, moved, to);
    } else if (is_free(state, pair, renamed)) {
        sg_renaming_enter(state, step, pair, from, renamed);
        sg_renaming_enter(state, step, pair, renamed, to);
    } else {
        sg_path aside = {from.schema, passing_name(state, pair, "sg_moving_name")};
        sg_renaming_enter(state, step, pair, from, aside);
        add_way(state, step, pair, aside, to);
    }
}

/* The chain or circle of names that begins with the pair. */
static void collect_chain(const sg_renaming *state, sg_pair *first, sg_vec *chain)
{
    for (sg_pair *next = first; next != NULL; next = pair_at(&state->givers, place_after(state, next))) {
        next->done = true;
        sg_vec_push(chain, next);
    }
}

/* The last name becomes free first. A circle starts with a detour. */
static void add_chain(sg_renaming *state, sg_step *step, const sg_vec *chain)
{
    const sg_pair *first = chain->items[0], *last = chain->items[chain->count - 1];
    bool circle = strcmp(place_after(state, last), place_before(state, first)) == 0;
    sg_path detour = {last->object->schema, passing_name(state, last, "sg_passing_name")};
    step->kind = renaming_kind(chain);
    if (circle)
        add_way(state, step, last, path_before(last), detour);
    for (size_t i = chain->count; i-- > 0;) {
        const sg_pair *rename = chain->items[i];
        if (!(circle && i == chain->count - 1))
            add_way(state, step, rename, path_before(rename), path_after(rename));
    }
    if (circle)
        add_way(state, step, last, detour, path_after(last));
}

/* The start of the chain that `member` is in: the pair whose old name nobody else wants. */
static sg_pair *chain_start(sg_renaming *state, sg_pair *member)
{
    sg_pair *start = member, *before;
    while ((before = pair_at(&state->takers, place_before(state, start))) != NULL && before != member)
        start = before;
    return start;
}

/* The model follows, through passing names, for old and new ones may be the same. */
static void name_in_model(sg_renaming *state)
{
    forget_bearers(state);
    sg_renaming_name_strays(state, false);
    for (int passing = 1; passing >= 0; passing--) {
        for (size_t i = 0; i < state->pairs.count; i++) {
            const sg_pair *rename = state->pairs.items[i];
            const char *name = passing ? sg_arena_printf(state->arena, "sg_passing_name_%zu", i) : rename->to;
            sg_pair *moved = waiting(state, rename->object);
            if (rename->kind != rename->object->kind)
                sg_own_rare(state->from->arena, rename->object)->hidden = name;
            else if (passing || !sg_pair_moves(rename))
                sg_model_rename(state->from, rename->object, name);
            else
                sg_model_move(state->from, rename->object, rename->schema, name);
            if (moved != NULL)
                moved->done = true;
        }
    }
    sg_renaming_name_strays(state, true);
}

/* Moves of which one needs what another one takes away are one step, all others a step each. */
static void add_steps(sg_renaming *state)
{
    sg_step *tangle = NULL;
    sg_vec chain = SG_VEC_EMPTY;
    enum { PLACES = 3 }; /* on the longest way: aside, in the other schema, and there under the new name */
    for (size_t i = 0; i < state->pairs.count; i++) {
        sg_pair *member = state->pairs.items[i];
        if (member->done)
            continue;
        bool joins = state->tangled && sg_pair_moves(member);
        collect_chain(state, chain_start(state, member), &chain);
        sg_step *step = joins ? tangle : NULL;
        if (step == NULL) {
            size_t room = joins ? state->pairs.count : chain.count;
            step = SG_NEW(state->arena, sg_step);
            sg_step_own_rare(state->arena, step)->renames = SG_NEW_ARRAY(state->arena, sg_rename, PLACES * room + 1);
            sg_vec_push(state->steps, step);
        }
        if (joins)
            tangle = step;
        add_chain(state, step, &chain);
        step->op = sg_step_moves(step) ? sg_kind_move(step->kind) : step->kind->rename;
        chain.count = 0;
    }
    sg_vec_release(&chain);
}

void sg_renaming_apply(sg_renaming *state)
{
    strangers_aside(state);
    sg_renaming_clear_ways(state);
    step_aside(state);
    add_steps(state);
    name_in_model(state);
    sg_map_release(&state->givers);
    sg_map_release(&state->takers);
    for (size_t i = 0; i < state->pairs.count; i++)
        sg_vec_release(&((sg_pair *)state->pairs.items[i])->strays);
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
