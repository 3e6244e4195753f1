/* Composite types. Their attributes are a kind of their own. */
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_composite_type_catalog_sql[], sg_kind_composite_type_guard_sql[];

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_composite(");
    sg_sql_name_literal(sql, object);
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    sg_buf_add(text, "type");
    for (const sg_object *child = object->first_child; child != NULL; child = child->next) {
        sg_buf_join(text, "\n", child->name, " ");
        child->kind->whole->say(text, child);
    }
}

static const sg_aspect whole = {ask, say};

static void create_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "CREATE TYPE ");
    sg_object_sql(buf, step->to);
    sg_buf_add(buf, " AS (");
    for (const sg_object *child = step->to->first_child; child != NULL; child = child->next) {
        sg_buf_add(buf, child != step->to->first_child ? ", " : "");
        child->kind->clause(buf, child);
    }
    sg_buf_add(buf, ");\n");
}

static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "create", .rank = SG_RANK_TYPE, .sql = create_sql, .inverse = "drop"};
static const sg_op rebuild = {.class = SG_OP_REPLACE,
                              .verb = "rebuild",
                              .rank = SG_RANK_ALTER,
                              .sql = sg_sql_rebuild_type,
                              .assess = sg_assess_rebuilt_type,
                              .rebuilds = true,
                              .inverse = "rebuild",
                              .no_inverse = "values that lost digits or length do not get them back"};

static const sg_field fields[] = {{0}};

const sg_kind sg_kind_composite_type = {
    .name = "composite type",
    .word = "TYPE",
    .json_key = "compositeTypes",
    .address = "type",
    .size = sizeof(sg_object),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_TYPE | SG_KIND_ROW,
    .order = 36,
    .fields = fields,
    .whole = &whole,
    .create = &create,
    .drop = &sg_op_drop_late,
    .rename = &sg_op_rename_plain,
    .replace = &rebuild,
    .identity = sg_sql_identity,
    .grantable = &sg_grantable_type,
    .catalog_sql = sg_kind_composite_type_catalog_sql,
    .seldom = "pg_class WHERE relkind = 'c'",
    .guard_sql = sg_kind_composite_type_guard_sql,
};
