/* Directives in doc comments: `/// @schemagen.name(value, name: value)`.
 *
 * Values are JSON, but for words without quotes. Inside brackets a directive may go on over several lines of the
 * comment, each with its own ///. */
#include <ctype.h>
#include <string.h>

#include "psl_parser.h"
#include "text.h"

static const char sign[] = "@schemagen";

typedef struct cursor {
    sg_psl_parser *parser;
    const char *text; /* of the whole source */
    size_t at, end;
    size_t depth;
} cursor;

static sg_span span_from(const cursor *c, size_t start)
{
    return (sg_span){c->parser->source, start, c->at};
}

static bool wrong(const cursor *c, size_t start, size_t end, const char *message)
{
    sg_diag_add(c->parser->diags, SG_PSL_BAD_DIRECTIVE, (sg_span){c->parser->source, start, end}, "%s", message);
    return false;
}

static void skip_blanks(cursor *c)
{
    while (c->at < c->end && (c->text[c->at] == ' ' || c->text[c->at] == '\t'))
        c->at++;
}

static bool at_line_end(const cursor *c)
{
    return c->at >= c->end || c->text[c->at] == '\n' || c->text[c->at] == '\r';
}

/* Behind the /// of the line that begins here; false when it is no line of a doc comment. Only blanks stand before it,
 * wide ones too. */
static bool enter_line(cursor *c)
{
    while (!at_line_end(c) && c->text[c->at] != '/')
        c->at++;
    if (c->end - c->at < 3 || strncmp(c->text + c->at, "///", 3) != 0)
        return false;
    c->at += 3;
    skip_blanks(c);
    return true;
}

static void leave_line(cursor *c)
{
    while (!at_line_end(c))
        c->at++;
    c->at += c->at < c->end && c->text[c->at] == '\r';
    c->at += c->at < c->end && c->text[c->at] == '\n';
}

/* To the next character of the directive, over line breaks. Returns it, or NUL when there is none. */
static char next(cursor *c)
{
    skip_blanks(c);
    while (at_line_end(c) && c->at < c->end) {
        size_t before = c->at;
        leave_line(c);
        if (!enter_line(c)) {
            c->at = before;
            return '\0';
        }
    }
    return c->at < c->end ? c->text[c->at] : '\0';
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.' || (unsigned char)c >= 0x80;
}

static void skip_word(cursor *c)
{
    while (c->at < c->end && is_word(c->text[c->at]))
        c->at++;
}

static bool unexpected(const cursor *c)
{
    if (at_line_end(c))
        return wrong(c, c->at, c->at, "the directive ends too early");
    return wrong(c, c->at, c->at + 1, "this does not belong into a directive");
}

static const char *copy(const cursor *c, size_t start)
{
    return sg_arena_strndup(c->parser->arena, c->text + start, c->at - start);
}

/* JSON's form of a number. */
static bool is_number(const char *text)
{
    const char *at = text + (*text == '-');
    size_t digits = strspn(at, "0123456789");

    at += digits;
    if (*at == '.') {
        size_t fraction = strspn(at + 1, "0123456789");
        digits = fraction > 0 ? digits : 0;
        at += 1 + fraction;
    }
    if (digits > 0 && (*at == 'e' || *at == 'E')) {
        at += 1 + (at[1] == '-' || at[1] == '+');
        digits = strspn(at, "0123456789");
        at += digits;
    }
    return digits > 0 && *at == '\0';
}

static bool read_text(cursor *c, const char **text)
{
    size_t start = c->at++;

    while (!at_line_end(c) && c->text[c->at] != '"') {
        bool escape = c->text[c->at++] == '\\';
        c->at += escape && !at_line_end(c);
    }
    if (at_line_end(c))
        return wrong(c, start, start + 1, "the quote is not closed on its line");
    c->at++;
    c->parser->reported = false;
    *text = sg_psl_unescape(c->parser, span_from(c, start));
    return !c->parser->reported;
}

/* A word or a text, and where it stands. */
static bool read_name(cursor *c, sg_psl_name *name)
{
    size_t start = c->at;

    if (c->text[start] == '"') {
        if (!read_text(c, &name->text))
            return false;
    } else {
        skip_word(c);
        name->text = copy(c, start);
    }
    name->span = span_from(c, start);
    return true;
}

static bool read_value(cursor *c, sg_psl_value *value);
static bool read_members(cursor *c, char close, sg_psl_arguments *members);

static bool read_brackets(cursor *c, sg_psl_value *value, char close)
{
    size_t start = c->at++;

    value->sort = close == ']' ? SG_PSL_LIST : SG_PSL_RECORD;
    if (++c->depth > SG_PSL_DEPTH)
        return wrong(c, start, start + 1, "the brackets stand too deep");
    sg_psl_arguments *members = SG_NEW(c->parser->arena, sg_psl_arguments);
    value->arguments = members;
    bool fine = read_members(c, close, members);
    c->depth--;
    return fine;
}

static bool read_value(cursor *c, sg_psl_value *value)
{
    char first = next(c);
    size_t start = c->at;
    sg_psl_name name;

    if (first == '[' || first == '{') {
        if (!read_brackets(c, value, first == '[' ? ']' : '}'))
            return false;
    } else if (first == '"' || is_word(first)) {
        if (!read_name(c, &name))
            return false;
        value->sort = first == '"' ? SG_PSL_STRING : is_number(name.text) ? SG_PSL_NUMBER : SG_PSL_WORD;
        value->text = name.text;
    } else {
        return unexpected(c);
    }
    value->span = span_from(c, start);
    return true;
}

/* One of a list, a record, or the arguments in ( ): of the last two the first must, the second may have a name. */
static bool read_member(cursor *c, char close, sg_psl_argument *member)
{
    char first = next(c);
    size_t start = c->at;

    member->value = SG_NEW(c->parser->arena, sg_psl_value);
    member->value->arguments = &sg_psl_no_arguments;
    if (close != ']' && (first == '"' || is_word(first))) {
        if (!read_name(c, &member->name))
            return false;
        if (next(c) == ':') {
            c->at++;
        } else if (close == '}') {
            return wrong(c, c->at, c->at + !at_line_end(c), "a colon is missing behind the name");
        } else {
            member->name = (sg_psl_name){0};
            c->at = start;
        }
    } else if (close == '}') {
        return unexpected(c);
    }
    if (!read_value(c, member->value))
        return false;
    member->span = span_from(c, start);
    return true;
}

/* Up to the closing bracket; stands behind the opening one. */
static bool read_members(cursor *c, char close, sg_psl_arguments *members)
{
    if (next(c) == close) {
        c->at++;
        return true;
    }
    for (;;) {
        sg_psl_argument *member = SG_NEW(c->parser->arena, sg_psl_argument);
        if (!read_member(c, close, member))
            return false;
        sg_psl_add_to_arguments(members, member);
        char behind = next(c);
        if (behind != ',' && behind != close)
            return unexpected(c);
        c->at++;
        if (behind == close)
            return true;
    }
}

/* Behind the @schemagen of a line. */
static bool read_directive(cursor *c, size_t start, sg_psl_directive *directive)
{
    if (c->text[c->at] != '.' || c->at + 1 >= c->end || !isalpha((unsigned char)c->text[c->at + 1]))
        return wrong(c, start, c->at, "a directive is written @schemagen.name(value)");
    size_t name = ++c->at;
    while (c->at < c->end && (isalnum((unsigned char)c->text[c->at]) || c->text[c->at] == '_'))
        c->at++;
    directive->name = (sg_psl_name){copy(c, name), span_from(c, name)};
    if (c->at < c->end && c->text[c->at] == '(') {
        size_t open = c->at++;
        if (!read_members(c, ')', &directive->arguments))
            return false;
        directive->arguments.span = span_from(c, open);
    }
    directive->span = span_from(c, start);
    skip_blanks(c);
    return at_line_end(c) || wrong(c, c->at, c->at + 1, "nothing may stand behind a directive");
}

/* Moves behind the sign of directives. */
static bool takes_sign(cursor *c)
{
    size_t length = strlen(sign), behind = c->at + length;

    if (behind > c->end || strncmp(c->text + c->at, sign, length) != 0)
        return false;
    if (behind < c->end && isalnum((unsigned char)c->text[behind]))
        return false; /* another word that begins with it */
    c->at = behind;
    return true;
}

void sg_psl_read_directives(sg_psl_parser *parser, sg_span comments, sg_psl_directives *directives)
{
    cursor c = {parser, parser->source->text, comments.start, comments.end, 0};

    for (; c.at < c.end; leave_line(&c)) {
        if (!enter_line(&c) || !takes_sign(&c))
            continue;
        sg_psl_directive *directive = SG_NEW(parser->arena, sg_psl_directive);
        size_t start = c.at - strlen(sign);
        c.depth = 0;
        if (!read_directive(&c, start, directive))
            continue;
        if (directives->last != NULL)
            directives->last->next = directive;
        else
            directives->first = directive;
        directives->last = directive;
        directive->next_in_file = parser->file->directives_in_file;
        parser->file->directives_in_file = directive;
    }
}
