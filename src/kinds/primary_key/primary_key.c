/* Primary keys. */
#include <stddef.h>

#include "keys.h"
#include "text.h"

extern const char sg_kind_primary_key_catalog_sql[], sg_kind_primary_key_guard_sql[];

static const char *default_name(sg_model *model, const sg_object *object)
{
    return sg_sql_default_name(model->arena, object->parent->name, NULL, "pkey");
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    const sg_names *columns = &((const sg_key *)object)->columns;
    for (size_t i = 0; i < columns->count; i++) {
        const sg_object *column = sg_child_named(object->parent, sg_kind_named("column"), columns->items[i]);
        if (column != NULL && sg_object_bool(column, "nullable"))
            sg_object_error(model, diags, column, NULL, SG_CONFLICT,
                            "the column \"%s\" is in the primary key and cannot be nullable", column->name);
    }
}

static const sg_field fields[] = {
    {.key = "columns", .type = &sg_field_columns, .offset = offsetof(sg_key, columns), .required = true},
    {.key = "include", .type = &sg_field_columns, .offset = offsetof(sg_key, include)},
    {.key = "withoutOverlaps", .type = &sg_field_bool, .offset = offsetof(sg_key, without_overlaps), .since = 18},
    {.key = "with",
     .type = &sg_field_params,
     .offset = offsetof(sg_key, parameters),
     .choose = sg_op_choose_parameters},
    {.key = "deferrable", .type = &sg_field_word, .offset = offsetof(sg_key, deferrable), .words = sg_deferrable_words},
    {.key = "partOf", .type = &sg_field_part, .offset = offsetof(sg_key, part_of)},
    {0}};

const sg_kind sg_kind_primary_key = {
    .name = "primary key",
    .word = "PRIMARY KEY",
    .json_key = "primaryKey",
    .parents = SG_BELOW("table"),
    .address = "table constraint",
    .size = sizeof(sg_key),
    .flags = SG_KIND_SINGLE | SG_KIND_INLINE | SG_KIND_RELATION | SG_KIND_LOCAL | SG_KIND_CONSTRAINT | SG_KIND_NOT_NULL,
    .order = 70,
    .fields = fields,
    .read_short = sg_key_read_short,
    .default_name = default_name,
    .finish = finish,
    .passes_on = sg_passes_to_partition,
    .adapt = sg_key_adapt,
    .part_of = sg_key_part_of,
    .whole = &sg_key_whole,
    .create = &sg_op_add_key,
    .drop = &sg_op_drop_constraint,
    .rename = &sg_op_rename_constraint,
    .replace = &sg_op_replace_key,
    .clause = sg_key_clause,
    .unique_columns = sg_key_columns,
    .identity = sg_sql_constraint_identity,
    .catalog_sql = sg_kind_primary_key_catalog_sql,
    .seldom = "pg_constraint WHERE contype = 'p' AND conrelid >= 16384",
    .guard_sql = sg_kind_primary_key_guard_sql,
};
