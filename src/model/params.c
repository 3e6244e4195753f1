/* Parameters, as what stands behind WITH and SET: {"fillfactor": 70}. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "params.h"
#include "text.h"

#define PARAMS(object, field) ((sg_params *)sg_field_at(object, field))
#define CONST_PARAMS(object, field) ((const sg_params *)sg_field_at(object, field))

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct sg_param *)a)->name, ((const struct sg_param *)b)->name);
}

static bool written_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    if (!json_object_is_type(value, json_type_object))
        return sg_reader_error(reader, object, field->key, SG_WRONG_TYPE, "\"%s\" must be an object", field->key);
    sg_params *params = PARAMS(object, field);
    params->items = SG_NEW_ARRAY(reader->model->arena, struct sg_param, (size_t)json_object_object_length(value));
    json_object_object_foreach(value, name, item)
    {
        if (!sg_json_check_name(reader, object, field->key, name))
            return false;
        if (json_object_is_type(item, json_type_object) || json_object_is_type(item, json_type_array) || item == NULL)
            return sg_reader_error(reader, object, field->key, SG_WRONG_TYPE,
                                   "parameter \"%s\" must be a number, a string, true or false", name);
        params->items[params->count].name = sg_arena_strdup(reader->model->arena, name);
        params->items[params->count++].value = sg_arena_strdup(reader->model->arena, json_object_get_string(item));
    }
    return true;
}

static bool sorted_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    if (!written_read(reader, object, field, value))
        return false;
    sg_params *params = PARAMS(object, field);
    qsort(params->items, params->count, sizeof params->items[0], by_name);
    return true;
}

void sg_params_field_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    (void)depth;
    const sg_params *params = CONST_PARAMS(object, field);
    for (size_t i = 0; i < params->count; i++) {
        sg_buf_add(buf, i == 0 ? "{ " : ", ");
        sg_buf_add_json(buf, params->items[i].name);
        sg_buf_add(buf, ": ");
        sg_buf_add_json(buf, params->items[i].value);
    }
    sg_buf_add(buf, " }");
}

bool sg_params_field_is_set(const sg_object *object, const sg_field *field)
{
    return CONST_PARAMS(object, field)->count > 0;
}

const char *sg_params_value(const sg_params *params, const char *name)
{
    for (size_t i = 0; i < params->count; i++) {
        if (strcmp(params->items[i].name, name) == 0)
            return params->items[i].value;
    }
    return NULL;
}

bool sg_params_equal(const sg_params *a, const sg_params *b)
{
    bool equal = a->count == b->count;
    for (size_t i = 0; equal && i < a->count; i++)
        equal = sg_text_equal(a->items[i].value, sg_params_value(b, a->items[i].name));
    return equal;
}

bool sg_params_field_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    return sg_params_equal(CONST_PARAMS(a, field), CONST_PARAMS(b, field));
}

/* Their order means nothing, so it stays as it was. */
static void written_settle(const sg_object *from, sg_object *to, const sg_field *field)
{
    *PARAMS(to, field) = *CONST_PARAMS(from, field);
}

const sg_params *sg_params_of(const sg_object *object, const char *key)
{
    for (const sg_field *field = object->kind->fields; field->key != NULL; field++) {
        if (field->type->write == sg_params_field_write && strcmp(field->key, key) == 0)
            return CONST_PARAMS(object, field);
    }
    return NULL;
}

const sg_field_type sg_field_params = {.json = "an object",
                                       .read = sorted_read,
                                       .write = sg_params_field_write,
                                       .is_set = sg_params_field_is_set,
                                       .equal = sg_params_field_equal};

const sg_field_type sg_field_storage = {.json = "an object",
                                        .read = written_read,
                                        .write = sg_params_field_write,
                                        .is_set = sg_params_field_is_set,
                                        .equal = sg_params_field_equal,
                                        .settle = written_settle};

static void add_pair(sg_buf *buf, const struct sg_param *param)
{
    sg_sql_dotted_as_server(buf, param->name);
    sg_buf_addc(buf, '=');
    sg_sql_literal(buf, param->value);
}

void sg_params_sql(sg_buf *buf, const sg_params *params)
{
    for (size_t i = 0; i < params->count; i++) {
        sg_buf_add(buf, i == 0 ? " WITH (" : ", ");
        add_pair(buf, &params->items[i]);
    }
    sg_buf_add(buf, params->count > 0 ? ")" : "");
}

void sg_params_say(sg_buf *text, const sg_params *params)
{
    for (size_t i = 0; i < params->count; i++) {
        sg_buf_add(text, i > 0 ? ", " : "");
        sg_buf_join(text, params->items[i].name, "=", params->items[i].value);
    }
}

/* The parameters of `of` that `other` has not, or has not like that: their names, and values where they are set. */
static size_t add_action(sg_buf *buf, const char *action, const sg_params *of, const sg_params *other, bool set)
{
    size_t count = 0;
    for (size_t i = 0; i < of->count; i++) {
        const char *there = sg_params_value(other, of->items[i].name);
        if (set ? sg_text_equal(there, of->items[i].value) : there != NULL)
            continue;
        sg_buf_add(buf, count++ == 0 ? action : ", ");
        if (set)
            add_pair(buf, &of->items[i]);
        else
            sg_sql_dotted_as_server(buf, of->items[i].name);
    }
    sg_buf_add(buf, count > 0 ? ")" : "");
    return count;
}

void sg_params_alter(sg_buf *buf, const sg_params *from, const sg_params *to, const char *lead)
{
    sg_buf set;
    sg_buf_init(&set);
    size_t added = add_action(&set, "SET (", to, from, true);
    sg_buf_add(buf, lead);
    if (add_action(buf, "RESET (", from, to, false) > 0 && added > 0)
        sg_buf_join(buf, ", ", lead);
    sg_buf_add(buf, set.data);
    sg_buf_release(&set);
}
