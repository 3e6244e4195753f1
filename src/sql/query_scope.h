/* query_scope.h - what can be named where a walk through a query stands; nothing outside this room includes it. */
#ifndef SG_QUERY_SCOPE_H
#define SG_QUERY_SCOPE_H

#include "query_tree.h"

/* What stands in a FROM clause. */
typedef struct sg_scope_item {
    struct sg_scope_item *next;
    const char *alias;
    sg_query_name relation; /* its name NULL: a sub-query, a function, a query of WITH, or with columns renamed here */
    bool bare;              /* without an alias of its own */
} sg_scope_item;

typedef struct sg_scope {
    const struct sg_scope *outer;
    sg_scope_item *items;
    const PgQuery__SelectStmt *select; /* NULL: another statement */
} sg_scope;

typedef struct sg_scoping {
    sg_arena *arena;
    const sg_scope *scope; /* the innermost; NULL: none */
    sg_vec made;           /* names of WITH queries: const char */
} sg_scoping;

/* At the beginning of the walk; `own` as in sg_query_renames. */
void sg_scoping_begin(sg_scoping *scoping, sg_arena *arena, sg_node *part, const sg_query_name *own);
void sg_scoping_end(sg_scoping *scoping);

/* The scope that a statement opens for its parts; false for another message. */
bool sg_scope_open(const sg_scoping *scoping, const ProtobufCMessage *message, sg_scope *inner);
/* What a reference begins with; NULL: nothing that is in FROM. */
const sg_scope_item *sg_scope_called(const sg_scope *scope, const char *alias);

/* The columns that a statement sets. */
typedef struct sg_set_columns {
    sg_query_name relation;
    sg_node *const *targets;
    size_t count;
} sg_set_columns;

/* Of INSERT and UPDATE; none of another message. */
sg_set_columns sg_query_sets(const ProtobufCMessage *message);

sg_query_name sg_range_name(const PgQuery__RangeVar *range);
/* True for what one of the WITH queries makes. */
bool sg_range_is_made(const sg_vec *made, const PgQuery__RangeVar *range);

#endif
