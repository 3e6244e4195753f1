/* Trees of queries as text again, and the names that their results have. */
#include <string.h>

#include "expr_parse.h"
#include "query_tree.h"

/* What the library writes, without what stands before the text; NULL: it cannot write it. */
static const char *text_behind(sg_arena *arena, sg_node *statement, const char *before)
{
    const char *text = sg_statement_text(arena, statement);
    size_t length = strlen(before);
    return text != NULL && strncmp(text, before, length) == 0 ? text + length : NULL;
}

static const char *actions_text(sg_arena *arena, sg_node *statement)
{
    const char *text = text_behind(arena, statement, "CREATE RULE r AS ON UPDATE TO t DO ");
    size_t length = text != NULL ? strlen(text) : 0;
    bool in_parens = length > 2 && *text == '(' && text[length - 1] == ')';
    return in_parens ? sg_arena_strndup(arena, text + 1, length - 2) : text;
}

static const char *body_text(sg_arena *arena, sg_node *statement)
{
    return text_behind(arena, statement, "CREATE FUNCTION f() LANGUAGE sql ");
}

/* RETURN is written as the only statement of a body. */
static const char *inner_text(sg_arena *arena, sg_node *statement, sg_node *inner)
{
    if (inner->node_case != PG_QUERY__NODE__NODE_RETURN_STMT)
        return sg_statement_text(arena, inner);
    PgQuery__CreateFunctionStmt alone = *statement->create_function_stmt;
    sg_node around = *statement;
    alone.sql_body = inner;
    around.create_function_stmt = &alone;
    return body_text(arena, &around);
}

/* The library takes the list of statements in BEGIN ATOMIC for one of expressions: each is written by itself. */
static const char *atomic_text(sg_arena *arena, sg_node *statement, const PgQuery__List *inside)
{
    sg_buf text;
    sg_buf_init(&text);
    sg_buf_add(&text, "BEGIN ATOMIC");
    bool fine = true;
    for (size_t i = 0; fine && i < inside->n_items; i++) {
        const char *one = inner_text(arena, statement, inside->items[i]);
        fine = one != NULL;
        if (fine)
            sg_buf_join(&text, "\n  ", one, ";");
    }
    sg_buf_add(&text, "\nEND");
    const char *result = fine ? sg_arena_strdup(arena, text.data) : NULL;
    sg_buf_release(&text);
    return result;
}

const char *sg_query_text(sg_arena *arena, sg_query_sort sort, sg_node *statement)
{
    switch (sort) {
    case SG_QUERY_COMMANDS:
        return actions_text(arena, statement);
    case SG_QUERY_CONDITION:
        return text_behind(arena, statement, "SELECT WHERE ");
    case SG_QUERY_BODY: {
        const sg_node *body = statement->create_function_stmt->sql_body;
        bool atomic = body->node_case == PG_QUERY__NODE__NODE_LIST && body->list->n_items == 1 &&
                      body->list->items[0]->node_case == PG_QUERY__NODE__NODE_LIST;
        return atomic ? atomic_text(arena, statement, body->list->items[0]->list) : body_text(arena, statement);
    }
    default:
        return sg_statement_text(arena, statement);
    }
}

const char *sg_query_result_name(const sg_node *node)
{
    const char *inner;
    bool foreign;

    switch (node != NULL ? node->node_case : PG_QUERY__NODE__NODE__NOT_SET) {
    case PG_QUERY__NODE__NODE_COLUMN_REF:
        return sg_node_string(node->column_ref->fields[node->column_ref->n_fields - 1]);
    case PG_QUERY__NODE__NODE_FUNC_CALL:
        return sg_node_function(node, &foreign);
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE:
        return sg_query_result_name(node->collate_clause->arg);
    case PG_QUERY__NODE__NODE_CASE_EXPR:
        return sg_query_result_name(node->case_expr->defresult);
    case PG_QUERY__NODE__NODE_A_INDIRECTION:
        inner = sg_node_string(node->a_indirection->indirection[node->a_indirection->n_indirection - 1]);
        return inner != NULL ? inner : sg_query_result_name(node->a_indirection->arg);
    case PG_QUERY__NODE__NODE_TYPE_CAST: {
        const PgQuery__TypeName *type = node->type_cast->type_name;
        inner = sg_query_result_name(node->type_cast->arg);
        return inner != NULL ? inner : type->n_names > 0 ? sg_node_string(type->names[type->n_names - 1]) : NULL;
    }
    default:
        return NULL;
    }
}
