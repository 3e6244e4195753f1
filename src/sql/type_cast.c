/* What ALTER COLUMN TYPE does: PostgreSQL's find_coercion_pathway and ATColumnChangeRequiresRewrite, in short. */
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "type.h"
#include "type_table.h"

typedef struct cast_row {
    const char *from;
    const char *to;
    sg_cast cast;
    bool lossless;
} cast_row;

static const cast_row cast_rows[] = {
#define SG_CAST_ROW(from, to, cast, lossless) {from, to, SG_CAST_##cast, lossless},
#include "casts.def"
#undef SG_CAST_ROW
};

static int compare_cast(const void *key, const void *row)
{
    const cast_row *a = key, *b = row;
    int by_from = strcmp(a->from, b->from);
    return by_from ? by_from : strcmp(a->to, b->to);
}

/* The name under which the tables know a type, NULL for types of the user. */
static const char *table_name(const sg_sqltype *type)
{
    if (type->builtin) {
        return strcmp(type->builtin, "bpchar") == 0    ? "character"
               : strcmp(type->builtin, "\"bit\"") == 0 ? "bit"
                                                       : type->builtin;
    }
    return strcmp(type->name, "citext") == 0 ? type->name : NULL;
}

static const cast_row *find_row(const sg_sqltype *from, const sg_sqltype *to)
{
    cast_row key = {table_name(from), table_name(to), SG_CAST_NONE, false};
    if (!key.from || !key.to) {
        return NULL;
    }
    return bsearch(&key, cast_rows, sizeof(cast_rows) / sizeof(cast_rows[0]), sizeof(cast_rows[0]), compare_cast);
}

static bool is_string(const sg_sqltype *type)
{
    const sg_type_row *row = type->builtin ? sg_type_row_find(type->builtin) : NULL;
    return row ? row->category == SG_TYPE_STRING : table_name(type) != NULL;
}

/* The same type but for modifiers and dimension. */
static bool same_base(const sg_sqltype *a, const sg_sqltype *b)
{
    const char *a_name = table_name(a), *b_name = table_name(b);
    if (a_name || b_name) {
        return sg_text_equal(a_name, b_name);
    }
    sg_sqltype left = *a, right = *b;
    left.modifiers = right.modifiers = NULL;
    left.array = right.array = false;
    return sg_sqltype_equal(&left, &right);
}

static bool numeric_grows(const sg_sqltype *from, const sg_sqltype *to, bool same_scale)
{
    long a[2], b[2];
    if (!from->modifiers || sg_type_numbers(from->modifiers, a, 2) != 2 || sg_type_numbers(to->modifiers, b, 2) != 2) {
        return false;
    }
    return same_scale ? a[1] == b[1] && a[0] <= b[0] : a[1] <= b[1] && a[0] - a[1] <= b[0] - b[1];
}

static bool number_grows(const sg_sqltype *from, const sg_sqltype *to, long unlimited)
{
    long a = unlimited, b = unlimited;
    sg_type_numbers(from->modifiers, &a, 1);
    sg_type_numbers(to->modifiers, &b, 1);
    return a <= b;
}

/* Whether every value of `from` fits `to`, two uses of one built-in type. */
static bool fits(const sg_sqltype *from, const sg_sqltype *to)
{
    if (!to->modifiers || sg_text_equal(from->modifiers, to->modifiers)) {
        return true;
    }
    switch (sg_type_row_find(to->builtin)->modifiers) {
    case SG_MOD_NUMERIC:
        return numeric_grows(from, to, false);
    case SG_MOD_TIME:
        return number_grows(from, to, 6);
    case SG_MOD_LENGTH:
        return number_grows(from, to, 1L << 30);
    case SG_MOD_BITS:
        return strcmp(to->builtin, "bit varying") == 0 && number_grows(from, to, 1L << 30);
    default:
        return false;
    }
}

/* Whether the server leaves the table alone when only the modifiers change. */
static bool free_of_rewrite(const sg_sqltype *from, const sg_sqltype *to)
{
    if (sg_text_equal(from->modifiers, to->modifiers)) {
        return true;
    }
    if (!to->builtin) {
        return false;
    }
    if (strcmp(to->builtin, "character") == 0 || strcmp(to->builtin, "bit") == 0) {
        return false;
    }
    if (strcmp(to->builtin, "numeric") == 0 && to->modifiers) {
        return numeric_grows(from, to, true);
    }
    return fits(from, to);
}

static sg_cast cast_base(const sg_sqltype *from, const sg_sqltype *to)
{
    if (same_base(from, to)) {
        return free_of_rewrite(from, to) ? SG_CAST_FREE : SG_CAST_ASSIGNMENT;
    }
    const cast_row *row = find_row(from, to);
    if (row) {
        return row->cast == SG_CAST_FREE && to->modifiers ? SG_CAST_ASSIGNMENT : row->cast;
    }
    if (is_string(to)) {
        return SG_CAST_ASSIGNMENT;
    }
    bool known = from->builtin && to->builtin;
    return is_string(from) || !known ? SG_CAST_EXPLICIT : SG_CAST_NONE;
}

static sg_cast cast_enum(const sg_sqltype *from, bool from_enum, const sg_sqltype *to)
{
    if (from_enum && is_string(to)) {
        return SG_CAST_ASSIGNMENT;
    }
    if (!from_enum && is_string(from)) {
        return SG_CAST_EXPLICIT;
    }
    return SG_CAST_TEXT;
}

sg_cast sg_sqltype_cast(const sg_sqltype *from, bool from_enum, const sg_sqltype *to, bool to_enum)
{
    if (from->array && !to->array) {
        return is_string(to) && !to_enum ? SG_CAST_ASSIGNMENT : SG_CAST_NONE;
    }
    if (to->array && !from->array) {
        return is_string(from) && !from_enum ? SG_CAST_EXPLICIT : SG_CAST_NONE;
    }
    sg_cast cast =
        (from_enum || to_enum) && !same_base(from, to) ? cast_enum(from, from_enum, to) : cast_base(from, to);
    /* Arrays are built anew element by element, unless their elements only lose a limit. */
    bool kept = same_base(from, to) && (!to->modifiers || sg_text_equal(from->modifiers, to->modifiers));
    if (from->array && cast == SG_CAST_FREE && !kept) {
        return SG_CAST_ASSIGNMENT;
    }
    return cast;
}

/* Digits before the point that a whole number type needs; 0 for other types. */
static long whole_digits(const char *builtin)
{
    static const struct {
        const char *type;
        long digits;
    } rows[] = {{"smallint", 5}, {"integer", 10}, {"bigint", 19}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (strcmp(rows[i].type, builtin) == 0) {
            return rows[i].digits;
        }
    }
    return 0;
}

bool sg_sqltype_cast_may_fail(const sg_sqltype *from, const sg_sqltype *to)
{
    if (from->array != to->array) {
        return !to->array && is_string(to) ? to->modifiers != NULL : true;
    }
    if (same_base(from, to)) {
        return to->builtin ? !fits(from, to) : !sg_text_equal(from->modifiers, to->modifiers);
    }
    const cast_row *row = find_row(from, to);
    if (to->modifiers) {
        long number[2];
        if (!row || !row->lossless || !to->builtin) {
            return true;
        }
        if (is_string(from) && is_string(to)) {
            return !from->modifiers || !number_grows(from, to, 1L << 30);
        }
        if (strcmp(to->builtin, "numeric") == 0 && sg_type_numbers(to->modifiers, number, 2) == 2) {
            long digits = from->builtin ? whole_digits(from->builtin) : 0;
            return digits == 0 || number[1] < 0 || number[0] - number[1] < digits;
        }
        return true;
    }
    return row ? !row->lossless : !is_string(to);
}

/* How fine the values of a type are: digits behind the point of numbers and of seconds, as far as the modifier says
 * nothing else; whole days are coarser than whole seconds. */
static const struct grain {
    const char *type;
    char family; /* only types of one family compare */
    long digits;
    size_t modifier; /* which number of the modifier says the digits, from 1; 0: none */
} grains[] = {{"smallint", 'n', 0, 0},
              {"integer", 'n', 0, 0},
              {"bigint", 'n', 0, 0},
              {"real", 'n', 37, 0},
              {"double precision", 'n', 307, 0},
              {"numeric", 'n', 16383, 2},
              {"date", 't', -1, 0},
              {"timestamp without time zone", 't', 6, 1},
              {"timestamp with time zone", 't', 6, 1},
              {"time without time zone", 'h', 6, 1},
              {"time with time zone", 'h', 6, 1}};

static const struct grain *grain_of(const sg_sqltype *type, long *digits)
{
    for (size_t i = 0; type->builtin != NULL && i < sizeof grains / sizeof *grains; i++) {
        long numbers[2];
        if (strcmp(grains[i].type, type->builtin) != 0) {
            continue;
        }
        size_t count = type->modifiers ? sg_type_numbers(type->modifiers, numbers, 2) : 0;
        *digits =
            grains[i].modifier > 0 && count >= grains[i].modifier ? numbers[grains[i].modifier - 1] : grains[i].digits;
        return &grains[i];
    }
    return NULL;
}

bool sg_sqltype_cast_loses(const sg_sqltype *from, const sg_sqltype *to)
{
    long before, after;
    const struct grain *old = grain_of(from, &before), *new = grain_of(to, &after);
    if (old == NULL || new == NULL || from->array != to->array) {
        return false;
    }
    return old->family == new->family ? before > after : old->family == 't' && new->family == 'h';
}
