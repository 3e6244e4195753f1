/* Reading the text of a type: a small recursive descent over what SQL's grammar allows after a column's name. */
#include "type.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "type_table.h"

#define MAX_MODIFIERS 8

typedef struct cursor {
    sg_arena *arena;
    const char *text;
    size_t at;
    const char *why; /* set by the first mistake */
    size_t why_at;
} cursor;

/* What stood between the parentheses. */
typedef struct modifiers {
    const char *items[MAX_MODIFIERS];
    size_t count;
    size_t at;
} modifiers;

static bool fail(cursor *c, size_t at, const char *why)
{
    if (!c->why) {
        c->why = why;
        c->why_at = at;
    }
    return false;
}

static void skip_space(cursor *c)
{
    while (c->text[c->at] && strchr(" \t\r\n\f\v", c->text[c->at])) {
        c->at++;
    }
}

static bool accept(cursor *c, char wanted)
{
    skip_space(c);
    if (c->text[c->at] != wanted) {
        return false;
    }
    c->at++;
    return true;
}

static bool is_name_start(char ch)
{
    return isalpha((unsigned char)ch) || ch == '_' || (unsigned char)ch >= 0x80;
}

static size_t name_length(const char *text)
{
    size_t n = 0;
    if (is_name_start(text[0])) {
        while (is_name_start(text[n]) || isdigit((unsigned char)text[n]) || text[n] == '$') {
            n++;
        }
    }
    return n;
}

/* Takes the next word when it is `word` in any letter case. */
static bool accept_word(cursor *c, const char *word)
{
    skip_space(c);
    size_t n = name_length(c->text + c->at);
    if (n == 0 || strlen(word) != n || strncasecmp(c->text + c->at, word, n) != 0) {
        return false;
    }
    c->at += n;
    return true;
}

static char *quoted_name(cursor *c)
{
    size_t start = c->at++;
    char *name = sg_arena_alloc(c->arena, strlen(c->text + start) + 1);
    size_t n = 0;
    for (; c->text[c->at]; c->at++) {
        if (c->text[c->at] == '"' && c->text[++c->at] != '"') {
            name[n] = '\0';
            return n ? name : (fail(c, start, "a quoted name is empty"), NULL);
        }
        name[n++] = c->text[c->at];
    }
    fail(c, start, "a quoted name is not closed");
    return NULL;
}

/* A name as the server would store it; NULL and a mistake when there is none. */
static const char *read_name(cursor *c, bool *quoted)
{
    skip_space(c);
    size_t start = c->at;
    *quoted = c->text[c->at] == '"';
    char *name;
    if (*quoted) {
        name = quoted_name(c);
    } else {
        size_t n = name_length(c->text + c->at);
        if (n == 0) {
            fail(c, c->at, c->text[c->at] ? "the name of a type is expected here" : "the name of a type is missing");
            return NULL;
        }
        name = sg_arena_strndup(c->arena, c->text + c->at, n);
        for (char *p = name; *p; p++) {
            *p = (unsigned char)*p < 0x80 ? (char)tolower((unsigned char)*p) : *p;
        }
        c->at += n;
    }
    if (name && strlen(name) > SG_NAME_BYTES) {
        fail(c, start, "a name is longer than 63 bytes");
        return NULL;
    }
    return name;
}

/* One modifier: a number, a word or a quoted string, copied as it stands. */
static bool read_modifier(cursor *c, modifiers *mods)
{
    skip_space(c);
    size_t start = c->at;
    const char *text = c->text;
    if (text[c->at] == '\'') {
        do {
            c->at += strcspn(text + c->at + 1, "'") + 1;
        } while (text[c->at] == '\'' && text[c->at + 1] == '\'' && text[++c->at]);
        if (text[c->at] != '\'') {
            return fail(c, start, "a string is not closed");
        }
        c->at++;
    } else if (is_name_start(text[c->at])) {
        c->at += name_length(text + c->at);
    } else {
        c->at += text[c->at] == '-' || text[c->at] == '+';
        size_t digits = strspn(text + c->at, "0123456789");
        if (digits == 0) {
            return fail(c, start, "a modifier is expected here");
        }
        c->at += digits;
    }
    if (mods->count == MAX_MODIFIERS) {
        return fail(c, start, "too many modifiers");
    }
    mods->items[mods->count++] = sg_arena_strndup(c->arena, text + start, c->at - start);
    return true;
}

/* "(10, 2)" when it stands here. */
static bool read_modifiers(cursor *c, modifiers *mods)
{
    mods->count = 0;
    skip_space(c);
    mods->at = c->at;
    if (!accept(c, '(')) {
        return true;
    }
    do {
        if (!read_modifier(c, mods)) {
            return false;
        }
    } while (accept(c, ','));
    return accept(c, ')') || fail(c, c->at, "\")\" is expected here");
}

/* Modifier `i` as a number within limits. */
static bool read_number(cursor *c, const modifiers *mods, size_t i, long low, long high, const char *what, long *value)
{
    char *end;
    *value = strtol(mods->items[i], &end, 10);
    if (end == mods->items[i] || *end || *value < low || *value > high) {
        return fail(c, mods->at, sg_arena_printf(c->arena, "%s must be a number from %ld to %ld", what, low, high));
    }
    return true;
}

static bool at_most(cursor *c, const modifiers *mods, size_t max)
{
    if (mods->count <= max) {
        return true;
    }
    return fail(c, mods->at, max ? "too many modifiers" : "this type takes no modifiers");
}

static bool finish_length(cursor *c, sg_sqltype *type, const modifiers *mods)
{
    bool is_bit = sg_type_row_find(type->builtin)->modifiers == SG_MOD_BITS;
    bool fixed = strcmp(type->builtin, "character") == 0 || strcmp(type->builtin, "bit") == 0;
    long length = 1;
    if (!at_most(c, mods, 1)) {
        return false;
    }
    if (mods->count == 1 && !read_number(c, mods, 0, 1, is_bit ? 83886080 : 10485760, "the length", &length)) {
        return false;
    }
    if (mods->count == 1 || fixed) {
        type->modifiers = sg_arena_printf(c->arena, "%ld", length);
    }
    return true;
}

static bool finish_numeric(cursor *c, sg_sqltype *type, const modifiers *mods)
{
    long precision = 0, scale = 0;
    if (mods->count == 0) {
        return true;
    }
    if (!at_most(c, mods, 2) || !read_number(c, mods, 0, 1, 1000, "the precision", &precision) ||
        (mods->count == 2 && !read_number(c, mods, 1, -1000, 1000, "the scale", &scale))) {
        return false;
    }
    type->modifiers = sg_arena_printf(c->arena, "%ld,%ld", precision, scale);
    return true;
}

/* Digits of a second, for time, timestamp and interval. */
static bool finish_digits(cursor *c, sg_sqltype *type, const modifiers *mods)
{
    long digits;
    if (mods->count == 0) {
        return true;
    }
    if (!at_most(c, mods, 1) || !read_number(c, mods, 0, 0, 6, "the number of digits of a second", &digits)) {
        return false;
    }
    type->modifiers = sg_arena_printf(c->arena, "%ld", digits);
    return true;
}

/* "year to month", "day to second(3)": which fields may stand at the end after which first one. */
static bool read_fields(cursor *c, sg_sqltype *type)
{
    static const char *const fields[] = {"year", "month", "day", "hour", "minute", "second"};
    size_t first = 0, last;
    while (first < 6 && !accept_word(c, fields[first])) {
        first++;
    }
    if (first == 6) {
        return true;
    }
    last = first;
    if (accept_word(c, "to")) {
        skip_space(c);
        size_t at = c->at;
        size_t limit = first == 0 ? 2 : first == 1 ? 2 : 6;
        for (last = first + 1; last < limit && !accept_word(c, fields[last]);) {
            last++;
        }
        if (last >= limit) {
            return fail(c, at, "an interval cannot end in this field");
        }
    }
    type->modifiers =
        first == last ? fields[first] : sg_arena_printf(c->arena, "%s to %s", fields[first], fields[last]);
    return true;
}

static bool finish_interval(cursor *c, sg_sqltype *type, modifiers *mods)
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
    if (!read_modifiers(c, mods) || !finish_digits(c, type, mods)) {
        return false;
    }
    if (mods->count) {
        type->modifiers = sg_arena_printf(c->arena, "%s(%s)", fields, type->modifiers);
    }
    return true;
}

static bool finish_time(cursor *c, sg_sqltype *type, const char *spelling, const modifiers *mods)
{
    if (!finish_digits(c, type, mods)) {
        return false;
    }
    if (strcmp(spelling, "time") != 0 && strcmp(spelling, "timestamp") != 0) {
        return true;
    }
    bool with = accept_word(c, "with");
    if ((with || accept_word(c, "without")) && !(accept_word(c, "time") && accept_word(c, "zone"))) {
        return fail(c, c->at, "\"time zone\" is expected here");
    }
    if (with) {
        type->builtin = spelling[4] ? "timestamp with time zone" : "time with time zone";
    }
    return true;
}

static bool finish_builtin(cursor *c, sg_sqltype *type, const char *spelling)
{
    modifiers mods;
    if (!read_modifiers(c, &mods)) {
        return false;
    }
    if (strcmp(spelling, "float") == 0) {
        long bits = 53;
        if (!at_most(c, &mods, 1) || (mods.count && !read_number(c, &mods, 0, 1, 53, "the precision", &bits))) {
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
    return at_most(c, &mods, 0);
}

/* Types that are written in several words. */
static bool read_phrase(cursor *c, sg_sqltype *type, const char *spelling)
{
    if (strcmp(spelling, "double") == 0 && !accept_word(c, "precision")) {
        return fail(c, c->at, "\"precision\" is expected after \"double\"");
    }
    if (strcmp(spelling, "national") == 0 && !accept_word(c, "character") && !accept_word(c, "char")) {
        return fail(c, c->at, "\"character\" is expected after \"national\"");
    }
    if (strcmp(type->builtin, "character") == 0 && accept_word(c, "varying")) {
        type->builtin = "character varying";
    }
    if (strcmp(spelling, "bit") == 0 && accept_word(c, "varying")) {
        type->builtin = "bit varying";
    }
    return true;
}

static bool read_user_modifiers(cursor *c, sg_sqltype *type)
{
    modifiers mods;
    if (!read_modifiers(c, &mods)) {
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

static bool read_base(cursor *c, sg_sqltype *type)
{
    bool quoted;
    const char *name = read_name(c, &quoted);
    if (!name) {
        return false;
    }
    bool catalog = false;
    if (accept(c, '.')) {
        type->schema = name;
        name = read_name(c, &quoted);
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
    type->serial = row && row->kind == SG_SPELLING_SERIAL ? row->type : NULL;
    return by_name_only ? finish_builtin(c, type, row ? row->type : "")
                        : read_phrase(c, type, name) && finish_builtin(c, type, name);
}

/* [] [3] [][] ARRAY ARRAY[3] */
static bool read_array(cursor *c, sg_sqltype *type)
{
    skip_space(c);
    size_t start = c->at;
    bool bounds = !accept_word(c, "array");
    type->array = type->array || !bounds;
    size_t most = bounds ? SIZE_MAX : 1;
    for (size_t i = 0; i < most && accept(c, '['); i++) {
        skip_space(c);
        size_t digits = strspn(c->text + c->at, "0123456789");
        c->at += digits;
        if ((digits == 0 && !bounds) || !accept(c, ']')) {
            return fail(c, c->at, "\"]\" is expected here");
        }
        type->array = true;
    }
    if (type->array && type->serial) {
        return fail(c, start, "a serial column cannot be an array");
    }
    return true;
}

bool sg_sqltype_parse(sg_arena *arena, const char *text, sg_sqltype *type, const char **why, size_t *at)
{
    cursor c = {arena, text, 0, NULL, 0};
    *type = (sg_sqltype){0};
    if (read_base(&c, type) && read_array(&c, type)) {
        skip_space(&c);
        if (text[c.at]) {
            fail(&c, c.at, "nothing more is expected after the type");
        }
    }
    *why = c.why;
    *at = c.why_at;
    return c.why == NULL;
}
