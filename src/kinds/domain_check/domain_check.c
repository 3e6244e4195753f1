/* Checks of domains: expressions over VALUE. */
#include <json-c/json.h>
#include <stddef.h>

#include "json.h"
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_domain_check_catalog_sql[], sg_kind_domain_check_guard_sql[];

typedef struct sg_domain_check {
    sg_object base;
    const char *expression;
} sg_domain_check;

static const char *expression_of(const sg_object *object)
{
    return ((const sg_domain_check *)object)->expression;
}

static bool read_short(sg_reader *reader, sg_object *object, struct json_object *value)
{
    object->short_form = true;
    ((sg_domain_check *)object)->expression = sg_json_string(reader, object, "expression", value, true);
    return expression_of(object) != NULL;
}

static bool write_short(sg_buf *buf, const sg_object *object)
{
    sg_buf_add_json(buf, expression_of(object));
    return true;
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    const sg_object *const sides[] = {object, other};
    sg_buf_add(sql, "pg_temp.sg_domain_check(");
    sg_sql_name_literal(sql, object->parent);
    sg_buf_add(sql, ", ");
    sg_sql_literal(sql, object->name);
    for (size_t i = 0; i < 2 && sides[i] != NULL; i++) {
        sg_buf_add(sql, ", ");
        sg_sql_literal(sql, expression_of(sides[i]));
    }
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    sg_buf_join(text, "CHECK (", expression_of(object), ")");
}

static const sg_aspect whole = {ask, say};

static void clause(sg_buf *buf, const sg_object *object)
{
    sg_sql_constraint(buf, object->name);
    say(buf, object);
}

static void alter(sg_buf *buf, const sg_object *object)
{
    sg_buf_add(buf, "ALTER DOMAIN ");
    sg_parent_sql(buf, object);
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    alter(buf, step->to);
    sg_buf_add(buf, " ADD ");
    clause(buf, step->to);
    sg_buf_add(buf, ";\n");
}

static void drop_sql(sg_buf *buf, const sg_step *step)
{
    alter(buf, step->from);
    sg_buf_add(buf, " DROP CONSTRAINT ");
    sg_sql_ident(buf, step->from->name);
    sg_buf_add(buf, ";\n");
}

static void replace_sql(sg_buf *buf, const sg_step *step)
{
    drop_sql(buf, step);
    create_sql(buf, step);
}

static void rename_sql(sg_buf *buf, const sg_step *step)
{
    for (size_t i = 0; i < step->rename_count; i++) {
        alter(buf, step->rare->renames[i].object);
        sg_buf_add(buf, " RENAME CONSTRAINT ");
        sg_sql_ident(buf, step->rare->renames[i].from);
        sg_buf_add(buf, " TO ");
        sg_sql_ident(buf, step->rare->renames[i].to);
        sg_buf_add(buf, ";\n");
    }
}

/* A domain that nothing uses has no values to read. */
static bool assess(sg_step *step, const sg_model *model, sg_diags *diags)
{
    (void)model, (void)diags;
    if (step->to->parent->users.count == 0) {
        step->lock = SG_LOCK_NONE;
        step->dangers = 0;
    }
    return true;
}

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "add",
                             .rank = SG_RANK_KEY,
                             .sql = create_sql,
                             .lock = SG_LOCK_SHARE,
                             .dangers = SG_DANGER_SCAN | SG_DANGER_MAY_FAIL,
                             .assess = assess,
                             .inverse = "drop"};
static const sg_op drop = {
    .class = SG_OP_DROP, .verb = "drop", .rank = SG_RANK_LOOSEN, .sql = drop_sql, .inverse = "add"};
static const sg_op replace = {.class = SG_OP_REPLACE,
                              .verb = "replace",
                              .rank = SG_RANK_KEY,
                              .sql = replace_sql,
                              .lock = SG_LOCK_SHARE,
                              .dangers = SG_DANGER_SCAN | SG_DANGER_MAY_FAIL,
                              .assess = assess,
                              .inverse = "replace"};
static const sg_op rename_op = {.class = SG_OP_RENAME, .verb = "rename", .sql = rename_sql, .inverse = "rename"};

static void identity(sg_buf *buf, const sg_object *object)
{
    sg_sql_constraint(buf, object->name);
    sg_buf_add(buf, "ON DOMAIN ");
    sg_parent_sql(buf, object);
}

static const sg_field fields[] = {
    {.key = "expression", .type = &sg_field_expr, .offset = offsetof(sg_domain_check, expression), .required = true},
    {0}};

const sg_kind sg_kind_domain_check = {
    .name = "domain check",
    .json_key = "checks",
    .parents = SG_BELOW("domain"),
    .address = "domain constraint",
    .size = sizeof(sg_domain_check),
    .flags = SG_KIND_INLINE | SG_KIND_BY_ARGUMENT | SG_KIND_REBUILD,
    .order = 34,
    .fields = fields,
    .read_short = read_short,
    .write_short = write_short,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .rename = &rename_op,
    .replace = &replace,
    .clause = clause,
    .identity = identity,
    .expression = expression_of,
    .catalog_sql = sg_kind_domain_check_catalog_sql,
    .seldom = "pg_constraint WHERE contypid >= 16384",
    .guard_sql = sg_kind_domain_check_guard_sql,
};
