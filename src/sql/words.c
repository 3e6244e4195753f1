#include "words.h"

#include <string.h>
#include <strings.h>

#include "buf.h"
#include "scan.h"

/* The next token that is no white space. */
static sg_token next_word(sg_scan *scan)
{
    sg_token token;
    do
        token = sg_scan_next(scan);
    while (token == SG_TOKEN_SPACE);
    return token;
}

sg_words sg_words_read(sg_arena *arena, const char *text, size_t length)
{
    sg_scan scan;
    size_t limit = 0;
    sg_token token;
    sg_scan_init(&scan, text, length);
    while ((token = next_word(&scan)) != SG_TOKEN_END && token != SG_TOKEN_UNCLOSED)
        limit++;
    sg_scan_release(&scan);
    sg_sql_word *words = SG_NEW_ARRAY(arena, sg_sql_word, limit);
    sg_scan_init(&scan, text, length);
    for (size_t i = 0; i < limit; i++) {
        next_word(&scan);
        words[i] = (sg_sql_word){text + scan.start, scan.end - scan.start};
    }
    sg_scan_release(&scan);
    return (sg_words){words, limit};
}

static bool is_word(const sg_words *words, size_t at, const char *text, size_t length)
{
    return at < words->count && words->items[at].length == length &&
           strncasecmp(words->items[at].text, text, length) == 0;
}

bool sg_words_is(const sg_words *words, size_t at, const char *text)
{
    return is_word(words, at, text, strlen(text));
}

bool sg_words_skip(const sg_words *words, size_t *at, const char *text)
{
    size_t next = *at;
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        if (!is_word(words, next++, text, length))
            return false;
        text += length + (text[length] == ' ');
    }
    *at = next;
    return true;
}

const char *sg_words_name(const sg_words *words, size_t *at, sg_arena *arena)
{
    sg_buf name;
    sg_buf_init(&name);
    while (*at < words->count) {
        const sg_sql_word *word = &words->items[(*at)++];
        sg_buf_addn(&name, word->text, word->length);
        if (!sg_words_is(words, *at, "."))
            break;
        sg_buf_addc(&name, '.');
        (*at)++;
    }
    const char *copy = sg_arena_strdup(arena, name.data);
    sg_buf_release(&name);
    return copy;
}
