/* keys.h - what constraints share: primary keys and unique ones nearly all. */
#ifndef SG_KEYS_H
#define SG_KEYS_H

#include "kind.h"
#include "step.h"

typedef struct sg_key {
    sg_object base;
    sg_names columns;
    sg_names include;
    bool nulls_not_distinct; /* unique constraints only */
    bool without_overlaps;   /* the last column is a range */
    int deferrable;          /* see sg_deferrable_words */
    sg_params parameters;    /* storage of the index behind it */
    const char *part_of;     /* name of the partitioned table's index or constraint; NULL: stands alone */
} sg_key;

/* "deferrable", "deferred": [int], for foreign keys too. */
extern const sg_word sg_deferrable_words[];
/* " DEFERRABLE INITIALLY DEFERRED" or nothing. */
const char *sg_deferrable_sql(int value);

/* A list of columns is the short form. */
bool sg_key_read_short(struct sg_reader *reader, sg_object *object, struct json_object *value);
/* Under another table the key has the name that PostgreSQL would give it there. */
void sg_key_adapt(sg_model *model, sg_object *copy);
const char *sg_key_part_of(const sg_object *object);
const sg_names *sg_key_columns(const sg_object *object);
/* CONSTRAINT "k" UNIQUE NULLS NOT DISTINCT ("a", "b") INCLUDE ("c") DEFERRABLE ...; the kind's word is UNIQUE or
 * PRIMARY KEY. */
void sg_key_clause(sg_buf *buf, const sg_object *object);
/* The same without the name, in the guards' words: names as the server prints them. */
extern const sg_aspect sg_key_whole;
/* pg_temp.<function>('"public"."t"', 'name' — the start of a guard's question about a constraint. */
void sg_constraint_ask(sg_buf *sql, const sg_object *object, const char *function);
/* For sg_op.assess of what may be "notValid" or "notEnforced": nobody looks at the rows that are there then. */
bool sg_constraint_assess(sg_step *step, const sg_model *model, sg_diags *diags);

#endif
