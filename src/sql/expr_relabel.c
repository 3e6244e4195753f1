/* Labels of an enum in expressions: literals whose type is the enum, or an array of it. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "expr_tree.h"
#include "text.h"

struct relabeling {
    sg_arena *arena;
    const sg_expr_scope *scope;
    const sg_expr_labels *labels;
    bool changed;
};

bool sg_labels_are_of(const sg_expr_labels *labels, const sg_sqltype *type)
{
    return type->name && strcmp(type->name, labels->name) == 0 &&
           strcmp(type->schema ? type->schema : "public", labels->schema) == 0;
}

/* What a node is, as far as it is known. */
typedef enum shape { SOMETHING, ONE, MANY } shape; /* MANY: an array */

static shape shape_of(const struct relabeling *r, const sg_node *node)
{
    sg_sqltype type;
    bool is_enum;
    if (!node || !sg_node_infer(r->arena, r->scope, node, &type, &is_enum) || !sg_labels_are_of(r->labels, &type)) {
        return SOMETHING;
    }
    return type.array ? MANY : ONE;
}

static const char *other_label(const struct relabeling *r, const char *label)
{
    const char *other = r->labels->label(r->labels->context, label);
    if (other && r->labels->found) {
        r->labels->found(r->labels->context, label);
    }
    return other;
}

/* '{a,b}': one with quotes or blanks in it stays as it is. NULL: so does this one. */
static const char *relabeled_array(const struct relabeling *r, const char *text)
{
    size_t length = strlen(text);
    bool changed = false;
    if (length < 3 || text[0] != '{' || text[length - 1] != '}' || strpbrk(text, "\"\\ ") || strchr(text + 1, '{')) {
        return NULL;
    }
    sg_buf buf;
    sg_buf_init(&buf);
    for (const char *at = text + 1; at < text + length; at += strcspn(at, ",}") + 1) {
        const char *label = sg_arena_strndup(r->arena, at, strcspn(at, ",}"));
        const char *other = strcasecmp(label, "null") != 0 ? other_label(r, label) : NULL;
        sg_buf_add(&buf, buf.length ? "," : "{");
        sg_buf_add(&buf, other ? other : label);
        changed = changed || other;
    }
    sg_buf_addc(&buf, '}');
    const char *result = changed ? sg_arena_strndup(r->arena, buf.data, buf.length) : NULL;
    sg_buf_release(&buf);
    return result;
}

static void relabel_literal(struct relabeling *r, sg_node *node, bool array)
{
    const char *text = sg_node_literal(node);
    const char *other = !text ? NULL : array ? relabeled_array(r, text) : other_label(r, text);
    if (other) {
        node->a_const->sval->sval = sg_arena_strdup(r->arena, other);
        r->changed = true;
    }
}

/* What becomes a value of the enum's type, or of an array of it; or a list of such. */
static void relabel_value(struct relabeling *r, sg_node *node, bool array)
{
    if (!node) {
        return;
    }
    if (node->node_case == PG_QUERY__NODE__NODE_A_ARRAY_EXPR) {
        for (size_t i = 0; array && i < node->a_array_expr->n_elements; i++) {
            relabel_literal(r, node->a_array_expr->elements[i], false);
        }
    } else if (node->node_case == PG_QUERY__NODE__NODE_LIST) {
        for (size_t i = 0; i < node->list->n_items; i++) {
            relabel_value(r, node->list->items[i], array);
        }
    } else {
        relabel_literal(r, node, array);
    }
}

static void relabel_cast(struct relabeling *r, const PgQuery__TypeCast *cast)
{
    sg_sqltype type;
    if (sg_node_type(r->arena, cast->type_name, &type) && sg_labels_are_of(r->labels, &type)) {
        relabel_value(r, cast->arg, type.array);
    }
}

/* Operators that take two values of one type: what has none of its own gets that of the other. */
static bool wants_alike(const sg_node *node)
{
    static const char *const operators[] = {"=", "<>", "!=", "<", "<=", ">", ">=", "@>", "<@", "&&"};
    switch (node->a_expr->kind) {
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP:
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY:
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ALL:
        for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
            if (strcmp(sg_node_operator(node), operators[i]) == 0) {
                return true;
            }
        }
        return false;
    case PG_QUERY__A__EXPR__KIND__AEXPR_LIKE:
    case PG_QUERY__A__EXPR__KIND__AEXPR_ILIKE:
    case PG_QUERY__A__EXPR__KIND__AEXPR_SIMILAR:
        return false;
    default:
        return true;
    }
}

static void relabel_comparison(struct relabeling *r, const sg_node *node)
{
    const PgQuery__AExpr *e = node->a_expr;
    shape left = shape_of(r, e->lexpr), right = shape_of(r, e->rexpr);
    bool any = e->kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY || e->kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP_ALL;
    if (!wants_alike(node)) {
        return;
    }
    if (left != SOMETHING && right == SOMETHING) {
        relabel_value(r, e->rexpr, any || left == MANY);
    } else if (right != SOMETHING && left == SOMETHING) {
        relabel_value(r, e->lexpr, !any && right == MANY);
    }
}

/* Values of which one is chosen have one type. */
static void relabel_alike(struct relabeling *r, sg_node *const *values, size_t count)
{
    shape all = SOMETHING;
    for (size_t i = 0; i < count && all == SOMETHING; i++) {
        all = shape_of(r, values[i]);
    }
    for (size_t i = 0; i < count && all != SOMETHING; i++) {
        relabel_value(r, values[i], all == MANY);
    }
}

/* CASE x WHEN 'a' THEN ... */
static void relabel_case(struct relabeling *r, const PgQuery__CaseExpr *e)
{
    sg_node **values = SG_NEW_ARRAY(r->arena, sg_node *, e->n_args + 1);
    sg_node **results = SG_NEW_ARRAY(r->arena, sg_node *, e->n_args + 1);
    for (size_t i = 0; i < e->n_args; i++) {
        values[i] = e->args[i]->case_when->expr;
        results[i] = e->args[i]->case_when->result;
    }
    values[e->n_args] = e->arg;
    results[e->n_args] = e->defresult;
    if (e->arg) {
        relabel_alike(r, values, e->n_args + 1);
    }
    relabel_alike(r, results, e->n_args + 1);
}

static void relabel_node(void *context, sg_node *node)
{
    struct relabeling *r = context;
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_TYPE_CAST:
        relabel_cast(r, node->type_cast);
        break;
    case PG_QUERY__NODE__NODE_A_EXPR:
        relabel_comparison(r, node);
        break;
    case PG_QUERY__NODE__NODE_CASE_EXPR:
        relabel_case(r, node->case_expr);
        break;
    case PG_QUERY__NODE__NODE_COALESCE_EXPR:
        relabel_alike(r, node->coalesce_expr->args, node->coalesce_expr->n_args);
        break;
    case PG_QUERY__NODE__NODE_MIN_MAX_EXPR:
        relabel_alike(r, node->min_max_expr->args, node->min_max_expr->n_args);
        break;
    default:
        break;
    }
}

static bool relabel(void *context, sg_arena *scratch, sg_node *root)
{
    struct relabeling *r = context;
    r->arena = scratch;
    sg_node_walk(root, relabel_node, r);
    const sg_sqltype *target = r->scope->target;
    if (target && sg_labels_are_of(r->labels, target)) {
        relabel_value(r, root, target->array);
    }
    return r->changed;
}

void sg_node_relabel(sg_arena *arena, const sg_expr_scope *scope, const sg_expr_labels *labels, sg_node *node)
{
    struct relabeling r = {arena, scope, labels, false};
    relabel_node(&r, node);
}

void sg_node_relabel_value(sg_arena *arena, const sg_expr_labels *labels, const sg_sqltype *target, sg_node *value)
{
    struct relabeling r = {arena, NULL, labels, false};
    if (sg_labels_are_of(labels, target)) {
        relabel_value(&r, value, target->array);
    }
}

/* The label between two quotes; NULL: it has quotes inside, or is none. */
static const char *plain_label(char room[SG_NAME_BYTES + 1], const char *text, size_t length)
{
    if (length > SG_NAME_BYTES || text[length] != '\'' || text[length + 1] == '\'' || *text == '{') {
        return NULL;
    }
    snprintf(room, SG_NAME_BYTES + 1, "%.*s", (int)length, text);
    return room;
}

/* Parsing takes its time, and most texts name nothing that changes. False only where that is plain. */
bool sg_labels_may_occur(const sg_expr_labels *labels, const char *text)
{
    char room[SG_NAME_BYTES + 1];
    if (strpbrk(text, "\\$") || strstr(text, "--") || strstr(text, "/*")) {
        return strchr(text, '\'') != NULL;
    }
    for (const char *at = text + strcspn(text, "'\""); *at != '\0'; at += strcspn(at, "'\"")) {
        size_t length = strcspn(at + 1, *at == '"' ? "\"" : "'");
        const char *label = *at == '"' ? NULL : plain_label(room, at + 1, length);
        if (at[length + 1] == '\0' || (*at == '\'' && (!label || labels->label(labels->context, label)))) {
            return true;
        }
        at += length + 2;
    }
    return false;
}

const char *sg_expr_relabel(sg_exprs *exprs, const char *text, const sg_expr_scope *scope, const sg_expr_labels *labels)
{
    struct relabeling r = {.scope = scope, .labels = labels};
    return sg_labels_may_occur(labels, text) ? sg_exprs_rewrite(exprs, text, relabel, &r) : text;
}
