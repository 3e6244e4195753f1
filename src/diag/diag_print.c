#include <stdlib.h>
#include <string.h>

#include "diag_private.h"
#include "text.h"

#define RESET "\033[0m"
#define BOLD "\033[1m"

/* Nobody reads more than these; as JSON all are there. */
enum { TEXT_LIMIT = 1000 };

static const struct {
    const char *word;
    const char *colour;
} severities[] = {
    [SG_ERROR] = {"error", "\033[1;31m"},
    [SG_WARNING] = {"warning", "\033[1;33m"},
    [SG_NOTE] = {"note", "\033[1;36m"},
};

const char *sg_severity_word(sg_severity severity)
{
    return severities[severity].word;
}

/* One run of the printer. */
typedef struct printer {
    const sg_diags *diags;
    sg_buf out;
    bool colour;
    sg_cursor cursor;      /* of the diagnostics, which come in order */
    sg_cursor note_cursor; /* of their notes, which do not */
} printer;

typedef struct ranked {
    const sg_diag *diag;
    size_t rank; /* of the source, in order of first use */
} ranked;

static bool has_text(sg_span span)
{
    return span.source && span.source->text;
}

/* Copies text with the secrets replaced; arena memory of nobody: release it. */
static sg_buf redacted(const sg_diags *diags, const char *text)
{
    sg_buf copy;

    sg_buf_init(&copy);
    for (size_t left = strlen(text), size; left > 0; text += size, left -= size) {
        size = sg_secret_at(diags, text, left);
        if (size > 0)
            sg_buf_add(&copy, SG_REDACTED);
        else
            sg_buf_addn(&copy, text, size = 1);
    }
    return copy;
}

const char *sg_diags_clean(sg_diags *diags, const char *text)
{
    sg_buf copy;
    const char *clean;

    if (!text)
        return NULL;
    copy = redacted(diags, text);
    clean = sg_arena_strdup(diags->arena, copy.data);
    sg_buf_release(&copy);
    return clean;
}

static const char *colour(const printer *p, const char *sequence)
{
    return p->colour ? sequence : "";
}

/* Text of a message: further lines are indented, so that none of them can be
 * taken for a diagnostic of its own. */
static void add_text(printer *p, const char *text)
{
    sg_buf clean = redacted(p->diags, text);
    size_t length = clean.length;

    while (length > 0 && clean.data[length - 1] == '\n')
        length--;
    for (size_t start = 0; start < length;) {
        const char *line_end = memchr(clean.data + start, '\n', length - start);
        size_t end = line_end ? (size_t)(line_end - clean.data) : length;

        if (start > 0)
            sg_buf_add(&p->out, "\n        ");
        sg_text_add_safe(&p->out, clean.data + start, end - start);
        start = end + 1;
    }
    sg_buf_release(&clean);
}

/* path:line:column: severity[code]: message, the line, the hint. */
static void add_place(printer *p, const sg_diag *diag, sg_cursor *cursor)
{
    sg_span span = diag->span;
    const char *mark = colour(p, severities[diag->severity].colour);
    const char *plain = colour(p, RESET);

    if (has_text(span))
        sg_cursor_move(cursor, span.source, span.start);
    if (span.source) {
        sg_buf_add(&p->out, colour(p, BOLD));
        add_text(p, span.source->path);
        if (has_text(span))
            sg_buf_addf(&p->out, ":%zu:%zu", cursor->line, cursor->column);
        sg_buf_addf(&p->out, ":%s ", plain);
    }
    sg_buf_addf(&p->out, "%s%s", mark, severities[diag->severity].word);
    if (diag->severity != SG_NOTE)
        sg_buf_addf(&p->out, "[SG%04d]", (int)diag->code);
    sg_buf_addf(&p->out, ":%s ", plain);
    add_text(p, diag->message);
    sg_buf_addc(&p->out, '\n');
    if (has_text(span) && span.source->length > 0)
        sg_snippet_add(p->diags, &p->out, cursor, span, mark, plain);
    if (diag->hint) {
        sg_buf_add(&p->out, "      = hint: ");
        add_text(p, diag->hint);
        sg_buf_addc(&p->out, '\n');
    }
}

static void add_as_text(printer *p, const sg_diag *diag)
{
    add_place(p, diag, &p->cursor);
    for (const sg_diag *note = diag->notes; note; note = note->next)
        add_place(p, note, &p->note_cursor);
}

static void add_count(sg_buf *out, size_t count, const char *word)
{
    sg_buf_addf(out, "%zu %s%s", count, word, count == 1 ? "" : "s");
}

static void add_summary(printer *p)
{
    size_t errors = p->diags->errors, warnings = p->diags->warnings;

    if (errors > 0)
        add_count(&p->out, errors, "error");
    if (errors > 0 && warnings > 0)
        sg_buf_add(&p->out, ", ");
    if (warnings > 0)
        add_count(&p->out, warnings, "warning");
    if (errors + warnings > TEXT_LIMIT)
        sg_buf_addf(&p->out, "; the first %d are shown", TEXT_LIMIT);
    if (errors + warnings > 0)
        sg_buf_addc(&p->out, '\n');
}

static void add_json_text(printer *p, const char *key, const char *text)
{
    sg_buf_addf(&p->out, "\"%s\":", key);
    if (text) {
        sg_buf clean = redacted(p->diags, text);

        sg_buf_add_json(&p->out, clean.data);
        sg_buf_release(&clean);
    } else {
        sg_buf_add(&p->out, "null");
    }
}

static void add_json_place(printer *p, const sg_diag *diag, sg_cursor *cursor)
{
    sg_span span = diag->span;

    add_json_text(p, "path", span.source ? span.source->path : NULL);
    if (has_text(span)) {
        sg_cursor_move(cursor, span.source, span.start);
        sg_cursor end = *cursor;

        sg_cursor_move(&end, span.source, span.end > span.start ? span.end : span.start);
        sg_buf_addf(&p->out, ",\"line\":%zu,\"column\":%zu,\"endLine\":%zu,\"endColumn\":%zu,", cursor->line,
                    cursor->column, end.line, end.column);
    } else {
        sg_buf_add(&p->out, ",\"line\":null,\"column\":null,\"endLine\":null,\"endColumn\":null,");
    }
    add_json_text(p, "message", diag->message);
}

static void add_as_json(printer *p, const sg_diag *diag)
{
    sg_buf_addf(&p->out, "{\"code\":\"SG%04d\",\"severity\":\"%s\",", (int)diag->code, severities[diag->severity].word);
    add_json_place(p, diag, &p->cursor);
    sg_buf_addc(&p->out, ',');
    add_json_text(p, "hint", diag->hint);
    sg_buf_add(&p->out, ",\"notes\":[");
    for (const sg_diag *note = diag->notes; note; note = note->next) {
        sg_buf_addc(&p->out, '{');
        add_json_place(p, note, &p->note_cursor);
        sg_buf_add(&p->out, note->next ? "}," : "}");
    }
    sg_buf_add(&p->out, "]}\n");
}

static int compare_ranked(const void *a, const void *b)
{
    const ranked *left = a, *right = b;

    if (left->rank != right->rank)
        return left->rank < right->rank ? -1 : 1;
    return left->diag->span.start < right->diag->span.start ? -1 : left->diag->span.start > right->diag->span.start;
}

/* All diagnostics in the order they are printed; `order` gets ranked memory of `arena`. */
static void put_in_order(const sg_diags *diags, sg_arena *arena, sg_vec *order)
{
    sg_vec sources = SG_VEC_EMPTY;

    for (const sg_diag *diag = diags->first; diag; diag = diag->next) {
        ranked *row = SG_NEW(arena, ranked);
        size_t rank = 0;

        while (rank < sources.count && sources.items[rank] != diag->span.source)
            rank++;
        if (rank == sources.count)
            sg_vec_push(&sources, (void *)diag->span.source);
        *row = (ranked){diag, rank};
        sg_vec_push(order, row);
    }
    sg_vec_sort(order, compare_ranked);
    sg_vec_release(&sources);
}

void sg_diags_print(const sg_diags *diags, FILE *out, sg_diag_format format, bool with_colour)
{
    printer p = {.diags = diags, .colour = with_colour && format == SG_DIAG_TEXT};
    sg_arena *arena = sg_arena_new();
    sg_vec order = SG_VEC_EMPTY;

    sg_buf_init(&p.out);
    put_in_order(diags, arena, &order);
    size_t shown = format == SG_DIAG_TEXT && order.count > TEXT_LIMIT ? TEXT_LIMIT : order.count;
    for (size_t i = 0; i < shown; i++) {
        const sg_diag *diag = ((const ranked *)order.items[i])->diag;

        if (format == SG_DIAG_JSON)
            add_as_json(&p, diag);
        else
            add_as_text(&p, diag);
    }
    if (format == SG_DIAG_TEXT)
        add_summary(&p);
    fwrite(p.out.data, 1, p.out.length, out);
    sg_buf_release(&p.out);
    sg_vec_release(&order);
    sg_arena_free(arena);
}
