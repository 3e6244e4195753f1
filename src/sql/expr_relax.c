/* Casts that the server writes and people do not.
 *
 * An operand's cast may go when the operator is resolved the same way without it. PostgreSQL's rules for that: a
 * quoted literal takes the type of the other operand; varchar has no operators of its own and uses those of text;
 * a number without quotes converts to the wider numeric type of the other operand. */
#include <string.h>

#include "expr_tree.h"
#include "text.h"

enum {
    OP_TEXT = 1 << 0,       /* exists for text and resolves to it for varchar */
    OP_COMPARE = 1 << 1,    /* exists between two values of every ordered type */
    OP_ARITHMETIC = 1 << 2, /* of numbers, gives the operands' type */
    OP_JSONB = 1 << 3,      /* jsonb on both sides */
    OP_JSON_KEY = 1 << 4,   /* json on the left, text on the right */
    OP_JSON_PATH = 1 << 5   /* json on the left, text[] on the right */
};

static unsigned operator_kind(const char *op)
{
    static const struct {
        const char *op;
        unsigned kind;
    } rows[] = {
        {"=", OP_TEXT | OP_COMPARE},
        {"<>", OP_TEXT | OP_COMPARE},
        {"<", OP_TEXT | OP_COMPARE},
        {"<=", OP_TEXT | OP_COMPARE},
        {">", OP_TEXT | OP_COMPARE},
        {">=", OP_TEXT | OP_COMPARE},
        {"~~", OP_TEXT},
        {"!~~", OP_TEXT},
        {"~~*", OP_TEXT},
        {"!~~*", OP_TEXT},
        {"~", OP_TEXT},
        {"!~", OP_TEXT},
        {"~*", OP_TEXT},
        {"!~*", OP_TEXT},
        {"||", OP_TEXT | OP_JSONB},
        {"+", OP_ARITHMETIC},
        {"-", OP_ARITHMETIC},
        {"*", OP_ARITHMETIC},
        {"/", OP_ARITHMETIC},
        {"@>", OP_JSONB},
        {"<@", OP_JSONB},
        {"->", OP_JSON_KEY},
        {"->>", OP_JSON_KEY},
        {"?", OP_JSON_KEY},
        {"#>", OP_JSON_PATH},
        {"#>>", OP_JSON_PATH},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (strcmp(rows[i].op, op) == 0) {
            return rows[i].kind;
        }
    }
    return 0;
}

static bool is_builtin(const sg_sqltype *type, const char *name)
{
    return type->builtin && !type->array && strcmp(type->builtin, name) == 0;
}

bool sg_sqltype_is_text(const sg_sqltype *type)
{
    return is_builtin(type, "text") || is_builtin(type, "character varying");
}

static bool is_json(const sg_sqltype *type)
{
    return is_builtin(type, "jsonb") || is_builtin(type, "json");
}

static bool is_number(const sg_sqltype *type)
{
    static const char *const names[] = {"smallint", "integer", "bigint", "numeric", "real", "double precision"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (is_builtin(type, names[i])) {
            return true;
        }
    }
    return false;
}

typedef struct typer {
    sg_arena *arena;
    const sg_expr_scope *scope;
} typer;

static bool infer_operation(const typer *t, const sg_node *node, sg_sqltype *type, bool *is_enum)
{
    const PgQuery__AExpr *e = node->a_expr;
    unsigned kind = operator_kind(sg_node_operator(node));
    sg_sqltype right;
    bool right_enum;
    if (e->kind != PG_QUERY__A__EXPR__KIND__AEXPR_OP || !e->lexpr ||
        !sg_node_infer(t->arena, t->scope, e->lexpr, type, is_enum)) {
        return false;
    }
    if ((kind & (OP_JSON_KEY | OP_JSON_PATH)) && is_json(type)) {
        const char *op = sg_node_operator(node);
        type->builtin = strcmp(op + 1, ">>") == 0 ? "text" : type->builtin;
        return strcmp(op, "?") != 0;
    }
    if (!sg_node_infer(t->arena, t->scope, e->rexpr, &right, &right_enum)) {
        sg_buf number;
        sg_buf_init(&number);
        bool same = (kind & OP_ARITHMETIC) && is_builtin(type, "numeric") && sg_node_number(e->rexpr, &number);
        sg_buf_release(&number);
        type->modifiers = NULL;
        return same ||
               (strcmp(sg_node_operator(node), "||") == 0 && sg_sqltype_is_text(type) && sg_node_literal(e->rexpr));
    }
    if (strcmp(sg_node_operator(node), "||") == 0 && sg_sqltype_is_text(type) && sg_sqltype_is_text(&right)) {
        *type = (sg_sqltype){.builtin = "text"};
        return true;
    }
    type->modifiers = right.modifiers = NULL;
    return (kind & OP_ARITHMETIC) && is_number(type) && sg_sqltype_equal(type, &right);
}

static bool infer_call(const sg_node *node, sg_sqltype *type)
{
    static const char *const give_text[] = {"btrim",     "concat",       "format",         "initcap", "left",
                                            "lpad",      "md5",          "regexp_replace", "repeat",  "replace",
                                            "right",     "rpad",         "split_part",     "to_char", "translate",
                                            "concat_ws", "jsonb_typeof", "json_typeof"};
    bool foreign;
    const char *name = sg_node_function(node, &foreign);
    for (size_t i = 0; !foreign && i < sizeof(give_text) / sizeof(give_text[0]); i++) {
        if (strcmp(give_text[i], name) == 0) {
            *type = (sg_sqltype){.builtin = "text"};
            return true;
        }
    }
    return false;
}

/* lower(x) and the like are text when x is; abs(x) and the like are numeric when x is. */
static bool infer_from_argument(const typer *t, const sg_node *node, sg_sqltype *type)
{
    static const struct {
        const char *function;
        const char *type;
    } rows[] = {
        {"lower", "text"},    {"upper", "text"},     {"ltrim", "text"},   {"rtrim", "text"},
        {"substr", "text"},   {"substring", "text"}, {"reverse", "text"}, {"abs", "numeric"},
        {"round", "numeric"}, {"trunc", "numeric"},  {"ceil", "numeric"}, {"floor", "numeric"},
    };
    bool foreign, is_enum;
    const char *name = sg_node_function(node, &foreign);
    const PgQuery__FuncCall *call = node->func_call;
    for (size_t i = 0; !foreign && call->n_args && i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (strcmp(rows[i].function, name) == 0 && sg_node_infer(t->arena, t->scope, call->args[0], type, &is_enum) &&
            (is_builtin(type, rows[i].type) || (sg_sqltype_is_text(type) && strcmp(rows[i].type, "text") == 0))) {
            *type = (sg_sqltype){.builtin = rows[i].type};
            return true;
        }
    }
    return false;
}

/* A literal, number or NULL, with a cast or not. */
static bool is_value(const sg_node *node)
{
    return node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST
               ? node->type_cast->arg->node_case == PG_QUERY__NODE__NODE_A_CONST
               : node->node_case == PG_QUERY__NODE__NODE_A_CONST;
}

/* The type, without modifiers, of all that are more than values. */
static bool infer_alike(const typer *t, sg_node *const *nodes, size_t count, sg_sqltype *type, bool *is_enum)
{
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        sg_sqltype next;
        if (is_value(nodes[i])) {
            continue;
        }
        if (!sg_node_infer(t->arena, t->scope, nodes[i], &next, is_enum)) {
            return false;
        }
        next.modifiers = NULL;
        if (found && !sg_sqltype_equal(type, &next)) {
            return false;
        }
        *type = next;
        found = true;
    }
    return found;
}

bool sg_node_infer(sg_arena *arena, const sg_expr_scope *scope, const sg_node *node, sg_sqltype *type, bool *is_enum)
{
    typer t = {arena, scope};
    *is_enum = false;
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_COLUMN_REF: {
        const PgQuery__ColumnRef *ref = node->column_ref;
        const char *name = sg_node_column(node);
        const char *relation = ref->n_fields > 1 ? sg_node_string(ref->fields[ref->n_fields - 2]) : NULL;
        const sg_sqltype *found =
            scope && scope->column && name ? scope->column(scope->context, relation, name, is_enum) : NULL;
        if (found) {
            *type = *found;
            type->serial = false;
        }
        return found != NULL;
    }
    case PG_QUERY__NODE__NODE_TYPE_CAST:
        return sg_node_type(arena, node->type_cast->type_name, type);
    case PG_QUERY__NODE__NODE_A_EXPR:
        return infer_operation(&t, node, type, is_enum);
    case PG_QUERY__NODE__NODE_FUNC_CALL:
        return infer_call(node, type) || infer_from_argument(&t, node, type);
    case PG_QUERY__NODE__NODE_COALESCE_EXPR:
        return infer_alike(&t, node->coalesce_expr->args, node->coalesce_expr->n_args, type, is_enum);
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE:
        return sg_node_infer(arena, scope, node->collate_clause->arg, type, is_enum);
    default:
        return false;
    }
}

/* The operand is, or becomes, text whatever else happens. */
static bool reads_as_text(const typer *t, const sg_node *node)
{
    sg_sqltype type;
    bool is_enum;
    return sg_node_literal(node) != NULL ||
           (sg_node_infer(t->arena, t->scope, node, &type, &is_enum) && sg_sqltype_is_text(&type));
}

/* varchar_column::text: the operators of text apply to the column as well. */
static void relax_column(const typer *t, sg_node *node)
{
    sg_sqltype to, from;
    bool is_enum;
    if (sg_node_plain_cast(t->arena, node, &to) && is_builtin(&to, "text") &&
        sg_node_infer(t->arena, t->scope, node->type_cast->arg, &from, &is_enum) && sg_sqltype_is_text(&from) &&
        !sg_node_literal(node->type_cast->arg)) {
        *node = *node->type_cast->arg;
    }
}

/* Whether a quoted literal meets another operand of type `other` as `cast` without saying so. */
static bool literal_follows(unsigned kind, const sg_sqltype *cast, const sg_sqltype *other, bool other_enum)
{
    sg_sqltype base = *other;
    base.modifiers = NULL;
    if (is_builtin(&base, "character")) {
        base.builtin = "bpchar";
    }
    if ((kind & OP_TEXT) && sg_sqltype_is_text(other) && sg_sqltype_is_text(cast)) {
        return true;
    }
    if (kind & (OP_JSON_KEY | OP_JSON_PATH)) {
        bool is_path = cast->builtin && cast->array && strcmp(cast->builtin, "text") == 0;
        return is_json(other) && (kind == OP_JSON_PATH ? is_path : is_builtin(cast, "text"));
    }
    if ((kind & OP_JSONB) && is_builtin(other, "jsonb")) {
        return is_builtin(cast, "jsonb");
    }
    if (!sg_sqltype_equal(cast, &base)) {
        return false;
    }
    if (!other->builtin && strcmp(other->name, "citext") == 0) {
        return (kind & OP_TEXT) && !(kind & OP_JSONB);
    }
    return (kind & OP_COMPARE) && (other_enum || (other->builtin && sg_sqltype_orderable(other)));
}

static bool number_follows(unsigned kind, const sg_sqltype *cast, const sg_sqltype *other)
{
    if (!(kind & (OP_COMPARE | OP_ARITHMETIC)) || !is_number(cast)) {
        return false;
    }
    if (is_builtin(cast, "double precision") && (is_builtin(other, "real") || is_builtin(other, "double precision"))) {
        return true;
    }
    bool wide = is_builtin(cast, "bigint") || is_builtin(cast, "numeric");
    return wide && is_builtin(other, cast->builtin);
}

static void relax_value(const typer *t, unsigned kind, sg_node *node, const sg_node *other)
{
    sg_sqltype cast, type;
    bool is_enum;
    if (!sg_node_plain_cast(t->arena, node, &cast) || !sg_node_infer(t->arena, t->scope, other, &type, &is_enum)) {
        return;
    }
    sg_node *value = node->type_cast->arg;
    sg_buf number;
    sg_buf_init(&number);
    if (sg_node_literal(value) ? literal_follows(kind, &cast, &type, is_enum)
                               : sg_node_number(value, &number) && number_follows(kind, &cast, &type)) {
        *node = *value;
    }
    sg_buf_release(&number);
}

void sg_node_relax(sg_arena *arena, const sg_expr_scope *scope, const char *op, sg_node **operands, size_t count)
{
    typer t = {arena, scope};
    unsigned kind = operator_kind(op);
    bool all_text = (kind & OP_TEXT) != 0;
    for (size_t i = 0; all_text && i < count; i++) {
        all_text = reads_as_text(&t, operands[i]);
    }
    for (size_t i = 0; all_text && i < count; i++) {
        relax_column(&t, operands[i]);
    }
    for (size_t i = 1; kind && i < count; i++) {
        relax_value(&t, kind, operands[i], operands[0]);
    }
    if (kind && count == 2 && !(kind & (OP_JSON_KEY | OP_JSON_PATH))) {
        relax_value(&t, kind, operands[0], operands[1]);
    }
}

/* Whether values of which one is chosen get the type `all` also when this one does not say its own. */
static bool value_follows(const typer *t, const sg_node *node, const sg_sqltype *all)
{
    sg_sqltype cast;
    sg_buf number;
    if (!is_value(node) || !sg_node_plain_cast(t->arena, node, &cast) || !sg_sqltype_equal(&cast, all)) {
        return false;
    }
    const sg_node *value = node->type_cast->arg;
    sg_buf_init(&number);
    bool wide = is_builtin(all, "numeric") || is_builtin(all, "bigint") || is_builtin(all, "double precision");
    bool follows = sg_node_literal(value) || sg_node_is_null(value) || (wide && sg_node_number(value, &number));
    sg_buf_release(&number);
    return follows;
}

void sg_node_relax_alike(sg_arena *arena, const sg_expr_scope *scope, sg_node **values, size_t count)
{
    typer t = {arena, scope};
    sg_sqltype all;
    bool is_enum = false, only_values = true;
    for (size_t i = 0; i < count; i++) {
        only_values = only_values && is_value(values[i]);
    }
    if (only_values) {
        all = (sg_sqltype){.builtin = "text"}; /* what literals become when nothing else is said */
    } else if (!infer_alike(&t, values, count, &all, &is_enum) ||
               (all.name && !is_enum && strcmp(all.name, "citext") != 0)) {
        return;
    }
    /* All or nothing: a value of another type would be converted differently among less. */
    for (size_t i = 0; i < count; i++) {
        if (is_value(values[i]) && !sg_node_literal(values[i]) && !sg_node_is_null(values[i]) &&
            !value_follows(&t, values[i], &all)) {
            return;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (value_follows(&t, values[i], &all)) {
            *values[i] = *values[i]->type_cast->arg;
        }
    }
}

void sg_node_relax_element(sg_arena *arena, const sg_expr_scope *scope, sg_node *value, const sg_node *array)
{
    sg_sqltype cast, type;
    bool is_enum;
    if (is_value(value) && sg_node_plain_cast(arena, value, &cast) && sg_node_literal(value->type_cast->arg) &&
        sg_node_infer(arena, scope, array, &type, &is_enum) && type.array && !type.modifiers) {
        type.array = false;
        if (sg_sqltype_equal(&cast, &type) && (type.builtin || is_enum)) {
            *value = *value->type_cast->arg;
        }
    }
}
