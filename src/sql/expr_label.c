/* What the server calls a column that is an expression: FigureIndexColname. */
#include "expr_tree.h"

/* A weak name gives way to that of what stands around it. */
typedef enum strength { NONE, WEAK, STRONG } strength;

static const char *last(sg_node *const *names, size_t count)
{
    const char *name = NULL;
    for (size_t i = 0; i < count; i++)
        name = sg_node_string(names[i]) != NULL ? sg_node_string(names[i]) : name;
    return name;
}

static strength of(const sg_node *node, const char **name);

/* Of what is inside, unless that has none or a weak one: then the outer. */
static strength outer(const sg_node *inside, const char *own, const char **name)
{
    if (inside != NULL && of(inside, name) == STRONG)
        return STRONG;
    *name = own;
    return WEAK;
}

static strength strong(const char *own, const char **name)
{
    *name = own != NULL ? own : *name;
    return own != NULL ? STRONG : NONE;
}

static strength of(const sg_node *node, const char **name)
{
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_COLUMN_REF:
        return strong(sg_node_column(node), name);
    case PG_QUERY__NODE__NODE_A_INDIRECTION: {
        const char *field = last(node->a_indirection->indirection, node->a_indirection->n_indirection);
        return field != NULL ? strong(field, name) : of(node->a_indirection->arg, name);
    }
    case PG_QUERY__NODE__NODE_FUNC_CALL:
        return strong(last(node->func_call->funcname, node->func_call->n_funcname), name);
    case PG_QUERY__NODE__NODE_A_EXPR:
        return node->a_expr->kind == PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF ? strong("nullif", name) : NONE;
    case PG_QUERY__NODE__NODE_TYPE_CAST:
        return outer(node->type_cast->arg, last(node->type_cast->type_name->names, node->type_cast->type_name->n_names),
                     name);
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE:
        return of(node->collate_clause->arg, name);
    case PG_QUERY__NODE__NODE_CASE_EXPR:
        return outer(node->case_expr->defresult, "case", name);
    case PG_QUERY__NODE__NODE_A_ARRAY_EXPR:
        return strong("array", name);
    case PG_QUERY__NODE__NODE_ROW_EXPR:
        return strong("row", name);
    case PG_QUERY__NODE__NODE_COALESCE_EXPR:
        return strong("coalesce", name);
    case PG_QUERY__NODE__NODE_MIN_MAX_EXPR:
        return strong(node->min_max_expr->op == PG_QUERY__MIN_MAX_OP__IS_LEAST ? "least" : "greatest", name);
    default:
        return NONE;
    }
}

const char *sg_node_label(const sg_node *root)
{
    const char *name = "expr";
    (void)of(root, &name);
    return name;
}
