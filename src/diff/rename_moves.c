/* Moves to other schemas: the names of what is inside a table must be free where it goes. */
#include <string.h>

#include "renames_private.h"
#include "text.h"

static const sg_object *table_of(const sg_object *object)
{
    const sg_object *owner = sg_rare_of(object)->owner;
    const sg_object *inside = object->parent == NULL && owner != NULL ? owner : object;
    return inside->parent != NULL ? inside->parent : inside;
}

/* Whether things of the two kinds cannot have the same name in a schema. */
static bool exclude(const sg_kind *a, const sg_kind *b)
{
    return a == b || (a->flags & b->flags & SG_KIND_RELATION);
}

/* What holds the name there, under a hidden name if need be. */
static sg_object *holder_of(sg_renaming *state, const sg_kind *kind, const char *schema, const char *name)
{
    for (const sg_bearer *it = sg_renaming_bearers(state, name); it != NULL; it = it->next) {
        if (exclude(it->object->kind, kind) && sg_text_equal(it->object->schema, schema))
            return it->object;
    }
    return (kind->flags & SG_KIND_RELATION) ? sg_renaming_hider(state, schema, name) : NULL;
}

/* Something inside the table, or `owned` by it, has the name. What holds that where the table goes moves at the same
 * time, then the name passes; or it steps aside. */
static void clear_name(sg_renaming *state, sg_pair *pair, const sg_kind *kind, const char *name, const sg_object *owned)
{
    sg_object *holder = holder_of(state, kind, pair->schema, name);
    const sg_pair *leaving = holder != NULL ? sg_renaming_pair(state, table_of(holder)) : NULL;
    sg_stray stray = {.word = (kind->flags & SG_KIND_RELATION) ? "TABLE" : kind->word,
                      .name = name,
                      .object = owned,
                      .passes = leaving != NULL && sg_pair_moves(leaving),
                      .stays = (kind->flags & SG_KIND_RELATION) == 0};
    state->tangled |= stray.passes;
    if (stray.passes || stray.stays) {
        sg_stray *added = SG_NEW(state->arena, sg_stray);
        *added = stray;
        sg_vec_push(&pair->strays, added);
    }
    if (holder == NULL || stray.passes)
        return;
    if (strcmp(holder->name, name) != 0)
        sg_renaming_hide_aside(state, holder);
    else
        sg_renaming_send_aside(state, holder, sg_renaming_aside_name(state, holder->kind, name));
    if (holder->parent == NULL && holder->kind == kind)
        sg_renaming_settle(state, holder); /* the model cannot hold two of one name */
}

static void clear_way(sg_renaming *state, sg_pair *pair)
{
    sg_vec owned = SG_VEC_EMPTY;
    for (const sg_object *child = pair->object->first_child; child != NULL; child = child->next) {
        if (child->kind->flags & (SG_KIND_RELATION | SG_KIND_OWN_ADDRESS))
            clear_name(state, pair, child->kind, child->name, NULL);
        if (sg_rare_of(child)->hidden != NULL)
            clear_name(state, pair, sg_kind_named(child->kind->hidden_kind), sg_rare_of(child)->hidden, NULL);
    }
    sg_object_owned(pair->object, &owned);
    for (size_t i = 0; i < owned.count; i++) {
        const sg_object *object = owned.items[i];
        clear_name(state, pair, object->kind, object->name, object);
    }
    sg_vec_release(&owned);
}

void sg_renaming_clear_ways(sg_renaming *state)
{
    state->tangled = false;
    for (size_t i = 0; i < state->pairs.count; i++) {
        if (sg_pair_moves(state->pairs.items[i]))
            clear_way(state, state->pairs.items[i]);
    }
}

void sg_renaming_name_strays(sg_renaming *state, bool back)
{
    for (size_t i = 0; i < state->pairs.count; i++) {
        const sg_vec *strays = &((const sg_pair *)state->pairs.items[i])->strays;
        for (size_t k = 0; k < strays->count; k++) {
            const sg_stray *stray = strays->items[k];
            const char *name = sg_arena_strdup(state->arena, sg_stray_passes_as(i, k).text);
            if (stray->object != NULL && stray->passes)
                sg_model_rename(state->from, (sg_object *)stray->object, back ? stray->name : name);
        }
    }
}
