/* Procedures. */
#include <stddef.h>

#include "routine.h"

extern const char sg_kind_procedure_catalog_sql[];

#define AT(member) .offset = offsetof(sg_routine, member)
static const sg_field fields[] = {
    {.key = "arguments", .type = &sg_field_arguments, AT(arguments), .choose = sg_routine_choose},
    {.key = "language", .type = &sg_field_name, AT(language), .op = &sg_routine_op_change, .required = true},
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

const sg_kind sg_kind_procedure = {
    .name = "procedure",
    .word = "PROCEDURE",
    .argument_mode = "IN", /* without, the types of all arguments are meant as well, those of OUT too */
    .json_key = "procedures",
    .address = "procedure",
    .size = sizeof(sg_routine),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_ROUTINE | SG_KIND_TALL,
    .order = 44,
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
    .catalog_sql = sg_kind_procedure_catalog_sql,
    .seldom = "pg_proc WHERE oid >= 16384 AND prokind = 'p'",
};
