/* raise.h - the tree of a schema.json as text in the Prisma language: the other way round than lower.h.
 *
 * What the language can say, it says; every key that is left over becomes a directive at what it belongs to, so that
 * lowering the text gives the same tree again. */
#ifndef SG_PSL_RAISE_H
#define SG_PSL_RAISE_H

#include "buf.h"

struct json_object;

/* Appends the text in its tidy layout. `root` is a canonical tree, perhaps with a datasource; it is used up, but still
 * the caller's. */
void sg_psl_raise(struct json_object *root, sg_buf *out);

#endif
