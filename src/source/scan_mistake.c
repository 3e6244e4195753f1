#include "scan_mistake.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static sg_span span(const sg_scan *scan, size_t start, size_t end)
{
    return (sg_span){scan->source, start, end};
}

/* End of the run of letters, digits and the like at `at`; at least one byte unless the text ends there. */
static size_t word_end(const sg_scan *scan, size_t at)
{
    size_t end = at;

    while (isalnum((unsigned char)scan->text[end]) || (scan->text[end] != '\0' && strchr("_.+-$", scan->text[end])))
        end++;
    if (end == at && at < scan->length)
        end++;
    return end;
}

static size_t line_end(const sg_scan *scan, size_t at)
{
    while (at < scan->length && scan->text[at] != '\n' && scan->text[at] != '\r')
        at++;
    return at;
}

/* Beginnings that tell what was meant, wherever an entry was expected. */
static const struct habit {
    const char *begins[5];
    const char *message;
    const char *hint;
} habits[] = {
    {{"//", "/*", "#", "--"}, "JSON has no comments", "remove it, or keep it as \"comment\" of a table or column"},
    {{"<<<<<<<", "=======", ">>>>>>>", "|||||||"},
     "an unresolved merge conflict",
     "decide for one side and remove the lines with <<<<<<<, ======= and >>>>>>>"},
    {{"'"},
     "a string is written with double quotes",
     "write \"...\"; single quotes are SQL's and stand inside: \"'member'\""},
    {{"`"}, "a string is written with double quotes", "write \"...\" instead of `...`"},
    {{"\u201c", "\u201d", "\u2018", "\u2019"}, "a typographic quote instead of a plain one", "write \"...\""},
    {{"\ufeff"}, "a byte order mark (U+FEFF)", "save the file as UTF-8 without byte order mark"},
    {{"\u00a0"}, "a no-break space (U+00A0)", "replace it by a plain space"},
};

/* Reports the habit at the place where the scan stands, if there is one. */
static bool report_habit(sg_scan *scan)
{
    for (size_t i = 0; i < sizeof(habits) / sizeof(habits[0]); i++) {
        for (const char *const *begin = habits[i].begins; *begin != NULL; begin++) {
            size_t length = strlen(*begin);
            if (strncmp(scan->text + scan->at, *begin, length) != 0)
                continue;
            sg_diag *diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, scan->at + length), "%s",
                                        habits[i].message);
            sg_diag_hint(scan->diags, diag, "%s", habits[i].hint);
            return true;
        }
    }
    return false;
}

/* Reports bytes that no JSON text has outside its strings; true when there was one. */
static bool report_byte(sg_scan *scan)
{
    unsigned char c = (unsigned char)scan->text[scan->at];

    if (c >= 0x80 || (c < 0x20 && scan->at < scan->length))
        return !sg_scan_bad_byte(scan);
    return false;
}

bool sg_scan_bad_escape(sg_scan *scan, size_t opened)
{
    const char *text = scan->text + scan->at;
    sg_diag *diag;

    if (scan->at + 1 >= scan->length)
        return sg_scan_bad_control(scan, opened);
    diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, scan->at + 2), "JSON has no such escape");
    if (text[1] == '\'')
        sg_diag_hint(scan->diags, diag, "a single quote needs no backslash here; SQL doubles it: ''");
    else
        sg_diag_hint(scan->diags, diag,
                     "a backslash itself is written \\\\; escapes are \\\" \\\\ \\/ \\b \\f \\n \\r "
                     "\\t \\uXXXX");
    return false;
}

bool sg_scan_bad_unicode(sg_scan *scan, long unit)
{
    size_t end = scan->at + 2;
    sg_diag *diag;

    while (end < scan->at + 6 && isxdigit((unsigned char)scan->text[end]))
        end++;
    if (unit < 0) {
        diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, end), "\\u needs four hex digits");
        sg_diag_hint(scan->diags, diag, "for example \\u00e9; or write the character itself, the file is UTF-8");
    } else if (unit == 0) {
        sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, end),
                    "the character U+0000 cannot be kept in a PostgreSQL text or name");
    } else {
        diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, end), "half of a surrogate pair");
        sg_diag_hint(scan->diags, diag, "a character over U+FFFF is two escapes, \\ud83d\\ude00; or write it itself");
    }
    return false;
}

bool sg_scan_bad_control(sg_scan *scan, size_t opened)
{
    unsigned char c = (unsigned char)scan->text[scan->at];
    sg_diag *diag;

    if (scan->at >= scan->length) {
        diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, opened, line_end(scan, opened)),
                           "the string is not closed");
        sg_diag_hint(scan->diags, diag, "the file ends before a closing \"");
    } else if (c == '\n' || c == '\r') {
        diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, opened, scan->at),
                           "the string is not closed on its line");
        sg_diag_hint(scan->diags, diag, "close it with \"; a line break inside a string is written \\n");
    } else {
        diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, scan->at + 1),
                           "control character U+%04X in a string", c);
        sg_diag_hint(scan->diags, diag, c == '\t' ? "a tab is written \\t" : "remove it");
    }
    return false;
}

bool sg_scan_bad_byte(sg_scan *scan)
{
    unsigned char c = (unsigned char)scan->text[scan->at];
    sg_diag *diag;

    if (c < 0x20) {
        diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, scan->at + 1),
                           "control character U+%04X in the text", c);
        sg_diag_hint(scan->diags, diag, c == 0 ? "is this a text file in UTF-8?" : "remove it");
        return false;
    }
    diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, scan->at + 1),
                       "the bytes from 0x%02X on are not a character here", c);
    sg_diag_hint(scan->diags, diag, "save the file as UTF-8");
    return false;
}

bool sg_scan_bad_number(sg_scan *scan)
{
    size_t end = word_end(scan, scan->at);
    const char *text = scan->text + scan->at;
    const char *digit = text + (*text == '-' || *text == '+');
    const char *hint = "digits, then perhaps a fraction (.5) and an exponent (e6)";
    sg_diag *diag;

    if (strncmp(text, "--", 2) == 0 && report_habit(scan))
        return false;
    diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, end), "JSON does not know this number");
    if (*text == '+')
        hint = "a number has no plus sign";
    else if (*digit == '0' && isdigit((unsigned char)digit[1]))
        hint = "a number has no leading zeros";
    else if (*digit == '0' && (digit[1] == 'x' || digit[1] == 'X'))
        hint = "write it in decimal digits, or as an SQL expression in quotes";
    else if (*digit == '.' || (scan->text[end - 1] == '.'))
        hint = "digits stand on both sides of the point: 0.5, 1.0";
    else if (memchr(text, '_', end - scan->at) != NULL)
        hint = "a number has no separators: 1000000";
    sg_diag_hint(scan->diags, diag, "%s", hint);
    return false;
}

bool sg_scan_big_number(sg_scan *scan, size_t start)
{
    sg_diag *diag =
        sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, start, scan->at), "the number does not fit into 64 bits");

    sg_diag_hint(scan->diags, diag, "write it as a string: \"%.*s\"", (int)(scan->at - start), scan->text + start);
    return false;
}

/* Words that other languages use for JSON's values. */
static const char *json_word(const char *word, size_t length)
{
    static const char *const words[][2] = {
        {"true", "true"}, {"yes", "true"},  {"on", "true"},   {"false", "false"},    {"no", "false"},
        {"off", "false"}, {"null", "null"}, {"none", "null"}, {"undefined", "null"}, {"nil", "null"},
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strlen(words[i][0]) == length && strncasecmp(words[i][0], word, length) == 0)
            return words[i][1];
    return NULL;
}

bool sg_scan_bad_value(sg_scan *scan)
{
    const char *text = scan->text + scan->at;
    size_t end = word_end(scan, scan->at);
    const char *word = json_word(text, end - scan->at);
    sg_diag *diag;

    if (report_habit(scan))
        return false;
    if (*text == '+' || *text == '.')
        return sg_scan_bad_number(scan);
    if (isalpha((unsigned char)*text) || *text == '_') {
        diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, end), "'%.*s' is not a JSON value",
                           (int)(end - scan->at), text);
        if (word != NULL)
            sg_diag_hint(scan->diags, diag, "write %s", word);
        else
            sg_diag_hint(scan->diags, diag, "a text needs double quotes: \"%.*s\"", (int)(end - scan->at), text);
        return false;
    }
    if (report_byte(scan))
        return false;
    if (scan->at >= scan->length)
        sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, scan->at),
                    "the file ends where a value is missing");
    else
        sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, scan->at + 1), "a value is missing before '%c'",
                    *text);
    return false;
}

bool sg_scan_bad_key(sg_scan *scan, size_t opened)
{
    const char *text = scan->text + scan->at;
    size_t end = word_end(scan, scan->at);
    sg_diag *diag;

    if (report_habit(scan))
        return false;
    if (*text == ']')
        return sg_scan_bad_end(scan, opened, scan->at);
    if (isalnum((unsigned char)*text) || *text == '_' || *text == '$') {
        diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, end), "a key needs double quotes");
        sg_diag_hint(scan->diags, diag, "\"%.*s\"", (int)(end - scan->at), text);
        return false;
    }
    if (report_byte(scan))
        return false;
    diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, scan->at + 1), "a key is missing before '%c'",
                       *text);
    if (*text == '{' || *text == '[')
        sg_diag_hint(scan->diags, diag, "every entry of an object is \"key\": value");
    else if (*text == ',')
        sg_diag_hint(scan->diags, diag, "remove the extra comma");
    return false;
}

bool sg_scan_missing_colon(sg_scan *scan, size_t key, size_t key_end)
{
    sg_diag *diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, key, key_end), "the key has no value");

    if (scan->text[scan->at] == '=')
        sg_diag_hint(scan->diags, diag, "a colon stands between key and value, not an equals sign");
    else
        sg_diag_hint(scan->diags, diag, "a colon and the value follow a key: \"key\": value");
    return false;
}

bool sg_scan_bad_end(sg_scan *scan, size_t opened, size_t behind)
{
    const char *what = scan->text[opened] == '{' ? "object" : "list";
    char c = scan->text[scan->at];
    sg_diag *diag;

    if (scan->at >= scan->length) {
        diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, behind, behind), "the file ends inside %s",
                           scan->text[opened] == '{' ? "an object" : "a list");
        sg_diag_note(scan->diags, diag, span(scan, opened, opened + 1), "which begins here");
        return false;
    }
    if (c == '}' || c == ']') {
        diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, scan->at + 1), "'%c' cannot close this %s",
                           c, what);
        sg_diag_note(scan->diags, diag, span(scan, opened, opened + 1), "the %s begins here", what);
        return false;
    }
    if (c == ':' || report_habit(scan) || report_byte(scan)) {
        if (c == ':')
            sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, scan->at + 1), "a colon behind a value");
        return false;
    }
    if (c == ';')
        diag =
            sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, scan->at + 1), "a semicolon between entries");
    else
        diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, behind - 1, behind),
                           "a comma is missing behind this entry");
    sg_diag_hint(scan->diags, diag, "entries of %s are separated by commas",
                 scan->text[opened] == '{' ? "an object" : "a list");
    return false;
}

bool sg_scan_trailing_comma(sg_scan *scan, size_t comma)
{
    sg_diag *diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, comma, comma + 1),
                                "a comma before the closing '%c'", scan->text[scan->at]);

    sg_diag_hint(scan->diags, diag, "remove it: in JSON no comma follows the last entry");
    return false;
}

bool sg_scan_too_deep(sg_scan *scan, size_t opened)
{
    sg_diag_add(scan->diags, SG_JSON_TOO_BIG, span(scan, opened, opened + 1), "nested deeper than %d levels",
                SG_SCAN_DEPTH);
    return false;
}

bool sg_scan_empty(sg_scan *scan)
{
    sg_diag *diag = sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, 0, 0), "the file is empty");

    sg_diag_hint(scan->diags, diag, "the least schema is { \"schemagen\": 1 }, the least of other files { }");
    return false;
}

bool sg_scan_bad_rest(sg_scan *scan)
{
    char c = scan->text[scan->at];

    if (report_habit(scan) || report_byte(scan))
        return false;
    if (c == '}' || c == ']')
        sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, scan->at + 1), "one '%c' too many", c);
    else
        sg_diag_add(scan->diags, SG_JSON_SYNTAX, span(scan, scan->at, word_end(scan, scan->at)),
                    "text behind the end of the JSON value");
    return false;
}
