/* What the grammar's rules do: the tree grows. */
#include <string.h>

#include "psl_parser.h"
#include "text.h"

static sg_psl_item *new_item(sg_psl_parser *parser, sg_psl_sort sort, sg_span span)
{
    sg_psl_item *item = SG_NEW(parser->arena, sg_psl_item);

    item->sort = sort;
    item->span = span;
    return item;
}

static void append(sg_psl_items *items, sg_psl_item *item)
{
    if (items->last != NULL)
        items->last->next = item;
    else
        items->first = item;
    items->last = item;
}

static sg_psl_items *current(sg_psl_parser *parser)
{
    return parser->block != NULL ? &parser->block->items : &parser->file->items;
}

void sg_psl_add_mark(sg_psl_parser *parser, sg_psl_sort sort, sg_span span)
{
    sg_psl_item *last = current(parser)->last;

    if (sort == SG_PSL_EMPTY && last != NULL && last->sort == SG_PSL_EMPTY)
        last->span.end = span.end;
    else
        append(current(parser), new_item(parser, sort, span));
}

/* The span without blanks at its ends; source NULL when nothing is left. */
static sg_span trimmed(sg_span span)
{
    const char *text = span.source->text;

    while (span.start < span.end && strchr(" \t\r\n", text[span.start]) != NULL)
        span.start++;
    while (span.end > span.start && strchr(" \t\r\n", text[span.end - 1]) != NULL)
        span.end--;
    return span.start < span.end ? span : SG_NOWHERE;
}

void sg_psl_recover(sg_psl_parser *parser)
{
    sg_span line = trimmed(parser->last_line);

    parser->pending = NULL;
    if (line.source != NULL)
        sg_psl_add_mark(parser, SG_PSL_INVALID, line);
}

const char *const sg_psl_keywords[SG_PSL_OTHER] = {
    [SG_PSL_MODEL] = "model",           [SG_PSL_VIEW] = "view",          [SG_PSL_ENUM] = "enum", [SG_PSL_TYPE] = "type",
    [SG_PSL_DATASOURCE] = "datasource", [SG_PSL_GENERATOR] = "generator"};

static sg_psl_block_sort block_sort(const char *keyword)
{
    for (int i = 0; i < SG_PSL_OTHER; i++) {
        if (strcmp(sg_psl_keywords[i], keyword) == 0)
            return (sg_psl_block_sort)i;
    }
    return SG_PSL_OTHER;
}

void sg_psl_open_block(sg_psl_parser *parser, sg_span keyword, sg_psl_name name, sg_span open)
{
    sg_psl_item *block = new_item(parser, SG_PSL_BLOCK, (sg_span){keyword.source, keyword.start, open.start + 1});
    const char *text = keyword.source->text + keyword.start;

    block->keyword = (sg_psl_name){sg_arena_strndup(parser->arena, text, keyword.end - keyword.start), keyword};
    block->block = *name.text != '\0' ? block_sort(block->keyword.text) : SG_PSL_OTHER;
    block->name = name;
    block->lost = trimmed((sg_span){open.source, open.start + 1, open.end});
    append(&parser->file->items, block);
    parser->block = block;
    parser->last_attribute = NULL;
}

void sg_psl_open_nameless(sg_psl_parser *parser, sg_span keyword, sg_span open)
{
    sg_diag *diag = sg_psl_report(parser, keyword, "this block has no name");
    sg_psl_open_block(parser, keyword, (sg_psl_name){"", keyword}, open);
    if (diag != NULL && block_sort(parser->block->keyword.text) == SG_PSL_OTHER)
        sg_diag_hint(parser->diags, diag, "write model %s {", parser->block->keyword.text);
}

void sg_psl_close_block(sg_psl_parser *parser, sg_span close)
{
    parser->block->span.end = close.end;
    parser->block = NULL;
    parser->spilled = false;
}

void sg_psl_unclosed_block(sg_psl_parser *parser, sg_span end)
{
    parser->reported = parser->spilled = false;
    sg_psl_report(parser, parser->block->span, "the %s \"%s\" is not closed: a } of its own line is missing",
                  parser->block->keyword.text, parser->block->name.text);
    parser->reported = false;
    sg_psl_close_block(parser, (sg_span){end.source, end.start, end.start});
}

void sg_psl_add_row(sg_psl_parser *parser, sg_span span, sg_psl_name name, const sg_psl_type *type,
                    sg_psl_attributes attributes)
{
    bool value = parser->block->block == SG_PSL_ENUM;
    bool config = parser->block->block == SG_PSL_DATASOURCE || parser->block->block == SG_PSL_GENERATOR;

    parser->pending = new_item(parser, value ? SG_PSL_VALUE : SG_PSL_FIELD, span);
    parser->pending->name = name;
    parser->pending->attributes = attributes.first;
    if (type != NULL)
        parser->pending->type = *type;
    if (value && type != NULL)
        sg_psl_report(parser, type->span, "a value of an enum has a name and attributes, nothing else");
    else if (config)
        sg_psl_report(parser, span, "a %s holds lines of the form key = value", parser->block->keyword.text);
}

void sg_psl_add_property(sg_psl_parser *parser, sg_span span, sg_psl_name name, sg_psl_value *value)
{
    sg_psl_block_sort block = parser->block->block;

    parser->pending = new_item(parser, SG_PSL_PROPERTY, span);
    parser->pending->name = name;
    parser->pending->value = value;
    if (block != SG_PSL_DATASOURCE && block != SG_PSL_GENERATOR && block != SG_PSL_OTHER)
        sg_psl_report(parser, span, "lines of the form key = value are for datasources and generators");
}

void sg_psl_add_attribute(sg_psl_parser *parser, sg_span span, sg_psl_name name, const sg_psl_arguments *arguments)
{
    parser->pending = new_item(parser, SG_PSL_ATTRIBUTE, span);
    parser->pending->attributes = sg_psl_make_attribute(parser, span, name, arguments);
    if (parser->block->block == SG_PSL_DATASOURCE || parser->block->block == SG_PSL_GENERATOR)
        sg_psl_report(parser, span, "a %s has no attributes", parser->block->keyword.text);
}

/* To the attribute lines of the open block. */
static void append_line(sg_psl_parser *parser, sg_psl_item *line)
{
    if (parser->last_attribute != NULL)
        parser->last_attribute->next_line = line;
    else
        parser->block->first_line = line;
    parser->last_attribute = line;
}

/* `references: [id]`, or a word alone: no field, but what was to be in a bracket. */
static bool is_spilled(const sg_psl_parser *parser)
{
    const sg_psl_item *item = parser->pending;
    return parser->spilled && item->sort == SG_PSL_FIELD && (item->type.old_form || item->type.name.text == NULL);
}

void sg_psl_end_item(sg_psl_parser *parser, sg_span comments)
{
    if (parser->reported || is_spilled(parser)) {
        sg_psl_recover(parser);
        return;
    }
    parser->spilled = false;
    if (comments.start < comments.end)
        parser->pending->trailing = trimmed(comments);
    append(current(parser), parser->pending);
    if (parser->pending->sort == SG_PSL_ATTRIBUTE)
        append_line(parser, parser->pending);
    parser->pending = NULL;
}

void sg_psl_take_type(sg_psl_parser *parser, sg_span span, sg_psl_name name, sg_psl_arity arity)
{
    parser->type = (sg_psl_type){.name = name, .arity = arity, .span = span};
}

void sg_psl_take_raw(sg_psl_parser *parser, sg_span span, sg_psl_name word, sg_psl_name text, sg_psl_arity arity)
{
    sg_psl_block_sort block = parser->block->block;

    if (block == SG_PSL_DATASOURCE || block == SG_PSL_GENERATOR)
        sg_psl_report(parser, span, "a %s holds lines of the form key = value", parser->block->keyword.text);
    else if (strcmp(word.text, "Unsupported") != 0)
        sg_psl_report(parser, word.span, "only Unsupported(\"...\") takes the text of a type");
    else if (parser->source->text[word.span.end] != '(')
        sg_psl_report(parser, word.span, "Unsupported and its bracket stand together");
    parser->type = (sg_psl_type){.name = text, .unsupported = true, .arity = arity, .span = span};
}

static const sg_psl_arguments *given(const sg_psl_arguments *arguments)
{
    return arguments != NULL ? arguments : &sg_psl_no_arguments;
}

sg_psl_attribute *sg_psl_make_attribute(sg_psl_parser *parser, sg_span span, sg_psl_name name,
                                        const sg_psl_arguments *arguments)
{
    sg_psl_attribute *attribute = SG_NEW(parser->arena, sg_psl_attribute);

    *attribute = (sg_psl_attribute){.initial = name.text[0], .name = name, .arguments = given(arguments), .span = span};
    return attribute;
}

sg_psl_attributes sg_psl_add_to_attributes(sg_psl_attributes attributes, sg_psl_attribute *attribute)
{
    if (attributes.last != NULL)
        attributes.last->next = attribute;
    else
        attributes.first = attribute;
    attributes.last = attribute;
    return attributes;
}

sg_psl_argument *sg_psl_make_argument(sg_psl_parser *parser, sg_span span, sg_psl_name name, sg_psl_value *value)
{
    sg_psl_argument *argument = SG_NEW(parser->arena, sg_psl_argument);

    *argument = (sg_psl_argument){.name = name, .value = value, .span = span};
    return argument;
}

sg_psl_arguments *sg_psl_make_arguments(sg_psl_parser *parser, sg_psl_argument *first)
{
    sg_psl_arguments *arguments = SG_NEW(parser->arena, sg_psl_arguments);

    if (first != NULL)
        sg_psl_add_to_arguments(arguments, first);
    return arguments;
}

void sg_psl_add_to_arguments(sg_psl_arguments *arguments, sg_psl_argument *argument)
{
    if (arguments->last != NULL)
        arguments->last->next = argument;
    else
        arguments->first = argument;
    arguments->last = argument;
    arguments->count++;
}

sg_psl_value *sg_psl_make_value(sg_psl_parser *parser, sg_span span, sg_psl_value_sort sort, const char *text,
                                const sg_psl_arguments *arguments)
{
    sg_psl_value *value = SG_NEW(parser->arena, sg_psl_value);

    *value = (sg_psl_value){.sort = sort, .span = span, .text = text, .arguments = given(arguments)};
    return value;
}
