/* expr.h - SQL expressions, parsed offline with PostgreSQL's own grammar (libpg_query).
 *
 * Parsing costs tens of microseconds, so results are kept by text, and texts that
 * are plainly canonical (numbers, quoted strings, name(), true, false, null,
 * current_timestamp) never reach the parser. */
#ifndef SG_EXPR_H
#define SG_EXPR_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

typedef struct sg_expr {
    const char *text;            /* canonical offline spelling */
    const char *const *columns;  /* distinct names of unqualified (or last part of qualified) column references */
    size_t column_count;
    const char *const *functions; /* distinct names of called functions, lower case, schema left out */
    size_t function_count;
    bool is_constant;            /* a literal, perhaps signed or cast */
    bool is_bare_word;           /* nothing but one unquoted, unqualified identifier */
} sg_expr;

typedef struct sg_expr_error {
    const char *message; /* PostgreSQL's own text */
    size_t at;           /* byte offset in the expression */
} sg_expr_error;

typedef struct sg_exprs sg_exprs;

/* A cache; results live in `arena`. */
sg_exprs *sg_exprs_new(sg_arena *arena);
void sg_exprs_free(sg_exprs *exprs);

/* One scalar expression (exactly one: "1, 2" and "1; DROP TABLE x" are errors). NULL on a mistake, described in `error`.
 * Canonical: keywords and unquoted names folded, white space and redundant parentheses gone, casts
 * written `x::type` with the type's canonical name, a string literal cast to text-like types loses the cast
 * ('x'::text is 'x'; so is 'x'::character varying), != is <>, a IN (1,2) stays IN while = ANY (ARRAY[1,2]) becomes IN (1, 2). */
const sg_expr *sg_expr_parse(sg_exprs *exprs, const char *text, sg_expr_error *error);

/* The expression with every reference to a column renamed for which `rename(context, column)` returns a
 * new name (NULL: leave). Canonical text in `arena`; an expression that does not parse comes back unchanged. */
const char *sg_expr_rename(sg_exprs *exprs, const char *text, const char *(*rename)(void *context, const char *column),
                           void *context);

/* True when the expression calls a function that is VOLATILE or not known to be otherwise
 * (random, gen_random_uuid, clock_timestamp, nextval, any user function): adding a column
 * with such a default rewrites the table. now() and current_timestamp are STABLE. */
bool sg_expr_is_volatile(const sg_expr *expr);

#endif
