/* kind.h - one row of knowledge about one kind of object.
 *
 * Phases know when, kinds know what. A kind fills one sg_kind and one folder,
 * src/kinds/<kind>/: <kind>.c (the row), catalog.sql (what the database holds),
 * guard.sql (functions that say the state of an object in words). The build
 * collects the folders; nothing else has to know that a kind exists.
 *
 * A kind never loops over the model, never includes a sibling, never opens a
 * connection, never prints. */
#ifndef SG_KIND_H
#define SG_KIND_H

#include <stdbool.h>
#include <stdint.h>

#include "access.h"
#include "model.h"
#include "query.h"
#include "type.h"

struct sg_step;
struct sg_reader;
typedef struct sg_field sg_field;

/* How one field is read, written, compared, and follows renames. Values live in
 * the object, see sg_field_at; the zero value is always "not said", and never written. */
typedef struct sg_field_type {
    const char *json; /* for messages: "a string" */
    /* Reads `value`; on a mistake reports it through the reader and returns false. */
    bool (*read)(struct sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value);
    /* Writes the value as JSON; `depth` as for sg_json_write_object. */
    void (*write)(sg_buf *buf, const sg_object *object, const sg_field *field, int depth);
    bool (*is_set)(const sg_object *object, const sg_field *field);
    bool (*equal)(const sg_object *a, const sg_object *b, const sg_field *field);
    /* Of two values that are equal, or that the server takes for one: writes `to` as `from` is written. NULL: equal
     * values are written alike. */
    void (*settle)(const sg_object *from, sg_object *to, const sg_field *field);
    /* Resolves names and makes the value canonical, after all is read; NULL: nothing to do. */
    void (*finish)(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags);
    /* As that of kinds; NULL: nothing to look at. */
    void (*check)(sg_model *model, const sg_object *object, const sg_field *field, sg_diags *diags);
    /* `target`, which the object names, was `old_schema`.`old_name` until now; NULL: names nothing. */
    void (*rename)(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                   const char *old_schema, const char *old_name);
    /* The labels of an enum have other names from now on; NULL: the value has no expression. */
    void (*relabel)(sg_model *model, sg_object *object, const sg_field *field, const struct sg_expr_labels *labels);
    /* True when the value has an expression that mixes types (sg_expr); NULL: it has none. */
    bool (*mixes_types)(sg_model *model, const sg_object *object, const sg_field *field);
} sg_field_type;

typedef struct sg_word {
    const char *json; /* as schema.json writes it */
    const char *sql;  /* as SQL writes it */
    int value;        /* 0 is the default and need not be written */
} sg_word;

struct sg_field {
    const char *key;
    const sg_field_type *type;
    size_t offset; /* of the value in the object, or in this part of it: */
    size_t part;   /* offset of a pointer to what few objects say, NULL until one does; 0: the object itself */
    size_t part_size;
    const sg_word *words;   /* for sg_field_word, ended by json NULL */
    const char *target;     /* for sg_field_object, name of a kind outside schemas */
    const char *all;        /* for sg_field_names: a list that has this one is the same as none; or NULL */
    const struct sg_op *op; /* what a difference means; NULL: the object is replaced */
    /* Instead of `op`, where it depends on the two definitions; NULL result: the object is replaced. */
    const struct sg_op *(*choose)(const sg_object *from, const sg_object *to);
    bool required;
    bool stays;     /* where it changes in a base, what inherits that keeps its own */
    bool only_born; /* says how the object is made; what became of that later is not compared */
    int since;      /* major version of PostgreSQL that brought it; 0: all that are supported have it */
};

/* Where a value lies. In a part that the object has not, which it has when the field is read, nothing is said; that is
 * only to be looked at. */
extern const uint64_t sg_nothing_said[8];

static inline void *sg_field_at(const sg_object *object, const sg_field *field)
{
    const char *base = (const char *)object;
    if (field->part > 0)
        base = *(const char *const *)(base + field->part);
    return base != NULL ? (char *)base + field->offset : (void *)sg_nothing_said;
}

/* Field types that several kinds use; C type of the member in brackets. */
extern const sg_field_type sg_field_bool;      /* [bool] */
extern const sg_field_type sg_field_int;       /* [const char *] decimal text, 64 bits; NULL: not said */
extern const sg_field_type sg_field_number;    /* [const char *] the same with digits behind a point */
extern const sg_field_type sg_field_text;      /* [const char *] */
extern const sg_field_type sg_field_name;      /* [const char *] an identifier */
extern const sg_field_type sg_field_collation; /* [const char *] "C", "schema.name"; "default" is the same as none */
extern const sg_field_type sg_field_part;      /* [const char *] what a partition's key or index is a part of */
extern const sg_field_type sg_field_columns;   /* [sg_names] columns of the parent table */
extern const sg_field_type sg_field_some;      /* [sg_names] the same in any order */
extern const sg_field_type sg_field_word;      /* [int] one of field->words */
extern const sg_field_type sg_field_sqltype;   /* [const sg_sqltype *] */
extern const sg_field_type sg_field_anytype;   /* [const sg_sqltype *] what routines can take too: internal */
extern const sg_field_type sg_field_value;     /* [const char *] an expression without columns: a default */
extern const sg_field_type sg_field_expr;      /* [const char *] an expression over the parent's columns */
extern const sg_field_type sg_field_params;    /* [sg_params] parameters, sorted by name */
extern const sg_field_type sg_field_storage;   /* [sg_params] the same in the order as written, which means nothing */
extern const sg_field_type sg_field_options;   /* [sg_params] options of foreign data, none of them a secret */
extern const sg_field_type sg_field_object;    /* [const char *] the name of an object of kind field->target */
extern const sg_field_type sg_field_query;     /* [sg_query_text] a whole query; the object depends on what it reads */
extern const sg_field_type sg_field_condition; /* [sg_query_text] a condition that may hold sub-queries */
extern const sg_field_type sg_field_call;      /* [const char *] "f", "schema.f": a function, whatever it takes */
extern const sg_field_type sg_field_body;      /* [sg_query_text] RETURN ..., BEGIN ATOMIC ... END of a routine */
extern const sg_field_type sg_field_commands;  /* [sg_query_text] statements with semicolons between them */
extern const sg_field_type sg_field_function;  /* [sg_path] a function without arguments: of a trigger */
extern const sg_field_type sg_field_table;     /* [sg_path] */
extern const sg_field_type sg_field_outside;   /* [sg_path] what no file declares: the system's, or an extension's */
extern const sg_field_type sg_field_names;     /* [sg_names] names of anything, sorted, each once */

/* The value of sg_field_call as the server writes it: "Odd".f */
void sg_sql_call_as_server(sg_buf *buf, const char *written);

/* Parts for field types that differ from text, or a name, in one thing only. */
bool sg_name_field_read(struct sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value);
bool sg_text_field_read(struct sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value);
void sg_text_field_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth);
bool sg_text_field_is_set(const sg_object *object, const sg_field *field);
bool sg_text_field_equal(const sg_object *a, const sg_object *b, const sg_field *field);

typedef struct sg_names {
    const char **items;
    size_t count;
} sg_names;

typedef struct sg_path {
    const char *schema, *name;
} sg_path;

typedef struct sg_query_text {
    const char *text;      /* as written */
    const sg_query *query; /* what it says, after finish */
} sg_query_text;

typedef struct sg_param {
    const char *name;
    const char *value;
} sg_param;

typedef struct sg_params {
    sg_param *items;
    size_t count;
} sg_params;

/* A key that is a short form of a child of the same parent: `"unique": true` on a column.
 * `expand` returns the long form's definition as a new JSON object (the reader puts it), or NULL for "nothing"
 * (false); mistakes are reported through the reader. */
typedef struct sg_sugar {
    const char *key;
    const char *target; /* json_key of the child's kind under the same parent */
    struct json_object *(*expand)(struct sg_reader *reader, sg_object *object, struct json_object *value);
} sg_sugar;

/* Locks, in PostgreSQL's order of strength. */
typedef enum sg_lock {
    SG_LOCK_NONE,
    SG_LOCK_ACCESS_SHARE,
    SG_LOCK_ROW_SHARE,
    SG_LOCK_ROW_EXCLUSIVE,
    SG_LOCK_SHARE_UPDATE_EXCLUSIVE,
    SG_LOCK_SHARE,
    SG_LOCK_SHARE_ROW_EXCLUSIVE,
    SG_LOCK_EXCLUSIVE,
    SG_LOCK_ACCESS_EXCLUSIVE
} sg_lock;
/* "ACCESS EXCLUSIVE" */
const char *sg_lock_name(sg_lock lock);

/* Dangers of a step, as bits. Names for JSON and text: sg_danger_table. */
enum {
    SG_DANGER_DATA_LOSS = 1 << 0, /* rows or values are gone */
    SG_DANGER_REWRITE = 1 << 1,   /* the table is written anew under its lock */
    SG_DANGER_SCAN = 1 << 2,      /* the table is read under its lock */
    SG_DANGER_BUILD = 1 << 3,     /* an index is built under its lock */
    SG_DANGER_MAY_FAIL = 1 << 4,  /* depends on the rows */
    SG_DANGER_BREAKS = 1 << 5     /* running applications that use the old form fail */
};
typedef struct sg_danger_info {
    unsigned bit;
    const char *word;     /* "data-loss" */
    const char *sentence; /* for reports */
} sg_danger_info;
const sg_danger_info *sg_danger_table(size_t *count);

/* One aspect of an object that a guard asks the server about and compares as text. */
typedef struct sg_aspect {
    /* SQL scalar (text): what the server holds for `object`, NULL when absent. Expressions of `object` and `other`
     * (may be NULL) are passed along as candidates: where the server's expression is the same as a candidate's,
     * the candidate's own text is given back. See guard.sql of the kind. */
    void (*ask)(sg_buf *sql, const sg_object *object, const sg_object *other);
    /* The same in words, from the model. Leaves the buffer empty for "nothing" (NULL). */
    void (*say)(sg_buf *text, const sg_object *object);
} sg_aspect;

typedef enum sg_op_class { SG_OP_CREATE, SG_OP_DROP, SG_OP_RENAME, SG_OP_ALTER, SG_OP_REPLACE } sg_op_class;

/* One operation on objects of a kind. */
typedef struct sg_op {
    sg_op_class class;
    const char *verb;        /* "create", "drop", "set type": <verb> <title> is the heading */
    int rank;                /* when, before dependencies: see ranks below */
    const sg_aspect *aspect; /* what of the object it changes; NULL: see the kind's `whole` */
    /* The statement or statements, each ended by ';' and a line break. */
    void (*sql)(sg_buf *buf, const struct sg_step *step);
    /* True when a statement is one of blocks alone (PERFORM, EXECUTE) and no SQL. NULL: never. */
    bool (*in_block)(const struct sg_step *step);
    sg_lock lock;     /* strongest lock on a relation that was there before */
    unsigned dangers; /* that every such step has */
    /* What depends on the definitions; may change lock and dangers, or refuse (sg_object_error). NULL: nothing. */
    bool (*assess)(struct sg_step *step, const sg_model *model, sg_diags *diags);
    /* Where a state depends on the server's version: appends an SQL expression instead of what the aspect says. False:
     * it does not. NULL: never. */
    bool (*state_sql)(sg_buf *sql, const sg_object *object);
    sg_lock online_lock; /* instead of `lock` when the step is done concurrently; NONE: it cannot be */
    bool yields;         /* comes after the replacement of what no longer stands on the object */
    bool self_guarded;   /* the statement itself does nothing where nothing is to do */
    bool settles;        /* wants its state after it, whatever there is before */
    bool renews;         /* gives what `retype` of its object takes away, and settles then */
    bool on_create;      /* also a step of its own when the object is new and has the field */
    bool hides;          /* may make or drop what has the hidden name */
    /* True when the rows that are there get values of another form, which the server does not do to rows that are
     * values themselves, elsewhere. NULL: never. */
    bool (*fills)(const struct sg_step *step);
    bool rebuilds;       /* a new type takes over: users are moved, REBUILD kinds around them made again */
    bool stores;         /* a column has values of its own from then on: what is generated from them comes after */
    bool keeps;          /* the new type holds the old values as they are: REBUILD kinds stay ... */
    bool respells;       /* ... but for those with expressions that mix types, which the server spells in another way */
    bool carries;        /* see `carry`: what stands on the object, and on that, is written anew in the snapshot */
    const char *inverse; /* verb of the operation that takes it back ... */
    const char *no_inverse; /* ... or the sentence why not all comes back; both may be set */
} sg_op;

/* When a step comes, before dependencies decide. Renames come first and have no rank. */
enum {
    SG_RANK_UNVIEW = 3,    /* drop views */
    SG_RANK_DETACH = 5,    /* take tables out of their bases */
    SG_RANK_UNLINK = 10,   /* drop foreign keys */
    SG_RANK_LOOSEN = 20,   /* drop indexes, checks, keys */
    SG_RANK_REMOVE = 30,   /* drop columns */
    SG_RANK_BASE = 40,     /* schemas, extensions */
    SG_RANK_TYPE = 50,     /* types, sequences */
    SG_RANK_ROUTINE = 55,  /* functions, procedures */
    SG_RANK_TABLE = 60,    /* tables, columns */
    SG_RANK_ALTER = 70,    /* changes of columns */
    SG_RANK_KEY = 80,      /* keys, checks, indexes */
    SG_RANK_ATTACH = 85,   /* put tables into their bases */
    SG_RANK_LINK = 90,     /* foreign keys, ownership */
    SG_RANK_VIEW = 95,     /* views */
    SG_RANK_DESTROY = 100, /* drop tables */
    SG_RANK_UNUSED = 105,  /* drop functions, procedures */
    SG_RANK_CLEAN = 110,   /* drop sequences, types, extensions, schemas */
    SG_RANK_COMMENT = 120,
    SG_RANK_ACCESS = 124, /* owners, then grants */
    SG_RANK_SEED = 130
};

enum {
    SG_KIND_IN_SCHEMA = 1 << 0,       /* top level, name is qualified by a schema */
    SG_KIND_ORDERED = 1 << 1,         /* order of declaration matters (columns) */
    SG_KIND_SINGLE = 1 << 2,          /* the parent has at most one: its JSON value is the definition, no map */
    SG_KIND_INLINE = 1 << 3,          /* created and dropped with its parent: `clause` writes it there */
    SG_KIND_RELATION = 1 << 4,        /* takes a name among the schema's relations (children too: indexes) */
    SG_KIND_TYPE = 1 << 5,            /* takes a name among the schema's types */
    SG_KIND_NO_COMMENT = 1 << 6,      /* PostgreSQL keeps no comment for it */
    SG_KIND_REBUILD = 1 << 7,         /* dropped and made again around a type change of a column it depends on */
    SG_KIND_NAMESPACE = 1 << 8,       /* its name is the schema of other objects */
    SG_KIND_TALL = 1 << 9,            /* written over several lines although it has no children */
    SG_KIND_LINK = 1 << 10,           /* ties two parents together: dropped by itself before either goes */
    SG_KIND_NOT_IN_CATALOG = 1 << 11, /* rows, not definitions: compared by asking, never introspected */
    SG_KIND_LABELS = 1 << 12,         /* a type whose values are labels: an enum */
    SG_KIND_OWN_ADDRESS = 1 << 13,    /* a child that the server addresses without its parent (an index) */
    SG_KIND_COLUMN = 1 << 14,         /* what lists of columns and expressions name; has a "type" */
    SG_KIND_PROVIDER = 1 << 15,       /* brings types of names of its own, see `type_schema` (an extension) */
    SG_KIND_ROUTINE = 1 << 16,        /* its name ends with the types of its arguments: "add(integer, integer)" */
    SG_KIND_BASE = 1 << 17,           /* names a base: what its parent has children from, see `base` */
    SG_KIND_BY_ARGUMENT = 1 << 18,    /* addressed by its parent, its name being an argument (a domain's check) */
    SG_KIND_LOCAL = 1 << 19,          /* of tables whose rows are kept here: a foreign table has none */
    SG_KIND_REMARK = 1 << 20,         /* says more of what is there without it (a column of a view) */
    SG_KIND_WATCHES = 1 << 21,        /* acts on every statement that comes after it (an event trigger) */
    SG_KIND_ROW = 1 << 22,            /* a type that takes a name among the relations too, but is none (composite) */
    SG_KIND_RESULT = 1 << 23,         /* keeps the rows that its query has given (a materialized view) */
    SG_KIND_CONSTRAINT = 1 << 24,     /* takes a name among its table's constraints */
    SG_KIND_NOT_NULL = 1 << 25,       /* its columns are never NULL: it makes those so that may be */
};

/* Kinds of parents; where a file or a catalog gives a parent's name alone, these share one space of names. */
#define SG_BELOW(...) ((const char *const[]){__VA_ARGS__, NULL})

typedef struct sg_wishes {
    sg_object **items;
    size_t count;
} sg_wishes;

typedef struct sg_kind {
    const char *name;          /* "foreign key" */
    const char *word;          /* "FUNCTION": the word for it in SQL; NULL where no shared statement needs it */
    const char *argument_mode; /* "IN": has to stand in front of a routine's types, which may be others' too; or NULL */
    const char *json_key;      /* "foreignKeys" */
    const char *const *parents; /* SG_BELOW: names of the kinds of which one is its parent's; NULL: top level */
    const char *address;        /* object type for pg_get_object_address: "table column" */
    const char *literal_type;   /* the type of a text in an expression that names such an object: "regconfig" */
    size_t size;                /* of the kind's struct */
    unsigned flags;
    int order;              /* place among kinds: reading, writing, creating */
    const sg_field *fields; /* ended by key NULL */
    const sg_sugar *sugar;  /* ended by key NULL, or NULL */

    /* A definition that is no JSON object ("text?", ["a","b"], "length(x) > 1"); NULL: must be an object. */
    bool (*read_short)(struct sg_reader *reader, sg_object *object, struct json_object *value);
    /* Writes the short form when the object has nothing more to say, and returns true. NULL: always long. */
    bool (*write_short)(sg_buf *buf, const sg_object *object);
    /* The canonical form of a name that is more than an identifier, or NULL for what is none; NULL: names stay. */
    const char *(*canonical_name)(sg_arena *arena, const char *name);
    /* The name PostgreSQL would give (arena of the model), or NULL when it would not; NULL: the name is always said. */
    const char *(*default_name)(sg_model *model, const sg_object *object);
    /* A further name that the object takes among the relations of its schema (the sequence of an identity), or NULL;
     * NULL: never. */
    const char *(*hidden_name)(sg_arena *arena, const sg_object *object);
    const char *hidden_kind; /* name of the kind that such a thing is of */
    /* A further type that comes and goes with the object: its name when the object is called `name`, and its schema.
     * NULL: none does. */
    const char *(*brings_type)(sg_arena *arena, const sg_object *object, const char *name, const char **schema);
    /* Adds further objects that the definition stands for, before names are resolved; NULL: none. Asked of columns only
     * where one is a serial. */
    void (*expand)(sg_model *model, sg_object *object, sg_diags *diags);
    /* Resolves names, canonicalises, adds dependencies. Parents and lower `order` come first. */
    void (*finish)(sg_model *model, sg_object *object, sg_diags *diags);
    /* After all is finished, in a source that somebody writes: reports what the object and others make of each other in
     * vain. NULL: nothing to ask. */
    void (*check)(sg_model *model, sg_object *object, sg_diags *diags);

    /* What the object is better made after, although the server can make it before; NULL: nothing. */
    const sg_wishes *(*wishes)(const sg_object *object);

    /* BASE kinds: the object whose children the parent of `link` has too; NULL when it is not there. */
    sg_object *(*base)(const sg_model *model, const sg_object *link);
    /* True when the children of the kind go to the parent of `link`, which names the object's parent as its base.
     * NULL: never. */
    bool (*passes_on)(const sg_object *object, const sg_object *link);
    /* Gives a fresh copy that was passed on what it does not share with the original: its name, if it is of its own.
     * NULL: it shares all. */
    void (*adapt)(sg_model *model, sg_object *copy);
    /* The name of the base's index or key that the object says to be a part of; NULL: none. */
    const char *(*part_of)(const sg_object *object);
    /* Takes over from the original what a child that the source names itself leaves open. NULL: nothing. */
    void (*complete)(sg_model *model, sg_object *object);
    /* True when no statement turns one definition into the other: the object goes with all that is inside and on it,
     * and comes anew. NULL: never. */
    bool (*remakes)(const sg_object *from, const sg_object *to);

    /* Changes in the old model what the server itself brings along when `from` becomes `to` (defaults when an enum's
     * value is renamed). NULL: nothing. */
    void (*carry)(sg_model *model, sg_object *from, const sg_object *to);
    /* `to` is what `from` becomes, its fields are settled: takes over what else only the previous snapshot knows (hints
     * used up). NULL: nothing. */
    void (*settle)(const sg_object *from, sg_object *to);

    /* True when no statement adds or changes what stands inside of the object, because of what uses it before or after:
     * it is made again for that. NULL: never. */
    bool (*sealed)(const sg_object *from, const sg_object *to);

    const sg_aspect *whole; /* all of an object, as guards see it */
    const sg_op *create, *drop, *rename;
    const sg_op *replace; /* drop and create in one step; NULL: two steps */
    /* True when a changed object can keep its values; where not, models with `recreates` replace it. NULL: always. */
    bool (*converts)(const sg_object *from, const sg_object *to);
    /* INLINE kinds: the element inside the parent's CREATE, without comma. */
    void (*clause)(sg_buf *buf, const sg_object *object);
    /* INLINE kinds: statements behind the parent's CREATE, for what the clause cannot say or what comes without it
     * from the `base` (NULL: the clause made it). NULL: there is nothing like that. */
    void (*sequel)(sg_buf *buf, const sg_object *object, const sg_object *base);
    /* The comment that the object has before anyone writes one, as an SQL text expression; nothing for most objects.
     * NULL: none has. */
    void (*born_comment)(sg_buf *sql, const sg_object *object);
    /* COMMENT ON <this> IS ...: `COLUMN "public"."t"."c"`. */
    void (*identity)(sg_buf *buf, const sg_object *object);
    /* INLINE kinds: the SQL expression inside the clause that guards must recognise, or NULL. */
    const char *(*expression)(const sg_object *object);
    /* The columns for which this is a unique key that foreign keys can refer to; NULL result: not one. */
    const sg_names *(*unique_columns)(const sg_object *object);
    /* NOT_IN_CATALOG kinds: true when rows get values of the columns that others had. NULL: never. */
    bool (*exchanges)(const sg_object *from, const sg_object *to, const sg_names *columns);
    /* Kinds that bring types of their own names (extensions): the schema these live in. */
    const char *(*type_schema)(const sg_object *object);
    /* REBUILD kinds: false for an object that only lists columns, which the server brings along to their new types
     * by itself; NULL: none does. */
    bool (*computes)(const sg_object *object);
    /* REBUILD kinds: true when rows of the relation as a whole are among the object's values; NULL: never. */
    bool (*takes_rows)(const sg_object *object, const sg_object *relation);
    /* REBUILD kinds: true for an object that the server cannot bring along even where the values of its columns stay as
     * they are; NULL: none is. */
    bool (*stuck)(const sg_object *object);
    /* Objects that use a type which is being rebuilt: SQL that moves this one to the new type. `renewed`: what that
     * takes away a step behind it gives anew. */
    void (*retype)(sg_buf *buf, const sg_object *object, bool renewed);
    /* Objects that call a routine which is being rebuilt: SQL that lets this one call the new one. */
    void (*rebind)(sg_buf *buf, const sg_object *object);
    /* SQL that lets this one call nothing, while the routine is not there. */
    void (*unbind)(sg_buf *buf, const sg_object *object);
    /* False for one that has to be made again instead; NULL: none has. */
    bool (*rebinds)(const sg_object *object);

    const sg_birthright *birthright; /* the object of the kind that is always there; NULL: there is none */
    const sg_inner_access *inner;    /* NULL: nothing inside has grants of its own */
    const sg_grantable *grantable;   /* what roles may be allowed to do; NULL: nothing. See sg_kind_has_owner */
    /* What the object (default privileges) gives new objects on which `grantable` is granted; NULL: no such kind. */
    const sg_grants *(*gives)(const sg_object *object, const sg_grantable *grantable);

    /* Query: schema, parent, name, comment, and the definition as schema.json writes it: a column for each key, or all
     * as JSON in one that is called "body". NULL for SG_KIND_NOT_IN_CATALOG. */
    const char *catalog_sql;
    /* What many databases have nothing of: a catalog and a condition, "pg_class WHERE relkind = 'm'", for which there
     * is no row where the query has none. Then it is left out. What users make has numbers from 16384 on. NULL: the
     * query is always sent. */
    const char *seldom;
    const char *guard_sql; /* CREATE FUNCTION pg_temp.sg_... statements that `ask` calls; NULL: none */
} sg_kind;

/* All kinds as the build collected them, in no particular order. */
extern const sg_kind *const sg_kinds[];
extern const size_t sg_kind_count;
/* For `passes_on`: all of the kind go to partitions, foreign ones only where these can have them. */
bool sg_passes_to_partition(const sg_object *object, const sg_object *link);
/* For `stuck`: the server refuses to change a column that any of the kind names. */
bool sg_always_stuck(const sg_object *object);
enum { SG_MAX_KINDS = 128 };
/* The same by `order`; `sg_kind_number` is the place in it. */
const sg_kind *const *sg_kinds_ordered(void);
/* The first kind with a flag; NULL when there is none. */
const sg_kind *sg_kind_with(unsigned flag);
/* True when objects of the kind stand below those of `parent`, or (NULL) at the top level. */
bool sg_kind_is_below(const sg_kind *kind, const sg_kind *parent);
/* True when models hold the columns of such objects; those of views are their queries' affair. */
bool sg_kind_declares_columns(const sg_kind *kind);
/* By name, or by json_key under a parent kind (NULL: top level); NULL when unknown. */
const sg_kind *sg_kind_named(const char *name);
const sg_kind *sg_kind_for_key(const sg_kind *parent, const char *json_key);
size_t sg_kind_number(const sg_kind *kind);
bool sg_kind_comes_before(const sg_kind *kind, const sg_kind *other);
/* True when something can be granted on objects of the kind; what has an owner need not have that. */
bool sg_kind_grants(const sg_kind *kind);
/* True when objects of the kind have an owner of their own, and not that of what they are a part of. */
bool sg_kind_has_owner(const sg_kind *kind);
/* The operation that takes objects of the kind to another schema, perhaps under other names. */
const struct sg_op *sg_kind_move(const sg_kind *kind);
/* The operation that a difference in the field means; NULL: no statement makes the one the other. */
const struct sg_op *sg_field_op(const sg_field *field, const sg_object *from, const sg_object *to);
/* The spaces in which objects of the kind take their names: SG_KIND_RELATION, SG_KIND_TYPE, SG_KIND_ROUTINE,
 * SG_KIND_CONSTRAINT. */
unsigned sg_kind_spaces(const sg_kind *kind);
/* The keys that a definition of the kind may have, children and short forms included, or those of the top level that
 * hold definitions (kind NULL). Returns how many of them are in `keys`. */
size_t sg_kind_keys(const sg_kind *kind, const char **keys, size_t room);

#endif
