/* What reading is made of: names, texts and lists of a definition, and what is wrong with them. */
#include <json-c/json.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "text.h"

static const char *last_word(const char *subpath)
{
    const char *slash = strrchr(subpath, '/');
    return slash != NULL ? slash + 1 : subpath;
}

bool sg_reader_error(sg_reader *reader, const sg_object *object, const char *subpath, sg_code code, const char *format,
                     ...)
{
    va_list args;
    va_start(args, format);
    const char *message = sg_arena_vprintf(reader->model->arena, format, args);
    va_end(args);
    reader->last = sg_object_error(reader->model, reader->diags, object, subpath, code, "%s", message);
    return false;
}

enum { MOST_SUGGESTED = 32 };

void sg_reader_suggest(sg_reader *reader, const char *word, const char *const *words, size_t count)
{
    const char *near = sg_text_nearest(word, words, count);
    if (near != NULL) {
        sg_diag_hint(reader->diags, reader->last, "did you mean \"%s\"?", near);
        return;
    }
    if (count == 0 || count > MOST_SUGGESTED)
        return;
    sg_buf list;
    sg_buf_init(&list);
    for (size_t i = 0; i < count; i++)
        sg_buf_addf(&list, "%s\"%s\"", i > 0 ? ", " : "", words[i]);
    sg_diag_hint(reader->diags, reader->last, "allowed here: %s", list.data);
    sg_buf_release(&list);
}

const char *sg_json_place_of(char place[SG_PLACE_BYTES], const char *key, const char *member)
{
    size_t rest = strnlen(member, SG_PLACE_BYTES * 2 / 3), length = strnlen(key, SG_PLACE_BYTES - rest - 2);
    memcpy(place, key, length);
    place[length] = '/';
    memcpy(place + length + 1, member, rest);
    place[length + 1 + rest] = '\0';
    return place;
}

const char *sg_json_place(char place[SG_PLACE_BYTES], const char *key, size_t index)
{
    char digits[24], *at = digits + sizeof digits - 1;
    *at = '\0';
    do
        *--at = (char)('0' + index % 10);
    while ((index /= 10) > 0);
    return sg_json_place_of(place, key, at);
}

bool sg_json_check_name(sg_reader *reader, const sg_object *object, const char *key, const char *name)
{
    size_t length = strlen(name);
    if (length == 0)
        return sg_reader_error(reader, object, key, SG_BAD_NAME, "a name cannot be empty");
    if (length > SG_NAME_BYTES)
        return sg_reader_error(reader, object, key, SG_BAD_NAME,
                               "the name has %zu bytes; PostgreSQL keeps %d and would cut the rest", length,
                               SG_NAME_BYTES);
    if (!sg_text_is_clean(name, length, true))
        return sg_reader_error(reader, object, key, SG_BAD_NAME, "the name holds a control character");
    return true;
}

bool sg_json_check_path(sg_reader *reader, const sg_object *object, const char *key, const char *written)
{
    const char *schema, *name;
    sg_name_split(reader->model, written, &schema, &name);
    return sg_json_check_name(reader, object, key, schema) && sg_json_check_name(reader, object, key, name);
}

const char *sg_json_string(sg_reader *reader, const sg_object *object, const char *key, struct json_object *value,
                           bool lines)
{
    if (!json_object_is_type(value, json_type_string)) {
        sg_reader_error(reader, object, key, SG_WRONG_TYPE, "\"%s\" must be a string", last_word(key));
        return NULL;
    }
    const char *text = json_object_get_string(value);
    size_t length = (size_t)json_object_get_string_len(value);
    if (strlen(text) != length || !sg_text_is_clean(text, length, lines)) {
        sg_reader_error(reader, object, key, SG_BAD_VALUE, "\"%s\" holds a NUL or control character", last_word(key));
        return NULL;
    }
    return sg_arena_strndup(reader->model->arena, text, length);
}

bool sg_json_names(sg_reader *reader, const sg_object *object, const char *key, struct json_object *value,
                   sg_names *names)
{
    if (json_object_is_type(value, json_type_string)) {
        names->items = SG_NEW_ARRAY(reader->model->arena, const char *, 1);
        names->items[0] = sg_json_string(reader, object, key, value, true);
        names->count = names->items[0] != NULL;
        return names->count == 1 && sg_json_check_name(reader, object, key, names->items[0]);
    }
    if (!json_object_is_type(value, json_type_array) || json_object_array_length(value) == 0)
        return sg_reader_error(reader, object, key, SG_WRONG_TYPE, "at least one name is needed here: [\"a\", \"b\"]");
    size_t count = json_object_array_length(value);
    names->items = SG_NEW_ARRAY(reader->model->arena, const char *, count);
    for (size_t i = 0; i < count; i++) {
        char place[SG_PLACE_BYTES];
        sg_json_place(place, key, i);
        const char *name = sg_json_string(reader, object, place, json_object_array_get_idx(value, i), true);
        if (name == NULL || !sg_json_check_name(reader, object, place, name))
            return false;
        for (size_t k = 0; k < names->count; k++) {
            if (strcmp(names->items[k], name) == 0)
                return sg_reader_error(reader, object, place, SG_BAD_VALUE, "\"%s\" stands here twice", name);
        }
        names->items[names->count++] = name;
    }
    return true;
}
