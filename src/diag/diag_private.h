/* diag_private.h - what the sink and its printer share. */
#ifndef SG_DIAG_PRIVATE_H
#define SG_DIAG_PRIVATE_H

#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "vec.h"

struct sg_diags {
    sg_arena *arena;
    sg_diag *first;
    sg_diag *last;
    size_t errors;
    size_t warnings;
    sg_vec secrets; /* char *, arena memory, longest first */
};

/* A place in a source that only moves forward, so that many diagnostics in one
 * long line cost one pass. Zero-initialised it is nowhere. */
typedef struct sg_cursor {
    const sg_source *source;
    size_t offset;
    size_t line;   /* 1-based */
    size_t column; /* 1-based, characters */
    size_t line_start;
} sg_cursor;

/* Moves to a byte of a source (starts again when that lies behind). */
void sg_cursor_move(sg_cursor *cursor, const sg_source *source, size_t offset);

/* The length of the longest secret that starts at text[0..left), or 0. */
size_t sg_secret_at(const sg_diags *diags, const char *text, size_t left);

/* The length of the character at text[0..left); a byte that is not UTF-8 counts as one. */
size_t sg_char_size(const char *text, size_t left);

#define SG_REDACTED "***"

/* The source line under a span with carets below it; `cursor` stands at the
 * start of the span. `mark` and `plain` switch the colour of the carets. */
void sg_snippet_add(const sg_diags *diags, sg_buf *out, const sg_cursor *cursor, sg_span span, const char *mark,
                    const char *plain);

#endif
