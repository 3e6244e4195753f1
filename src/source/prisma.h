/* prisma.h - a schema in the Prisma language as the tree of a schema.json. */
#ifndef SG_PRISMA_H
#define SG_PRISMA_H

#include "model.h"

struct json_object;

/* The tree of a .prisma file or a folder of them; the caller releases it. Sets the model's positions. NULL on errors
 * (reported). */
struct json_object *sg_prisma_tree(const char *path, sg_model *model, sg_diags *diags);

#endif
