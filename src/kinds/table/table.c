/* Tables: what stands inside them are kinds of their own. */
#include <stddef.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_table_catalog_sql[], sg_kind_table_guard_sql[];

static bool is_inline(const sg_object *child)
{
    return (child->kind->flags & SG_KIND_INLINE) != 0;
}

/* Expressions of columns as a JSON object, for the guard to recognise. */
static void add_expressions(sg_buf *json, const sg_object *table)
{
    const char *separator = "{";
    for (const sg_object *child = table->first_child; child != NULL; child = child->next) {
        const char *expression = child->kind->expression != NULL ? child->kind->expression(child) : NULL;
        if (!is_inline(child) || expression == NULL)
            continue;
        sg_buf_add(json, separator);
        sg_buf_add_json(json, child->name);
        sg_buf_addc(json, ':');
        sg_buf_add_json(json, expression);
        separator = ",";
    }
    sg_buf_add(json, separator[0] == '{' ? "" : "}");
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf json;
    sg_buf_init(&json);
    add_expressions(&json, object);
    sg_buf_add(sql, "pg_temp.sg_table(");
    sg_sql_name_literal(sql, object);
    if (json.length > 0) {
        sg_buf_add(sql, ", ");
        sg_sql_literal(sql, json.data);
    }
    sg_buf_addc(sql, ')');
    sg_buf_release(&json);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const sg_object *)a)->name, ((const sg_object *)b)->name);
}

/* Lines: columns in their order, then keys by name. */
static void say(sg_buf *text, const sg_object *object)
{
    sg_vec keys = SG_VEC_EMPTY;
    sg_buf_add(text, "table");
    for (sg_object *child = object->first_child; child != NULL; child = child->next) {
        if (!is_inline(child))
            continue;
        if (!(child->kind->flags & SG_KIND_ORDERED)) {
            sg_vec_push(&keys, child);
            continue;
        }
        sg_buf_join(text, "\n", child->name, " ");
        child->kind->create->aspect->say(text, child);
    }
    sg_vec_sort(&keys, by_name);
    for (size_t i = 0; i < keys.count; i++) {
        const sg_object *key = keys.items[i];
        sg_buf_join(text, "\n", key->name, " ");
        key->kind->create->aspect->say(text, key);
    }
    sg_vec_release(&keys);
}

static const sg_aspect whole = {ask, say};

/* A key on the same columns as an earlier one: inside CREATE TABLE the server would make one of the two. */
static bool repeats_key(const sg_object *child)
{
    if (child->kind->unique_columns == NULL)
        return false;
    for (const sg_object *other = child->parent->first_child; other != child; other = other->next) {
        if (is_inline(other) && other->kind->unique_columns != NULL &&
            sg_names_equal(other->kind->unique_columns(other), child->kind->unique_columns(child)))
            return true;
    }
    return false;
}

static void add_repeated_keys(sg_buf *buf, const sg_object *table)
{
    for (const sg_object *child = table->first_child; child != NULL; child = child->next) {
        if (!is_inline(child) || !repeats_key(child))
            continue;
        sg_sql_alter_parent(buf, child);
        sg_buf_add(buf, "ADD ");
        child->kind->clause(buf, child);
        sg_buf_add(buf, ";\n");
    }
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    const char *separator = " (\n  ";
    sg_buf_add(buf, "CREATE TABLE ");
    sg_object_sql(buf, step->to);
    /* columns first, whatever order the children were declared in */
    for (int ordered = 1; ordered >= 0; ordered--) {
        for (const sg_object *child = step->to->first_child; child != NULL; child = child->next) {
            bool is_column = (child->kind->flags & SG_KIND_ORDERED) != 0;
            if (!is_inline(child) || is_column != ordered || repeats_key(child))
                continue;
            sg_buf_add(buf, separator);
            child->kind->clause(buf, child);
            separator = ",\n  ";
        }
    }
    sg_buf_add(buf, separator[0] == ',' ? "\n);\n" : " ();\n");
    add_repeated_keys(buf, step->to);
}

static void drop_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "DROP TABLE ");
    sg_object_sql(buf, step->from);
    sg_buf_add(buf, ";\n");
}

static void rename_sql(sg_buf *buf, const sg_step *step)
{
    sg_sql_rename_all(buf, step, "ALTER TABLE");
}

static void identity(sg_buf *buf, const sg_object *object)
{
    sg_buf_add(buf, "TABLE ");
    sg_object_sql(buf, object);
}

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "create",
                             .rank = SG_RANK_TABLE,
                             .aspect = &whole,
                             .sql = create_sql,
                             .inverse = "drop"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "drop",
                           .rank = SG_RANK_DESTROY,
                           .aspect = &whole,
                           .sql = drop_sql,
                           .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                           .dangers = SG_DANGER_DATA_LOSS | SG_DANGER_BREAKS,
                           .inverse = "create",
                           .no_inverse = "the rows of the table are gone"};
static const sg_op rename_op = {.class = SG_OP_RENAME,
                                .verb = "rename",
                                .aspect = &whole,
                                .sql = rename_sql,
                                .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                                .dangers = SG_DANGER_BREAKS,
                                .inverse = "rename"};

static const sg_field fields[] = {{0}};

const sg_kind sg_kind_table = {
    .name = "table",
    .json_key = "tables",
    .address = "table",
    .size = sizeof(sg_object),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_RELATION | SG_KIND_TYPE,
    .order = 50,
    .fields = fields,
    .create = &create,
    .drop = &drop,
    .rename = &rename_op,
    .identity = identity,
    .catalog_sql = sg_kind_table_catalog_sql,
    .guard_sql = sg_kind_table_guard_sql,
};
