/* Mappings of a text search configuration: {"asciiword": ["synonyms", "english_stem"]}. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "text_search_configuration.h"

static sg_mappings *mappings_of(const sg_object *object, const sg_field *field)
{
    return sg_field_at(object, field);
}

static int by_token(const void *a, const void *b)
{
    return strcmp(((const sg_mapping *)a)->token, ((const sg_mapping *)b)->token);
}

static bool read_mapping(sg_reader *reader, sg_object *object, const char *place, struct json_object *list,
                         sg_mapping *mapping)
{
    sg_names names = {0};
    if (!sg_json_names(reader, object, place, list, &names))
        return false;
    if (names.count == 0)
        return sg_reader_error(reader, object, place, SG_BAD_VALUE, "a mapping needs at least one dictionary");
    mapping->dictionaries = SG_NEW_ARRAY(reader->model->arena, sg_mapped, names.count);
    for (size_t i = 0; i < names.count; i++) {
        sg_path *path = &mapping->dictionaries[mapping->count++].path;
        sg_name_split(reader->model, names.items[i], &path->schema, &path->name);
    }
    return true;
}

static bool mappings_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    if (!json_object_is_type(value, json_type_object))
        return sg_reader_error(reader, object, field->key, SG_WRONG_TYPE, "\"%s\" must be an object", field->key);
    sg_mappings *mappings = mappings_of(object, field);
    mappings->items = SG_NEW_ARRAY(reader->model->arena, sg_mapping, (size_t)json_object_object_length(value));
    json_object_object_foreach(value, token, list)
    {
        char place[SG_PLACE_BYTES];
        sg_mapping *mapping = &mappings->items[mappings->count];
        if (!sg_json_check_name(reader, object, field->key, token) ||
            !read_mapping(reader, object, sg_json_place_of(place, field->key, token), list, mapping))
            return false;
        mapping->token = sg_arena_strdup(reader->model->arena, token);
        mappings->count++;
    }
    qsort(mappings->items, mappings->count, sizeof *mappings->items, by_token);
    return true;
}

static void write_names(sg_buf *buf, const sg_mapping *mapping)
{
    for (size_t i = 0; i < mapping->count; i++) {
        sg_buf_add(buf, i > 0 ? ", " : "[");
        sg_json_write_name(buf, mapping->dictionaries[i].path.schema, mapping->dictionaries[i].path.name);
    }
    sg_buf_addc(buf, ']');
}

static void mappings_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    const sg_mappings *mappings = mappings_of(object, field);
    for (size_t i = 0; i < mappings->count; i++) {
        sg_buf_add(buf, i > 0 ? "," : "{");
        if (depth < 0)
            sg_buf_addc(buf, ' ');
        else
            sg_buf_addf(buf, "\n%*s", 2 * (depth + 1), "");
        sg_buf_add_json(buf, mappings->items[i].token);
        sg_buf_add(buf, ": ");
        write_names(buf, &mappings->items[i]);
    }
    if (depth < 0)
        sg_buf_add(buf, " }");
    else
        sg_buf_addf(buf, "\n%*s}", 2 * depth, "");
}

static bool mappings_are_set(const sg_object *object, const sg_field *field)
{
    return mappings_of(object, field)->count > 0;
}

bool sg_mapping_equal(const sg_mapping *a, const sg_mapping *b)
{
    bool equal = a->count == b->count;
    for (size_t i = 0; equal && i < a->count; i++) {
        const sg_path *left = &a->dictionaries[i].path, *right = &b->dictionaries[i].path;
        equal = strcmp(left->schema, right->schema) == 0 && strcmp(left->name, right->name) == 0;
    }
    return equal;
}

const sg_mapping *sg_mappings_find(const sg_mappings *mappings, const char *token)
{
    const sg_mapping wanted = {.token = token};
    return mappings->count > 0 ? bsearch(&wanted, mappings->items, mappings->count, sizeof wanted, by_token) : NULL;
}

static bool mappings_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    const sg_mappings *left = mappings_of(a, field), *right = mappings_of(b, field);
    bool equal = left->count == right->count;
    for (size_t i = 0; equal && i < left->count; i++)
        equal = strcmp(left->items[i].token, right->items[i].token) == 0 &&
                sg_mapping_equal(&left->items[i], &right->items[i]);
    return equal;
}

/* Without a schema: one of the source in public, else the system's or one of an extension. */
static void resolve(sg_model *model, sg_object *object, sg_mapped *mapped)
{
    const sg_kind *kind = sg_kind_named("text search dictionary");
    bool of_system = strcmp(mapped->path.schema, "pg_catalog") == 0;
    const char *schema = of_system ? "public" : mapped->path.schema;
    sg_object *target = sg_model_find(model, kind, schema, NULL, mapped->path.name);
    mapped->declared = target != NULL && !of_system;
    if (mapped->declared)
        sg_object_depend(object, target);
    else if (of_system && target == NULL)
        mapped->path.schema = schema;
}

static void mappings_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    const sg_mappings *mappings = mappings_of(object, field);
    (void)diags;
    for (size_t i = 0; i < mappings->count; i++) {
        for (size_t k = 0; k < mappings->items[i].count; k++)
            resolve(model, object, &mappings->items[i].dictionaries[k]);
    }
}

static void mappings_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                            const char *old_schema, const char *old_name)
{
    const sg_mappings *mappings = mappings_of(object, field);
    (void)model;
    if (target->kind != sg_kind_named("text search dictionary"))
        return;
    for (size_t i = 0; i < mappings->count; i++) {
        for (size_t k = 0; k < mappings->items[i].count; k++) {
            sg_path *path = &mappings->items[i].dictionaries[k].path;
            if (strcmp(path->schema, old_schema) == 0 && strcmp(path->name, old_name) == 0)
                *path = (sg_path){target->schema, target->name};
        }
    }
}

const sg_field_type sg_field_mappings = {.json = "an object",
                                         .read = mappings_read,
                                         .write = mappings_write,
                                         .is_set = mappings_are_set,
                                         .equal = mappings_equal,
                                         .finish = mappings_finish,
                                         .rename = mappings_rename};
