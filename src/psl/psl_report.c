/* Mistakes of grammar, with what may have been meant. */
#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "psl_parser.h"
#include "text.h"

sg_diag *sg_psl_report(sg_psl_parser *parser, sg_span span, const char *format, ...)
{
    sg_buf message;
    va_list args;

    if (parser->reported)
        return NULL;
    parser->reported = true;
    if (parser->spilled || parser->mistakes++ >= SG_PSL_MISTAKES)
        return NULL;
    sg_buf_init(&message);
    va_start(args, format);
    sg_buf_vaddf(&message, format, args);
    va_end(args);
    if (parser->mistakes == SG_PSL_MISTAKES)
        sg_buf_add(&message, "; further mistakes of this sort in the file are not told");
    sg_diag *diag = sg_diag_add(parser->diags, SG_PSL_SYNTAX, span, "%s", message.data);
    sg_buf_release(&message);
    return diag;
}

/* The last character of the line before a place, blanks apart; '\0' when there is none. */
static char before(const sg_psl_parser *parser, size_t at)
{
    while (at > parser->content && strchr(" \t", parser->source->text[at - 1]) != NULL)
        at--;
    return (char)(at > parser->content ? parser->source->text[at - 1] : '\0');
}

/* True when the bracket that is open is one of a field's type. */
static bool is_in_type(const sg_psl_parser *parser)
{
    const char *text = parser->source->text + parser->content;
    return parser->source->text[parser->opened] == '(' && strcspn(text, "@=") > parser->opened - parser->content;
}

/* What may have been meant where a token cannot stand; NULL when nobody can tell. */
static const char *hint_of(const sg_psl_parser *parser, sg_span token)
{
    const char *text = token.source->text + token.start;
    char last = before(parser, token.start);
    bool is_inside = parser->depth > (size_t)(parser->opened == token.start);
    sg_psl_block_sort block = parser->block->block;

    if (block == SG_PSL_DATASOURCE || block == SG_PSL_GENERATOR)
        return "its lines are of the form key = value";
    if (*text == '\'')
        return "a text stands in double quotes";
    if (*text == '#')
        return "a comment begins with //";
    if (*text == '_')
        return "a name begins with a letter; @map(\"...\") tells the one in the database";
    if (is_inside && is_in_type(parser))
        return "a length stands in a native type, such as @db.VarChar(255)";
    if (is_inside)
        return (isalnum((unsigned char)*text) || *text == '"') && strchr("([{,:", last) == NULL
                   ? "a comma is missing in front of it"
                   : NULL;
    if (*text == ',' || *text == ';')
        return "a line ends without it";
    if (strncmp(text, "@@", 2) == 0)
        return "@@ begins a line of its own; behind a field it is one @";
    if (*text == '@')
        return last == '\0' ? "an attribute of the block begins with @@" : NULL;
    if (*text == '=')
        return "a default is written @default(...)";
    return isalpha((unsigned char)*text) && last != '@' ? "an attribute begins with @" : NULL;
}

/* The first of several lines below each other; their block may have lost its beginning. */
static void report_outside(sg_psl_parser *parser, sg_span span)
{
    const sg_psl_item *last = parser->file->items.last;
    const char *line = parser->source->text + parser->content;
    size_t length = strcspn(line, " \t\r\n");

    if (last != NULL && last->sort == SG_PSL_INVALID) {
        parser->reported = true;
        return;
    }
    sg_diag *diag = sg_psl_report(parser, span, "this line does not belong to a model, enum or other block");
    if (diag != NULL && *line == '#')
        sg_diag_hint(parser->diags, diag, "a comment begins with //");
    for (size_t i = 0; diag != NULL && i < SG_PSL_OTHER; i++) {
        if (strlen(sg_psl_keywords[i]) == length && strncmp(sg_psl_keywords[i], line, length) == 0)
            sg_diag_hint(parser->diags, diag, "the first line of a block is: %s Name {", sg_psl_keywords[i]);
    }
}

void sg_psl_report_token(sg_psl_parser *parser, sg_span span, bool line_end)
{
    sg_buf token;

    if (line_end) {
        sg_psl_report(parser, span, "the line ends too early");
        return;
    }
    if (parser->block == NULL) {
        report_outside(parser, span);
        return;
    }
    sg_buf_init(&token);
    sg_text_add_safe(&token, span.source->text + span.start, span.end - span.start);
    const char *hint = hint_of(parser, span);
    sg_diag *diag = sg_psl_report(parser, span, "unexpected %s", token.data);
    if (diag != NULL && hint != NULL)
        sg_diag_hint(parser->diags, diag, "%s", hint);
    if (strchr(")]}", *token.data) != NULL)
        parser->spilled = false;
    sg_buf_release(&token);
}
