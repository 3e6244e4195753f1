/* query.h - whole queries (the bodies of views), parsed offline with PostgreSQL's own grammar.
 *
 * What a query means depends on the relations that it names, so no canonical text is made: two queries are the same
 * here when their trees are, whatever their white space, comments and letter case. The server decides the rest. */
#ifndef SG_QUERY_H
#define SG_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "expr.h"
#include "hash.h"

typedef struct sg_query_name {
    const char *schema; /* NULL: not written */
    const char *name;
} sg_query_name;

typedef struct sg_query {
    char hash[SG_SHA256_HEX];       /* of the tree, without places in the text */
    const sg_query_name *relations; /* tables and views that it reads, each once; names that it makes itself left out */
    size_t relation_count;
    const char *const *columns; /* names of all columns that it mentions, each once */
    size_t column_count;
    bool all_columns;             /* a * or a whole row is among them */
    const char *const *functions; /* names of all functions that it calls, each once, schemas left out */
    size_t function_count;
    const char *const *targets; /* hash of each column of its result, name and expression */
    size_t target_count;
} sg_query;

/* One SELECT, VALUES or WITH query, without a semicolon. NULL on a mistake, described in `error` (its message in
 * `arena`). */
const sg_query *sg_query_parse(sg_arena *arena, const char *text, sg_expr_error *error);

/* A condition in which sub-queries may stand, as in a policy; it has no targets. */
const sg_query *sg_condition_parse(sg_arena *arena, const char *text, sg_expr_error *error);
/* The same for the body of a routine: RETURN <expression>, or BEGIN ATOMIC ... END. It has no targets. */
const sg_query *sg_query_parse_body(sg_arena *arena, const char *text, sg_expr_error *error);
/* The same for what a rule does: SELECT, INSERT, UPDATE, DELETE and NOTIFY with semicolons between them. */
const sg_query *sg_commands_parse(sg_arena *arena, const char *text, sg_expr_error *error);

/* Any number of statements, as a body in quotes holds them; no targets. */
const sg_query *sg_query_parse_statements(sg_arena *arena, const char *text, sg_expr_error *error);

/* True when CREATE OR REPLACE VIEW takes `after` in the place of `before`: the columns of the result are there as they
 * were, and new ones stand behind them. */
bool sg_query_extends(const sg_query *after, const sg_query *before);

#endif
