/* index.h - inside the index folder only. */
#ifndef SG_INDEX_H
#define SG_INDEX_H

#include "json.h"
#include "kind.h"
#include "step.h"

typedef struct sg_index_key {
    const char *column;     /* or ... */
    const char *expression; /* ... this */
    const char *collation;
    const char *opclass;
    sg_params parameters; /* of the opclass */
    int order;            /* 1: descending */
    int nulls;            /* 1: first, 2: last; 0: the order's own way */
} sg_index_key;

typedef struct sg_index {
    sg_object base;
    const char *method; /* NULL: btree */
    bool unique;
    sg_index_key *keys;
    size_t key_count;
    sg_names include;
    bool nulls_not_distinct;
    sg_params parameters; /* storage */
    const char *predicate;
    sg_names plain; /* the columns when all keys are plain columns */
} sg_index;

extern const sg_field_type sg_index_keys_field;

/* Text of the keys for SQL and guards: `(a, lower(b) DESC)`, names as the server prints them. */
void sg_index_keys_sql(sg_buf *buf, const sg_index *index);

#endif
