/* Types of indexes and operator classes: which go with which type of field. */
#include <string.h>

#include "text.h"
#include "validate_private.h"

/* What stands in `fields`: a scalar type for fields without native type, @ and a native type, "enum", or "[]" for
 * every list; of other lists the type of the elements counts. */
struct method {
    const char *name;
    const char *fields; /* that have a default class; NULL: all but @Xml */
    bool many;          /* more than one field in an index */
};

static const struct method methods[] = {
    {"BTree", NULL, true},
    {"Hash", NULL, true},
    {"Gist", "String", true},
    {"Gin", "Json @JsonB []", true},
    {"SpGist", "String @Text @VarChar @Char @Inet", false},
    {"Brin",
     "Int @SmallInt @Integer @Oid BigInt @BigInt Float @Real @DoublePrecision Decimal @Decimal String @Text @VarChar "
     "@Char @Uuid @Inet @Bit @VarBit DateTime @Timestamp @Timestamptz @Date @Time @Timetz Bytes @ByteA",
     true},
};

static const struct operator_row {
    const char *method;
    const char *classes;
    const char *fields;
} operators[] = {
    {"Gist", "InetOps", "@Inet"},
    {"Gin", "JsonbOps JsonbPathOps", "Json @JsonB"},
    {"Gin", "ArrayOps", "[]"},
    {"SpGist", "InetOps", "@Inet"},
    {"SpGist", "TextOps", "String @Text @VarChar @Char"},
    {"Brin", "BitMinMaxOps", "@Bit"},
    {"Brin", "VarBitMinMaxOps", "@VarBit"},
    {"Brin", "BpcharMinMaxOps BpcharBloomOps", "@Char"},
    {"Brin", "ByteaMinMaxOps ByteaBloomOps", "Bytes @ByteA"},
    {"Brin", "TextMinMaxOps TextBloomOps", "String @Text @VarChar"},
    {"Brin", "DateMinMaxOps DateBloomOps DateMinMaxMultiOps", "@Date"},
    {"Brin", "Float4MinMaxOps Float4BloomOps Float4MinMaxMultiOps", "@Real"},
    {"Brin", "Float8MinMaxOps Float8BloomOps Float8MinMaxMultiOps", "Float @DoublePrecision"},
    {"Brin", "Int2MinMaxOps Int2BloomOps Int2MinMaxMultiOps", "@SmallInt"},
    {"Brin", "Int4MinMaxOps Int4BloomOps Int4MinMaxMultiOps", "Int @Integer"},
    {"Brin", "Int8MinMaxOps Int8BloomOps Int8MinMaxMultiOps", "BigInt @BigInt"},
    {"Brin", "NumericMinMaxOps NumericBloomOps NumericMinMaxMultiOps", "Decimal @Decimal"},
    {"Brin", "OidMinMaxOps OidBloomOps OidMinMaxMultiOps", "@Oid"},
    {"Brin", "TimestampMinMaxOps TimestampBloomOps TimestampMinMaxMultiOps", "DateTime @Timestamp"},
    {"Brin", "TimestampTzMinMaxOps TimestampTzBloomOps TimestampTzMinMaxMultiOps", "@Timestamptz"},
    {"Brin", "TimeMinMaxOps TimeBloomOps TimeMinMaxMultiOps", "@Time"},
    {"Brin", "TimeTzMinMaxOps TimeTzBloomOps TimeTzMinMaxMultiOps", "@Timetz"},
    {"Brin", "UuidMinMaxOps UuidBloomOps UuidMinMaxMultiOps", "@Uuid"},
    {"Brin", "InetInclusionOps InetMinMaxOps InetBloomOps InetMinMaxMultiOps", "@Inet"},
};
#define OPERATORS (sizeof operators / sizeof *operators)

/* True when `word`, with `sign` before it, is one of the words of `list`. */
static bool holds(const char *list, const char *sign, const char *word)
{
    size_t before = strlen(sign), length = strlen(word);

    for (const char *at = list; *at != '\0'; at += strspn(at, " ")) {
        size_t size = strcspn(at, " ");
        if (size == before + length && strncmp(at, sign, before) == 0 && strncmp(at + before, word, length) == 0)
            return true;
        at += size;
    }
    return false;
}

/* Whether a list of types as above holds the type of a field. */
static bool fits(const char *fields, const sg_psl_field *field)
{
    if (field->sort == SG_PSL_RAW_FIELD || (field->item->type.arity == SG_PSL_MANY && holds(fields, "", "[]")))
        return true;
    if (field->sort == SG_PSL_ENUM_FIELD)
        return false;
    return field->native != NULL ? holds(fields, "@", field->native->name)
                                 : holds(fields, "", sg_psl_scalars[field->scalar].name);
}

static bool takes(const struct method *method, const sg_psl_field *field)
{
    return method->fields == NULL || fits(method->fields, field);
}

static const struct method *method_named(const char *type)
{
    const struct method *method = methods;

    while (strcmp(method->name, type) != 0)
        method++;
    return method;
}

bool sg_psl_index_takes(const char *type, const sg_psl_field *field)
{
    return takes(method_named(type), field);
}

/* The type of a field as its user wrote it. */
static const char *written_type(const sg_psl_field *field)
{
    return field->native != NULL ? field->native_written->name.text : field->item->type.name.text;
}

static void check_class(sg_psl_check *check, const struct method *method, const sg_psl_part *part,
                        const sg_psl_value *ops)
{
    bool known = false, here = false;

    for (size_t i = 0; i < OPERATORS; i++) {
        if (!holds(operators[i].classes, "", ops->text))
            continue;
        known = true;
        here |= strcmp(operators[i].method, method->name) == 0;
        if (strcmp(operators[i].method, method->name) == 0 && fits(operators[i].fields, part->field))
            return;
    }
    if (!known) {
        sg_diag *diag =
            sg_diag_add(check->diags, SG_PSL_NO_SUCH_NAME, ops->span, "there is no operator class \"%s\"", ops->text);
        sg_diag_hint(check->diags, diag, "raw(\"name\") takes the class of an extension");
    } else if (!here) {
        sg_diag_add(check->diags, SG_PSL_BAD_INDEX, ops->span,
                    "the operator class \"%s\" does not belong to %s indexes", ops->text, method->name);
    } else {
        sg_diag_add(check->diags, SG_PSL_BAD_INDEX, ops->span, "the operator class \"%s\" does not go with the type %s",
                    ops->text, written_type(part->field));
    }
}

static void check_part(sg_psl_check *check, const struct method *method, const sg_psl_part *part)
{
    const sg_psl_value *ops = sg_psl_argument_named(part->arguments, "ops", false);
    bool sorted = sg_psl_argument_named(part->arguments, "sort", false) != NULL;

    if (strcmp(method->name, "Hash") == 0 && sorted)
        sg_diag_add(check->diags, SG_PSL_BAD_INDEX, part->span, "a Hash index has no order");
    if (ops != NULL && ops->sort == SG_PSL_CALL) /* raw("name") */
        return;
    if (ops != NULL) {
        check_class(check, method, part, ops);
    } else if (!takes(method, part->field)) {
        sg_diag *diag = sg_diag_add(check->diags, SG_PSL_BAD_INDEX, part->span,
                                    "the type %s has no default operator class for %s indexes",
                                    written_type(part->field), method->name);
        sg_diag_hint(check->diags, diag, "choose one with (ops: ...), or another type of index");
    }
}

void sg_psl_check_operators(sg_psl_check *check, const sg_psl_key *key)
{
    const sg_psl_value *type = sg_psl_argument_named(key->attribute->arguments, "type", false);
    const struct method *method = type != NULL ? method_named(type->text) : methods;

    if (!method->many && key->count > 1) {
        sg_diag_add(check->diags, SG_PSL_BAD_INDEX, key->attribute->span, "an index of type %s has one field",
                    method->name);
        return;
    }
    for (size_t i = 0; i < key->count; i++)
        check_part(check, method, &key->parts[i]);
}
