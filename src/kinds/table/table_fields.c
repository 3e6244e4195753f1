/* Fields of tables that are of no common type. */
#include <string.h>

#include "table.h"
#include "text.h"

static sg_table *table_of(sg_object *object)
{
    return (sg_table *)object;
}

struct resolving {
    sg_model *model;
    sg_object *table;
    sg_diags *diags;
    const char *key;
};

static const char *resolve(void *context, const sg_expr *expr)
{
    const struct resolving *it = context;
    sg_names names = {(const char **)expr->columns, expr->column_count};
    sg_names_resolve(it->model, it->diags, it->table, it->key, it->table, &names);
    sg_expr_depend(it->model, it->table, it->key, expr);
    return expr->text;
}

static void partition_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    struct resolving resolving = {model, object, diags, field->key};
    const char *why, *key = sg_partition_key(model, table_of(object)->partition_by, resolve, &resolving, &why);
    if (key == NULL)
        sg_object_error(model, diags, object, field->key, SG_BAD_EXPRESSION, "this is no partition key: %s", why);
    else if (!model->verbatim)
        table_of(object)->partition_by = key;
}

struct renaming {
    sg_model *model;
    const sg_object *table, *target;
    const char *old_schema, *old_name;
};

static const char *rename_element(void *context, const sg_expr *expr)
{
    const struct renaming *it = context;
    return sg_expr_follow(it->model, it->table, expr->text, it->target, it->old_schema, it->old_name);
}

static void partition_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                             const char *old_schema, const char *old_name)
{
    sg_table *table = table_of(object);
    (void)field;
    if (table->partition_by == NULL)
        return;
    struct renaming renaming = {model, object, target, old_schema, old_name};
    const char *why, *key = sg_partition_key(model, table->partition_by, rename_element, &renaming, &why);
    if (key != NULL)
        table->partition_by = key;
}

static bool partition_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    const char *left = ((const sg_table *)a)->partition_by, *right = ((const sg_table *)b)->partition_by;
    (void)field;
    if (left == NULL || right == NULL || strcmp(left, right) == 0)
        return sg_text_equal(left, right);
    sg_buf one, other;
    sg_buf_init(&one);
    sg_buf_init(&other);
    sg_partition_key_bare(&one, a, left);
    sg_partition_key_bare(&other, b, right);
    bool equal = strcmp(one.data, other.data) == 0;
    sg_buf_release(&one);
    sg_buf_release(&other);
    return equal;
}

static void partition_settle(const sg_object *from, sg_object *to, const sg_field *field)
{
    (void)field;
    table_of(to)->partition_by = table_of((sg_object *)from)->partition_by;
}

const sg_field_type sg_table_partition_field = {.json = "LIST (...), RANGE (...) or HASH (...)",
                                                .read = sg_text_field_read,
                                                .write = sg_text_field_write,
                                                .is_set = sg_text_field_is_set,
                                                .equal = partition_equal,
                                                .settle = partition_settle,
                                                .finish = partition_finish,
                                                .rename = partition_rename};
