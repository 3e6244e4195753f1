/* query_tree.h - between the files that work on parsed queries; nothing outside this room includes it. */
#ifndef SG_QUERY_TREE_H
#define SG_QUERY_TREE_H

#include "expr_tree.h"
#include "query.h"
#include "vec.h"

/* How a text becomes a statement, and which part of its tree the text is. */
typedef struct sg_query_setting {
    const char *before, *behind;
    sg_node *(*part)(sg_node *statement); /* NULL result: the text is something else */
    const char *complaint;
} sg_query_setting;

extern const sg_query_setting sg_query_settings[]; /* by sg_query_sort */

/* The statement that the text makes, in `scratch`; NULL and `error` (its message in `arena`) on a mistake. */
sg_node *sg_query_statement(sg_arena *scratch, sg_arena *arena, sg_query_sort sort, const char *text,
                            sg_expr_error *error);
/* The text of such a statement, in `arena`; NULL when it cannot be written. It has to be read again: sg_statement_text.
 */
const char *sg_query_text(sg_arena *arena, sg_query_sort sort, sg_node *statement);
/* The name that the server gives to a column of a result; NULL: one that no rename changes. */
const char *sg_query_result_name(const sg_node *node);
/* A * among whose columns one changes its name becomes the list of these columns, with their old names. It stays where
 * not all of them are known; `made` holds the names (const char *) of what WITH makes. */
void sg_query_spell_stars(sg_arena *arena, const sg_query_renames *renames, const sg_vec *made,
                          PgQuery__SelectStmt *select);
/* The hash of sg_query. */
void sg_query_hash(sg_node *part, char hex[SG_SHA256_HEX]);

#endif
