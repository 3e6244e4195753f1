#include "query.h"

#include <stdlib.h>
#include <string.h>

#include "expr_parse.h"
#include "map.h"
#include "query_tree.h"
#include "text.h"
#include "vec.h"

#define MAX_BYTES ((size_t)1024 * 1024)
#define MAX_DEPTH 16000

/* What is found on a walk over the tree. */
typedef struct findings {
    sg_arena *arena;
    sg_map seen;
    sg_vec relations;      /* sg_query_name */
    sg_vec columns;        /* const char */
    sg_vec calls;          /* const char */
    sg_vec types;          /* sg_query_name */
    sg_vec literals;       /* const char */
    sg_map made;           /* names of WITH queries */
    sg_vec ranges;         /* sg_query_row: what is read, by the name that the query calls it */
    sg_map alone;          /* names that stand for columns, or rows, without anything in front */
    const sg_node *target; /* what is a column of the result, where * stands for several */
    bool all_columns;
} findings;

static const char *copy(const findings *f, const char *text)
{
    return text != NULL && text[0] != '\0' ? sg_arena_strdup(f->arena, text) : NULL;
}

static bool is_new(findings *f, const char *sort, const char *schema, const char *name)
{
    return sg_map_put(&f->seen, sg_arena_printf(f->arena, "%s\x1f%s\x1f%s", sort, schema, name), f) == NULL;
}

static void add_column(findings *f, const char *name)
{
    if (is_new(f, "column", "", name))
        sg_vec_push(&f->columns, (void *)copy(f, name));
}

static void note_relation(findings *f, const PgQuery__RangeVar *range)
{
    sg_query_row *called = SG_NEW(f->arena, sg_query_row);
    sg_query_name *name = SG_NEW(f->arena, sg_query_name);
    *name = (sg_query_name){copy(f, range->schemaname), copy(f, range->relname)};
    *called = (sg_query_row){*name, range->alias != NULL ? copy(f, range->alias->aliasname) : name->name};
    sg_vec_push(&f->ranges, called);
    if (is_new(f, "relation", range->schemaname, range->relname))
        sg_vec_push(&f->relations, name);
}

static void note_column(findings *f, const sg_node *node)
{
    const char *name = sg_node_column(node);
    const size_t count = node->column_ref->n_fields;
    if (name != NULL && count == 1)
        sg_map_put(&f->alone, copy(f, name), f);
    else if (name == NULL && count > 1 && node != f->target) /* as the server writes a row: t.*::t */
        sg_map_put(&f->alone, copy(f, sg_node_string(node->column_ref->fields[count - 2])), f);
    if (name == NULL)
        f->all_columns = true;
    else
        add_column(f, name);
}

static void note_call(findings *f, const sg_node *node)
{
    const char *call = sg_node_call(f->arena, NULL, node);
    if (call != NULL && is_new(f, "call", "", call))
        sg_vec_push(&f->calls, (void *)call);
}

static void note_type(findings *f, const PgQuery__TypeName *type)
{
    size_t count = type->n_names;
    const char *schema = count > 1 ? sg_node_string(type->names[count - 2]) : "";
    const char *bare = count > 0 ? sg_node_string(type->names[count - 1]) : NULL;
    if (bare == NULL || strcmp(schema, "pg_catalog") == 0 || !is_new(f, "type", schema, bare))
        return;
    sg_query_name *name = SG_NEW(f->arena, sg_query_name);
    *name = (sg_query_name){copy(f, schema), copy(f, bare)};
    sg_vec_push(&f->types, name);
}

static void note_literal(findings *f, const sg_node *node)
{
    const char *type, *text = sg_node_named(f->arena, node, &type);
    if (text != NULL && is_new(f, "literal", type, text))
        sg_vec_push(&f->literals, (void *)sg_arena_printf(f->arena, "%s\x1f%s", type, text));
}

/* What a statement changes: the columns that it names, or all. */
static void note_target(findings *f, const PgQuery__RangeVar *range, sg_node *const *columns, size_t count)
{
    note_relation(f, range);
    for (size_t i = 0; i < count; i++)
        add_column(f, columns[i]->res_target->name);
    f->all_columns |= count == 0;
}

static void visit(void *context, sg_node *node)
{
    findings *f = context;
    note_literal(f, node);
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_RANGE_VAR:
        note_relation(f, node->range_var);
        break;
    case PG_QUERY__NODE__NODE_INSERT_STMT:
        note_target(f, node->insert_stmt->relation, node->insert_stmt->cols, node->insert_stmt->n_cols);
        break;
    case PG_QUERY__NODE__NODE_UPDATE_STMT:
        note_target(f, node->update_stmt->relation, node->update_stmt->target_list, node->update_stmt->n_target_list);
        break;
    case PG_QUERY__NODE__NODE_DELETE_STMT:
        note_relation(f, node->delete_stmt->relation);
        break;
    case PG_QUERY__NODE__NODE_MERGE_STMT:
        note_relation(f, node->merge_stmt->relation);
        break;
    case PG_QUERY__NODE__NODE_FUNC_CALL:
        note_call(f, node);
        break;
    case PG_QUERY__NODE__NODE_RES_TARGET:
        f->target = node->res_target->val;
        break;
    case PG_QUERY__NODE__NODE_COLUMN_REF:
        note_column(f, node);
        break;
    case PG_QUERY__NODE__NODE_TYPE_CAST:
        note_type(f, node->type_cast->type_name);
        break;
    case PG_QUERY__NODE__NODE_JOIN_EXPR:
        for (size_t i = 0; i < node->join_expr->n_using_clause; i++) {
            const char *name = sg_node_string(node->join_expr->using_clause[i]);
            if (name != NULL)
                add_column(f, name);
        }
        f->all_columns |= node->join_expr->is_natural != 0;
        break;
    case PG_QUERY__NODE__NODE_COMMON_TABLE_EXPR:
        sg_map_put(&f->made, copy(f, node->common_table_expr->ctename), node);
        break;
    default:
        break;
    }
}

void sg_query_hash(sg_node *part, char hex[SG_SHA256_HEX])
{
    const ProtobufCMessage *message = &part->base;
    sg_node_forget_places(&part->base);
    size_t length = protobuf_c_message_get_packed_size(message);
    uint8_t *packed = sg_xrealloc(NULL, length);
    protobuf_c_message_pack(message, packed);
    sg_sha256_hex(packed, length, hex);
    free(packed);
}

/* NULL: not plain to see. */
static const char *result_name(const PgQuery__ResTarget *target)
{
    if (*target->name != '\0')
        return target->name;
    bool column = target->val != NULL && target->val->node_case == PG_QUERY__NODE__NODE_COLUMN_REF;
    return column ? sg_query_result_name(target->val) : NULL;
}

/* The columns of a union are named by its first part. */
static void add_targets(sg_arena *arena, sg_query *query, const PgQuery__SelectStmt *select)
{
    while (select->larg != NULL)
        select = select->larg;
    const char **targets = SG_NEW_ARRAY(arena, const char *, select->n_target_list);
    const char **results = SG_NEW_ARRAY(arena, const char *, select->n_target_list);
    bool plain = select->n_target_list > 0;
    for (size_t i = 0; i < select->n_target_list; i++) {
        char hex[SG_SHA256_HEX];
        results[i] = sg_arena_strdup(arena, result_name(select->target_list[i]->res_target));
        plain = plain && results[i] != NULL;
        sg_query_hash(select->target_list[i], hex);
        targets[i] = sg_arena_strdup(arena, hex);
    }
    query->targets = targets;
    query->results = plain ? results : NULL;
    query->target_count = select->n_target_list;
}

static const char *const *texts(sg_arena *arena, const sg_vec *found)
{
    const char **items = SG_NEW_ARRAY(arena, const char *, found->count);
    for (size_t i = 0; i < found->count; i++)
        items[i] = found->items[i];
    return items;
}

static void take_relations(sg_query *query, const findings *f)
{
    sg_query_name *relations = SG_NEW_ARRAY(f->arena, sg_query_name, f->relations.count);
    for (size_t i = 0; i < f->relations.count; i++) {
        const sg_query_name *name = f->relations.items[i];
        if (name->schema != NULL || sg_map_get(&f->made, name->name) == NULL)
            relations[query->relation_count++] = *name;
    }
    query->relations = relations;
}

static void take_rows(sg_query *query, const findings *f)
{
    sg_query_row *rows = SG_NEW_ARRAY(f->arena, sg_query_row, f->ranges.count);
    for (size_t i = 0; i < f->ranges.count; i++) {
        const sg_query_row *called = f->ranges.items[i];
        if (sg_map_get(&f->alone, called->alias) != NULL)
            rows[query->row_count++] = *called;
    }
    query->rows = rows;
}

/* Gives back what the walk needed. */
static sg_query *query_of(findings *f)
{
    sg_query *query = SG_NEW(f->arena, sg_query);
    take_relations(query, f);
    take_rows(query, f);
    query->columns = texts(f->arena, &f->columns);
    sg_query_name *types = SG_NEW_ARRAY(f->arena, sg_query_name, f->types.count);
    for (size_t i = 0; i < f->types.count; i++)
        types[i] = *(const sg_query_name *)f->types.items[i];
    query->types = types;
    query->type_count = f->types.count;
    query->calls = texts(f->arena, &f->calls);
    query->call_count = f->calls.count;
    query->literals = texts(f->arena, &f->literals);
    query->literal_count = f->literals.count;
    query->column_count = f->columns.count;
    query->all_columns = f->all_columns;
    sg_map_release(&f->seen);
    sg_map_release(&f->made);
    sg_map_release(&f->alone);
    sg_vec_release(&f->ranges);
    sg_vec_release(&f->relations);
    sg_vec_release(&f->columns);
    sg_vec_release(&f->calls);
    sg_vec_release(&f->types);
    sg_vec_release(&f->literals);
    return query;
}

/* The columns of the further parts of a union have no names; only what stands in such a part itself could use one. */
static void forget_names(PgQuery__SelectStmt *part)
{
    if (part->larg != NULL) {
        forget_names(part->larg);
        forget_names(part->rarg);
    } else if (part->n_sort_clause + part->n_group_clause + part->n_distinct_clause == 0) {
        for (size_t i = 0; i < part->n_target_list; i++)
            part->target_list[i]->res_target->name = (char *)protobuf_c_empty_string;
    }
}

static void forget_unseen_names(void *context, ProtobufCMessage *message)
{
    (void)context;
    sg_message_each_part(message, forget_unseen_names, NULL);
    if (message->descriptor == &pg_query__select_stmt__descriptor && ((PgQuery__SelectStmt *)message)->rarg != NULL)
        forget_names(((PgQuery__SelectStmt *)message)->rarg);
}

/* The tree is changed to what is compared. */
static const sg_query *describe(sg_arena *arena, sg_node *root)
{
    findings f = {.arena = arena};
    sg_node_walk(root, visit, &f);
    sg_query *query = query_of(&f);
    forget_unseen_names(NULL, &root->base);
    if (root->node_case == PG_QUERY__NODE__NODE_SELECT_STMT)
        add_targets(arena, query, root->select_stmt);
    sg_query_hash(root, query->hash);
    return query;
}

static const sg_expr_limits limits = {MAX_BYTES, "the query is longer than 1 MiB", MAX_DEPTH};

static sg_node *select_of(sg_node *statement)
{
    bool fits = statement->node_case == PG_QUERY__NODE__NODE_SELECT_STMT && statement->select_stmt->into_clause == NULL;
    return fits ? statement : NULL;
}

static sg_node *body_of(sg_node *statement)
{
    bool fits = statement->node_case == PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT;
    return fits ? statement->create_function_stmt->sql_body : NULL;
}

static sg_node *actions_of(sg_node *statement)
{
    bool fits = statement->node_case == PG_QUERY__NODE__NODE_RULE_STMT && statement->rule_stmt->n_actions > 0;
    return fits ? statement : NULL;
}

#define ONE_QUERY "one query is expected, and nothing besides it"

const sg_query_setting sg_query_settings[] = {
    [SG_QUERY_SELECT] = {"", "", select_of, ONE_QUERY},
    [SG_QUERY_CONDITION] = {"SELECT WHERE (", "\n)", select_of, ONE_QUERY},
    [SG_QUERY_BODY] = {"CREATE FUNCTION f() LANGUAGE sql ", "", body_of,
                       "RETURN and an expression, or BEGIN ATOMIC, statements and END are expected"},
    [SG_QUERY_COMMANDS] = {"CREATE RULE r AS ON UPDATE TO t DO (", "\n)", actions_of,
                           "commands are expected, with semicolons between them"}};

sg_node *sg_query_statement(sg_arena *scratch, sg_arena *arena, sg_query_sort sort, const char *text,
                            sg_expr_error *error)
{
    const sg_query_setting *how = &sg_query_settings[sort];
    *error = (sg_expr_error){NULL, 0};
    if (!sg_expr_check_text(text, &limits, error))
        return NULL;
    const PgQuery__ParseResult *tree = sg_statement_tree(
        scratch, arena, sg_arena_printf(scratch, "%s%s%s", how->before, text, how->behind), strlen(how->before), error);
    if (tree == NULL)
        return NULL;
    bool single = tree->n_stmts == 1 && tree->stmts[0]->stmt_len == 0;
    if (single && how->part(tree->stmts[0]->stmt) != NULL)
        return tree->stmts[0]->stmt;
    error->message = how->complaint;
    return NULL;
}

const sg_query *sg_query_parse(sg_arena *arena, sg_query_sort sort, const char *text, sg_expr_error *error)
{
    sg_arena *scratch = sg_arena_new();
    sg_node *statement = sg_query_statement(scratch, arena, sort, text, error);
    const sg_query *query = statement != NULL ? describe(arena, sg_query_settings[sort].part(statement)) : NULL;
    sg_arena_free(scratch);
    return query;
}

const sg_query *sg_query_parse_statements(sg_arena *arena, const char *text, sg_expr_error *error)
{
    *error = (sg_expr_error){NULL, 0};
    if (!sg_expr_check_text(text, &limits, error))
        return NULL;
    sg_arena *scratch = sg_arena_new();
    const PgQuery__ParseResult *tree = sg_statement_tree(scratch, arena, text, 0, error);
    findings f = {.arena = arena};
    for (size_t i = 0; tree != NULL && i < tree->n_stmts; i++)
        sg_node_walk(tree->stmts[i]->stmt, visit, &f);
    const sg_query *query = query_of(&f);
    sg_arena_free(scratch);
    return tree != NULL ? query : NULL;
}

static bool reads(const sg_query *query, const sg_query_name *relation)
{
    for (size_t i = 0; i < query->relation_count; i++) {
        const sg_query_name *name = &query->relations[i];
        if (sg_text_equal(name->schema, relation->schema) && strcmp(name->name, relation->name) == 0)
            return true;
    }
    return false;
}

bool sg_query_extends(const sg_query *after, const sg_query *before)
{
    if (after->target_count < before->target_count || before->target_count == 0 || before->all_columns ||
        after->all_columns)
        return false;
    for (size_t i = 0; i < before->relation_count; i++) {
        if (!reads(after, &before->relations[i]))
            return false; /* columns of the same names can have other types elsewhere */
    }
    for (size_t i = 0; i < before->target_count; i++) {
        if (strcmp(after->targets[i], before->targets[i]) != 0)
            return false;
    }
    return true;
}
