/* The values of an enum: read, written, and told apart from what they were called before. */
#include <json-c/json.h>
#include <string.h>

#include "enum.h"
#include "text.h"

/* `seen` holds the values read so far. */
static bool read_value(sg_reader *reader, sg_object *object, size_t index, struct json_object *item, sg_map *seen)
{
    sg_enum *self = (sg_enum *)object;
    char place[SG_PLACE_BYTES];
    sg_json_place(place, "values", index);
    const char *hint = NULL;
    if (json_object_is_type(item, json_type_object)) {
        struct json_object *name = NULL, *old = NULL;
        bool known = json_object_object_get_ex(item, "value", &name);
        if (json_object_object_get_ex(item, "renamedFrom", &old))
            hint = sg_json_string(reader, object, place, old, false);
        if (!known || json_object_object_length(item) != (old != NULL ? 2 : 1) || (old != NULL && hint == NULL))
            return sg_reader_error(reader, object, place, SG_WRONG_TYPE,
                                   "a value is a string, or { \"value\": ..., \"renamedFrom\": ... }");
        item = name;
    }
    const char *value = sg_json_string(reader, object, place, item, false);
    bool empty = value != NULL && value[0] == '\0'; /* no name, but a value like any other */
    if (value == NULL || (!empty && !sg_json_check_name(reader, object, place, value)))
        return false;
    if (sg_map_put(seen, value, item) != NULL)
        return sg_reader_error(reader, object, place, SG_BAD_VALUE, "the value \"%s\" stands here twice", value);
    self->renamed_from[self->values.count] = hint;
    self->values.items[self->values.count++] = value;
    return true;
}

static bool values_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    sg_enum *self = (sg_enum *)object;
    if (!json_object_is_type(value, json_type_array))
        return sg_reader_error(reader, object, field->key, SG_WRONG_TYPE, "\"values\" must be a list of strings");
    size_t count = json_object_array_length(value);
    self->values.items = SG_NEW_ARRAY(reader->model->arena, const char *, count);
    self->renamed_from = SG_NEW_ARRAY(reader->model->arena, const char *, count);
    sg_map seen = SG_MAP_EMPTY;
    bool fine = true;
    for (size_t i = 0; i < count; i++)
        fine &= read_value(reader, object, i, json_object_array_get_idx(value, i), &seen);
    sg_map_release(&seen);
    return fine;
}

static void values_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    const sg_enum *self = (const sg_enum *)object;
    (void)field, (void)depth;
    sg_buf_addc(buf, '[');
    for (size_t i = 0; i < self->values.count; i++) {
        if (i > 0)
            sg_buf_add(buf, ", ");
        if (self->renamed_from[i] != NULL)
            sg_buf_add(buf, "{ \"value\": ");
        sg_buf_add_json(buf, self->values.items[i]);
        if (self->renamed_from[i] == NULL)
            continue;
        sg_buf_add(buf, ", \"renamedFrom\": ");
        sg_buf_add_json(buf, self->renamed_from[i]);
        sg_buf_add(buf, " }");
    }
    sg_buf_addc(buf, ']');
}

static bool values_is_set(const sg_object *object, const sg_field *field)
{
    (void)field;
    return ((const sg_enum *)object)->values.items != NULL;
}

static bool values_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    (void)field;
    return sg_names_equal(&((const sg_enum *)a)->values, &((const sg_enum *)b)->values);
}

const sg_field_type sg_enum_values_field = {.json = "a list of strings",
                                            .read = values_read,
                                            .write = values_write,
                                            .is_set = values_is_set,
                                            .equal = values_equal};

bool sg_enum_has(const sg_enum *self, const char *value)
{
    return sg_names_has(&self->values, value);
}

static const char *hint_of(const sg_enum *self, const char *value)
{
    for (size_t i = 0; i < self->values.count; i++) {
        if (strcmp(self->values.items[i], value) == 0)
            return self->renamed_from[i];
    }
    return NULL;
}

/* True when a value that was not there before takes over the name `value`. */
static bool moves_on(const sg_enum *old, const sg_enum *new, const char *value)
{
    for (size_t i = 0; i < new->values.count; i++) {
        if (sg_text_equal(new->renamed_from[i], value) && !sg_enum_has(old, new->values.items[i]))
            return true;
    }
    return false;
}

/* The old name of `value` when the way from `old` to `new` renames it, else NULL. */
static const char *pending(const sg_enum *old, const sg_enum *new, const char *value)
{
    const char *hint = hint_of(new, value);
    if (hint == NULL || !sg_enum_has(old, hint) || sg_text_equal(hint_of(old, value), hint))
        return NULL;
    if (sg_enum_has(old, value) && sg_enum_has(new, hint) && hint_of(new, hint) == NULL && !moves_on(old, new, value))
        return NULL; /* used up: both stand on both sides */
    return hint;
}

const char *sg_enum_new_name(const sg_enum *from, const sg_enum *to, const char *value)
{
    for (size_t i = 0; i < to->values.count; i++) {
        if (sg_text_equal(pending(from, to, to->values.items[i]), value))
            return to->values.items[i];
    }
    return pending(to, from, value);
}

void sg_enum_settle(const sg_object *from, sg_object *to)
{
    const sg_enum *old = (const sg_enum *)from;
    sg_enum *new = (sg_enum *)to;
    for (size_t i = 0; i < new->values.count; i++) {
        const char *value = new->values.items[i];
        if (pending(old, new, value) == NULL)
            new->renamed_from[i] = hint_of(old, value);
    }
}

bool sg_enum_only_adds(const sg_enum *from, const sg_enum *to)
{
    size_t at = 0;
    for (size_t i = 0; i < from->values.count; i++) {
        const char *renamed = sg_enum_new_name(from, to, from->values.items[i]);
        const char *value = renamed != NULL ? renamed : from->values.items[i];
        while (at < to->values.count && !sg_text_equal(to->values.items[at], value))
            at++;
        if (at++ == to->values.count)
            return false;
    }
    return true;
}

bool sg_enum_is_new_name(const sg_enum *from, const sg_enum *to, const char *value)
{
    for (size_t i = 0; i < from->values.count; i++) {
        if (sg_text_equal(sg_enum_new_name(from, to, from->values.items[i]), value))
            return true;
    }
    return false;
}

bool sg_enum_is_old(const sg_enum *from, const sg_enum *to, const char *value)
{
    for (size_t i = 0; i < from->values.count; i++) {
        const char *renamed = sg_enum_new_name(from, to, from->values.items[i]);
        if (strcmp(renamed != NULL ? renamed : from->values.items[i], value) == 0)
            return true;
    }
    return false;
}

bool sg_enum_check_hints(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_enum *from = (const sg_enum *)step->from, *to = (const sg_enum *)step->to;
    bool fine = true;
    for (size_t i = 0; i < to->values.count; i++) {
        const char *hint = to->renamed_from[i], *value = to->values.items[i];
        if (hint == NULL || sg_enum_has(from, hint) || sg_enum_has(from, value))
            continue;
        char place[SG_PLACE_BYTES];
        sg_json_place(place, "values", i);
        sg_object_error(model, diags, step->to, place, SG_RENAME_UNMATCHED,
                        "the enum has neither \"%s\" nor \"%s\" in the previous snapshot", hint, value);
        fine = false;
    }
    return fine;
}
