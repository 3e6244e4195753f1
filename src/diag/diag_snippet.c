/* The source line a diagnostic points at, made safe for a terminal. */
#include <string.h>

#include "diag_private.h"
#include "text.h"

/* Characters shown of a longer line, and how many of them before the span. */
#define WINDOW 100
#define WINDOW_BEFORE 40

#define LINE_NUMBER_WIDTH 5

/* The part of a line that is shown, in bytes of the source. */
typedef struct window {
    size_t start;
    size_t end;
    bool cut_before;
    bool cut_after;
} window;

/* Where the line ends that `offset` is in, or the place `limit` characters on. */
static size_t walk_forward(const sg_source *source, size_t offset, size_t limit, bool *at_end)
{
    for (size_t count = 0;; count++) {
        const char *text = source->text + offset;
        size_t left = source->length - offset;

        *at_end = left == 0 || *text == '\n' || (*text == '\r' && left > 1 && text[1] == '\n');
        if (*at_end || count == limit)
            return offset;
        offset += sg_char_size(text, left);
    }
}

/* `limit` characters back, not beyond the start of the line. */
static size_t walk_back(const sg_source *source, size_t offset, size_t line_start, size_t limit)
{
    while (limit-- > 0 && offset > line_start) {
        offset--;
        while (offset > line_start && ((unsigned char)source->text[offset] & 0xc0) == 0x80)
            offset--;
    }
    return offset;
}

/* A window that began within a secret would show the rest of it. */
static size_t before_secret(const sg_diags *diags, const sg_source *source, size_t line_start, size_t start)
{
    size_t longest = diags->secrets.count > 0 ? strlen(diags->secrets.items[0]) : 0;
    size_t first = start - line_start > longest ? start - longest : line_start;

    for (size_t i = first; i < start; i++) {
        if (i + sg_secret_at(diags, source->text + i, source->length - i) > start)
            return i;
    }
    return start;
}

static window find_window(const sg_diags *diags, const sg_cursor *cursor)
{
    const sg_source *source = cursor->source;
    window shown = {cursor->line_start, 0, false, false};
    bool at_end;

    shown.end = walk_forward(source, shown.start, WINDOW, &at_end);
    if (!at_end && cursor->column > WINDOW - WINDOW_BEFORE) {
        shown.start = walk_back(source, cursor->offset, cursor->line_start, WINDOW_BEFORE);
        shown.start = before_secret(diags, source, cursor->line_start, shown.start);
        shown.cut_before = shown.start > cursor->line_start;
        shown.end = walk_forward(source, shown.start, WINDOW, &at_end);
    }
    shown.cut_after = !at_end;
    return shown;
}

/* Adds what is shown for the bytes at `offset` and returns how many bytes those are. */
static size_t add_shown(const sg_diags *diags, sg_buf *out, const sg_source *source, size_t offset, size_t end)
{
    const char *text = source->text + offset;
    size_t size = sg_secret_at(diags, text, source->length - offset);

    if (size > 0) {
        sg_buf_add(out, SG_REDACTED);
        return size;
    }
    size = sg_char_size(text, end - offset);
    if (*text == '\t')
        sg_buf_addc(out, '\t');
    else
        sg_text_add_safe(out, text, size);
    return size;
}

static void add_repeated(sg_buf *out, char c, size_t count)
{
    while (count-- > 0)
        sg_buf_addc(out, c);
}

static size_t count_characters(const sg_buf *text)
{
    size_t count = 0;

    for (size_t i = 0; i < text->length; i++)
        count += ((unsigned char)text->data[i] & 0xc0) != 0x80;
    return count;
}

/* Fills the two lines below each other: `line` as shown, `carets` under the span. */
static void draw(const sg_diags *diags, sg_span span, window shown, sg_buf *line, sg_buf *carets)
{
    sg_buf piece;
    size_t marked = 0;

    sg_buf_init(&piece);
    if (shown.cut_before) {
        sg_buf_add(line, "…");
        sg_buf_addc(carets, ' ');
    }
    for (size_t offset = shown.start; offset < shown.end;) {
        sg_buf_clear(&piece);
        size_t size = add_shown(diags, &piece, span.source, offset, shown.end);
        size_t width = count_characters(&piece);

        sg_buf_add(line, piece.data);
        if (offset + size <= span.start) {
            /* A tab stays one, so that both lines jump to the same place. */
            add_repeated(carets, piece.data[0] == '\t' ? '\t' : ' ', width);
        } else if (offset < span.end || marked == 0) {
            add_repeated(carets, '^', width);
            marked++;
        }
        offset += size;
    }
    /* An empty span, or one behind the end of its line. */
    if (marked == 0)
        sg_buf_addc(carets, '^');
    if (shown.cut_after)
        sg_buf_add(line, "…");
    sg_buf_release(&piece);
}

void sg_snippet_add(const sg_diags *diags, sg_buf *out, const sg_cursor *cursor, sg_span span, const char *mark,
                    const char *plain)
{
    sg_buf line, carets;

    sg_buf_init(&line);
    sg_buf_init(&carets);
    draw(diags, span, find_window(diags, cursor), &line, &carets);
    sg_buf_addf(out, "%*zu | %s\n", LINE_NUMBER_WIDTH, cursor->line, line.data);
    sg_buf_addf(out, "%*s | ", LINE_NUMBER_WIDTH, "");
    /* Colour begins at the first caret: blanks before it are copied plainly. */
    size_t blank = strcspn(carets.data, "^");
    sg_buf_addn(out, carets.data, blank);
    sg_buf_addf(out, "%s%s%s\n", mark, carets.data + blank, plain);
    sg_buf_release(&line);
    sg_buf_release(&carets);
}
