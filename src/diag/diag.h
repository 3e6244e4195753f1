/* diag.h - what went wrong, where, and what to do about it.
 *
 * Functions that can meet a mistake of the user take a sink, put one diagnostic
 * per mistake into it and return a status; the caller never prints it again.
 * Nothing is printed before sg_diags_print. */
#ifndef SG_DIAG_H
#define SG_DIAG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "arena.h"

/* The codes: one X-macro table in codes.def, see sg_code_find and `schemagen explain`. */
typedef enum sg_code {
#define SG_CODE(number, name, severity, title, help) SG_##name = number,
#include "codes.def"
#undef SG_CODE
} sg_code;

typedef enum sg_severity { SG_ERROR, SG_WARNING, SG_NOTE } sg_severity;

/* "error", "warning", "note" */
const char *sg_severity_word(sg_severity severity);

typedef struct sg_code_info {
    int number;
    sg_severity severity;
    const char *title; /* one line, no full stop */
    const char *help;  /* a paragraph: what it means and the way out */
} sg_code_info;

/* The table row for a number such as 123, or NULL. */
const sg_code_info *sg_code_find(int number);
/* Rows in order of number. */
const sg_code_info *sg_code_table(size_t *count);

/* A text that diagnostics can point into, smaller than 4 GiB. Kept until the sink is freed by its owner's arena. */
typedef struct sg_source {
    const char *path; /* as the user wrote it */
    const char *text; /* NUL-terminated */
    size_t length;
} sg_source;

/* Bytes [start, end) of a source; source NULL: nowhere in a file. */
typedef struct sg_span {
    const sg_source *source;
    uint32_t start;
    uint32_t end;
} sg_span;

#define SG_NOWHERE ((sg_span){NULL, 0, 0})

typedef struct sg_diag {
    sg_code code;
    sg_severity severity;
    sg_span span;
    const char *message;
    const char *hint;      /* or NULL */
    struct sg_diag *notes; /* further places, chained by next */
    struct sg_diag *next;
} sg_diag;

typedef struct sg_diags sg_diags;

sg_diags *sg_diags_new(void);
void sg_diags_free(sg_diags *diags);

/* Adds a diagnostic; the severity comes from the code's row. The text is copied.
 * Returns it, so that a hint or notes can be added. */
sg_diag *sg_diag_add(sg_diags *diags, sg_code code, sg_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
sg_diag *sg_diag_vadd(sg_diags *diags, sg_code code, sg_span span, const char *format, va_list args)
    __attribute__((format(printf, 4, 0)));
void sg_diag_hint(sg_diags *diags, sg_diag *diag, const char *format, ...) __attribute__((format(printf, 3, 4)));
void sg_diag_note(sg_diags *diags, sg_diag *diag, sg_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

size_t sg_diags_errors(const sg_diags *diags);
size_t sg_diags_warnings(const sg_diags *diags);
const sg_diag *sg_diags_first(const sg_diags *diags);
/* Arena that lives as long as the sink. */
sg_arena *sg_diags_arena(sg_diags *diags);

/* Every secret given here is replaced by *** in all that is printed from now on
 * (raw and percent-decoded forms are the caller's business). */
void sg_diags_redact(sg_diags *diags, const char *secret);
/* `text` as it would be printed: secrets replaced (arena of the sink). NULL stays NULL. */
const char *sg_diags_clean(sg_diags *diags, const char *text);

typedef enum sg_diag_format { SG_DIAG_TEXT, SG_DIAG_JSON } sg_diag_format;
/* Prints all diagnostics in order of source position (sources in order of first
 * use), then, as text, a line with the counts; of very many only the first. JSON: one object a line. */
void sg_diags_print(const sg_diags *diags, FILE *out, sg_diag_format format, bool colour);
void sg_diags_clear(sg_diags *diags);
/* Forgets what was added behind `last`, a diagnostic of the sink (NULL: all). */
void sg_diags_rewind(sg_diags *diags, sg_diag *last);
sg_diag *sg_diags_last(const sg_diags *diags);

/* 1-based line and column (columns count characters, not bytes). */
void sg_span_position(sg_span span, size_t *line, size_t *column);

#endif
