/* Expressions as text: as few parentheses as the grammar's precedences allow, and a few more where people need them. */
#include <ctype.h>
#include <string.h>

#include "expr_printer.h"
#include "text.h"

static void print_constant(sg_printer *p, const sg_node *node)
{
    const PgQuery__AConst *value = node->a_const;
    if (value->isnull) {
        sg_buf_add(p->buf, "NULL");
    } else if (value->val_case == PG_QUERY__A__CONST__VAL_BOOLVAL) {
        sg_buf_add(p->buf, value->boolval->boolval ? "true" : "false");
    } else if (value->val_case == PG_QUERY__A__CONST__VAL_SVAL) {
        sg_sql_literal(p->buf, value->sval->sval);
    } else if (value->val_case == PG_QUERY__A__CONST__VAL_BSVAL) {
        const char *bits = value->bsval->bsval; /* b0101 or x1f */
        sg_buf_addf(p->buf, "%c'%s'", toupper((unsigned char)bits[0]), bits + 1);
    } else if (!sg_node_number(node, p->buf)) {
        p->known = false;
    }
}

static int operator_precedence(const PgQuery__AExpr *op)
{
    static const struct {
        const char *name;
        int precedence;
    } rows[] = {
        {"=", SG_PREC_COMPARE},  {"<>", SG_PREC_COMPARE}, {"<", SG_PREC_COMPARE},  {"<=", SG_PREC_COMPARE},
        {">", SG_PREC_COMPARE},  {">=", SG_PREC_COMPARE}, {"+", SG_PREC_ADD},      {"-", SG_PREC_ADD},
        {"*", SG_PREC_MULTIPLY}, {"/", SG_PREC_MULTIPLY}, {"%", SG_PREC_MULTIPLY}, {"^", SG_PREC_POWER},
    };
    if (op->n_name != 1) {
        return SG_PREC_OPERATOR;
    }
    const char *name = sg_node_string(op->name[0]);
    if (!op->lexpr) {
        return strcmp(name, "-") == 0 || strcmp(name, "+") == 0 ? SG_PREC_SIGN : SG_PREC_OPERATOR;
    }
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return rows[i].precedence;
        }
    }
    return SG_PREC_OPERATOR;
}

static int a_expr_precedence(const PgQuery__AExpr *e)
{
    switch (e->kind) {
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP:
        return operator_precedence(e);
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY:
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ALL:
        return SG_PREC_COMPARE;
    case PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT:
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_DISTINCT:
        return SG_PREC_IS;
    case PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF:
        return SG_PREC_ATOM;
    default:
        return SG_PREC_IN;
    }
}

static int precedence(const sg_node *node)
{
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_BOOL_EXPR:
        return node->bool_expr->boolop == PG_QUERY__BOOL_EXPR_TYPE__OR_EXPR    ? SG_PREC_OR
               : node->bool_expr->boolop == PG_QUERY__BOOL_EXPR_TYPE__AND_EXPR ? SG_PREC_AND
                                                                               : SG_PREC_NOT;
    case PG_QUERY__NODE__NODE_NULL_TEST:
    case PG_QUERY__NODE__NODE_BOOLEAN_TEST:
        return SG_PREC_IS;
    case PG_QUERY__NODE__NODE_A_EXPR:
        return a_expr_precedence(node->a_expr);
    case PG_QUERY__NODE__NODE_FUNC_CALL:
        return sg_print_is_zone(node->func_call) ? SG_PREC_ZONE : SG_PREC_ATOM;
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE:
        return SG_PREC_COLLATE;
    case PG_QUERY__NODE__NODE_TYPE_CAST:
        return SG_PREC_CAST;
    case PG_QUERY__NODE__NODE_A_CONST: {
        bool negative = node->a_const->val_case == PG_QUERY__A__CONST__VAL_IVAL   ? node->a_const->ival->ival < 0
                        : node->a_const->val_case == PG_QUERY__A__CONST__VAL_FVAL ? node->a_const->fval->fval[0] == '-'
                                                                                  : false;
        return negative ? SG_PREC_SIGN : SG_PREC_ATOM;
    }
    default:
        return SG_PREC_ATOM;
    }
}

static void print_operator_name(sg_printer *p, const PgQuery__AExpr *e)
{
    if (e->n_name == 1) {
        sg_buf_add(p->buf, sg_node_string(e->name[0]));
        return;
    }
    sg_buf_add(p->buf, "OPERATOR(");
    sg_print_names(p, e->name, 0, e->n_name - 1);
    sg_buf_addf(p->buf, ".%s)", sg_node_string(e->name[e->n_name - 1]));
}

static void print_prefix(sg_printer *p, const PgQuery__AExpr *e)
{
    print_operator_name(p, e);
    if (operator_precedence(e) != SG_PREC_SIGN) {
        sg_buf_addc(p->buf, ' ');
        sg_print(p, e->rexpr, SG_PREC_ADD);
        return;
    }
    /* Two signs in a row would begin a comment. */
    sg_print(p, e->rexpr, precedence(e->rexpr) == SG_PREC_SIGN ? SG_PREC_ATOM : SG_PREC_SIGN);
}

static void print_binary(sg_printer *p, const PgQuery__AExpr *e)
{
    int own = operator_precedence(e);
    if (!e->lexpr) {
        print_prefix(p, e);
        return;
    }
    sg_print(p, e->lexpr, own == SG_PREC_COMPARE ? own + 1 : own);
    sg_buf_addc(p->buf, ' ');
    print_operator_name(p, e);
    sg_buf_addc(p->buf, ' ');
    sg_print(p, e->rexpr, own + 1);
}

/* a LIKE b: the operators ~~ and ~~*, with ! for NOT. */
static void print_like(sg_printer *p, const PgQuery__AExpr *e, const char *word)
{
    sg_print(p, e->lexpr, SG_PREC_OPERATOR);
    sg_buf_addf(p->buf, sg_node_string(e->name[0])[0] == '!' ? " NOT %s " : " %s ", word);
    sg_print(p, e->rexpr, SG_PREC_OPERATOR);
}

static void print_a_expr(sg_printer *p, const PgQuery__AExpr *e)
{
    bool is_in = e->kind == PG_QUERY__A__EXPR__KIND__AEXPR_IN;
    switch (e->kind) {
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP:
        print_binary(p, e);
        break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY:
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ALL:
        sg_print(p, e->lexpr, SG_PREC_ADD);
        sg_buf_addc(p->buf, ' ');
        print_operator_name(p, e);
        sg_buf_add(p->buf, e->kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY ? " ANY (" : " ALL (");
        sg_print(p, e->rexpr, SG_PREC_ANY);
        sg_buf_addc(p->buf, ')');
        break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT:
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_DISTINCT:
        sg_print(p, e->lexpr, SG_PREC_OPERATOR);
        sg_buf_add(p->buf, e->kind == PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT ? " IS DISTINCT FROM "
                                                                              : " IS NOT DISTINCT FROM ");
        sg_print(p, e->rexpr, SG_PREC_OPERATOR);
        break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF:
        sg_print_call(p, "NULLIF", (sg_node *const[]){e->lexpr, e->rexpr}, 2);
        break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_LIKE:
        print_like(p, e, "LIKE");
        break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_ILIKE:
        print_like(p, e, "ILIKE");
        break;
    default:
        if (!is_in || e->rexpr->node_case != PG_QUERY__NODE__NODE_LIST) {
            p->known = false;
            return;
        }
        sg_print(p, e->lexpr, SG_PREC_OPERATOR);
        sg_print_call(p, strcmp(sg_node_string(e->name[0]), "=") == 0 ? " IN " : " NOT IN ", e->rexpr->list->items,
                      e->rexpr->list->n_items);
    }
}

static void print_bool(sg_printer *p, const PgQuery__BoolExpr *e)
{
    if (e->boolop == PG_QUERY__BOOL_EXPR_TYPE__NOT_EXPR) {
        sg_buf_add(p->buf, "NOT ");
        sg_print(p, e->args[0], SG_PREC_NOT);
        return;
    }
    bool is_or = e->boolop == PG_QUERY__BOOL_EXPR_TYPE__OR_EXPR;
    for (size_t i = 0; i < e->n_args; i++) {
        sg_buf_add(p->buf, i == 0 ? "" : is_or ? " OR " : " AND ");
        sg_print(p, e->args[i], SG_PREC_NOT);
    }
}

static void print_case(sg_printer *p, const PgQuery__CaseExpr *e)
{
    sg_buf_add(p->buf, "CASE");
    if (e->arg) {
        sg_buf_addc(p->buf, ' ');
        sg_print(p, e->arg, SG_PREC_ANY);
    }
    for (size_t i = 0; i < e->n_args; i++) {
        sg_buf_add(p->buf, " WHEN ");
        sg_print(p, e->args[i]->case_when->expr, SG_PREC_ANY);
        sg_buf_add(p->buf, " THEN ");
        sg_print(p, e->args[i]->case_when->result, SG_PREC_ANY);
    }
    if (e->defresult) {
        sg_buf_add(p->buf, " ELSE ");
        sg_print(p, e->defresult, SG_PREC_ANY);
    }
    sg_buf_add(p->buf, " END");
}

static void print_cast(sg_printer *p, const PgQuery__TypeCast *cast)
{
    sg_sqltype type;
    sg_print(p, cast->arg, SG_PREC_CAST);
    if (!sg_node_type(p->arena, cast->type_name, &type)) {
        p->known = false;
        return;
    }
    sg_buf_add(p->buf, "::");
    sg_sqltype_print(p->buf, &type);
}

static void print_indices(sg_printer *p, const PgQuery__AIndices *indices)
{
    sg_buf_addc(p->buf, '[');
    if (indices->lidx) {
        sg_print(p, indices->lidx, SG_PREC_ANY);
    }
    sg_buf_add(p->buf, indices->is_slice ? ":" : "");
    if (indices->uidx) {
        sg_print(p, indices->uidx, SG_PREC_ANY);
    }
    sg_buf_addc(p->buf, ']');
}

static void print_indirection(sg_printer *p, const PgQuery__AIndirection *e)
{
    bool bare = e->arg->node_case == PG_QUERY__NODE__NODE_COLUMN_REF &&
                e->indirection[0]->node_case == PG_QUERY__NODE__NODE_A_INDICES;
    sg_buf_add(p->buf, bare ? "" : "(");
    sg_print(p, e->arg, SG_PREC_ANY);
    sg_buf_add(p->buf, bare ? "" : ")");
    for (size_t i = 0; i < e->n_indirection; i++) {
        if (e->indirection[i]->node_case == PG_QUERY__NODE__NODE_A_INDICES) {
            print_indices(p, e->indirection[i]->a_indices);
        } else {
            sg_buf_addc(p->buf, '.');
            sg_print_names(p, e->indirection, i, i + 1);
        }
    }
}

static void print_test(sg_printer *p, const sg_node *arg, const char *test)
{
    sg_print(p, arg, SG_PREC_OPERATOR);
    sg_buf_addf(p->buf, " IS %s", test);
}

static void print_boolean_test(sg_printer *p, const PgQuery__BooleanTest *test)
{
    static const char *const words[] = {
        [PG_QUERY__BOOL_TEST_TYPE__IS_TRUE] = "TRUE",       [PG_QUERY__BOOL_TEST_TYPE__IS_NOT_TRUE] = "NOT TRUE",
        [PG_QUERY__BOOL_TEST_TYPE__IS_FALSE] = "FALSE",     [PG_QUERY__BOOL_TEST_TYPE__IS_NOT_FALSE] = "NOT FALSE",
        [PG_QUERY__BOOL_TEST_TYPE__IS_UNKNOWN] = "UNKNOWN", [PG_QUERY__BOOL_TEST_TYPE__IS_NOT_UNKNOWN] = "NOT UNKNOWN",
    };
    print_test(p, test->arg, words[test->booltesttype]);
}

/* The server finds its own collations and those of public without a schema, and shows them so. */
static void print_collation(sg_printer *p, const PgQuery__CollateClause *clause)
{
    const char *schema = sg_node_string(clause->collname[0]);
    bool found = clause->n_collname == 2 && (strcmp(schema, "public") == 0 || strcmp(schema, "pg_catalog") == 0);
    sg_print(p, clause->arg, SG_PREC_COLLATE);
    sg_buf_add(p->buf, " COLLATE ");
    sg_print_names(p, clause->collname, found ? 1 : 0, clause->n_collname);
}

/* Nodes that are a word and a list. */
static void print_word_and_list(sg_printer *p, const sg_node *node)
{
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_COALESCE_EXPR:
        sg_print_call(p, "COALESCE", node->coalesce_expr->args, node->coalesce_expr->n_args);
        break;
    case PG_QUERY__NODE__NODE_MIN_MAX_EXPR:
        sg_print_call(p, node->min_max_expr->op == PG_QUERY__MIN_MAX_OP__IS_GREATEST ? "GREATEST" : "LEAST",
                      node->min_max_expr->args, node->min_max_expr->n_args);
        break;
    case PG_QUERY__NODE__NODE_ROW_EXPR:
        sg_print_call(p, "ROW", node->row_expr->args, node->row_expr->n_args);
        break;
    case PG_QUERY__NODE__NODE_A_ARRAY_EXPR:
        sg_buf_add(p->buf, "ARRAY[");
        sg_print_list(p, node->a_array_expr->elements, node->a_array_expr->n_elements);
        sg_buf_addc(p->buf, ']');
        break;
    default:
        p->known = false;
    }
}

static void print_bare(sg_printer *p, const sg_node *node)
{
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_A_CONST:
        print_constant(p, node);
        break;
    case PG_QUERY__NODE__NODE_COLUMN_REF:
        sg_print_names(p, node->column_ref->fields, 0, node->column_ref->n_fields);
        break;
    case PG_QUERY__NODE__NODE_A_EXPR:
        print_a_expr(p, node->a_expr);
        break;
    case PG_QUERY__NODE__NODE_BOOL_EXPR:
        print_bool(p, node->bool_expr);
        break;
    case PG_QUERY__NODE__NODE_TYPE_CAST:
        print_cast(p, node->type_cast);
        break;
    case PG_QUERY__NODE__NODE_FUNC_CALL:
        sg_print_function(p, node->func_call);
        break;
    case PG_QUERY__NODE__NODE_NAMED_ARG_EXPR:
        sg_sql_ident_as_server(p->buf, node->named_arg_expr->name);
        sg_buf_add(p->buf, " => ");
        sg_print(p, node->named_arg_expr->arg, SG_PREC_ANY);
        break;
    case PG_QUERY__NODE__NODE_NULL_TEST:
        print_test(p, node->null_test->arg,
                   node->null_test->nulltesttype == PG_QUERY__NULL_TEST_TYPE__IS_NULL ? "NULL" : "NOT NULL");
        break;
    case PG_QUERY__NODE__NODE_BOOLEAN_TEST:
        print_boolean_test(p, node->boolean_test);
        break;
    case PG_QUERY__NODE__NODE_CASE_EXPR:
        print_case(p, node->case_expr);
        break;
    case PG_QUERY__NODE__NODE_A_INDIRECTION:
        print_indirection(p, node->a_indirection);
        break;
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE:
        print_collation(p, node->collate_clause);
        break;
    case PG_QUERY__NODE__NODE_SQLVALUE_FUNCTION:
        sg_print_value_function(p, node->sqlvalue_function);
        break;
    default:
        print_word_and_list(p, node);
    }
}

void sg_print(sg_printer *p, const sg_node *node, int weakest)
{
    bool wrap = precedence(node) < weakest;
    sg_buf_add(p->buf, wrap ? "(" : "");
    print_bare(p, node);
    sg_buf_add(p->buf, wrap ? ")" : "");
}

bool sg_node_print(sg_buf *buf, sg_arena *arena, const sg_node *root)
{
    sg_printer p = {buf, arena, true};
    sg_print(&p, root, SG_PREC_ANY);
    return p.known;
}
