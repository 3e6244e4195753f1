/* Types: which field of the language stands for a column's type. */
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "raise_private.h"
#include "text.h"

static bool parse_type(sg_psl_raising *raising, const char *sql, sg_sqltype *type)
{
    const char *why;
    size_t at;

    return sg_sqltype_parse(raising->arena, sql, type, &why, &at);
}

/* True when both are one type, modifiers and arrays apart. */
static bool same_base(const sg_sqltype *a, const sg_sqltype *b)
{
    if (a->builtin != NULL || b->builtin != NULL)
        return sg_text_equal(a->builtin, b->builtin);
    return a->schema == NULL && sg_text_equal(a->name, b->name);
}

static bool find_scalar(sg_psl_raising *raising, sg_psl_raised_column *column, const sg_sqltype *type)
{
    for (int i = 0; i < SG_PSL_SCALARS; i++) {
        sg_sqltype scalar;
        parse_type(raising, sg_psl_scalars[i].sql, &scalar);
        if (!same_base(type, &scalar) || !sg_text_equal(type->modifiers, scalar.modifiers))
            continue;
        column->kind.sort = SG_PSL_SCALAR_FIELD;
        column->kind.scalar = (sg_psl_scalar)i;
        return true;
    }
    return false;
}

/* The modifiers of a type as arguments of its native type; false when they are not such as it takes. */
static bool set_arguments(sg_psl_raising *raising, sg_psl_raised_column *column, const sg_psl_native *native,
                          const char *modifiers)
{
    unsigned count = 0;

    column->arguments = modifiers != NULL ? sg_arena_printf(raising->arena, "(%s)", modifiers) : "";
    while (modifiers != NULL) {
        char *end;
        long value = strtol(modifiers, &end, 10);
        if (end == modifiers || (*end != '\0' && *end != ',') || value > native->highest ||
            value < (count == 0 ? native->lowest : 0))
            return false;
        modifiers = *end == ',' ? end + 1 : NULL;
        count++;
    }
    return count == 0 || count == native->arguments;
}

static bool find_native(sg_psl_raising *raising, sg_psl_raised_column *column, const sg_sqltype *type)
{
    size_t count;
    const sg_psl_native *natives = sg_psl_natives(&count);

    for (size_t i = 0; i < count; i++) {
        sg_sqltype native;
        parse_type(raising, natives[i].sql, &native);
        /* what has a length unless said otherwise cannot be said without one */
        if (!same_base(type, &native) || (type->modifiers == NULL && native.modifiers != NULL))
            continue;
        column->kind.sort = SG_PSL_SCALAR_FIELD;
        column->kind.scalar = natives[i].scalar;
        column->kind.native = &natives[i];
        return set_arguments(raising, column, &natives[i], type->modifiers);
    }
    return false;
}

static bool find_enum(sg_psl_raising *raising, sg_psl_raised_column *column, const sg_sqltype *type)
{
    if (type->builtin != NULL || type->modifiers != NULL)
        return false;
    column->labels = sg_map_get(&raising->enums_by_key, sg_name_joined(raising->arena, type->schema, type->name));
    if (column->labels != NULL)
        column->kind.sort = SG_PSL_ENUM_FIELD;
    return column->labels != NULL;
}

void sg_psl_raise_type(sg_psl_raising *raising, sg_psl_raised_column *column, bool nullable)
{
    sg_sqltype type = {0};
    bool known = parse_type(raising, column->type, &type);

    column->kind.item = &column->item;
    column->arguments = "";
    column->item.type.arity = type.array ? SG_PSL_MANY : nullable ? SG_PSL_OPTIONAL : SG_PSL_REQUIRED;
    if (known && (find_scalar(raising, column, &type) || find_enum(raising, column, &type) ||
                  find_native(raising, column, &type)))
        return;
    column->kind.sort = SG_PSL_RAW_FIELD;
    column->kind.native = NULL;
}

void sg_psl_disguise(sg_psl_raised_column *column)
{
    if (column->kind.sort == SG_PSL_RAW_FIELD)
        column->disguised = true;
}

void sg_psl_add_raised_type(sg_buf *out, const sg_psl_raised_column *column)
{
    static const char *const marks[] = {[SG_PSL_REQUIRED] = "", [SG_PSL_OPTIONAL] = "?", [SG_PSL_MANY] = "[]"};
    size_t length = strlen(column->type);

    if (column->item.type.arity == SG_PSL_MANY)
        length -= 2;
    if (column->kind.sort == SG_PSL_ENUM_FIELD) {
        sg_buf_add(out, column->labels->block);
    } else if (column->disguised) {
        sg_buf_add(out, "String");
    } else if (column->kind.sort == SG_PSL_SCALAR_FIELD) {
        sg_buf_add(out, sg_psl_scalars[column->kind.scalar].name);
    } else {
        sg_buf text;
        sg_buf_init(&text);
        sg_buf_addn(&text, column->type, length);
        sg_buf_add(out, "Unsupported(");
        sg_buf_add_json(out, text.data);
        sg_buf_addc(out, ')');
        sg_buf_release(&text);
    }
    sg_buf_add(out, marks[column->item.type.arity]);
    if (column->kind.native != NULL)
        sg_buf_addf(out, " @db.%s%s", column->kind.native->name, column->arguments);
}
