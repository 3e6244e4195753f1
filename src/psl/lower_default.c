/* Defaults: functions and literals. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lower_private.h"
#include "text.h"

/* What a function means for the database. */
static const struct {
    const char *name;
    const char *sql; /* NULL: the database has no default of its own */
} functions[] = {
    {"now", "CURRENT_TIMESTAMP"},
    {"autoincrement", NULL},
    {"uuid", NULL},
    {"cuid", NULL},
    {"ulid", NULL},
    {"nanoid", NULL},
    {"dbgenerated", NULL},
};

const sg_psl_value *sg_psl_default_call(const sg_psl_field *field, const char *function)
{
    const sg_psl_attribute *preset = sg_psl_attribute_named(field->item, "default");
    const sg_psl_value *value = preset != NULL ? sg_psl_argument_named(preset->arguments, "value", true) : NULL;

    return value != NULL && value->sort == SG_PSL_CALL && strcmp(value->text, function) == 0 ? value : NULL;
}

static bool add_call(sg_psl_lowering *lowering, sg_buf *sql, const sg_psl_value *call)
{
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (strcmp(functions[i].name, call->text) != 0)
            continue;
        const char *text = strcmp(call->text, "dbgenerated") == 0 && call->arguments->count == 1
                               ? sg_psl_text(call->arguments->first->value)
                               : functions[i].sql;
        sg_buf_add(sql, text != NULL ? text : "");
        return text != NULL && *text != '\0';
    }
    sg_psl_wrong(lowering, SG_PSL_NO_SUCH_NAME, call->span, "there is no function \"%s\" for defaults", call->text);
    return false;
}

static bool wrong_literal(sg_psl_lowering *lowering, const sg_psl_field *field, const sg_psl_value *value)
{
    sg_psl_wrong(lowering, SG_PSL_MEANING, value->span, "this is no value for %s",
                 field->sort == SG_PSL_RAW_FIELD ? "an Unsupported type; use dbgenerated(\"...\")"
                                                 : field->item->type.name.text);
    return false;
}

static bool is_digits(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!isdigit((unsigned char)text[i]))
            return false;
    }
    return length > 0;
}

/* Digits with one point, without superfluous zeros in front, moved by an exponent. */
static void add_decimal(sg_buf *sql, bool negative, const char *digits, size_t count, long point)
{
    sg_buf text;

    sg_buf_init(&text);
    for (long i = point < 0 ? point : 0; i < (long)count || i < point; i++) {
        if (i == point && text.length > 0)
            sg_buf_addc(&text, '.');
        else if (i == point)
            sg_buf_add(&text, "0.");
        char digit = i >= 0 && i < (long)count ? digits[i] : '0';
        if (digit != '0' || text.length > 0 || i >= point - 1)
            sg_buf_addc(&text, digit);
    }
    if (strspn(text.data, "0.") == text.length)
        negative = false;
    sg_buf_addf(sql, "%s%s", negative ? "-" : "", text.length > 0 ? text.data : "0");
    sg_buf_release(&text);
}

/* [+-] digits with an optional point and exponent, underscores between digits. */
static bool add_number(sg_buf *sql, const char *text)
{
    bool negative = *text == '-';
    sg_buf digits;
    long point = -1, exponent = 0;
    bool fine = true;

    sg_buf_init(&digits);
    text += *text == '-' || *text == '+';
    for (; *text != '\0' && *text != 'e' && *text != 'E'; text++) {
        if (*text == '.' && point < 0)
            point = (long)digits.length;
        else if (isdigit((unsigned char)*text))
            sg_buf_addc(&digits, *text);
        else
            fine &= *text == '_' && digits.length > 0;
    }
    if (*text != '\0') {
        char *end;
        exponent = strtol(text + 1, &end, 10);
        fine &= end != text + 1 && *end == '\0' && exponent > -1000 && exponent < 1000;
    }
    fine &= digits.length > 0;
    if (fine)
        add_decimal(sql, negative, digits.data, digits.length, (point < 0 ? (long)digits.length : point) + exponent);
    sg_buf_release(&digits);
    return fine;
}

static bool add_integer(sg_buf *sql, const char *text)
{
    const char *digits = text + (*text == '-');

    return is_digits(digits, strlen(digits)) && add_number(sql, text);
}

/* Base64 as the literal of a bytea: '\x...'. */
static bool add_bytes(sg_buf *sql, const char *text)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t length = strlen(text), padding = 0;

    while (padding < 2 && length > padding && text[length - 1 - padding] == '=')
        padding++;
    if (length % 4 != 0)
        return false;
    sg_buf_add(sql, "'\\x");
    unsigned long bits = 0;
    for (size_t i = 0; i < length; i++) {
        const char *letter = i < length - padding ? strchr(alphabet, text[i]) : alphabet;
        if (letter == NULL)
            return false;
        bits = bits << 6 | (unsigned long)(letter - alphabet);
        if (i % 4 != 3)
            continue;
        size_t bytes = i + 1 == length ? 3 - padding : 3;
        for (size_t k = 0; k < bytes; k++)
            sg_buf_addf(sql, "%02lx", bits >> (16 - 8 * k) & 0xFF);
        if ((bits & ((1ul << (24 - 8 * bytes)) - 1)) != 0)
            return false; /* bits that belong to no byte */
        bits = 0;
    }
    sg_buf_addc(sql, '\'');
    return true;
}

bool sg_psl_add_scalar(sg_buf *sql, sg_psl_scalar scalar, const sg_psl_value *value)
{
    bool number = value->sort == SG_PSL_NUMBER, string = value->sort == SG_PSL_STRING;

    switch (scalar) {
    case SG_PSL_INT:
    case SG_PSL_BIGINT:
        return number && add_integer(sql, value->text);
    case SG_PSL_FLOAT:
        return number && add_number(sql, value->text);
    case SG_PSL_DECIMAL:
        return (number || string) && add_number(sql, value->text);
    case SG_PSL_BOOLEAN:
        sg_buf_add(sql, value->text != NULL ? value->text : "");
        return value->sort == SG_PSL_WORD &&
               (sg_text_equal(value->text, "true") || sg_text_equal(value->text, "false"));
    case SG_PSL_BYTES:
        return string && add_bytes(sql, value->text);
    default:
        if (string)
            sg_sql_literal(sql, value->text);
        return string;
    }
}

/* A literal of the field's type, no list. */
static bool add_literal(sg_psl_lowering *lowering, sg_buf *sql, const sg_psl_field *field, const sg_psl_value *value)
{
    if (field->sort == SG_PSL_ENUM_FIELD && value->sort == SG_PSL_WORD) {
        const char *label = sg_psl_label(field->labels, value->text);
        if (label == NULL) {
            sg_psl_wrong(lowering, SG_PSL_NO_SUCH_NAME, value->span, "the enum \"%s\" has no value \"%s\"",
                         field->labels->item->name.text, value->text);
            return false;
        }
        sg_sql_literal(sql, label);
        return true;
    }
    if (field->sort == SG_PSL_SCALAR_FIELD && sg_psl_add_scalar(sql, field->scalar, value))
        return true;
    return wrong_literal(lowering, field, value);
}

static bool add_list(sg_psl_lowering *lowering, sg_buf *sql, const sg_psl_field *field, const sg_psl_value *list)
{
    if (list->sort != SG_PSL_LIST)
        return wrong_literal(lowering, field, list);
    sg_buf_add(sql, "ARRAY[");
    for (const sg_psl_argument *argument = list->arguments->first; argument != NULL; argument = argument->next) {
        sg_buf_add(sql, argument == list->arguments->first ? "" : ", ");
        if (!add_literal(lowering, sql, field, argument->value))
            return false;
    }
    sg_buf_add(sql, "]::");
    return sg_psl_add_type(lowering, sql, field);
}

bool sg_psl_add_default(sg_psl_lowering *lowering, sg_buf *sql, const sg_psl_field *field,
                        const sg_psl_attribute *attribute)
{
    const sg_psl_value *value = sg_psl_argument_named(attribute->arguments, "value", true);

    if (value == NULL) {
        sg_psl_wrong(lowering, SG_PSL_MEANING, attribute->span, "@default needs a value");
        return false;
    }
    if (value->sort == SG_PSL_CALL)
        return add_call(lowering, sql, value);
    if (field->item->type.arity == SG_PSL_MANY)
        return add_list(lowering, sql, field, value);
    return add_literal(lowering, sql, field, value);
}
