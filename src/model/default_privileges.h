/* default_privileges.h - what ALTER DEFAULT PRIVILEGES keeps, in a schema or everywhere: two kinds, named by the role
 * that makes the new objects. */
#ifndef SG_DEFAULT_PRIVILEGES_H
#define SG_DEFAULT_PRIVILEGES_H

#include "kind.h"
#include "step.h"

typedef struct sg_default_privileges {
    sg_object base;
    sg_grants tables, sequences, functions, types, schemas;
} sg_default_privileges;

extern const sg_field_type sg_field_default_grants; /* [sg_grants] named by the field's key */
extern const sg_aspect sg_default_privileges_whole;
extern const sg_op sg_default_privileges_create, sg_default_privileges_drop, sg_default_privileges_set;

/* A field of sg_default_privileges. */
#define SG_DEFAULT_PRIVILEGES_FIELD(of)                                                              \
    {                                                                                                \
        .key = #of, .type = &sg_field_default_grants, .offset = offsetof(sg_default_privileges, of), \
        .op = &sg_default_privileges_set                                                             \
    }

void sg_default_privileges_finish(sg_model *model, sg_object *object, sg_diags *diags);
const sg_grants *sg_default_privileges_gives(const sg_object *object, const sg_grantable *grantable);

#endif
