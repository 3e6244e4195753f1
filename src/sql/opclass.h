/* opclass.h - which operator classes need not be said. */
#ifndef SG_OPCLASS_H
#define SG_OPCLASS_H

#include <stdbool.h>

#include "type.h"

/* True when an index of that method has the operator class for a column of the type by default. False where that is not
 * known: for types that users make, and what extensions bring. */
bool sg_opclass_is_default(const char *opclass, const char *method, const sg_sqltype *type);

#endif
