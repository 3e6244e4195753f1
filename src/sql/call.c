/* How functions are called: what the text tells of the arguments, and which signatures take them. A call is the text
 * "schema\x1fname\x1f" and for each argument its name, \x1d, its type where that is told, and \x1e. */
#include <stdint.h>
#include <string.h>

#include "expr_tree.h"
#include "signature.h"
#include "text.h"

static bool number_type(const sg_node *node, sg_sqltype *type)
{
    long long value;
    sg_buf number;
    sg_buf_init(&number);
    bool is_number = sg_node_number(node, &number);
    bool whole = is_number && sg_number_whole(number.data, &value);
    bool small = whole && value >= INT32_MIN && value <= INT32_MAX;
    sg_buf_release(&number);
    *type = (sg_sqltype){.builtin = small ? "integer" : whole ? "bigint" : "numeric"};
    return is_number;
}

static void add_type(sg_buf *buf, sg_arena *arena, const sg_expr_scope *scope, const sg_node *node)
{
    sg_sqltype type;
    bool is_enum;
    if (number_type(node, &type) || sg_node_infer(arena, scope, node, &type, &is_enum)) {
        sg_sqltype_print(buf, &type);
    }
}

const char *sg_node_call(sg_arena *arena, const sg_expr_scope *scope, const sg_node *node)
{
    bool foreign;
    const char *name = sg_node_function(node, &foreign);
    if (!name) {
        return NULL;
    }
    const PgQuery__FuncCall *call = node->func_call;
    sg_buf text;
    sg_buf_init(&text);
    sg_buf_addf(&text, "%s\x1f%s", sg_node_function_schema(node), name);
    bool plain = !call->func_variadic && !call->agg_within_group;
    sg_buf_add(&text, plain ? "\x1f" : "");
    for (size_t i = 0; plain && i < call->n_args; i++) {
        const sg_node *arg = call->args[i];
        bool named = arg->node_case == PG_QUERY__NODE__NODE_NAMED_ARG_EXPR;
        sg_buf_join(&text, named ? arg->named_arg_expr->name : "", "\x1d");
        add_type(&text, arena, scope, named ? arg->named_arg_expr->arg : arg);
        sg_buf_addc(&text, '\x1e');
    }
    const char *result = sg_arena_strdup(arena, text.data);
    sg_buf_release(&text);
    return result;
}

/* Numbers become those of types behind their own. */
static int number_rank(const char *builtin)
{
    static const char *const types[] = {"smallint", "integer", "bigint", "numeric", "real", "double precision"};
    int rank = 0;
    while (rank < (int)(sizeof(types) / sizeof(types[0])) && strcmp(types[rank], builtin) != 0) {
        rank++;
    }
    return rank < (int)(sizeof(types) / sizeof(types[0])) ? rank : -1;
}

static sg_fit fit_type(sg_sqltype given, sg_sqltype wanted)
{
    given.modifiers = wanted.modifiers = NULL;
    if (sg_sqltype_equal(&given, &wanted)) {
        return SG_FIT_EXACTLY;
    }
    if (!given.builtin || !wanted.builtin || strncmp(wanted.builtin, "any", 3) == 0) {
        return SG_FIT_PERHAPS;
    }
    int from = number_rank(given.builtin), to = number_rank(wanted.builtin);
    if (given.array != wanted.array || (from >= 0 && to >= 0 && from > to)) {
        return SG_FIT_NOT;
    }
    bool becomes_text = sg_sqltype_is_text(&wanted) && (from >= 0 || strcmp(given.builtin, "boolean") == 0);
    bool refused = sg_sqltype_cast(&given, false, &wanted, false) <= SG_CAST_TEXT;
    return becomes_text || refused ? SG_FIT_NOT : SG_FIT_PERHAPS;
}

/* The type is empty where nothing tells it. */
static sg_fit fit_text(sg_arena *arena, const char *given, const sg_sqltype *wanted)
{
    sg_sqltype type;
    const char *why;
    size_t at;
    bool known = *given && sg_sqltype_parse(arena, given, &type, &why, &at);
    return known ? fit_type(type, *wanted) : SG_FIT_PERHAPS;
}

static bool is_input(const sg_argument *argument)
{
    return argument->mode != SG_MODE_OUT && argument->mode != SG_MODE_TABLE;
}

/* The argument that is called so, or (no name) the next one in its place; the number of all where there is none. */
static size_t argument_for(const sg_signature *signature, const char *name, size_t *next)
{
    size_t at = *name ? 0 : *next;
    while (at < signature->count &&
           (!is_input(&signature->arguments[at]) ||
            (*name && (!signature->arguments[at].name || strcmp(signature->arguments[at].name, name) != 0)))) {
        at++;
    }
    *next = *name ? *next : at + 1;
    return at;
}

static sg_fit fit_arguments(sg_arena *arena, const sg_signature *signature, const char *at)
{
    bool *given = SG_NEW_ARRAY(arena, bool, signature->count + 1);
    sg_fit fit = SG_FIT_EXACTLY;
    size_t next = 0;
    for (; *at && fit != SG_FIT_NOT; at += strcspn(at, "\x1e") + 1) {
        const char *name = sg_arena_strndup(arena, at, strcspn(at, "\x1d"));
        at += strlen(name) + 1;
        size_t place = argument_for(signature, name, &next);
        if (place >= signature->count || given[place]) {
            return SG_FIT_NOT;
        }
        given[place] = true;
        const char *type = sg_arena_strndup(arena, at, strcspn(at, "\x1e"));
        sg_fit one = fit_text(arena, type, &signature->arguments[place].type);
        fit = one < fit ? one : fit;
    }
    for (size_t i = 0; i < signature->count; i++) {
        if (is_input(&signature->arguments[i]) && !given[i]) {
            sg_fit without = signature->arguments[i].has_value ? SG_FIT_PERHAPS : SG_FIT_NOT;
            fit = without < fit ? without : fit;
        }
    }
    return fit;
}

sg_fit sg_signature_fit(const sg_signature *signature, const char *call)
{
    const char *name = strchr(call, '\x1f'), *arguments = name ? strchr(name + 1, '\x1f') : NULL;
    for (size_t i = 0; i < signature->count; i++) {
        if (signature->arguments[i].mode == SG_MODE_VARIADIC) {
            return SG_FIT_PERHAPS;
        }
    }
    if (!arguments) {
        return SG_FIT_PERHAPS;
    }
    sg_arena *arena = sg_arena_new();
    sg_fit fit = fit_arguments(arena, signature, arguments + 1);
    sg_arena_free(arena);
    return fit;
}
