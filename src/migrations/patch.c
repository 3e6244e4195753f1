/* Patches of plans: renames that keep the place of a key, and JSON merge patches (RFC 7396). */
#include <json-c/json.h>
#include <string.h>

#include "migrations_private.h"

static void merge(struct json_object *target, struct json_object *patch)
{
    json_object_object_foreach(patch, key, value)
    {
        struct json_object *member = NULL;
        if (value == NULL) {
            json_object_object_del(target, key);
            continue;
        }
        if (!json_object_is_type(value, json_type_object)) {
            json_object_object_add(target, key, json_object_get(value));
            continue;
        }
        json_object_object_get_ex(target, key, &member);
        if (!json_object_is_type(member, json_type_object)) {
            member = json_object_new_object();
            json_object_object_add(target, key, member);
        }
        merge(member, value);
    }
}

/* The object that a JSON pointer names, or NULL. */
static struct json_object *object_at(struct json_object *tree, const char *pointer)
{
    struct json_object *found = NULL;

    if (json_pointer_get(tree, pointer, &found) != 0)
        return NULL;
    return json_object_is_type(found, json_type_object) ? found : NULL;
}

/* Gives the member `from` the key `to` and leaves it where it stands. */
static void rename_member(struct json_object *map, const char *from, const char *to)
{
    struct json_object *members = json_object_new_object();

    json_object_object_foreach(map, name, value) json_object_object_add(members, name, json_object_get(value));
    json_object_object_foreach(members, key, member)
    {
        json_object_object_del(map, key);
        json_object_object_add(map, strcmp(key, from) == 0 ? to : key, json_object_get(member));
    }
    json_object_put(members);
}

static const char *text_of(struct json_object *object, const char *key)
{
    struct json_object *value = NULL;

    json_object_object_get_ex(object, key, &value);
    return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : NULL;
}

static bool apply_rename(struct json_object *tree, struct json_object *rename, sg_arena *arena, const char **why)
{
    const char *in = text_of(rename, "in"), *from = text_of(rename, "from"), *to = text_of(rename, "to");

    if (in == NULL || from == NULL || to == NULL) {
        *why = "a rename needs \"in\", \"from\" and \"to\"";
        return false;
    }
    struct json_object *map = object_at(tree, in);
    if (map == NULL || !json_object_object_get_ex(map, from, NULL)) {
        *why = sg_arena_printf(arena, "there is no \"%s\" in %s to rename", from, in);
        return false;
    }
    if (json_object_object_get_ex(map, to, NULL)) {
        *why = sg_arena_printf(arena, "\"%s\" in %s is there already", to, in);
        return false;
    }
    rename_member(map, from, to);
    return true;
}

/* One patch, or several in their order. */
static bool apply_patch(struct json_object *tree, struct json_object *patch)
{
    bool fine = true;

    if (json_object_is_type(patch, json_type_object))
        merge(tree, patch);
    else if (json_object_is_type(patch, json_type_array))
        for (size_t i = 0; fine && i < json_object_array_length(patch); i++)
            fine = apply_patch(tree, json_object_array_get_idx(patch, i));
    else
        fine = false;
    return fine;
}

bool sg_patch_step(struct json_object *tree, struct json_object *step, sg_arena *arena, const char **why)
{
    struct json_object *renames = NULL, *patch = NULL;

    *why = "a step must be an object";
    if (!json_object_is_type(step, json_type_object))
        return false;
    *why = "\"rename\" must be a list";
    if (json_object_object_get_ex(step, "rename", &renames) && !json_object_is_type(renames, json_type_array))
        return false;
    for (size_t i = 0; renames != NULL && i < json_object_array_length(renames); i++)
        if (!apply_rename(tree, json_object_array_get_idx(renames, i), arena, why))
            return false;
    *why = "\"patch\" must be an object, or a list of objects";
    return !json_object_object_get_ex(step, "patch", &patch) || apply_patch(tree, patch);
}
