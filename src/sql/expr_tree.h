/* expr_tree.h - between the files that work on parsed expressions; nothing outside this room includes it.
 *
 * Trees are libpg_query's, unpacked into a scratch arena; rewriting links new nodes
 * into them, and everything goes with the arena. */
#ifndef SG_EXPR_TREE_H
#define SG_EXPR_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include <pg_query/pg_query.pb-c.h>

#include "arena.h"
#include "buf.h"
#include "expr.h"
#include "type.h"

typedef PgQuery__Node sg_node;

/* Every node below `node` and itself, children first; the visitor may change what it is given. */
typedef void (*sg_node_visitor)(void *context, sg_node *node);
void sg_node_walk(sg_node *node, sg_node_visitor visit, void *context);
/* The messages directly below one. */
typedef void (*sg_message_visitor)(void *context, ProtobufCMessage *message);
void sg_message_each_part(ProtobufCMessage *message, sg_message_visitor visit, void *context);
/* Sets the places in the text, the one thing in which two readings of the same expression differ, to 0. */
void sg_node_forget_places(ProtobufCMessage *message);

/* The text of a String node, NULL when it is none. */
const char *sg_node_string(const sg_node *node);
/* The text of a quoted literal, NULL when it is none or no node at all. */
const char *sg_node_literal(const sg_node *node);
/* NULL without a cast; false for no node at all. */
bool sg_node_is_null(const sg_node *node);
/* True for a number without quotes; its text, sign included, goes to `buf`. */
bool sg_node_number(const sg_node *node, sg_buf *buf);
/* The last part of a reference to a column, NULL for whole rows and other nodes. */
const char *sg_node_column(const sg_node *node);
/* What the server calls a column of an index that is the expression. */
const char *sg_node_label(const sg_node *root);
/* Name of a function call without its schema. `*foreign`: a schema other than pg_catalog was written. */
const char *sg_node_function(const sg_node *node, bool *foreign);
/* The schema of a function call; "public": none was written. */
const char *sg_node_function_schema(const sg_node *node);
/* How a function is called (call.c), NULL for other nodes. */
const char *sg_node_call(sg_arena *arena, const sg_expr_scope *scope, const sg_node *node);
/* The operator of an A_Expr when no schema was written, else "". */
const char *sg_node_operator(const sg_node *node);
/* The type of a cast; false when it is no type that a column may have. */
bool sg_node_type(sg_arena *arena, const PgQuery__TypeName *name, sg_sqltype *type);

/* What names something of the type ('english' in to_tsvector('english', body) and 'english'::regconfig), should it be
 * a literal; NULL where nothing is named. */
sg_node *sg_node_naming(const sg_node *node, const char **type);
/* That literal, or as a regcollation what stands behind COLLATE; NULL where there is neither. */
const char *sg_node_named(sg_arena *arena, const sg_node *node, const char **type);
/* Such a node names something else. */
void sg_node_name(sg_arena *arena, sg_node *node, const char *text);

/* True for a cast to a type without modifiers; says to which. */
bool sg_node_plain_cast(sg_arena *arena, const sg_node *node, sg_sqltype *type);

/* Nodes become something else in place; new parts are in the arena. */
void sg_node_set_number(sg_arena *arena, sg_node *node, const char *text);
void sg_node_set_word(sg_arena *arena, sg_node *node, bool value);
/* The parts of a name, as trees hold them; `schema` may be NULL. */
sg_node **sg_node_names(sg_arena *arena, const char *schema, const char *name, size_t *count);
void sg_node_set_operator(sg_arena *arena, sg_node *node, const char *name, sg_node *left, sg_node *right);
void sg_node_set_cast(sg_arena *arena, sg_node *node, sg_node *argument, PgQuery__TypeName *type);
sg_node *sg_node_copy(sg_arena *arena, const sg_node *node);

/* The canonical text after `rewrite` changed the tree, whose new parts go into `scratch`; the text itself when it did
 * not (false), or when the text does not parse. */
const char *sg_exprs_rewrite(sg_exprs *exprs, const char *text,
                             bool (*rewrite)(void *context, sg_arena *scratch, sg_node *root), void *context);

/* The type of a node where it can be told from `scope`, casts and well-known operators; `*is_enum` is set too. */
bool sg_node_infer(sg_arena *arena, const sg_expr_scope *scope, const sg_node *node, sg_sqltype *type, bool *is_enum);
/* The labels of an enum in literals directly below the node get other names, see sg_expr_relabel. */
void sg_node_relabel(sg_arena *arena, const sg_expr_scope *scope, const sg_expr_labels *labels, sg_node *node);
/* The same for a value that becomes one of type `target`. */
void sg_node_relabel_value(sg_arena *arena, const sg_expr_labels *labels, const sg_sqltype *target, sg_node *value);
/* text or varchar: types that share all their operators. */
bool sg_sqltype_is_text(const sg_sqltype *type);
/* value = ANY (array) */
void sg_node_relax_element(sg_arena *arena, const sg_expr_scope *scope, sg_node *value, const sg_node *array);
/* Arguments of built-in functions. */
void sg_node_relax_call(sg_arena *arena, const sg_expr_scope *scope, sg_node *node);
/* A whole expression that becomes a value of type `target` (NULL: not known). */
void sg_node_relax_root(sg_arena *arena, sg_node *root, const sg_sqltype *target);

/* Whole numbers as SQL writes them, one sign at most. */
bool sg_number_whole(const char *text, long long *value);
/* The same with digits behind a point. */
bool sg_number_decimal(const char *text);

/* Rewrites to the canonical form; `scope` may be NULL. */
void sg_node_canonical(sg_arena *arena, sg_node *root, const sg_expr_scope *scope);
/* Takes casts off the operands of one operation where the other operands give the same type anyway. */
void sg_node_relax(sg_arena *arena, const sg_expr_scope *scope, const char *op, sg_node **operands, size_t count);
/* The same for values of which one is chosen: COALESCE, CASE. */
void sg_node_relax_alike(sg_arena *arena, const sg_expr_scope *scope, sg_node **values, size_t count);

/* Appends the text. False when a node is met that this printer does not know (sub-selects, windows, XML). */
bool sg_node_print(sg_buf *buf, sg_arena *arena, const sg_node *root);

#endif
