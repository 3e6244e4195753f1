/* Reading the text of a type: a small recursive descent over what SQL's grammar allows after a column's name. */
#include "type.h"

#include <string.h>

#include "text.h"
#include "type_read.h"
#include "type_table.h"

static bool finish_length(sg_type_cursor *c, sg_sqltype *type, const sg_type_list *mods)
{
    bool is_bit = sg_type_row_find(type->builtin)->modifiers == SG_MOD_BITS;
    bool fixed = strcmp(type->builtin, "character") == 0 || strcmp(type->builtin, "bit") == 0;
    long length = 1;
    if (!sg_type_at_most(c, mods, 1)) {
        return false;
    }
    if (mods->count == 1 && !sg_type_read_number(c, mods, 0, 1, is_bit ? 83886080 : 10485760, "the length", &length)) {
        return false;
    }
    if (mods->count == 1 || fixed) {
        type->modifiers = sg_arena_printf(c->arena, "%ld", length);
    }
    return true;
}

static bool finish_numeric(sg_type_cursor *c, sg_sqltype *type, const sg_type_list *mods)
{
    long precision = 0, scale = 0;
    if (mods->count == 0) {
        return true;
    }
    if (!sg_type_at_most(c, mods, 2) || !sg_type_read_number(c, mods, 0, 1, 1000, "the precision", &precision) ||
        (mods->count == 2 && !sg_type_read_number(c, mods, 1, -1000, 1000, "the scale", &scale))) {
        return false;
    }
    type->modifiers = sg_arena_printf(c->arena, "%ld,%ld", precision, scale);
    return true;
}

/* Digits of a second, for time, timestamp and interval. */
static bool finish_digits(sg_type_cursor *c, sg_sqltype *type, const sg_type_list *mods)
{
    long digits;
    if (mods->count == 0) {
        return true;
    }
    if (!sg_type_at_most(c, mods, 1) ||
        !sg_type_read_number(c, mods, 0, 0, 6, "the number of digits of a second", &digits)) {
        return false;
    }
    type->modifiers = sg_arena_printf(c->arena, "%ld", digits);
    return true;
}

/* "year to month", "day to second(3)": which fields may stand at the end after which first one. */
static bool read_fields(sg_type_cursor *c, sg_sqltype *type)
{
    static const char *const fields[] = {"year", "month", "day", "hour", "minute", "second"};
    size_t first = 0, last;
    while (first < 6 && !sg_type_accept_word(c, fields[first])) {
        first++;
    }
    if (first == 6) {
        return true;
    }
    last = first;
    if (sg_type_accept_word(c, "to")) {
        sg_type_skip_space(c);
        size_t at = c->at;
        size_t limit = first == 0 ? 2 : first == 1 ? 2 : 6;
        for (last = first + 1; last < limit && !sg_type_accept_word(c, fields[last]);) {
            last++;
        }
        if (last >= limit) {
            return sg_type_fail(c, at, "an interval cannot end in this field");
        }
    }
    type->modifiers =
        first == last ? fields[first] : sg_arena_printf(c->arena, "%s to %s", fields[first], fields[last]);
    return true;
}

static bool finish_interval(sg_type_cursor *c, sg_sqltype *type, sg_type_list *mods)
{
    if (!finish_digits(c, type, mods)) {
        return false;
    }
    if (mods->count) {
        type->modifiers = sg_arena_printf(c->arena, "(%s)", type->modifiers);
        return true;
    }
    if (!read_fields(c, type) || !type->modifiers) {
        return c->why == NULL;
    }
    const char *fields = type->modifiers;
    size_t n = strlen(fields);
    if (n < 6 || strcmp(fields + n - 6, "second") != 0) {
        return true;
    }
    if (!sg_type_read_list(c, mods) || !finish_digits(c, type, mods)) {
        return false;
    }
    if (mods->count) {
        type->modifiers = sg_arena_printf(c->arena, "%s(%s)", fields, type->modifiers);
    }
    return true;
}

static bool finish_time(sg_type_cursor *c, sg_sqltype *type, const char *spelling, const sg_type_list *mods)
{
    if (!finish_digits(c, type, mods)) {
        return false;
    }
    if (strcmp(spelling, "time") != 0 && strcmp(spelling, "timestamp") != 0) {
        return true;
    }
    bool with = sg_type_accept_word(c, "with");
    if ((with || sg_type_accept_word(c, "without")) &&
        !(sg_type_accept_word(c, "time") && sg_type_accept_word(c, "zone"))) {
        return sg_type_fail(c, c->at, "\"time zone\" is expected here");
    }
    if (with) {
        type->builtin = spelling[4] ? "timestamp with time zone" : "time with time zone";
    }
    return true;
}

static bool finish_builtin(sg_type_cursor *c, sg_sqltype *type, const char *spelling)
{
    sg_type_list mods;
    if (!sg_type_read_list(c, &mods)) {
        return false;
    }
    if (strcmp(spelling, "float") == 0) {
        long bits = 53;
        if (!sg_type_at_most(c, &mods, 1) ||
            (mods.count && !sg_type_read_number(c, &mods, 0, 1, 53, "the precision", &bits))) {
            return false;
        }
        type->builtin = bits < 25 ? "real" : "double precision";
        return true;
    }
    /* The names of pg_type without a length mean any length; the words of the grammar without one mean 1. */
    if (mods.count && strcmp(type->builtin, "bpchar") == 0) {
        type->builtin = "character";
    } else if (mods.count && strcmp(type->builtin, "\"bit\"") == 0) {
        type->builtin = "bit";
    }
    switch (sg_type_row_find(type->builtin)->modifiers) {
    case SG_MOD_LENGTH:
    case SG_MOD_BITS:
        return finish_length(c, type, &mods);
    case SG_MOD_NUMERIC:
        return finish_numeric(c, type, &mods);
    case SG_MOD_TIME:
        return finish_time(c, type, spelling, &mods);
    case SG_MOD_INTERVAL:
        return finish_interval(c, type, &mods);
    case SG_MOD_NONE:
        break;
    }
    return sg_type_at_most(c, &mods, 0);
}

/* Types that are written in several words. */
static bool read_phrase(sg_type_cursor *c, sg_sqltype *type, const char *spelling)
{
    if (strcmp(spelling, "double") == 0 && !sg_type_accept_word(c, "precision")) {
        return sg_type_fail(c, c->at, "\"precision\" is expected after \"double\"");
    }
    if (strcmp(spelling, "national") == 0 && !sg_type_accept_word(c, "character") && !sg_type_accept_word(c, "char")) {
        return sg_type_fail(c, c->at, "\"character\" is expected after \"national\"");
    }
    if (strcmp(type->builtin, "character") == 0 && sg_type_accept_word(c, "varying")) {
        type->builtin = "character varying";
    }
    if (strcmp(spelling, "bit") == 0 && sg_type_accept_word(c, "varying")) {
        type->builtin = "bit varying";
    }
    return true;
}

static bool read_user_modifiers(sg_type_cursor *c, sg_sqltype *type)
{
    sg_type_list mods;
    if (!sg_type_read_list(c, &mods)) {
        return false;
    }
    sg_buf list;
    sg_buf_init(&list);
    for (size_t i = 0; i < mods.count; i++) {
        sg_buf_addf(&list, "%s%s", i ? "," : "", mods.items[i]);
    }
    type->modifiers = mods.count ? sg_arena_strndup(c->arena, list.data, list.length) : NULL;
    sg_buf_release(&list);
    return true;
}

static bool read_base(sg_type_cursor *c, sg_sqltype *type)
{
    bool quoted;
    const char *name = sg_type_read_name(c, &quoted);
    if (!name) {
        return false;
    }
    bool catalog = false;
    if (sg_type_accept(c, '.')) {
        type->schema = name;
        name = sg_type_read_name(c, &quoted);
        if (!name) {
            return false;
        }
        catalog = strcmp(type->schema, "pg_catalog") == 0;
        if (!catalog) {
            type->name = name;
            return read_user_modifiers(c, type);
        }
    }
    bool by_name_only = quoted || catalog;
    const sg_type_name *row = sg_type_name_find(name);
    if (by_name_only && strcmp(name, "char") == 0) {
        type->builtin = "\"char\"";
    } else if (by_name_only && strcmp(name, "bit") == 0) {
        type->builtin = "\"bit\"";
    } else if (row && (row->kind == SG_SPELLING_TYPE || !by_name_only)) {
        type->builtin = row->type;
    } else if (name[0] == '_' && (row = sg_type_name_find(name + 1)) && row->kind == SG_SPELLING_TYPE) {
        type->builtin = row->type; /* pg_type's own name of the array type */
        type->array = true;
    } else {
        type->name = name;
        return read_user_modifiers(c, type);
    }
    type->schema = NULL;
    type->serial = row && row->kind == SG_SPELLING_SERIAL;
    return by_name_only ? finish_builtin(c, type, row ? row->type : "")
                        : read_phrase(c, type, name) && finish_builtin(c, type, name);
}

/* [] [3] [][] ARRAY ARRAY[3] */
static bool read_array(sg_type_cursor *c, sg_sqltype *type)
{
    sg_type_skip_space(c);
    size_t start = c->at;
    bool bounds = !sg_type_accept_word(c, "array");
    type->array = type->array || !bounds;
    size_t most = bounds ? SIZE_MAX : 1;
    for (size_t i = 0; i < most && sg_type_accept(c, '['); i++) {
        sg_type_skip_space(c);
        size_t digits = strspn(c->text + c->at, "0123456789");
        c->at += digits;
        if ((digits == 0 && !bounds) || !sg_type_accept(c, ']')) {
            return sg_type_fail(c, c->at, "\"]\" is expected here");
        }
        type->array = true;
    }
    if (type->array && type->serial) {
        return sg_type_fail(c, start, "a serial column cannot be an array");
    }
    return true;
}

bool sg_sqltype_parse(sg_arena *arena, const char *text, sg_sqltype *type, const char **why, size_t *at)
{
    sg_type_cursor c = {arena, text, 0, NULL, 0};
    *type = (sg_sqltype){0};
    if (read_base(&c, type) && read_array(&c, type)) {
        sg_type_skip_space(&c);
        if (text[c.at]) {
            sg_type_fail(&c, c.at, "nothing more is expected after the type");
        }
    }
    *why = c.why;
    *at = c.why_at;
    return c.why == NULL;
}
