/* JSON to the letter (RFC 8259): what PostgreSQL takes as json. json-c is more generous. */
#include <string.h>

#include "validate_private.h"

enum { DEPTH_MAX = 128 };

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " \t\r\n");
}

/* Each of these returns the place behind what it reads, or NULL when it is not there. */
static const char *read_value(const char *text, unsigned depth);

static const char *read_string(const char *text)
{
    static const char escapes[] = "\"\\/bfnrt";

    if (*text++ != '"')
        return NULL;
    while (*text != '"') {
        if ((unsigned char)*text < 0x20)
            return NULL;
        if (*text++ != '\\')
            continue;
        if (*text == 'u' && strspn(text + 1, "0123456789abcdefABCDEF") >= 4)
            text += 5;
        else if (*text != '\0' && strchr(escapes, *text) != NULL)
            text++;
        else
            return NULL;
    }
    return text + 1;
}

static const char *read_digits(const char *text)
{
    size_t count = strspn(text, "0123456789");

    return count > 0 ? text + count : NULL;
}

static const char *read_number(const char *text)
{
    text += *text == '-';
    if (*text == '0')
        text++;
    else
        text = read_digits(text);
    if (text != NULL && *text == '.')
        text = read_digits(text + 1);
    if (text != NULL && (*text == 'e' || *text == 'E')) {
        text++;
        text = read_digits(text + (*text == '+' || *text == '-'));
    }
    return text;
}

static const char *read_word(const char *text)
{
    static const char *const words[] = {"true", "false", "null"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strncmp(text, words[i], strlen(words[i])) == 0)
            return text + strlen(words[i]);
    }
    return NULL;
}

/* A member of an object, with `named`, or an element of an array. */
static const char *read_part(const char *text, bool named, unsigned depth)
{
    if (named) {
        text = read_string(skip_blanks(text));
        if (text == NULL || *(text = skip_blanks(text)) != ':')
            return NULL;
        text++;
    }
    return read_value(text, depth);
}

static const char *read_parts(const char *text, char close, unsigned depth)
{
    const char *end = skip_blanks(text + 1);

    if (depth > DEPTH_MAX)
        return NULL;
    if (*end == close)
        return end + 1;
    do
        text = read_part(text + 1, close == '}', depth);
    while (text != NULL && *(text = skip_blanks(text)) == ',');
    return text != NULL && *text == close ? text + 1 : NULL;
}

static const char *read_value(const char *text, unsigned depth)
{
    text = skip_blanks(text);
    switch (*text) {
    case '{':
        return read_parts(text, '}', depth + 1);
    case '[':
        return read_parts(text, ']', depth + 1);
    case '"':
        return read_string(text);
    case 't':
    case 'f':
    case 'n':
        return read_word(text);
    default:
        return read_number(text);
    }
}

bool sg_psl_is_json(const char *text)
{
    const char *end = read_value(text, 0);

    return end != NULL && *skip_blanks(end) == '\0';
}
