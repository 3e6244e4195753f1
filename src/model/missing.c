/* Names that objects use and nothing declares. What bears such a name is there by other means, and nobody may take it
 * away. */
#include <string.h>

#include "kind.h"
#include "signature.h"

static const char *key_of(sg_arena *arena, const char *space, const char *path)
{
    return sg_arena_printf(arena, "%s\x1f%s", space, path);
}

/* What the server itself has is found first by a name without a schema. */
static bool is_builtin(const char *space, const char *path)
{
    const char *name = strchr(path, '\x1f') + 1;
    return strcmp(space, SG_SPACE_ROUTINE) == 0 && strncmp(path, "public\x1f", (size_t)(name - path)) == 0 &&
           sg_function_is_builtin(name);
}

void sg_model_note_missing(sg_model *model, sg_object *user, const char *key, const char *space, const char *path)
{
    const char *place = key_of(model->arena, space, path);
    const sg_missing *known = sg_map_get(&model->missing, place);
    if (is_builtin(space, path) || (known != NULL && known->user == user && strcmp(known->key, key) == 0))
        return;
    sg_missing *added = SG_NEW(model->arena, sg_missing);
    *added = (sg_missing){NULL, user, sg_arena_strdup(model->arena, key)};
    added->next = sg_map_put(&model->missing, place, added);
}

static const sg_missing *find(const sg_model *model, const char *space, const char *schema, const char *name)
{
    const char *path = sg_arena_printf(model->arena, "%s\x1f%s", schema, name);
    return sg_map_get(&model->missing, key_of(model->arena, space, path));
}

const sg_missing *sg_model_missing(const sg_model *model, const sg_object *object)
{
    const sg_kind *kind = object->kind;
    const char *types = (kind->flags & SG_KIND_ROUTINE) ? sg_signature_split(object->name) : NULL;
    const sg_missing *found = NULL;
    if (object->parent != NULL || !(kind->flags & SG_KIND_IN_SCHEMA))
        return NULL;
    if (types != NULL)
        found = find(model, SG_SPACE_ROUTINE, object->schema,
                     sg_arena_strndup(model->arena, object->name, (size_t)(types - object->name)));
    if (found == NULL && (kind->flags & SG_KIND_RELATION))
        found = find(model, SG_SPACE_RELATION, object->schema, object->name);
    if (found == NULL && (kind->flags & SG_KIND_TYPE))
        found = find(model, SG_SPACE_TYPE, object->schema, object->name);
    if (found == NULL && kind->literal_type != NULL)
        found = find(model, kind->literal_type, object->schema, object->name);
    return found;
}
