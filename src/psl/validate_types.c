/* Types of fields: their forms, raw types, native types with their arguments. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "validate_private.h"

/* The native type that the text of Unsupported("...") spells exactly, or NULL. */
static const sg_psl_native *native_spelled(const char *text)
{
    size_t count, length = strcspn(text, "( ");
    const sg_psl_native *natives = sg_psl_natives(&count);

    for (size_t i = 0; i < count; i++) {
        if (strlen(natives[i].name) == length && strncmp(natives[i].name, text, length) == 0)
            return &natives[i];
    }
    return NULL;
}

void sg_psl_check_type(sg_psl_check *check, const sg_psl_field *field)
{
    const sg_psl_type *type = &field->item->type;
    const sg_psl_native *native = field->sort == SG_PSL_RAW_FIELD ? native_spelled(type->name.text) : NULL;
    const char *prefix = check->prefix != NULL ? check->prefix : "db";

    if (type->arity == SG_PSL_OPTIONAL_MANY)
        sg_diag_add(check->diags, SG_PSL_BAD_TYPE, type->span,
                    "a list cannot be optional; an empty list says the same");
    if (type->old_form) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_TYPE, type->span, "this form of a type is out of use");
        if (!type->unsupported)
            sg_diag_hint(check->diags, diag, "write %s %s%s", field->item->name.text, type->name.text,
                         type->arity == SG_PSL_MANY       ? "[]"
                         : type->arity == SG_PSL_OPTIONAL ? "?"
                                                          : "");
    }
    if (native != NULL) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_TYPE, type->span, "the type \"%s\" is not unsupported",
                                    type->name.text);
        sg_diag_hint(check->diags, diag, "write %s @%s.%s", sg_psl_scalars[native->scalar].name, prefix,
                     type->name.text);
    }
}

/* The whole number in [low, high] that a value is; false when it is none. */
static bool read_whole(const sg_psl_value *value, long low, long high, long *number)
{
    char *end;

    if (value->sort != SG_PSL_NUMBER)
        return false;
    errno = 0;
    *number = strtol(value->text, &end, 10);
    return *end == '\0' && errno == 0 && *number >= low && *number <= high;
}

static void check_native_arguments(sg_psl_check *check, const sg_psl_native *native, const sg_psl_attribute *attribute)
{
    size_t count = attribute->arguments->count;
    long low = native->lowest, high = native->highest, number = 0;

    if (count > native->arguments || (native->arguments == 2 && count == 1)) {
        sg_diag_add(check->diags, SG_PSL_BAD_TYPE, attribute->span,
                    native->arguments == 0   ? "%s takes no argument"
                    : native->arguments == 1 ? "%s takes one argument at most"
                                             : "%s takes two arguments or none",
                    native->name);
        return;
    }
    for (const sg_psl_argument *argument = attribute->arguments->first; argument != NULL; argument = argument->next) {
        if (read_whole(argument->value, low, high, &number)) {
            low = 0, high = number; /* the scale of a Decimal is not over its precision */
        } else if (high == LONG_MAX) {
            sg_diag_add(check->diags, SG_PSL_BAD_TYPE, argument->span, "%s takes a whole number from %ld on",
                        native->name, low);
            return;
        } else {
            sg_diag_add(check->diags, SG_PSL_BAD_TYPE, argument->span, "%s takes a whole number from %ld to %ld here",
                        native->name, low, high);
            return;
        }
    }
}

void sg_psl_check_native(sg_psl_check *check, const sg_psl_field *field, const sg_psl_attribute *attribute)
{
    const char *name = attribute->name.text, *dot = strchr(name, '.');
    size_t length = (size_t)(dot - name);

    if (check->prefix != NULL && (strlen(check->prefix) != length || strncmp(check->prefix, name, length) != 0)) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_ATTRIBUTE, attribute->span,
                                    "the attribute @%s does not begin with the name of the datasource", name);
        sg_diag_hint(check->diags, diag, "write @%s%s", check->prefix, dot);
    } else if (field->sort != SG_PSL_SCALAR_FIELD) {
        sg_diag_add(check->diags, SG_PSL_BAD_ATTRIBUTE, attribute->span,
                    "native types belong to fields of a scalar type, and \"%s\" has none", field->item->name.text);
    } else if (attribute != field->native_written) {
        sg_diag_add(check->diags, SG_PSL_BAD_ATTRIBUTE, attribute->span, "a field has one native type");
    } else if (sg_psl_check_complete(check, attribute->arguments)) {
        check_native_arguments(check, field->native, attribute);
    }
}
