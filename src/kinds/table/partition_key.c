/* The text behind PARTITION BY in canonical spelling: LIST (a), RANGE ((lower(b)), c COLLATE "C" text_ops). */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "table.h"
#include "text.h"

/* One element: what stands before COLLATE and operator class, and these. */
struct element {
    const char *text;
    const char *tail;
};

/* Where the text comes to one of `ends` outside of quotes and parentheses, or to its end; a blank stands for the word
 * COLLATE behind a blank. */
static size_t find_end(const char *text, char end)
{
    int depth = 0;
    char quote = '\0';
    size_t i = 0;
    for (; text[i] != '\0'; i++) {
        if (quote != '\0' || text[i] == '\'' || text[i] == '"') {
            quote = quote == '\0' ? text[i] : text[i] == quote ? '\0' : quote;
            continue;
        }
        if (depth == 0 && text[i] == end && (end != ' ' || strncasecmp(text + i, " collate ", 9) == 0))
            break;
        depth += (text[i] == '(') - (text[i] == ')');
    }
    return i;
}

static char *trimmed(sg_arena *arena, const char *text, size_t length)
{
    while (length > 0 && isspace((unsigned char)*text))
        text++, length--;
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    return sg_arena_strndup(arena, text, length);
}

/* " COLLATE name", perhaps with an operator class behind it. */
static const char *collation(sg_model *model, char *text)
{
    sg_expr_error error;
    const char *opclass = "";
    const sg_expr *expr = sg_expr_parse(model->exprs, sg_arena_printf(model->arena, "a%s", text), &error);
    if (expr == NULL) {
        char *last = strrchr(text, ' ');
        opclass = sg_arena_strdup(model->arena, last);
        *last = '\0';
        expr = sg_expr_parse(model->exprs, sg_arena_printf(model->arena, "a%s", text), &error);
    }
    return sg_arena_printf(model->arena, "%s%s", expr != NULL ? expr->text + strlen("a") : text, opclass);
}

static const sg_expr *parse_element(sg_model *model, struct element *element, sg_expr_error *error)
{
    char *text = sg_arena_strdup(model->arena, element->text);
    size_t length = find_end(text, ' ');
    element->tail = text[length] != '\0' ? collation(model, sg_arena_strdup(model->arena, text + length)) : "";
    text[length] = '\0';
    const sg_expr *expr = sg_expr_parse(model->exprs, text, error);
    char *last = strrchr(text, ' ');
    if (expr == NULL && *element->tail == '\0' && last != NULL) { /* an operator class behind it */
        element->tail = sg_arena_strdup(model->arena, last);
        *last = '\0';
        expr = sg_expr_parse(model->exprs, text, error);
    }
    element->text = text;
    return expr;
}

static bool is_column(const sg_expr *expr)
{
    return expr->column_count == 1 && expr->function_count == 0 && strpbrk(expr->text, "(:+-*/|[ ") == NULL;
}

struct walk {
    sg_model *model;
    sg_partition_key_visit *visit;
    void *context;
    const char *why;
};

static bool add_element(struct walk *walk, sg_buf *buf, const char *text)
{
    struct element element = {.text = text};
    sg_expr_error error;
    const sg_expr *expr = parse_element(walk->model, &element, &error);
    if (expr == NULL) {
        walk->why = error.message;
        return false;
    }
    const char *shown = walk->visit != NULL ? walk->visit(walk->context, expr) : expr->text;
    bool plain = is_column(expr) || element.text[0] == '"';
    sg_buf_addf(buf, plain ? "%s%s" : "(%s)%s", shown, element.tail);
    return true;
}

static bool add_key(struct walk *walk, sg_buf *buf, const char *text)
{
    static const char *const strategies[] = {"RANGE", "LIST", "HASH"};
    sg_arena *arena = walk->model->arena;
    const char *open = strchr(text, '('), *found = NULL;
    size_t end = open != NULL ? find_end(open + 1, ')') : 0;
    const char *strategy = open != NULL ? trimmed(arena, text, (size_t)(open - text)) : "";
    for (size_t i = 0; i < 3; i++)
        found = strcasecmp(strategy, strategies[i]) == 0 ? strategies[i] : found;
    if (found == NULL || open[end + 1] != ')' || open[end + 2] != '\0')
        return false;
    const char *inside = sg_arena_strndup(arena, open + 1, end);
    sg_buf_addf(buf, "%s (", found);
    for (bool first = true;; first = false) {
        size_t length = find_end(inside, ',');
        sg_buf_add(buf, first ? "" : ", ");
        if (!add_element(walk, buf, trimmed(arena, inside, length)))
            return false;
        if (inside[length] == '\0')
            break;
        inside += length + 1;
    }
    sg_buf_addc(buf, ')');
    return true;
}

const char *sg_partition_key(sg_model *model, const char *text, sg_partition_key_visit *visit, void *context,
                             const char **why)
{
    struct walk walk = {model, visit, context, "it is LIST (...), RANGE (...) or HASH (...)"};
    sg_buf buf;
    sg_buf_init(&buf);
    const char *key = add_key(&walk, &buf, text) ? sg_arena_strndup(model->arena, buf.data, buf.length) : NULL;
    sg_buf_release(&buf);
    *why = walk.why;
    return key;
}
