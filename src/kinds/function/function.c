/* Functions. */
#include <stddef.h>

#include "routine.h"

extern const char sg_kind_function_catalog_sql[], sg_kind_function_guard_sql[];

static const sg_aspect whole = {sg_routine_ask, sg_routine_say};

static void identity(sg_buf *buf, const sg_object *object)
{
    sg_routine_identity(buf, "FUNCTION", object);
}

static void create_sql(sg_buf *buf, const sg_step *step)
{
    sg_routine_create(buf, "CREATE FUNCTION ", step);
}

static void change_sql(sg_buf *buf, const sg_step *step)
{
    sg_routine_create(buf, "CREATE OR REPLACE FUNCTION ", step);
}

static void rename_sql(sg_buf *buf, const sg_step *step)
{
    sg_routine_rename(buf, "FUNCTION", step);
}

static void rebuild_sql(sg_buf *buf, const sg_step *step)
{
    sg_routine_rebuild(buf, "FUNCTION", step);
}

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "create",
                             .rank = SG_RANK_ROUTINE,
                             .aspect = &whole,
                             .sql = create_sql,
                             .inverse = "drop"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "drop",
                           .rank = SG_RANK_UNUSED,
                           .aspect = &whole,
                           .sql = sg_sql_drop,
                           .dangers = SG_DANGER_BREAKS,
                           .inverse = "create"};
static const sg_op change = {.class = SG_OP_ALTER,
                             .verb = "change",
                             .rank = SG_RANK_ROUTINE,
                             .aspect = &whole,
                             .sql = change_sql,
                             .inverse = "change"};
static const sg_op rebuild = {.class = SG_OP_REPLACE,
                              .verb = "rebuild",
                              .rank = SG_RANK_ROUTINE,
                              .aspect = &whole,
                              .sql = rebuild_sql,
                              .rebuilds = true,
                              .inverse = "rebuild"};
static const sg_op rename_op = {.class = SG_OP_RENAME,
                                .verb = "rename",
                                .aspect = &whole,
                                .sql = rename_sql,
                                .dangers = SG_DANGER_BREAKS,
                                .inverse = "rename"};

static const sg_op *choose(const sg_object *from, const sg_object *to)
{
    return sg_routine_replaces(from, to) ? &change : NULL;
}

#define AT(member) .offset = offsetof(sg_routine, member)
static const sg_field fields[] = {
    {.key = "arguments", .type = &sg_field_arguments, AT(arguments), .choose = choose},
    {.key = "returns", .type = &sg_field_arguments, AT(returns), .choose = choose},
    {.key = "language", .type = &sg_field_name, AT(language), .op = &change, .required = true},
    {.key = "window", .type = &sg_field_bool, AT(window), .choose = choose},
    {.key = "volatility", .type = &sg_field_word, AT(volatility), .words = sg_routine_volatility, .op = &change},
    {.key = "strict", .type = &sg_field_bool, AT(strict), .op = &change},
    {.key = "leakproof", .type = &sg_field_bool, AT(leakproof), .op = &change},
    {.key = "parallel", .type = &sg_field_word, AT(parallel), .words = sg_routine_parallel, .op = &change},
    {.key = "cost", .type = &sg_field_number, AT(cost), .op = &change},
    {.key = "rows", .type = &sg_field_number, AT(rows), .op = &change},
    {.key = "security", .type = &sg_field_word, AT(security), .words = sg_routine_security, .op = &change},
    {.key = "settings", .type = &sg_field_params, AT(settings), .op = &change},
    {.key = "library", .type = &sg_field_text, AT(library), .op = &change},
    {.key = "sqlBody", .type = &sg_field_text, AT(sql_body), .op = &change},
    {.key = "body", .type = &sg_field_text, AT(body), .op = &change},
    {0}};

const sg_kind sg_kind_function = {
    .name = "function",
    .json_key = "functions",
    .address = "function",
    .size = sizeof(sg_routine),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_ROUTINE | SG_KIND_TALL,
    .order = 42,
    .fields = fields,
    .canonical_name = sg_routine_name,
    .finish = sg_routine_finish,
    .wishes = sg_routine_wishes,
    .create = &create,
    .drop = &drop,
    .rename = &rename_op,
    .replace = &rebuild,
    .identity = identity,
    .grantable = &sg_grantable_function,
    .catalog_sql = sg_kind_function_catalog_sql,
    .guard_sql = sg_kind_function_guard_sql,
};
