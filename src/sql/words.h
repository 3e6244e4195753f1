/* words.h - SQL as a row of words: names, keywords, numbers, quoted things and characters of punctuation, without what
 * stands between them. */
#ifndef SG_WORDS_H
#define SG_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

typedef struct sg_word {
    const char *text; /* in the text that was read */
    size_t length;
} sg_word;

/* Up to the end, or a quote that is left open. The array lives in `arena`. */
sg_word *sg_words_read(sg_arena *arena, const char *text, size_t length, size_t *count);
/* True for these letters, in either case. */
bool sg_word_is(const sg_word *word, const char *text);

#endif
