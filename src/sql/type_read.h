/* type_read.h - the words, names and numbers of which the text of a type consists. */
#ifndef SG_TYPE_READ_H
#define SG_TYPE_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

#define SG_TYPE_MODIFIERS 8

typedef struct sg_type_cursor {
    sg_arena *arena;
    const char *text;
    size_t at;
    const char *why; /* set by the first mistake */
    size_t why_at;
} sg_type_cursor;

/* What stood between the parentheses. */
typedef struct sg_type_list {
    const char *items[SG_TYPE_MODIFIERS];
    size_t count;
    size_t at;
} sg_type_list;

/* Notes a mistake; returns false. */
bool sg_type_fail(sg_type_cursor *c, size_t at, const char *why);
void sg_type_skip_space(sg_type_cursor *c);
/* Takes the next character, or word in any letter case, when it is this one. */
bool sg_type_accept(sg_type_cursor *c, char wanted);
bool sg_type_accept_word(sg_type_cursor *c, const char *word);
/* A name as the server would store it; NULL and a mistake when there is none. */
const char *sg_type_read_name(sg_type_cursor *c, bool *quoted);
/* "(10, 2)" when it stands here. */
bool sg_type_read_list(sg_type_cursor *c, sg_type_list *list);
/* Item `i` as a number within limits. */
bool sg_type_read_number(sg_type_cursor *c, const sg_type_list *list, size_t i, long low, long high, const char *what,
                         long *value);
bool sg_type_at_most(sg_type_cursor *c, const sg_type_list *list, size_t max);

#endif
