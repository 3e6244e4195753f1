/* What queries name, and new names for it: the tree is changed and written anew. */
#include <string.h>

#include "expr_parse.h"
#include "query_tree.h"
#include "vec.h"

/* What stands in a FROM clause. */
typedef struct item {
    struct item *next;
    const char *alias;
    sg_query_name relation; /* its name NULL: a sub-query, a function, a query of WITH, or with columns renamed here */
    bool bare;              /* without an alias of its own */
} item;

typedef struct scope {
    const struct scope *outer;
    item *items;
    const PgQuery__SelectStmt *select; /* NULL: another statement */
} scope;

typedef struct renaming {
    sg_arena *arena;
    const sg_query_renames *renames;
    const scope *scope;
    sg_vec made;           /* names of WITH queries: const char */
    sg_expr_labels labels; /* those of `renames`, noting that something changes */
    sg_query_visit *visit; /* NULL: nobody is told */
    void *visitor;
    size_t ahead; /* bytes before the text in the statement that it makes */
    bool changed;
    bool failed; /* the result would have other names than before */
} renaming;

static const char *text_or_null(const char *text)
{
    return text != NULL && *text != '\0' ? text : NULL;
}

/* Scopes */

static bool is_made(const renaming *r, const PgQuery__RangeVar *range)
{
    for (size_t i = 0; i < r->made.count && *range->schemaname == '\0'; i++) {
        if (strcmp(r->made.items[i], range->relname) == 0)
            return true;
    }
    return false;
}

static void add_item(const renaming *r, scope *s, const PgQuery__RangeVar *range, const PgQuery__Alias *alias)
{
    item *added = SG_NEW(r->arena, item);
    *added = (item){.next = s->items, .alias = alias != NULL ? alias->aliasname : "", .bare = alias == NULL};
    if (range != NULL && alias == NULL)
        added->alias = range->relname;
    bool columns_of_its_own = alias != NULL && alias->n_colnames > 0;
    if (range != NULL && !is_made(r, range) && !columns_of_its_own)
        added->relation = (sg_query_name){text_or_null(range->schemaname), range->relname};
    s->items = added;
}

static void add_from(const renaming *r, scope *s, const sg_node *node)
{
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_RANGE_VAR:
        add_item(r, s, node->range_var, node->range_var->alias);
        break;
    case PG_QUERY__NODE__NODE_JOIN_EXPR:
        add_from(r, s, node->join_expr->larg);
        add_from(r, s, node->join_expr->rarg);
        break;
    case PG_QUERY__NODE__NODE_RANGE_SUBSELECT:
        add_item(r, s, NULL, node->range_subselect->alias);
        break;
    case PG_QUERY__NODE__NODE_RANGE_FUNCTION:
        add_item(r, s, NULL, node->range_function->alias);
        break;
    default:
        add_item(r, s, NULL, NULL);
    }
}

static void add_all(const renaming *r, scope *s, sg_node *const *nodes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_from(r, s, nodes[i]);
}

/* What a reference begins with. */
static const item *item_called(const renaming *r, const char *alias)
{
    for (const scope *s = r->scope; s != NULL; s = s->outer) {
        for (const item *it = s->items; it != NULL; it = it->next) {
            if (strcmp(it->alias, alias) == 0)
                return it;
        }
    }
    return NULL;
}

/* What has the column that is named alone. Where something stands beside it whose columns are not known, the column is
 * taken for one of that. */
static const item *item_with(const renaming *r, const char *column)
{
    for (const scope *s = r->scope; s != NULL; s = s->outer) {
        bool unknown = false;
        for (const item *it = s->items; it != NULL; it = it->next) {
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
    const char *schema = text_or_null(range->schemaname), *name = range->relname;
    if (is_made(r, range) || !new_name(r, SG_QUERY_RELATION, &schema, &name))
        return;
    range->schemaname = sg_arena_strdup(r->arena, schema != NULL ? schema : "");
    range->relname = sg_arena_strdup(r->arena, name);
    r->changed = true;
}

/* The table's own name before a column, or for a whole row. */
static void rename_qualifier(renaming *r, PgQuery__ColumnRef *ref, size_t at, const item *it)
{
    const char *schema = it != NULL ? it->relation.schema : NULL, *name = it != NULL ? it->relation.name : NULL;
    if (name == NULL || !it->bare || !new_name(r, SG_QUERY_RELATION, &schema, &name))
        return;
    set_text(r, ref->fields[at], name);
    if (at > 0 && schema != NULL)
        set_text(r, ref->fields[at - 1], schema);
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
static const item *only_item(const renaming *r, const char *name)
{
    const item *only = NULL;
    for (const scope *s = r->scope; s != NULL; s = s->outer) {
        for (const item *it = s->items; it != NULL; it = it->next) {
            if ((only != NULL && only->relation.name != it->relation.name) || strcmp(it->alias, name) == 0)
                return NULL;
            only = it;
        }
        if (is_result(s->select, name))
            return NULL;
    }
    return only;
}

static void visit_column(const renaming *r, const sg_query_name *relation, const char *name, int at)
{
    if (relation->name != NULL)
        r->visit(r->visitor, relation, name, (size_t)at - r->ahead);
}

static void visit_reference(renaming *r, PgQuery__ColumnRef *ref)
{
    const char *name = sg_node_string(ref->fields[ref->n_fields - 1]);
    const char *before = ref->n_fields > 1 ? sg_node_string(ref->fields[ref->n_fields - 2]) : NULL;
    const item *it = name == NULL ? NULL : before != NULL ? item_called(r, before) : only_item(r, name);
    if (it != NULL)
        visit_column(r, &it->relation, name, ref->location);
}

static void rename_reference(renaming *r, PgQuery__ColumnRef *ref)
{
    size_t last = ref->n_fields - 1;
    const char *name = sg_node_string(ref->fields[last]),
               *before = last > 0 ? sg_node_string(ref->fields[last - 1]) : NULL;
    const item *it = before != NULL ? item_called(r, before) : name != NULL ? item_with(r, name) : NULL;
    if (it == NULL && before == NULL && name != NULL) {
        rename_qualifier(r, ref, last, item_called(r, name));
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
    if (node == NULL || node->node_case != PG_QUERY__NODE__NODE_COLUMN_REF || r->scope == NULL)
        return false;
    const PgQuery__ColumnRef *ref = node->column_ref;
    if (ref->fields[ref->n_fields - 1]->node_case != PG_QUERY__NODE__NODE_A_STAR)
        return false;
    const char *alias = ref->n_fields > 1 ? sg_node_string(ref->fields[ref->n_fields - 2]) : NULL;
    for (const item *it = r->scope->items; it != NULL; it = it->next) {
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
    const item *it = relation != NULL ? item_called(r, relation) : item_with(r, column);
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
    const sg_query_name relation = {text_or_null(insert->relation->schemaname), insert->relation->relname};
    const PgQuery__SelectStmt *values = insert->select_stmt != NULL ? insert->select_stmt->select_stmt : NULL;
    for (size_t i = 0; values != NULL && i < values->n_values_lists; i++) {
        const PgQuery__List *row = values->values_lists[i]->list;
        for (size_t k = 0; k < row->n_items && k < insert->n_cols; k++)
            relabel_set(r, &relation, insert->cols[k]->res_target->name, row->items[k]);
    }
}

/* Columns that a statement sets. */
static void rename_set(renaming *r, const PgQuery__RangeVar *range, sg_node *const *targets, size_t count)
{
    const sg_query_name relation = {text_or_null(range->schemaname), range->relname};
    for (size_t i = 0; i < count; i++) {
        PgQuery__ResTarget *target = targets[i]->res_target;
        if (r->visit != NULL)
            visit_column(r, &relation, target->name, target->location);
        relabel_set(r, &relation, target->name, target->val);
        const char *other = new_column(r, &relation, target->name);
        if (other == NULL)
            continue;
        target->name = sg_arena_strdup(r->arena, other);
        r->changed = true;
    }
}

static void walk_join(renaming *r, const PgQuery__JoinExpr *join)
{
    for (size_t i = 0; i < join->n_using_clause; i++) {
        const item *it = item_with(r, sg_node_string(join->using_clause[i]));
        r->failed |= it != NULL && new_column(r, &it->relation, sg_node_string(join->using_clause[i])) != NULL;
    }
}

/* The scope that a statement opens for its parts. */
static bool open_scope(renaming *r, const ProtobufCMessage *message, scope *inner)
{
    if (message->descriptor == &pg_query__select_stmt__descriptor) {
        const PgQuery__SelectStmt *select = (const PgQuery__SelectStmt *)message;
        add_all(r, inner, select->from_clause, select->n_from_clause);
        inner->select = select;
    } else if (message->descriptor == &pg_query__insert_stmt__descriptor) {
        const PgQuery__InsertStmt *insert = (const PgQuery__InsertStmt *)message;
        add_item(r, inner, insert->relation, insert->relation->alias);
        relabel_rows(r, insert);
        rename_set(r, insert->relation, insert->cols, insert->n_cols);
    } else if (message->descriptor == &pg_query__update_stmt__descriptor) {
        const PgQuery__UpdateStmt *update = (const PgQuery__UpdateStmt *)message;
        add_item(r, inner, update->relation, update->relation->alias);
        add_all(r, inner, update->from_clause, update->n_from_clause);
        rename_set(r, update->relation, update->target_list, update->n_target_list);
    } else if (message->descriptor == &pg_query__delete_stmt__descriptor) {
        const PgQuery__DeleteStmt *delete = (const PgQuery__DeleteStmt *)message;
        add_item(r, inner, delete->relation, delete->relation->alias);
        add_all(r, inner, delete->using_clause, delete->n_using_clause);
    } else {
        return false;
    }
    return true;
}

static void walk(void *context, ProtobufCMessage *message)
{
    renaming *r = context;
    scope inner = {r->scope, NULL, NULL};

    if (message->descriptor == &pg_query__res_target__descriptor) {
        walk_result(r, (PgQuery__ResTarget *)message);
        return;
    }
    if (message->descriptor == &pg_query__select_stmt__descriptor)
        sg_query_spell_stars(r->arena, r->renames, &r->made, (PgQuery__SelectStmt *)message);
    bool opened = open_scope(r, message, &inner);
    r->scope = opened ? &inner : r->scope;
    if (message->descriptor == &pg_query__join_expr__descriptor && r->visit == NULL)
        walk_join(r, (const PgQuery__JoinExpr *)message);
    else if (message->descriptor == &pg_query__column_ref__descriptor)
        (r->visit != NULL ? visit_reference : rename_reference)(r, (PgQuery__ColumnRef *)message);
    sg_message_each_part(message, walk, r);
    if (message->descriptor == &pg_query__node__descriptor)
        relabel(r, (sg_node *)message);
    r->scope = inner.outer;
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

static void note_made(void *context, sg_node *node)
{
    renaming *r = context;
    if (node->node_case == PG_QUERY__NODE__NODE_COMMON_TABLE_EXPR)
        sg_vec_push(&r->made, node->common_table_expr->ctename);
}

static const char *renamed(renaming *r, sg_arena *arena, sg_query_sort sort, const char *text)
{
    sg_expr_error error;
    char hash[SG_SHA256_HEX];
    const sg_query_name own = r->renames->own;
    item new_row = {.alias = "new", .relation = own};
    item old_row = {.next = &new_row, .alias = "old", .relation = own};
    item table = {.next = &old_row, .alias = own.name, .relation = own, .bare = true};
    const scope outside = {NULL, &table, NULL};
    sg_node *statement = sg_query_statement(r->arena, r->arena, sort, text, &error);
    if (statement == NULL)
        return text;
    sg_node *part = sg_query_settings[sort].part(statement);
    sg_node_walk(part, note_made, r);
    r->scope = own.name != NULL ? &outside : NULL;
    walk(r, &part->base);
    sg_node_walk(part, rename_literal, r);
    r->scope = NULL;
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
    sg_vec_release(&r.made);
    sg_arena_free(r.arena);
    return result;
}

void sg_query_each_column(sg_query_sort sort, const char *text, sg_query_name own, sg_query_visit *visit, void *context)
{
    const sg_query_renames none = {.own = own};
    renaming r = {.arena = sg_arena_new(),
                  .renames = &none,
                  .visit = visit,
                  .visitor = context,
                  .ahead = strlen(sg_query_settings[sort].before)};
    renamed(&r, r.arena, sort, text);
    sg_vec_release(&r.made);
    sg_arena_free(r.arena);
}
