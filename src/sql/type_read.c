#include "type_read.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "text.h"

bool sg_type_fail(sg_type_cursor *c, size_t at, const char *why)
{
    if (!c->why) {
        c->why = why;
        c->why_at = at;
    }
    return false;
}

void sg_type_skip_space(sg_type_cursor *c)
{
    while (c->text[c->at] && strchr(" \t\r\n\f\v", c->text[c->at])) {
        c->at++;
    }
}

bool sg_type_accept(sg_type_cursor *c, char wanted)
{
    sg_type_skip_space(c);
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
bool sg_type_accept_word(sg_type_cursor *c, const char *word)
{
    sg_type_skip_space(c);
    size_t n = name_length(c->text + c->at);
    if (n == 0 || strlen(word) != n || strncasecmp(c->text + c->at, word, n) != 0) {
        return false;
    }
    c->at += n;
    return true;
}

static char *quoted_name(sg_type_cursor *c)
{
    size_t start = c->at++;
    char *name = sg_arena_alloc(c->arena, strlen(c->text + start) + 1);
    size_t n = 0;
    for (; c->text[c->at]; c->at++) {
        if (c->text[c->at] == '"' && c->text[++c->at] != '"') {
            name[n] = '\0';
            return n ? name : (sg_type_fail(c, start, "a quoted name is empty"), NULL);
        }
        name[n++] = c->text[c->at];
    }
    sg_type_fail(c, start, "a quoted name is not closed");
    return NULL;
}

/* A name as the server would store it; NULL and a mistake when there is none. */
const char *sg_type_read_name(sg_type_cursor *c, bool *quoted)
{
    sg_type_skip_space(c);
    size_t start = c->at;
    *quoted = c->text[c->at] == '"';
    char *name;
    if (*quoted) {
        name = quoted_name(c);
    } else {
        size_t n = name_length(c->text + c->at);
        if (n == 0) {
            sg_type_fail(c, c->at,
                         c->text[c->at] ? "the name of a type is expected here" : "the name of a type is missing");
            return NULL;
        }
        name = sg_arena_strndup(c->arena, c->text + c->at, n);
        for (char *p = name; *p; p++) {
            *p = (unsigned char)*p < 0x80 ? (char)tolower((unsigned char)*p) : *p;
        }
        c->at += n;
    }
    if (name && strlen(name) > SG_NAME_BYTES) {
        sg_type_fail(c, start, "a name is longer than 63 bytes");
        return NULL;
    }
    return name;
}

/* One modifier: a number, a word or a quoted string, copied as it stands. */
static bool read_modifier(sg_type_cursor *c, sg_type_list *mods)
{
    sg_type_skip_space(c);
    size_t start = c->at;
    const char *text = c->text;
    if (text[c->at] == '\'') {
        do {
            c->at += strcspn(text + c->at + 1, "'") + 1;
        } while (text[c->at] == '\'' && text[c->at + 1] == '\'' && text[++c->at]);
        if (text[c->at] != '\'') {
            return sg_type_fail(c, start, "a string is not closed");
        }
        c->at++;
    } else if (is_name_start(text[c->at])) {
        c->at += name_length(text + c->at);
    } else {
        c->at += text[c->at] == '-' || text[c->at] == '+';
        size_t digits = strspn(text + c->at, "0123456789");
        if (digits == 0) {
            return sg_type_fail(c, start, "a modifier is expected here");
        }
        c->at += digits;
    }
    if (mods->count == SG_TYPE_MODIFIERS) {
        return sg_type_fail(c, start, "too many modifiers");
    }
    mods->items[mods->count++] = sg_arena_strndup(c->arena, text + start, c->at - start);
    return true;
}

/* "(10, 2)" when it stands here. */
bool sg_type_read_list(sg_type_cursor *c, sg_type_list *mods)
{
    mods->count = 0;
    sg_type_skip_space(c);
    mods->at = c->at;
    if (!sg_type_accept(c, '(')) {
        return true;
    }
    do {
        if (!read_modifier(c, mods)) {
            return false;
        }
    } while (sg_type_accept(c, ','));
    return sg_type_accept(c, ')') || sg_type_fail(c, c->at, "\")\" is expected here");
}

/* Modifier `i` as a number within limits. */
bool sg_type_read_number(sg_type_cursor *c, const sg_type_list *mods, size_t i, long low, long high, const char *what,
                         long *value)
{
    char *end;
    *value = strtol(mods->items[i], &end, 10);
    if (end == mods->items[i] || *end || *value < low || *value > high) {
        return sg_type_fail(c, mods->at,
                            sg_arena_printf(c->arena, "%s must be a number from %ld to %ld", what, low, high));
    }
    return true;
}

bool sg_type_at_most(sg_type_cursor *c, const sg_type_list *mods, size_t max)
{
    if (mods->count <= max) {
        return true;
    }
    return sg_type_fail(c, mods->at, max ? "too many modifiers" : "this type takes no modifiers");
}
