#include <string.h>

#include "diff.h"
#include "kind.h"

static void clear(void *context, sg_object *object)
{
    (void)context;
    object->mark = NULL;
    object->step = NULL;
}

/* The table that a partition or child of inheritance is one of. */
static const sg_object *base_of(const sg_object *link)
{
    for (size_t i = 0; i < link->deps.count; i++) {
        const sg_object *dep = link->deps.items[i];
        if (dep->kind == link->parent->kind)
            return dep;
    }
    return NULL;
}

/* No statement makes one of the other. What belongs to an object that is made again is made again with it. */
static bool is_remade(const sg_object *from, const sg_object *to)
{
    if (to->kind->remakes != NULL && to->kind->remakes(from, to))
        return true;
    for (const sg_object *link = to->first_child; link != NULL; link = link->next) {
        const sg_object *before =
            (link->kind->flags & SG_KIND_BASE) ? sg_child_named(from, link->kind, link->name) : NULL;
        const sg_object *old = before != NULL ? base_of(before) : NULL, *new = base_of(link);
        if (old != NULL && new != NULL && strcmp(old->schema, new->schema) == 0 && is_remade(old, new))
            return true;
    }
    return false;
}

static void match(void *context, sg_object *object)
{
    sg_model *from = context;
    const sg_object *parent = object->parent != NULL ? object->parent->mark : NULL;
    if (object->parent != NULL && parent == NULL)
        return;
    sg_object *other = sg_model_find(from, object->kind, object->schema, parent, object->name);
    if (other == NULL || is_remade(other, object))
        return;
    object->mark = other;
    other->mark = object;
    if (object->kind->flags & SG_KIND_PROVIDER) /* the keys of routines hold names of its types */
        object->kind->carry(context, other, object);
}

static void carry(void *context, sg_object *object)
{
    if (object->kind->carry != NULL && object->mark != NULL && !(object->kind->flags & SG_KIND_PROVIDER))
        object->kind->carry(context, object->mark, object);
}

/* What an object owns goes with it. */
static void unmatch_owned(void *context, sg_object *object)
{
    const sg_object *from = object->mark;
    (void)context;
    if (from == NULL || from->owner == NULL || object->owner == NULL || from->owner->parent->mark != NULL ||
        object->owner->parent->mark != NULL)
        return;
    object->mark->mark = NULL;
    object->mark = NULL;
}

void sg_diff_match(sg_model *from, sg_model *to)
{
    sg_model_each(from, clear, NULL);
    sg_model_each(to, clear, NULL);
    if (from->count == 0 || to->count == 0)
        return;
    sg_model_each(to, match, from);
    sg_model_each(to, unmatch_owned, NULL);
    sg_model_each(to, carry, from);
}
