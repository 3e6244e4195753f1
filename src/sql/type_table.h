/* type_table.h - the rows behind type.h, for the files of this room. */
#ifndef SG_TYPE_TABLE_H
#define SG_TYPE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "type.h"

typedef enum sg_type_modifiers {
    SG_MOD_NONE,
    SG_MOD_LENGTH,  /* characters: (n) */
    SG_MOD_BITS,    /* (n) */
    SG_MOD_NUMERIC, /* (precision, scale) */
    SG_MOD_TIME,    /* (digits of a second) */
    SG_MOD_INTERVAL /* fields and digits of a second */
} sg_type_modifiers;

typedef enum sg_type_category { SG_TYPE_OTHER, SG_TYPE_STRING } sg_type_category;

typedef struct sg_type_row {
    const char *name;    /* canonical */
    const char *pg_name; /* pg_type.typname */
    sg_type_category category;
    sg_type_modifiers modifiers;
    bool orderable;
} sg_type_row;

typedef enum sg_spelling { SG_SPELLING_TYPE, SG_SPELLING_KEYWORD, SG_SPELLING_SERIAL } sg_spelling;

typedef struct sg_type_name {
    const char *spelling;
    const char *type;
    sg_spelling kind;
} sg_type_name;

/* By canonical name; NULL when there is none. */
const sg_type_row *sg_type_row_find(const char *name);
/* By spelling in lower case. */
const sg_type_name *sg_type_name_find(const char *spelling);

/* The numbers in "10,2": how many were written (at most `max`). */
size_t sg_type_numbers(const char *modifiers, long *numbers, size_t max);

#endif
