/* What can be named where. */
#include "query_scope.h"

#include <string.h>

sg_query_name sg_range_name(const PgQuery__RangeVar *range)
{
    return (sg_query_name){*range->schemaname != '\0' ? range->schemaname : NULL, range->relname};
}

bool sg_range_is_made(const sg_vec *made, const PgQuery__RangeVar *range)
{
    for (size_t i = 0; i < made->count && *range->schemaname == '\0'; i++) {
        if (strcmp(made->items[i], range->relname) == 0)
            return true;
    }
    return false;
}

sg_set_columns sg_query_sets(const ProtobufCMessage *message)
{
    if (message->descriptor == &pg_query__insert_stmt__descriptor) {
        const PgQuery__InsertStmt *insert = (const PgQuery__InsertStmt *)message;
        return (sg_set_columns){sg_range_name(insert->relation), insert->cols, insert->n_cols};
    }
    if (message->descriptor == &pg_query__update_stmt__descriptor) {
        const PgQuery__UpdateStmt *update = (const PgQuery__UpdateStmt *)message;
        return (sg_set_columns){sg_range_name(update->relation), update->target_list, update->n_target_list};
    }
    return (sg_set_columns){.count = 0};
}

static void note_made(void *context, sg_node *node)
{
    sg_scoping *scoping = context;
    if (node->node_case == PG_QUERY__NODE__NODE_COMMON_TABLE_EXPR)
        sg_vec_push(&scoping->made, node->common_table_expr->ctename);
}

static const sg_scope *scope_of(sg_arena *arena, const sg_query_name *own)
{
    const sg_scope_item items[] = {
        {.alias = own->name, .relation = *own, .bare = true},
        {.alias = "old", .relation = *own},
        {.alias = "new", .relation = *own},
    };
    sg_scope *scope = SG_NEW(arena, sg_scope);
    for (size_t i = sizeof items / sizeof *items; i-- > 0;) {
        sg_scope_item *added = SG_NEW(arena, sg_scope_item);
        *added = items[i];
        added->next = scope->items;
        scope->items = added;
    }
    return scope;
}

void sg_scoping_begin(sg_scoping *scoping, sg_arena *arena, sg_node *part, const sg_query_name *own)
{
    *scoping = (sg_scoping){.arena = arena, .scope = own->name != NULL ? scope_of(arena, own) : NULL};
    sg_node_walk(part, note_made, scoping);
}

void sg_scoping_end(sg_scoping *scoping)
{
    sg_vec_release(&scoping->made);
}

static void add_item(const sg_scoping *scoping, sg_scope *scope, const PgQuery__RangeVar *range,
                     const PgQuery__Alias *alias)
{
    bool columns_of_its_own = alias != NULL && alias->n_colnames > 0;
    sg_scope_item *added = SG_NEW(scoping->arena, sg_scope_item);
    *added =
        (sg_scope_item){.next = scope->items, .alias = alias != NULL ? alias->aliasname : "", .bare = alias == NULL};
    if (range != NULL && alias == NULL)
        added->alias = range->relname;
    if (range != NULL && !sg_range_is_made(&scoping->made, range) && !columns_of_its_own)
        added->relation = sg_range_name(range);
    scope->items = added;
}

static void add_from(const sg_scoping *scoping, sg_scope *scope, const sg_node *node)
{
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_RANGE_VAR:
        add_item(scoping, scope, node->range_var, node->range_var->alias);
        break;
    case PG_QUERY__NODE__NODE_JOIN_EXPR:
        add_from(scoping, scope, node->join_expr->larg);
        add_from(scoping, scope, node->join_expr->rarg);
        break;
    case PG_QUERY__NODE__NODE_RANGE_SUBSELECT:
        add_item(scoping, scope, NULL, node->range_subselect->alias);
        break;
    case PG_QUERY__NODE__NODE_RANGE_FUNCTION:
        add_item(scoping, scope, NULL, node->range_function->alias);
        break;
    default:
        add_item(scoping, scope, NULL, NULL);
    }
}

static void add_all(const sg_scoping *scoping, sg_scope *scope, sg_node *const *nodes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_from(scoping, scope, nodes[i]);
}

bool sg_scope_open(const sg_scoping *scoping, const ProtobufCMessage *message, sg_scope *inner)
{
    *inner = (sg_scope){.outer = scoping->scope};
    if (message->descriptor == &pg_query__select_stmt__descriptor) {
        inner->select = (const PgQuery__SelectStmt *)message;
        add_all(scoping, inner, inner->select->from_clause, inner->select->n_from_clause);
    } else if (message->descriptor == &pg_query__insert_stmt__descriptor) {
        const PgQuery__InsertStmt *insert = (const PgQuery__InsertStmt *)message;
        add_item(scoping, inner, insert->relation, insert->relation->alias);
    } else if (message->descriptor == &pg_query__update_stmt__descriptor) {
        const PgQuery__UpdateStmt *update = (const PgQuery__UpdateStmt *)message;
        add_item(scoping, inner, update->relation, update->relation->alias);
        add_all(scoping, inner, update->from_clause, update->n_from_clause);
    } else if (message->descriptor == &pg_query__delete_stmt__descriptor) {
        const PgQuery__DeleteStmt *delete = (const PgQuery__DeleteStmt *)message;
        add_item(scoping, inner, delete->relation, delete->relation->alias);
        add_all(scoping, inner, delete->using_clause, delete->n_using_clause);
    } else {
        return false;
    }
    return true;
}

const sg_scope_item *sg_scope_called(const sg_scope *scope, const char *alias)
{
    for (; scope != NULL; scope = scope->outer) {
        for (const sg_scope_item *it = scope->items; it != NULL; it = it->next) {
            if (strcmp(it->alias, alias) == 0)
                return it;
        }
    }
    return NULL;
}
