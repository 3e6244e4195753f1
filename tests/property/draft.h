/* draft.h - a schema as the generator thinks of it: objects with identities that survive renames, and choices that
 * emit.c turns into text. References are by identity, so a rename is one assignment. */
#ifndef SG_PROPERTY_DRAFT_H
#define SG_PROPERTY_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "random.h"

enum {
    MAX_SCHEMAS = 3,
    MAX_ENUMS = 3,
    MAX_LABELS = 8,
    MAX_SEQUENCES = 3,
    MAX_TABLES = 7,
    MAX_COLUMNS = 14,
    MAX_PARTS = 12,
    MAX_KEYS = 3,
    MAX_THINGS = 24,
    THING_COLUMNS = 2,
    NAME_SIZE = 64
};

/* A name, and what it was called in the first model ("": the same, or not there). */
typedef struct draft_name {
    char now[NAME_SIZE];
    char was[NAME_SIZE];
    char home[NAME_SIZE]; /* the schema that it was in, if it has moved since */
    bool is_new;          /* not in the first model */
} draft_name;

typedef enum column_class {
    CLASS_INT,
    CLASS_NUMBER,
    CLASS_TEXT,
    CLASS_BOOL,
    CLASS_TIME,
    CLASS_JSON,
    CLASS_ARRAY,
    CLASS_RANGE,
    CLASS_SEARCH,
    CLASS_OTHER,
    CLASS_ENUM,
    CLASS_ANY
} column_class;

/* One type that columns may have. */
typedef struct column_type {
    const char *canonical;
    const char *spellings[3];
    column_class class;
    bool orderable;
    const char *value;       /* SQL over the number i of a row, different for each of the first ten */
    const char *defaults[4]; /* as "default" says them: JSON */
    bool citext;             /* needs the extension */
} column_type;

/* Without a canonical name: all enums, and all types among the things. */
extern const column_type column_types[];
extern const int column_type_count;
extern const int column_type_enum;
extern const int column_type_thing;

/* An expression over one column, written @ in it; $ is the first label of its enum, quoted. */
typedef struct column_expr {
    column_class class;
    const char *sql;
} column_expr;
extern const column_expr check_exprs[], index_exprs[];
extern const int check_expr_count, predicate_count, index_expr_count;

/* A generated column: the column's type and what it is made of. */
typedef struct generated_expr {
    const char *type;
    column_class class;
    const char *sql;
} generated_expr;
extern const generated_expr generated_exprs[];
extern const int generated_expr_count;

typedef struct draft_column {
    int id;
    draft_name name;
    int type;
    int enumeration; /* id, for the enum type and for that of things */
    int array;       /* an array of it, for the enum type */
    bool nullable;
    int value;     /* 0: no default, else 1 + its number */
    int sequence;  /* id of the sequence that gives the default; 0: none */
    int identity;  /* 0: none, 1: always, 2: by default, 3 and up: with options */
    bool serial;   /* integer types */
    int generated; /* 0: no, else 1 + its number */
    int source;    /* id of the column that it is generated from */
    bool collate;
    int collation; /* id of the thing; 0: "C" */
    int call;      /* id of the function that gives the default; 0: none */
    int extra;     /* how it is kept; 0: as always */
    int grants;    /* 0: nothing is said */
    int comment;   /* 0: none */
    unsigned spelling;
} draft_column;

typedef enum part_kind { PART_PRIMARY_KEY, PART_UNIQUE, PART_CHECK, PART_FOREIGN_KEY, PART_INDEX } part_kind;

/* Constraints and indexes of a table. */
typedef struct draft_part {
    int id;
    part_kind kind;
    draft_name name;
    bool short_form; /* on the column, with its default name */
    int columns[MAX_KEYS];
    int column_count;
    int table, key;   /* a foreign key's target: ids of the table and of its key */
    int expr;         /* of a check, or 0: none, 1 + ... of an index's first key */
    int predicate;    /* of an index: 0 none, else 1 + its number in check_exprs */
    int method;       /* of an index */
    unsigned options; /* everything else, see emit.c */
    int comment;
} draft_part;

/* Among the options of a primary key: its name is said. */
enum { PART_NAMED = 1 << 4 };

typedef struct draft_table {
    int id;
    int schema; /* id, 0: public */
    draft_name name;
    int comment;
    draft_column columns[MAX_COLUMNS];
    int column_count;
    draft_part parts[MAX_PARTS];
    int part_count;
    int seeds; /* number of rows */
    int seed_variant;
    bool heir; /* it inherited in the first model */
    int base;  /* id of the table that it inherits from or, when that is partitioned, is a partition of; 0: none */
    int bound;
    int partition_by; /* 0: not partitioned, 1: list, 2: range, 3: hash */
    int partition_column;
    unsigned extra; /* how it is kept; 0: as always */
    int grants;     /* 0: nothing is said */
} draft_table;

typedef struct draft_enum {
    int id;
    int schema;
    draft_name name;
    draft_name labels[MAX_LABELS];
    int label_count;
    bool mentioned; /* defaults and checks may name its labels, which then keep their names */
    int comment;
    int grants;
} draft_enum;

typedef struct draft_sequence {
    int id;
    int schema;
    draft_name name;
    int table, column; /* owner's ids, 0: free */
    unsigned options;
    int comment;
    int grants;
} draft_sequence;

typedef struct draft_schema {
    int id;
    draft_name name;
    int comment;
    int grants;
} draft_schema;

/* An object of one of the kinds in things.c, which are all but the ones above. */
typedef struct draft_thing {
    int id;
    int kind;                   /* row of thing_kinds */
    draft_name name;            /* without the types of arguments */
    int schema;                 /* id, 0: public; of one below a table: nothing */
    int table;                  /* id of the table that it is below or names; 0: none */
    int columns[THING_COLUMNS]; /* ids of that table's columns; 0: not needed */
    int other;                  /* id of the thing or enum that it needs; 0: none */
    uint64_t options;           /* chooses one of the values of each member */
    int comment;
    int grants;
} draft_thing;

/* One key of a definition and what may be said there. Values are SQL, written as a JSON text, or JSON behind a "=";
 * NULL: the key is left out. Placeholders, as SQL or as JSON texts:
 *   #t  table    #1 #2  columns    #o  the thing that is needed    #f  the same as files name it
 *   #n  a name to make names from */
typedef struct thing_member {
    const char *key; /* NULL: the value is the whole definition */
    const char *values[5];
    int count;
    int since; /* major version of the server */
} thing_member;

typedef enum thing_names {
    NAME_RELATION = 0, /* a name that no relation and no type has */
    NAME_PART,         /* the same for what stands below tables */
    NAME_GLOBAL,       /* outside schemas */
    NAME_ROUTINE,      /* with the types of arguments */
    NAME_OF_OTHER,     /* that of what it needs */
    NAME_OF_ROLE,
    NAME_NONE /* the only one of its table */
} thing_names;

typedef struct thing_kind {
    const char *key;  /* in schema.json */
    const char *role; /* what it is to others that need it, "type" for what columns may have; NULL: nothing */
    thing_names names;
    bool below;            /* stands below its table */
    bool plain;            /* its table has to be an ordinary one */
    const char *arguments; /* of a routine: "(integer, #o)" */
    int columns;           /* how many of the table's it names; -1: only the table */
    column_class classes[THING_COLUMNS];
    const char *needs;         /* a role; NULL: nothing */
    const char *const *grants; /* four, from few to many; NULL: nobody can be granted anything */
    bool no_comment;
    int since; /* major version of the server */
    const thing_member *members;
} thing_kind;

extern const thing_kind thing_kinds[];
extern const int thing_kind_count;

typedef struct draft {
    int next_id;
    int server; /* its major version */
    bool all;   /* things, partitions, grants and whatever else came to the kinds that were first */
    bool citext;
    draft_schema schemas[MAX_SCHEMAS];
    int schema_count;
    draft_enum enums[MAX_ENUMS];
    int enum_count;
    draft_sequence sequences[MAX_SEQUENCES];
    int sequence_count;
    draft_table tables[MAX_TABLES];
    int table_count;
    draft_thing things[MAX_THINGS];
    int thing_count;
} draft;

/* draft.c: looking things up, and keeping drafts valid. By identity; NULL when it is not there. */
draft_table *draft_table_of(draft *d, int id);
draft_column *draft_column_of(draft_table *table, int id);
draft_part *draft_part_of(draft_table *table, int id);
draft_enum *draft_enum_of(draft *d, int id);
draft_sequence *draft_sequence_of(draft *d, int id);
draft_schema *draft_schema_of(draft *d, int id);
draft_thing *draft_thing_of(draft *d, int id);
/* True for what another type is made of. A new type in its place would have to be followed by that one. */
bool draft_is_base_type(const draft *d, int id);
bool draft_is_argument(const draft *d, int id);
bool draft_has_role(const draft_thing *thing, const char *role);
/* The table that declares the columns of this one: itself, or what it is a partition of. */
draft_table *draft_root(draft *d, draft_table *table);
bool draft_is_partition(draft *d, const draft_table *table);
bool draft_is_partition_column(const draft *d, int id);
/* True when tables inherit from it, whose own columns the names of its columns could meet. */
bool draft_has_heirs(draft *d, const draft_table *table);
bool draft_part_uses(const draft_part *part, int column);
/* The class of the column's values; CLASS_OTHER for arrays of enums. */
column_class draft_class(const draft_column *column);
bool draft_orderable(const draft_column *column);
/* Whether an expression for `class` fits the column. */
bool draft_fits(column_class class, const draft_column *column);
/* Removes or mends whatever does not fit together (any more). */
void draft_repair(draft *d);

/* names.c: a name that is free among relations and types of the whole draft, or among the columns of `table`. */
void draft_relation_name(draft *d, rng *r, char name[NAME_SIZE]);
/* The same for constraints and indexes. A table that is renamed to what one of its own keys is called has no way to
 * that name, so the two have no names in common. */
void draft_part_name(draft *d, rng *r, char name[NAME_SIZE]);
void draft_column_name(const draft_table *table, rng *r, char name[NAME_SIZE]);
void draft_label_name(const draft_enum *enumeration, rng *r, char name[NAME_SIZE]);
void draft_schema_name(const draft *d, rng *r, char name[NAME_SIZE]);
/* Gives another name and remembers the first one. */
void draft_rename(draft_name *name, const char *now);
/* It leaves the schema (id). */
void draft_move(draft *d, draft_name *name, int schema);
void draft_swap_names(draft_name *a, draft_name *b);

/* build.c: new objects. They do nothing when there is no room. */
void draft_build(draft *d, rng *r, int server, bool all);
void draft_add_schema(draft *d, rng *r);
void draft_add_enum(draft *d, rng *r);
void draft_add_sequence(draft *d, rng *r);
void draft_add_table(draft *d, rng *r);
draft_column *draft_add_column(draft *d, draft_table *table, rng *r);
void draft_add_part(draft *d, draft_table *table, rng *r);
void draft_choose_type(draft *d, draft_column *column, rng *r);
void draft_choose_value(draft *d, draft_column *column, rng *r);

/* thing.c: objects of the kinds in things.c. */
void draft_add_thing(draft *d, rng *r);
void draft_change_thing(draft *d, rng *r);
/* Removes or mends those that lack what they need; true when some went. */
bool draft_repair_things(draft *d);
/* The id of something with that role, or 0. */
int draft_some(draft *d, rng *r, const char *role);

/* lineage.c: partitions and inheritance. */
void draft_partition_by(draft *d, draft_table *table, rng *r);
void draft_change_lineage(draft *d, rng *r);
/* True when tables went. */
bool draft_repair_lineage(draft *d);
bool draft_fits_partitions(draft *d, const draft_table *table, const draft_part *part);

/* edit.c: one random change. */
void draft_edit(draft *d, rng *r);

/* emit.c: schema.json. */
void draft_emit(sg_buf *buf, draft *d);

#endif
