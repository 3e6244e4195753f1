/* The parts of a line: types, attributes, values. */
#include <string.h>

#include "format_private.h"

void sg_psl_add_span(sg_buf *out, sg_span span)
{
    const char *text = span.source->text + span.start, *end = span.source->text + span.end;

    while (text < end) {
        const char *stop = memchr(text, '\r', (size_t)(end - text));
        sg_buf_addn(out, text, (size_t)((stop != NULL ? stop : end) - text));
        if (stop == NULL)
            return;
        sg_buf_addc(out, '\n');
        text = stop + 1 + (stop + 1 < end && stop[1] == '\n');
    }
}

/* A line of a comment without the stars and blanks before it and the blanks behind it. */
static sg_span content_of(const sg_source *source, size_t start, size_t end)
{
    const char *text = source->text;

    while (start < end && strchr(" \t*", text[start]) != NULL)
        start++;
    while (end > start && strchr(" \t\r", text[end - 1]) != NULL)
        end--;
    return (sg_span){source, start, end};
}

static void add_block_comment(sg_buf *out, sg_span span, size_t indent)
{
    const char *text = span.source->text;
    size_t end = span.end - 2; /* before the closing marks */

    sg_buf_addf(out, "%*s/**\n", (int)indent, "");
    for (size_t start = span.start + 2, stop; start < end; start = stop + 1) {
        stop = start + strcspn(text + start, "\r\n");
        if (stop > end)
            stop = end;
        sg_span content = content_of(span.source, start, stop);
        if (content.start == content.end)
            continue;
        sg_buf_addf(out, "%*s * ", (int)indent, "");
        sg_psl_add_span(out, content);
        sg_buf_addc(out, '\n');
    }
    sg_buf_addf(out, "%*s */\n", (int)indent, "");
}

void sg_psl_add_comment(sg_buf *out, sg_span span, size_t indent)
{
    if (strncmp(span.source->text + span.start, "/*", 2) == 0) {
        add_block_comment(out, span, indent);
        return;
    }
    sg_buf_addf(out, "%*s", (int)indent, "");
    sg_psl_add_span(out, span);
    sg_buf_addc(out, '\n');
}

static void add_arguments(sg_buf *out, const sg_psl_arguments *arguments)
{
    for (const sg_psl_argument *argument = arguments->first; argument != NULL; argument = argument->next) {
        sg_buf_add(out, argument == arguments->first ? "" : ", ");
        if (argument->name.text != NULL)
            sg_buf_addf(out, argument->value != NULL ? "%s: " : "%s:", argument->name.text);
        if (argument->value != NULL)
            sg_psl_add_value(out, argument->value);
    }
}

void sg_psl_add_value(sg_buf *out, const sg_psl_value *value)
{
    static const struct {
        const char *open, *close;
    } brackets[] = {{"(", ")"}, {"[", "]"}, {"{ ", " }"}}; /* calls, lists, records */

    if (value->sort < SG_PSL_CALL) {
        sg_psl_add_span(out, value->span);
    } else if (value->sort == SG_PSL_RECORD && value->arguments->count == 0) {
        sg_buf_add(out, "{}");
    } else {
        sg_buf_add(out, value->sort == SG_PSL_CALL ? value->text : "");
        sg_buf_add(out, brackets[value->sort - SG_PSL_CALL].open);
        add_arguments(out, value->arguments);
        sg_buf_add(out, brackets[value->sort - SG_PSL_CALL].close);
    }
}

void sg_psl_add_field_type(sg_buf *out, const sg_psl_type *type)
{
    if (type->unsupported)
        sg_psl_add_span(out, type->span);
    else if (type->name.text != NULL)
        sg_buf_addf(out, "%s%s%s", type->name.text,
                    type->arity == SG_PSL_MANY || type->arity == SG_PSL_OPTIONAL_MANY ? "[]" : "",
                    type->arity == SG_PSL_OPTIONAL || type->arity == SG_PSL_OPTIONAL_MANY ? "?" : "");
}

int sg_psl_attribute_rank(const sg_psl_attribute *attribute)
{
    static const char *const order[] = {"id",       "unique", "default",  "updatedAt", "index",
                                        "fulltext", "map",    "relation", "ignore"};
    const int count = sizeof order / sizeof *order;
    int rank = 0;

    while (rank < count && strcmp(order[rank], attribute->name.text) != 0)
        rank++;
    return rank;
}

static int compare_attributes(const void *a, const void *b)
{
    return sg_psl_attribute_rank(a) - sg_psl_attribute_rank(b);
}

void sg_psl_add_attributes(sg_buf *out, const sg_psl_attribute *first, const char *sign)
{
    sg_vec sorted = SG_VEC_EMPTY;

    for (; first != NULL; first = first->next)
        sg_vec_push(&sorted, (void *)first);
    sg_vec_sort(&sorted, compare_attributes);
    for (size_t i = 0; i < sorted.count; i++) {
        const sg_psl_attribute *attribute = sorted.items[i];
        sg_buf_addf(out, "%s%s%s", i > 0 ? " " : "", sign, attribute->name.text);
        if (attribute->arguments->span.source == NULL)
            continue;
        sg_buf_addc(out, '(');
        add_arguments(out, attribute->arguments);
        sg_buf_addc(out, ')');
    }
    sg_vec_release(&sorted);
}
