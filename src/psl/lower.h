/* lower.h - a Prisma schema as the tree of a schema.json, with the names that Prisma gives to everything. */
#ifndef SG_PSL_LOWER_H
#define SG_PSL_LOWER_H

#include "names.h"

struct json_object;

/* The tree, always in long form, or NULL (all mistakes reported). The caller releases it with json_object_put.
 * Values know their places as long as the sink of `names` lives. */
struct json_object *sg_psl_lower(const sg_psl_names *names);

/* An sg_locate_fn whose context is the tree: the place of the value, or of the nearest one around it. */
sg_span sg_psl_locate(void *root, const char *pointer, bool key);

#endif
