/* Default privileges in all schemas. */
#include <stddef.h>

#include "default_privileges.h"

extern const char sg_kind_global_default_privilege_catalog_sql[];

static const sg_field fields[] = {SG_DEFAULT_PRIVILEGES_FIELD(tables),    SG_DEFAULT_PRIVILEGES_FIELD(sequences),
                                  SG_DEFAULT_PRIVILEGES_FIELD(functions), SG_DEFAULT_PRIVILEGES_FIELD(types),
                                  SG_DEFAULT_PRIVILEGES_FIELD(schemas),   {0}};

const sg_kind sg_kind_global_default_privilege = {
    .name = "global default privileges",
    .json_key = "globalDefaultPrivileges",
    .size = sizeof(sg_default_privileges),
    .flags = SG_KIND_NO_COMMENT | SG_KIND_REMARK,
    .order = 302,
    .fields = fields,
    .finish = sg_default_privileges_finish,
    .whole = &sg_default_privileges_whole,
    .create = &sg_default_privileges_create,
    .drop = &sg_default_privileges_drop,
    .gives = sg_default_privileges_gives,
    .catalog_sql = sg_kind_global_default_privilege_catalog_sql,
    .seldom = "pg_default_acl",
};
