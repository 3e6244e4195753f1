/* What the language has no words for, as directives. */
#include <ctype.h>
#include <string.h>

#include "kind.h"
#include "raise_private.h"

/* Longer values go over several lines. */
enum { WIDTH = 100 };

static void add_value(sg_buf *out, struct json_object *value)
{
    int flags = JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE;
    const char *text = json_object_to_json_string_ext(value, flags);

    if (strlen(text) > WIDTH)
        text = json_object_to_json_string_ext(value, flags | JSON_C_TO_STRING_PRETTY);
    for (const char *end; (end = strchr(text, '\n')) != NULL; text = end + 1) {
        sg_buf_addn(out, text, (size_t)(end - text));
        sg_buf_add(out, "\n/// ");
    }
    sg_buf_add(out, text);
}

/* The name of an argument, quoted where it has to be. */
static void add_name(sg_buf *out, const char *name)
{
    bool plain = isalpha((unsigned char)*name);

    for (const char *c = name; *c != '\0'; c++)
        plain &= isalnum((unsigned char)*c) || *c == '_';
    if (plain)
        sg_buf_add(out, name);
    else
        sg_buf_add_json(out, name);
    sg_buf_add(out, ": ");
}

static void open_directive(sg_buf *out, const char *name)
{
    sg_buf_addf(out, "/// @schemagen.%s(", name);
}

/* A map of definitions: one directive for each. */
static void add_members(sg_buf *out, const char *name, struct json_object *map)
{
    json_object_object_foreach(map, key, value)
    {
        open_directive(out, name);
        add_name(out, key);
        add_value(out, value);
        sg_buf_add(out, ")\n");
    }
}

static bool holds_objects(struct json_object *value)
{
    json_object_object_foreach(value, key, member)
    {
        (void)key;
        if (json_object_is_type(member, json_type_object) || json_object_is_type(member, json_type_array))
            return true;
    }
    return false;
}

/* Plain values as arguments of one directive. */
static void add_arguments(sg_buf *out, struct json_object *record)
{
    const char *comma = "";

    json_object_object_foreach(record, key, value)
    {
        sg_buf_add(out, comma);
        add_name(out, key);
        add_value(out, value);
        comma = ", ";
    }
}

static void add_checks(sg_buf *out, struct json_object *checks)
{
    json_object_object_foreach(checks, name, check)
    {
        bool has_more = json_object_is_type(check, json_type_object);
        struct json_object *expression = has_more ? sg_psl_take(check, "expression") : json_object_get(check);
        open_directive(out, "check");
        sg_buf_add_json(out, json_object_get_string(expression));
        sg_buf_add(out, ", map: ");
        sg_buf_add_json(out, name);
        if (has_more && json_object_object_length(check) > 0) {
            sg_buf_add(out, ", ");
            add_arguments(out, check);
        }
        sg_buf_add(out, ")\n");
        json_object_put(expression);
    }
}

static void add_directive(sg_buf *out, const char *key, struct json_object *value)
{
    if (strcmp(key, "checks") == 0) {
        add_checks(out, value);
        return;
    }
    if (json_object_is_type(value, json_type_object) && holds_objects(value)) {
        add_members(out, key, value);
        return;
    }
    if (json_object_is_type(value, json_type_boolean) && json_object_get_boolean(value)) {
        sg_buf_addf(out, "/// @schemagen.%s\n", key);
        return;
    }
    open_directive(out, key);
    if (json_object_is_type(value, json_type_object) && json_object_object_length(value) > 0)
        add_arguments(out, value);
    else
        add_value(out, value);
    sg_buf_add(out, ")\n");
}

/* A map of objects says nothing when it is empty; other keys may. */
static bool is_map(const char *key)
{
    for (size_t i = 0; i < sg_kind_count; i++) {
        if (strcmp(sg_kinds[i]->json_key, key) == 0)
            return true;
    }
    return false;
}

void sg_psl_add_directives(sg_buf *out, struct json_object *definition)
{
    json_object_object_foreach(definition, key, value)
    {
        bool nothing = json_object_is_type(value, json_type_object) && json_object_object_length(value) == 0;
        if (!nothing || !is_map(key))
            add_directive(out, key, value);
    }
}
