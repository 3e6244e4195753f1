/* Renames that nobody asks for: they follow from others, or leave no other way. */
#include <string.h>

#include "renames_private.h"

/* True when `there` (or NULL) is what `object` may become: sequences are known by their columns. */
static bool continues(const sg_renaming *state, const sg_object *object, const sg_object *there)
{
    const sg_object *before = sg_rare_of(object)->owner;
    const sg_object *owner = before != NULL ? sg_model_counterpart(state->to, before) : NULL;
    return there != NULL && sg_rare_of(there)->owner == owner;
}

/* Names that PostgreSQL derived follow the names they were derived from. */
static void collect_derived(void *context, sg_object *object)
{
    sg_renaming *state = context;
    if (object->kind != state->kind || object->mark == NULL)
        return;
    const char *derived = object->kind->default_name(state->from, object);
    if (derived == NULL || strcmp(derived, object->name) == 0)
        return;
    const sg_object *there = sg_renaming_sibling(state->to, object, derived),
                    *kept = sg_renaming_sibling(state->to, object, object->name);
    if (!continues(state, object, there))
        return;
    /* where both names are wanted, columns may have swapped theirs */
    if (!continues(state, object, kept) ||
        (sg_object_equal(object, there, NULL) && !sg_object_equal(object, kept, NULL)))
        sg_renaming_add(state, object, derived, false);
}

/* What objects bring along under names that PostgreSQL derived follows too, unless something else has the name. */
static void collect_hidden(void *context, sg_object *object)
{
    sg_renaming *state = context;
    if (sg_rare_of(object)->hidden == NULL || sg_kind_named(object->kind->hidden_kind) != state->kind)
        return;
    const char *derived = object->kind->hidden_name(state->arena, object);
    const char *key = sg_arena_printf(state->arena, "%s\x1f%s", object->schema, derived);
    if (!sg_text_equal(derived, sg_rare_of(object)->hidden) && sg_map_get(&state->to->relations, key) == NULL)
        sg_renaming_add_hidden(state, object, derived);
}

/* The only one of its kind in a table needs no hint: what it is called in the other model is its new name. */
static void collect_only_one(void *context, sg_object *object)
{
    sg_renaming *state = context;
    if (object->kind != state->kind)
        return;
    const sg_object *parent = sg_model_counterpart(state->to, object->parent);
    const sg_object *other = parent != NULL ? sg_child(parent->first_child, object->kind) : NULL;
    if (other != NULL && strcmp(other->name, object->name) != 0)
        sg_renaming_add(state, object, other->name, false);
}

/* Neither does a type that is called otherwise and brings the same further type: two such cannot stand together. */
static void collect_by_brought(void *context, sg_object *object)
{
    sg_renaming *state = context;
    const char *schema, *name = object->kind->brings_type(state->arena, object, object->name, &schema);
    const sg_object *other = sg_map_get(&state->to->types, sg_arena_printf(state->arena, "%s\x1f%s", schema, name));
    bool same = other != NULL && other->kind == object->kind && sg_text_equal(other->schema, object->schema) &&
                strcmp(object->kind->brings_type(state->arena, object, other->name, &schema), name) == 0;
    if (same && sg_renaming_sibling(state->to, object, object->name) == NULL &&
        sg_renaming_sibling(state->from, other, other->name) == NULL)
        sg_renaming_add(state, object, other->name, false);
}

/* A type whose values are known by their text: what has such becomes another one by it. */
static bool has_texts(const sg_object *type)
{
    return (type->kind->flags & SG_KIND_LABELS) != 0 || sg_object_type(type) != NULL;
}

/* True when columns that stay have values of the type, and nothing else does that could not be given other ones. */
static bool is_in_columns(const sg_renaming *state, const sg_object *type)
{
    bool found = false;
    for (size_t i = 0; i < type->users.count; i++) {
        const sg_object *user = type->users.items[i];
        bool column = (user->kind->flags & SG_KIND_COLUMN) != 0;
        if ((user->kind->flags & SG_KIND_ROUTINE) || (!column && sg_object_has_type(user, type)))
            return false;
        found |= column && sg_object_has_type(user, type) && sg_model_counterpart(state->to, user) != NULL;
    }
    return found;
}

/* A type that becomes one of another kind (an enum, a domain) steps aside, so that both are there while columns go from
 * the one to the other. */
static void collect_succeeded(void *context, sg_object *object)
{
    sg_renaming *state = context;
    const sg_object *other =
        sg_map_get(&state->to->types, sg_arena_printf(state->arena, "%s\x1f%s", object->schema, object->name));
    bool succeeds = other != NULL && other->kind != object->kind && strcmp(other->name, object->name) == 0;
    if (succeeds && (other->kind->flags & SG_KIND_TYPE) && has_texts(object) && has_texts(other) &&
        is_in_columns(state, object))
        sg_renaming_set_aside(state, object);
}

/* Marks (with itself) what carries the name that PostgreSQL would give. */
static void mark_derived(void *context, sg_object *object)
{
    const sg_renaming *state = context;
    object->mark = NULL;
    if (object->kind->default_name == NULL || object->kind->rename == NULL)
        return;
    const char *derived = object->kind->default_name(state->from, object);
    if (derived != NULL && strcmp(derived, object->name) == 0)
        object->mark = object;
}

void sg_renaming_mark_derived(sg_renaming *state)
{
    sg_model_each(state->from, mark_derived, state);
}

void sg_renaming_follow(sg_renaming *state)
{
    for (size_t i = 0; i < state->late.count; i++) {
        const sg_pair *pair = state->late.items[i];
        if (pair->object->kind == state->kind)
            sg_renaming_add(state, pair->object, pair->to, false);
    }
    if (state->kind->rename != NULL && state->kind->default_name != NULL)
        sg_model_each_of(state->from, state->kind, collect_derived, state);
    sg_model_each(state->from, collect_hidden, state);
}

void sg_renaming_evident(sg_renaming *state)
{
    if (state->kind->rename != NULL && (state->kind->flags & SG_KIND_SINGLE))
        sg_model_each_of(state->from, state->kind, collect_only_one, state);
    if (state->kind->brings_type != NULL)
        sg_model_each_of(state->from, state->kind, collect_by_brought, state);
    if ((state->kind->flags & SG_KIND_TYPE) && state->kind->rename != NULL)
        sg_model_each_of(state->from, state->kind, collect_succeeded, state);
}
