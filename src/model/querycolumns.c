/* Columns that queries name and relations have not: the server would say so, but only when it gets to see the query. */
#include <string.h>

#include "json.h"
#include "kind.h"
#include "signature.h"

struct check {
    sg_model *model;
    const sg_object *object;
    const char *key;
    sg_diags *diags;
};

/* That of a view; NULL: another relation, or the mistake in it has been reported. */
static const sg_query *query_of(const sg_object *relation)
{
    const sg_query *found = NULL;
    for (const sg_field *field = relation->kind->fields; field->key != NULL && found == NULL; field++) {
        if (field->type == &sg_field_query)
            found = ((const sg_query_text *)sg_field_at(relation, field))->query;
    }
    return found;
}

bool sg_relation_lacks(const sg_object *relation, const char *column)
{
    if (sg_kind_declares_columns(relation->kind))
        return sg_child_named(relation, sg_kind_with(SG_KIND_COLUMN), column) == NULL;
    const sg_query *query = query_of(relation);
    bool lacks = query != NULL && query->results != NULL;
    for (size_t i = 0; lacks && i < query->target_count; i++)
        lacks = strcmp(query->results[i], column) != 0;
    return lacks;
}

/* Columns that every table has; and a function of a row can be written like a column of it. */
static bool is_of_server(const sg_model *model, const char *name)
{
    static const char *const system[] = {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"};
    for (size_t i = 0; i < sizeof system / sizeof system[0]; i++) {
        if (strcmp(name, system[i]) == 0)
            return true;
    }
    return sg_function_is_builtin(name) || sg_map_get(&model->routines, name) != NULL;
}

static void check_column(void *context, const sg_query_name *name, const char *column, size_t at)
{
    const struct check *c = context;
    const sg_object *relation = sg_query_relation(c->model, name);
    if (relation != NULL && sg_relation_lacks(relation, column) && !is_of_server(c->model, column))
        sg_diag_narrow(sg_names_unknown(c->model, c->diags, c->object, c->key, relation, column), at);
}

static bool lacks_one(const sg_model *model, const sg_query_name *name, const sg_query *query)
{
    const sg_object *relation = sg_query_relation(model, name);
    bool lacks = false;
    for (size_t i = 0; relation != NULL && i < query->column_count && !lacks; i++)
        lacks = sg_relation_lacks(relation, query->columns[i]);
    return lacks;
}

/* Most queries need no second look: every relation that they read has all the columns that they name. */
static bool may_lack(const sg_model *model, const sg_query_name *own, const sg_query *query)
{
    bool lacks = own->name != NULL && lacks_one(model, own, query);
    for (size_t i = 0; i < query->relation_count && !lacks; i++)
        lacks = lacks_one(model, &query->relations[i], query);
    return lacks;
}

void sg_query_check_columns(sg_model *model, const sg_object *object, const char *key, sg_query_sort sort,
                            const sg_query_text *value, sg_diags *diags)
{
    struct check c = {model, object, key, diags};
    const sg_query_name own = sg_query_own_relation(object);
    if (value->query != NULL && may_lack(model, &own, value->query))
        sg_query_each_column(sort, value->text, own, check_column, &c);
}
