/* Expressions and queries follow what they name to its new name. */
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
    bool makes = function && target->kind->brings_type != NULL; /* functions of its name make values of such a type */
    if ((!makes && !(target->kind->flags & (function ? SG_KIND_ROUTINE : SG_KIND_TYPE))) ||
        strcmp(*schema != NULL ? *schema : "public", it->old_schema) != 0 ||
        strcmp(*name, bare_name(arena, target, it->old_name)) != 0)
        return false;
    *schema = strcmp(target->schema, "public") == 0 ? NULL : target->schema;
    *name = bare_name(arena, target, target->name);
    return true;
}

static const char *follow_literal(void *context, const char *type, const char *text)
{
    const struct following *it = context;
    return sg_literal_follow(it->model->arena, type, text, it->target, it->old_schema, it->old_name);
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
    /* most expressions do not name it at all, and parsing takes its time; quotes write these characters twice */
    const char *bare = bare_name(model->arena, target, old_name);
    if (strpbrk(bare, "\"'\\") == NULL && strstr(text, bare) == NULL)
        return text;
    return sg_expr_rename(model->exprs, text, &(sg_expr_renames){follow_column, follow_global, follow_literal, &it});
}

/* Queries */

static bool is_target(const struct following *it, const sg_query_name *relation)
{
    const sg_object *table = it->target->parent;
    return table != NULL && strcmp(relation->schema != NULL ? relation->schema : "public", table->schema) == 0 &&
           strcmp(relation->name, table->name) == 0;
}

static const char *follow_query_column(void *context, const sg_query_name *relation, const char *column)
{
    const struct following *it = context;
    bool meant = (it->target->kind->flags & SG_KIND_COLUMN) && is_target(it, relation) &&
                 (column == NULL || strcmp(column, it->old_name) == 0);
    return meant ? it->target->name : NULL;
}

static const sg_object *find_relation(const sg_model *model, const sg_query_name *relation)
{
    const char *schema = relation->schema != NULL ? relation->schema : "public";
    for (size_t i = 0; i < sg_kind_count; i++) {
        const sg_object *found = (sg_kinds[i]->flags & SG_KIND_RELATION) && sg_kinds[i]->parents == NULL
                                     ? sg_model_find(model, sg_kinds[i], schema, NULL, relation->name)
                                     : NULL;
        if (found != NULL)
            return found;
    }
    return NULL;
}

static const sg_object *find_column(const sg_object *relation, const char *column)
{
    return relation != NULL ? sg_child_named(relation, sg_kind_with(SG_KIND_COLUMN), column) : NULL;
}

static const sg_object *relation_now(const struct following *it, const sg_query_name *relation)
{
    const char *schema = relation->schema != NULL ? relation->schema : "public";
    if (it->target->parent == NULL && (it->target->kind->flags & SG_KIND_RELATION) &&
        strcmp(schema, it->old_schema) == 0 && strcmp(relation->name, it->old_name) == 0)
        return it->target;
    return find_relation(it->model, relation);
}

static bool has_column(void *context, const sg_query_name *relation, const char *column)
{
    const struct following *it = context;
    return follow_query_column(context, relation, column) != NULL ||
           find_column(relation_now(it, relation), column) != NULL;
}

static const char *old_column_at(void *context, const sg_query_name *relation, size_t index)
{
    const struct following *it = context;
    const sg_object *table = relation_now(it, relation);
    const sg_kind *kind = sg_kind_with(SG_KIND_COLUMN);
    const sg_object *column = table != NULL ? sg_child(table->first_child, kind) : NULL;
    for (; column != NULL && index > 0; index--)
        column = sg_child(column->next, kind);
    return column == NULL ? NULL : column == it->target ? it->old_name : column->name;
}

static bool follow_query_global(void *context, sg_query_part part, const char **schema, const char **name)
{
    const struct following *it = context;
    const sg_object *target = it->target;
    if (part != SG_QUERY_RELATION)
        return follow_global(context, part == SG_QUERY_FUNCTION, schema, name);
    bool written = *schema != NULL;
    if (target->parent != NULL || !(target->kind->flags & SG_KIND_RELATION) ||
        strcmp(written ? *schema : "public", it->old_schema) != 0 || strcmp(*name, it->old_name) != 0)
        return false;
    bool comes = strcmp(target->schema, it->old_schema) != 0; /* to public: then as the server writes it */
    *schema = (written && !comes) || strcmp(target->schema, "public") != 0 ? target->schema : NULL;
    *name = target->name;
    return true;
}

sg_query_name sg_query_own_relation(const sg_object *object)
{
    const sg_object *parent = object->parent;
    return parent != NULL ? (sg_query_name){parent->schema, parent->name} : (sg_query_name){NULL, NULL};
}

const char *sg_query_follow(sg_model *model, const sg_object *object, sg_query_sort sort, const char *text,
                            const sg_object *target, const char *old_schema, const char *old_name)
{
    struct following it = {model, object, target, old_schema, old_name};
    if (!is_known(model, target, old_schema, old_name))
        return text;
    bool is_own = object->parent != NULL && object->parent == target;
    const sg_query_name own = is_own ? (sg_query_name){old_schema, old_name} : sg_query_own_relation(object);
    const sg_query_renames renames = {.global = follow_query_global,
                                      .literal = follow_literal,
                                      .column = follow_query_column,
                                      .has_column = has_column,
                                      .column_at = old_column_at,
                                      .own = own,
                                      .context = &it};
    return sg_query_rename(model->arena, sort, text, &renames);
}

static bool has_known_column(void *context, const sg_query_name *relation, const char *column)
{
    return find_column(find_relation(context, relation), column) != NULL;
}

static const sg_sqltype *known_type(void *context, const sg_query_name *relation, const char *column)
{
    const sg_object *found = find_column(find_relation(context, relation), column);
    return found != NULL ? sg_object_type(found) : NULL;
}

const char *sg_query_follow_labels(sg_model *model, const sg_object *object, sg_query_sort sort, const char *text,
                                   const sg_expr_labels *labels)
{
    const sg_query_renames renames = {.has_column = has_known_column,
                                      .labels = labels,
                                      .column_type = known_type,
                                      .own = sg_query_own_relation(object),
                                      .context = model};
    return sg_labels_may_occur(labels, text) ? sg_query_rename(model->arena, sort, text, &renames) : text;
}
