/* psl_tree.h - what a text in the Prisma language is lowered to. */
#ifndef SG_TEST_PSL_TREE_H
#define SG_TEST_PSL_TREE_H

#include "lower.h"

/* The tree of a text, which is the same in parts, or NULL; the sink keeps the places alive. The caller releases it. */
struct json_object *psl_tree(const char *text, sg_diags *diags);

/* One member of the tree as JSON with ' for ", or the first error's message; to be freed. */
char *psl_show(const char *text, const char *member);

#endif
