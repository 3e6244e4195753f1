/* expr_parse.h - from text to tree and back, without a cache. */
#ifndef SG_EXPR_PARSE_H
#define SG_EXPR_PARSE_H

#include <stdbool.h>

#include "expr.h"
#include "expr_tree.h"

/* The tree of exactly one expression, in `scratch`. NULL and `error` (texts in `arena`) when it is none. */
sg_node *sg_expr_tree(sg_arena *scratch, sg_arena *arena, const char *text, sg_expr_error *error);

/* The text of a tree in `arena`; NULL when it cannot be written so that it would be read as the same tree. */
const char *sg_expr_text(sg_arena *scratch, sg_arena *arena, sg_node *root);

#endif
