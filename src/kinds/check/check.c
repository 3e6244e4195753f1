/* Check constraints. */
#include <json-c/json.h>
#include <stddef.h>

#include "json.h"
#include "keys.h"
#include "text.h"

extern const char sg_kind_check_catalog_sql[], sg_kind_check_guard_sql[];

typedef struct sg_check {
    sg_object base;
    const char *expression;
    bool no_inherit;
    bool not_valid;
    bool not_enforced; /* and so never valid */
} sg_check;

static const char *expression_of(const sg_object *object)
{
    return ((const sg_check *)object)->expression;
}

static bool read_short(sg_reader *reader, sg_object *object, struct json_object *value)
{
    object->short_form = true;
    ((sg_check *)object)->expression = sg_json_string(reader, object, "expression", value, true);
    return expression_of(object) != NULL;
}

static bool write_short(sg_buf *buf, const sg_object *object)
{
    const sg_check *check = (const sg_check *)object;
    if (check->no_inherit || check->not_valid || check->not_enforced)
        return false;
    sg_buf_add_json(buf, expression_of(object));
    return true;
}

/* PostgreSQL names a check after its column when it uses just one, else after the table alone. */
static const char *default_name(sg_model *model, const sg_object *object)
{
    sg_expr_error error;
    const sg_expr *expr = sg_expr_parse(model->exprs, expression_of(object), &error);
    const char *column = expr != NULL && expr->column_count == 1 ? expr->columns[0] : NULL;
    return sg_sql_default_name(model->arena, object->parent->name, column, "check");
}

static bool passes_on(const sg_object *object, const sg_object *link)
{
    (void)link;
    return !((const sg_check *)object)->no_inherit;
}

static bool is_not_valid(const sg_object *object)
{
    return ((const sg_check *)object)->not_valid;
}

/* A table that is made with a base has its checks as valid ones; one that was there before, as they are. */
static bool may_be_valid(const sg_object *object)
{
    return object->implied && is_not_valid(object);
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    const sg_object *const sides[] = {object, other};
    if (may_be_valid(object))
        sg_buf_add(sql, "pg_catalog.regexp_replace(");
    sg_constraint_ask(sql, object, "sg_check");
    for (size_t i = 0; i < 2 && sides[i] != NULL; i++) {
        sg_buf_add(sql, ", ");
        sg_sql_literal(sql, expression_of(sides[i]));
    }
    sg_buf_addc(sql, ')');
    if (may_be_valid(object))
        sg_buf_add(sql, ", ' NOT VALID$', '')");
}

static void define(sg_buf *text, const sg_object *object, bool valid)
{
    const sg_check *check = (const sg_check *)object;
    sg_buf_addf(text, "CHECK (%s)%s%s%s", check->expression, check->no_inherit ? " NO INHERIT" : "",
                valid ? "" : " NOT VALID", check->not_enforced ? " NOT ENFORCED" : "");
}

static void say(sg_buf *text, const sg_object *object)
{
    define(text, object, !is_not_valid(object) || object->implied);
}

static const sg_aspect whole = {ask, say};

static void clause(sg_buf *buf, const sg_object *object)
{
    sg_sql_constraint(buf, object->name);
    define(buf, object, !is_not_valid(object));
}

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "add",
                             .rank = SG_RANK_KEY,
                             .sql = sg_sql_add_constraint,
                             .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                             .dangers = SG_DANGER_SCAN | SG_DANGER_MAY_FAIL,
                             .assess = sg_constraint_assess,
                             .inverse = "drop"};
static const sg_op replace = {.class = SG_OP_REPLACE,
                              .verb = "replace",
                              .rank = SG_RANK_KEY,
                              .sql = sg_sql_replace_constraint,
                              .lock = SG_LOCK_ACCESS_EXCLUSIVE,
                              .dangers = SG_DANGER_SCAN | SG_DANGER_MAY_FAIL,
                              .assess = sg_constraint_assess,
                              .inverse = "replace"};
static const sg_op validate = {.class = SG_OP_ALTER,
                               .verb = "validate",
                               .rank = SG_RANK_KEY,
                               .sql = sg_sql_validate_constraint,
                               .lock = SG_LOCK_SHARE_UPDATE_EXCLUSIVE,
                               .dangers = SG_DANGER_SCAN | SG_DANGER_MAY_FAIL,
                               .inverse = "replace"};

/* Nothing makes a valid constraint one that is not. */
static const sg_op *choose_validity(const sg_object *from, const sg_object *to)
{
    (void)to;
    return is_not_valid(from) ? &validate : NULL;
}

static const sg_field fields[] = {
    {.key = "expression", .type = &sg_field_expr, .offset = offsetof(sg_check, expression), .required = true},
    {.key = "noInherit", .type = &sg_field_bool, .offset = offsetof(sg_check, no_inherit)},
    {.key = "notValid", .type = &sg_field_bool, .offset = offsetof(sg_check, not_valid), .choose = choose_validity},
    {.key = "notEnforced", .type = &sg_field_bool, .offset = offsetof(sg_check, not_enforced), .since = 18},
    {0}};

const sg_kind sg_kind_check = {
    .name = "check constraint",
    .json_key = "checks",
    .parents = SG_BELOW("table"),
    .address = "table constraint",
    .size = sizeof(sg_check),
    .flags = SG_KIND_REBUILD | SG_KIND_CONSTRAINT,
    .order = 90,
    .fields = fields,
    .read_short = read_short,
    .write_short = write_short,
    .default_name = default_name,
    .passes_on = passes_on,
    .whole = &whole,
    .create = &create,
    .drop = &sg_op_drop_constraint,
    .rename = &sg_op_rename_constraint,
    .replace = &replace,
    .clause = clause,
    .identity = sg_sql_constraint_identity,
    .catalog_sql = sg_kind_check_catalog_sql,
    .seldom = "pg_constraint WHERE contype = 'c' AND conrelid >= 16384",
    .guard_sql = sg_kind_check_guard_sql,
};
