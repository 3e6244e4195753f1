/* Blocks and their lines. */
#include <stdlib.h>
#include <string.h>

#include "format_private.h"

enum { INDENT = 2, CELLS = 3 };

/* A line of a block, cut into cells. `item` NULL: an empty line. */
struct line {
    const sg_psl_item *item;
    sg_buf cells[CELLS];
    size_t count; /* of cells, up to the last one that holds something */
};

struct lines {
    struct line *items;
    size_t count, capacity;
};

static struct line *add_line(struct lines *lines, const sg_psl_item *item)
{
    if (lines->count == lines->capacity) {
        lines->capacity = lines->capacity * 2 + 16;
        lines->items = sg_xrealloc(lines->items, lines->capacity * sizeof *lines->items);
    }
    struct line *added = &lines->items[lines->count++];
    *added = (struct line){.item = item};
    for (size_t i = 0; i < CELLS; i++)
        sg_buf_init(&added->cells[i]);
    return added;
}

static void release_lines(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        for (size_t j = 0; j < CELLS; j++)
            sg_buf_release(&lines->items[i].cells[j]);
    }
    free(lines->items);
}

static void cut_into_cells(struct line *line)
{
    const sg_psl_item *item = line->item;

    if (item->sort == SG_PSL_FIELD || item->sort == SG_PSL_VALUE) {
        bool value = item->sort == SG_PSL_VALUE;
        sg_buf_add(&line->cells[0], item->name.text);
        if (!value)
            sg_psl_add_field_type(&line->cells[1], &item->type);
        sg_psl_add_attributes(&line->cells[value ? 1 : 2], item->attributes, "@");
    } else if (item->sort == SG_PSL_PROPERTY) {
        sg_buf_add(&line->cells[0], item->name.text);
        sg_buf_add(&line->cells[1], item->value != NULL ? "= " : "=");
        if (item->value != NULL)
            sg_psl_add_value(&line->cells[1], item->value);
    } else if (item->sort == SG_PSL_ATTRIBUTE) {
        sg_psl_add_attributes(&line->cells[0], item->attributes, "@@");
    }
    for (size_t i = 0; i < CELLS; i++)
        line->count = line->cells[i].length > 0 ? i + 1 : line->count;
}

static bool is_empty(const struct line *line)
{
    return line->item == NULL;
}

/* The comments behind an item; a comment up to the end of the line keeps the blanks at its end. */
static void print_trailing(sg_buf *out, sg_span span)
{
    const char *text = span.source->text;

    if (text[span.end - 1] != '/')
        span.end += strspn(text + span.end, " \t");
    sg_buf_addc(out, ' ');
    sg_psl_add_span(out, span);
}

/* Prints a group of lines without an empty one between: every cell but a line's last is as wide as the widest. */
static void print_group(sg_buf *out, struct line *first, size_t count)
{
    size_t widths[CELLS] = {0};

    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < first[i].count; j++)
            widths[j] = first[i].cells[j].length > widths[j] ? first[i].cells[j].length : widths[j];
    }
    for (size_t i = 0; i < count; i++) {
        const sg_psl_item *item = first[i].item;
        if (item->sort == SG_PSL_COMMENT) {
            sg_psl_add_comment(out, item->span, INDENT);
            continue;
        }
        sg_buf_addf(out, "%*s", INDENT, "");
        if (item->sort == SG_PSL_INVALID)
            sg_psl_add_span(out, item->span);
        for (size_t j = 0; j < first[i].count; j++) {
            sg_buf_add(out, first[i].cells[j].data);
            if (j + 1 < first[i].count)
                sg_buf_addf(out, "%*s", (int)(widths[j] - first[i].cells[j].length + 1), "");
        }
        if (item->trailing.source != NULL)
            print_trailing(out, item->trailing);
        sg_buf_addc(out, '\n');
    }
}

static void print_lines(sg_buf *out, struct lines *lines)
{
    size_t at = 0;

    while (at < lines->count) {
        size_t end = at;
        while (end < lines->count && !is_empty(&lines->items[end]))
            end++;
        print_group(out, lines->items + at, end - at);
        if (end + 1 < lines->count)
            sg_buf_addc(out, '\n');
        at = end + 1;
    }
}

/* An empty line, unless there is one already or nothing before it. */
static void add_gap(struct lines *lines)
{
    if (lines->count > 0 && !is_empty(&lines->items[lines->count - 1]))
        add_line(lines, NULL);
}

/* Takes back an empty line at the end, but not from below a comment: without it that would speak of what comes next. */
static void drop_gap(struct lines *lines)
{
    size_t count = lines->count;

    if (count > 1 && is_empty(&lines->items[count - 1]) && lines->items[count - 2].item->sort != SG_PSL_COMMENT)
        lines->count--;
}

/* The item behind a run of comments, or NULL. */
static sg_psl_item *behind_comments(sg_psl_item *item)
{
    while (item != NULL && item->sort == SG_PSL_COMMENT)
        item = item->next;
    return item;
}

/* Everything but attribute lines with the comments directly above them and the empty line before; of these
 * `attributes` collects the first items. */
static void take_lines(struct lines *lines, const sg_psl_item *block, sg_vec *attributes)
{
    sg_psl_item *item = block->items.first;

    while (item != NULL) {
        sg_psl_item *end = behind_comments(item);
        if (end != NULL && end->sort == SG_PSL_ATTRIBUTE) {
            drop_gap(lines);
            sg_vec_push(attributes, item);
            item = end->next;
            continue;
        }
        for (; item != end; item = item->next)
            add_line(lines, item);
        if (end != NULL && end->sort == SG_PSL_EMPTY)
            add_gap(lines);
        else if (end != NULL)
            cut_into_cells(add_line(lines, end));
        item = end != NULL ? end->next : NULL;
    }
}

static int compare_attributes(const void *a, const void *b)
{
    return sg_psl_attribute_rank(behind_comments((sg_psl_item *)a)->attributes) -
           sg_psl_attribute_rank(behind_comments((sg_psl_item *)b)->attributes);
}

static void take_attributes(struct lines *lines, sg_vec *attributes)
{
    sg_vec_sort(attributes, compare_attributes);
    for (size_t i = 0; i < attributes->count; i++) {
        const sg_psl_item *item = attributes->items[i];
        for (; item->sort == SG_PSL_COMMENT; item = item->next)
            add_line(lines, item);
        cut_into_cells(add_line(lines, item));
    }
}

/* Comments behind the opening brace become the first lines; anything else there never meant anything. None of them
 * says what a doc comment says, so of one only two strokes are left. */
static void print_opening_comments(sg_buf *out, sg_span lost)
{
    const char *text = lost.source != NULL ? lost.source->text : NULL;

    for (size_t at = lost.start, end; text != NULL && at + 1 < lost.end; at = end) {
        bool open = text[at] == '/' && text[at + 1] == '*';
        const char *close = open ? memmem(text + at + 2, lost.end - at - 2, "*/", 2) : NULL;
        bool whole = close != NULL || (text[at] == '/' && text[at + 1] == '/');
        while (whole && close == NULL && at + 2 < lost.end && text[at + 2] == '/')
            at++;
        end = close != NULL ? (size_t)(close - text) + 2 : whole ? lost.end : at + 1;
        if (whole)
            sg_psl_add_comment(out, (sg_span){lost.source, at, end}, INDENT);
    }
}

static void print_block(sg_buf *out, const sg_psl_item *block)
{
    struct lines lines = {0};
    sg_vec attributes = SG_VEC_EMPTY;

    if (block->block == SG_PSL_OTHER) {
        sg_psl_add_span(out, block->span);
        sg_buf_addc(out, '\n');
        return;
    }
    sg_buf_addf(out, "%s %s {\n", block->keyword.text, block->name.text);
    print_opening_comments(out, block->lost);
    take_lines(&lines, block, &attributes);
    if (attributes.count > 0)
        add_gap(&lines);
    take_attributes(&lines, &attributes);
    print_lines(out, &lines);
    sg_buf_add(out, "}\n");
    release_lines(&lines);
    sg_vec_release(&attributes);
}

/* Whether a line break stands between two places of a file. */
static bool is_next_line(const sg_psl_item *before, const sg_psl_item *item)
{
    for (size_t at = before->span.end; at < item->span.start; at++) {
        if (strchr("\r\n", item->span.source->text[at]) != NULL)
            return true;
    }
    return false;
}

/* Whether an empty line has to stand before an item that follows another. */
static bool needs_gap(const sg_psl_item *before, const sg_psl_item *item)
{
    if (before->sort != SG_PSL_BLOCK)
        return false;
    return item->sort == SG_PSL_BLOCK || (item->sort == SG_PSL_COMMENT && is_next_line(before, item));
}

static void print_items(sg_buf *out, const sg_psl_file *file)
{
    const sg_psl_item *before = NULL;
    bool gap = false;

    SG_PSL_EACH(item, &file->items)
    {
        if (item->sort == SG_PSL_EMPTY) {
            gap = before != NULL;
            continue;
        }
        if (gap || (before != NULL && needs_gap(before, item)))
            sg_buf_addc(out, '\n');
        if (item->sort == SG_PSL_BLOCK) {
            print_block(out, item);
        } else if (item->sort == SG_PSL_COMMENT) {
            sg_psl_add_comment(out, item->span, 0);
        } else {
            sg_psl_add_span(out, item->span);
            sg_buf_addc(out, '\n');
        }
        before = item;
        gap = false;
    }
    if (before == NULL)
        sg_buf_addc(out, '\n');
}

/* Whether the tree holds the whole file, and every block its end. */
static bool is_whole(const sg_psl_file *file)
{
    const sg_source *source = file->source;

    if (file->items.first == NULL && strspn(source->text, " \t\r\n") < source->length)
        return false;
    SG_PSL_EACH(item, &file->items)
    {
        if (item->sort == SG_PSL_BLOCK && source->text[item->span.end - 1] != '}')
            return false;
    }
    return true;
}

/* Where a line begins with it, and the space before it goes, it would come to the beginning of the file: a mistake. */
static const char byte_order_mark[] = "\xEF\xBB\xBF";

bool sg_psl_format(const sg_psl_file *file, sg_buf *out)
{
    if (!is_whole(file))
        return false;
    size_t start = out->length;
    print_items(out, file);
    if (strncmp(out->data + start, byte_order_mark, sizeof byte_order_mark - 1) == 0) {
        size_t behind = start + sizeof byte_order_mark - 1;
        memmove(out->data + start, out->data + behind, out->length - behind + 1);
        out->length -= sizeof byte_order_mark - 1;
    }
    return true;
}
