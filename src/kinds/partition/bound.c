/* The text behind FOR VALUES in canonical spelling: keywords in capitals, values as expressions. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "partition.h"

/* True when the next word is this one; moves behind it. */
static bool word(const char **at, const char *wanted)
{
    size_t length = strlen(wanted);
    *at += strspn(*at, " \t\n");
    if (strncasecmp(*at, wanted, length) != 0 || isalnum((unsigned char)(*at)[length]) || (*at)[length] == '_')
        return false;
    *at += length;
    return true;
}

/* How far one value goes: up to a comma or parenthesis that belongs to nothing inside it. */
static size_t value_length(const char *text)
{
    int depth = 0;
    char quote = '\0';
    size_t i = 0;
    for (; text[i] != '\0'; i++) {
        if (quote != '\0' || text[i] == '\'' || text[i] == '"') {
            quote = quote == '\0' ? text[i] : text[i] == quote ? '\0' : quote;
            continue;
        }
        if (depth == 0 && (text[i] == ',' || text[i] == ')'))
            break;
        depth += (text[i] == '(' || text[i] == '[') - (text[i] == ')' || text[i] == ']');
    }
    return i;
}

struct walk {
    sg_model *model;
    sg_partition_visit *visit;
    void *context;
    const char *why;
};

static bool add_value(struct walk *walk, sg_buf *buf, size_t place, const char *text)
{
    static const char *const limits[] = {"MINVALUE", "MAXVALUE"};
    for (size_t i = 0; i < 2; i++) {
        if (strcasecmp(text, limits[i]) == 0) {
            sg_buf_add(buf, limits[i]);
            return true;
        }
    }
    sg_expr_error error;
    const sg_expr *expr = sg_expr_parse(walk->model->exprs, text, &error);
    if (expr == NULL || expr->column_count > 0) {
        walk->why = expr == NULL ? error.message : "a bound cannot refer to a column";
        return false;
    }
    const char *shown = walk->visit != NULL ? walk->visit(walk->context, place, expr->text) : expr->text;
    sg_buf_add(buf, strcmp(shown, "null") == 0 ? "NULL" : shown);
    return true;
}

/* ( value, ... ) */
static bool add_values(struct walk *walk, sg_buf *buf, const char **at)
{
    *at += strspn(*at, " \t\n");
    if (*(*at)++ != '(')
        return false;
    sg_buf_addc(buf, '(');
    for (size_t place = 0;; place++) {
        *at += strspn(*at, " \t\n");
        size_t length = value_length(*at), kept = length;
        while (kept > 0 && isspace((unsigned char)(*at)[kept - 1]))
            kept--;
        if (!add_value(walk, buf, place, sg_arena_strndup(walk->model->arena, *at, kept)))
            return false;
        *at += length;
        if (**at != ',')
            break;
        sg_buf_add(buf, ", ");
        (*at)++;
    }
    sg_buf_addc(buf, ')');
    return *(*at)++ == ')';
}

/* (modulus 4, remainder 0) */
static bool add_hash(sg_buf *buf, const char **at)
{
    static const char *const words[] = {"MODULUS", "REMAINDER"};
    *at += strspn(*at, " \t\n");
    if (*(*at)++ != '(')
        return false;
    sg_buf_add(buf, "WITH (");
    for (size_t i = 0; i < 2; i++) {
        if (!word(at, words[i]))
            return false;
        *at += strspn(*at, " \t\n");
        size_t digits = strspn(*at, "0123456789");
        sg_buf_add(buf, i == 0 ? "modulus " : ", remainder ");
        sg_buf_addn(buf, *at, digits);
        *at += digits;
        *at += strspn(*at, " \t\n");
        if (digits == 0 || *(*at)++ != (i == 0 ? ',' : ')'))
            return false;
    }
    sg_buf_addc(buf, ')');
    return true;
}

static bool add_bound(struct walk *walk, sg_buf *buf, const char *text)
{
    const char *at = text;
    bool fine;
    if (word(&at, "DEFAULT")) {
        sg_buf_add(buf, "DEFAULT");
        return at[strspn(at, " \t\n")] == '\0';
    }
    if (word(&at, "FOR") && !word(&at, "VALUES"))
        return false;
    sg_buf_add(buf, "FOR VALUES ");
    if (word(&at, "IN")) {
        sg_buf_add(buf, "IN ");
        fine = add_values(walk, buf, &at);
    } else if (word(&at, "FROM")) {
        sg_buf_add(buf, "FROM ");
        fine = add_values(walk, buf, &at) && word(&at, "TO");
        sg_buf_add(buf, " TO ");
        fine = fine && add_values(walk, buf, &at);
    } else {
        fine = word(&at, "WITH") && add_hash(buf, &at);
    }
    return fine && at[strspn(at, " \t\n")] == '\0';
}

const char *sg_partition_bound(sg_model *model, const char *text, sg_partition_visit *visit, void *context,
                               const char **why)
{
    struct walk walk = {model, visit, context,
                        "a bound is IN (...), FROM (...) TO (...), WITH (MODULUS n, REMAINDER n) or DEFAULT"};
    sg_buf buf;
    sg_buf_init(&buf);
    const char *bound = add_bound(&walk, &buf, text) ? sg_arena_strndup(model->arena, buf.data, buf.length) : NULL;
    sg_buf_release(&buf);
    *why = walk.why;
    return bound;
}

/* Behind the parenthesis of a canonical list of values; NULL: it is another bound. */
static const char *list_of(const char *bound)
{
    static const char head[] = "FOR VALUES IN (";
    return strncmp(bound, head, sizeof head - 1) == 0 ? bound + sizeof head - 1 : NULL;
}

/* The next value of such a list, or NULL at its end; moves behind it. */
static const char *next_value(const char **at, size_t *length)
{
    *at += strspn(*at, ", ");
    const char *value = *at;
    *length = value_length(value);
    *at += *length;
    return *length > 0 ? value : NULL;
}

static bool list_has(const char *list, const char *value, size_t length)
{
    size_t other;
    for (const char *found = next_value(&list, &other); found != NULL; found = next_value(&list, &other)) {
        if (other == length && strncmp(found, value, length) == 0)
            return true;
    }
    return false;
}

static bool list_holds(const char *list, const char *part)
{
    bool all = true;
    size_t length;
    for (const char *value = next_value(&part, &length); all && value != NULL; value = next_value(&part, &length))
        all = list_has(list, value, length);
    return all;
}

bool sg_partition_bounds_equal(const char *a, const char *b)
{
    const char *left = list_of(a), *right = list_of(b);
    return strcmp(a, b) == 0 || (left != NULL && right != NULL && list_holds(left, right) && list_holds(right, left));
}
