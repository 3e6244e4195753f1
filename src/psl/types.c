/* The scalar types of the language and the native types of PostgreSQL. */
#include <limits.h>
#include <string.h>
#include <strings.h>

#include "names.h"
#include "text.h"
#include "type.h"

const sg_psl_scalar_row sg_psl_scalars[SG_PSL_SCALARS] = {
    [SG_PSL_STRING_TYPE] = {"String", "text", NULL},
    [SG_PSL_BOOLEAN] = {"Boolean", "boolean", NULL},
    [SG_PSL_INT] = {"Int", "integer", "serial"},
    [SG_PSL_BIGINT] = {"BigInt", "bigint", "bigserial"},
    [SG_PSL_FLOAT] = {"Float", "double precision", NULL},
    [SG_PSL_DECIMAL] = {"Decimal", "numeric(65,30)", NULL},
    [SG_PSL_DATETIME] = {"DateTime", "timestamp(3)", NULL},
    [SG_PSL_JSON] = {"Json", "jsonb", NULL},
    [SG_PSL_BYTES] = {"Bytes", "bytea", NULL},
};

static const sg_psl_native natives[] = {
    {"SmallInt", SG_PSL_INT, "smallint", "smallserial", 0, 0, 0},
    {"Integer", SG_PSL_INT, "integer", "serial", 0, 0, 0},
    {"BigInt", SG_PSL_BIGINT, "bigint", "bigserial", 0, 0, 0},
    {"Oid", SG_PSL_INT, "oid", NULL, 0, 0, 0},
    {"Real", SG_PSL_FLOAT, "real", NULL, 0, 0, 0},
    {"DoublePrecision", SG_PSL_FLOAT, "double precision", NULL, 0, 0, 0},
    {"Decimal", SG_PSL_DECIMAL, "numeric", NULL, 2, 1, 1000},
    {"Money", SG_PSL_DECIMAL, "money", NULL, 0, 0, 0},
    {"Text", SG_PSL_STRING_TYPE, "text", NULL, 0, 0, 0},
    {"VarChar", SG_PSL_STRING_TYPE, "varchar", NULL, 1, 0, LONG_MAX},
    {"Char", SG_PSL_STRING_TYPE, "char", NULL, 1, 0, LONG_MAX},
    {"Bit", SG_PSL_STRING_TYPE, "bit", NULL, 1, 1, LONG_MAX},
    {"VarBit", SG_PSL_STRING_TYPE, "varbit", NULL, 1, 1, LONG_MAX},
    {"Uuid", SG_PSL_STRING_TYPE, "uuid", NULL, 0, 0, 0},
    {"Xml", SG_PSL_STRING_TYPE, "xml", NULL, 0, 0, 0},
    {"Inet", SG_PSL_STRING_TYPE, "inet", NULL, 0, 0, 0},
    {"Citext", SG_PSL_STRING_TYPE, "citext", NULL, 0, 0, 0},
    {"Boolean", SG_PSL_BOOLEAN, "boolean", NULL, 0, 0, 0},
    {"Timestamp", SG_PSL_DATETIME, "timestamp", NULL, 1, 0, 6},
    {"Timestamptz", SG_PSL_DATETIME, "timestamptz", NULL, 1, 0, 6},
    {"Date", SG_PSL_DATETIME, "date", NULL, 0, 0, 0},
    {"Time", SG_PSL_DATETIME, "time", NULL, 1, 0, 6},
    {"Timetz", SG_PSL_DATETIME, "timetz", NULL, 1, 0, 6},
    {"Json", SG_PSL_JSON, "json", NULL, 0, 0, 0},
    {"JsonB", SG_PSL_JSON, "jsonb", NULL, 0, 0, 0},
    {"ByteA", SG_PSL_BYTES, "bytea", NULL, 0, 0, 0},
};

const sg_psl_native *sg_psl_natives(size_t *count)
{
    *count = sizeof natives / sizeof natives[0];
    return natives;
}

const sg_psl_native *sg_psl_native_named(const char *name)
{
    for (size_t i = 0; i < sizeof natives / sizeof natives[0]; i++) {
        if (strcmp(natives[i].name, name) == 0)
            return &natives[i];
    }
    return NULL;
}

static bool report_native(const sg_psl_names *names, const sg_psl_attribute *attribute, const char *name)
{
    size_t count;
    const sg_psl_native *all = sg_psl_natives(&count);
    const char **known = SG_NEW_ARRAY(names->arena, const char *, count);
    sg_diag *diag =
        sg_diag_add(names->diags, SG_PSL_NO_SUCH_NAME, attribute->name.span, "there is no native type \"%s\"", name);

    for (size_t i = 0; i < count; i++)
        known[i] = all[i].name;
    const char *near = sg_psl_wants_hint(names) ? sg_text_nearest(name, known, count) : NULL;
    if (near != NULL)
        sg_diag_hint(names->diags, diag, "did you mean \"%s\"?", near);
    return false;
}

bool sg_psl_find_native(const sg_psl_names *names, sg_psl_field *field)
{
    for (sg_psl_attribute *attribute = field->item->attributes; attribute != NULL; attribute = attribute->next) {
        const char *dot = strchr(attribute->name.text, '.');
        if (dot == NULL)
            continue;
        field->native_written = attribute;
        field->native = sg_psl_native_named(dot + 1);
        if (field->native == NULL)
            return report_native(names, attribute, dot + 1);
        if (field->native->scalar != field->scalar)
            return sg_psl_mistake(names, SG_PSL_MEANING, attribute->name.span,
                                  "the native type %s belongs to %s, not to %s", dot + 1,
                                  sg_psl_scalars[field->native->scalar].name, sg_psl_scalars[field->scalar].name);
    }
    return true;
}

/* The built-in type that a word means, in SQL or elsewhere; NULL when it means none. */
static const char *builtin_of(const sg_psl_names *names, const char *word)
{
    const char *ours = sg_sqltype_elsewhere(word), *why;
    sg_sqltype type;
    size_t at;

    return sg_sqltype_parse(names->arena, ours != NULL ? ours : word, &type, &why, &at) ? type.builtin : NULL;
}

const char *sg_psl_type_meant(const sg_psl_names *names, const char *word)
{
    const char *prefix = names->datasource != NULL ? names->datasource->name.text : "db";
    const char *builtin = builtin_of(names, word);
    size_t count;
    const sg_psl_native *all = sg_psl_natives(&count);

    for (size_t i = 0; builtin != NULL && i < SG_PSL_SCALARS; i++) {
        if (strcmp(builtin_of(names, sg_psl_scalars[i].sql), builtin) == 0)
            return sg_psl_scalars[i].name;
    }
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(all[i].name, word) == 0 ||
            (builtin != NULL && sg_text_equal(builtin_of(names, all[i].sql), builtin)))
            return sg_arena_printf(names->arena, "%s @%s.%s", sg_psl_scalars[all[i].scalar].name, prefix, all[i].name);
    }
    return NULL;
}
