/* json.h - models as JSON text, and from it: the one format of schema.json,
 * snapshots and introspection. Field tables of the kinds do the work. */
#ifndef SG_JSON_H
#define SG_JSON_H

#include <stdbool.h>

#include "kind.h"
#include "model.h"

struct json_object;

/* State of one reading; kinds get it in read and expand functions. */
typedef struct sg_reader {
    sg_model *model;
    sg_diags *diags;
    bool canonical; /* a snapshot or the catalog: no short forms, no missing parts */
    sg_diag *last;  /* the mistake reported last, for hints */
} sg_reader;

/* Reads a whole file's root into `model` (not finished). All texts are copied: the tree is no longer needed then.
 * False when something was wrong; all mistakes are reported. */
bool sg_json_read_model(sg_reader *reader, struct json_object *root);
/* The same for some of the root's members, when others are read by themselves. */
bool sg_json_read_members(sg_reader *reader, struct json_object *part);

/* Reads one definition of a kind and adds the object. `name` NULL: the kind's default name is filled in
 * at finish. `origin`/`origin_key`: see sg_object. Returns NULL on mistakes. */
sg_object *sg_json_read_object(sg_reader *reader, const sg_kind *kind, const char *schema, sg_object *parent,
                               const char *name, struct json_object *definition, const sg_object *origin,
                               const char *origin_key);

/* Reports a mistake at `subpath` below the object; always returns false. */
bool sg_reader_error(sg_reader *reader, const sg_object *object, const char *subpath, sg_code code, const char *format,
                     ...) __attribute__((format(printf, 5, 6)));

/* Helpers for kinds: check the JSON type (reporting at object + key) and hand out the value.
 * Strings are checked for UTF-8 and control characters (line breaks allowed where `lines` is set), and copied to the
 * model's arena. */
const char *sg_json_string(sg_reader *reader, const sg_object *object, const char *key, struct json_object *value,
                           bool lines);
/* A list of identifiers; a single string counts as a list of one. */
bool sg_json_names(sg_reader *reader, const sg_object *object, const char *key, struct json_object *value,
                   sg_names *names);

/* The place "key/3" of an element, shortened where it has no room. Readers tell every value's place and hardly ever
 * need it, so this takes less time than snprintf. */
enum { SG_PLACE_BYTES = 160 };
const char *sg_json_place(char place[SG_PLACE_BYTES], const char *key, size_t index);
/* The same for a member of an object: "key/0/order". */
const char *sg_json_place_of(char place[SG_PLACE_BYTES], const char *key, const char *member);

/* A name of 1 to 63 bytes without control characters; reports and returns false otherwise. */
bool sg_json_check_name(sg_reader *reader, const sg_object *object, const char *key, const char *name);
/* The same for a name with or without a schema in front of it. */
bool sg_json_check_path(sg_reader *reader, const sg_object *object, const char *key, const char *written);
/* Adds "did you mean" to the last mistake when one of `words` is near; else all of them, when they are few. */
void sg_reader_suggest(sg_reader *reader, const char *word, const char *const *words, size_t count);
/* A type as SQL writes it; reports at object + key and returns false when it is none. */
bool sg_json_type(sg_reader *reader, const sg_object *object, const char *key, const char *text,
                  const sg_sqltype **type);
void sg_json_write_type(sg_buf *buf, const sg_sqltype *type);
/* Finds what a type of the file or of an extension is, and makes `object` depend on it. Returns the type's schema. */
const char *sg_type_resolve(sg_model *model, sg_object *object, const char *key, const sg_sqltype *type,
                            sg_diags *diags);
/* The same for "schema\x1fname" in a cast. */
void sg_type_depend(sg_model *model, sg_object *object, const char *key, const char *path);
/* A collation as models hold its name, however it is written: without a schema where the server finds it without one,
 * and parts that hold a dot or a quote in quotes. */
const char *sg_collation_name(sg_model *model, const char *written);
/* The collation of the file that `name` is, if any: `object` depends on it, and follows when it is renamed. */
void sg_collation_resolve(sg_model *model, sg_object *object, const char *name);
/* True when that is the collation; `name` may be NULL. */
bool sg_collation_is(const char *name, const sg_object *collation);
void sg_collation_rename(sg_model *model, const char **name, const sg_object *target, const char *old_schema,
                         const char *old_name);
/* The table or view that a query names, or NULL. */
sg_object *sg_query_relation(const sg_model *model, const sg_query_name *name);
/* True when what is declared nowhere may be there all the same: tables of extensions and of the system. */
bool sg_query_is_elsewhere(const sg_model *model, const sg_query_name *name);
/* The relation of which a condition or commands below the object speak; its name NULL: of none. */
sg_query_name sg_query_own_relation(const sg_object *object);
/* True when rows of the relation as a whole are among the values of the query. */
bool sg_query_takes_rows(const sg_query_text *query, const sg_object *relation);
/* Says which columns a text names that the relations have not which it reads; that of a child speaks of its parent too.
 * After all are finished. */
void sg_query_check_columns(sg_model *model, const sg_object *object, const char *key, sg_query_sort sort,
                            const sg_query_text *value, sg_diags *diags);
/* True when the relation certainly has no such column; of others than tables and views nothing is known. */
bool sg_relation_lacks(const sg_object *relation, const char *column);
/* The same as for types, for all that a query reads and calls. */
void sg_query_resolve(sg_model *model, sg_object *object, const char *key, const sg_query *query, sg_diags *diags);

/* Gives tables what they have from their bases, as objects of their own that are never written. After all is read and
 * named, before it is resolved. */
void sg_model_inherit(sg_model *model);
/* After all is resolved: reports columns that have another type than those of a base, which the server does not let be.
 */
void sg_model_check_inherited(sg_model *model, sg_diags *diags);
/* After all is resolved: what says no more than its original is implied. */
void sg_model_settle_inherited(sg_model *model);
/* What a table is given of its base's original, as an object that no model has. */
sg_object *sg_model_passed_on(sg_model *model, const sg_object *original, sg_object *table);
/* What a partition has from its table is made again: it gets the name that the server gives. */
void sg_model_name_anew(sg_model *model, sg_object *part);
/* Tables of which `is_made` holds are made of their bases as these are now: their columns stand in that order. */
void sg_model_place_inherited(sg_model *model, bool (*is_made)(const sg_object *table));

/* Lists of column names. `resolve` checks that `table` has each and makes `object` depend on it. */
void sg_json_write_names(sg_buf *buf, const sg_names *names);
bool sg_names_equal(const sg_names *a, const sg_names *b);
bool sg_names_has(const sg_names *names, const char *name);
void sg_names_rename(sg_names *names, const char *from, const char *to);
/* The name PostgreSQL gives a constraint or index on these columns: table_a_b_label. */
const char *sg_names_default_name(sg_model *model, const char *table, const sg_names *names, const char *label);
bool sg_names_resolve(sg_model *model, sg_diags *diags, sg_object *object, const char *key, const sg_object *table,
                      const sg_names *names);
/* Says that the table, or view, has no such column. */
sg_diag *sg_names_unknown(sg_model *model, sg_diags *diags, const sg_object *object, const char *key,
                          const sg_object *table, const char *name);
/* Parses `*text` and puts the canonical text there, unless the model is verbatim; NULL after reporting a mistake. */
const sg_expr *sg_expr_resolve(sg_model *model, sg_diags *diags, sg_object *object, const char *key, const char **text);
/* The object needs what the expression of its field calls, casts to and names, but for columns. */
void sg_expr_depend(sg_model *model, sg_object *object, const char *key, const sg_expr *expr);
/* The expression after `target`, which was `old_schema`.`old_name`, got another name: a column of the object or of its
 * parent, a type in a cast, a routine that is called. NULL for NULL. */
const char *sg_expr_follow(sg_model *model, const sg_object *object, const char *text, const sg_object *target,
                           const char *old_schema, const char *old_name);
/* The same for a query, or for a condition, commands or the body of a routine. */
const char *sg_query_follow(sg_model *model, const sg_object *object, sg_query_sort sort, const char *text,
                            const sg_object *target, const char *old_schema, const char *old_name);
/* Tells where in a list the labels stand that are met next. */
static inline void sg_labels_stand_at(const sg_expr_labels *labels, const char *place)
{
    if (labels->place != NULL)
        labels->place->key = place;
}
/* The expression after labels of an enum got other names; NULL for NULL. */
const char *sg_expr_follow_labels(sg_model *model, sg_object *object, const char *text, const sg_expr_labels *labels);
const char *sg_query_follow_labels(sg_model *model, const sg_object *object, sg_query_sort sort, const char *text,
                                   const sg_expr_labels *labels);
/* True when the canonical expression mixes types; NULL does not. */
bool sg_expr_mixes(sg_model *model, const char *text);

/* The object needs what texts in the expression of its field name ("regconfig\x1fenglish"), where it is declared. */
void sg_literals_resolve(sg_model *model, sg_object *object, const char *key, const char *const *literals,
                         size_t count);
/* What the text becomes when `target` is no longer called `old_schema`.`old_name`; NULL: it means something else. */
const char *sg_literal_follow(sg_arena *arena, const char *type, const char *text, const sg_object *target,
                              const char *old_schema, const char *old_name);
/* A relation as nextval and ::regclass take it: 'invoices', 'billing.invoices', '"Odd Name"'. */
void sg_expr_relation_literal(sg_buf *buf, const char *schema, const char *name);

/* "billing.invoices" -> schema, name ("public" when there is no dot; a dot inside "quotes" is part of a name). */
void sg_name_split(sg_model *model, const char *written, const char **schema, const char **name);
/* The same with the new parts in an arena. False where no schema is written. */
bool sg_name_parts(sg_arena *arena, const char *written, const char **schema, const char **name);
/* The other way: "invoices" for public, quoted parts where a name holds a dot or a quote. */
void sg_name_join(sg_buf *buf, const char *schema, const char *name);
/* The same with the schema "public" written, too; with no schema (NULL) the name alone, as sg_name_parts reads it. */
const char *sg_name_whole(sg_arena *arena, const char *schema, const char *name);
/* The same as sg_name_join as a text of its own (arena), and as a JSON string. */
const char *sg_name_joined(sg_arena *arena, const char *schema, const char *name);
void sg_json_write_name(sg_buf *buf, const char *schema, const char *name);
/* The key under which the object stands in its map. */
void sg_json_write_key(sg_buf *buf, const sg_object *object);

/* Canonical text of a whole model: keys in fixed order, maps sorted by name where order has no meaning,
 * one column, constraint or index a line. What belongs to a file only (datasource, renamedFrom) is left out. */
void sg_json_write_model(sg_buf *buf, const sg_model *model);
/* The same, which notes in sg_object.line where each object stands that takes one line. */
void sg_json_write_lines(sg_buf *buf, sg_model *model);
/* The same as a file of its own: with what is not part of equality (datasource, openTypes). */
void sg_json_write_file(sg_buf *buf, const sg_model *model);
/* One of several files that hold the model together: the top-level objects that `belongs` says yes to; with `head`
 * also what is no object. */
void sg_json_write_part(sg_buf *buf, const sg_model *model, bool head,
                        bool (*belongs)(void *context, const sg_object *object), void *context);
/* The definition of one object with its children, as its map value. `depth`: indentation in steps of
 * two spaces; negative: all on one line. */
void sg_json_write_object(sg_buf *buf, const sg_object *object, int depth);
/* On one line: the object with those children that are created with it. `lines`: what sg_json_write_lines has made of
 * their model, from where they are copied; or NULL. */
void sg_json_write_created(sg_buf *buf, const sg_object *object, const char *lines);
/* On one line, as a merge patch over the definition of `before` (NULL: nothing to remove): without
 * children, and with null for what `before` says and `object` does not. */
void sg_json_write_own(sg_buf *buf, const sg_object *object, const sg_object *before);

#endif
