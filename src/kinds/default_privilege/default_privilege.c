/* Default privileges in a schema. */
#include <stddef.h>

#include "default_privileges.h"

extern const char sg_kind_default_privilege_catalog_sql[];
extern const char sg_kind_default_privilege_guard_sql[];

static const sg_field fields[] = {SG_DEFAULT_PRIVILEGES_FIELD(tables),
                                  SG_DEFAULT_PRIVILEGES_FIELD(sequences),
                                  SG_DEFAULT_PRIVILEGES_FIELD(functions),
                                  SG_DEFAULT_PRIVILEGES_FIELD(types),
                                  {0}};

const sg_kind sg_kind_default_privilege = {
    .name = "default privileges",
    .json_key = "defaultPrivileges",
    .size = sizeof(sg_default_privileges),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_NO_COMMENT | SG_KIND_REMARK,
    .order = 300,
    .fields = fields,
    .finish = sg_default_privileges_finish,
    .whole = &sg_default_privileges_whole,
    .create = &sg_default_privileges_create,
    .drop = &sg_default_privileges_drop,
    .gives = sg_default_privileges_gives,
    .catalog_sql = sg_kind_default_privilege_catalog_sql,
    .seldom = "pg_default_acl",
    .guard_sql = sg_kind_default_privilege_guard_sql,
};
