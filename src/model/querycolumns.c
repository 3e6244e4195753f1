/* Columns that queries name and tables have not: the server would say so, but only when it gets to see the query. */
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

/* NULL: none, or one whose columns the model does not know. */
static const sg_object *known_table(const sg_model *model, const sg_query_name *relation)
{
    const sg_object *found = sg_query_relation(model, relation);
    return found != NULL && sg_kind_declares_columns(found->kind) ? found : NULL;
}

static bool has(const sg_object *table, const char *column)
{
    return sg_child_named(table, sg_kind_with(SG_KIND_COLUMN), column) != NULL;
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

static void check_column(void *context, const sg_query_name *relation, const char *column, size_t at)
{
    const struct check *c = context;
    const sg_object *table = known_table(c->model, relation);
    if (table != NULL && !has(table, column) && !is_of_server(c->model, column))
        sg_diag_narrow(sg_names_unknown(c->model, c->diags, c->object, c->key, table, column), at);
}

static bool has_all(const sg_object *table, const sg_query *query)
{
    for (size_t i = 0; table != NULL && i < query->column_count; i++) {
        if (!has(table, query->columns[i]))
            return false;
    }
    return true;
}

/* Most queries need no second look: every table that they read has all the columns that they name. */
static bool may_lack(const sg_model *model, const sg_query_name *own, const sg_query *query)
{
    bool lacks = own->name != NULL && !has_all(known_table(model, own), query);
    for (size_t i = 0; i < query->relation_count && !lacks; i++)
        lacks = !has_all(known_table(model, &query->relations[i]), query);
    return lacks;
}

void sg_query_check_columns(sg_model *model, sg_object *object, const char *key, sg_query_sort sort,
                            const sg_query_text *value, sg_diags *diags)
{
    struct check c = {model, object, key, diags};
    bool given = model->canonical || model->live; /* by the server, or looked at before */
    const sg_query_name own = sg_query_own_relation(object);
    if (!given && value->query != NULL && may_lack(model, &own, value->query))
        sg_query_each_column(sort, value->text, own, check_column, &c);
}
