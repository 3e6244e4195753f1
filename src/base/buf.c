#include "buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "text.h"

#define FIRST_CAPACITY 64

/* What an empty buffer shows; never written to. */
static char nothing[1];

void sg_buf_reserve(sg_buf *buf, size_t more)
{
    size_t needed = buf->length + more + 1;
    size_t capacity = buf->capacity > 0 ? buf->capacity : FIRST_CAPACITY;

    if (needed <= buf->capacity)
        return;
    while (capacity < needed)
        capacity = capacity <= SIZE_MAX / 2 ? capacity * 2 : needed;
    buf->data = sg_xrealloc(buf->capacity > 0 ? buf->data : NULL, capacity);
    buf->data[buf->length] = '\0';
    buf->capacity = capacity;
}

void sg_buf_init(sg_buf *buf)
{
    *buf = (sg_buf){nothing, 0, 0};
}

void sg_buf_release(sg_buf *buf)
{
    if (buf->capacity > 0)
        free(buf->data);
    *buf = (sg_buf){NULL, 0, 0};
}

void sg_buf_clear(sg_buf *buf)
{
    buf->length = 0;
    if (buf->capacity > 0)
        buf->data[0] = '\0';
}

/* The C library's way, for all that the quick way below does not know. */
__attribute__((format(printf, 2, 0))) static void add_formatted(sg_buf *buf, const char *format, va_list args)
{
    va_list again;

    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length > 0) {
        sg_buf_reserve(buf, (size_t)length);
        vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
}

/* True when the format holds nothing but %s, %zu and %%: nearly all of what a compiler writes. */
static bool is_simple(const char *format)
{
    for (const char *at = format; (at = strchr(at, '%')) != NULL; at++) {
        at++;
        if (*at == 'z')
            at++;
        if (!(at[-1] == 'z' ? *at == 'u' : *at == 's' || *at == '%'))
            return false;
    }
    return true;
}

static void add_size(sg_buf *buf, size_t number)
{
    char digits[24], *at = digits + sizeof digits;

    do
        *--at = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    sg_buf_addn(buf, at, (size_t)(digits + sizeof digits - at));
}

static void add_text(sg_buf *buf, const char *text)
{
    sg_buf_add(buf, text ? text : "(null)");
}

void sg_buf_vaddf(sg_buf *buf, const char *format, va_list args)
{
    if (!is_simple(format)) {
        add_formatted(buf, format, args);
        return;
    }
    while (*format != '\0') {
        size_t plain = strcspn(format, "%");
        sg_buf_addn(buf, format, plain);
        format += plain;
        if (*format == '\0')
            return;
        if (format[1] == 's')
            add_text(buf, va_arg(args, const char *));
        else if (format[1] == 'z')
            add_size(buf, va_arg(args, size_t));
        else
            sg_buf_addc(buf, '%');
        format += format[1] == 'z' ? 3 : 2;
    }
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

/* Characters that stand for themselves inside a JSON string, up to the first that does not. */
static size_t plain_run(const char *text, size_t length)
{
    size_t run = 0;

    while (run < length && (unsigned char)text[run] >= 0x20 && (unsigned char)text[run] < 0x7f && text[run] != '"' &&
           text[run] != '\\')
        run++;
    return run;
}

/* One character that is escaped or not ASCII; returns its size. */
static size_t add_json_character(sg_buf *buf, const char *text, size_t left)
{
    uint32_t c;
    size_t size = sg_utf8_decode(text, left, &c);

    if (size == 0) {
        sg_buf_add(buf, "\\ufffd");
        return 1;
    }
    if (json_escape(c)) {
        sg_buf_addc(buf, '\\');
        sg_buf_addc(buf, json_escape(c));
    } else if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
        sg_buf_addf(buf, "\\u%04x", (unsigned)c);
    } else {
        sg_buf_addn(buf, text, size);
    }
    return size;
}

void sg_buf_add_json(sg_buf *buf, const char *text)
{
    if (!text) {
        sg_buf_add(buf, "null");
        return;
    }
    sg_buf_addc(buf, '"');
    for (size_t left = strlen(text), size; left > 0; text += size, left -= size) {
        size = plain_run(text, left);
        if (size > 0)
            sg_buf_addn(buf, text, size);
        else
            size = add_json_character(buf, text, left);
    }
    sg_buf_addc(buf, '"');
}
