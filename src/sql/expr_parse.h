/* expr_parse.h - from text to tree and back, without a cache. */
#ifndef SG_EXPR_PARSE_H
#define SG_EXPR_PARSE_H

#include <stdbool.h>

#include "expr.h"
#include "expr_tree.h"

/* What the parser may be given. Its own recursion has no limit, so deep texts are refused before it sees them. */
typedef struct sg_expr_limits {
    size_t bytes;
    const char *too_long; /* the message beyond that */
    size_t depth;         /* tokens of one level of parentheses up to the next comma, inner levels included */
} sg_expr_limits;
/* False, and the reason in `error`, for a text that is empty, unclosed brackets aside, or beyond the limits. */
bool sg_expr_check_text(const char *text, const sg_expr_limits *limits, sg_expr_error *error);

/* The parsed statements of a text, in `scratch`. NULL and `error` (its message in `arena`) on a mistake; its place
 * counts from the byte `from` of the text. */
PgQuery__ParseResult *sg_statement_tree(sg_arena *scratch, sg_arena *arena, const char *text, size_t from,
                                        sg_expr_error *error);

/* The statement as the library's own printer writes it, in `arena`; NULL when it does not know it. That has mistakes,
 * so the text has to be read again. */
const char *sg_statement_text(sg_arena *arena, sg_node *root);

/* The tree of exactly one expression, in `scratch`. NULL and `error` (texts in `arena`) when it is none. */
sg_node *sg_expr_tree(sg_arena *scratch, sg_arena *arena, const char *text, sg_expr_error *error);

/* The text of a tree in `arena`; NULL when it cannot be written so that it would be read as the same tree. */
const char *sg_expr_text(sg_arena *scratch, sg_arena *arena, sg_node *root);

#endif
