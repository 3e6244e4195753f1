/* Doc comments: their text, and what they belong to. */
#include <string.h>

#include "buf.h"
#include "psl_parser.h"

/* Adds the text of every /// line in the span. */
static void add_doc(sg_buf *doc, sg_span span)
{
    const char *text = span.source->text + span.start, *end = span.source->text + span.end;

    while (text < end && (text = memmem(text, (size_t)(end - text), "///", 3)) != NULL) {
        text += 3;
        size_t length = strcspn(text, "\r\n");
        if (length > (size_t)(end - text))
            length = (size_t)(end - text);
        size_t blank = length > 0 && *text == ' ';
        if (doc->length > 0)
            sg_buf_addc(doc, '\n');
        sg_buf_addn(doc, text + blank, length - blank);
        text += length;
    }
}

static bool is_doc(sg_span span)
{
    return span.source != NULL && span.end - span.start >= 3 && strncmp(span.source->text + span.start, "///", 3) == 0;
}

/* Comments before an item, one below the other. */
typedef struct comment_run {
    const sg_psl_item *first; /* NULL: none yet */
    sg_buf doc;
} comment_run;

static void add_comment(comment_run *run, const sg_psl_item *comment)
{
    if (run->first == NULL)
        run->first = comment;
    if (is_doc(comment->span))
        add_doc(&run->doc, comment->span);
}

static void end_run(comment_run *run)
{
    run->first = NULL;
    sg_buf_clear(&run->doc);
}

static bool is_line_comment(const sg_psl_item *item)
{
    return item != NULL && item->sort == SG_PSL_COMMENT &&
           strncmp(item->span.source->text + item->span.start, "//", 2) == 0;
}

/* A directive may go on in the next line, but not behind a comment of the other sort. */
static void read_directives(sg_psl_parser *parser, const comment_run *run, sg_psl_directives *directives)
{
    for (const sg_psl_item *item = run->first; item != NULL && item->sort == SG_PSL_COMMENT; item = item->next) {
        if (!is_line_comment(item))
            continue;
        sg_span lines = item->span;
        for (; is_line_comment(item->next); item = item->next)
            lines.end = item->next->span.end;
        sg_psl_read_directives(parser, lines, directives);
    }
}

static void attach(sg_psl_parser *parser, sg_psl_items *items, sg_psl_directives *around);

static void attach_to(sg_psl_parser *parser, comment_run *run, sg_psl_item *item)
{
    read_directives(parser, run, &item->directives);
    if (is_doc(item->trailing)) {
        add_doc(&run->doc, item->trailing);
        sg_psl_read_directives(parser, item->trailing, &item->directives);
    }
    if (run->doc.length > 0)
        item->doc = sg_arena_strndup(parser->arena, run->doc.data, run->doc.length);
    if (item->sort == SG_PSL_BLOCK)
        attach(parser, &item->items, &item->directives);
}

static void attach(sg_psl_parser *parser, sg_psl_items *items, sg_psl_directives *around)
{
    comment_run run = {0};

    sg_buf_init(&run.doc);
    SG_PSL_EACH(item, items)
    {
        if (item->sort == SG_PSL_COMMENT) {
            add_comment(&run, item);
            continue;
        }
        if (item->sort != SG_PSL_EMPTY && item->sort != SG_PSL_INVALID)
            attach_to(parser, &run, item);
        else if (item->sort == SG_PSL_EMPTY)
            read_directives(parser, &run, around);
        end_run(&run);
    }
    read_directives(parser, &run, around);
    sg_buf_release(&run.doc);
}

void sg_psl_attach_docs(sg_psl_parser *parser)
{
    attach(parser, &parser->file->items, &parser->file->directives);
}
