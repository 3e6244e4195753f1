#include "diag.h"

#include <stdlib.h>
#include <string.h>

#include "diag_private.h"
#include "text.h"

static const sg_code_info codes[] = {
#define SG_CODE(number, name, severity, title, help) {number, severity, title, help},
#include "codes.def"
#undef SG_CODE
};

#define CODE_COUNT (sizeof codes / sizeof *codes)

static int compare_code(const void *number, const void *row)
{
    return *(const int *)number - ((const sg_code_info *)row)->number;
}

const sg_code_info *sg_code_find(int number)
{
    return bsearch(&number, codes, CODE_COUNT, sizeof *codes, compare_code);
}

const sg_code_info *sg_code_table(size_t *count)
{
    *count = CODE_COUNT;
    return codes;
}

sg_diags *sg_diags_new(void)
{
    sg_diags *diags = sg_xrealloc(NULL, sizeof *diags);

    *diags = (sg_diags){.arena = sg_arena_new()};
    return diags;
}

void sg_diags_free(sg_diags *diags)
{
    if (!diags)
        return;
    sg_vec_release(&diags->secrets);
    sg_arena_free(diags->arena);
    free(diags);
}

void sg_diags_clear(sg_diags *diags)
{
    diags->first = diags->last = NULL;
    diags->errors = diags->warnings = 0;
}

sg_diag *sg_diags_last(const sg_diags *diags)
{
    return diags->last;
}

void sg_diags_rewind(sg_diags *diags, sg_diag *last)
{
    for (const sg_diag *d = last ? last->next : diags->first; d; d = d->next) {
        diags->errors -= d->severity == SG_ERROR;
        diags->warnings -= d->severity == SG_WARNING;
    }
    diags->last = last;
    if (last)
        last->next = NULL;
    else
        diags->first = NULL;
}

static sg_diag *new_diag(sg_diags *diags, sg_code code, sg_severity severity, sg_span span, const char *message)
{
    sg_diag *diag = SG_NEW(diags->arena, sg_diag);

    diag->code = code;
    diag->severity = severity;
    diag->span = span;
    diag->message = message;
    return diag;
}

sg_diag *sg_diag_vadd(sg_diags *diags, sg_code code, sg_span span, const char *format, va_list args)
{
    sg_diag *diag =
        new_diag(diags, code, sg_code_find(code)->severity, span, sg_arena_vprintf(diags->arena, format, args));
    if (diags->last)
        diags->last->next = diag;
    else
        diags->first = diag;
    diags->last = diag;
    diags->errors += diag->severity == SG_ERROR;
    diags->warnings += diag->severity == SG_WARNING;
    return diag;
}

sg_diag *sg_diag_add(sg_diags *diags, sg_code code, sg_span span, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    sg_diag *diag = sg_diag_vadd(diags, code, span, format, args);
    va_end(args);
    return diag;
}

void sg_diag_hint(sg_diags *diags, sg_diag *diag, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    diag->hint = sg_arena_vprintf(diags->arena, format, args);
    va_end(args);
}

void sg_diag_note(sg_diags *diags, sg_diag *diag, sg_span span, const char *format, ...)
{
    va_list args;
    sg_diag **end = &diag->notes;

    while (*end)
        end = &(*end)->next;
    va_start(args, format);
    *end = new_diag(diags, diag->code, SG_NOTE, span, sg_arena_vprintf(diags->arena, format, args));
    va_end(args);
}

size_t sg_diags_errors(const sg_diags *diags)
{
    return diags->errors;
}

size_t sg_diags_warnings(const sg_diags *diags)
{
    return diags->warnings;
}

const sg_diag *sg_diags_first(const sg_diags *diags)
{
    return diags->first;
}

sg_arena *sg_diags_arena(sg_diags *diags)
{
    return diags->arena;
}

static int longest_first(const void *a, const void *b)
{
    size_t left = strlen(a), right = strlen(b);

    return left < right ? 1 : left > right ? -1 : 0;
}

void sg_diags_redact(sg_diags *diags, const char *secret)
{
    if (!secret || *secret == '\0')
        return;
    sg_vec_push(&diags->secrets, sg_arena_strdup(diags->arena, secret));
    sg_vec_sort(&diags->secrets, longest_first);
}

size_t sg_secret_at(const sg_diags *diags, const char *text, size_t left)
{
    for (size_t i = 0; i < diags->secrets.count; i++) {
        size_t length = strlen(diags->secrets.items[i]);

        if (length <= left && memcmp(text, diags->secrets.items[i], length) == 0)
            return length;
    }
    return 0;
}

size_t sg_char_size(const char *text, size_t left)
{
    uint32_t character;
    size_t size = sg_utf8_decode(text, left, &character);

    return size > 0 ? size : 1;
}

void sg_cursor_move(sg_cursor *cursor, const sg_source *source, size_t offset)
{
    if (cursor->source != source || offset < cursor->offset)
        *cursor = (sg_cursor){source, 0, 1, 1, 0};
    if (offset > source->length)
        offset = source->length;
    while (cursor->offset < offset) {
        if (source->text[cursor->offset] == '\n') {
            cursor->offset++;
            cursor->line++;
            cursor->column = 1;
            cursor->line_start = cursor->offset;
        } else {
            cursor->offset += sg_char_size(source->text + cursor->offset, source->length - cursor->offset);
            cursor->column++;
        }
    }
}

void sg_span_position(sg_span span, size_t *line, size_t *column)
{
    sg_cursor cursor = {0};

    *line = *column = 0;
    if (!span.source || !span.source->text)
        return;
    sg_cursor_move(&cursor, span.source, span.start);
    *line = cursor.line;
    *column = cursor.column;
}
