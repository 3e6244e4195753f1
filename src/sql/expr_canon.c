/* The canonical form: one spelling for what PostgreSQL's analyzer makes the same thing of. */
#include <errno.h>
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

/* Digits with at most one sign before and, for numeric, a point between. */
static bool is_decimal(const char *text, bool point)
{
    text += *text == '-';
    size_t whole = strspn(text, "0123456789");
    size_t rest = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
    const char *end = text + whole + (rest ? rest + 1 : 0);
    return whole > 0 && *end == '\0' && (rest > 0) == point;
}

static bool whole_number(const char *text, long long *value)
{
    errno = 0;
    *value = is_decimal(text, false) ? strtoll(text, NULL, 10) : 0;
    return errno == 0 && is_decimal(text, false);
}

/* '-1'::integer is what the server writes for the constant -1. */
static void simplify_literal(const rewriter *r, sg_node *node, const char *text, const sg_sqltype *type)
{
    long long value;
    bool whole = whole_number(text, &value);
    bool small = value >= INT32_MIN && value <= INT32_MAX;
    if (whole && ((is_plain(type, "integer") && small) || (is_plain(type, "bigint") && !small))) {
        sg_node_set_number(r->arena, node, sg_arena_printf(r->arena, "%lld", value));
    } else if (is_plain(type, "numeric") && is_decimal(text, true)) {
        sg_node_set_number(r->arena, node, text);
    }
}

/* A number that is already of this type without saying so. */
static bool is_type_of(const char *number, const sg_sqltype *type)
{
    long long value;
    if (is_plain(type, "integer")) {
        return whole_number(number, &value) && value >= INT32_MIN && value <= INT32_MAX;
    }
    return is_plain(type, "numeric") && is_decimal(number, true);
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

static void relax_binary(const rewriter *r, sg_node *node)
{
    PgQuery__AExpr *e = node->a_expr;
    sg_node_relax(r->arena, r->scope, sg_node_operator(node), (sg_node *[]){e->lexpr, e->rexpr}, 2);
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
    bool small = sg_node_number(node, &number) && whole_number(number.data, &value) && llabs(value) < (1 << 24);
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
        }
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

/* a AND (b AND c) */
static void flatten(const rewriter *r, PgQuery__BoolExpr *e)
{
    size_t count = 0;
    for (size_t i = 0; i < e->n_args; i++) {
        const sg_node *arg = e->args[i];
        bool same = arg->node_case == PG_QUERY__NODE__NODE_BOOL_EXPR && arg->bool_expr->boolop == e->boolop;
        count += same ? arg->bool_expr->n_args : 1;
    }
    if (e->boolop == PG_QUERY__BOOL_EXPR_TYPE__NOT_EXPR || count == e->n_args) {
        return;
    }
    sg_node **args = SG_NEW_ARRAY(r->arena, sg_node *, count);
    size_t n = 0;
    for (size_t i = 0; i < e->n_args; i++) {
        sg_node *arg = e->args[i];
        bool same = arg->node_case == PG_QUERY__NODE__NODE_BOOL_EXPR && arg->bool_expr->boolop == e->boolop;
        memcpy(args + n, same ? arg->bool_expr->args : &arg, (same ? arg->bool_expr->n_args : 1) * sizeof(arg));
        n += same ? arg->bool_expr->n_args : 1;
    }
    e->args = args;
    e->n_args = count;
}

/* Arguments that take the same type whether a quoted literal is cast or not. */
static void rewrite_call(const rewriter *r, sg_node *node)
{
    static const struct {
        const char *function;
        size_t argument;
        const char *type;
    } rows[] = {
        {"nextval", 0, "regclass"},
        {"currval", 0, "regclass"},
        {"setval", 0, "regclass"},
        {"to_tsvector", 0, "regconfig"},
        {"to_tsquery", 0, "regconfig"},
        {"plainto_tsquery", 0, "regconfig"},
        {"date_trunc", 0, "text"},
        {"date_part", 0, "text"},
        {"timezone", 0, "text"},
        {"current_setting", 0, "text"},
        {"to_char", 1, "text"},
        {"encode", 1, "text"},
        {"to_date", 1, "text"},
        {"to_timestamp", 1, "text"},
        {"split_part", 1, "text"},
        {"regexp_replace", 1, "text"},
        {"regexp_replace", 2, "text"},
        {"regexp_replace", 3, "text"},
        {"replace", 1, "text"},
        {"replace", 2, "text"},
        {"translate", 1, "text"},
        {"translate", 2, "text"},
        {"lpad", 2, "text"},
        {"rpad", 2, "text"},
    };
    bool foreign;
    const char *name = sg_node_function(node, &foreign);
    const PgQuery__FuncCall *call = node->func_call;
    for (size_t i = 0; !foreign && i < sizeof(rows) / sizeof(rows[0]); i++) {
        sg_sqltype type;
        /* to_tsvector(text) has one argument, and that is no configuration. */
        bool alone = strncmp(rows[i].type, "regconfig", 9) == 0 && call->n_args < 2;
        if (strcmp(rows[i].function, name) == 0 && rows[i].argument < call->n_args && !alone &&
            sg_node_plain_cast(r->arena, call->args[rows[i].argument], &type) && is_plain(&type, rows[i].type) &&
            sg_node_literal(call->args[rows[i].argument]->type_cast->arg)) {
            *call->args[rows[i].argument] = *call->args[rows[i].argument]->type_cast->arg;
        }
    }
}

/* The argument of functions that know text, and take varchar for it. */
static void rewrite_text_arguments(const rewriter *r, sg_node *node)
{
    static const char *const of_text[] = {
        "ascii",     "btrim", "char_length", "character_length", "initcap",        "left",   "length",  "lower",
        "lpad",      "ltrim", "md5",         "octet_length",     "regexp_replace", "repeat", "replace", "reverse",
        "right",     "rpad",  "rtrim",       "split_part",       "starts_with",    "strpos", "substr",  "substring",
        "translate", "upper", "position"};
    bool foreign, is_enum;
    const char *name = sg_node_function(node, &foreign);
    bool known = false;
    for (size_t i = 0; !foreign && i < sizeof(of_text) / sizeof(of_text[0]); i++) {
        known = known || strcmp(of_text[i], name) == 0;
    }
    for (size_t i = 0; known && i < node->func_call->n_args; i++) {
        sg_node *arg = node->func_call->args[i];
        sg_sqltype to, from;
        if (sg_node_plain_cast(r->arena, arg, &to) && is_plain(&to, "text") &&
            sg_node_infer(r->arena, r->scope, arg->type_cast->arg, &from, &is_enum) && sg_sqltype_is_text(&from)) {
            *arg = *arg->type_cast->arg;
        }
    }
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
        flatten(r, node->bool_expr);
        break;
    case PG_QUERY__NODE__NODE_FUNC_CALL:
        rewrite_call(r, node);
        rewrite_text_arguments(r, node);
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

static void spell_for_target(const rewriter *r, sg_node *root, const sg_sqltype *target)
{
    static const char *const numbers[] = {"smallint", "integer", "bigint", "numeric", "real", "double precision"};
    const char *text = sg_node_literal(root);
    if (!text || !target->builtin || target->array) {
        return;
    }
    if (strcmp(target->builtin, "boolean") == 0 && (strcmp(text, "true") == 0 || strcmp(text, "t") == 0)) {
        sg_node_set_word(r->arena, root, true);
        return;
    }
    if (strcmp(target->builtin, "boolean") == 0 && (strcmp(text, "false") == 0 || strcmp(text, "f") == 0)) {
        sg_node_set_word(r->arena, root, false);
        return;
    }
    long long whole;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        if (strcmp(target->builtin, numbers[i]) != 0) {
            continue;
        }
        if (whole_number(text, &whole)) {
            sg_node_set_number(r->arena, root, sg_arena_printf(r->arena, "%lld", whole));
        } else if (i > 2 && is_decimal(text, true)) {
            sg_node_set_number(r->arena, root, text);
        }
        return;
    }
}

/* The value of a column is converted to its type anyway. */
static void relax_root(const rewriter *r, sg_node *root)
{
    const sg_sqltype *target = r->scope ? r->scope->target : NULL;
    sg_sqltype cast, base;
    if (sg_node_plain_cast(r->arena, root, &cast)) {
        sg_node *value = root->type_cast->arg;
        sg_buf number;
        sg_buf_init(&number);
        bool is_value = sg_node_literal(value) || sg_node_number(value, &number);
        bool is_target = false;
        if (target) {
            base = *target;
            base.modifiers = base.serial = NULL;
            base.builtin = base.builtin && strcmp(base.builtin, "character") == 0 ? "bpchar" : base.builtin;
            is_target = sg_sqltype_equal(&base, &cast);
        }
        if ((is_value && is_target) || (sg_node_literal(value) && sg_sqltype_is_text(&cast))) {
            *root = *value;
        }
        sg_buf_release(&number);
    }
    if (target) {
        spell_for_target(r, root, target);
    }
}

void sg_node_canonical(sg_arena *arena, sg_node *root, const sg_expr_scope *scope)
{
    rewriter r = {arena, scope};
    sg_node_walk(root, rewrite, &r);
    relax_root(&r, root);
}
