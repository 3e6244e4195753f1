#include "scan.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "scan_mistake.h"

/* What a byte inside a string means. */
enum {
    BYTE_PLAIN,
    BYTE_QUOTE,
    BYTE_ESCAPE,
    BYTE_CONTROL,
    BYTE_LEAD, /* begins a character of several bytes */
    BYTE_WRONG /* cannot begin a character */
};

static const unsigned char string_bytes[256] = {
    [0x00 ... 0x1f] = BYTE_CONTROL, ['"'] = BYTE_QUOTE,          ['\\'] = BYTE_ESCAPE,
    [0x80 ... 0xc1] = BYTE_WRONG,   [0xc2 ... 0xf4] = BYTE_LEAD, [0xf5 ... 0xff] = BYTE_WRONG,
};

/* Bytes of the well-formed character at `c`, or 0 (Unicode, table 3-7). */
static size_t character_length(const unsigned char *c)
{
    size_t length = c[0] < 0xe0 ? 2 : c[0] < 0xf0 ? 3 : 4;
    unsigned char low = c[0] == 0xe0 ? 0xa0 : c[0] == 0xf0 ? 0x90 : 0x80;
    unsigned char high = c[0] == 0xed ? 0x9f : c[0] == 0xf4 ? 0x8f : 0xbf;

    if (c[1] < low || c[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((c[i] & 0xc0) != 0x80)
            return 0;
    return length;
}

/* The number behind \u, or -1. */
static long hex4(const char *text)
{
    long value = 0;

    for (int i = 0; i < 4; i++) {
        if (!isxdigit((unsigned char)text[i]))
            return -1;
        value = value * 16 + (isdigit((unsigned char)text[i]) ? text[i] - '0' : (text[i] | 0x20) - 'a' + 10);
    }
    return value;
}

/* At a backslash. */
static bool scan_escape(sg_scan *scan, size_t opened)
{
    const char *text = scan->text + scan->at;

    if (strchr("\"\\/bfnrt", text[1]) != NULL && text[1] != '\0') {
        scan->at += 2;
        return true;
    }
    if (text[1] != 'u')
        return sg_scan_bad_escape(scan, opened);
    long unit = hex4(text + 2);
    if (unit <= 0)
        return sg_scan_bad_unicode(scan, unit);
    scan->at += 6;
    if (unit < 0xd800 || unit > 0xdfff)
        return true;
    if (unit < 0xdc00 && text[6] == '\\' && text[7] == 'u') {
        long second = hex4(text + 8);
        if (second >= 0xdc00 && second <= 0xdfff) {
            scan->at += 6;
            return true;
        }
    }
    scan->at -= 6;
    return sg_scan_bad_unicode(scan, unit);
}

/* At the opening quote. */
static bool scan_string(sg_scan *scan)
{
    size_t opened = scan->at++;

    for (;;) {
        const unsigned char *c = (const unsigned char *)scan->text + scan->at;
        size_t length;
        while (string_bytes[*c] == BYTE_PLAIN)
            c++;
        scan->at = (size_t)(c - (const unsigned char *)scan->text);
        switch (string_bytes[*c]) {
        case BYTE_QUOTE:
            scan->at++;
            return true;
        case BYTE_ESCAPE:
            if (!scan_escape(scan, opened))
                return false;
            break;
        case BYTE_LEAD:
            length = character_length(c);
            if (length == 0)
                return sg_scan_bad_byte(scan);
            scan->at += length;
            break;
        case BYTE_CONTROL:
            return sg_scan_bad_control(scan, opened);
        default:
            return sg_scan_bad_byte(scan);
        }
    }
}

static size_t digits(const char *text, size_t at)
{
    while (isdigit((unsigned char)text[at]))
        at++;
    return at;
}

static bool scan_number(sg_scan *scan)
{
    const char *text = scan->text;
    size_t start = scan->at;
    size_t at = start + (text[start] == '-');
    size_t whole = at;
    bool integer = true;

    at = digits(text, at);
    if (at == whole || (text[whole] == '0' && at > whole + 1))
        return sg_scan_bad_number(scan);
    if (text[at] == '.') {
        size_t fraction = at + 1;
        integer = false;
        at = digits(text, fraction);
        if (at == fraction)
            return sg_scan_bad_number(scan);
    }
    if (text[at] == 'e' || text[at] == 'E') {
        size_t exponent = at + 1 + (text[at + 1] == '+' || text[at + 1] == '-');
        integer = false;
        at = digits(text, exponent);
        if (at == exponent)
            return sg_scan_bad_number(scan);
    }
    if (isalnum((unsigned char)text[at]) || text[at] == '_' || text[at] == '.')
        return sg_scan_bad_number(scan);
    scan->at = at;
    if (integer && at - start >= 19) {
        errno = 0;
        strtoll(text + start, NULL, 10);
        if (errno == ERANGE)
            return sg_scan_big_number(scan, start);
    }
    return true;
}

static bool scan_word(sg_scan *scan)
{
    static const char *const words[] = {"true", "false", "null"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        size_t length = strlen(words[i]);
        unsigned char next;
        if (strncmp(scan->text + scan->at, words[i], length) != 0)
            continue;
        next = (unsigned char)scan->text[scan->at + length];
        if (isalnum(next) || next == '_')
            break;
        scan->at += length;
        return true;
    }
    return sg_scan_bad_value(scan);
}

static inline char skip_space(sg_scan *scan)
{
    const char *c = scan->text + scan->at;

    while (*c == ' ' || *c == '\n' || *c == '\r' || *c == '\t')
        c++;
    scan->at = (size_t)(c - scan->text);
    return *c;
}

/* Behind an entry: true when another one follows, `*done` when the list or object is closed. */
static bool scan_next(sg_scan *scan, size_t opened, bool *done)
{
    char close = scan->text[opened] == '{' ? '}' : ']';
    size_t behind = scan->at;
    char c = skip_space(scan);

    if (c == close) {
        scan->at++;
        *done = true;
        return true;
    }
    if (c != ',')
        return sg_scan_bad_end(scan, opened, behind);
    size_t comma = scan->at++;
    c = skip_space(scan);
    if (c == '}' || c == ']')
        return sg_scan_trailing_comma(scan, comma);
    return true;
}

/* Large enough that little is done twice, small enough that its tree stays in the cache. */
#define PART_BYTES ((size_t)8 * 1024)

static sg_scan_part *add_part(sg_scan *scan, const sg_scan_part *part)
{
    sg_scan_part *added = SG_NEW(scan->arena, sg_scan_part);

    *added = *part;
    *scan->parts = added;
    scan->parts = &added->next;
    return added;
}

/* Between two members of an object inside the root; the last one ended at `behind`. */
static void cut_part(sg_scan *scan, size_t behind)
{
    sg_scan_part *part = scan->part;

    if (part == NULL || behind - part->start < PART_BYTES)
        return;
    part->start += !part->inner;
    part->end = behind;
    part->inner = true;
    scan->part = add_part(scan, &(sg_scan_part){NULL, part->key, part->key_end, scan->at, 0, true});
}

static bool scan_value(sg_scan *scan, size_t key, size_t key_end);

/* The value of a root's member. */
static bool scan_parts(sg_scan *scan, size_t key, size_t key_end)
{
    scan->part = add_part(scan, &(sg_scan_part){NULL, key, key_end, scan->at, 0, false});
    if (!scan_value(scan, key, key_end))
        return false;
    scan->part->end = scan->at - scan->part->inner;
    scan->part = NULL;
    return true;
}

static bool scan_member(sg_scan *scan, size_t opened)
{
    size_t key = scan->at;

    if (scan->text[key] != '"')
        return sg_scan_bad_key(scan, opened);
    if (!scan_string(scan))
        return false;
    scan->counts.keys++;
    size_t key_end = scan->at;
    if (skip_space(scan) != ':')
        return sg_scan_missing_colon(scan, key, key_end);
    scan->at++;
    skip_space(scan);
    return scan->depth == 1 && scan->arena != NULL ? scan_parts(scan, key, key_end) : scan_value(scan, key, key_end);
}

/* At the opening brace or bracket. */
static bool scan_entries(sg_scan *scan)
{
    size_t opened = scan->at++;
    bool object = scan->text[opened] == '{';
    bool done = false;

    if (++scan->depth > SG_SCAN_DEPTH)
        return sg_scan_too_deep(scan, opened);
    if (skip_space(scan) == (object ? '}' : ']')) {
        scan->at++;
        done = true;
    }
    while (!done) {
        if (scan->text[scan->at] == '\0')
            return sg_scan_bad_end(scan, opened, scan->at);
        if (!(object ? scan_member(scan, opened) : scan_value(scan, 0, 0)))
            return false;
        size_t behind = scan->at;
        if (!scan_next(scan, opened, &done))
            return false;
        if (object && scan->depth == 2 && !done)
            cut_part(scan, behind);
    }
    scan->depth--;
    return true;
}

static bool scan_value(sg_scan *scan, size_t key, size_t key_end)
{
    size_t number = scan->counts.values++;
    size_t start = scan->at;
    char c = scan->text[start];
    bool ok;

    if (c == '"')
        ok = scan_string(scan);
    else if (c == '{' || c == '[')
        ok = scan_entries(scan);
    else if (c == '-' || isdigit((unsigned char)c))
        ok = scan_number(scan);
    else
        ok = scan_word(scan);
    if (scan->nodes != NULL)
        scan->nodes[number] = (sg_scan_node){key, key_end, start, scan->at, scan->counts.values};
    return ok;
}

static bool scan_text(sg_scan *scan)
{
    if (skip_space(scan) == '\0' && scan->at == scan->length)
        return sg_scan_empty(scan);
    if (!scan_value(scan, 0, 0))
        return false;
    skip_space(scan);
    return scan->at == scan->length || sg_scan_bad_rest(scan);
}

bool sg_scan_check(const sg_source *source, sg_scan_counts *counts, sg_scan_part **parts, sg_arena *arena,
                   sg_diags *diags)
{
    sg_scan scan = {.source = source,
                    .text = source->text,
                    .length = source->length,
                    .diags = diags,
                    .arena = parts != NULL ? arena : NULL,
                    .parts = parts};

    if (parts != NULL)
        *parts = NULL;
    bool ok = scan_text(&scan);

    *counts = scan.counts;
    return ok;
}

sg_scan_node *sg_scan_nodes(const sg_source *source, const sg_scan_counts *counts, sg_arena *arena)
{
    sg_scan scan = {.source = source, .text = source->text, .length = source->length};

    scan.nodes = SG_NEW_ARRAY(arena, sg_scan_node, counts->values);
    scan_text(&scan);
    return scan.nodes;
}
