#include "expr_parse.h"

#include <pg_query.h>
#include <string.h>

#include "scan.h"
#include "text.h"

#define SELECT "SELECT "
#define MAX_BYTES ((size_t)64 * 1024)
/* At this depth the parser needs less than a megabyte of stack. */
#define MAX_DEPTH 2000
#define MAX_PARENS 200

static bool refuse(sg_expr_error *error, size_t at, const char *message)
{
    error->message = message;
    error->at = at;
    return false;
}

/* An upper bound for the depth of the tree: tokens of one level of parentheses count until the next comma. */
typedef struct depth {
    size_t now[MAX_PARENS + 1];
    size_t most[MAX_PARENS + 1];
    size_t level;
    size_t limit;
} depth;

static void next_element(depth *d)
{
    if (d->now[d->level] > d->most[d->level]) {
        d->most[d->level] = d->now[d->level];
    }
    d->now[d->level] = 0;
}

static bool count_token(depth *d, sg_token token, char c)
{
    if (token == SG_TOKEN_OPEN || (token == SG_TOKEN_OTHER && c == '[')) {
        if (d->level == MAX_PARENS) {
            return false;
        }
        d->level++;
        d->now[d->level] = d->most[d->level] = 0;
    } else if ((token == SG_TOKEN_CLOSE || (token == SG_TOKEN_OTHER && c == ']')) && d->level > 0) {
        next_element(d);
        d->now[d->level - 1] += d->most[d->level] + 1;
        d->level--;
    } else if (token == SG_TOKEN_OTHER && c == ',') {
        next_element(d);
    } else if (token != SG_TOKEN_SPACE) {
        d->now[d->level]++;
    }
    return d->now[d->level] <= d->limit;
}

static const sg_expr_limits expression = {MAX_BYTES, "the expression is longer than 64 KiB", MAX_DEPTH};

bool sg_expr_check_text(const char *text, const sg_expr_limits *limits, sg_expr_error *error)
{
    size_t length = strlen(text);
    depth d = {.limit = limits->depth};
    sg_scan scan;
    sg_token token;
    bool fits = true, first = true;
    if (length > limits->bytes) {
        return refuse(error, 0, limits->too_long);
    }
    sg_scan_init(&scan, text, length);
    while (fits && (token = sg_scan_next(&scan)) != SG_TOKEN_END && token != SG_TOKEN_UNCLOSED) {
        fits = count_token(&d, token, text[scan.start]);
        first &= token == SG_TOKEN_SPACE;
    }
    size_t at = scan.start;
    sg_scan_release(&scan);
    if (!fits) {
        return refuse(error, at, "the expression is nested too deeply");
    }
    return !first || refuse(error, 0, "an expression is expected");
}

/* What the parser would take for more than the expression: SELECT ALL x is no expression's ALL. */
static bool begins_with_all(const char *text)
{
    sg_scan scan;
    sg_scan_init(&scan, text, strlen(text));
    while (sg_scan_next(&scan) == SG_TOKEN_SPACE)
        ;
    bool all = scan.end - scan.start == 3 && strncasecmp(text + scan.start, "all", 3) == 0;
    sg_scan_release(&scan);
    return all;
}

/* The parser counts characters, from 1, in the whole statement. */
static size_t error_place(const char *text, int cursor)
{
    size_t at = 0, length = strlen(text);
    for (long skip = (long)cursor - 1; skip > 0 && at < length; skip--) {
        do {
            at++;
        } while (((unsigned char)text[at] & 0xC0) == 0x80);
    }
    return at;
}

static void *scratch_alloc(void *context, size_t size)
{
    return sg_arena_alloc(context, size);
}

static void scratch_free(void *context, void *memory)
{
    (void)context;
    (void)memory;
}

static bool has_more(const PgQuery__SelectStmt *s)
{
    return s->n_distinct_clause || s->into_clause || s->n_from_clause || s->where_clause || s->n_group_clause ||
           s->having_clause || s->n_window_clause || s->n_values_lists || s->n_sort_clause || s->limit_offset ||
           s->limit_count || s->n_locking_clause || s->with_clause || s->larg || s->rarg;
}

/* The one expression of the statement, NULL when there is anything else. */
static sg_node *only_expression(const PgQuery__ParseResult *result)
{
    if (result->n_stmts != 1 || result->stmts[0]->stmt_len != 0 ||
        result->stmts[0]->stmt->node_case != PG_QUERY__NODE__NODE_SELECT_STMT) {
        return NULL;
    }
    const PgQuery__SelectStmt *select = result->stmts[0]->stmt->select_stmt;
    if (has_more(select) || select->n_target_list != 1) {
        return NULL;
    }
    const PgQuery__ResTarget *target = select->target_list[0]->res_target;
    return target->name[0] || target->n_indirection ? NULL : target->val;
}

static void find_strange(void *context, sg_node *node)
{
    const char **strange = context;
    if (node->node_case == PG_QUERY__NODE__NODE_PARAM_REF) {
        *strange = "there are no parameters such as $1 here";
    } else if (node->node_case == PG_QUERY__NODE__NODE_SET_TO_DEFAULT) {
        *strange = "DEFAULT is not a value";
    }
}

static PgQuery__ParseResult *read_tree(sg_arena *scratch, const PgQueryProtobuf *packed)
{
    ProtobufCAllocator allocator = {scratch_alloc, scratch_free, scratch};
    return pg_query__parse_result__unpack(&allocator, packed->len, (const uint8_t *)packed->data);
}

PgQuery__ParseResult *sg_statement_tree(sg_arena *scratch, sg_arena *arena, const char *text, size_t from,
                                        sg_expr_error *error)
{
    PgQueryProtobufParseResult parsed = pg_query_parse_protobuf(text);
    PgQuery__ParseResult *result = NULL;
    if (parsed.error) {
        size_t at = error_place(text, parsed.error->cursorpos);
        refuse(error, at > from ? at - from : 0, sg_arena_strdup(arena, parsed.error->message));
    } else {
        result = read_tree(scratch, &parsed.parse_tree);
    }
    pg_query_free_protobuf_parse_result(parsed);
    return result;
}

sg_node *sg_expr_tree(sg_arena *scratch, sg_arena *arena, const char *text, sg_expr_error *error)
{
    *error = (sg_expr_error){NULL, 0};
    if (!sg_expr_check_text(text, &expression, error)) {
        return NULL;
    }
    if (begins_with_all(text)) {
        refuse(error, 0, "syntax error at or near \"all\"");
        return NULL;
    }
    PgQuery__ParseResult *result =
        sg_statement_tree(scratch, arena, sg_arena_printf(scratch, SELECT "%s", text), strlen(SELECT), error);
    if (!result) {
        return NULL;
    }
    sg_node *root = only_expression(result);
    if (!root) {
        error->message = "one expression is expected, and nothing besides it";
        return NULL;
    }
    sg_node_walk(root, find_strange, &error->message);
    bool star = root->node_case == PG_QUERY__NODE__NODE_COLUMN_REF && !sg_node_column(root);
    error->message = star ? "* is not a value" : error->message;
    return error->message ? NULL : root;
}

static bool same_tree(sg_arena *scratch, const sg_node *a, const sg_node *b)
{
    size_t length = pg_query__node__get_packed_size(a);
    if (length != pg_query__node__get_packed_size(b)) {
        return false;
    }
    uint8_t *left = sg_arena_alloc(scratch, length), *right = sg_arena_alloc(scratch, length);
    pg_query__node__pack(a, left);
    pg_query__node__pack(b, right);
    return memcmp(left, right, length) == 0;
}

const char *sg_statement_text(sg_arena *arena, sg_node *root)
{
    PgQuery__ParseResult result = PG_QUERY__PARSE_RESULT__INIT;
    PgQuery__RawStmt statement = PG_QUERY__RAW_STMT__INIT, *statements = &statement;
    result.version = PG_VERSION_NUM;
    result.n_stmts = 1;
    result.stmts = &statements;
    statement.stmt = root;
    PgQueryProtobuf packed = {pg_query__parse_result__get_packed_size(&result), NULL};
    packed.data = sg_arena_alloc(arena, packed.len);
    pg_query__parse_result__pack(&result, (uint8_t *)packed.data);
    PgQueryDeparseResult deparsed = pg_query_deparse_protobuf(packed);
    const char *text = deparsed.error ? NULL : sg_arena_strdup(arena, deparsed.query);
    pg_query_free_deparse_result(deparsed);
    return text;
}

/* For what our printer does not know. */
static const char *library_text(sg_arena *scratch, sg_arena *arena, sg_node *root)
{
    PgQuery__Node select_node = PG_QUERY__NODE__INIT, target_node = PG_QUERY__NODE__INIT, *targets = &target_node;
    PgQuery__SelectStmt select = PG_QUERY__SELECT_STMT__INIT;
    PgQuery__ResTarget target = PG_QUERY__RES_TARGET__INIT;
    select_node.node_case = PG_QUERY__NODE__NODE_SELECT_STMT;
    select_node.select_stmt = &select;
    select.limit_option = PG_QUERY__LIMIT_OPTION__LIMIT_OPTION_DEFAULT;
    select.op = PG_QUERY__SET_OPERATION__SETOP_NONE;
    select.n_target_list = 1;
    select.target_list = &targets;
    target_node.node_case = PG_QUERY__NODE__NODE_RES_TARGET;
    target_node.res_target = &target;
    target.val = root;
    const char *text = sg_statement_text(scratch, &select_node);
    bool fits = text && strncmp(text, SELECT, strlen(SELECT)) == 0;
    return fits ? sg_arena_strdup(arena, text + strlen(SELECT)) : NULL;
}

const char *sg_expr_text(sg_arena *scratch, sg_arena *arena, sg_node *root)
{
    sg_expr_error error;
    sg_buf buf;
    sg_buf_init(&buf);
    bool printed = sg_node_print(&buf, scratch, root);
    const char *text = printed ? sg_arena_strdup(arena, buf.data) : NULL;
    /* parentheses that the author did not need may make it too deep to be read again */
    bool fits = buf.length <= MAX_PARENS || sg_expr_check_text(buf.data, &expression, &error);
    sg_buf_release(&buf);
    if (text) {
        return fits ? text : NULL;
    }
    text = library_text(scratch, arena, root);
    sg_node *again = text ? sg_expr_tree(scratch, scratch, text, &error) : NULL;
    if (!again) {
        return NULL;
    }
    sg_node_forget_places(&root->base);
    sg_node_forget_places(&again->base);
    return same_tree(scratch, root, again) ? text : NULL;
}
