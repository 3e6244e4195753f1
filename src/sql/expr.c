#include "expr.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "expr_parse.h"
#include "map.h"
#include "text.h"

/* A result, and whether a scope could have made it another one. */
typedef struct entry {
    sg_expr expr;
    bool depends_on_types;
} entry;

struct sg_exprs {
    sg_arena *arena;
    sg_map by_text; /* text, or text and signature of its scope -> entry */
};

sg_exprs *sg_exprs_new(sg_arena *arena)
{
    sg_exprs *exprs = SG_NEW(arena, sg_exprs);
    exprs->arena = arena;
    return exprs;
}

void sg_exprs_free(sg_exprs *exprs)
{
    if (exprs) {
        sg_map_release(&exprs->by_text);
    }
}

static entry *remember(sg_exprs *exprs, const char *key, const entry *found)
{
    entry *kept = SG_NEW(exprs->arena, entry);
    *kept = *found;
    sg_map_put(&exprs->by_text, sg_arena_strdup(exprs->arena, key), kept);
    return kept;
}

/* Distinct texts, in order of appearance. */
static void add_distinct(sg_arena *arena, const char *const **list, size_t *count, const char *text)
{
    for (size_t i = 0; i < *count; i++) {
        if (strcmp((*list)[i], text) == 0) {
            return;
        }
    }
    const char **longer = SG_NEW_ARRAY(arena, const char *, *count + 1);
    for (size_t i = 0; i < *count; i++) {
        longer[i] = (*list)[i];
    }
    longer[(*count)++] = sg_arena_strdup(arena, text);
    *list = longer;
}

struct function {
    const char *name;
    bool is_volatile;
};

static int compare_name(const void *key, const void *row)
{
    return strcmp(key, ((const struct function *)row)->name);
}

static const struct function *builtin_function(const char *name)
{
    static const struct function functions[] = {
#define SG_FUNCTION(name) {name, false},
#define SG_VOLATILE(name) {name, true},
#include "functions.def"
#undef SG_FUNCTION
#undef SG_VOLATILE
    };
    return bsearch(name, functions, sizeof(functions) / sizeof(functions[0]), sizeof(functions[0]), compare_name);
}

static bool is_stable_function(const char *name)
{
    const struct function *builtin = builtin_function(name);
    return builtin && !builtin->is_volatile;
}

bool sg_function_is_builtin(const char *name)
{
    return strncmp(name, "pg_", 3) == 0 || builtin_function(name);
}

struct collection {
    sg_arena *arena;
    const sg_expr_scope *scope;
    entry *found;
};

static bool is_list_test(const sg_node *node)
{
    return node->node_case == PG_QUERY__NODE__NODE_A_EXPR &&
           (node->a_expr->kind == PG_QUERY__A__EXPR__KIND__AEXPR_IN ||
            node->a_expr->kind == PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF);
}

static bool mixes_types(const sg_node *node)
{
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_TYPE_CAST:
    case PG_QUERY__NODE__NODE_A_ARRAY_EXPR:
    case PG_QUERY__NODE__NODE_COALESCE_EXPR:
    case PG_QUERY__NODE__NODE_MIN_MAX_EXPR:
    case PG_QUERY__NODE__NODE_CASE_EXPR:
        return true;
    default:
        return is_list_test(node);
    }
}

static void collect_type(const struct collection *c, const PgQuery__TypeName *name)
{
    sg_sqltype type;
    if (sg_node_type(c->arena, name, &type) && type.name) {
        const char *place = sg_arena_printf(c->arena, "%s\x1f%s", type.schema ? type.schema : "public", type.name);
        add_distinct(c->arena, &c->found->expr.types, &c->found->expr.type_count, place);
    }
}

static void collect_literal(const struct collection *c, const sg_node *node)
{
    const char *type, *text = sg_node_named(c->arena, node, &type);
    if (text) {
        add_distinct(c->arena, &c->found->expr.literals, &c->found->expr.literal_count,
                     sg_arena_printf(c->arena, "%s\x1f%s", type, text));
    }
}

static void collect(void *context, sg_node *node)
{
    struct collection *c = context;
    sg_expr *expr = &c->found->expr;
    const char *name;
    bool foreign = false;
    if ((name = sg_node_column(node))) {
        add_distinct(c->arena, &expr->columns, &expr->column_count, name);
    } else if ((name = sg_node_function(node, &foreign))) {
        add_distinct(c->arena, &expr->calls, &expr->call_count, sg_node_call(c->arena, c->scope, node));
        expr->is_volatile = expr->is_volatile || foreign || !is_stable_function(name);
        c->found->depends_on_types = c->found->depends_on_types || foreign || !builtin_function(name);
    }
    if (node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST) {
        collect_type(c, node->type_cast->type_name);
    }
    collect_literal(c, node);
    bool is_array_test = node->node_case == PG_QUERY__NODE__NODE_A_EXPR &&
                         (node->a_expr->kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY ||
                          node->a_expr->kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP_ALL);
    if (is_array_test || node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST) {
        c->found->depends_on_types = true;
    }
    expr->mixes_types = expr->mixes_types || is_array_test || mixes_types(node);
}

static bool is_constant(const sg_node *node)
{
    if (node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST) {
        return is_constant(node->type_cast->arg);
    }
    return node->node_case == PG_QUERY__NODE__NODE_A_CONST;
}

/* Texts that need no parser. The text they become is put into `canonical`. */
static bool is_plain(const char *text, sg_arena *arena, const char **canonical, bool *is_call)
{
    static const char *const words[][2] = {
        {"true", "true"}, {"false", "false"}, {"null", "NULL"}, {"current_timestamp", "CURRENT_TIMESTAMP"}};
    size_t length = strlen(text);
    *is_call = false;
    *canonical = text;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcasecmp(text, words[i][0]) == 0) {
            *canonical = words[i][1];
            return true;
        }
    }
    if (text[0] == '\'') {
        size_t inside = strcspn(text + 1, "'\\");
        return inside + 2 == length && text[inside + 1] == '\'';
    }
    if (isdigit((unsigned char)text[0])) {
        bool zero = text[0] == '0' && length > 1;
        return !zero && length < 10 && strspn(text, "0123456789") == length;
    }
    size_t word = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    if (word == 0 || word + 2 != length || strcmp(text + word, "()") != 0 || word > SG_NAME_BYTES) {
        return false;
    }
    char *name = sg_arena_strndup(arena, text, word);
    for (char *p = name; *p; p++) {
        *p = (char)tolower((unsigned char)*p);
    }
    sg_buf quoted;
    sg_buf_init(&quoted);
    sg_sql_ident_as_server(&quoted, name);
    *is_call = strcmp(quoted.data, name) == 0; /* no keyword with a syntax of its own */
    sg_buf_release(&quoted);
    *canonical = *is_call ? name : NULL;
    return *is_call;
}

static entry *plain_entry(sg_exprs *exprs, const char *text)
{
    const char *canonical;
    bool is_call;
    entry found = {0};
    if (!is_plain(text, exprs->arena, &canonical, &is_call)) {
        return NULL;
    }
    if (is_call) {
        const char *call = sg_arena_printf(exprs->arena, "public\x1f%s\x1f", canonical);
        add_distinct(exprs->arena, &found.expr.calls, &found.expr.call_count, call);
        found.expr.is_volatile = !is_stable_function(canonical);
        found.expr.text = sg_arena_printf(exprs->arena, "%s()", canonical);
        found.expr.label = canonical;
    } else {
        found.expr.text = sg_arena_strdup(exprs->arena, canonical);
        found.expr.label = "expr";
        found.expr.is_constant = strcmp(canonical, "CURRENT_TIMESTAMP") != 0;
        found.depends_on_types = text[0] == '\'';
    }
    return remember(exprs, text, &found);
}

static bool is_bare_word(const sg_node *root, const char *text)
{
    return root->node_case == PG_QUERY__NODE__NODE_COLUMN_REF && root->column_ref->n_fields == 1 &&
           (isalpha((unsigned char)text[0]) || text[0] == '_' || (unsigned char)text[0] >= 0x80);
}

/* Parses for real; the result is remembered under `key`. */
static entry *parse(sg_exprs *exprs, const char *text, const char *key, const sg_expr_scope *scope,
                    sg_expr_error *error)
{
    sg_arena *scratch = sg_arena_new();
    entry found = {0}, *kept = NULL;
    sg_node *root = sg_expr_tree(scratch, exprs->arena, text, error);
    if (root) {
        struct collection all = {exprs->arena, scope, &found};
        found.expr.is_bare_word = is_bare_word(root, text + strspn(text, " \t\r\n"));
        sg_node_walk(root, collect, &all);
        found.depends_on_types = found.depends_on_types || sg_node_literal(root);
        sg_node_canonical(scratch, root, scope);
        found.expr.is_constant = is_constant(root);
        found.expr.label = sg_arena_strdup(exprs->arena, sg_node_label(root));
        found.expr.text = sg_expr_text(scratch, exprs->arena, root);
        if (found.expr.text) {
            kept = remember(exprs, key, &found);
        } else {
            *error = (sg_expr_error){"the expression cannot be written in canonical form", 0};
        }
    }
    sg_arena_free(scratch);
    return kept;
}

static entry *parse_alone(sg_exprs *exprs, const char *text, sg_expr_error *error)
{
    *error = (sg_expr_error){NULL, 0};
    entry *found = sg_map_get(&exprs->by_text, text);
    found = found ? found : plain_entry(exprs, text);
    return found ? found : parse(exprs, text, text, NULL, error);
}

const sg_expr *sg_expr_parse(sg_exprs *exprs, const char *text, sg_expr_error *error)
{
    const entry *found = parse_alone(exprs, text, error);
    return found ? &found->expr : NULL;
}

/* The text together with all that the scope says about its columns. */
static void add_signature(sg_buf *key, const char *text, const sg_expr *expr, const sg_expr_scope *scope)
{
    sg_buf_addf(key, "%s\x1f", text);
    for (size_t i = 0; scope->column && i < expr->column_count; i++) {
        bool is_enum = false;
        const sg_sqltype *type = scope->column(scope->context, NULL, expr->columns[i], &is_enum);
        if (type) {
            sg_sqltype_print(key, type);
        }
        sg_buf_add(key, is_enum ? "!\x1f" : "\x1f");
    }
    if (scope->target) {
        sg_sqltype_print(key, scope->target);
    }
}

const sg_expr *sg_expr_parse_in(sg_exprs *exprs, const char *text, const sg_expr_scope *scope, sg_expr_error *error)
{
    const entry *alone = parse_alone(exprs, text, error);
    if (!alone || !alone->depends_on_types) {
        return alone ? &alone->expr : NULL;
    }
    char room[SG_BUF_ROOM];
    sg_buf key;
    sg_buf_init_in(&key, room, sizeof room);
    add_signature(&key, text, &alone->expr, scope);
    const entry *found = sg_map_get(&exprs->by_text, key.data);
    found = found ? found : parse(exprs, text, key.data, scope, error);
    sg_buf_release(&key);
    return found ? &found->expr : NULL;
}

struct renaming {
    sg_arena *arena;
    const sg_expr_renames *names;
};

static void rename_global(const struct renaming *r, bool function, size_t *count, sg_node ***parts)
{
    const char *schema = *count > 1 ? sg_node_string((*parts)[*count - 2]) : NULL;
    const char *name = *count > 0 ? sg_node_string((*parts)[*count - 1]) : NULL;
    if (name && r->names->global && r->names->global(r->names->context, function, &schema, &name)) {
        *parts = sg_node_names(r->arena, schema, name, count);
    }
}

static void rename_literal(const struct renaming *r, sg_node *node)
{
    const char *type, *text = sg_node_named(r->arena, node, &type);
    const char *new_text = text ? r->names->literal(r->names->context, type, text) : NULL;
    if (new_text) {
        sg_node_name(r->arena, node, new_text);
    }
}

static void rename_node(void *context, sg_node *node)
{
    const struct renaming *r = context;
    if (r->names->literal) {
        rename_literal(r, node);
    }
    const char *name = sg_node_column(node);
    const char *new_name = name && r->names->column ? r->names->column(r->names->context, name) : NULL;
    if (new_name) {
        node->column_ref->fields[node->column_ref->n_fields - 1]->string->sval = sg_arena_strdup(r->arena, new_name);
    } else if (node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST) {
        rename_global(r, false, &node->type_cast->type_name->n_names, &node->type_cast->type_name->names);
    } else if (node->node_case == PG_QUERY__NODE__NODE_FUNC_CALL) {
        rename_global(r, true, &node->func_call->n_funcname, &node->func_call->funcname);
    }
}

const char *sg_exprs_rewrite(sg_exprs *exprs, const char *text,
                             bool (*rewrite)(void *context, sg_arena *scratch, sg_node *root), void *context)
{
    sg_arena *scratch = sg_arena_new();
    sg_expr_error error;
    const char *written = NULL;
    sg_node *root = sg_expr_tree(scratch, scratch, text, &error);
    if (root && rewrite(context, scratch, root)) {
        sg_node_canonical(scratch, root, NULL);
        written = sg_expr_text(scratch, exprs->arena, root);
    }
    sg_arena_free(scratch);
    return written ? written : text;
}

static bool rename_all(void *context, sg_arena *scratch, sg_node *root)
{
    struct renaming r = {scratch, context};
    sg_node_walk(root, rename_node, &r);
    return true;
}

const char *sg_expr_rename(sg_exprs *exprs, const char *text, const sg_expr_renames *renames)
{
    return sg_exprs_rewrite(exprs, text, rename_all, (void *)renames);
}

bool sg_expr_is_volatile(const sg_expr *expr)
{
    return expr->is_volatile;
}
