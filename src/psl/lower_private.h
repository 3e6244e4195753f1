/* lower_private.h - what the files that lower a schema share. */
#ifndef SG_PSL_LOWER_PRIVATE_H
#define SG_PSL_LOWER_PRIVATE_H

#include <json-c/json.h>

#include "buf.h"
#include "lower.h"

typedef struct sg_psl_lowering {
    const sg_psl_names *names;
    struct json_object *tables;                            /* not handed out yet */
    bool (*take)(void *context, struct json_object *part); /* NULL: the tree is wanted as a whole */
    void *context;
    struct sg_exprs *exprs;
    sg_map check_numbers; /* of checks without a name, by table and name: the last number taken */
    bool fine;            /* false after the first mistake */
} sg_psl_lowering;

/* Reports a mistake; the result will be NULL. */
void sg_psl_wrong(sg_psl_lowering *lowering, sg_code code, sg_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Adds `value` under a key that lives long enough, and remembers where both were written. */
void sg_psl_put(const sg_psl_names *names, struct json_object *object, const char *key, struct json_object *value,
                sg_span place, sg_span key_place);
/* Remembers for a value where it and its key were written. Null and fractions have no place of their own. */
void sg_psl_place(const sg_psl_names *names, struct json_object *value, sg_span place, sg_span key_place);
/* Gives back what was remembered, if anything. */
void sg_psl_placed(struct json_object *value, sg_span *place, sg_span *key_place);
void sg_psl_put_text(struct json_object *object, const char *key, const char *text);
/* The map under `key` of a table, made when it is not there yet. */
struct json_object *sg_psl_map(struct json_object *table, const char *key);

/* The same where the value was said by a directive: a second one may not say it again. */
void sg_psl_put_said(sg_psl_lowering *lowering, struct json_object *object, const char *key, struct json_object *value,
                     sg_span place, sg_span key_place);

/* What directives say about a definition: each sets the key of its name. */
void sg_psl_apply(sg_psl_lowering *lowering, const sg_psl_directives *directives, struct json_object *definition);
/* The same for a table, with the directives that only tables have; of `model` the names are asked for. */
void sg_psl_apply_to_table(sg_psl_lowering *lowering, const sg_psl_directives *directives, const sg_psl_table *model,
                           struct json_object *table);
/* The same for an enum, whose values may have directives too. */
struct json_object *sg_psl_apply_to_enum(sg_psl_lowering *lowering, const sg_psl_item *block,
                                         struct json_object *values);
/* The directives of the file as a whole. */
void sg_psl_apply_to_root(sg_psl_lowering *lowering, struct json_object *root);
/* Nothing has taken a directive yet. */
void sg_psl_begin_directives(sg_psl_lowering *lowering);
/* Reports the directives that nothing took. */
void sg_psl_check_directives(sg_psl_lowering *lowering);

/* One column for a field that is no relation. */
void sg_psl_lower_column(sg_psl_lowering *lowering, struct json_object *columns, const sg_psl_field *field);
/* The column's type as SQL, without serial; false after reporting. */
bool sg_psl_add_type(sg_psl_lowering *lowering, sg_buf *sql, const sg_psl_field *field);
/* The default as SQL. False where the database has none, or after reporting. */
bool sg_psl_add_default(sg_psl_lowering *lowering, sg_buf *sql, const sg_psl_field *field,
                        const sg_psl_attribute *attribute);
/* A literal of a scalar type; false when the value is none. */
bool sg_psl_add_scalar(sg_buf *sql, sg_psl_scalar scalar, const sg_psl_value *value);
/* The call that is the field's default, by function name, or NULL. */
const sg_psl_value *sg_psl_default_call(const sg_psl_field *field, const char *function);

/* The primary key, the unique indexes and the indexes of a model. */
void sg_psl_lower_keys(sg_psl_lowering *lowering, struct json_object *table, const sg_psl_table *model);
/* Text inside WHERE for `where:`. */
bool sg_psl_add_where(sg_psl_lowering *lowering, sg_buf *sql, const sg_psl_table *model, const sg_psl_value *value);

/* Foreign keys of a model, and join tables of which it is the first side. */
void sg_psl_lower_relations(sg_psl_lowering *lowering, struct json_object *table, const sg_psl_table *model);
/* One side of a relation of many to many: its column in the join table, and what that refers to. */
typedef struct sg_psl_join_side {
    const char *column; /* "A" or "B" */
    const char *type;   /* SQL */
    const char *target; /* key of the table */
    const char *id;     /* its column */
} sg_psl_join_side;
void sg_psl_put_join_side(sg_psl_lowering *lowering, struct json_object *table, const char *name,
                          const sg_psl_join_side *side, sg_span place);
/* The primary key and the index of a join table. */
void sg_psl_put_join_keys(const sg_psl_names *names, struct json_object *table, const char *name, sg_span place);
void sg_psl_lower_join_tables(sg_psl_lowering *lowering, const sg_psl_table *model);

/* table_a_b cut so that the suffix fits into 63 bytes. `columns` are names in the database. */
const char *sg_psl_object_name(const sg_psl_names *names, const char *table, const char *const *columns, size_t count,
                               const char *suffix);

#endif
