/* What * stands for, written as a list of columns. */
#include <string.h>

#include "query_scope.h"

typedef struct spelling {
    sg_arena *arena;
    const sg_query_renames *renames;
    const sg_vec *made;
    const char *alias; /* alias.*; NULL: * of all that stands in FROM */
    sg_vec targets;    /* sg_node */
    bool open;         /* a column that changes its name is among them */
    bool known;        /* all of them are */
} spelling;

static void add_target(spelling *s, const char *alias, const char *column)
{
    sg_node *target = SG_NEW(s->arena, sg_node), *value = SG_NEW(s->arena, sg_node);
    PgQuery__ResTarget *result = SG_NEW(s->arena, PgQuery__ResTarget);
    PgQuery__ColumnRef *reference = SG_NEW(s->arena, PgQuery__ColumnRef);

    pg_query__column_ref__init(reference);
    reference->fields = sg_node_names(s->arena, alias, column, &reference->n_fields);
    pg_query__node__init(value);
    value->node_case = PG_QUERY__NODE__NODE_COLUMN_REF;
    value->column_ref = reference;
    pg_query__res_target__init(result);
    result->val = value;
    pg_query__node__init(target);
    target->node_case = PG_QUERY__NODE__NODE_RES_TARGET;
    target->res_target = result;
    sg_vec_push(&s->targets, target);
}

static void add_relation(spelling *s, const PgQuery__RangeVar *range)
{
    const sg_query_name name = sg_range_name(range);
    const char *alias = range->alias != NULL ? range->alias->aliasname : range->relname, *column;
    size_t count = 0;

    if (s->alias != NULL && strcmp(s->alias, alias) != 0)
        return;
    while (!sg_range_is_made(s->made, range) &&
           (column = s->renames->column_at(s->renames->context, &name, count)) != NULL) {
        s->open |= s->renames->column(s->renames->context, &name, column) != NULL;
        add_target(s, alias, column);
        count++;
    }
    s->known &= count > 0 && (range->alias == NULL || range->alias->n_colnames == 0);
}

/* Columns that a join makes one of two are not told apart. */
static void add_from(spelling *s, const sg_node *node)
{
    if (node->node_case == PG_QUERY__NODE__NODE_RANGE_VAR) {
        add_relation(s, node->range_var);
    } else if (node->node_case == PG_QUERY__NODE__NODE_JOIN_EXPR) {
        const PgQuery__JoinExpr *join = node->join_expr;
        s->known &= s->alias != NULL || (join->n_using_clause == 0 && !join->is_natural);
        s->known &= join->alias == NULL;
        add_from(s, join->larg);
        add_from(s, join->rarg);
    } else {
        s->known &= s->alias != NULL;
    }
}

/* The names in front of a *, or the * itself; false for another target. */
static bool is_star(const sg_node *target, const char **alias)
{
    const sg_node *value = target->res_target->val;
    const PgQuery__ColumnRef *ref =
        value != NULL && value->node_case == PG_QUERY__NODE__NODE_COLUMN_REF ? value->column_ref : NULL;

    if (ref == NULL || ref->fields[ref->n_fields - 1]->node_case != PG_QUERY__NODE__NODE_A_STAR)
        return false;
    *alias = ref->n_fields > 1 ? sg_node_string(ref->fields[ref->n_fields - 2]) : NULL;
    return true;
}

/* The columns in the place of the target at `at`. */
static void replace_target(sg_arena *arena, PgQuery__SelectStmt *select, size_t at, const sg_vec *columns)
{
    sg_node **targets = SG_NEW_ARRAY(arena, sg_node *, select->n_target_list + columns->count);
    size_t count = 0;

    for (size_t i = 0; i < select->n_target_list; i++) {
        if (i != at)
            targets[count++] = select->target_list[i];
        for (size_t k = 0; i == at && k < columns->count; k++)
            targets[count++] = columns->items[k];
    }
    select->target_list = targets;
    select->n_target_list = count;
}

void sg_query_spell_stars(sg_arena *arena, const sg_query_renames *renames, const sg_vec *made,
                          PgQuery__SelectStmt *select)
{
    for (size_t i = 0; renames->column != NULL && i < select->n_target_list; i++) {
        spelling s = {.arena = arena, .renames = renames, .made = made, .known = true};
        if (!is_star(select->target_list[i], &s.alias))
            continue;
        for (size_t k = 0; k < select->n_from_clause; k++)
            add_from(&s, select->from_clause[k]);
        if (s.open && s.known)
            replace_target(arena, select, i, &s.targets);
        sg_vec_release(&s.targets);
    }
}
