/* Arguments of built-in functions whose casts the server writes and people do not. */
#include <string.h>

#include "expr_parse.h"
#include "text.h"

static bool is_text(const sg_sqltype *type)
{
    return type->builtin && !type->array && strcmp(type->builtin, "text") == 0;
}

/* 'x'::type as an argument. */
static bool is_cast_literal(sg_arena *arena, const sg_node *arg, const char *builtin)
{
    sg_sqltype type;
    return sg_node_plain_cast(arena, arg, &type) && type.builtin && !type.array && strcmp(type.builtin, builtin) == 0 &&
           sg_node_literal(arg->type_cast->arg);
}

/* Functions where a quoted literal at this place takes this type whatever the other arguments are. */
static const struct literal {
    const char *function;
    size_t argument;
    size_t least; /* arguments: to_tsvector(text) has no configuration */
    const char *type;
} literals[] = {
    {"currval", 0, 1, "regclass"},
    {"nextval", 0, 1, "regclass"},
    {"setval", 0, 2, "regclass"},
    {"json_to_tsvector", 0, 3, "regconfig"},
    {"jsonb_to_tsvector", 0, 3, "regconfig"},
    {"phraseto_tsquery", 0, 2, "regconfig"},
    {"plainto_tsquery", 0, 2, "regconfig"},
    {"to_tsquery", 0, 2, "regconfig"},
    {"to_tsvector", 0, 2, "regconfig"},
    {"ts_headline", 0, 4, "regconfig"},
    {"websearch_to_tsquery", 0, 2, "regconfig"},
    {"ts_lexize", 0, 2, "regdictionary"},
    {"current_setting", 0, 1, "text"},
    {"date_part", 0, 2, "text"},
    {"date_trunc", 0, 2, "text"},
    {"encode", 1, 2, "text"},
    {"like_escape", 0, 2, "text"},
    {"like_escape", 1, 2, "text"},
    {"position", 1, 2, "text"},
    {"similar_to_escape", 0, 1, "text"},
    {"starts_with", 1, 2, "text"},
    {"timezone", 0, 2, "text"},
    {"to_char", 1, 2, "text"},
    {"to_date", 1, 2, "text"},
    {"to_timestamp", 1, 2, "text"},
};
enum { LITERALS = sizeof(literals) / sizeof(literals[0]) };

static bool is_called(const struct literal *row, const char *name, const PgQuery__FuncCall *call)
{
    return strcmp(row->function, name) == 0 && call->n_args >= row->least;
}

static void relax_literals(sg_arena *arena, const char *name, const PgQuery__FuncCall *call)
{
    for (size_t i = 0; i < LITERALS; i++) {
        size_t at = literals[i].argument;
        if (is_called(&literals[i], name, call) && is_cast_literal(arena, call->args[at], literals[i].type)) {
            *call->args[at] = *call->args[at]->type_cast->arg;
        }
    }
}

sg_node *sg_node_naming(const sg_node *node, const char **type)
{
    bool foreign;
    const char *name = sg_node_function(node, &foreign);
    for (size_t i = 0; name && !foreign && i < LITERALS; i++) {
        if (is_called(&literals[i], name, node->func_call) && strncmp(literals[i].type, "reg", 3) == 0) {
            *type = literals[i].type;
            return node->func_call->args[literals[i].argument];
        }
    }
    if (node->node_case != PG_QUERY__NODE__NODE_TYPE_CAST || node->type_cast->type_name->n_names == 0) {
        return NULL;
    }
    const PgQuery__TypeName *cast = node->type_cast->type_name;
    *type = sg_node_string(cast->names[cast->n_names - 1]);
    return *type && strncmp(*type, "reg", 3) == 0 ? node->type_cast->arg : NULL;
}

static const char *collation_name(sg_arena *arena, const PgQuery__CollateClause *clause)
{
    sg_buf name;
    sg_buf_init(&name);
    for (size_t i = 0; i < clause->n_collname; i++) {
        sg_buf_add(&name, i > 0 ? "." : "");
        sg_sql_ident(&name, sg_node_string(clause->collname[i]));
    }
    const char *text = sg_arena_strndup(arena, name.data, name.length);
    sg_buf_release(&name);
    return text;
}

const char *sg_node_named(sg_arena *arena, const sg_node *node, const char **type)
{
    if (node->node_case != PG_QUERY__NODE__NODE_COLLATE_CLAUSE) {
        return sg_node_literal(sg_node_naming(node, type));
    }
    *type = "regcollation";
    return collation_name(arena, node->collate_clause);
}

void sg_node_name(sg_arena *arena, sg_node *node, const char *text)
{
    const char *type;
    if (node->node_case != PG_QUERY__NODE__NODE_COLLATE_CLAUSE) {
        sg_node_naming(node, &type)->a_const->sval->sval = sg_arena_strdup(arena, text);
        return;
    }
    sg_expr_error error;
    const sg_node *other = sg_expr_tree(arena, arena, sg_arena_printf(arena, "NULL COLLATE %s", text), &error);
    node->collate_clause->collname = other->collate_clause->collname;
    node->collate_clause->n_collname = other->collate_clause->n_collname;
}

static bool is_text_function(const char *name)
{
    static const char *const names[] = {"ascii",      "btrim",          "char_length", "character_length",
                                        "initcap",    "left",           "length",      "lower",
                                        "lpad",       "ltrim",          "md5",         "octet_length",
                                        "position",   "regexp_replace", "repeat",      "replace",
                                        "reverse",    "right",          "rpad",        "rtrim",
                                        "split_part", "starts_with",    "strpos",      "substr",
                                        "substring",  "translate",      "upper"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Functions of text take varchar for it; and when the first argument is text, literals behind it are. */
static void relax_text(sg_arena *arena, const sg_expr_scope *scope, const PgQuery__FuncCall *call)
{
    sg_sqltype to, from, first;
    bool is_enum;
    bool text_first =
        call->n_args && sg_node_infer(arena, scope, call->args[0], &first, &is_enum) && sg_sqltype_is_text(&first);
    for (size_t i = 0; i < call->n_args; i++) {
        sg_node *arg = call->args[i];
        bool literal = i > 0 && text_first && is_cast_literal(arena, arg, "text");
        if (literal || (sg_node_plain_cast(arena, arg, &to) && is_text(&to) &&
                        sg_node_infer(arena, scope, arg->type_cast->arg, &from, &is_enum) &&
                        sg_sqltype_is_text(&from) && !sg_node_literal(arg->type_cast->arg)))
            *arg = *arg->type_cast->arg;
    }
}

void sg_node_relax_call(sg_arena *arena, const sg_expr_scope *scope, sg_node *node)
{
    bool foreign;
    const char *name = sg_node_function(node, &foreign);
    if (foreign) {
        return;
    }
    relax_literals(arena, name, node->func_call);
    if (is_text_function(name)) {
        relax_text(arena, scope, node->func_call);
    }
}
