#include "buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "text.h"

#define FIRST_CAPACITY 64

/* Room for `more` bytes and the NUL behind them. */
static void reserve(sg_buf *buf, size_t more)
{
    size_t needed = buf->length + more + 1;
    size_t capacity = buf->capacity > 0 ? buf->capacity : FIRST_CAPACITY;

    if (needed <= buf->capacity)
        return;
    while (capacity < needed)
        capacity = capacity <= SIZE_MAX / 2 ? capacity * 2 : needed;
    buf->data = sg_xrealloc(buf->data, capacity);
    buf->capacity = capacity;
}

void sg_buf_init(sg_buf *buf)
{
    *buf = (sg_buf){NULL, 0, 0};
    reserve(buf, 0);
    buf->data[0] = '\0';
}

void sg_buf_release(sg_buf *buf)
{
    free(buf->data);
    *buf = (sg_buf){NULL, 0, 0};
}

void sg_buf_clear(sg_buf *buf)
{
    buf->length = 0;
    buf->data[0] = '\0';
}

void sg_buf_addn(sg_buf *buf, const char *text, size_t length)
{
    reserve(buf, length);
    if (length > 0)
        memcpy(buf->data + buf->length, text, length);
    buf->length += length;
    buf->data[buf->length] = '\0';
}

void sg_buf_add(sg_buf *buf, const char *text)
{
    sg_buf_addn(buf, text, strlen(text));
}

void sg_buf_addc(sg_buf *buf, char c)
{
    sg_buf_addn(buf, &c, 1);
}

void sg_buf_vaddf(sg_buf *buf, const char *format, va_list args)
{
    va_list again;

    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length > 0) {
        reserve(buf, (size_t)length);
        vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
}

void sg_buf_addf(sg_buf *buf, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    sg_buf_vaddf(buf, format, args);
    va_end(args);
}

/* The short escape of JSON for a character, or 0. */
static char json_escape(uint32_t c)
{
    switch (c) {
    case '"':
    case '\\':
        return (char)c;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

void sg_buf_add_json(sg_buf *buf, const char *text)
{
    if (!text) {
        sg_buf_add(buf, "null");
        return;
    }
    sg_buf_addc(buf, '"');
    for (size_t left = strlen(text), size; left > 0; text += size, left -= size) {
        uint32_t c;

        size = sg_utf8_decode(text, left, &c);
        if (size == 0) {
            sg_buf_add(buf, "\\ufffd");
            size = 1;
        } else if (json_escape(c)) {
            sg_buf_addc(buf, '\\');
            sg_buf_addc(buf, json_escape(c));
        } else if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
            sg_buf_addf(buf, "\\u%04x", (unsigned)c);
        } else {
            sg_buf_addn(buf, text, size);
        }
    }
    sg_buf_addc(buf, '"');
}
