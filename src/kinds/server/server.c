/* Foreign servers. Mappings of users hold passwords, so no schema does: they stay as they are. */
#include <stddef.h>

#include "kind.h"
#include "params.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_server_catalog_sql[], sg_kind_server_guard_sql[];

typedef struct sg_server_definition {
    sg_object base;
    const char *wrapper;
    const char *type, *version; /* what the wrapper makes of them; NULL: not said */
    sg_params options;
} sg_server_definition;

static const sg_server_definition *server_of(const sg_object *object)
{
    return (const sg_server_definition *)object;
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_server(");
    sg_sql_literal(sql, object->name);
    sg_buf_addc(sql, ')');
}

static void say(sg_buf *text, const sg_object *object)
{
    const sg_server_definition *self = server_of(object);
    sg_buf_add(text, "SERVER");
    sg_buf_join(text, self->type != NULL ? " TYPE " : "", self->type != NULL ? self->type : "");
    sg_buf_join(text, self->version != NULL ? " VERSION " : "", self->version != NULL ? self->version : "");
    sg_buf_join(text, " FOREIGN DATA WRAPPER ", self->wrapper);
    sg_options_say(text, &self->options);
}

static const sg_aspect whole = {ask, say};

static void add_text(sg_buf *buf, const char *word, const char *value)
{
    if (value == NULL)
        return;
    sg_buf_add(buf, word);
    sg_sql_literal(buf, value);
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    const sg_server_definition *self = server_of(step->to);
    sg_buf_add(buf, "CREATE ");
    sg_sql_identity(buf, step->to);
    add_text(buf, " TYPE ", self->type);
    add_text(buf, " VERSION ", self->version);
    sg_buf_add(buf, " FOREIGN DATA WRAPPER ");
    sg_sql_ident(buf, self->wrapper);
    sg_options_sql(buf, &self->options);
    sg_buf_add(buf, ";\n");
}

static void change_sql(sg_buf *buf, const sg_step *step)
{
    const sg_server_definition *from = server_of(step->from), *to = server_of(step->to);
    sg_buf_add(buf, "ALTER ");
    sg_sql_identity(buf, step->to);
    if (!sg_text_equal(from->version, to->version) && to->version == NULL)
        sg_buf_add(buf, " VERSION NULL");
    else if (!sg_text_equal(from->version, to->version))
        add_text(buf, " VERSION ", to->version);
    sg_options_alter(buf, &from->options, &to->options);
    sg_buf_add(buf, ";\n");
}

/* Its tables go with it. */
static bool remakes(const sg_object *from, const sg_object *to)
{
    const sg_server_definition *left = server_of(from), *right = server_of(to);
    return !sg_text_equal(left->wrapper, right->wrapper) || !sg_text_equal(left->type, right->type);
}

static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "create", .rank = SG_RANK_ROUTINE + 2, .sql = create_sql, .inverse = "drop"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "drop",
                           .rank = SG_RANK_DESTROY + 1,
                           .sql = sg_sql_drop,
                           .dangers = SG_DANGER_BREAKS,
                           .inverse = "create"};
static const sg_op change = {
    .class = SG_OP_ALTER, .verb = "change", .rank = SG_RANK_ROUTINE + 2, .sql = change_sql, .inverse = "change"};

static const sg_field fields[] = {
    {.key = "wrapper",
     .type = &sg_field_object,
     .offset = offsetof(sg_server_definition, wrapper),
     .target = "foreign-data wrapper",
     .required = true},
    {.key = "type", .type = &sg_field_text, .offset = offsetof(sg_server_definition, type)},
    {.key = "version", .type = &sg_field_text, .offset = offsetof(sg_server_definition, version), .op = &change},
    {.key = "options", .type = &sg_field_options, .offset = offsetof(sg_server_definition, options), .op = &change},
    {0}};

const sg_kind sg_kind_server = {
    .name = "server",
    .word = "SERVER",
    .json_key = "servers",
    .address = "server",
    .size = sizeof(sg_server_definition),
    .order = 49,
    .fields = fields,
    .remakes = remakes,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .rename = &sg_op_rename_plain,
    .identity = sg_sql_identity,
    .grantable = &sg_grantable_server,
    .catalog_sql = sg_kind_server_catalog_sql,
    .seldom = "pg_foreign_server",
    .guard_sql = sg_kind_server_guard_sql,
};
