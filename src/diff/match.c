#include "diff.h"

static void clear(void *context, sg_object *object)
{
    (void)context;
    object->mark = NULL;
    object->step = NULL;
}

static void match(void *context, sg_object *object)
{
    const sg_model *from = context;
    const sg_object *parent = object->parent != NULL ? object->parent->mark : NULL;
    if (object->parent != NULL && parent == NULL)
        return;
    sg_object *other = sg_model_find(from, object->kind, object->schema, parent, object->name);
    if (other == NULL)
        return;
    object->mark = other;
    other->mark = object;
}

void sg_diff_match(sg_model *from, sg_model *to)
{
    sg_model_each(from, clear, NULL);
    sg_model_each(to, clear, NULL);
    sg_model_each(to, match, from);
}
