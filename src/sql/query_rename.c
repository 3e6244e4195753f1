/* New names for what queries name: the tree is changed and written anew. */
#include <string.h>

#include "expr_parse.h"
#include "query_scope.h"

typedef struct renaming {
    sg_arena *arena;
    const sg_query_renames *renames;
    sg_scoping at;
    sg_expr_labels labels; /* those of `renames`, noting that something changes */
    bool changed;
    bool failed; /* the result would have other names than before */
} renaming;

/* What has the column that is named alone. Where something stands beside it whose columns are not known, the column is
 * taken for one of that. */
static const sg_scope_item *item_with(const renaming *r, const char *column)
{
    for (const sg_scope *s = r->at.scope; s != NULL; s = s->outer) {
        bool unknown = false;
        for (const sg_scope_item *it = s->items; it != NULL; it = it->next) {
            if (it->relation.name != NULL && r->renames->has_column(r->renames->context, &it->relation, column))
                return it;
            unknown |= it->relation.name == NULL;
        }
        if (unknown)
            return NULL;
    }
    return NULL;
}

/* Names */

static const char *new_column(const renaming *r, const sg_query_name *relation, const char *column)
{
    return r->renames->column != NULL ? r->renames->column(r->renames->context, relation, column) : NULL;
}

static void set_text(renaming *r, sg_node *node, const char *text)
{
    node->string->sval = sg_arena_strdup(r->arena, text);
    r->changed = true;
}

static bool new_name(const renaming *r, sg_query_part part, const char **schema, const char **name)
{
    return r->renames->global != NULL && r->renames->global(r->renames->context, part, schema, name);
}

/* The last one or two parts of a list of names. */
static void rename_list(renaming *r, sg_query_part part, sg_node ***names, size_t *count)
{
    const char *schema = *count > 1 ? sg_node_string((*names)[*count - 2]) : NULL;
    const char *name = *count > 0 ? sg_node_string((*names)[*count - 1]) : NULL;
    if (name == NULL || *count > 2 || !new_name(r, part, &schema, &name))
        return;
    *names = sg_node_names(r->arena, schema, name, count);
    r->changed = true;
}

static void rename_range(renaming *r, PgQuery__RangeVar *range)
{
    const sg_query_name before = sg_range_name(range);
    const char *schema = before.schema, *name = before.name;
    if (sg_range_is_made(&r->at.made, range) || !new_name(r, SG_QUERY_RELATION, &schema, &name))
        return;
    range->schemaname = sg_arena_strdup(r->arena, schema != NULL ? schema : "");
    range->relname = sg_arena_strdup(r->arena, name);
    r->changed = true;
}

/* The table's own name before a column, or for a whole row. */
static void rename_qualifier(renaming *r, PgQuery__ColumnRef *ref, size_t at, const sg_scope_item *it)
{
    const char *schema = it != NULL ? it->relation.schema : NULL, *name = it != NULL ? it->relation.name : NULL;
    if (name == NULL || !it->bare || !new_name(r, SG_QUERY_RELATION, &schema, &name))
        return;
    set_text(r, ref->fields[at], name);
    if (at > 0 && schema != NULL)
        set_text(r, ref->fields[at - 1], schema);
}

static void rename_reference(renaming *r, PgQuery__ColumnRef *ref)
{
    size_t last = ref->n_fields - 1;
    const char *name = sg_node_string(ref->fields[last]),
               *before = last > 0 ? sg_node_string(ref->fields[last - 1]) : NULL;
    const sg_scope_item *it = before != NULL ? sg_scope_called(r->at.scope, before)
                              : name != NULL ? item_with(r, name)
                                             : NULL;
    if (it == NULL && before == NULL && name != NULL) {
        rename_qualifier(r, ref, last, sg_scope_called(r->at.scope, name));
        return;
    }
    if (it == NULL || it->relation.name == NULL)
        return;
    const char *other = name != NULL ? new_column(r, &it->relation, name) : NULL;
    if (other != NULL)
        set_text(r, ref->fields[last], other);
    if (before != NULL)
        rename_qualifier(r, ref, last - 1, it);
}

static void rename_literal(void *context, sg_node *node)
{
    renaming *r = context;
    const char *type, *text = sg_node_named(r->arena, node, &type);
    const char *other =
        text != NULL && r->renames->literal != NULL ? r->renames->literal(r->renames->context, type, text) : NULL;
    if (other == NULL)
        return;
    sg_node_name(r->arena, node, other);
    r->changed = true;
}

/* Results */

static void walk(void *context, ProtobufCMessage *message);

/* True for * where a column that changes its name is among what it stands for. */
static bool is_open(const renaming *r, const sg_node *node)
{
    if (node == NULL || node->node_case != PG_QUERY__NODE__NODE_COLUMN_REF || r->at.scope == NULL)
        return false;
    const PgQuery__ColumnRef *ref = node->column_ref;
    if (ref->fields[ref->n_fields - 1]->node_case != PG_QUERY__NODE__NODE_A_STAR)
        return false;
    const char *alias = ref->n_fields > 1 ? sg_node_string(ref->fields[ref->n_fields - 2]) : NULL;
    for (const sg_scope_item *it = r->at.scope->items; it != NULL; it = it->next) {
        bool meant = alias == NULL || strcmp(it->alias, alias) == 0;
        if (meant && it->relation.name != NULL && new_column(r, &it->relation, NULL) != NULL)
            return true;
    }
    return false;
}

static void walk_result(renaming *r, PgQuery__ResTarget *target)
{
    const char *before = sg_query_result_name(target->val);
    r->failed |= is_open(r, target->val);
    sg_message_each_part(&target->base, walk, r);
    const char *after = sg_query_result_name(target->val);
    if (before == NULL || after == NULL || strcmp(before, after) == 0)
        return;
    if (*target->name == '\0')
        target->name = sg_arena_strdup(r->arena, before);
    else if (strcmp(target->name, after) == 0)
        target->name = (char *)protobuf_c_empty_string;
}

/* Labels */

static const sg_sqltype *type_of(void *context, const char *relation, const char *column, bool *is_enum)
{
    const renaming *r = context;
    const sg_scope_item *it = relation != NULL ? sg_scope_called(r->at.scope, relation) : item_with(r, column);
    (void)is_enum;
    return it != NULL && it->relation.name != NULL ? r->renames->column_type(r->renames->context, &it->relation, column)
                                                   : NULL;
}

static const char *label_now(void *context, const char *label)
{
    const renaming *r = context;
    return r->renames->labels->label(r->renames->labels->context, label);
}

static void note_found(void *context, const char *label)
{
    renaming *r = context;
    r->changed = true;
    if (r->renames->labels->found != NULL)
        r->renames->labels->found(r->renames->labels->context, label);
}

static void relabel(renaming *r, sg_node *node)
{
    const sg_expr_scope types = {type_of, r, NULL};
    if (r->renames->labels != NULL)
        sg_node_relabel(r->arena, &types, &r->labels, node);
}

/* A value that a statement puts into a column. */
static void relabel_set(const renaming *r, const sg_query_name *relation, const char *column, sg_node *value)
{
    const sg_sqltype *type =
        r->renames->labels != NULL ? r->renames->column_type(r->renames->context, relation, column) : NULL;
    if (type != NULL && value != NULL)
        sg_node_relabel_value(r->arena, &r->labels, type, value);
}

static void relabel_rows(const renaming *r, const PgQuery__InsertStmt *insert)
{
    const sg_query_name relation = sg_range_name(insert->relation);
    const PgQuery__SelectStmt *values = insert->select_stmt != NULL ? insert->select_stmt->select_stmt : NULL;
    for (size_t i = 0; values != NULL && i < values->n_values_lists; i++) {
        const PgQuery__List *row = values->values_lists[i]->list;
        for (size_t k = 0; k < row->n_items && k < insert->n_cols; k++)
            relabel_set(r, &relation, insert->cols[k]->res_target->name, row->items[k]);
    }
}

/* Columns that a statement sets. */
static void rename_set(renaming *r, const sg_set_columns *sets)
{
    for (size_t i = 0; i < sets->count; i++) {
        PgQuery__ResTarget *target = sets->targets[i]->res_target;
        relabel_set(r, &sets->relation, target->name, target->val);
        const char *other = new_column(r, &sets->relation, target->name);
        if (other == NULL)
            continue;
        target->name = sg_arena_strdup(r->arena, other);
        r->changed = true;
    }
}

static void walk_join(renaming *r, const PgQuery__JoinExpr *join)
{
    for (size_t i = 0; i < join->n_using_clause; i++) {
        const sg_scope_item *it = item_with(r, sg_node_string(join->using_clause[i]));
        r->failed |= it != NULL && new_column(r, &it->relation, sg_node_string(join->using_clause[i])) != NULL;
    }
}

static void walk(void *context, ProtobufCMessage *message)
{
    renaming *r = context;
    sg_scope inner;
    const sg_scope *outer = r->at.scope;

    if (message->descriptor == &pg_query__res_target__descriptor) {
        walk_result(r, (PgQuery__ResTarget *)message);
        return;
    }
    if (message->descriptor == &pg_query__select_stmt__descriptor)
        sg_query_spell_stars(r->arena, r->renames, &r->at.made, (PgQuery__SelectStmt *)message);
    const sg_set_columns sets = sg_query_sets(message);
    if (message->descriptor == &pg_query__insert_stmt__descriptor)
        relabel_rows(r, (const PgQuery__InsertStmt *)message);
    rename_set(r, &sets);
    if (sg_scope_open(&r->at, message, &inner))
        r->at.scope = &inner;
    if (message->descriptor == &pg_query__join_expr__descriptor)
        walk_join(r, (const PgQuery__JoinExpr *)message);
    else if (message->descriptor == &pg_query__column_ref__descriptor)
        rename_reference(r, (PgQuery__ColumnRef *)message);
    sg_message_each_part(message, walk, r);
    if (message->descriptor == &pg_query__node__descriptor)
        relabel(r, (sg_node *)message);
    r->at.scope = outer;
    if (message->descriptor == &pg_query__range_var__descriptor) {
        rename_range(r, (PgQuery__RangeVar *)message);
    } else if (message->descriptor == &pg_query__type_name__descriptor) {
        PgQuery__TypeName *type = (PgQuery__TypeName *)message;
        rename_list(r, SG_QUERY_TYPE, &type->names, &type->n_names);
    } else if (message->descriptor == &pg_query__func_call__descriptor) {
        PgQuery__FuncCall *call = (PgQuery__FuncCall *)message;
        rename_list(r, SG_QUERY_FUNCTION, &call->funcname, &call->n_funcname);
    }
}

static const char *renamed(renaming *r, sg_arena *arena, sg_query_sort sort, const char *text)
{
    sg_expr_error error;
    char hash[SG_SHA256_HEX];
    sg_node *statement = sg_query_statement(r->arena, r->arena, sort, text, &error);
    if (statement == NULL)
        return text;
    sg_node *part = sg_query_settings[sort].part(statement);
    sg_scoping_begin(&r->at, r->arena, part, &r->renames->own);
    walk(r, &part->base);
    sg_node_walk(part, rename_literal, r);
    sg_scoping_end(&r->at);
    if (!r->changed || r->failed)
        return text;
    const char *result = sg_query_text(r->arena, sort, statement);
    const sg_query *again = result != NULL ? sg_query_parse(r->arena, sort, result, &error) : NULL;
    sg_query_hash(part, hash);
    return again != NULL && strcmp(again->hash, hash) == 0 ? sg_arena_strdup(arena, result) : text;
}

const char *sg_query_rename(sg_arena *arena, sg_query_sort sort, const char *text, const sg_query_renames *renames)
{
    renaming r = {.arena = sg_arena_new(), .renames = renames};
    if (renames->labels != NULL)
        r.labels = (sg_expr_labels){renames->labels->schema, renames->labels->name, label_now, &r, note_found, NULL};
    const char *result = renamed(&r, arena, sort, text);
    sg_arena_free(r.arena);
    return result;
}
