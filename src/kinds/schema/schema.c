/* Schemas. `public` is always there: it is never created or dropped, and only written for what is said of it. */
#include <string.h>

#include "json.h"
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_schema_catalog_sql[], sg_kind_schema_guard_sql[];

static bool is_public(const sg_object *object)
{
    return sg_access_birthright(object) != NULL;
}

static bool says_nothing(const sg_object *object)
{
    return object->comment == NULL && !sg_access_is_said(object);
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    if (strncmp(object->name, "pg_", 3) == 0 || strcmp(object->name, "schemagen") == 0)
        sg_object_error(model, diags, object, NULL, SG_BAD_NAME, "the schema name \"%s\" is reserved", object->name);
    object->implied = object->implied || (!model->canonical && is_public(object) && says_nothing(object));
}

/* A snapshot that mentions public without a word goes on to do so. */
static void settle(const sg_object *from, sg_object *to)
{
    to->implied = to->implied && (from->implied || !says_nothing(from));
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_schema(");
    sg_sql_literal(sql, object->name);
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    (void)object;
    sg_buf_add(text, "schema");
}

static const sg_aspect whole = {ask, say};

static void create_sql(sg_buf *buf, const sg_step *step)
{
    if (is_public(step->to))
        return;
    sg_buf_add(buf, "CREATE ");
    sg_sql_identity(buf, step->to);
    sg_buf_add(buf, ";\n");
}

static void drop_sql(sg_buf *buf, const sg_step *step)
{
    if (is_public(step->from))
        return;
    sg_buf_add(buf, "DROP ");
    sg_sql_identity(buf, step->from);
    sg_buf_add(buf, ";\n");
}

static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "create", .rank = SG_RANK_BASE, .sql = create_sql, .inverse = "drop"};
static const sg_op drop = {
    .class = SG_OP_DROP, .verb = "drop", .rank = SG_RANK_CLEAN, .sql = drop_sql, .inverse = "create"};

static void born_comment(sg_buf *sql, const sg_object *object)
{
    sg_buf_add(sql, is_public(object) ? "'standard public schema'" : "");
}

/* PostgreSQL 15 lets not everybody create in it. */
static sg_grant of_public[] = {{"public", "create", false}, {"public", "usage", false}};
static const sg_birthright birthright = {
    .name = "public", .older = {of_public, 2, false}, .newer = {of_public + 1, 1, false}, .since = 15};

static const sg_field fields[] = {{0}};

const sg_kind sg_kind_schema = {
    .name = "schema",
    .word = "SCHEMA",
    .json_key = "schemas",
    .address = "schema",
    .size = sizeof(sg_object),
    .flags = SG_KIND_NAMESPACE,
    .order = 10,
    .fields = fields,
    .finish = finish,
    .settle = settle,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .rename = &sg_op_rename_plain,
    .born_comment = born_comment,
    .identity = sg_sql_identity,
    .birthright = &birthright,
    .grantable = &sg_grantable_schema,
    .catalog_sql = sg_kind_schema_catalog_sql,
    .guard_sql = sg_kind_schema_guard_sql,
};
