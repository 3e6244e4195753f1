/* Names in the text, and small questions to JSON. */
#include <ctype.h>
#include <string.h>

#include "raise_private.h"
#include "text.h"
#include "validate_private.h"

struct json_object *sg_psl_get(struct json_object *object, const char *key)
{
    struct json_object *value = NULL;

    if (json_object_is_type(object, json_type_object))
        json_object_object_get_ex(object, key, &value);
    return value;
}

const char *sg_psl_get_text(struct json_object *object, const char *key)
{
    struct json_object *value = sg_psl_get(object, key);

    return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : NULL;
}

struct json_object *sg_psl_take(struct json_object *object, const char *key)
{
    struct json_object *value = json_object_get(sg_psl_get(object, key));

    if (value != NULL)
        json_object_object_del(object, key);
    return value;
}

void sg_psl_drop(struct json_object *object, const char *key)
{
    json_object_object_del(object, key);
}

static bool holds(struct json_object *list, struct json_object *element)
{
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        if (json_object_equal(json_object_array_get_idx(list, i), element))
            return true;
    }
    return false;
}

bool sg_psl_same_set(struct json_object *a, struct json_object *b)
{
    if (json_object_array_length(a) != json_object_array_length(b))
        return false;
    for (size_t i = 0; i < json_object_array_length(a); i++) {
        if (!holds(b, json_object_array_get_idx(a, i)))
            return false;
    }
    return true;
}

/* What no name can hold becomes _; in front stands a letter. */
const char *sg_psl_spell(sg_arena *arena, const char *name)
{
    sg_buf spelled;

    sg_buf_init(&spelled);
    for (const char *c = name; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x80)
            sg_buf_addc(&spelled, isalnum((unsigned char)*c) ? *c : '_');
        else if (((unsigned char)*c & 0xC0) != 0x80)
            sg_buf_addc(&spelled, '_');
    }
    const char *rest = spelled.data + strspn(spelled.data, "_");
    const char *result =
        isalpha((unsigned char)*rest) ? sg_arena_strdup(arena, rest) : sg_arena_printf(arena, "x_%s", rest);
    sg_buf_release(&spelled);
    return result;
}

const char *sg_psl_take_name(sg_arena *arena, sg_map *taken, const char *wanted)
{
    const char *name = wanted;

    for (unsigned number = 2; sg_map_get(taken, name) != NULL; number++)
        name = sg_arena_printf(arena, "%s_%u", wanted, number);
    sg_map_put(taken, name, (void *)name);
    return name;
}

const char *sg_psl_take_block_name(sg_psl_raising *raising, const char *schema, const char *name)
{
    const char *wanted = sg_psl_spell(raising->arena, name);

    if (sg_psl_is_reserved(wanted))
        wanted = sg_arena_printf(raising->arena, "Renamed%s", wanted);
    if (sg_map_get(&raising->blocks, wanted) != NULL)
        wanted = sg_arena_printf(raising->arena, "%s_%s", sg_psl_spell(raising->arena, schema), wanted);
    return sg_psl_take_name(raising->arena, &raising->blocks, wanted);
}

void sg_psl_add_map(sg_buf *out, const char *sign, const char *text_name, const char *name)
{
    if (strcmp(text_name, name) == 0)
        return;
    sg_buf_addf(out, " %smap(", sign);
    sg_buf_add_json(out, name);
    sg_buf_addc(out, ')');
}
