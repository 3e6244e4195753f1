/* names.h - what the names of a Prisma schema mean: its models and enums as tables and types of the database.
 *
 * One pass over the trees of all files; validation and lowering both start from here. Memory comes from the sink's
 * arena. Mistakes found on the way are reported once, and what depends on them is left out. */
#ifndef SG_PSL_NAMES_H
#define SG_PSL_NAMES_H

#include "ast.h"
#include "map.h"

/* The scalar types of the language. */
typedef enum sg_psl_scalar {
    SG_PSL_STRING_TYPE,
    SG_PSL_BOOLEAN,
    SG_PSL_INT,
    SG_PSL_BIGINT,
    SG_PSL_FLOAT,
    SG_PSL_DECIMAL,
    SG_PSL_DATETIME,
    SG_PSL_JSON,
    SG_PSL_BYTES,
    SG_PSL_SCALARS
} sg_psl_scalar;

/* By the enum above: how the language writes it, and SQL. */
typedef struct sg_psl_scalar_row {
    const char *name;
    const char *sql;
    const char *serial; /* with autoincrement(), or NULL */
} sg_psl_scalar_row;
extern const sg_psl_scalar_row sg_psl_scalars[SG_PSL_SCALARS];

/* A native type: @db.VarChar(10). */
typedef struct sg_psl_native {
    const char *name;
    sg_psl_scalar scalar; /* it belongs to */
    const char *sql;
    const char *serial;   /* with autoincrement(), or NULL */
    unsigned arguments;   /* at most; 2: none or both */
    long lowest, highest; /* of the first argument */
} sg_psl_native;
/* By its exact name, or NULL. `count` rows in all. */
const sg_psl_native *sg_psl_native_named(const char *name);
const sg_psl_native *sg_psl_natives(size_t *count);

typedef enum sg_psl_field_sort {
    SG_PSL_SCALAR_FIELD,
    SG_PSL_ENUM_FIELD,
    SG_PSL_RAW_FIELD,      /* Unsupported("...") */
    SG_PSL_RELATION_FIELD, /* no column */
    SG_PSL_BROKEN_FIELD    /* its type is not known (reported) */
} sg_psl_field_sort;

typedef struct sg_psl_field {
    sg_psl_item *item;
    struct sg_psl_table *table;
    sg_psl_field_sort sort;
    sg_psl_scalar scalar;             /* of a scalar field */
    const sg_psl_native *native;      /* or NULL: the scalar's own type */
    sg_psl_attribute *native_written; /* its attribute */
    struct sg_psl_labels *labels;     /* of an enum field */
    struct sg_psl_table *target;      /* of a relation field */
    struct sg_psl_field *opposite;    /* of a relation field: the other half of the relation, or NULL */
    const char *column;               /* name in the database */
} sg_psl_field;

/* A model or view. */
typedef struct sg_psl_table {
    sg_psl_item *item;
    const char *schema; /* in the database */
    const char *name;
    const char *key; /* "name" or "schema.name", as schema.json writes it */
    bool view;
    sg_psl_field *fields;
    size_t count;
    const sg_psl_field *single_id; /* the one field of the primary key, or NULL */
    sg_map by_name;                /* of the field as written -> sg_psl_field */
} sg_psl_table;

/* An enum. */
typedef struct sg_psl_labels {
    sg_psl_item *item;
    sg_map by_name; /* of the value as written -> its sg_psl_item */
    const char *schema;
    const char *name;
    const char *key;
} sg_psl_labels;

typedef struct sg_psl_names {
    sg_diags *diags;
    sg_arena *arena;
    const sg_psl_schema *schema;
    sg_psl_item *datasource; /* or NULL */
    bool datasources;        /* there are several, which was told */
    bool no_foreign_keys;    /* relationMode = "prisma" */
    bool extensions;         /* the preview feature is on */
    sg_psl_table *tables;    /* in order of files and lines */
    size_t table_count;
    sg_psl_labels *enums;
    size_t enum_count;
    sg_map by_name; /* of models, views -> sg_psl_table */
    sg_map enums_by_name;
    sg_map blocks; /* all that fields can have as type, by name -> sg_psl_item */
} sg_psl_names;

/* Fills `names`; false when something was reported. Release it in either case. */
bool sg_psl_names_init(sg_psl_names *names, const sg_psl_schema *schema, sg_diags *diags);
void sg_psl_names_release(sg_psl_names *names);

/* What a type of SQL or of other languages is called here: `Int`, `String @db.Uuid`. NULL when that is not known. */
const char *sg_psl_type_meant(const sg_psl_names *names, const char *word);
/* Finds the native type of a scalar field, the attribute whose name has a dot; false when something was reported. A
 * part of sg_psl_names_init. */
bool sg_psl_find_native(const sg_psl_names *names, sg_psl_field *field);
/* Sets `opposite` of all relation fields; a part of sg_psl_names_init. */
void sg_psl_pair_relations(const sg_psl_names *names);

sg_psl_field *sg_psl_field_named(const sg_psl_table *table, const char *name);
/* Name of the relation as written, or NULL. */
const char *sg_psl_relation_name(const sg_psl_field *field);
/* The same, or the one that a relation without a name has from its two models: AToB. */
const char *sg_psl_relation_title(const sg_psl_names *names, const sg_psl_field *field);
/* The label of an enum's value in the database; NULL when there is no such value. */
const char *sg_psl_label(const sg_psl_labels *labels, const char *value);
/* The name that @map or @@map gives, or `name`. */
const char *sg_psl_mapped(const sg_psl_attribute *map, const char *name);
/* The text of a string value, or NULL for another sort of value. */
const char *sg_psl_text(const sg_psl_value *value);
/* The elements of a list (`[a, b(sort: Desc)]`) one after the other; a single value is a list of one, NULL an empty
 * one. The next one is NULL at the end. */
typedef struct sg_psl_elements {
    const sg_psl_argument *next;
    const sg_psl_value *single;
} sg_psl_elements;
size_t sg_psl_list_count(const sg_psl_value *value);
sg_psl_elements sg_psl_elements_of(const sg_psl_value *value);
const sg_psl_value *sg_psl_next_element(sg_psl_elements *elements);
/* The first element, or NULL. */
const sg_psl_value *sg_psl_first_element(const sg_psl_value *value);

/* Looking for near words takes its time, and nobody reads that many mistakes at once: false from some number on. */
bool sg_psl_wants_hint(const sg_psl_names *names);

/* Reports a mistake; always returns false. */
bool sg_psl_mistake(const sg_psl_names *names, sg_code code, sg_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
