/* raise_private.h - what the files that raise a tree share.
 *
 * A key that the text says is taken out of its definition; what is left at the end is written as directives. */
#ifndef SG_PSL_RAISE_PRIVATE_H
#define SG_PSL_RAISE_PRIVATE_H

#include <json-c/json.h>

#include "buf.h"
#include "expr.h"
#include "names.h"
#include "vec.h"

typedef struct sg_psl_raised_enum {
    const char *schema, *name; /* in the database */
    const char *key;           /* of the definition */
    const char *block;         /* name in the text */
    struct json_object *definition;
    struct json_object *values;
    sg_map labels; /* label -> name of the value in the text */
} sg_psl_raised_enum;

typedef struct sg_psl_raised_column {
    const char *name;  /* in the database */
    const char *field; /* in the text */
    struct json_object *definition;
    const char *type;           /* canonical SQL, as the definition says it */
    sg_psl_item item;           /* with its arity */
    sg_psl_field kind;          /* of what type it is, as if it had been read */
    const char *arguments;      /* of the native type: "(10, 2)", or "" */
    sg_psl_raised_enum *labels; /* of an enum field */
    bool disguised;             /* a type that no key can have, written as String with a directive */
    bool has_unique;            /* @unique stands in `attributes` */
    sg_buf attributes;          /* each with a blank before it */
    sg_buf directives;
} sg_psl_raised_column;

typedef struct sg_psl_raised_table {
    const char *schema, *name; /* in the database */
    const char *key;           /* of the definition */
    const char *block;         /* name in the text */
    struct json_object *definition;
    sg_psl_raised_column *columns;
    size_t count;
    sg_map by_name; /* of the database -> column */
    sg_map fields;  /* names taken in the text */
    sg_vec keys;    /* struct json_object*: lists of columns that are unique for the text */
    bool has_id;
    bool ignored;                         /* without a key that clients could use */
    bool joins;                           /* stands for two lists, and is no model */
    bool whole;                           /* nothing of it can be a model: it stays a definition */
    struct sg_psl_raised_table *sides[2]; /* of a join table */
    sg_buf relations, lines;
} sg_psl_raised_table;

typedef struct sg_psl_raising {
    sg_arena *arena;
    sg_exprs *exprs;
    struct json_object *root;
    struct json_object *sequences; /* of the root, or NULL */
    sg_psl_raised_enum *enums;
    size_t enum_count;
    sg_map enums_by_key;
    sg_psl_raised_table *tables;
    size_t table_count;
    sg_map tables_by_key;
    sg_map blocks;    /* names taken in the text */
    sg_map relations; /* the same of relations */
    sg_map pairs;     /* of models -> "1" when they have one relation */
    sg_vec schemas;   /* that a model or enum stands in */
} sg_psl_raising;

/* JSON: a member or NULL, its text or NULL, and the same taken out. The value taken must be released. */
struct json_object *sg_psl_get(struct json_object *object, const char *key);
const char *sg_psl_get_text(struct json_object *object, const char *key);
struct json_object *sg_psl_take(struct json_object *object, const char *key);
void sg_psl_drop(struct json_object *object, const char *key);
/* The same members in both, in any order. */
bool sg_psl_same_set(struct json_object *a, struct json_object *b);

/* A name as the text can have it, and one that is not in `taken` yet; put there. */
const char *sg_psl_spell(sg_arena *arena, const char *name);
const char *sg_psl_take_name(sg_arena *arena, sg_map *taken, const char *wanted);
/* A name for a model or enum. */
const char *sg_psl_take_block_name(sg_psl_raising *raising, const char *schema, const char *name);
/* ` @map("name")` where the name in the text is another. */
void sg_psl_add_map(sg_buf *out, const char *sign, const char *text_name, const char *name);

/* All that is left in a definition, a line each. */
void sg_psl_add_directives(sg_buf *out, struct json_object *definition);

/* The columns of a table: their names and types. */
void sg_psl_raise_columns(sg_psl_raising *raising, sg_psl_raised_table *table);
/* What field stands for `column->type`. */
void sg_psl_raise_type(sg_psl_raising *raising, sg_psl_raised_column *column, bool nullable);
void sg_psl_add_raised_type(sg_buf *out, const sg_psl_raised_column *column);
/* The line of a field, with its directives. */
void sg_psl_add_field(sg_psl_raising *raising, sg_buf *out, const sg_psl_raised_table *table,
                      sg_psl_raised_column *column);
/* A type that a key or relation needs and that fields of such a type cannot give. */
void sg_psl_disguise(sg_psl_raised_column *column);

/* Primary key, unique keys and indexes. */
void sg_psl_raise_keys(sg_psl_raising *raising, sg_psl_raised_table *table);
/* `[a, b]`, of fields. */
void sg_psl_add_fields(sg_buf *out, const sg_psl_raised_table *table, struct json_object *columns);
/* The name that lowering would give: table_a_b_suffix. */
const char *sg_psl_expected_name(sg_psl_raising *raising, const sg_psl_raised_table *table, struct json_object *columns,
                                 const char *suffix);

/* False where a column comes from the table's base, which says it. */
bool sg_psl_has_columns(const sg_psl_raised_table *table, struct json_object *columns);
/* Types of columns that foreign keys need. */
void sg_psl_disguise_relations(sg_psl_raising *raising);
/* Foreign keys and join tables of the whole schema. */
void sg_psl_raise_relations(sg_psl_raising *raising);
/* True when the two models have several relations, or a model one to itself. */
bool sg_psl_needs_relation_name(sg_psl_raising *raising, const sg_psl_raised_table *a, const sg_psl_raised_table *b);
/* A name for a relation field; where `wanted` is taken, with the relation's name. */
const char *sg_psl_take_relation_field(sg_psl_raising *raising, sg_psl_raised_table *table, const char *wanted,
                                       const char *relation);
/* Clients may not reach an ignored model over a field that is not ignored too. */
void sg_psl_add_ignore(sg_buf *out, const sg_psl_raised_table *table, const sg_psl_raised_table *other);
/* Tables that are what lowering makes of a relation of many to many; and such a one as two lists. */
void sg_psl_find_join_tables(sg_psl_raising *raising);
void sg_psl_raise_join(sg_psl_raising *raising, sg_psl_raised_table *table);

#endif
