/* method.h - the access methods of indexes and exclusion constraints. */
#ifndef SG_METHOD_H
#define SG_METHOD_H

#include "elements.h"

/* Refuses what the object's access method cannot do with its elements, which stand at `key`, and the columns that it
 * includes. Of the methods that extensions bring only the server knows. */
void sg_method_check(sg_model *model, const sg_object *object, const char *method, const char *key,
                     const sg_elements *elements, const sg_names *include, sg_diags *diags);

#endif
