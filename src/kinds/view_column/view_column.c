/* What is said of a column of a view; the column itself is the query's affair. */
#include <stddef.h>
#include <string.h>

#include "json.h"
#include "keeping.h"
#include "keys.h"
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_view_column_catalog_sql[], sg_kind_view_column_guard_sql[];

typedef struct sg_view_column {
    sg_object base;
    const char *value; /* default; NULL: none */
    const char *text;  /* comment; NULL: none */
    sg_keeping keeping;
} sg_view_column;

static const sg_view_column *column_of(const sg_object *object)
{
    return (const sg_view_column *)object;
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    static const sg_keeping unsaid;
    const sg_object *const sides[] = {object, other};
    sg_buf kept;
    sg_buf_init(&kept);
    sg_constraint_ask(sql, object, "sg_view_column");
    sg_buf_add(sql, ", ARRAY[");
    for (size_t i = 0; i < 2; i++) {
        sg_buf_add(sql, i > 0 ? ", " : "");
        sg_buf_clear(&kept);
        sg_keeping_say(&kept, sides[i] != NULL ? &column_of(sides[i])->keeping : &unsaid);
        sg_sql_literal(sql, kept.data);
    }
    sg_buf_release(&kept);
    sg_buf_addc(sql, ']');
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
    bool kept = sg_keeping_is_said(&self->keeping);
    if (self->value != NULL) /* with which no storage is said */
        sg_buf_join(text, "DEFAULT ", self->value);
    if (kept)
        sg_keeping_say(text, &self->keeping);
    if (self->text != NULL)
        sg_buf_join(text, kept || self->value != NULL ? " " : "", "COMMENT ", self->text);
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

/* The statement that gives the column the storage of its type, which the view's query decides; servers before 16 have
 * no word for it. */
static void reset_storage(sg_buf *buf, const sg_object *object)
{
    sg_buf head, body;
    sg_buf_init(&head);
    sg_buf_init(&body);
    sg_buf_add(&head, "ALTER ");
    object->parent->kind->identity(&head, object->parent);
    sg_buf_add(&head, " ALTER COLUMN ");
    sg_sql_ident(&head, object->name);
    sg_buf_add(&head, " SET STORAGE ");
    sg_buf_add(&body, "BEGIN EXECUTE (SELECT ");
    sg_sql_literal(&body, head.data);
    sg_buf_add(&body, " || CASE t.typstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' "
                      "ELSE 'EXTENDED' END FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t "
                      "ON t.oid = a.atttypid WHERE a.attrelid = ");
    sg_sql_name_literal(&body, object->parent);
    sg_buf_add(&body, "::pg_catalog.regclass AND a.attname = ");
    sg_sql_literal(&body, object->name);
    sg_buf_add(&body, "); END");
    sg_buf_add(buf, "DO ");
    sg_sql_literal(buf, body.data);
    sg_buf_add(buf, ";\n");
    sg_buf_release(&body);
    sg_buf_release(&head);
}

static void set_keeping(sg_buf *buf, const sg_object *object, const sg_keeping *from, const sg_keeping *to)
{
    sg_buf text;
    sg_buf_init(&text);
    sg_actions actions = {&text, object->name, " "};
    sg_actions_keep(&actions, from, to);
    if (from->storage != 0 && to->storage == 0)
        reset_storage(buf, object);
    if (text.length > 0) {
        sg_buf_add(buf, "ALTER ");
        object->parent->kind->identity(buf, object->parent);
        sg_buf_join(buf, text.data, ";\n");
    }
    sg_buf_release(&text);
}

static void describe(sg_buf *buf, const sg_object *object, const sg_view_column *from, const sg_view_column *to)
{
    if (!sg_text_equal(from->value, to->value))
        set_default(buf, object, to->value);
    set_keeping(buf, object, &from->keeping, &to->keeping);
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
    bool kept = sg_keeping_is_said(&self->keeping), has_rows = strcmp(object->parent->kind->name, "view") != 0;
    if (self->value == NULL && self->text == NULL && !kept && !sg_access_says_grants(object) && !model->live)
        sg_object_error(model, diags, object, "", SG_MISSING_KEY, "nothing is said of the column");
    else if (self->value != NULL && has_rows)
        sg_object_error(model, diags, object, "default", SG_CONFLICT, "only what can be written to has defaults");
    else if (kept && !has_rows)
        sg_object_error(model, diags, object, "", SG_CONFLICT, "a view keeps no values; a materialized view does");
}

static void check(sg_model *model, sg_object *object, sg_diags *diags)
{
    if (sg_relation_lacks(object->parent, object->name))
        sg_names_unknown(model, diags, object, "", object->parent, object->name);
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
    SG_KEEPING_FIELDS(sg_view_column, keeping, &change),
    {0}};

const sg_kind sg_kind_view_column = {
    .name = "view column",
    .json_key = "columns",
    .parents = SG_BELOW("view", "materialized view"),
    .address = "view column",
    .size = sizeof(sg_view_column),
    .flags = SG_KIND_NO_COMMENT | SG_KIND_REMARK,
    .order = 66,
    .fields = fields,
    .finish = finish,
    .check = check,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .grantable = &sg_grantable_column,
    .catalog_sql = sg_kind_view_column_catalog_sql,
    .seldom = "pg_class WHERE relkind IN ('v', 'm') AND oid >= 16384",
    .guard_sql = sg_kind_view_column_guard_sql,
};
