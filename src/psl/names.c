/* Models, views and enums by name, and what the types of fields refer to. */
#include "names.h"

#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "json.h"
#include "text.h"

bool sg_psl_mistake(const sg_psl_names *names, sg_code code, sg_span span, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    sg_diag_vadd(names->diags, code, span, format, args);
    va_end(args);
    return false;
}

bool sg_psl_wants_hint(const sg_psl_names *names)
{
    return sg_diags_errors(names->diags) <= 100;
}

const char *sg_psl_text(const sg_psl_value *value)
{
    return value != NULL && value->sort == SG_PSL_STRING ? value->text : NULL;
}

const char *sg_psl_mapped(const sg_psl_attribute *map, const char *name)
{
    const char *mapped = map != NULL ? sg_psl_text(sg_psl_argument_named(map->arguments, "name", true)) : NULL;

    return mapped != NULL ? mapped : name;
}

size_t sg_psl_list_count(const sg_psl_value *value)
{
    if (value == NULL)
        return 0;
    return value->sort == SG_PSL_LIST ? value->arguments->count : 1;
}

sg_psl_elements sg_psl_elements_of(const sg_psl_value *value)
{
    if (value != NULL && value->sort == SG_PSL_LIST)
        return (sg_psl_elements){value->arguments->first, NULL};
    return (sg_psl_elements){NULL, value};
}

const sg_psl_value *sg_psl_next_element(sg_psl_elements *elements)
{
    const sg_psl_value *value = elements->single;

    elements->single = NULL;
    if (elements->next != NULL) {
        value = elements->next->value;
        elements->next = elements->next->next;
    }
    return value;
}

const sg_psl_value *sg_psl_first_element(const sg_psl_value *value)
{
    sg_psl_elements elements = sg_psl_elements_of(value);

    return sg_psl_next_element(&elements);
}

sg_psl_field *sg_psl_field_named(const sg_psl_table *table, const char *name)
{
    return sg_map_get(&table->by_name, name);
}

const char *sg_psl_label(const sg_psl_labels *labels, const char *value)
{
    const sg_psl_item *item = sg_map_get(&labels->by_name, value);

    return item != NULL ? sg_psl_mapped(sg_psl_attribute_named(item, "map"), item->name.text) : NULL;
}

const char *sg_psl_relation_name(const sg_psl_field *field)
{
    const sg_psl_attribute *relation = sg_psl_attribute_named(field->item, "relation");

    return relation != NULL ? sg_psl_text(sg_psl_argument_named(relation->arguments, "name", true)) : NULL;
}

const char *sg_psl_relation_title(const sg_psl_names *names, const sg_psl_field *field)
{
    const char *written = sg_psl_relation_name(field);
    const char *one = field->table->item->name.text, *other = field->target->item->name.text;

    if (written != NULL)
        return written;
    bool turned = strcmp(one, other) >= 0;
    return sg_arena_join(names->arena, turned ? other : one, "To", turned ? one : other);
}

/* A name as PostgreSQL keeps it. */
static const char *clipped(const sg_psl_names *names, const char *name)
{
    size_t length = strlen(name);

    return length <= SG_NAME_BYTES ? name
                                   : sg_arena_strndup(names->arena, name, sg_text_clip(name, length, SG_NAME_BYTES));
}

static const char *schema_of(const sg_psl_item *block)
{
    const sg_psl_attribute *attribute = sg_psl_block_attribute(block, "schema");
    const char *schema =
        attribute != NULL ? sg_psl_text(sg_psl_argument_named(attribute->arguments, "map", true)) : NULL;

    return schema != NULL ? schema : "public";
}

static const char *name_of(const sg_psl_names *names, const sg_psl_item *block)
{
    return clipped(names, sg_psl_mapped(sg_psl_block_attribute(block, "map"), block->name.text));
}

static bool report_double(const sg_psl_names *names, const sg_psl_item *item, const sg_psl_item *first)
{
    sg_diag *diag = sg_diag_add(names->diags, SG_DUPLICATE_NAME, item->name.span, "the name \"%s\" is taken already",
                                item->name.text);

    sg_diag_note(names->diags, diag, first->name.span, "it stands here first");
    return false;
}

/* Models, views, enums and types share one space of names: true when a block is the first of its name. */
static bool take_name(sg_psl_names *names, sg_psl_item *block)
{
    sg_psl_item *first = sg_map_get(&names->blocks, block->name.text);

    if (first != NULL)
        return report_double(names, block, first);
    sg_map_put(&names->blocks, block->name.text, block);
    return true;
}

static void hint_type(const sg_psl_names *names, sg_diag *diag, const char *type)
{
    sg_vec known = SG_VEC_EMPTY;

    for (size_t i = 0; i < SG_PSL_SCALARS; i++)
        sg_vec_push(&known, (void *)sg_psl_scalars[i].name);
    for (size_t i = 0; i < names->table_count; i++)
        sg_vec_push(&known, (void *)names->tables[i].item->name.text);
    for (size_t i = 0; i < names->enum_count; i++)
        sg_vec_push(&known, (void *)names->enums[i].item->name.text);
    const char *near = sg_text_nearest(type, (const char *const *)known.items, known.count);
    const char *meant = near == NULL || strcasecmp(near, type) != 0 ? sg_psl_type_meant(names, type) : NULL;
    if (meant != NULL || near != NULL)
        sg_diag_hint(names->diags, diag, "did you mean \"%s\"?", meant != NULL ? meant : near);
    sg_vec_release(&known);
}

static bool report_type(const sg_psl_names *names, const sg_psl_field *field)
{
    const sg_psl_type *type = &field->item->type;

    if (type->name.text == NULL)
        return sg_psl_mistake(names, SG_PSL_MEANING, field->item->name.span, "the field \"%s\" has no type",
                              field->item->name.text);
    sg_diag *diag = sg_diag_add(names->diags, SG_PSL_NO_SUCH_NAME, type->name.span,
                                "\"%s\" is neither a type of the language nor a model or enum", type->name.text);
    if (sg_psl_wants_hint(names))
        hint_type(names, diag, type->name.text);
    return false;
}

static bool resolve_type(const sg_psl_names *names, sg_psl_field *field)
{
    const char *type = field->item->type.name.text;

    field->sort = SG_PSL_BROKEN_FIELD;
    if (type == NULL)
        return report_type(names, field);
    if (field->item->type.unsupported) {
        field->sort = SG_PSL_RAW_FIELD;
        return true;
    }
    for (int i = 0; i < SG_PSL_SCALARS; i++) {
        if (strcmp(sg_psl_scalars[i].name, type) == 0) {
            field->sort = SG_PSL_SCALAR_FIELD;
            field->scalar = (sg_psl_scalar)i;
            return sg_psl_find_native(names, field);
        }
    }
    if ((field->labels = sg_map_get(&names->enums_by_name, type)) != NULL)
        field->sort = SG_PSL_ENUM_FIELD;
    else if ((field->target = sg_map_get(&names->by_name, type)) != NULL)
        field->sort = SG_PSL_RELATION_FIELD;
    else if (sg_map_get(&names->blocks, type) != NULL) /* a composite type: that it is there was told */
        return false;
    else
        return report_type(names, field);
    return true;
}

/* The one field of a model's primary key, or NULL. */
static const sg_psl_field *single_id(const sg_psl_table *model)
{
    const sg_psl_attribute *block = sg_psl_block_attribute(model->item, "id");

    for (size_t i = 0; i < model->count; i++) {
        if (sg_psl_attribute_named(model->fields[i].item, "id") != NULL)
            return &model->fields[i];
    }
    const sg_psl_value *fields = block != NULL ? sg_psl_argument_named(block->arguments, "fields", true) : NULL;
    if (sg_psl_list_count(fields) != 1)
        return NULL;
    const char *name = sg_psl_first_element(fields)->text;
    return name != NULL ? sg_psl_field_named(model, name) : NULL;
}

static bool resolve_fields(const sg_psl_names *names, sg_psl_table *table)
{
    bool fine = true;
    size_t count = 0;

    SG_PSL_EACH(item, &table->item->items)
    count += item->sort == SG_PSL_FIELD;
    table->fields = SG_NEW_ARRAY(names->arena, sg_psl_field, count);
    SG_PSL_EACH(item, &table->item->items)
    {
        if (item->sort != SG_PSL_FIELD)
            continue;
        sg_psl_field *field = &table->fields[table->count++];
        field->item = item;
        field->table = table;
        field->column = clipped(names, sg_psl_mapped(sg_psl_attribute_named(item, "map"), item->name.text));
        sg_psl_field *first = sg_psl_field_named(table, item->name.text);
        if (first != NULL && item->type.name.text != NULL)
            fine = report_double(names, item, first->item);
        else if (first == NULL)
            sg_map_put(&table->by_name, item->name.text, field);
        fine &= resolve_type(names, field);
    }
    table->single_id = single_id(table);
    return fine;
}

static bool add_table(sg_psl_names *names, sg_psl_item *block)
{
    sg_psl_table *table = &names->tables[names->table_count++];

    *table = (sg_psl_table){.item = block, .schema = schema_of(block), .name = name_of(names, block)};
    table->key = sg_name_joined(names->arena, table->schema, table->name);
    table->view = block->block == SG_PSL_VIEW;
    if (!take_name(names, block))
        return false;
    sg_map_put(&names->by_name, block->name.text, table);
    return true;
}

static bool add_enum(sg_psl_names *names, sg_psl_item *block)
{
    sg_psl_labels *labels = &names->enums[names->enum_count++];

    *labels = (sg_psl_labels){.item = block, .schema = schema_of(block), .name = name_of(names, block)};
    labels->key = sg_name_joined(names->arena, labels->schema, labels->name);
    SG_PSL_EACH(item, &block->items)
    {
        if (item->sort == SG_PSL_VALUE && sg_map_get(&labels->by_name, item->name.text) == NULL)
            sg_map_put(&labels->by_name, item->name.text, item);
    }
    if (!take_name(names, block))
        return false;
    sg_map_put(&names->enums_by_name, block->name.text, labels);
    return true;
}

static bool equals(const sg_psl_item *block, const char *key, const char *text)
{
    const sg_psl_item *property = sg_psl_property_named(block, key);

    return property != NULL && sg_text_equal(sg_psl_text(property->value), text);
}

static bool has_feature(const sg_psl_item *generator, const char *feature)
{
    const sg_psl_item *property = sg_psl_property_named(generator, "previewFeatures");

    sg_psl_elements elements = sg_psl_elements_of(property != NULL ? property->value : NULL);
    for (const sg_psl_value *value; (value = sg_psl_next_element(&elements)) != NULL;) {
        const char *text = sg_psl_text(value);
        if (text != NULL && strcasecmp(text, feature) == 0)
            return true;
    }
    return false;
}

/* Which of several datasources is meant nobody knows: all of them are told. */
static bool report_datasource(sg_psl_names *names, const sg_psl_item *block)
{
    if (!names->datasources)
        sg_psl_mistake(names, SG_PSL_MEANING, names->datasource->span, "a schema has one datasource");
    names->datasources = true;
    return sg_psl_mistake(names, SG_PSL_MEANING, block->span, "a schema has one datasource");
}

static bool report_block(const sg_psl_names *names, const sg_psl_item *block)
{
    sg_diag *diag = sg_diag_add(names->diags, SG_PSL_NO_SUCH_NAME, block->keyword.span, "there are no blocks \"%s\"",
                                block->keyword.text);
    const char *near = sg_text_nearest(block->keyword.text, sg_psl_keywords, SG_PSL_OTHER);

    if (near != NULL)
        sg_diag_hint(names->diags, diag, "did you mean \"%s\"?", near);
    else
        sg_diag_hint(names->diags, diag, "there are models, enums, views, generators and a datasource");
    return false;
}

static bool add_block(sg_psl_names *names, sg_psl_item *block)
{
    switch (block->block) {
    case SG_PSL_MODEL:
    case SG_PSL_VIEW:
        return add_table(names, block);
    case SG_PSL_ENUM:
        return add_enum(names, block);
    case SG_PSL_DATASOURCE:
        if (names->datasource != NULL)
            return report_datasource(names, block);
        names->datasource = block;
        names->no_foreign_keys =
            equals(block, "relationMode", "prisma") || equals(block, "referentialIntegrity", "prisma");
        return true;
    case SG_PSL_GENERATOR:
        names->extensions |= has_feature(block, "postgresqlExtensions");
        return true;
    case SG_PSL_TYPE:
        take_name(names, block);
        return sg_psl_mistake(names, SG_PSL_MEANING, block->span, "PostgreSQL has no composite types in this language");
    case SG_PSL_OTHER:
        if (*block->name.text == '\0') /* which was told */
            return false;
        break;
    }
    return report_block(names, block);
}

bool sg_psl_names_init(sg_psl_names *names, const sg_psl_schema *schema, sg_diags *diags)
{
    size_t blocks = 0;
    bool fine = true;

    *names = (sg_psl_names){.diags = diags, .arena = sg_diags_arena(diags), .schema = schema};
    for (const sg_psl_file *file = schema->first; file != NULL; file = file->next) {
        SG_PSL_EACH(item, &file->items)
        blocks += item->sort == SG_PSL_BLOCK;
    }
    names->tables = SG_NEW_ARRAY(names->arena, sg_psl_table, blocks);
    names->enums = SG_NEW_ARRAY(names->arena, sg_psl_labels, blocks);
    for (const sg_psl_file *file = schema->first; file != NULL; file = file->next) {
        SG_PSL_EACH(item, &file->items)
        {
            if (item->sort == SG_PSL_BLOCK)
                fine &= add_block(names, item);
        }
    }
    for (size_t i = 0; i < names->table_count; i++)
        fine &= resolve_fields(names, &names->tables[i]);
    sg_psl_pair_relations(names);
    return fine;
}

void sg_psl_names_release(sg_psl_names *names)
{
    for (size_t i = 0; i < names->table_count; i++)
        sg_map_release(&names->tables[i].by_name);
    for (size_t i = 0; i < names->enum_count; i++)
        sg_map_release(&names->enums[i].by_name);
    sg_map_release(&names->by_name);
    sg_map_release(&names->enums_by_name);
    sg_map_release(&names->blocks);
}
