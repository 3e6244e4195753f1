/* Columns: types and nullability. */
#include <stdlib.h>
#include <string.h>

#include "expr.h"
#include "lower_private.h"
#include "text.h"

/* The arguments of a native type: `(10,2)`, checked. */
static bool add_arguments(sg_psl_lowering *lowering, sg_buf *sql, const sg_psl_field *field)
{
    const sg_psl_native *native = field->native;
    const sg_psl_arguments *arguments = field->native_written->arguments;
    size_t number = 0;

    if (arguments->count > native->arguments || (native->arguments == 2 && arguments->count == 1)) {
        sg_psl_wrong(lowering, SG_PSL_MEANING, field->native_written->span, "%s takes %s%u argument%s", native->name,
                     native->arguments == 2   ? "none or "
                     : native->arguments == 1 ? "at most "
                                              : "",
                     native->arguments, native->arguments == 1 ? "" : "s");
        return false;
    }
    for (const sg_psl_argument *argument = arguments->first; argument != NULL; argument = argument->next, number++) {
        const sg_psl_value *value = argument->value;
        const char *text = value != NULL && value->sort == SG_PSL_NUMBER ? value->text : "";
        char *end;
        long parsed = strtol(text, &end, 10);
        bool fits = *text != '\0' && *end == '\0' && parsed >= (number == 0 ? native->lowest : 0);
        if (!fits || parsed > native->highest) {
            sg_psl_wrong(lowering, SG_PSL_MEANING, argument->span, "%s takes whole numbers%s", native->name,
                         fits ? " up to its limit" : "");
            return false;
        }
        sg_buf_addc(sql, number == 0 ? '(' : ',');
        sg_buf_add_size(sql, (size_t)parsed);
    }
    sg_buf_add(sql, number > 0 ? ")" : "");
    return true;
}

static bool add_native(sg_psl_lowering *lowering, sg_buf *sql, const sg_psl_field *field)
{
    if (field->native == NULL) {
        sg_buf_add(sql, sg_psl_scalars[field->scalar].sql);
        return true;
    }
    sg_buf_add(sql, field->native->sql);
    return add_arguments(lowering, sql, field);
}

bool sg_psl_add_type(sg_psl_lowering *lowering, sg_buf *sql, const sg_psl_field *field)
{
    bool fine = true;

    if (field->sort == SG_PSL_RAW_FIELD) {
        sg_buf_add(sql, field->item->type.name.text);
    } else if (field->sort == SG_PSL_ENUM_FIELD) {
        if (strcmp(field->labels->schema, "public") != 0) {
            sg_sql_ident(sql, field->labels->schema);
            sg_buf_addc(sql, '.');
        }
        sg_sql_ident(sql, field->labels->name);
    } else {
        fine = add_native(lowering, sql, field);
    }
    if (field->item->type.arity == SG_PSL_MANY)
        sg_buf_add(sql, "[]");
    return fine;
}

/* serial, where the field counts up by itself and its type can; NULL otherwise. An identity counts up too. */
static const char *serial_of(const sg_psl_field *field)
{
    if (field->sort != SG_PSL_SCALAR_FIELD || field->item->type.arity == SG_PSL_MANY ||
        sg_psl_default_call(field, "autoincrement") == NULL ||
        sg_psl_directive_named(&field->item->directives, "identity") != NULL)
        return NULL;
    return field->native != NULL ? field->native->serial : sg_psl_scalars[field->scalar].serial;
}

/* The language has no generated columns: dbgenerated() over other columns, which no default can be, means one. */
static bool is_generated(sg_psl_lowering *lowering, const sg_psl_field *field, const char *sql)
{
    sg_expr_error error;

    if (sg_psl_default_call(field, "dbgenerated") == NULL)
        return false;
    const sg_expr *expr = sg_expr_parse(lowering->exprs, sql, &error);
    return expr != NULL && expr->column_count > 0 && !expr->is_bare_word;
}

static void put_default(sg_psl_lowering *lowering, struct json_object *column, const sg_psl_field *field,
                        const char *sql, sg_span place)
{
    bool generated = is_generated(lowering, field, sql);

    sg_psl_put(lowering->names, column, generated ? "generated" : "default", json_object_new_string(sql), place, place);
    if (generated)
        sg_psl_put(lowering->names, column, "stored", json_object_new_boolean(true), place, place);
}

void sg_psl_lower_column(sg_psl_lowering *lowering, struct json_object *columns, const sg_psl_field *field)
{
    const sg_psl_item *item = field->item;
    const sg_psl_attribute *preset = sg_psl_attribute_named(item, "default");
    struct json_object *column = json_object_new_object();
    const char *serial = serial_of(field);
    sg_buf sql;

    sg_buf_init(&sql);
    if (serial != NULL)
        sg_buf_add(&sql, serial);
    else
        sg_psl_add_type(lowering, &sql, field);
    sg_psl_put(lowering->names, column, "type", json_object_new_string(sql.data), item->type.span, item->type.span);
    /* a serial column is required whatever the schema says */
    if (serial == NULL && item->type.arity != SG_PSL_REQUIRED)
        sg_psl_put(lowering->names, column, "nullable", json_object_new_boolean(true), item->type.span,
                   item->type.span);
    sg_buf_clear(&sql);
    if (preset != NULL && sg_psl_add_default(lowering, &sql, field, preset))
        put_default(lowering, column, field, sql.data, preset->span);
    sg_buf_release(&sql);
    sg_psl_apply(lowering, &item->directives, column);
    sg_psl_put(lowering->names, columns, field->column, column, item->span, item->name.span);
}
