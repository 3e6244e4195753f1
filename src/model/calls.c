/* Who calls which routines, by name. */
#include <string.h>

#include "kind.h"
#include "routine.h"

static bool needs(const sg_object *object, const sg_object *other)
{
    for (size_t i = 0; i < object->deps.count; i++) {
        if (object->deps.items[i] == other)
            return true;
    }
    return false;
}

static void note(sg_model *model, sg_object *user, const char *key, const char *name, const char *call)
{
    sg_call *added = SG_NEW(model->arena, sg_call);
    *added = (sg_call){NULL, user, sg_arena_strdup(model->arena, key), call};
    added->next = sg_map_put(&model->calls, name, added);
}

/* True where the routine takes or gives rows of the table that the object is made with. */
static bool is_circular(const sg_object *user, const sg_object *routine)
{
    return needs(routine, user) ||
           (user->parent != NULL && (user->kind->flags & SG_KIND_INLINE) != 0 && needs(routine, user->parent));
}

/* Which of several schemas a call means is the server's knowledge: all routines of the name count. */
void sg_object_depend_call(sg_model *model, sg_object *user, const char *key, const char *call)
{
    size_t length = strcspn(call, "\x1f");
    const char *name = call + length + 1;
    name = sg_arena_strndup(model->arena, name, strcspn(name, "\x1f"));
    bool declared = false;
    const sg_named_routine *first = sg_map_get(&model->routines, name);
    for (const sg_named_routine *it = first; it != NULL; it = it->next) {
        declared |= strncmp(it->routine->schema, call, length) == 0 && it->routine->schema[length] == '\0';
        if (!is_circular(user, it->routine))
            sg_object_depend(user, it->routine);
    }
    if (first != NULL)
        note(model, user, key, name, call);
    if (!declared)
        sg_model_note_missing(model, user, key, SG_SPACE_ROUTINE,
                              sg_arena_strndup(model->arena, call, length + 1 + strlen(name)));
}

static const char *bare_name(const sg_model *model, const sg_object *routine)
{
    const char *types = sg_signature_split(routine->name);
    return types == NULL ? routine->name
                         : sg_arena_strndup(model->arena, routine->name, (size_t)(types - routine->name));
}

const sg_call *sg_model_calls(const sg_model *model, const sg_object *routine)
{
    return model->calls.count > 0 ? sg_map_get(&model->calls, bare_name(model, routine)) : NULL;
}

const sg_named_routine *sg_model_namesakes(const sg_model *model, const sg_object *routine)
{
    return sg_map_get(&model->routines, bare_name(model, routine));
}

sg_fit sg_routine_fit(const sg_object *routine, const sg_call *call)
{
    size_t length = strcspn(call->call, "\x1f");
    const sg_signature *signature =
        (routine->kind->flags & SG_KIND_ROUTINE) ? ((const sg_routine *)routine)->signature : NULL;
    if (strncmp(routine->schema, call->call, length) != 0 || routine->schema[length] != '\0')
        return SG_FIT_NOT;
    return signature != NULL ? sg_signature_fit(signature, call->call) : SG_FIT_PERHAPS;
}
