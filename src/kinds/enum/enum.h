/* enum.h - inside the enum folder only. */
#ifndef SG_ENUM_H
#define SG_ENUM_H

#include "json.h"
#include "kind.h"
#include "step.h"

typedef struct sg_enum {
    sg_object base;
    sg_names values;
    const char **renamed_from; /* per value, NULL: no hint */
    bool forgetful;            /* of a database, which remembers none */
} sg_enum;

/* The list of values, some with the names that they had. */
extern const sg_field_type sg_enum_values_field;

bool sg_enum_has(const sg_enum *self, const char *value);
/* What `value` of `from` is called in `to`, by the hints of either side; NULL: as before. */
const char *sg_enum_new_name(const sg_enum *from, const sg_enum *to, const char *value);
/* True when a value of `from` is renamed to `value`. */
bool sg_enum_is_new_name(const sg_enum *from, const sg_enum *to, const char *value);
/* True when `value` of `to` stands in `from`, under this name or the one before. */
bool sg_enum_is_old(const sg_enum *from, const sg_enum *to, const char *value);
/* True when the old values, renamed, stand in the new list in their old order: nothing but additions. */
bool sg_enum_only_adds(const sg_enum *from, const sg_enum *to);
/* Forgets hints that the way from `from` has used up. */
void sg_enum_settle(const sg_object *from, sg_object *to);
/* False, and a diagnostic, when a hint names a value that never was. */
bool sg_enum_check_hints(sg_step *step, const sg_model *model, sg_diags *diags);
/* Reports what names a value that the enum has not. */
void sg_enum_check_uses(sg_model *model, sg_object *object, sg_diags *diags);

#endif
