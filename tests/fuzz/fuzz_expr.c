/* Any text as a type and as an expression. What is canonical must stay so. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "expr.h"
#include "type.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_type(sg_arena *arena, const char *text)
{
    sg_sqltype type, again;
    const char *why;
    size_t at;
    sg_buf printed;
    if (!sg_sqltype_parse(arena, text, &type, &why, &at))
        return;
    sg_buf_init(&printed);
    sg_sqltype_print(&printed, &type);
    if (!type.serial && !sg_sqltype_parse(arena, printed.data, &again, &why, &at))
        abort();
    sg_buf_release(&printed);
}

static void read_expression(sg_arena *arena, const char *text)
{
    sg_exprs *exprs = sg_exprs_new(arena);
    sg_expr_error error;
    const sg_expr *expr = sg_expr_parse(exprs, text, &error);
    const sg_expr *again = expr != NULL ? sg_expr_parse(exprs, expr->text, &error) : NULL;
    if (expr != NULL && (again == NULL || strcmp(again->text, expr->text) != 0))
        abort();
    sg_exprs_free(exprs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sg_arena *arena = sg_arena_new();
    const char *text = sg_arena_strndup(arena, (const char *)data, size);
    read_type(arena, text);
    read_expression(arena, text);
    sg_arena_free(arena);
    return 0;
}
