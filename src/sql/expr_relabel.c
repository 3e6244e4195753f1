/* Labels of an enum in expressions: literals whose type is the enum, or an array of it. */
#include <string.h>

#include "expr_tree.h"
#include "text.h"

struct relabeling {
    sg_arena *arena;
    const sg_expr_scope *scope;
    const sg_expr_labels *labels;
};

static bool is_the_enum(const struct relabeling *r, const sg_sqltype *type)
{
    return type->name && strcmp(type->name, r->labels->name) == 0 &&
           strcmp(type->schema ? type->schema : "public", r->labels->schema) == 0;
}

static bool has_the_enum(const struct relabeling *r, const sg_node *node)
{
    sg_sqltype type;
    bool is_enum;
    return node && sg_node_infer(r->arena, r->scope, node, &type, &is_enum) && is_the_enum(r, &type);
}

/* '{a,b}': one with quotes or blanks in it stays as it is. */
static const char *relabeled_array(const struct relabeling *r, const char *text)
{
    size_t length = strlen(text);
    if (length < 2 || text[0] != '{' || text[length - 1] != '}' || strpbrk(text, "\"\\ ") || strchr(text + 1, '{')) {
        return NULL;
    }
    sg_buf buf;
    sg_buf_init(&buf);
    for (const char *at = text + 1; at < text + length; at += strcspn(at, ",}") + 1) {
        const char *label = sg_arena_strndup(r->arena, at, strcspn(at, ",}"));
        const char *other = r->labels->label(r->labels->context, label);
        sg_buf_add(&buf, buf.length ? "," : "{");
        sg_buf_add(&buf, other ? other : label);
    }
    sg_buf_addc(&buf, '}');
    const char *result = sg_arena_strndup(r->arena, buf.data, buf.length);
    sg_buf_release(&buf);
    return result;
}

static void relabel_literal(const struct relabeling *r, sg_node *node, bool array)
{
    const char *text = sg_node_literal(node);
    const char *other = !text ? NULL : array ? relabeled_array(r, text) : r->labels->label(r->labels->context, text);
    if (other) {
        node->a_const->sval->sval = sg_arena_strdup(r->arena, other);
    }
}

/* A value of the enum's type, or a list or array of such values. */
static void relabel_value(const struct relabeling *r, sg_node *node, bool array)
{
    if (!node) {
        return;
    }
    if (node->node_case == PG_QUERY__NODE__NODE_A_ARRAY_EXPR) {
        for (size_t i = 0; i < node->a_array_expr->n_elements; i++) {
            relabel_literal(r, node->a_array_expr->elements[i], false);
        }
    } else if (node->node_case == PG_QUERY__NODE__NODE_LIST) {
        for (size_t i = 0; i < node->list->n_items; i++) {
            relabel_literal(r, node->list->items[i], false);
        }
    } else {
        relabel_literal(r, node, array);
    }
}

static void relabel_cast(const struct relabeling *r, const PgQuery__TypeCast *cast)
{
    sg_sqltype type;
    if (sg_node_type(r->arena, cast->type_name, &type) && is_the_enum(r, &type)) {
        relabel_value(r, cast->arg, type.array);
    }
}

static void relabel_comparison(const struct relabeling *r, const PgQuery__AExpr *e)
{
    bool left = has_the_enum(r, e->lexpr), right = has_the_enum(r, e->rexpr);
    bool any = e->kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY || e->kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP_ALL;
    if (left && !right) {
        relabel_value(r, e->rexpr, any);
    } else if (right && !left && !any) {
        relabel_value(r, e->lexpr, false);
    }
}

/* CASE x WHEN 'a' THEN ... */
static void relabel_case(const struct relabeling *r, const PgQuery__CaseExpr *e)
{
    bool compared = has_the_enum(r, e->arg);
    for (size_t i = 0; compared && i < e->n_args; i++) {
        relabel_value(r, e->args[i]->case_when->expr, false);
    }
}

static void relabel_node(void *context, sg_node *node)
{
    const struct relabeling *r = context;
    if (node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST) {
        relabel_cast(r, node->type_cast);
    } else if (node->node_case == PG_QUERY__NODE__NODE_A_EXPR) {
        relabel_comparison(r, node->a_expr);
    } else if (node->node_case == PG_QUERY__NODE__NODE_CASE_EXPR) {
        relabel_case(r, node->case_expr);
    }
}

static void relabel(void *context, sg_arena *scratch, sg_node *root)
{
    struct relabeling *r = context;
    r->arena = scratch;
    sg_node_walk(root, relabel_node, r);
    const sg_sqltype *target = r->scope->target;
    if (target && is_the_enum(r, target)) {
        relabel_value(r, root, target->array);
    }
}

void sg_node_relabel(sg_arena *arena, const sg_expr_scope *scope, const sg_expr_labels *labels, sg_node *node)
{
    struct relabeling r = {arena, scope, labels};
    relabel_node(&r, node);
}

void sg_node_relabel_value(sg_arena *arena, const sg_expr_labels *labels, const sg_sqltype *target, sg_node *value)
{
    const struct relabeling r = {arena, NULL, labels};
    if (is_the_enum(&r, target)) {
        relabel_value(&r, value, target->array);
    }
}

const char *sg_expr_relabel(sg_exprs *exprs, const char *text, const sg_expr_scope *scope, const sg_expr_labels *labels)
{
    struct relabeling r = {.scope = scope, .labels = labels};
    return sg_exprs_rewrite(exprs, text, relabel, &r);
}
