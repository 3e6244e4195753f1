#include "buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "text.h"

#define FIRST_CAPACITY 256

/* What an empty buffer shows; never written to. */
static char nothing[1];

void sg_buf_reserve(sg_buf *buf, size_t more)
{
    size_t needed = buf->length + more + 1;
    size_t capacity = buf->capacity > 0 ? 2 * buf->capacity : FIRST_CAPACITY;

    if (needed <= buf->capacity)
        return;
    if (capacity < needed)
        capacity = needed;
    char *data = sg_xrealloc(buf->owned ? buf->data : NULL, capacity);
    if (!buf->owned)
        memcpy(data, buf->data, buf->length + 1);
    buf->data = data;
    buf->capacity = capacity;
    buf->owned = true;
}

char *sg_buf_detach(sg_buf *buf)
{
    if (!buf->owned)
        sg_buf_reserve(buf, buf->capacity);
    char *text = sg_xrealloc(buf->data, buf->length + 1);

    sg_buf_init(buf);
    return text;
}

void sg_buf_insert(sg_buf *buf, size_t at, const char *text, size_t length)
{
    sg_buf_reserve(buf, length);
    memmove(buf->data + at + length, buf->data + at, buf->length - at + 1);
    memcpy(buf->data + at, text, length);
    buf->length += length;
}

void sg_buf_init(sg_buf *buf)
{
    *buf = (sg_buf){.data = nothing};
}

void sg_buf_init_in(sg_buf *buf, char *room, size_t size)
{
    *room = '\0';
    *buf = (sg_buf){.data = room, .capacity = size};
}

void sg_buf_release(sg_buf *buf)
{
    if (buf->owned)
        free(buf->data);
    *buf = (sg_buf){0};
}

void sg_buf_clear(sg_buf *buf)
{
    buf->length = 0;
    if (buf->capacity > 0)
        buf->data[0] = '\0';
}

void sg_buf_add_size(sg_buf *buf, size_t number)
{
    char digits[24], *at = digits + sizeof digits;

    do
        *--at = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    sg_buf_addn(buf, at, (size_t)(digits + sizeof digits - at));
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

/* One of the few directives that are nearly all that a compiler writes; returns its length, or 0 for any other. */
static size_t add_directive(sg_buf *buf, const char *directive, va_list *args)
{
    if (strncmp(directive, "%s", 2) == 0) {
        const char *text = va_arg(*args, const char *);
        sg_buf_add(buf, text ? text : "(null)");
        return 2;
    }
    if (strncmp(directive, "%zu", 3) == 0) {
        sg_buf_add_size(buf, va_arg(*args, size_t));
        return 3;
    }
    if (strncmp(directive, "%.*s", 4) == 0) {
        size_t length = (size_t)va_arg(*args, int);
        const char *text = va_arg(*args, const char *);
        sg_buf_addn(buf, text, strnlen(text, length));
        return 4;
    }
    if (strncmp(directive, "%c", 2) == 0) {
        sg_buf_addc(buf, (char)va_arg(*args, int));
        return 2;
    }
    return 0;
}

/* From the first directive on that the quick way does not know, vsnprintf does the rest. */
void sg_buf_vaddf(sg_buf *buf, const char *format, va_list args)
{
    va_list left;

    va_copy(left, args);
    while (*format != '\0') {
        size_t plain = 0;
        while (format[plain] != '%' && format[plain] != '\0')
            plain++;
        sg_buf_addn(buf, format, plain);
        format += plain;
        if (format[0] == '\0')
            break;
        size_t known = add_directive(buf, format, &left);
        if (known == 0) {
            add_formatted(buf, format, left);
            break;
        }
        format += known;
    }
    va_end(left);
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

static void add_quoted(sg_buf *buf, const char *text, size_t length)
{
    if (buf->length + length + 2 >= buf->capacity)
        sg_buf_reserve(buf, length + 2);
    char *at = buf->data + buf->length;
    *at++ = '"';
    memcpy(at, text, length);
    memcpy(at + length, "\"", 2);
    buf->length += length + 2;
}

void sg_buf_add_json(sg_buf *buf, const char *text)
{
    if (!text) {
        sg_buf_add(buf, "null");
        return;
    }
    size_t left = strlen(text);
    if (sg_text_plain_run(text, left) == left) { /* nearly always */
        add_quoted(buf, text, left);
        return;
    }
    sg_buf_addc(buf, '"');
    for (size_t size; left > 0; text += size, left -= size) {
        size = sg_text_plain_run(text, left);
        if (size > 0)
            sg_buf_addn(buf, text, size);
        else
            size = add_json_character(buf, text, left);
    }
    sg_buf_addc(buf, '"');
}
