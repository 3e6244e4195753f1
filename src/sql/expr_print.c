/* Expressions as text: as few parentheses as the grammar's precedences allow, and a few more where people need them. */
#include <ctype.h>
#include <string.h>

#include "expr_tree.h"
#include "text.h"

/* Weak to strong, as in PostgreSQL's manual. */
enum {
    PREC_ANY,
    PREC_OR,
    PREC_AND,
    PREC_NOT,
    PREC_IS,
    PREC_COMPARE,
    PREC_IN, /* and LIKE */
    PREC_OPERATOR,
    PREC_ADD,
    PREC_MULTIPLY,
    PREC_POWER,
    PREC_ZONE,
    PREC_COLLATE,
    PREC_SIGN,
    PREC_CAST,
    PREC_ATOM
};

typedef struct printer {
    sg_buf *buf;
    sg_arena *arena;
    bool known;
} printer;

static void print(printer *p, const sg_node *node, int weakest);

static void print_list(printer *p, sg_node *const *nodes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sg_buf_add(p->buf, i ? ", " : "");
        print(p, nodes[i], PREC_ANY);
    }
}

static void print_call(printer *p, const char *name, sg_node *const *args, size_t count)
{
    sg_buf_addf(p->buf, "%s(", name);
    print_list(p, args, count);
    sg_buf_addc(p->buf, ')');
}

static void print_constant(printer *p, const sg_node *node)
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

/* Parts of a name joined by dots, from part `first` on. */
static void print_names(printer *p, sg_node *const *parts, size_t first, size_t count)
{
    for (size_t i = first; i < count; i++) {
        sg_buf_add(p->buf, i > first ? "." : "");
        const char *name = sg_node_string(parts[i]);
        if (name) {
            sg_sql_ident_as_server(p->buf, name);
        } else if (parts[i]->node_case == PG_QUERY__NODE__NODE_A_STAR) {
            sg_buf_addc(p->buf, '*');
        } else {
            p->known = false;
        }
    }
}

static int operator_precedence(const PgQuery__AExpr *op)
{
    static const struct {
        const char *name;
        int precedence;
    } rows[] = {
        {"=", PREC_COMPARE},  {"<>", PREC_COMPARE}, {"<", PREC_COMPARE},  {"<=", PREC_COMPARE},
        {">", PREC_COMPARE},  {">=", PREC_COMPARE}, {"+", PREC_ADD},      {"-", PREC_ADD},
        {"*", PREC_MULTIPLY}, {"/", PREC_MULTIPLY}, {"%", PREC_MULTIPLY}, {"^", PREC_POWER},
    };
    if (op->n_name != 1) {
        return PREC_OPERATOR;
    }
    const char *name = sg_node_string(op->name[0]);
    if (!op->lexpr) {
        return strcmp(name, "-") == 0 || strcmp(name, "+") == 0 ? PREC_SIGN : PREC_OPERATOR;
    }
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return rows[i].precedence;
        }
    }
    return PREC_OPERATOR;
}

static int a_expr_precedence(const PgQuery__AExpr *e)
{
    switch (e->kind) {
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP:
        return operator_precedence(e);
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY:
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ALL:
        return PREC_COMPARE;
    case PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT:
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_DISTINCT:
        return PREC_IS;
    case PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF:
        return PREC_ATOM;
    default:
        return PREC_IN;
    }
}

static bool is_zone(const PgQuery__FuncCall *call)
{
    return call->funcformat == PG_QUERY__COERCION_FORM__COERCE_SQL_SYNTAX && call->n_args == 2 &&
           strcmp(sg_node_string(call->funcname[call->n_funcname - 1]), "timezone") == 0;
}

static int precedence(const sg_node *node)
{
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_BOOL_EXPR:
        return node->bool_expr->boolop == PG_QUERY__BOOL_EXPR_TYPE__OR_EXPR    ? PREC_OR
               : node->bool_expr->boolop == PG_QUERY__BOOL_EXPR_TYPE__AND_EXPR ? PREC_AND
                                                                               : PREC_NOT;
    case PG_QUERY__NODE__NODE_NULL_TEST:
    case PG_QUERY__NODE__NODE_BOOLEAN_TEST:
        return PREC_IS;
    case PG_QUERY__NODE__NODE_A_EXPR:
        return a_expr_precedence(node->a_expr);
    case PG_QUERY__NODE__NODE_FUNC_CALL:
        return is_zone(node->func_call) ? PREC_ZONE : PREC_ATOM;
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE:
        return PREC_COLLATE;
    case PG_QUERY__NODE__NODE_TYPE_CAST:
        return PREC_CAST;
    case PG_QUERY__NODE__NODE_A_CONST: {
        bool negative = node->a_const->val_case == PG_QUERY__A__CONST__VAL_IVAL   ? node->a_const->ival->ival < 0
                        : node->a_const->val_case == PG_QUERY__A__CONST__VAL_FVAL ? node->a_const->fval->fval[0] == '-'
                                                                                  : false;
        return negative ? PREC_SIGN : PREC_ATOM;
    }
    default:
        return PREC_ATOM;
    }
}

static void print_operator_name(printer *p, const PgQuery__AExpr *e)
{
    if (e->n_name == 1) {
        sg_buf_add(p->buf, sg_node_string(e->name[0]));
        return;
    }
    sg_buf_add(p->buf, "OPERATOR(");
    print_names(p, e->name, 0, e->n_name - 1);
    sg_buf_addf(p->buf, ".%s)", sg_node_string(e->name[e->n_name - 1]));
}

static void print_prefix(printer *p, const PgQuery__AExpr *e)
{
    print_operator_name(p, e);
    if (operator_precedence(e) != PREC_SIGN) {
        sg_buf_addc(p->buf, ' ');
        print(p, e->rexpr, PREC_ADD);
        return;
    }
    /* Two signs in a row would begin a comment. */
    print(p, e->rexpr, precedence(e->rexpr) == PREC_SIGN ? PREC_ATOM : PREC_SIGN);
}

static void print_binary(printer *p, const PgQuery__AExpr *e)
{
    int own = operator_precedence(e);
    if (!e->lexpr) {
        print_prefix(p, e);
        return;
    }
    print(p, e->lexpr, own == PREC_COMPARE ? own + 1 : own);
    sg_buf_addc(p->buf, ' ');
    print_operator_name(p, e);
    sg_buf_addc(p->buf, ' ');
    print(p, e->rexpr, own + 1);
}

/* a LIKE b: the operators ~~ and ~~*, with ! for NOT. */
static void print_like(printer *p, const PgQuery__AExpr *e, const char *word)
{
    print(p, e->lexpr, PREC_OPERATOR);
    sg_buf_addf(p->buf, sg_node_string(e->name[0])[0] == '!' ? " NOT %s " : " %s ", word);
    print(p, e->rexpr, PREC_OPERATOR);
}

static void print_a_expr(printer *p, const PgQuery__AExpr *e)
{
    bool is_in = e->kind == PG_QUERY__A__EXPR__KIND__AEXPR_IN;
    switch (e->kind) {
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP:
        print_binary(p, e);
        break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY:
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ALL:
        print(p, e->lexpr, PREC_ADD);
        sg_buf_addc(p->buf, ' ');
        print_operator_name(p, e);
        sg_buf_add(p->buf, e->kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY ? " ANY (" : " ALL (");
        print(p, e->rexpr, PREC_ANY);
        sg_buf_addc(p->buf, ')');
        break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT:
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_DISTINCT:
        print(p, e->lexpr, PREC_OPERATOR);
        sg_buf_add(p->buf, e->kind == PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT ? " IS DISTINCT FROM "
                                                                              : " IS NOT DISTINCT FROM ");
        print(p, e->rexpr, PREC_OPERATOR);
        break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF:
        print_call(p, "NULLIF", (sg_node *const[]){e->lexpr, e->rexpr}, 2);
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
        print(p, e->lexpr, PREC_OPERATOR);
        print_call(p, strcmp(sg_node_string(e->name[0]), "=") == 0 ? " IN " : " NOT IN ", e->rexpr->list->items,
                   e->rexpr->list->n_items);
    }
}

static void print_bool(printer *p, const PgQuery__BoolExpr *e)
{
    if (e->boolop == PG_QUERY__BOOL_EXPR_TYPE__NOT_EXPR) {
        sg_buf_add(p->buf, "NOT ");
        print(p, e->args[0], PREC_NOT);
        return;
    }
    bool is_or = e->boolop == PG_QUERY__BOOL_EXPR_TYPE__OR_EXPR;
    for (size_t i = 0; i < e->n_args; i++) {
        sg_buf_add(p->buf, i == 0 ? "" : is_or ? " OR " : " AND ");
        print(p, e->args[i], PREC_NOT);
    }
}

/* Calls that SQL spells with words: $1 is the first argument. */
static const char *word_template(const char *name, size_t count)
{
    static const struct {
        const char *name;
        size_t count;
        const char *text;
    } rows[] = {
        {"btrim", 1, "TRIM(BOTH FROM $1)"},
        {"btrim", 2, "TRIM(BOTH $2 FROM $1)"},
        {"ltrim", 1, "TRIM(LEADING FROM $1)"},
        {"ltrim", 2, "TRIM(LEADING $2 FROM $1)"},
        {"rtrim", 1, "TRIM(TRAILING FROM $1)"},
        {"rtrim", 2, "TRIM(TRAILING $2 FROM $1)"},
        {"substring", 2, "SUBSTRING($1 FROM $2)"},
        {"substring", 3, "SUBSTRING($1 FROM $2 FOR $3)"},
        {"overlay", 3, "OVERLAY($1 PLACING $2 FROM $3)"},
        {"overlay", 4, "OVERLAY($1 PLACING $2 FROM $3 FOR $4)"},
        {"position", 2, "POSITION($2 IN $1)"},
        {"timezone", 2, "$2 AT TIME ZONE $1"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].count == count && strcmp(rows[i].name, name) == 0) {
            return rows[i].text;
        }
    }
    return NULL;
}

/* EXTRACT(year FROM x): the field is a word of the grammar or a string. */
static void print_extract(printer *p, const PgQuery__FuncCall *call)
{
    const char *field = sg_node_literal(call->args[0]);
    bool plain = field && *field && field[strspn(field, "abcdefghijklmnopqrstuvwxyz")] == '\0';
    sg_buf_add(p->buf, "EXTRACT(");
    if (plain) {
        sg_sql_ident_as_server(p->buf, field);
    } else {
        print(p, call->args[0], PREC_ANY);
    }
    sg_buf_add(p->buf, " FROM ");
    print(p, call->args[1], PREC_ANY);
    sg_buf_addc(p->buf, ')');
}

static void print_words(printer *p, const PgQuery__FuncCall *call, const char *name)
{
    if (strcmp(name, "extract") == 0 && call->n_args == 2) {
        print_extract(p, call);
        return;
    }
    const char *text = word_template(name, call->n_args);
    p->known = p->known && text;
    for (; text && *text; text++) {
        if (*text != '$') {
            sg_buf_addc(p->buf, *text);
            continue;
        }
        const sg_node *arg = call->args[*++text - '1'];
        int weakest = !is_zone(call) ? PREC_ADD : *text == '2' ? PREC_ZONE : PREC_COLLATE;
        print(p, arg, weakest);
    }
}

static void print_function_name(printer *p, const PgQuery__FuncCall *call)
{
    /* The grammar's own calls behind LIKE ... ESCAPE and SIMILAR TO; the server shows them without schema. */
    static const char *const of_grammar[] = {"like_escape", "similar_to_escape"};
    const char *name = sg_node_string(call->funcname[call->n_funcname - 1]);
    size_t first = 0;
    for (size_t i = 0; call->n_funcname == 2 && i < sizeof(of_grammar) / sizeof(of_grammar[0]); i++) {
        first = strcmp(name, of_grammar[i]) == 0 ? 1 : first;
    }
    /* Keywords that may be called without quotes. */
    if (call->n_funcname == 1 && (strcmp(name, "left") == 0 || strcmp(name, "right") == 0)) {
        sg_buf_add(p->buf, name);
        return;
    }
    print_names(p, call->funcname, first, call->n_funcname);
}

static void print_function(printer *p, const PgQuery__FuncCall *call)
{
    if (call->n_agg_order || call->agg_filter || call->over || call->agg_within_group || call->agg_distinct) {
        p->known = false;
        return;
    }
    if (call->funcformat == PG_QUERY__COERCION_FORM__COERCE_SQL_SYNTAX) {
        print_words(p, call, sg_node_string(call->funcname[call->n_funcname - 1]));
        return;
    }
    print_function_name(p, call);
    sg_buf_add(p->buf, call->agg_star ? "(*" : "(");
    for (size_t i = 0; i < call->n_args; i++) {
        sg_buf_add(p->buf, i ? ", " : "");
        sg_buf_add(p->buf, call->func_variadic && i + 1 == call->n_args ? "VARIADIC " : "");
        print(p, call->args[i], PREC_ANY);
    }
    sg_buf_addc(p->buf, ')');
}

static void print_case(printer *p, const PgQuery__CaseExpr *e)
{
    sg_buf_add(p->buf, "CASE");
    if (e->arg) {
        sg_buf_addc(p->buf, ' ');
        print(p, e->arg, PREC_ANY);
    }
    for (size_t i = 0; i < e->n_args; i++) {
        sg_buf_add(p->buf, " WHEN ");
        print(p, e->args[i]->case_when->expr, PREC_ANY);
        sg_buf_add(p->buf, " THEN ");
        print(p, e->args[i]->case_when->result, PREC_ANY);
    }
    if (e->defresult) {
        sg_buf_add(p->buf, " ELSE ");
        print(p, e->defresult, PREC_ANY);
    }
    sg_buf_add(p->buf, " END");
}

static void print_cast(printer *p, const PgQuery__TypeCast *cast)
{
    sg_sqltype type;
    print(p, cast->arg, PREC_CAST);
    if (!sg_node_type(p->arena, cast->type_name, &type)) {
        p->known = false;
        return;
    }
    sg_buf_add(p->buf, "::");
    sg_sqltype_print(p->buf, &type);
}

static void print_indices(printer *p, const PgQuery__AIndices *indices)
{
    sg_buf_addc(p->buf, '[');
    if (indices->lidx) {
        print(p, indices->lidx, PREC_ANY);
    }
    sg_buf_add(p->buf, indices->is_slice ? ":" : "");
    if (indices->uidx) {
        print(p, indices->uidx, PREC_ANY);
    }
    sg_buf_addc(p->buf, ']');
}

static void print_indirection(printer *p, const PgQuery__AIndirection *e)
{
    bool bare = e->arg->node_case == PG_QUERY__NODE__NODE_COLUMN_REF &&
                e->indirection[0]->node_case == PG_QUERY__NODE__NODE_A_INDICES;
    sg_buf_add(p->buf, bare ? "" : "(");
    print(p, e->arg, PREC_ANY);
    sg_buf_add(p->buf, bare ? "" : ")");
    for (size_t i = 0; i < e->n_indirection; i++) {
        if (e->indirection[i]->node_case == PG_QUERY__NODE__NODE_A_INDICES) {
            print_indices(p, e->indirection[i]->a_indices);
        } else {
            sg_buf_addc(p->buf, '.');
            print_names(p, e->indirection, i, i + 1);
        }
    }
}

static void print_value_function(printer *p, const PgQuery__SQLValueFunction *f)
{
    static const char *const names[] = {
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_DATE] = "CURRENT_DATE",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIME] = "CURRENT_TIME",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIME_N] = "CURRENT_TIME(%d)",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIMESTAMP] = "CURRENT_TIMESTAMP",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIMESTAMP_N] = "CURRENT_TIMESTAMP(%d)",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIME] = "LOCALTIME",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIME_N] = "LOCALTIME(%d)",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIMESTAMP] = "LOCALTIMESTAMP",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIMESTAMP_N] = "LOCALTIMESTAMP(%d)",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_ROLE] = "CURRENT_ROLE",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_USER] = "CURRENT_USER",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_USER] = "USER",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_SESSION_USER] = "SESSION_USER",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_CATALOG] = "CURRENT_CATALOG",
        [PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_SCHEMA] = "CURRENT_SCHEMA",
    };
    const char *name = names[f->op];
    size_t word = strcspn(name, "(");
    sg_buf_addn(p->buf, name, word);
    if (name[word]) {
        sg_buf_addf(p->buf, "(%d)", f->typmod);
    }
}

static void print_test(printer *p, const sg_node *arg, const char *test)
{
    print(p, arg, PREC_OPERATOR);
    sg_buf_addf(p->buf, " IS %s", test);
}

static void print_boolean_test(printer *p, const PgQuery__BooleanTest *test)
{
    static const char *const words[] = {
        [PG_QUERY__BOOL_TEST_TYPE__IS_TRUE] = "TRUE",       [PG_QUERY__BOOL_TEST_TYPE__IS_NOT_TRUE] = "NOT TRUE",
        [PG_QUERY__BOOL_TEST_TYPE__IS_FALSE] = "FALSE",     [PG_QUERY__BOOL_TEST_TYPE__IS_NOT_FALSE] = "NOT FALSE",
        [PG_QUERY__BOOL_TEST_TYPE__IS_UNKNOWN] = "UNKNOWN", [PG_QUERY__BOOL_TEST_TYPE__IS_NOT_UNKNOWN] = "NOT UNKNOWN",
    };
    print_test(p, test->arg, words[test->booltesttype]);
}

static void print_bare(printer *p, const sg_node *node)
{
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_A_CONST:
        print_constant(p, node);
        break;
    case PG_QUERY__NODE__NODE_COLUMN_REF:
        print_names(p, node->column_ref->fields, 0, node->column_ref->n_fields);
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
        print_function(p, node->func_call);
        break;
    case PG_QUERY__NODE__NODE_NAMED_ARG_EXPR:
        sg_sql_ident_as_server(p->buf, node->named_arg_expr->name);
        sg_buf_add(p->buf, " => ");
        print(p, node->named_arg_expr->arg, PREC_ANY);
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
    case PG_QUERY__NODE__NODE_COALESCE_EXPR:
        print_call(p, "COALESCE", node->coalesce_expr->args, node->coalesce_expr->n_args);
        break;
    case PG_QUERY__NODE__NODE_MIN_MAX_EXPR:
        print_call(p, node->min_max_expr->op == PG_QUERY__MIN_MAX_OP__IS_GREATEST ? "GREATEST" : "LEAST",
                   node->min_max_expr->args, node->min_max_expr->n_args);
        break;
    case PG_QUERY__NODE__NODE_ROW_EXPR:
        print_call(p, "ROW", node->row_expr->args, node->row_expr->n_args);
        break;
    case PG_QUERY__NODE__NODE_A_ARRAY_EXPR:
        sg_buf_add(p->buf, "ARRAY[");
        print_list(p, node->a_array_expr->elements, node->a_array_expr->n_elements);
        sg_buf_addc(p->buf, ']');
        break;
    case PG_QUERY__NODE__NODE_A_INDIRECTION:
        print_indirection(p, node->a_indirection);
        break;
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE:
        print(p, node->collate_clause->arg, PREC_COLLATE);
        sg_buf_add(p->buf, " COLLATE ");
        print_names(p, node->collate_clause->collname, 0, node->collate_clause->n_collname);
        break;
    case PG_QUERY__NODE__NODE_SQLVALUE_FUNCTION:
        print_value_function(p, node->sqlvalue_function);
        break;
    default:
        p->known = false;
    }
}

/* In parentheses when its outermost operator binds weaker than `weakest`. */
static void print(printer *p, const sg_node *node, int weakest)
{
    bool wrap = precedence(node) < weakest;
    sg_buf_add(p->buf, wrap ? "(" : "");
    print_bare(p, node);
    sg_buf_add(p->buf, wrap ? ")" : "");
}

bool sg_node_print(sg_buf *buf, sg_arena *arena, const sg_node *root)
{
    printer p = {buf, arena, true};
    print(&p, root, PREC_ANY);
    return p.known;
}
