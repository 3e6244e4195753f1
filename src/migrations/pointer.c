#include "pointer.h"

#include <json-c/json.h>

#include "file.h"

#define PLAN_LIMIT (256u * 1024 * 1024)

static struct json_object *read_plan(sg_arena *arena, const sg_migration *migration)
{
    char *text;
    size_t length;
    if (migration->plan == NULL || sg_file_read(arena, migration->plan, PLAN_LIMIT, &text, &length) != 0)
        return NULL;
    return json_tokener_parse(text);
}

const char *sg_migration_pointer(sg_arena *arena, const sg_migration *migration, unsigned step)
{
    struct json_object *plan = read_plan(arena, migration);
    struct json_object *steps = NULL, *pointer = NULL;
    const char *found = NULL;
    if (json_object_object_get_ex(plan, "steps", &steps) && json_object_is_type(steps, json_type_array) && step > 0 &&
        json_object_object_get_ex(json_object_array_get_idx(steps, step - 1), "pointer", &pointer) &&
        json_object_is_type(pointer, json_type_string))
        found = sg_arena_strdup(arena, json_object_get_string(pointer));
    json_object_put(plan);
    return found;
}
