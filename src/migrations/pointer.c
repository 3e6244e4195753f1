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

/* The steps of the plan; NULL when there are none. */
static struct json_object *find_steps(struct json_object *plan)
{
    struct json_object *steps = NULL;
    bool found = json_object_object_get_ex(plan, "steps", &steps) && json_object_is_type(steps, json_type_array);
    return found ? steps : NULL;
}

/* A text that a step holds, in the arena; NULL when it does not. */
static const char *step_text(sg_arena *arena, struct json_object *step, const char *key)
{
    struct json_object *text = NULL;
    bool found = json_object_object_get_ex(step, key, &text) && json_object_is_type(text, json_type_string);
    return found ? sg_arena_strdup(arena, json_object_get_string(text)) : NULL;
}

const char *sg_migration_pointer(sg_arena *arena, const sg_migration *migration, unsigned step)
{
    struct json_object *plan = read_plan(arena, migration);
    struct json_object *steps = find_steps(plan);
    const char *found =
        steps != NULL && step > 0 ? step_text(arena, json_object_array_get_idx(steps, step - 1), "pointer") : NULL;
    json_object_put(plan);
    return found;
}

const sg_migration_note *sg_migration_notes(sg_arena *arena, const sg_migration *migration, size_t *count)
{
    struct json_object *plan = read_plan(arena, migration);
    struct json_object *steps = find_steps(plan);
    *count = steps != NULL ? json_object_array_length(steps) : 0;
    sg_migration_note *notes = *count > 0 ? SG_NEW_ARRAY(arena, sg_migration_note, *count) : NULL;
    for (size_t i = 0; i < *count; i++) {
        struct json_object *step = json_object_array_get_idx(steps, i);
        notes[i] = (sg_migration_note){
            .title = step_text(arena, step, "title"),
            .no_inverse = step_text(arena, step, "noInverse"),
        };
        notes[i].final = notes[i].no_inverse != NULL && step_text(arena, step, "inverse") == NULL;
    }
    json_object_put(plan);
    return notes;
}

bool sg_migration_repairs(sg_arena *arena, const sg_migration *migration)
{
    struct json_object *plan = read_plan(arena, migration);
    bool repairs = json_object_object_get_ex(plan, "recorded", NULL);
    json_object_put(plan);
    return repairs;
}
