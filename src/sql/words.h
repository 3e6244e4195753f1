/* words.h - SQL as a row of words: names, keywords, numbers, quoted things and characters of punctuation, without what
 * stands between them. */
#ifndef SG_WORDS_H
#define SG_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

typedef struct sg_sql_word {
    const char *text; /* in the text that was read */
    size_t length;
} sg_sql_word;
typedef struct sg_words {
    const sg_sql_word *items;
    size_t count;
} sg_words;

/* Up to the end, or a quote that is left open. The array lives in `arena`. */
sg_words sg_words_read(sg_arena *arena, const char *text, size_t length);
/* True when the word at that place has these letters, in either case. */
bool sg_words_is(const sg_words *words, size_t at, const char *text);
/* Passes over words that stand one behind the other, separated by blanks in `text`; false, and at the same place, when
 * others stand there. */
bool sg_words_skip(const sg_words *words, size_t *at, const char *text);
/* Takes a name with its schema, as it is written: safe to stand in a query, for it holds names and points only. */
const char *sg_words_name(const sg_words *words, size_t *at, sg_arena *arena);

#endif
