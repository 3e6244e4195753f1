/* Defaults: functions and literals that fit the type of their field. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lower_private.h"
#include "text.h"
#include "validate_private.h"

#define OF(scalar) (1u << (scalar))
#define OF_ALL (~0u)

/* What a function may be the default of, and its one argument. */
static const struct function {
    const char *name;
    unsigned scalars; /* 0: of no column of PostgreSQL */
    long low, high;   /* of a whole number as argument; both 0: none */
} functions[] = {
    {"autoincrement", OF(SG_PSL_INT) | OF(SG_PSL_BIGINT), 0, 0},
    {"now", OF(SG_PSL_DATETIME), 0, 0},
    {"uuid", OF(SG_PSL_STRING_TYPE), 4, 7},
    {"cuid", OF(SG_PSL_STRING_TYPE), 1, 2},
    {"ulid", OF(SG_PSL_STRING_TYPE), 0, 0},
    {"nanoid", OF(SG_PSL_STRING_TYPE), 2, 255},
    {"dbgenerated", OF_ALL, 0, 0},
    {"sequence", 0, 0, 0},
    {"auto", 0, 0, 0},
};
#define FUNCTIONS (sizeof functions / sizeof *functions)

static const struct function *function_named(const char *name)
{
    for (size_t i = 0; i < FUNCTIONS; i++) {
        if (strcmp(functions[i].name, name) == 0)
            return &functions[i];
    }
    return NULL;
}

static void report_function(sg_psl_check *check, const sg_psl_value *call)
{
    const char *known[FUNCTIONS];
    size_t count = 0;
    sg_diag *diag = sg_diag_add(check->diags, SG_PSL_NO_SUCH_NAME, call->span,
                                "there is no function \"%s\" for defaults", call->text);

    for (size_t i = 0; i < FUNCTIONS; i++) {
        if (functions[i].scalars != 0)
            known[count++] = functions[i].name;
    }
    sg_psl_suggest(check, diag, call->text, known, count);
}

/* Nothing, or text that is more than nothing. */
static void check_generated(sg_psl_check *check, const sg_psl_value *call)
{
    const sg_psl_argument *argument = call->arguments->first;

    if (call->arguments->count == 0)
        return;
    const char *sql = call->arguments->count == 1 ? sg_psl_text(argument->value) : NULL;
    if (sql == NULL)
        sg_diag_add(check->diags, SG_PSL_BAD_DEFAULT, call->span, "dbgenerated() takes one text in quotes: SQL");
    else if (*sql == '\0')
        sg_diag_add(check->diags, SG_PSL_BAD_DEFAULT, argument->span, "the SQL of dbgenerated() is empty");
}

static void check_function_argument(sg_psl_check *check, const struct function *function, const sg_psl_value *call)
{
    const sg_psl_argument *argument = call->arguments->first;
    bool uuid = strcmp(function->name, "uuid") == 0; /* 4 or 7, nothing between */

    if (call->arguments->count > (function->high > 0 ? 1 : 0)) {
        sg_diag_add(check->diags, SG_PSL_BAD_DEFAULT, call->span,
                    function->high > 0 ? "%s() takes one argument at most" : "%s() takes no argument", function->name);
    } else if (argument != NULL) {
        long number = argument->value->sort == SG_PSL_NUMBER ? strtol(argument->value->text, NULL, 10) : -1;
        bool fits = number >= function->low && number <= function->high && strchr(argument->value->text, '.') == NULL;
        if (!fits || (uuid && number != function->low && number != function->high))
            sg_diag_add(check->diags, SG_PSL_BAD_DEFAULT, argument->span, "%s() takes a number: %ld %s %ld",
                        function->name, function->low, uuid ? "or" : "to", function->high);
    }
}

static void check_call(sg_psl_check *check, const sg_psl_field *field, const sg_psl_value *call)
{
    const struct function *function = function_named(call->text);
    const char *type = field->item->type.name.text;

    if (function == NULL) {
        report_function(check, call);
    } else if (function->scalars == OF_ALL) {
        check_generated(check, call);
    } else if (function->scalars == 0) {
        sg_diag_add(check->diags, SG_PSL_BAD_DEFAULT, call->span, "%s() is nothing that PostgreSQL has", call->text);
    } else if (field->sort != SG_PSL_SCALAR_FIELD || (function->scalars & OF(field->scalar)) == 0) {
        sg_diag_add(check->diags, SG_PSL_BAD_DEFAULT, call->span, "%s() is no default for %s", call->text,
                    field->sort == SG_PSL_RAW_FIELD ? "an unsupported type" : type);
    } else {
        check_function_argument(check, function, call);
    }
}

/* The number that `width` digits make, or -1. */
static int read_digits(const char **text, int width)
{
    int number = 0;

    for (; width > 0; width--, (*text)++) {
        if (**text < '0' || **text > '9')
            return -1;
        number = number * 10 + (**text - '0');
    }
    return number;
}

static bool take_one_of(const char **text, const char *characters)
{
    return **text != '\0' && strchr(characters, *(*text)++) != NULL;
}

static bool is_date(int year, int month, int day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (month == 2 && leap);
}

/* RFC 3339: 2020-01-31T23:59:59.123+01:00 */
static bool is_moment(const char *text)
{
    int part[6];
    static const char *const between[] = {"-", "-", "Tt ", ":", ":"};
    static const int most[] = {9999, 12, 31, 23, 59, 60};

    for (int i = 0; i < 6; i++) {
        if (i > 0 && !take_one_of(&text, between[i - 1]))
            return false;
        part[i] = read_digits(&text, i == 0 ? 4 : 2);
        if (part[i] < 0 || part[i] > most[i])
            return false;
    }
    if (*text == '.') {
        size_t digits = strspn(++text, "0123456789");
        if (digits == 0)
            return false;
        text += digits;
    }
    if (!is_date(part[0], part[1], part[2]))
        return false;
    if (*text == 'Z' || *text == 'z')
        return text[1] == '\0';
    if (!take_one_of(&text, "+-"))
        return false;
    int hours = read_digits(&text, 2);
    bool colon = hours >= 0 && take_one_of(&text, ":");
    int minutes = colon ? read_digits(&text, 2) : -1;
    return hours <= 23 && minutes >= 0 && minutes <= 59 && *text == '\0';
}

static bool is_literal(sg_psl_scalar scalar, const sg_psl_value *value)
{
    sg_buf sql;

    sg_buf_init(&sql);
    bool fine = sg_psl_add_scalar(&sql, scalar, value);
    sg_buf_release(&sql);
    if (fine && (scalar == SG_PSL_INT || scalar == SG_PSL_BIGINT)) {
        errno = 0;
        strtoll(value->text, NULL, 10);
        fine = errno == 0;
    }
    if (fine && scalar == SG_PSL_DATETIME)
        fine = is_moment(value->text);
    return fine && (scalar != SG_PSL_JSON || sg_psl_is_json(value->text));
}

const char *sg_psl_literal_need(const sg_psl_field *field, const sg_psl_value *value)
{
    static const char *const literals[] = {
        [SG_PSL_STRING_TYPE] = "a text in quotes",
        [SG_PSL_BOOLEAN] = "true or false",
        [SG_PSL_INT] = "a whole number of 64 bits",
        [SG_PSL_BIGINT] = "a whole number of 64 bits",
        [SG_PSL_FLOAT] = "a number",
        [SG_PSL_DECIMAL] = "a number, or one in quotes",
        [SG_PSL_DATETIME] = "a time in quotes, such as \"2020-01-31T12:00:00Z\"",
        [SG_PSL_JSON] = "a text in quotes that is JSON",
        [SG_PSL_BYTES] = "a text in quotes that is base64 with padding",
    };

    if (field->sort == SG_PSL_ENUM_FIELD)
        return value->sort == SG_PSL_WORD && sg_psl_label(field->labels, value->text) != NULL ? NULL
                                                                                              : "a value of the enum";
    if (field->sort == SG_PSL_RAW_FIELD)
        return "dbgenerated(\"...\")";
    return is_literal(field->scalar, value) ? NULL : literals[field->scalar];
}

static void suggest_label(sg_psl_check *check, sg_diag *diag, const sg_psl_labels *labels, const char *word)
{
    sg_vec known = SG_VEC_EMPTY;

    SG_PSL_EACH(item, &labels->item->items)
    {
        if (item->sort == SG_PSL_VALUE)
            sg_vec_push(&known, (void *)item->name.text);
    }
    sg_psl_suggest(check, diag, word, (const char *const *)known.items, known.count);
    sg_vec_release(&known);
}

static void check_literal(sg_psl_check *check, const sg_psl_field *field, const sg_psl_value *value)
{
    const char *need = sg_psl_literal_need(field, value);
    const char *type = field->sort == SG_PSL_RAW_FIELD ? "an unsupported type" : field->item->type.name.text;

    if (need == NULL)
        return;
    sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_DEFAULT, value->span, "a default of %s is %s", type, need);
    if (value->sort == SG_PSL_WORD && function_named(value->text) != NULL)
        sg_diag_hint(check->diags, diag, "write %s()", value->text);
    else if (field->sort == SG_PSL_ENUM_FIELD && value->text != NULL && sg_psl_wants_hint(check->names))
        suggest_label(check, diag, field->labels, value->text);
}

void sg_psl_check_default(sg_psl_check *check, const sg_psl_field *field, const sg_psl_attribute *attribute)
{
    const sg_psl_value *value = sg_psl_argument_named(attribute->arguments, "value", true);
    bool many = field->item->type.arity == SG_PSL_MANY;

    if (value->sort == SG_PSL_CALL) {
        check_call(check, field, value);
    } else if (many != (value->sort == SG_PSL_LIST)) {
        sg_diag_add(check->diags, SG_PSL_BAD_DEFAULT, value->span,
                    many ? "the default of a list is a list in [ ]" : "only a list has a list as default");
    } else {
        sg_psl_elements elements = sg_psl_elements_of(value);
        for (const sg_psl_value *element; (element = sg_psl_next_element(&elements)) != NULL;)
            check_literal(check, field, element);
    }
}
