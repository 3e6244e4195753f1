/* The columns that a query names, and what they are of. */
#include <string.h>

#include "query_scope.h"

typedef struct visiting {
    sg_scoping at;
    sg_query_visit *visit;
    void *context;
    size_t ahead; /* bytes before the text in the statement that it makes */
} visiting;

static void visit(const visiting *v, const sg_query_name *relation, const char *column, int place)
{
    if (relation->name != NULL)
        v->visit(v->context, relation, column, (size_t)place - v->ahead);
}

static bool is_result(const PgQuery__SelectStmt *select, const char *name)
{
    for (size_t i = 0; select != NULL && i < select->n_target_list; i++) {
        if (strcmp(select->target_list[i]->res_target->name, name) == 0)
            return true;
    }
    return false;
}

/* What is read, where that is a single relation, and the name stands for nothing else; or NULL. */
static const sg_scope_item *only_item(const visiting *v, const char *name)
{
    const sg_scope_item *only = NULL;
    for (const sg_scope *scope = v->at.scope; scope != NULL; scope = scope->outer) {
        for (const sg_scope_item *it = scope->items; it != NULL; it = it->next) {
            if ((only != NULL && only->relation.name != it->relation.name) || strcmp(it->alias, name) == 0)
                return NULL;
            only = it;
        }
        if (is_result(scope->select, name))
            return NULL;
    }
    return only;
}

static void visit_reference(const visiting *v, const PgQuery__ColumnRef *ref)
{
    const char *name = sg_node_string(ref->fields[ref->n_fields - 1]);
    const char *before = ref->n_fields > 1 ? sg_node_string(ref->fields[ref->n_fields - 2]) : NULL;
    const sg_scope_item *it = name == NULL     ? NULL
                              : before != NULL ? sg_scope_called(v->at.scope, before)
                                               : only_item(v, name);
    if (it != NULL)
        visit(v, &it->relation, name, ref->location);
}

static void visit_message(const visiting *v, const ProtobufCMessage *message)
{
    const sg_set_columns sets = sg_query_sets(message);
    for (size_t i = 0; i < sets.count; i++)
        visit(v, &sets.relation, sets.targets[i]->res_target->name, sets.targets[i]->res_target->location);
    if (message->descriptor == &pg_query__column_ref__descriptor)
        visit_reference(v, (const PgQuery__ColumnRef *)message);
}

static void walk(void *context, ProtobufCMessage *message)
{
    visiting *v = context;
    sg_scope inner;
    const sg_scope *outer = v->at.scope;

    visit_message(v, message);
    if (sg_scope_open(&v->at, message, &inner))
        v->at.scope = &inner;
    sg_message_each_part(message, walk, v);
    v->at.scope = outer;
}

void sg_query_each_column(sg_query_sort sort, const char *text, sg_query_name own, sg_query_visit *visit_column,
                          void *context)
{
    visiting v = {.visit = visit_column, .context = context, .ahead = strlen(sg_query_settings[sort].before)};
    sg_arena *arena = sg_arena_new();
    sg_expr_error error;
    sg_node *statement = sg_query_statement(arena, arena, sort, text, &error);
    if (statement != NULL) {
        sg_node *part = sg_query_settings[sort].part(statement);
        sg_scoping_begin(&v.at, arena, part, &own);
        walk(&v, &part->base);
        sg_scoping_end(&v.at);
    }
    sg_arena_free(arena);
}
