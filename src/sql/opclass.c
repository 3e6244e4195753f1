/* The operator classes that indexes have for a column where none is said. */
#include <stdio.h>
#include <string.h>

#include "opclass.h"
#include "type_table.h"

/* Types whose class is called after another one. */
static const struct alias {
    const char *type, *stem;
} aliases[] = {{"character", "bpchar"}, {"cidr", "inet"}, {"polygon", "poly"}, {"varchar", "text"}};

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length > tail && strcmp(text + length - tail, end) == 0;
}

/* What the names of the type's classes begin with; NULL: not known. */
static const char *stem_of(const sg_sqltype *type)
{
    const sg_type_row *row = type->builtin ? sg_type_row_find(type->builtin) : NULL;
    if (type->array || !row) {
        return type->array ? "array" : NULL;
    }
    const char *name = *row->pg_name ? row->pg_name : row->name;
    for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++) {
        if (strcmp(name, aliases[i].type) == 0) {
            return aliases[i].stem;
        }
    }
    return ends_with(name, "multirange") ? "multirange" : ends_with(name, "range") ? "range" : name;
}

/* What stands between that and "_ops"; NULL: the name tells nothing. */
static const char *infix_of(const char *method, const char *stem)
{
    if (strcmp(method, "brin") == 0) {
        bool included = strcmp(stem, "inet") == 0 || strcmp(stem, "range") == 0 || strcmp(stem, "box") == 0;
        return included ? "_inclusion" : "_minmax";
    }
    return strcmp(method, "gist") == 0 && strcmp(stem, "inet") == 0 ? NULL : "";
}

bool sg_opclass_is_default(const char *opclass, const char *method, const sg_sqltype *type)
{
    const char *stem = stem_of(type), *infix = stem ? infix_of(method, stem) : NULL;
    bool quad = stem && strcmp(method, "spgist") == 0 && strcmp(stem, "point") == 0;
    char name[80];
    if (!infix) {
        return false;
    }
    snprintf(name, sizeof(name), "%s%s%s_ops", quad ? "quad_" : "", stem, infix);
    return strcmp(opclass, name) == 0;
}
