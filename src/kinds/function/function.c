/* Functions. */
#include <stddef.h>

#include "routine.h"

extern const char sg_kind_function_catalog_sql[], sg_kind_function_guard_sql[];

#define AT(member) .offset = offsetof(sg_routine, member)
static const sg_field fields[] = {
    {.key = "arguments", .type = &sg_field_arguments, AT(arguments), .choose = sg_routine_choose},
    {.key = "returns", .type = &sg_field_arguments, AT(returns), .choose = sg_routine_choose},
    {.key = "language", .type = &sg_field_name, AT(language), .op = &sg_routine_op_change, .required = true},
    {.key = "window", .type = &sg_field_bool, AT(window), .choose = sg_routine_choose},
    {.key = "volatility",
     .type = &sg_field_word,
     AT(volatility),
     .words = sg_routine_volatility,
     .op = &sg_routine_op_change},
    {.key = "strict", .type = &sg_field_bool, AT(strict), .op = &sg_routine_op_change},
    {.key = "leakproof", .type = &sg_field_bool, AT(leakproof), .op = &sg_routine_op_change},
    {.key = "parallel",
     .type = &sg_field_word,
     AT(parallel),
     .words = sg_routine_parallel,
     .op = &sg_routine_op_change},
    {.key = "cost", .type = &sg_field_number, AT(cost), .op = &sg_routine_op_change},
    {.key = "rows", .type = &sg_field_number, AT(rows), .op = &sg_routine_op_change},
    {.key = "security",
     .type = &sg_field_word,
     AT(security),
     .words = sg_routine_security,
     .op = &sg_routine_op_change},
    {.key = "settings", .type = &sg_field_params, AT(settings), .op = &sg_routine_op_change},
    {.key = "library", .type = &sg_field_text, AT(library), .op = &sg_routine_op_change},
    {.key = "sqlBody", .type = &sg_field_body, AT(sql_body), .op = &sg_routine_op_change},
    {.key = "body", .type = &sg_field_text, AT(body), .op = &sg_routine_op_change},
    {0}};

const sg_kind sg_kind_function = {
    .name = "function",
    .word = "FUNCTION",
    .json_key = "functions",
    .address = "function",
    .size = sizeof(sg_routine),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_ROUTINE | SG_KIND_TALL,
    .order = 42,
    .fields = fields,
    .canonical_name = sg_routine_name,
    .finish = sg_routine_finish,
    .wishes = sg_routine_wishes,
    .whole = &sg_routine_whole,
    .create = &sg_routine_op_create,
    .drop = &sg_routine_op_drop,
    .rename = &sg_routine_op_rename,
    .replace = &sg_routine_op_rebuild,
    .identity = sg_routine_identity,
    .grantable = &sg_grantable_function,
    .catalog_sql = sg_kind_function_catalog_sql,
    .seldom = "pg_proc WHERE oid >= 16384 AND prokind IN ('f', 'w')",
    .guard_sql = sg_kind_function_guard_sql,
};
