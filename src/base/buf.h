/* buf.h - a growing text. `data` is always ended by NUL and never NULL after
 * sg_buf_init, so it can be handed out as a C string at any time. */
#ifndef SG_BUF_H
#define SG_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct sg_buf {
    char *data;
    size_t length;
    size_t capacity;
    bool owned; /* `data` is from malloc */
} sg_buf;

/* Room for the short texts of most names, types and clauses. */
#define SG_BUF_ROOM 256

/* Allocates nothing until something is added. */
void sg_buf_init(sg_buf *buf);
/* A buffer that begins in `room`, which must outlive it, and goes elsewhere only when that is full. */
void sg_buf_init_in(sg_buf *buf, char *room, size_t size);
void sg_buf_release(sg_buf *buf);
void sg_buf_clear(sg_buf *buf);
/* Room for `more` further bytes and the NUL behind them. */
void sg_buf_reserve(sg_buf *buf, size_t more);
/* Gives the text away: the caller frees it. The buffer is as after sg_buf_init. */
char *sg_buf_detach(sg_buf *buf);
/* Puts a text before the byte `at`. */
void sg_buf_insert(sg_buf *buf, size_t at, const char *text, size_t length);

static inline void sg_buf_addn(sg_buf *buf, const char *text, size_t length)
{
    if (buf->length + length >= buf->capacity)
        sg_buf_reserve(buf, length);
    memcpy(buf->data + buf->length, text, length);
    buf->length += length;
    buf->data[buf->length] = '\0';
}

static inline void sg_buf_add(sg_buf *buf, const char *text)
{
    sg_buf_addn(buf, text, strlen(text));
}

static inline void sg_buf_addc(sg_buf *buf, char c)
{
    sg_buf_addn(buf, &c, 1);
}

/* The number in decimal digits. */
void sg_buf_add_size(sg_buf *buf, size_t number);

/* Several texts, one behind the other: sg_buf_join(buf, "a ", name, ";"). */
#define sg_buf_join(buf, ...)                                 \
    sg_buf_add_all((buf), (const char *const[]){__VA_ARGS__}, \
                   sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* Unrolled, the lengths of literals are known when it is compiled. */
__attribute__((always_inline)) static inline void sg_buf_add_all(sg_buf *buf, const char *const *texts, size_t count)
{
#pragma GCC unroll 8
    for (size_t i = 0; i < count; i++)
        sg_buf_add(buf, texts[i]);
}

void sg_buf_addf(sg_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void sg_buf_vaddf(sg_buf *buf, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* A JSON string literal with its quotes; NULL becomes null. Bytes that are not
 * UTF-8 become U+FFFD, so the result is always JSON. */
void sg_buf_add_json(sg_buf *buf, const char *text);

#endif
