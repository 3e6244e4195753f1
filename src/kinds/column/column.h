/* column.h - inside the column folder only. */
#ifndef SG_COLUMN_H
#define SG_COLUMN_H

#include "json.h"
#include "kind.h"
#include "seqopts.h"
#include "step.h"

typedef enum sg_identity_mode { SG_IDENTITY_NONE, SG_IDENTITY_ALWAYS, SG_IDENTITY_BY_DEFAULT } sg_identity_mode;

typedef struct sg_column {
    sg_object base;
    sg_sqltype type;
    bool nullable;
    const char *value;     /* default */
    const char *generated; /* expression of a generated column */
    bool stored;
    const char *collation; /* "C", "schema.name"; NULL: the type's own */
    sg_identity_mode identity;
    sg_seqopts sequence; /* of the identity */
} sg_column;

extern const sg_field_type sg_column_identity_field;
extern const sg_sugar sg_column_sugar[];
bool sg_column_read_short(sg_reader *reader, sg_object *object, struct json_object *value);
bool sg_column_write_short(sg_buf *buf, const sg_object *object);
void sg_column_expand(sg_model *model, sg_object *object, sg_diags *diags);
void sg_column_finish(sg_model *model, sg_object *object, sg_diags *diags);

extern const sg_op sg_column_create, sg_column_drop, sg_column_rename, sg_column_replace;
extern const sg_op sg_column_set_nullable, sg_column_set_sequence;
const sg_op *sg_column_choose_type(const sg_object *from, const sg_object *to);
const sg_op *sg_column_choose_default(const sg_object *from, const sg_object *to);
const sg_op *sg_column_choose_identity(const sg_object *from, const sg_object *to);
const sg_op *sg_column_choose_generated(const sg_object *from, const sg_object *to);
void sg_column_clause(sg_buf *buf, const sg_object *object);
void sg_column_retype(sg_buf *buf, const sg_object *object);
void sg_column_rebind(sg_buf *buf, const sg_object *object);

/* True when PostgreSQL can make values of `from` values of `to`. */
bool sg_column_converts(const sg_object *from, const sg_object *to);
/* Name of the integer type behind an identity: "bigint". */
const char *sg_column_sequence_type(const sg_column *column);

#endif
