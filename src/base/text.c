#include "text.h"

#include <string.h>

/* Longer words are no typing errors of a known one. */
#define WORD_BYTES 128

bool sg_text_equal(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters to insert, remove, replace or swap with their neighbour to make `a`
 * of `b`; upper and lower case are the same. Both have at most WORD_BYTES bytes. */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t rows[3][WORD_BYTES + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];

    for (size_t j = 0; j <= b_length; j++)
        above[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t differs = lower(a[i - 1]) != lower(b[j - 1]);

            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + differs);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[b_length];
}

const char *sg_text_nearest(const char *word, const char *const *candidates, size_t count)
{
    size_t length = strlen(word);
    size_t best = length / 3;
    const char *nearest = NULL;

    if (length > WORD_BYTES)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t candidate_length = strlen(candidates[i]);

        if (candidate_length > length + best || candidate_length > WORD_BYTES)
            continue;
        size_t d = distance(word, length, candidates[i], candidate_length);
        if (d < best || (d == best && !nearest)) {
            best = d;
            nearest = candidates[i];
        }
    }
    return nearest;
}

size_t sg_text_clip(const char *text, size_t length, size_t bytes)
{
    if (bytes >= length)
        return length;
    while (bytes > 0 && ((unsigned char)text[bytes] & 0xc0) == 0x80)
        bytes--;
    return bytes;
}

/* Smallest character that needs as many bytes as the index says. */
static const uint32_t utf8_least[] = {0, 0, 0x80, 0x800, 0x10000};

size_t sg_utf8_decode(const char *text, size_t length, uint32_t *character)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t size = bytes[0] < 0x80 ? 1 : bytes[0] >= 0xf0 ? 4 : bytes[0] >= 0xe0 ? 3 : 2;

    if ((bytes[0] >= 0x80 && bytes[0] < 0xc0) || bytes[0] >= 0xf8 || size > length)
        return 0;
    uint32_t c = size == 1 ? bytes[0] : bytes[0] & (0x7fu >> size);

    for (size_t i = 1; i < size; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (bytes[i] & 0x3f);
    }
    if (c < utf8_least[size] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        return 0;
    *character = c;
    return size;
}

size_t sg_utf8_offset(const char *text, size_t characters)
{
    size_t at = 0;

    for (; text[at] != '\0'; at++)
        if (((unsigned char)text[at] & 0xC0) != 0x80 && characters-- == 0)
            break;
    return at;
}

/* Which of 8 bytes are not plain: a bit set in each. The lowest such byte is exact, which is all that is asked. */
static uint64_t special_bytes(uint64_t bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t quotes = bytes ^ ones * '"', slashes = bytes ^ ones * '\\', deletes = bytes ^ ones * 0x7f;

    return ((bytes - ones * 0x20) | (quotes - ones) | (slashes - ones) | (deletes - ones) | bytes) & tops;
}

static uint64_t bytes_at(const char *text)
{
    uint64_t bytes;

    memcpy(&bytes, text, sizeof bytes);
    return bytes;
}

/* Of 4 to 8 bytes: the first four and the last four, which may overlap. */
static uint64_t short_bytes(const char *text, size_t length)
{
    uint32_t halves[2];

    memcpy(&halves[0], text, sizeof halves[0]);
    memcpy(&halves[1], text + length - sizeof halves[1], sizeof halves[1]);
    return (uint64_t)halves[1] << 32 | halves[0];
}

size_t sg_text_plain_run(const char *text, size_t length)
{
    size_t run = 0;

    while (run + 8 <= length && special_bytes(bytes_at(text + run)) == 0)
        run += 8;
    /* the rest is seen together with what is known already */
    if (length >= 8 && length - run < 8 && special_bytes(bytes_at(text + length - 8)) == 0)
        return length;
    if (length >= 4 && length < 8 && special_bytes(short_bytes(text, length)) == 0)
        return length;
    while (run < length && (unsigned char)text[run] >= 0x20 && (unsigned char)text[run] < 0x7f && text[run] != '"' &&
           text[run] != '\\')
        run++;
    return run;
}

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

/* Characters that do not show themselves but change how others are shown. */
static bool is_hidden(uint32_t c)
{
    return c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

bool sg_text_is_clean(const char *text, size_t length, bool allow_lines)
{
    for (size_t i = 0, size; i < length; i += size) {
        uint32_t c;

        size = sg_text_plain_run(text + i, length - i);
        if (size > 0)
            continue;
        size = sg_utf8_decode(text + i, length - i, &c);
        if (size == 0)
            return false;
        if (is_control(c) && !(allow_lines && (c == '\t' || c == '\n' || c == '\r')))
            return false;
    }
    return true;
}

void sg_text_add_safe(sg_buf *buf, const char *text, size_t length)
{
    for (size_t i = 0, size; i < length; i += size) {
        uint32_t c;

        size = sg_text_plain_run(text + i, length - i);
        if (size > 0) {
            sg_buf_addn(buf, text + i, size);
            continue;
        }
        size = sg_utf8_decode(text + i, length - i, &c);
        if (size == 0) {
            sg_buf_addf(buf, "\\x%02X", (unsigned)(unsigned char)text[i]);
            size = 1;
        } else if (c == '\n' || c == '\r' || c == '\t') {
            sg_buf_add(buf, c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
        } else if (is_control(c)) {
            sg_buf_addf(buf, "\\x%02X", (unsigned)c);
        } else if (is_hidden(c)) {
            sg_buf_addf(buf, "\\u{%04X}", (unsigned)c);
        } else {
            sg_buf_addn(buf, text + i, size);
        }
    }
}
