/* Unique constraints. */
#include <stddef.h>

#include "json.h"
#include "keys.h"
#include "text.h"

extern const char sg_kind_unique_catalog_sql[];

/* table_column1_column2_key with the included columns too, as ChooseIndexColumnNames has it. */
static const char *default_name(sg_model *model, const sg_object *object)
{
    const sg_key *key = (const sg_key *)object;
    sg_names names = {SG_NEW_ARRAY(model->arena, const char *, key->columns.count + key->include.count), 0};
    for (size_t i = 0; i < key->columns.count; i++)
        names.items[names.count++] = key->columns.items[i];
    for (size_t i = 0; i < key->include.count; i++)
        names.items[names.count++] = key->include.items[i];
    return sg_names_default_name(model, object->parent->name, &names, "key");
}

static const sg_field fields[] = {
    {.key = "columns", .type = &sg_field_columns, .offset = offsetof(sg_key, columns), .required = true},
    {.key = "include", .type = &sg_field_columns, .offset = offsetof(sg_key, include)},
    {.key = "nullsNotDistinct", .type = &sg_field_bool, .offset = offsetof(sg_key, nulls_not_distinct), .since = 15},
    {.key = "withoutOverlaps", .type = &sg_field_bool, .offset = offsetof(sg_key, without_overlaps), .since = 18},
    {.key = "with",
     .type = &sg_field_params,
     .offset = offsetof(sg_key, parameters),
     .choose = sg_op_choose_parameters},
    {.key = "deferrable", .type = &sg_field_word, .offset = offsetof(sg_key, deferrable), .words = sg_deferrable_words},
    {.key = "partOf", .type = &sg_field_part, .offset = offsetof(sg_key, part_of)},
    {0}};

const sg_kind sg_kind_unique = {
    .name = "unique constraint",
    .word = "UNIQUE",
    .json_key = "uniques",
    .parents = SG_BELOW("table"),
    .address = "table constraint",
    .size = sizeof(sg_key),
    .flags = SG_KIND_INLINE | SG_KIND_RELATION | SG_KIND_LOCAL | SG_KIND_CONSTRAINT,
    .order = 80,
    .fields = fields,
    .read_short = sg_key_read_short,
    .default_name = default_name,
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
    .catalog_sql = sg_kind_unique_catalog_sql,
    .seldom = "pg_constraint WHERE contype = 'u' AND conrelid >= 16384",
};
