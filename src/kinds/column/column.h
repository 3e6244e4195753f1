/* column.h - inside the column folder only. */
#ifndef SG_COLUMN_H
#define SG_COLUMN_H

#include "json.h"
#include "keeping.h"
#include "kind.h"
#include "seqopts.h"
#include "step.h"

typedef enum sg_identity_mode { SG_IDENTITY_NONE, SG_IDENTITY_ALWAYS, SG_IDENTITY_BY_DEFAULT } sg_identity_mode;

/* More of NOT NULL, which is a constraint as others are from PostgreSQL 18 on. */
typedef struct sg_not_null {
    const char *name; /* NULL: any */
    bool seen;        /* nobody says that name, a server has it */
    bool not_valid;
} sg_not_null;

/* What few columns say. */
typedef struct sg_column_rare {
    sg_not_null not_null;
    sg_seqopts sequence;       /* of the identity ... */
    sg_grants sequence_grants; /* ... and what roles may do with it */
    sg_keeping keeping;
    sg_params foreign; /* options of a foreign table's column */
} sg_column_rare;

/* Most of a large model are columns: one takes four lines of the cache. */
typedef struct sg_column {
    sg_object base;
    const sg_sqltype *type;     /* see sg_column_type */
    const char *value;          /* default */
    const char *generated;      /* expression of a generated column */
    const char *collation;      /* "C", "schema.name"; NULL: the type's own */
    const sg_column_rare *said; /* NULL: nothing of it; see sg_column_rare_of */
    sg_identity_mode identity;
    bool nullable;
    bool stored;
    bool computed; /* "virtual": generated when it is read */
} sg_column;

static inline const sg_sqltype *sg_column_type(const sg_column *column)
{
    return sg_sqltype_of(column->type);
}

const sg_column_rare *sg_column_rare_of(const sg_object *object);
/* A copy that is the column's alone, to be changed: a column that comes from a base shares what that says. */
sg_column_rare *sg_column_own_rare(sg_arena *arena, sg_object *object);

extern const sg_field_type sg_column_identity_field;
extern const sg_sugar sg_column_sugar[];
bool sg_column_read_short(sg_reader *reader, sg_object *object, struct json_object *value);
bool sg_column_write_short(sg_buf *buf, const sg_object *object);
void sg_column_expand(sg_model *model, sg_object *object, sg_diags *diags);
void sg_column_finish(sg_model *model, sg_object *object, sg_diags *diags);

extern const sg_aspect sg_column_whole;
extern const sg_op sg_column_create, sg_column_drop, sg_column_rename, sg_column_replace;
extern const sg_op sg_column_set_nullable;
const sg_op *sg_column_choose_type(const sg_object *from, const sg_object *to);
const sg_op *sg_column_choose_default(const sg_object *from, const sg_object *to);
const sg_op *sg_column_choose_identity(const sg_object *from, const sg_object *to);
const sg_op *sg_column_choose_generated(const sg_object *from, const sg_object *to);
void sg_column_clause(sg_buf *buf, const sg_object *object);

/* column_sql.c, shared with the files of single properties. */
#define SG_COLUMN_OP(rank_, verb_, aspect_, sql_, ...)                                              \
    {                                                                                               \
        .class = SG_OP_ALTER, .verb = (verb_), .rank = (rank_), .aspect = (aspect_), .sql = (sql_), \
        .lock = SG_LOCK_ACCESS_EXCLUSIVE, __VA_ARGS__                                               \
    }
/* Asks for one part of a column, by the words of guard.sql's sg_column. `candidate`: a text of either side that the
 * server shall compare with its own; NULL: none. */
void sg_column_ask(sg_buf *sql, const sg_object *object, const sg_object *other, const char *part,
                   const char *(*candidate)(const sg_object *));
/* "ALTER COLUMN name ", without and with the ALTER TABLE before it. */
void sg_column_alter_clause(sg_buf *buf, const sg_object *object);
void sg_column_alter(sg_buf *buf, const sg_object *object);
/* What inherits the column and has a default of its own gets it again: a change of the column took it away. */
void sg_column_restore_defaults(sg_buf *buf, const sg_object *object);
/* True when the column is dropped and added again instead of changed. */
bool sg_column_is_replaced(const sg_object *from, const sg_object *to);

/* column_type.c */
void sg_column_type_clause(sg_buf *buf, const sg_column *column);
void sg_column_say_type(sg_buf *text, const sg_object *object);
bool sg_column_type_differs(const sg_column *a, const sg_column *b);

/* column_not_null.c */
extern const sg_field_type sg_column_not_null_name;
const sg_op *sg_column_choose_not_null(const sg_object *from, const sg_object *to);
bool sg_column_has_not_null(const sg_object *object);
void sg_column_check_not_null(const sg_model *model, const sg_object *object, sg_diags *diags);
/* " NOT NULL" with its name; nothing where it has to be added to the column that is there already, by the other. */
void sg_column_not_null_clause(sg_buf *buf, const sg_object *object);
void sg_column_add_not_null(sg_buf *buf, const sg_object *object);
void sg_column_say_null(sg_buf *text, const sg_object *object);

/* column_identity.c */
void sg_column_identity_clause(sg_buf *buf, const sg_column *column);
void sg_column_say_identity(sg_buf *text, const sg_object *object);
/* Gives the new column, which has a default instead, its identity, and numbers to all rows. */
void sg_column_number(sg_buf *buf, const sg_object *object);
extern const sg_inner_access sg_column_inner;

/* column_storage.c: how values are kept and counted. */
extern const sg_op sg_column_set_storage;
bool sg_column_has_storage(const sg_column *column);
/* Forgets a storage that is the type's own. */
void sg_column_storage_finish(sg_model *model, sg_column *column);
/* The statement that sets all of it on a new column, if there is anything; an inherited one gets what its `base` has.
 */
void sg_column_sequel(sg_buf *buf, const sg_object *object, const sg_object *base);
/* Adds to an ALTER TABLE what a new type of the column has reset. */
void sg_column_keep_storage(sg_buf *buf, const sg_object *object);
void sg_column_retype(sg_buf *buf, const sg_object *object, bool renewed);
void sg_column_rebind(sg_buf *buf, const sg_object *object);
void sg_column_unbind(sg_buf *buf, const sg_object *object);
bool sg_column_rebinds(const sg_object *object);

/* True when PostgreSQL can make values of `from` values of `to`. */
bool sg_column_converts(const sg_object *from, const sg_object *to);
/* Name of the integer type behind an identity: "bigint". */
const char *sg_column_sequence_type(const sg_column *column);

#endif
