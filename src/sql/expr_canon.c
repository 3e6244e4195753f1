/* The canonical form: one spelling for what PostgreSQL's analyzer makes the same thing of. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "expr_tree.h"
#include "text.h"

typedef struct rewriter {
    sg_arena *arena;
    const sg_expr_scope *scope;
} rewriter;

static bool is_plain(const sg_sqltype *type, const char *builtin)
{
    return type->builtin && !type->array && !type->modifiers && strcmp(type->builtin, builtin) == 0;
}

/* '-1'::integer is what the server writes for the constant -1. */
static void simplify_literal(const rewriter *r, sg_node *node, const char *text, const sg_sqltype *type)
{
    long long value;
    bool whole = sg_number_whole(text, &value);
    bool small = value >= INT32_MIN && value <= INT32_MAX;
    if (whole && ((is_plain(type, "integer") && small) || (is_plain(type, "bigint") && !small))) {
        sg_node_set_number(r->arena, node, sg_arena_printf(r->arena, "%lld", value));
    } else if (is_plain(type, "numeric") && sg_number_decimal(text)) {
        sg_node_set_number(r->arena, node, text);
    }
}

/* A number that is already of this type without saying so. */
static bool is_type_of(const char *number, const sg_sqltype *type)
{
    long long value;
    if (is_plain(type, "integer")) {
        return sg_number_whole(number, &value) && value >= INT32_MIN && value <= INT32_MAX;
    }
    return is_plain(type, "numeric") && sg_number_decimal(number);
}

static void simplify_cast(const rewriter *r, sg_node *node);

/* Something that cannot be an array itself: a constant, or one with a cast. */
static bool is_scalar(const rewriter *r, const sg_node *node)
{
    sg_sqltype type;
    if (node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST) {
        return sg_node_type(r->arena, node->type_cast->type_name, &type) && type.builtin && !type.array &&
               is_scalar(r, node->type_cast->arg);
    }
    return node->node_case == PG_QUERY__NODE__NODE_A_CONST;
}

/* (ARRAY[a, b])::t[]: the analyzer hands t to the elements, too. */
static void push_into_array(const rewriter *r, sg_node *node)
{
    PgQuery__TypeCast *cast = node->type_cast;
    PgQuery__AArrayExpr *array = cast->arg->a_array_expr;
    bool scalars = array->n_elements > 0;
    for (size_t i = 0; scalars && i < array->n_elements; i++) {
        scalars = is_scalar(r, array->elements[i]);
    }
    if (!scalars) {
        return;
    }
    PgQuery__TypeName *element = SG_NEW(r->arena, PgQuery__TypeName);
    *element = *cast->type_name;
    element->n_array_bounds = 0;
    for (size_t i = 0; i < array->n_elements; i++) {
        sg_node *value = sg_node_copy(r->arena, array->elements[i]);
        sg_node_set_cast(r->arena, array->elements[i], value, element);
        simplify_cast(r, array->elements[i]);
    }
    *node = *cast->arg;
}

static void simplify_cast(const rewriter *r, sg_node *node)
{
    sg_node *value = node->type_cast->arg;
    sg_sqltype type, inner;
    if (!sg_node_type(r->arena, node->type_cast->type_name, &type)) {
        return;
    }
    const char *literal = sg_node_literal(value);
    if (literal) {
        simplify_literal(r, node, literal, &type);
        return;
    }
    sg_buf number;
    sg_buf_init(&number);
    if (sg_node_number(value, &number) && is_type_of(number.data, &type)) {
        *node = *value;
    } else if (value->node_case == PG_QUERY__NODE__NODE_A_ARRAY_EXPR && type.array) {
        push_into_array(r, node);
    } else if (sg_node_plain_cast(r->arena, value, &inner) && sg_node_literal(value->type_cast->arg) &&
               sg_sqltype_is_text(&inner) && sg_sqltype_is_text(&type)) {
        node->type_cast->arg = value->type_cast->arg; /* 'a'::varchar::text */
    }
    sg_buf_release(&number);
}

/* - (-1) becomes 1, as the grammar does for signs without parentheses. */
static void fold_sign(const rewriter *r, sg_node *node)
{
    sg_buf number;
    sg_buf_init(&number);
    if (sg_node_number(node->a_expr->rexpr, &number) && number.data[0] == '-' &&
        strcmp(number.data, "-2147483648") != 0 && strcmp(number.data, "-9223372036854775808") != 0) {
        sg_node_set_number(r->arena, node, number.data + 1);
    }
    sg_buf_release(&number);
}

/* ARRAY['a'::text] that is no part of a longer cast. */
static void relax_arrays(const rewriter *r, sg_node *const *nodes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (nodes[i]->node_case == PG_QUERY__NODE__NODE_A_ARRAY_EXPR) {
            PgQuery__AArrayExpr *array = nodes[i]->a_array_expr;
            sg_node_relax_alike(r->arena, r->scope, array->elements, array->n_elements);
        }
    }
}

static void relax_binary(const rewriter *r, sg_node *node)
{
    PgQuery__AExpr *e = node->a_expr;
    sg_node *operands[] = {e->lexpr, e->rexpr};
    sg_node_relax(r->arena, r->scope, sg_node_operator(node), operands, 2);
    relax_arrays(r, operands, 2);
}

/* a BETWEEN b AND c is a >= b AND a <= c to the analyzer. */
static void rewrite_between(const rewriter *r, sg_node *node)
{
    PgQuery__AExpr *e = node->a_expr;
    bool positive = e->kind == PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN;
    PgQuery__BoolExpr *both = SG_NEW(r->arena, PgQuery__BoolExpr);
    pg_query__bool_expr__init(both);
    both->boolop = positive ? PG_QUERY__BOOL_EXPR_TYPE__AND_EXPR : PG_QUERY__BOOL_EXPR_TYPE__OR_EXPR;
    both->n_args = 2;
    both->args = SG_NEW_ARRAY(r->arena, sg_node *, 2);
    for (size_t i = 0; i < 2; i++) {
        const char *op = positive ? (i ? "<=" : ">=") : (i ? ">" : "<");
        both->args[i] = SG_NEW(r->arena, sg_node);
        pg_query__node__init(both->args[i]);
        sg_node_set_operator(r->arena, both->args[i], op, sg_node_copy(r->arena, e->lexpr), e->rexpr->list->items[i]);
        relax_binary(r, both->args[i]);
    }
    node->node_case = PG_QUERY__NODE__NODE_BOOL_EXPR;
    node->bool_expr = both;
}

/* The element's number is a float4 without loss, so that it does not matter to which type it is converted. */
static bool is_small_integer(const sg_node *node)
{
    sg_buf number;
    sg_buf_init(&number);
    long long value = INT32_MAX;
    bool small = sg_node_number(node, &number) && sg_number_whole(number.data, &value) && llabs(value) < (1 << 24);
    sg_buf_release(&number);
    return small;
}

/* IN converts both sides to one type, ANY (ARRAY[...]) the elements among themselves and then both sides. That is the
 * same for small whole numbers, and where the elements have the type of the left side. */
static bool element_fits(const rewriter *r, const sg_node *element, bool known, const sg_sqltype *left)
{
    sg_sqltype type;
    if (is_small_integer(element)) {
        return true;
    }
    if (!known) {
        return false;
    }
    if (sg_node_literal(element)) {
        return sg_sqltype_is_text(left);
    }
    if (sg_node_plain_cast(r->arena, element, &type)) {
        return sg_sqltype_equal(&type, left) || (sg_sqltype_is_text(&type) && sg_sqltype_is_text(left));
    }
    sg_buf number;
    sg_buf_init(&number);
    bool fits = is_plain(left, "numeric") && sg_node_number(element, &number);
    sg_buf_release(&number);
    return fits;
}

static bool elements_fit(const rewriter *r, const sg_node *left, const PgQuery__AArrayExpr *array)
{
    sg_sqltype type = {0};
    bool is_enum;
    bool known = sg_node_infer(r->arena, r->scope, left, &type, &is_enum);
    size_t literals = 0;
    type.modifiers = NULL;
    for (size_t i = 0; i < array->n_elements; i++) {
        if (!element_fits(r, array->elements[i], known, &type)) {
            return false;
        }
        literals += sg_node_literal(array->elements[i]) != NULL;
    }
    return array->n_elements > 0 && (literals == 0 || literals == array->n_elements);
}

/* a = ANY (ARRAY[...]) and a <> ALL (ARRAY[...]) */
static bool array_to_in(const rewriter *r, sg_node *node)
{
    PgQuery__AExpr *e = node->a_expr;
    const char *op = e->kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY ? "=" : "<>";
    if (strcmp(sg_node_operator(node), op) != 0 || e->rexpr->node_case != PG_QUERY__NODE__NODE_A_ARRAY_EXPR) {
        return false;
    }
    PgQuery__AArrayExpr *array = e->rexpr->a_array_expr;
    if (!elements_fit(r, e->lexpr, array)) {
        return false;
    }
    PgQuery__List *list = SG_NEW(r->arena, PgQuery__List);
    pg_query__list__init(list);
    list->n_items = array->n_elements;
    list->items = array->elements;
    e->kind = PG_QUERY__A__EXPR__KIND__AEXPR_IN;
    e->rexpr = SG_NEW(r->arena, sg_node);
    pg_query__node__init(e->rexpr);
    e->rexpr->node_case = PG_QUERY__NODE__NODE_LIST;
    e->rexpr->list = list;
    return true;
}

/* IN with one element is a comparison. */
static void rewrite_in(const rewriter *r, sg_node *node)
{
    PgQuery__AExpr *e = node->a_expr;
    if (e->rexpr->node_case != PG_QUERY__NODE__NODE_LIST) {
        return;
    }
    PgQuery__List *list = e->rexpr->list;
    sg_node **operands = SG_NEW_ARRAY(r->arena, sg_node *, list->n_items + 1);
    operands[0] = e->lexpr;
    memcpy(operands + 1, list->items, list->n_items * sizeof(sg_node *));
    sg_node_relax(r->arena, r->scope, sg_node_operator(node), operands, list->n_items + 1);
    if (list->n_items == 1) {
        e->kind = PG_QUERY__A__EXPR__KIND__AEXPR_OP;
        e->rexpr = list->items[0];
        relax_binary(r, node);
    }
}

/* a ~~ b is what LIKE stands for. */
static void rewrite_like(PgQuery__AExpr *e, const char *op)
{
    op += *op == '!';
    if (e->lexpr && strcmp(op, "~~") == 0) {
        e->kind = PG_QUERY__A__EXPR__KIND__AEXPR_LIKE;
    } else if (e->lexpr && strcmp(op, "~~*") == 0) {
        e->kind = PG_QUERY__A__EXPR__KIND__AEXPR_ILIKE;
    }
}

static void rewrite_a_expr(const rewriter *r, sg_node *node)
{
    PgQuery__AExpr *e = node->a_expr;
    switch (e->kind) {
    case PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN:
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN:
        rewrite_between(r, node);
        break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY:
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ALL:
        if (array_to_in(r, node)) {
            rewrite_in(r, node);
            break;
        }
        sg_node_relax_element(r->arena, r->scope, e->lexpr, e->rexpr);
        relax_arrays(r, (sg_node *[]){e->lexpr, e->rexpr}, 2);
        break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT:
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_DISTINCT:
    case PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF:
        relax_binary(r, node);
        break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_IN:
        rewrite_in(r, node);
        break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_SIMILAR:
        e->kind = PG_QUERY__A__EXPR__KIND__AEXPR_OP;
        relax_binary(r, node);
        break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP:
    case PG_QUERY__A__EXPR__KIND__AEXPR_LIKE:
    case PG_QUERY__A__EXPR__KIND__AEXPR_ILIKE:
        if (e->lexpr) {
            relax_binary(r, node);
            rewrite_like(e, sg_node_operator(node));
        } else if (strcmp(sg_node_operator(node), "-") == 0) {
            fold_sign(r, node);
        }
        break;
    default:
        break;
    }
}

/* The analyzer makes IS NOT DISTINCT FROM out of these two. */
static void rewrite_not(sg_node *node)
{
    sg_node *arg = node->bool_expr->args[0];
    if (arg->node_case == PG_QUERY__NODE__NODE_A_EXPR && arg->a_expr->kind == PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT) {
        arg->a_expr->kind = PG_QUERY__A__EXPR__KIND__AEXPR_NOT_DISTINCT;
        *node = *arg;
    }
}

/* a AND (b AND c) */
static void flatten(const rewriter *r, PgQuery__BoolExpr *e)
{
    size_t count = 0;
    for (size_t i = 0; i < e->n_args; i++) {
        const sg_node *arg = e->args[i];
        bool same = arg->node_case == PG_QUERY__NODE__NODE_BOOL_EXPR && arg->bool_expr->boolop == e->boolop;
        count += same ? arg->bool_expr->n_args : 1;
    }
    if (count == e->n_args) {
        return;
    }
    sg_node **args = SG_NEW_ARRAY(r->arena, sg_node *, count);
    size_t n = 0;
    for (size_t i = 0; i < e->n_args; i++) {
        sg_node *arg = e->args[i];
        bool same = arg->node_case == PG_QUERY__NODE__NODE_BOOL_EXPR && arg->bool_expr->boolop == e->boolop;
        for (size_t k = 0; same && k < arg->bool_expr->n_args; k++)
            args[n++] = arg->bool_expr->args[k];
        if (!same)
            args[n++] = arg;
    }
    e->args = args;
    e->n_args = count;
}

static void rewrite_case(const rewriter *r, PgQuery__CaseExpr *e)
{
    sg_node **results = SG_NEW_ARRAY(r->arena, sg_node *, e->n_args + 1);
    for (size_t i = 0; i < e->n_args; i++) {
        results[i] = e->args[i]->case_when->result;
    }
    results[e->n_args] = e->defresult;
    sg_node_relax_alike(r->arena, r->scope, results, e->n_args + (e->defresult != NULL));
    if (sg_node_is_null(e->defresult)) {
        e->defresult = NULL; /* goes without saying */
    }
}

static void rewrite(void *context, sg_node *node)
{
    const rewriter *r = context;
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_TYPE_CAST:
        simplify_cast(r, node);
        break;
    case PG_QUERY__NODE__NODE_A_EXPR:
        rewrite_a_expr(r, node);
        break;
    case PG_QUERY__NODE__NODE_BOOL_EXPR:
        if (node->bool_expr->boolop == PG_QUERY__BOOL_EXPR_TYPE__NOT_EXPR) {
            rewrite_not(node);
        } else {
            flatten(r, node->bool_expr);
        }
        break;
    case PG_QUERY__NODE__NODE_FUNC_CALL:
        sg_node_relax_call(r->arena, r->scope, node);
        relax_arrays(r, node->func_call->args, node->func_call->n_args);
        break;
    case PG_QUERY__NODE__NODE_COALESCE_EXPR:
        sg_node_relax_alike(r->arena, r->scope, node->coalesce_expr->args, node->coalesce_expr->n_args);
        break;
    case PG_QUERY__NODE__NODE_MIN_MAX_EXPR:
        sg_node_relax_alike(r->arena, r->scope, node->min_max_expr->args, node->min_max_expr->n_args);
        break;
    case PG_QUERY__NODE__NODE_CASE_EXPR:
        rewrite_case(r, node->case_expr);
        break;
    default:
        break;
    }
}

void sg_node_canonical(sg_arena *arena, sg_node *root, const sg_expr_scope *scope)
{
    rewriter r = {arena, scope};
    sg_node_walk(root, rewrite, &r);
    sg_node_relax_root(arena, root, scope ? scope->target : NULL);
}
