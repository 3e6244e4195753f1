/* validate_private.h - what the files that validate a schema share. */
#ifndef SG_PSL_VALIDATE_PRIVATE_H
#define SG_PSL_VALIDATE_PRIVATE_H

#include "validate.h"
#include "vec.h"

/* A field of a key, with what is said about it: `title(sort: Desc)`. */
typedef struct sg_psl_part {
    const sg_psl_field *field;
    const sg_psl_arguments *arguments; /* or NULL */
    sg_span span;
} sg_psl_part;

typedef enum sg_psl_key_sort { SG_PSL_KEY_ID, SG_PSL_KEY_UNIQUE, SG_PSL_KEY_INDEX } sg_psl_key_sort;

/* @id, @@id, @unique, @@unique or @@index. Fields that do not exist are left out. */
typedef struct sg_psl_key {
    sg_psl_key_sort sort;
    const sg_psl_attribute *attribute;
    bool of_block;
    sg_psl_part *parts;
    size_t count;
    struct sg_psl_key *next;
} sg_psl_key;

typedef struct sg_psl_check {
    const sg_psl_names *names;
    sg_diags *diags;
    const char *prefix; /* of native types: the datasource's name; NULL without a datasource */
    bool views;         /* preview features */
    bool partial_indexes;
    bool extensions;
    bool has_schemas; /* the datasource lists schemas */
    sg_vec schemas;   /* their names */
    sg_map schemas_by_name;
    sg_map generators;
    bool *broken_tables; /* by place in names->tables: had a mistake in an earlier stage */
    bool *broken_enums;
    bool *ignored;                /* by place in names->tables: @@ignore */
    sg_psl_key **keys;            /* by place in names->tables */
    struct sg_psl_extent *blocks; /* of tables and enums, in order of place */
    size_t block_count;
    const sg_diag *marked; /* the last diagnostic that a stage has seen */
} sg_psl_check;

bool sg_psl_is_broken(const sg_psl_check *check, const sg_psl_table *table);
const sg_psl_key *sg_psl_keys_of(const sg_psl_check *check, const sg_psl_table *table);
/* "did you mean ...?" when one of the candidates is near. */
void sg_psl_suggest(const sg_psl_check *check, sg_diag *diag, const char *word, const char *const *candidates,
                    size_t count);
/* The same with the fields of a table that have columns. */
void sg_psl_suggest_field(const sg_psl_check *check, sg_diag *diag, const char *word, const sg_psl_table *table);
/* True when the text is one of the words, which end with NULL. */
bool sg_psl_is_one_of(const char *text, const char *const *words);
/* @@ignore. */
bool sg_psl_is_ignored(const sg_psl_check *check, const sg_psl_table *table);
/* "@" or "@@". */
const char *sg_psl_sign(const sg_psl_attribute *attribute);
/* An argument whose value must be a text; NULL when it is not there. */
const char *sg_psl_text_argument(const sg_psl_attribute *attribute, const char *name, bool first);

/* Stage 1: names. */
void sg_psl_check_names(sg_psl_check *check);
/* Stage 1 too: datasource and generators, and what they switch on. */
void sg_psl_check_config(sg_psl_check *check);
/* The `extensions` of a datasource. */
void sg_psl_check_extensions(sg_psl_check *check, const sg_psl_item *property);

/* Stage 2: attributes and their arguments, each for itself. */
void sg_psl_check_attributes(sg_psl_check *check);
/* The form of a field's type, and what Unsupported("...") spells. */
void sg_psl_check_type(sg_psl_check *check, const sg_psl_field *field);
/* What the grammar lets through in brackets: an argument without value, a comma too many. False when reported. */
bool sg_psl_check_complete(sg_psl_check *check, const sg_psl_arguments *arguments);
/* The lists of fields in keys and relations. */
void sg_psl_check_field_lists(sg_psl_check *check, const sg_psl_table *table);

/* Stage 3: what attributes mean together. */
void sg_psl_check_fields(sg_psl_check *check, const sg_psl_table *table);
/* One native type with its arguments. */
void sg_psl_check_native(sg_psl_check *check, const sg_psl_field *field, const sg_psl_attribute *attribute);
void sg_psl_check_default(sg_psl_check *check, const sg_psl_field *field, const sg_psl_attribute *attribute);
/* Whether a text is JSON and nothing else. */
bool sg_psl_is_json(const char *text);
/* NULL when the literal fits the field's type, else what the type needs. */
const char *sg_psl_literal_need(const sg_psl_field *field, const sg_psl_value *value);
void sg_psl_collect_keys(sg_psl_check *check);
void sg_psl_check_keys(sg_psl_check *check, const sg_psl_table *table);
void sg_psl_check_operators(sg_psl_check *check, const sg_psl_key *key);
void sg_psl_check_where(sg_psl_check *check, const sg_psl_table *table, const sg_psl_value *value);
void sg_psl_check_schemas(sg_psl_check *check);
/* Names of tables, enums and columns in the database. */
void sg_psl_check_tables(sg_psl_check *check);

/* Stage 4: relations. */
void sg_psl_check_relations(sg_psl_check *check);
/* The two fields of one relation. */
void sg_psl_check_pair(sg_psl_check *check, const sg_psl_field *one, const sg_psl_field *other);
/* What a relation field says in @relation under that name, or NULL. */
const sg_psl_value *sg_psl_said(const sg_psl_field *field, const char *argument);
/* Whether one of the listed fields has that arity. */
bool sg_psl_has_arity(const sg_psl_table *table, const sg_psl_value *list, sg_psl_arity arity);
/* Without foreign keys actions are done by clients, which cannot follow a circle. */
void sg_psl_check_circles(sg_psl_check *check);

/* Stage 5: names of indexes, keys and foreign keys in the database. */
void sg_psl_check_objects(sg_psl_check *check);

/* True for words that no model or enum can be called. */
bool sg_psl_is_reserved(const char *name);
/* True when an index of that type ("Gin") takes the field without an operator class. */
bool sg_psl_index_takes(const char *type, const sg_psl_field *field);

#endif
