/* Foreign-data wrappers that are not brought by extensions. Only a superuser can make them. */
#include <stddef.h>

#include "kind.h"
#include "params.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_foreign_data_wrapper_catalog_sql[], sg_kind_foreign_data_wrapper_guard_sql[];

typedef struct sg_wrapper {
    sg_object base;
    const char *handler, *validator; /* functions; NULL: none */
    sg_params options;
} sg_wrapper;

static const sg_wrapper *wrapper_of(const sg_object *object)
{
    return (const sg_wrapper *)object;
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_wrapper(");
    sg_sql_literal(sql, object->name);
    sg_buf_addc(sql, ')');
}

static void add_function(sg_buf *text, const char *word, const char *name)
{
    if (name == NULL) {
        sg_buf_join(text, " NO", word);
        return;
    }
    sg_buf_join(text, word, " ");
    sg_sql_call_as_server(text, name);
}

static void add_functions(sg_buf *text, const sg_wrapper *self)
{
    add_function(text, " HANDLER", self->handler);
    add_function(text, " VALIDATOR", self->validator);
}

static void say(sg_buf *text, const sg_object *object)
{
    sg_buf_add(text, "FOREIGN DATA WRAPPER");
    add_functions(text, wrapper_of(object));
    sg_options_say(text, &wrapper_of(object)->options);
}

static const sg_aspect whole = {ask, say};

static void create_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "CREATE ");
    sg_sql_identity(buf, step->to);
    add_functions(buf, wrapper_of(step->to));
    sg_options_sql(buf, &wrapper_of(step->to)->options);
    sg_buf_add(buf, ";\n");
}

static void change_sql(sg_buf *buf, const sg_step *step)
{
    const sg_wrapper *from = wrapper_of(step->from), *to = wrapper_of(step->to);
    sg_buf_add(buf, "ALTER ");
    sg_sql_identity(buf, step->to);
    if (!sg_text_equal(from->handler, to->handler))
        add_function(buf, " HANDLER", to->handler);
    if (!sg_text_equal(from->validator, to->validator))
        add_function(buf, " VALIDATOR", to->validator);
    sg_options_alter(buf, &from->options, &to->options);
    sg_buf_add(buf, ";\n");
}

static const sg_op create = {
    .class = SG_OP_CREATE, .verb = "create", .rank = SG_RANK_ROUTINE + 1, .sql = create_sql, .inverse = "drop"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "drop",
                           .rank = SG_RANK_DESTROY + 2,
                           .sql = sg_sql_drop,
                           .dangers = SG_DANGER_BREAKS,
                           .inverse = "create"};
static const sg_op change = {
    .class = SG_OP_ALTER, .verb = "change", .rank = SG_RANK_ROUTINE + 1, .sql = change_sql, .inverse = "change"};

static const sg_field fields[] = {
    {.key = "handler", .type = &sg_field_call, .offset = offsetof(sg_wrapper, handler), .op = &change},
    {.key = "validator", .type = &sg_field_call, .offset = offsetof(sg_wrapper, validator), .op = &change},
    {.key = "options", .type = &sg_field_options, .offset = offsetof(sg_wrapper, options), .op = &change},
    {0}};

const sg_kind sg_kind_foreign_data_wrapper = {
    .name = "foreign-data wrapper",
    .word = "FOREIGN DATA WRAPPER",
    .json_key = "foreignDataWrappers",
    .address = "foreign-data wrapper",
    .size = sizeof(sg_wrapper),
    .order = 48,
    .fields = fields,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .rename = &sg_op_rename_plain,
    .identity = sg_sql_identity,
    .grantable = &sg_grantable_wrapper,
    .catalog_sql = sg_kind_foreign_data_wrapper_catalog_sql,
    .seldom = "pg_foreign_data_wrapper",
    .guard_sql = sg_kind_foreign_data_wrapper_guard_sql,
};
