/* The fields that only triggers have. */
#include <json-c/json.h>
#include <string.h>

#include "text.h"
#include "trigger.h"

const char *const sg_trigger_event_words[] = {"INSERT", "DELETE", "UPDATE", "TRUNCATE", NULL};
static const char *const events[] = {"insert", "delete", "update", "truncate"};
enum { EVENTS = sizeof events / sizeof *events };

static const sg_trigger *trigger_of(const sg_object *object)
{
    return (const sg_trigger *)object;
}

/* Events: a list of words */

static bool read_event(sg_reader *reader, sg_object *object, const char *place, struct json_object *value)
{
    const char *word = sg_json_string(reader, object, place, value, false);
    for (size_t i = 0; word != NULL && i < EVENTS; i++) {
        if (strcmp(word, events[i]) == 0) {
            ((sg_trigger *)object)->events |= 1U << i;
            return true;
        }
    }
    if (word == NULL)
        return false;
    sg_reader_error(reader, object, place, SG_BAD_VALUE, "\"%s\" is no event", word);
    sg_reader_suggest(reader, word, events, EVENTS);
    return false;
}

static bool events_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    bool fine = true;
    if (json_object_is_type(value, json_type_string))
        return read_event(reader, object, field->key, value);
    if (!json_object_is_type(value, json_type_array) || json_object_array_length(value) == 0)
        return sg_reader_error(reader, object, field->key, SG_WRONG_TYPE,
                               "\"events\" must be a list: [\"insert\", \"update\"]");
    for (size_t i = 0; i < json_object_array_length(value); i++) {
        char place[SG_PLACE_BYTES];
        sg_json_place(place, field->key, i);
        fine &= read_event(reader, object, place, json_object_array_get_idx(value, i));
    }
    return fine;
}

static void events_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    const char *separator = "[";
    (void)field, (void)depth;
    for (size_t i = 0; i < EVENTS; i++) {
        if (!(trigger_of(object)->events & (1U << i)))
            continue;
        sg_buf_join(buf, separator, "\"", events[i], "\"");
        separator = ", ";
    }
    sg_buf_addc(buf, ']');
}

static bool events_is_set(const sg_object *object, const sg_field *field)
{
    (void)field;
    return trigger_of(object)->events != 0;
}

static bool events_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    (void)field;
    return trigger_of(a)->events == trigger_of(b)->events;
}

const sg_field_type sg_trigger_events_field = {.json = "a list of events",
                                               .read = events_read,
                                               .write = events_write,
                                               .is_set = events_is_set,
                                               .equal = events_equal};

/* Arguments: texts, in their order, repeated or not */

static bool arguments_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    sg_names *list = &((sg_trigger *)object)->arguments;
    if (!json_object_is_type(value, json_type_array))
        return sg_reader_error(reader, object, field->key, SG_WRONG_TYPE, "\"arguments\" must be a list of strings");
    size_t count = json_object_array_length(value);
    list->items = SG_NEW_ARRAY(reader->model->arena, const char *, count);
    for (size_t i = 0; i < count; i++) {
        char place[SG_PLACE_BYTES];
        sg_json_place(place, field->key, i);
        const char *text = sg_json_string(reader, object, place, json_object_array_get_idx(value, i), true);
        if (text == NULL)
            return false;
        list->items[list->count++] = text;
    }
    return true;
}

static void arguments_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    (void)field, (void)depth;
    sg_json_write_names(buf, &trigger_of(object)->arguments);
}

static bool arguments_is_set(const sg_object *object, const sg_field *field)
{
    (void)field;
    return trigger_of(object)->arguments.count > 0;
}

static bool arguments_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    (void)field;
    return sg_names_equal(&trigger_of(a)->arguments, &trigger_of(b)->arguments);
}

const sg_field_type sg_trigger_arguments_field = {.json = "a list of strings",
                                                  .read = arguments_read,
                                                  .write = arguments_write,
                                                  .is_set = arguments_is_set,
                                                  .equal = arguments_equal};
