/* What makes a table a partition of another: the other table and the bound. */
#include "partition.h"

#include <stddef.h>
#include <string.h>

#include "text.h"

extern const char sg_kind_partition_catalog_sql[], sg_kind_partition_guard_sql[];

static const sg_partition *partition_of(const sg_object *object)
{
    return (const sg_partition *)object;
}

static bool table_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    sg_partition *partition = (sg_partition *)object;
    const char *written = sg_json_string(reader, object, field->key, value, true);
    if (written != NULL)
        sg_name_split(reader->model, written, &partition->schema, &partition->table);
    return written != NULL;
}

static void table_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    (void)field, (void)depth;
    sg_json_write_name(buf, partition_of(object)->schema, partition_of(object)->table);
}

static bool table_is_set(const sg_object *object, const sg_field *field)
{
    (void)field;
    return partition_of(object)->table != NULL;
}

static bool table_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    const sg_partition *left = partition_of(a), *right = partition_of(b);
    (void)field;
    return strcmp(left->table, right->table) == 0 && strcmp(left->schema, right->schema) == 0;
}

static sg_object *base(const sg_model *model, const sg_object *link)
{
    const sg_partition *partition = partition_of(link);
    return sg_model_find(model, link->parent->kind, partition->schema, NULL, partition->table);
}

static void table_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    sg_object *table = base(model, object);
    if (table == NULL)
        sg_object_error(model, diags, object, field->key, SG_UNKNOWN_TABLE, "there is no table \"%s\"",
                        partition_of(object)->table);
    else
        sg_object_depend(object, table);
}

static void table_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                         const char *old_schema, const char *old_name)
{
    sg_partition *partition = (sg_partition *)object;
    (void)model, (void)field;
    if (target->kind == object->parent->kind && strcmp(partition->table, old_name) == 0 &&
        strcmp(partition->schema, old_schema) == 0) {
        partition->schema = target->schema;
        partition->table = target->name;
        sg_object_set_name(object, target->name);
    }
}

static const sg_field_type table_field = {.json = "a table",
                                          .read = table_read,
                                          .write = table_write,
                                          .is_set = table_is_set,
                                          .equal = table_equal,
                                          .finish = table_finish,
                                          .rename = table_rename};

/* The column of the base's key that the values in this place are for; NULL: an expression, or not known. */
static const sg_object *key_column(const sg_object *table, size_t place)
{
    const sg_object *column = NULL;
    size_t count = 0;
    for (size_t i = 0; i < table->deps.count; i++) {
        const sg_object *dep = table->deps.items[i];
        if (dep->parent != table)
            continue;
        column = count == 0 || count == place ? dep : column;
        count++;
    }
    return count == 1 || place < count ? column : NULL;
}

struct relabeling {
    sg_model *model;
    const sg_object *table;
    const sg_expr_labels *labels;
};

static const char *relabel_value(void *context, size_t place, const char *value)
{
    const struct relabeling *it = context;
    const sg_object *column = key_column(it->table, place);
    const sg_expr_scope scope = {.target = column != NULL ? sg_object_type(column) : NULL};
    return scope.target != NULL ? sg_expr_relabel(it->model->exprs, value, &scope, it->labels) : value;
}

static void values_relabel(sg_model *model, sg_object *object, const sg_field *field, const sg_expr_labels *labels)
{
    sg_partition *partition = (sg_partition *)object;
    struct relabeling it = {model, base(model, object), labels};
    const char *why;
    (void)field;
    if (it.table != NULL)
        partition->values = sg_partition_bound(model, partition->values, relabel_value, &it, &why);
}

static bool values_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    (void)field;
    return sg_partition_bounds_equal(partition_of(a)->values, partition_of(b)->values);
}

static void values_settle(const sg_object *from, sg_object *to, const sg_field *field)
{
    (void)field;
    ((sg_partition *)to)->values = partition_of(from)->values;
}

static const sg_field_type values_field = {.json = "a string",
                                           .read = sg_text_field_read,
                                           .write = sg_text_field_write,
                                           .is_set = sg_text_field_is_set,
                                           .equal = values_equal,
                                           .settle = values_settle,
                                           .relabel = values_relabel};

static const char *default_name(sg_model *model, const sg_object *object)
{
    (void)model;
    return partition_of(object)->table;
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_partition *partition = (sg_partition *)object;
    const char *why, *bound = sg_partition_bound(model, partition->values, NULL, NULL, &why);
    if (bound == NULL)
        sg_object_error(model, diags, object, "values", SG_BAD_EXPRESSION, "%s", why);
    else if (!model->verbatim)
        partition->values = bound;
    const sg_object *whole = base(model, object);
    if (whole != NULL && !sg_object_says(whole, "partitionBy"))
        sg_object_error(model, diags, object, "table", SG_BAD_VALUE, "table \"%s\" has no \"partitionBy\"",
                        whole->name);
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    const sg_object *const sides[] = {object, other};
    sg_buf_add(sql, "pg_temp.sg_partition(");
    sg_sql_name_literal(sql, object->parent);
    for (size_t i = 0; i < 2 && sides[i] != NULL; i++) {
        sg_buf_add(sql, ", ");
        sg_sql_literal(sql, partition_of(sides[i])->values);
    }
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    const sg_partition *partition = partition_of(object);
    sg_buf_addf(text, "PARTITION OF %s.%s %s", partition->schema, partition->table, partition->values);
}

static const sg_aspect whole = {ask, say};

static void alter_base(sg_buf *buf, const sg_object *object, const char *verb)
{
    sg_buf_add(buf, "ALTER TABLE ");
    sg_sql_ident(buf, partition_of(object)->schema);
    sg_buf_addc(buf, '.');
    sg_sql_ident(buf, partition_of(object)->table);
    sg_buf_addf(buf, " %s PARTITION ", verb);
    sg_parent_sql(buf, object);
}

static void attach_sql(sg_buf *buf, const sg_step *step)
{
    alter_base(buf, step->to, "ATTACH");
    sg_buf_addf(buf, " %s;\n", partition_of(step->to)->values);
}

/* From `child` on the next key, index or foreign key that the table has as a part of its base's, or NULL. */
static const sg_object *next_part(const sg_object *child)
{
    while (child != NULL && (!child->implied || sg_rare_of(child)->inherits == NULL ||
                             !(child->kind->flags & (SG_KIND_RELATION | SG_KIND_LINK))))
        child = child->next;
    return child;
}

/* True when the table stays, and not as another part of the same base: then its parts are told by their names. */
static bool leaves(const sg_step *step)
{
    const sg_object *table = step->from->parent->mark;
    const sg_object *link = table != NULL ? sg_child(table->first_child, step->from->kind) : NULL;
    return table != NULL && (link == NULL || !table_equal(link, step->from, NULL));
}

static bool names_parts(const sg_step *step)
{
    return next_part(step->from->parent->first_child) != NULL && leaves(step);
}

/* The function takes the names of parts by those of what they are parts of: { "whole": "part" }. */
static void parts_sql(sg_buf *buf, const sg_object *table)
{
    sg_buf json;
    sg_buf_init(&json);
    for (const sg_object *part = next_part(table->first_child); part != NULL; part = next_part(part->next)) {
        sg_buf_add(&json, json.length == 0 ? "{" : ", ");
        sg_buf_add_json(&json, sg_rare_of(part)->inherits->name);
        sg_buf_add(&json, ": ");
        sg_buf_add_json(&json, part->name);
    }
    sg_buf_addc(&json, '}');
    sg_buf_add(buf, "PERFORM pg_temp.sg_name_parts(");
    sg_sql_name_literal(buf, table);
    sg_buf_add(buf, ", ");
    sg_sql_literal(buf, json.data);
    sg_buf_add(buf, ");\n");
    sg_buf_release(&json);
}

static void detach_sql(sg_buf *buf, const sg_step *step)
{
    if (names_parts(step))
        parts_sql(buf, step->from->parent);
    alter_base(buf, step->from, "DETACH");
    sg_buf_add(buf, ";\n");
}

/* The rows of a table that was there before are read, to see that they belong. */
static bool assess_attach(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    if (step->to->parent->mark != NULL)
        step->dangers |= SG_DANGER_SCAN | SG_DANGER_MAY_FAIL;
    return true;
}

static const sg_op attach = {.class = SG_OP_CREATE,
                             .verb = "attach",
                             .rank = SG_RANK_ATTACH,
                             .sql = attach_sql,
                             .lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE,
                             .assess = assess_attach,
                             .inverse = "detach"};
static const sg_op detach = {.class = SG_OP_DROP,
                             .verb = "detach",
                             .rank = SG_RANK_DETACH,
                             .sql = detach_sql,
                             .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                             .dangers = SG_DANGER_BREAKS,
                             .in_block = names_parts,
                             .inverse = "attach"};

static const sg_field fields[] = {
    {.key = "table", .type = &table_field, .required = true},
    {.key = "values", .type = &values_field, .offset = offsetof(sg_partition, values), .required = true},
    {0}};

const sg_kind sg_kind_partition = {
    .name = "partition",
    .json_key = "partitionOf",
    .parents = SG_BELOW("table"),
    .size = sizeof(sg_partition),
    .flags = SG_KIND_SINGLE | SG_KIND_BASE | SG_KIND_NO_COMMENT,
    .order = 55,
    .fields = fields,
    .default_name = default_name,
    .finish = finish,
    .base = base,
    .whole = &whole,
    .create = &attach,
    .drop = &detach,
    .catalog_sql = sg_kind_partition_catalog_sql,
    .seldom = "pg_inherits",
    .guard_sql = sg_kind_partition_guard_sql,
};
