/* query.h - whole queries (the bodies of views), parsed offline with PostgreSQL's own grammar.
 *
 * What a query means depends on the relations that it names, so no canonical text is made: two queries are the same
 * here when their trees are, whatever their white space, comments and letter case, and the names that no one sees of
 * columns in the further parts of a union. The server decides the rest. */
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

/* What may be a whole row: the name that a query calls a relation stands where a column could. */
typedef struct sg_query_row {
    sg_query_name relation;
    const char *alias;
} sg_query_row;

typedef struct sg_query {
    char hash[SG_SHA256_HEX];       /* of the tree, without places in the text */
    const sg_query_name *relations; /* tables and views that it reads, each once; names that it makes itself left out */
    size_t relation_count;
    const char *const *columns; /* names of all columns that it mentions, each once */
    size_t column_count;
    bool all_columns;         /* a * is among them */
    const sg_query_row *rows; /* what it may have as values */
    size_t row_count;
    const char *const *calls; /* as in sg_expr */
    size_t call_count;
    const sg_query_name *types; /* of casts, each once */
    size_t type_count;
    const char *const *literals; /* as in sg_expr */
    size_t literal_count;
    const char *const *targets; /* hash of each column of its result, name and expression */
    const char *const *results; /* names of these columns; NULL: not all are plain to see */
    size_t target_count;
} sg_query;

/* What a text is. */
typedef enum sg_query_sort {
    SG_QUERY_SELECT,    /* one SELECT, VALUES or WITH query, without a semicolon */
    SG_QUERY_CONDITION, /* a condition in which sub-queries may stand, as in a policy; it has no targets */
    SG_QUERY_BODY,      /* of a routine: RETURN <expression>, or BEGIN ATOMIC ... END; no targets either */
    SG_QUERY_COMMANDS   /* of a rule: SELECT, INSERT, UPDATE, DELETE and NOTIFY with semicolons between them */
} sg_query_sort;

/* NULL on a mistake, described in `error` (its message in `arena`). */
const sg_query *sg_query_parse(sg_arena *arena, sg_query_sort sort, const char *text, sg_expr_error *error);

typedef enum sg_query_part { SG_QUERY_RELATION, SG_QUERY_TYPE, SG_QUERY_FUNCTION } sg_query_part;

/* New names for what queries name. A schema is NULL where none is written. */
typedef struct sg_query_renames {
    /* True: both are what they are to be now. NULL: none changes. */
    bool (*global)(void *context, sg_query_part part, const char **schema, const char **name);
    /* As in sg_expr_renames; NULL: none changes. */
    const char *(*literal)(void *context, const char *type, const char *text);
    /* The new name of a column; NULL: it stays, or there is none. May be NULL. */
    const char *(*column)(void *context, const sg_query_name *relation, const char *column);
    /* Whether the relation has such a column; false too where its columns are not known. */
    bool (*has_column)(void *context, const sg_query_name *relation, const char *column);
    /* The columns of a relation with their old names, one by one; NULL behind the last one, and where they are not
     * known. Goes with `column`. */
    const char *(*column_at)(void *context, const sg_query_name *relation, size_t index);
    const sg_expr_labels *labels; /* NULL: none changes */
    /* The type of a column whose value a label may be; NULL: not known. */
    const sg_sqltype *(*column_type)(void *context, const sg_query_name *relation, const char *column);
    sg_query_name own; /* the relation of which a condition or commands speak; its name NULL: of none */
    void *context;
} sg_query_renames;
/* The query with other names and labels, and with the names of its result as they were, in `arena`. The text itself
 * where nothing changes, and where there is no such query: what * stands for may not be known. */
const char *sg_query_rename(sg_arena *arena, sg_query_sort sort, const char *text, const sg_query_renames *renames);

/* Told of each column that a text names, where only `relation` can have it: the relation or its alias stands before the
 * column, or nothing else is read. `at`: the place in the text. `own` as in sg_query_renames. Not for bodies: what they
 * name may be an argument. */
typedef void sg_query_visit(void *context, const sg_query_name *relation, const char *column, size_t at);
void sg_query_each_column(sg_query_sort sort, const char *text, sg_query_name own, sg_query_visit *visit,
                          void *context);

/* Any number of statements, as a body in quotes holds them; no targets. */
const sg_query *sg_query_parse_statements(sg_arena *arena, const char *text, sg_expr_error *error);

/* True when CREATE OR REPLACE VIEW takes `after` in the place of `before`: the columns of the result are there as they
 * were, and new ones stand behind them. */
bool sg_query_extends(const sg_query *after, const sg_query *before);

#endif
