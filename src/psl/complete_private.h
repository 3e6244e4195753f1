/* complete_private.h - what the files that complete relations share. */
#ifndef SG_PSL_COMPLETE_PRIVATE_H
#define SG_PSL_COMPLETE_PRIVATE_H

#include "complete.h"
#include "names.h"
#include "vec.h"

/* The keys of a model, as relations need them. */
typedef struct sg_psl_model_keys {
    sg_vec first;  /* sg_psl_field*: the primary key, or else the first unique */
    sg_vec blocks; /* sg_psl_attribute*: @@id and @@unique */
} sg_psl_model_keys;

/* Fills empty lists; release them. */
void sg_psl_take_keys(sg_psl_model_keys *taken, const sg_psl_table *table);
/* Adds the fields of a list to `fields`; what is no field of the table is left out. */
void sg_psl_take_list(sg_vec *fields, const sg_psl_table *table, const sg_psl_value *list);
/* True when the listed fields are a key: then at most one row refers to each other one. */
bool sg_psl_is_unique(const sg_psl_model_keys *keys, const sg_psl_table *table, const sg_psl_value *list);

#endif
