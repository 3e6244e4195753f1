/* What is said of a column of a view; the column itself is the query's affair. */
#include <stddef.h>
#include <string.h>

#include "json.h"
#include "keys.h"
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_view_column_catalog_sql[], sg_kind_view_column_guard_sql[];

typedef struct sg_view_column {
    sg_object base;
    const char *value; /* default; NULL: none */
    const char *text;  /* comment; NULL: none */
} sg_view_column;

static const sg_view_column *column_of(const sg_object *object)
{
    return (const sg_view_column *)object;
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    const sg_object *const sides[] = {object, other};
    sg_constraint_ask(sql, object, "sg_view_column");
    for (size_t i = 0; i < 2; i++) {
        sg_buf_add(sql, ", ");
        if (sides[i] != NULL && column_of(sides[i])->value != NULL)
            sg_sql_literal(sql, column_of(sides[i])->value);
        else
            sg_buf_add(sql, "NULL");
    }
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    const sg_view_column *self = column_of(object);
    if (self->value != NULL)
        sg_buf_join(text, "DEFAULT ", self->value);
    if (self->text != NULL)
        sg_buf_join(text, self->value != NULL ? " " : "", "COMMENT ", self->text);
}

static const sg_aspect whole = {ask, say};

static void set_default(sg_buf *buf, const sg_object *object, const char *value)
{
    sg_buf_add(buf, "ALTER ");
    object->parent->kind->identity(buf, object->parent);
    sg_buf_add(buf, " ALTER COLUMN ");
    sg_sql_ident(buf, object->name);
    sg_buf_join(buf, value != NULL ? " SET DEFAULT " : " DROP DEFAULT", value != NULL ? value : "", ";\n");
}

static void set_comment(sg_buf *buf, const sg_object *object, const char *text)
{
    sg_buf_add(buf, "COMMENT ON COLUMN ");
    sg_parent_sql(buf, object);
    sg_buf_addc(buf, '.');
    sg_sql_ident(buf, object->name);
    sg_buf_add(buf, " IS ");
    if (text != NULL)
        sg_sql_literal(buf, text);
    else
        sg_buf_add(buf, "NULL");
    sg_buf_add(buf, ";\n");
}

static void describe(sg_buf *buf, const sg_object *object, const sg_view_column *from, const sg_view_column *to)
{
    if (!sg_text_equal(from->value, to->value))
        set_default(buf, object, to->value);
    if (!sg_text_equal(from->text, to->text))
        set_comment(buf, object, to->text);
}

static const sg_view_column nothing;

static void create_sql(sg_buf *buf, const sg_step *step)
{
    describe(buf, step->to, &nothing, column_of(step->to));
}

static void drop_sql(sg_buf *buf, const sg_step *step)
{
    describe(buf, step->from, column_of(step->from), &nothing);
}

static void change_sql(sg_buf *buf, const sg_step *step)
{
    describe(buf, step->to, column_of(step->from), column_of(step->to));
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    const sg_view_column *self = column_of(object);
    if (self->value == NULL && self->text == NULL)
        sg_object_error(model, diags, object, "", SG_MISSING_KEY, "nothing is said of the column");
    else if (self->value != NULL && strcmp(object->parent->kind->name, "view") != 0)
        sg_object_error(model, diags, object, "default", SG_CONFLICT, "only what can be written to has defaults");
}

static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "describe", .rank = SG_RANK_VIEW + 1, .sql = create_sql, .inverse = "forget"};
static const sg_op drop = {
    .class = SG_OP_DROP, .verb = "forget", .rank = SG_RANK_UNVIEW, .sql = drop_sql, .inverse = "describe"};
static const sg_op change = {
    .class = SG_OP_ALTER, .verb = "change", .rank = SG_RANK_VIEW + 1, .sql = change_sql, .inverse = "change"};

static const sg_field fields[] = {
    {.key = "default", .type = &sg_field_value, .offset = offsetof(sg_view_column, value), .op = &change},
    {.key = "comment", .type = &sg_field_text, .offset = offsetof(sg_view_column, text), .op = &change},
    {0}};

const sg_kind sg_kind_view_column = {
    .name = "view column",
    .json_key = "columns",
    .parents = SG_BELOW("view", "materialized view"),
    .size = sizeof(sg_view_column),
    .flags = SG_KIND_NO_COMMENT,
    .order = 66,
    .fields = fields,
    .finish = finish,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .catalog_sql = sg_kind_view_column_catalog_sql,
    .guard_sql = sg_kind_view_column_guard_sql,
};
