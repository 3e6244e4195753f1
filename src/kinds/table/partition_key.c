/* The text behind PARTITION BY in canonical spelling: LIST (a), RANGE ((lower(b)), c COLLATE "C" text_ops). */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "opclass.h"
#include "table.h"
#include "text.h"

/* One element: a column or an expression, "NULL COLLATE name" or NULL, and the operator class with a blank in front. */
struct element {
    const char *text;
    const sg_expr *expr, *collation;
    const char *opclass;
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

static const sg_expr *parse(sg_model *model, const char *head, const char *text, sg_expr_error *error)
{
    return sg_expr_parse(model->exprs, sg_arena_printf(model->arena, "%s%s", head, text), error);
}

/* The text, or where it is none by itself, what stands before its last word: an operator class. */
static const sg_expr *parse_before_opclass(sg_model *model, struct element *element, const char *head, char *text,
                                           sg_expr_error *error)
{
    const sg_expr *expr = parse(model, head, text, error);
    char *last = strrchr(text, ' ');
    if (expr != NULL || last == NULL || *element->opclass != '\0')
        return expr;
    element->opclass = sg_arena_strdup(model->arena, last);
    *last = '\0';
    return parse(model, head, text, error);
}

static bool parse_element(sg_model *model, struct element *element, char *text, sg_expr_error *error)
{
    size_t length = find_end(text, ' ');
    char *collation = sg_arena_strdup(model->arena, text + length);
    *element = (struct element){.text = text, .opclass = ""};
    text[length] = '\0';
    if (*collation != '\0') {
        element->collation = parse_before_opclass(model, element, "NULL", collation, error);
        element->expr = element->collation != NULL ? parse(model, "", text, error) : NULL;
    } else {
        element->expr = parse_before_opclass(model, element, "", text, error);
    }
    return element->expr != NULL;
}

static bool is_column(const sg_expr *expr)
{
    return expr->column_count == 1 && expr->call_count == 0 && strpbrk(expr->text, "(:+-*/|[ ") == NULL;
}

struct walk {
    sg_model *model;
    sg_partition_key_visit *visit;
    void *context;
    const char *why;
};

static const char *visited(const struct walk *walk, const sg_expr *expr)
{
    return walk->visit != NULL ? walk->visit(walk->context, expr) : expr->text;
}

static bool add_element(struct walk *walk, sg_buf *buf, char *text)
{
    struct element element;
    sg_expr_error error;
    if (!parse_element(walk->model, &element, text, &error)) {
        walk->why = error.message;
        return false;
    }
    bool plain = is_column(element.expr) || element.text[0] == '"';
    sg_buf_addf(buf, plain ? "%s" : "(%s)", visited(walk, element.expr));
    if (element.collation != NULL)
        sg_buf_add(buf, visited(walk, element.collation) + strlen("NULL"));
    sg_buf_add(buf, element.opclass);
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

/* The text without its end, where it ends so. */
static void cut(char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    if (length > tail && strcmp(text + length - tail, end) == 0)
        text[length - tail] = '\0';
}

/* An element of a canonical key without the operator class and the collation that its column has anyway. */
static void cut_defaults(const sg_object *table, const char *method, char *text)
{
    size_t length = strcspn(text, " ");
    const char *last = strrchr(text, ' ');
    SG_EACH_CHILD(column, table, sg_kind_with(SG_KIND_COLUMN))
    {
        bool named = last != NULL && strlen(column->name) == length && strncmp(column->name, text, length) == 0;
        if (!named)
            continue;
        if (sg_opclass_is_default(last + 1, method, sg_object_type(column)))
            cut(text, last);
        if (sg_object_text(column, "collation") == NULL)
            cut(text, " COLLATE \"default\"");
        return;
    }
}

void sg_partition_key_bare(sg_buf *buf, const sg_object *table, const char *key)
{
    sg_arena *arena = sg_arena_new();
    const char *at = strchr(key, '(') + 1;
    const char *method = strncmp(key, "HASH", 4) == 0 ? "hash" : "btree";
    sg_buf_addn(buf, key, (size_t)(at - key));
    for (size_t length = find_end(at, ','); *at != '\0'; length = find_end(at, ',')) {
        bool ends = at[length] == '\0';
        char *text = trimmed(arena, at, length - ends);
        cut_defaults(table, method, text);
        sg_buf_join(buf, text, ends ? ")" : ", ");
        at += length + !ends;
    }
    sg_arena_free(arena);
}
