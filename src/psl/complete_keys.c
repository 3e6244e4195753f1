/* Keys of models, and which fields are one. */
#include <string.h>

#include "complete_private.h"

void sg_psl_take_list(sg_vec *fields, const sg_psl_table *table, const sg_psl_value *list)
{
    sg_psl_elements elements = sg_psl_elements_of(list);
    for (const sg_psl_value *value; (value = sg_psl_next_element(&elements)) != NULL;) {
        sg_psl_field *field = sg_psl_field_named(table, value->text);
        if (field != NULL)
            sg_vec_push(fields, field);
    }
}

static const char *const key_attributes[] = {"id", "unique"};

static bool is_key(const sg_psl_attribute *attribute)
{
    return strcmp(attribute->name.text, key_attributes[0]) == 0 || strcmp(attribute->name.text, key_attributes[1]) == 0;
}

static void take_key(sg_vec *fields, const sg_psl_table *table, const sg_vec *blocks, const char *attribute)
{
    for (size_t i = 0; i < table->count && fields->count == 0; i++) {
        if (sg_psl_attribute_named(table->fields[i].item, attribute) != NULL)
            sg_vec_push(fields, &table->fields[i]);
    }
    for (size_t i = 0; i < blocks->count && fields->count == 0; i++) {
        const sg_psl_attribute *block = blocks->items[i];
        if (strcmp(block->name.text, attribute) == 0)
            sg_psl_take_list(fields, table, sg_psl_argument_named(block->arguments, "fields", true));
    }
}

void sg_psl_take_keys(sg_psl_model_keys *taken, const sg_psl_table *table)
{
    SG_PSL_EACH_LINE(item, table->item)
    {
        if (is_key(item->attributes))
            sg_vec_push(&taken->blocks, item->attributes);
    }
    for (size_t i = 0; i < 2 && taken->first.count == 0; i++)
        take_key(&taken->first, table, &taken->blocks, key_attributes[i]);
}

static bool same_fields(const sg_vec *fields, const sg_psl_table *table, const sg_psl_value *list)
{
    sg_vec others = SG_VEC_EMPTY;
    sg_psl_take_list(&others, table, list);
    bool same = others.count == fields->count && others.count > 0 &&
                memcmp(others.items, fields->items, others.count * sizeof *others.items) == 0;
    sg_vec_release(&others);
    return same;
}

bool sg_psl_is_unique(const sg_psl_model_keys *keys, const sg_psl_table *table, const sg_psl_value *list)
{
    sg_vec fields = SG_VEC_EMPTY;
    bool found = false;
    sg_psl_take_list(&fields, table, list);
    for (size_t i = 0; i < 2 && fields.count == 1; i++) {
        const sg_psl_field *only = fields.items[0];
        found |= sg_psl_attribute_named(only->item, key_attributes[i]) != NULL;
    }
    for (size_t i = 0; i < keys->blocks.count && !found; i++) {
        const sg_psl_attribute *block = keys->blocks.items[i];
        found = same_fields(&fields, table, sg_psl_argument_named(block->arguments, "fields", true));
    }
    sg_vec_release(&fields);
    return found;
}
