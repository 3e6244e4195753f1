#include "words.h"

#include <string.h>
#include <strings.h>

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

sg_word *sg_words_read(sg_arena *arena, const char *text, size_t length, size_t *count)
{
    sg_scan scan;
    size_t limit = 0;
    sg_token token;
    sg_scan_init(&scan, text, length);
    while ((token = next_word(&scan)) != SG_TOKEN_END && token != SG_TOKEN_UNCLOSED)
        limit++;
    sg_scan_release(&scan);
    sg_word *words = SG_NEW_ARRAY(arena, sg_word, limit);
    sg_scan_init(&scan, text, length);
    for (*count = 0; *count < limit; (*count)++) {
        next_word(&scan);
        words[*count] = (sg_word){text + scan.start, scan.end - scan.start};
    }
    sg_scan_release(&scan);
    return words;
}

bool sg_word_is(const sg_word *word, const char *text)
{
    return strlen(text) == word->length && strncasecmp(word->text, text, word->length) == 0;
}
