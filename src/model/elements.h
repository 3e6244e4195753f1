/* elements.h - what indexes, exclusion constraints and statistics are made over: columns or expressions, each with its
 * order, operator class and collation, and what values are excluded by. */
#ifndef SG_ELEMENTS_H
#define SG_ELEMENTS_H

#include "kind.h"

typedef struct sg_element {
    const char *column;     /* or ... */
    const char *expression; /* ... this */
    const char *collation;
    const char *opclass;
    sg_params parameters; /* of the opclass */
    int order;            /* 1: descending */
    int nulls;            /* 1: first, 2: last; 0: the order's own way */
    const char *operator; /* "&&", "schema.=": two rows for which all are true exclude each other; NULL: an index */
} sg_element;

typedef struct sg_elements {
    sg_element *items;
    size_t count;
    sg_names plain; /* the columns when all are plain columns */
} sg_elements;

extern const sg_field_type sg_field_elements; /* [sg_elements] without operators */
extern const sg_field_type sg_field_excluded; /* [sg_elements] each with its operator */
extern const sg_field_type sg_field_measured; /* [sg_elements] columns in the order of their names, then expressions */

/* `(a, lower(b) DESC)`, `(a WITH &&)`: names as the server prints them. */
void sg_elements_sql(sg_buf *buf, const sg_elements *elements);
/* True when one is more than a column that the server brings along to a new type. */
bool sg_elements_compute(const sg_elements *elements);

#endif
