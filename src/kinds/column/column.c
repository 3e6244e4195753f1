/* Columns: the row of the kind. Reading is in column_read.c, SQL in the others. */
#include "column.h"

#include <stddef.h>

#include "text.h"

extern const char sg_kind_column_catalog_sql[], sg_kind_column_guard_sql[];

static void identity(sg_buf *buf, const sg_object *object)
{
    sg_buf_add(buf, "COLUMN ");
    sg_parent_sql(buf, object);
    sg_buf_addc(buf, '.');
    sg_sql_ident(buf, object->name);
}

const sg_column_rare sg_column_nothing_rare;

sg_column_rare *sg_column_own_rare(sg_arena *arena, sg_object *object)
{
    sg_column_rare *own = SG_NEW(arena, sg_column_rare);
    *own = *sg_column_rare_of(object);
    ((sg_column *)object)->said = own;
    return own;
}

static const char *sequence_name(sg_arena *arena, const sg_object *object)
{
    if (((const sg_column *)object)->identity == SG_IDENTITY_NONE)
        return NULL;
    return sg_sql_default_name(arena, object->parent->name, object->name, "seq");
}

/* A partition takes its values from where the table that it belongs to has them. */
static void adapt(sg_model *model, sg_object *copy)
{
    sg_column *column = (sg_column *)copy;
    if (column->said == NULL && column->identity == SG_IDENTITY_NONE)
        return;
    sg_column_rare *said = sg_column_own_rare(model->arena, copy);
    column->identity = SG_IDENTITY_NONE;
    said->sequence = (sg_seqopts){0};
    said->sequence_grants = (sg_grants){0};
}

static bool passes_on(const sg_object *object, const sg_object *link)
{
    (void)object, (void)link;
    return true;
}

/* The type is that of the base, where the source leaves it out, and so is the collation. */
static void complete(sg_model *model, sg_object *object)
{
    sg_column *column = (sg_column *)object;
    const sg_column *original = (const sg_column *)sg_rare_of(object)->inherits;
    if (sg_sqltype_is_set(sg_column_type(column)))
        return;
    column->type = original->type;
    const char *collation = sg_column_collation(&original->base);
    if (collation != NULL && sg_column_collation(object) == NULL)
        sg_column_own_rare(model->arena, object)->collation = collation;
}

#define RARE .part = offsetof(sg_column, said), .part_size = sizeof(sg_column_rare)

static const sg_field fields[] = {
    {.key = "type", .type = &sg_field_sqltype, .offset = offsetof(sg_column, type), .choose = sg_column_choose_type},
    {.key = "collation",
     .type = &sg_field_collation,
     .offset = offsetof(sg_column_rare, collation),
     RARE,
     .choose = sg_column_choose_type},
    {.key = "nullable", .type = &sg_field_bool, .offset = offsetof(sg_column, nullable), .op = &sg_column_set_nullable},
    {.key = "notNull",
     .type = &sg_column_not_null_name,
     .offset = offsetof(sg_column_rare, not_null.name),
     RARE,
     .choose = sg_column_choose_not_null,
     .since = 18},
    {.key = "notNullNotValid",
     .type = &sg_field_bool,
     .offset = offsetof(sg_column_rare, not_null.not_valid),
     RARE,
     .choose = sg_column_choose_not_null,
     .since = 18},
    {.key = "default",
     .type = &sg_field_value,
     .offset = offsetof(sg_column, value),
     .choose = sg_column_choose_default},
    {.key = "identity", .type = &sg_column_identity_field, .choose = sg_column_choose_identity},
    {.key = "generated",
     .type = &sg_field_expr,
     .offset = offsetof(sg_column_rare, generated),
     RARE,
     .choose = sg_column_choose_generated},
    {.key = "stored",
     .type = &sg_field_bool,
     .offset = offsetof(sg_column, stored),
     .choose = sg_column_choose_generated},
    {.key = "virtual",
     .type = &sg_field_bool,
     .offset = offsetof(sg_column, computed),
     .choose = sg_column_choose_generated,
     .since = 18},
    SG_KEEPING_FIELDS(sg_column_rare, keeping, &sg_column_set_storage, RARE),
    {.key = "foreignOptions",
     .type = &sg_field_options,
     .offset = offsetof(sg_column_rare, foreign),
     RARE,
     .op = &sg_column_set_storage},
    {0}};

const sg_kind sg_kind_column = {
    .name = "column",
    .json_key = "columns",
    .parents = SG_BELOW("table"),
    .address = "table column",
    .size = sizeof(sg_column),
    .flags = SG_KIND_ORDERED | SG_KIND_INLINE | SG_KIND_COLUMN,
    .order = 60,
    .fields = fields,
    .sugar = sg_column_sugar,
    .read_short = sg_column_read_short,
    .write_short = sg_column_write_short,
    .hidden_name = sequence_name,
    .hidden_kind = "sequence",
    .expand = sg_column_expand,
    .finish = sg_column_finish,
    .passes_on = passes_on,
    .adapt = adapt,
    .complete = complete,
    .whole = &sg_column_whole,
    .create = &sg_column_create,
    .drop = &sg_column_drop,
    .rename = &sg_column_rename,
    .replace = &sg_column_replace,
    .converts = sg_column_converts,
    .clause = sg_column_clause,
    .sequel = sg_column_sequel,
    .identity = identity,
    .expression = sg_column_expression,
    .rebind = sg_column_rebind,
    .unbind = sg_column_unbind,
    .rebinds = sg_column_rebinds,
    .retype = sg_column_retype,
    .inner = &sg_column_inner,
    .grantable = &sg_grantable_column,
    .catalog_sql = sg_kind_column_catalog_sql,
    .guard_sql = sg_kind_column_guard_sql,
};
