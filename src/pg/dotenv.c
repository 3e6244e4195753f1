/* .env files: KEY=VALUE lines, as shells and other tools read them. */
#include <string.h>

#include "buf.h"
#include "url.h"

#define BLANKS " \t\r"
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

static const char *skip_line(const char *p)
{
    p += strcspn(p, "\n");
    return p + (*p == '\n');
}

static bool is_closed(const char *p, char quote)
{
    for (; *p != '\0' && *p != quote; p++)
        p += quote == '"' && *p == '\\' && p[1] != '\0';
    return *p == quote;
}

/* "..." knows \n, \", \\ and keeps other backslashes; '...' knows nothing. Returns the place behind the quote. One that
 * nothing closes is forgotten at the end of its line. */
static const char *read_quoted(const char *p, sg_buf *value)
{
    char quote = *p++;
    const char *ends = is_closed(p, quote) ? "" : "\r\n";
    while (*p != '\0' && *p != quote && strchr(ends, *p) == NULL) {
        if (quote == '"' && *p == '\\' && p[1] != '\0' && strchr("n\"\\$", p[1]) != NULL) {
            p++;
            sg_buf_addc(value, *p == 'n' ? '\n' : *p);
        } else {
            sg_buf_addc(value, *p);
        }
        p++;
    }
    return *p == quote ? p + 1 : p;
}

/* Up to the end of the line or a # that follows white space. */
static const char *read_plain(const char *p, sg_buf *value)
{
    const char *start = p;
    const char *end = p;
    for (; *p != '\0' && *p != '\n'; p++) {
        bool blank = strchr(BLANKS, *p) != NULL;
        if (*p == '#' && (p == start || strchr(BLANKS, p[-1]) != NULL))
            break;
        if (!blank)
            end = p + 1;
    }
    sg_buf_addn(value, start, (size_t)(end - start));
    return p;
}

const char *sg_dotenv_find(sg_arena *arena, const char *text, const char *name)
{
    const char *found = NULL;
    sg_buf value;
    sg_buf_init(&value);
    if (strncmp(text, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0)
        text += strlen(BYTE_ORDER_MARK);
    for (const char *p = text; *p != '\0'; p = skip_line(p)) {
        p += strspn(p, BLANKS);
        if (strncmp(p, "export", 6) == 0 && p[6] != '\0' && strchr(BLANKS, p[6]) != NULL)
            p += 6 + strspn(p + 6, BLANKS);
        size_t key = strcspn(p, "=#\n" BLANKS);
        const char *after = p + key + strspn(p + key, BLANKS);
        if (key == 0 || *after != '=')
            continue;
        bool wanted = strlen(name) == key && strncmp(p, name, key) == 0;
        p = after + 1 + strspn(after + 1, BLANKS);
        sg_buf_clear(&value);
        p = *p == '"' || *p == '\'' ? read_quoted(p, &value) : read_plain(p, &value);
        if (wanted)
            found = sg_arena_strdup(arena, value.data);
    }
    sg_buf_release(&value);
    return found;
}
