/* Expressions follow what they name to its new name. */
#include <string.h>

#include "json.h"
#include "kind.h"
#include "signature.h"

struct following {
    sg_model *model;
    const sg_object *object, *target;
    const char *old_schema, *old_name;
};

static const char *follow_column(void *context, const char *column)
{
    const struct following *it = context;
    const sg_object *parent = it->target->parent;
    bool own = parent != NULL && (parent == it->object->parent || parent == it->object);
    return own && strcmp(column, it->old_name) == 0 ? it->target->name : NULL;
}

/* The name without the types of its arguments, which a passing name has not. */
static const char *bare_name(sg_arena *arena, const sg_object *target, const char *name)
{
    const char *types = (target->kind->flags & SG_KIND_ROUTINE) ? sg_signature_split(name) : NULL;
    return types != NULL ? sg_arena_strndup(arena, name, (size_t)(types - name)) : name;
}

static bool follow_global(void *context, bool function, const char **schema, const char **name)
{
    const struct following *it = context;
    const sg_object *target = it->target;
    sg_arena *arena = it->model->arena;
    if (!(target->kind->flags & (function ? SG_KIND_ROUTINE : SG_KIND_TYPE)) ||
        strcmp(*schema != NULL ? *schema : "public", it->old_schema) != 0 ||
        strcmp(*name, bare_name(arena, target, it->old_name)) != 0)
        return false;
    *schema = strcmp(target->schema, "public") == 0 ? NULL : target->schema;
    *name = bare_name(arena, target, target->name);
    return true;
}

/* Of several routines of one name nobody knows here which one is called, unless all of them change their schema. */
static bool is_known(sg_model *model, const sg_object *target, const char *old_schema, const char *old_name)
{
    if (target->parent != NULL || target->schema == NULL)
        return target->parent != NULL;
    const sg_named_routine *first = sg_map_get(&model->routines, bare_name(model->arena, target, old_name));
    return !(target->kind->flags & SG_KIND_ROUTINE) || strcmp(old_schema, target->schema) != 0 || first == NULL ||
           first->next == NULL;
}

const char *sg_expr_follow(sg_model *model, const sg_object *object, const char *text, const sg_object *target,
                           const char *old_schema, const char *old_name)
{
    struct following it = {model, object, target, old_schema, old_name};
    if (text == NULL || !is_known(model, target, old_schema, old_name))
        return text;
    /* most expressions do not name it at all, and parsing takes its time */
    const char *bare = bare_name(model->arena, target, old_name);
    if (strchr(bare, '"') == NULL && strstr(text, bare) == NULL)
        return text;
    return sg_expr_rename(model->exprs, text, &(sg_expr_renames){follow_column, follow_global, &it});
}
