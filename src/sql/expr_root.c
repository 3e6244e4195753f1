/* Values: numbers as text, and what a whole expression need not say because the column says it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "expr_tree.h"

/* Digits with at most one sign before and, for numeric, a point between. */
static bool is_decimal(const char *text, bool point)
{
    text += *text == '-';
    size_t whole = strspn(text, "0123456789");
    size_t rest = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
    const char *end = text + whole + (rest ? rest + 1 : 0);
    return whole > 0 && *end == '\0' && (rest > 0) == point;
}

bool sg_number_whole(const char *text, long long *value)
{
    errno = 0;
    *value = is_decimal(text, false) ? strtoll(text, NULL, 10) : 0;
    return errno == 0 && is_decimal(text, false);
}

bool sg_number_decimal(const char *text)
{
    return is_decimal(text, true);
}

static void spell_for_target(sg_arena *arena, sg_node *root, const sg_sqltype *target)
{
    static const char *const numbers[] = {"smallint", "integer", "bigint", "numeric", "real", "double precision"};
    const char *text = sg_node_literal(root);
    if (!text || !target->builtin || target->array) {
        return;
    }
    if (strcmp(target->builtin, "boolean") == 0 && (strcmp(text, "true") == 0 || strcmp(text, "t") == 0)) {
        sg_node_set_word(arena, root, true);
        return;
    }
    if (strcmp(target->builtin, "boolean") == 0 && (strcmp(text, "false") == 0 || strcmp(text, "f") == 0)) {
        sg_node_set_word(arena, root, false);
        return;
    }
    long long whole;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        if (strcmp(target->builtin, numbers[i]) != 0) {
            continue;
        }
        if (sg_number_whole(text, &whole)) {
            sg_node_set_number(arena, root, sg_arena_printf(arena, "%lld", whole));
        } else if (i > 2 && sg_number_decimal(text)) {
            sg_node_set_number(arena, root, text);
        }
        return;
    }
}

/* The value of a column is converted to its type anyway. */
void sg_node_relax_root(sg_arena *arena, sg_node *root, const sg_sqltype *target)
{
    sg_sqltype cast, base;
    if (sg_node_plain_cast(arena, root, &cast)) {
        sg_node *value = root->type_cast->arg;
        sg_buf number;
        sg_buf_init(&number);
        bool is_value = sg_node_literal(value) || sg_node_number(value, &number);
        bool is_target = false;
        if (target) {
            base = *target;
            base.modifiers = NULL;
            base.serial = false;
            base.builtin = base.builtin && strcmp(base.builtin, "character") == 0 ? "bpchar" : base.builtin;
            is_target = sg_sqltype_equal(&base, &cast);
        }
        if ((is_value && is_target) || (sg_node_literal(value) && sg_sqltype_is_text(&cast))) {
            *root = *value;
        }
        sg_buf_release(&number);
    }
    if (target) {
        spell_for_target(arena, root, target);
    }
}
