/* What the lexer's rules do: lines, brackets, strings. */
#include <string.h>

#include "psl_grammar.h"
#include "psl_parser.h"
#include "text.h"

void sg_psl_advance(sg_psl_parser *parser, size_t length)
{
    parser->start = parser->end;
    parser->end += length;
}

static sg_span token_span(const sg_psl_parser *parser)
{
    return (sg_span){parser->source, parser->start, parser->end};
}

void sg_psl_end_line(sg_psl_parser *parser)
{
    if (parser->depth > 0 && sg_psl_report(parser, (sg_span){parser->source, parser->opened, parser->opened + 1},
                                           "this bracket is not closed on its line; nothing goes on in the next line"))
        parser->spilled = true;
    parser->last_line = (sg_span){parser->source, parser->content, parser->start};
    parser->line = SG_PSL_LINE_EMPTY;
    parser->depth = 0;
}

bool sg_psl_finish_line(sg_psl_parser *parser)
{
    if (parser->line == SG_PSL_LINE_EMPTY)
        return false;
    parser->start = parser->end;
    sg_psl_end_line(parser);
    return true;
}

int sg_psl_word_length(const char *text)
{
    /* a word holds no ASCII blank, and no byte of a wide blank that could begin one; a wide blank ends it too */
    static const char *const wide[] = {"\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80", "\xE2\x81\x9F", "\xE3\x80\x80"};
    size_t length = strcspn(text, " \t{");

    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
        const char *blank = strstr(text, wide[i]);
        if (blank != NULL && (size_t)(blank - text) < length)
            length = (size_t)(blank - text);
    }
    return (int)length;
}

bool sg_psl_open(sg_psl_parser *parser)
{
    if (parser->depth == 0)
        parser->opened = parser->start;
    if (parser->depth++ < SG_PSL_DEPTH)
        return true;
    sg_psl_report(parser, token_span(parser), "brackets are nested over %d levels deep", SG_PSL_DEPTH);
    parser->depth = 0;
    return false;
}

void sg_psl_close(sg_psl_parser *parser)
{
    if (parser->depth > 0)
        parser->depth--;
}

bool sg_psl_open_comment(sg_psl_parser *parser)
{
    const sg_source *source = parser->source;

    parser->comment = parser->start;
    /* one look for all comments that follow: the file may be full of them */
    parser->never_closed =
        parser->never_closed || memmem(source->text + parser->end, source->length - parser->end, "*/", 2) == NULL;
    if (parser->never_closed)
        sg_psl_report(parser, token_span(parser), "this comment is not closed");
    return !parser->never_closed;
}

void sg_psl_close_comment(sg_psl_parser *parser)
{
    parser->start = parser->comment;
    /* a line that begins with one goes on as if it were not there */
    if (parser->line == SG_PSL_LINE_EMPTY)
        parser->line = SG_PSL_LINE_COMMENTED;
}

void sg_psl_bad_string(sg_psl_parser *parser, const char *text)
{
    size_t length = parser->end - parser->start;

    if (length < 2 || text[length - 1] != '"') {
        sg_psl_report(parser, (sg_span){parser->source, parser->start, parser->start + 1},
                      "this string is not closed on its line");
        return;
    }
    size_t at = 1;
    while (at < length && (unsigned char)text[at] >= 0x20)
        at++;
    sg_psl_report(parser, (sg_span){parser->source, parser->start + at, parser->start + at + 1},
                  "a string holds no control characters; write \\t or \\u%04X", (unsigned char)text[at]);
}

/* Four hexadecimal digits at `text`, or -1. */
static long hex4(const char *text, const char *end)
{
    long unit = 0;

    if (end - text < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit = text[i] != '\0' ? strchr(digits, text[i] | 0x20) : NULL;
        if (digit == NULL)
            return -1;
        unit = unit * 16 + (digit - digits);
    }
    return unit;
}

static void add_utf8(sg_buf *buf, long character)
{
    if (character < 0x80) {
        sg_buf_addc(buf, (char)character);
        return;
    }
    if (character < 0x800) {
        sg_buf_addc(buf, (char)(0xC0 | character >> 6));
    } else {
        if (character < 0x10000) {
            sg_buf_addc(buf, (char)(0xE0 | character >> 12));
        } else {
            sg_buf_addc(buf, (char)(0xF0 | character >> 18));
            sg_buf_addc(buf, (char)(0x80 | (character >> 12 & 0x3F)));
        }
        sg_buf_addc(buf, (char)(0x80 | (character >> 6 & 0x3F)));
    }
    sg_buf_addc(buf, (char)(0x80 | (character & 0x3F)));
}

/* One \u escape, with its second half where it is a surrogate. Returns its length behind `\u`, 0 when it is none. */
static size_t add_unicode(sg_buf *buf, const char *text, const char *end)
{
    long unit = hex4(text, end);

    if (unit <= 0 || (unit >= 0xDC00 && unit < 0xE000))
        return 0;
    if (unit < 0xD800 || unit >= 0xE000) {
        add_utf8(buf, unit);
        return 4;
    }
    long low = end - text >= 10 && text[4] == '\\' && text[5] == 'u' ? hex4(text + 6, end) : -1;
    if (low < 0xDC00 || low >= 0xE000)
        return 0;
    add_utf8(buf, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
    return 10;
}

const char *sg_psl_unescape(sg_psl_parser *parser, sg_span span)
{
    static const char escapes[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    const char *text = parser->source->text + span.start + 1, *end = parser->source->text + span.end - 1;
    sg_buf buf;

    if (memchr(text, '\\', (size_t)(end - text)) == NULL)
        return sg_arena_strndup(parser->arena, text, (size_t)(end - text));
    sg_buf_init(&buf);
    while (text < end) {
        if (*text != '\\') {
            sg_buf_addc(&buf, *text++);
            continue;
        }
        size_t at = (size_t)(text - parser->source->text);
        size_t length = text[1] == 'u' ? add_unicode(&buf, text + 2, end) : 0;
        const char *escape = strchr(escapes, text[1]);
        if (length == 0 && escape == NULL)
            sg_psl_report(parser, (sg_span){parser->source, at, at + 2},
                          text[1] == 'u' ? "bad unicode escape in a string" : "unknown escape in a string");
        else if (length == 0)
            sg_buf_addc(&buf, meanings[escape - escapes]);
        text += 2 + length;
    }
    char *result = sg_arena_strndup(parser->arena, buf.data, buf.length);
    sg_buf_release(&buf);
    return result;
}

/* The lexer takes any character outside ASCII for a letter. */
static void check_letters(sg_psl_parser *parser)
{
    const char *text = parser->source->text;
    uint32_t character;

    for (size_t at = parser->start; at < parser->end;) {
        if ((signed char)text[at] > 0) {
            at++;
            continue;
        }
        size_t length = sg_utf8_decode(text + at, parser->end - at, &character);
        if (!sg_psl_is_letter(character))
            sg_psl_report(parser, (sg_span){parser->source, at, at + length},
                          "names are made of letters, digits, - and _, not of U+%04X", (unsigned)character);
        at += length;
    }
}

int sg_psl_next_token(sg_psl_parser *parser, union SG_PSL_YYSTYPE *value, sg_span *span)
{
    sg_psl_line before = parser->line;
    parser->reported = parser->reported && !parser->line_ended;
    int token = sg_psl_scan_next(parser);
    parser->line_ended = token == TOKEN_NEWLINE || token == TOKEN_EMPTY;
    size_t length = parser->end - parser->start;

    *span = token_span(parser);
    if (before != SG_PSL_LINE_BEGUN && parser->line == SG_PSL_LINE_BEGUN)
        parser->content = parser->start;
    if (token == TOKEN_STRING)
        value->text = sg_psl_unescape(parser, *span);
    if (token == TOKEN_WORD || token == TOKEN_PATH || token == TOKEN_KEYWORD)
        check_letters(parser);
    if (token == TOKEN_WORD || token == TOKEN_PATH || token == TOKEN_NUMBER)
        value->text = sg_arena_strndup(parser->arena, parser->source->text + parser->start, length);
    return token;
}

sg_span sg_psl_join(const sg_span *before, int count)
{
    if (count == 0)
        return (sg_span){before->source, before->end, before->end};
    return (sg_span){before[1].source, before[1].start, before[count].end};
}
