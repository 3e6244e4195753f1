#include "session.h"

#include <stdlib.h>

#include "buf.h"

void schemagen_session_print(const schemagen_session *session, FILE *out, schemagen_format format, bool colour)
{
    char *lines = NULL;
    size_t length = 0;
    FILE *memory;

    if (format != SCHEMAGEN_JSON) {
        sg_diags_print(session->diags, out, SG_DIAG_TEXT, colour);
        return;
    }
    memory = open_memstream(&lines, &length);
    if (memory) {
        sg_diags_print(session->diags, memory, SG_DIAG_JSON, false);
        fclose(memory);
    }
    /* One object a line becomes one array. */
    for (size_t i = 0; i + 1 < length; i++)
        if (lines[i] == '\n')
            lines[i] = ',';
    fprintf(out, "[%.*s]", length > 0 ? (int)(length - 1) : 0, lines ? lines : "");
    free(lines);
}

void sg_print_count(FILE *out, size_t count, const char *word)
{
    fprintf(out, "%zu %s%s", count, word, count == 1 ? "" : "s");
}

void sg_print_json(FILE *out, const char *text)
{
    sg_buf literal;

    if (!text) {
        fputs("null", out);
        return;
    }
    sg_buf_init(&literal);
    sg_buf_add_json(&literal, text);
    fputs(literal.data, out);
    sg_buf_release(&literal);
}

void sg_print_member(FILE *out, bool first, const char *key, const char *text)
{
    fprintf(out, "%s\"%s\": ", first ? "" : ", ", key);
    sg_print_json(out, text);
}

bool schemagen_session_diagnostic(const schemagen_session *session, size_t index, schemagen_diagnostic *diagnostic)
{
    const sg_diag *diag = sg_diags_first(session->diags);

    while (diag && index-- > 0)
        diag = diag->next;
    if (!diag)
        return false;
    *diagnostic = (schemagen_diagnostic){
        .code = (int)diag->code,
        .severity = sg_severity_word(diag->severity),
        .message = sg_diags_clean(session->diags, diag->message),
        .hint = sg_diags_clean(session->diags, diag->hint),
    };
    if (diag->span.source) {
        diagnostic->path = diag->span.source->path;
        if (diag->span.source->text)
            sg_span_position(diag->span, &diagnostic->line, &diagnostic->column);
    }
    return true;
}

void schemagen_session_complain(schemagen_session *session, const char *message, const char *hint)
{
    sg_diag *diag = sg_diag_add(session->diags, SG_USAGE, SG_NOWHERE, "%s", message);

    if (hint)
        sg_diag_hint(session->diags, diag, "%s", hint);
}
