/* lower.h - a Prisma schema as the tree of a schema.json, with the names that Prisma gives to everything. */
#ifndef SG_PSL_LOWER_H
#define SG_PSL_LOWER_H

#include "names.h"

struct json_object;

/* The tree, always in long form, or NULL (all mistakes reported). The caller releases it with json_object_put.
 * Values know their places as long as the sink of `names` lives. */
struct json_object *sg_psl_lower(const sg_psl_names *names);
/* The same in parts: `take` gets, and takes over, one after the other, roots with some of the tables, and at last one
 * with all else. False when there is a mistake (reported), or `take` has said so. */
bool sg_psl_lower_parts(const sg_psl_names *names, bool (*take)(void *context, struct json_object *part),
                        void *context);

/* The place of the value in the tree, or of the nearest one around it; see sg_locate_fn. */
sg_span sg_psl_locate(struct json_object *root, const char *pointer, bool key);

#endif
