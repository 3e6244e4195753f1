/* One rename as an entry of its step: names and places at that moment, and what has another key from then on. */
#include <string.h>

#include "json.h"
#include "renames_private.h"
#include "text.h"

/* The name that the renames up to now, of which the last ones are in `step`, gave the object; NULL: none. */
static const char *name_given(const sg_renaming *state, const sg_step *step, const sg_object *object)
{
    for (size_t i = state->steps->count + 1; i-- > 0;) {
        const sg_step *past = i < state->steps->count ? state->steps->items[i] : step;
        for (size_t k = past->rename_count; k-- > 0;) {
            if (past->rare->renames[k].object == object && !past->rare->renames[k].hidden)
                return past->rare->renames[k].to;
        }
    }
    return NULL;
}

static const char *name_after(const sg_renaming *state, const sg_step *step, const sg_object *object)
{
    const char *given = name_given(state, step, object);
    return given != NULL ? given : object->name;
}

/* Names of routines follow their types at once; the snapshot does after all renames. */
static const char *known_name(const sg_renaming *state, const sg_step *step, const sg_object *object)
{
    const char *schema, *name;
    if (!(object->kind->flags & SG_KIND_ROUTINE) || object->written == NULL || name_given(state, step, object) != NULL)
        return NULL;
    sg_name_split(state->from, object->written, &schema, &name);
    return name;
}

const char *sg_renaming_schema(const sg_renaming *state, const char *old)
{
    for (size_t i = 0; i < state->steps->count; i++) {
        const sg_step *step = state->steps->items[i];
        for (size_t k = 0; (step->kind->flags & SG_KIND_NAMESPACE) && k < step->rename_count; k++) {
            if (strcmp(step->rare->renames[k].from, old) == 0)
                return step->rare->renames[k].object->name;
        }
    }
    return old;
}

static const char *schema_after(const sg_renaming *state, const sg_step *step, const char *name)
{
    const sg_object *schema = sg_model_find(state->from, sg_kind_with(SG_KIND_NAMESPACE), NULL, NULL, name);
    return schema != NULL ? name_after(state, step, schema) : name;
}

static void add_along(const sg_renaming *state, const sg_step *step, sg_rename *rename, const sg_object *object,
                      const char *name)
{
    const sg_object *parent = object->parent;
    struct sg_along *along = &rename->along[rename->along_count++];
    *along = (struct sg_along){.object = object, .name = name};
    if (parent == NULL)
        return;
    along->parent_schema = schema_after(state, step, parent->schema);
    along->parent = name_after(state, step, parent);
}

struct moving {
    const sg_renaming *state;
    const sg_step *step;
    sg_rename *rename;
};

static void collect_followers(const sg_renaming *state, const sg_step *step, sg_rename *rename)
{
    const sg_object *object = rename->object;
    sg_vec owned = SG_VEC_EMPTY;
    if (sg_rename_moves(rename))
        sg_object_owned(object, &owned);
    rename->along = SG_NEW_ARRAY(state->arena, struct sg_along, object->users.count + owned.count);
    for (size_t i = 0; i < object->users.count; i++) {
        const sg_object *user = object->users.items[i];
        if (sg_rare_of(user)->follows == object)
            add_along(state, step, rename, user, NULL);
    }
    for (size_t i = 0; i < owned.count; i++)
        add_along(state, step, rename, owned.items[i], ((const sg_object *)owned.items[i])->name);
    sg_vec_release(&owned);
}

static bool is_in_schema(const struct moving *moving, const sg_object *object)
{
    return object->parent == NULL && sg_text_equal(object->schema, moving->rename->object->name);
}

static void add_moved(void *context, sg_object *object)
{
    const struct moving *moving = context;
    if (is_in_schema(moving, object))
        add_along(moving->state, moving->step, moving->rename, object, object->name);
}

static void add_moved_followers(void *context, sg_object *object)
{
    const struct moving *moving = context;
    for (size_t i = 0; is_in_schema(moving, object) && i < object->users.count; i++) {
        const sg_object *user = object->users.items[i];
        if (sg_rare_of(user)->follows == object && user->parent != NULL)
            add_along(moving->state, moving->step, moving->rename, user, object->name);
    }
}

/* A schema takes its objects along, and then what is called after those. */
static void collect_moved(const sg_renaming *state, const sg_step *step, sg_rename *rename)
{
    struct moving moving = {state, step, rename};
    rename->along = SG_NEW_ARRAY(state->arena, struct sg_along, state->from->count);
    sg_model_each(state->from, add_moved, &moving);
    sg_model_each(state->from, add_moved_followers, &moving);
}

void sg_renaming_enter(const sg_renaming *state, sg_step *step, const sg_pair *moved, sg_path from, sg_path to)
{
    const sg_object *parent = moved->object->parent;
    const char *known = known_name(state, step, moved->object);
    step->rare->renames[step->rename_count++] =
        (sg_rename){.object = moved->object,
                    .from = from.name,
                    .to = to.name,
                    .from_schema = from.schema,
                    .to_schema = to.schema,
                    .known = known,
                    .parent = parent != NULL ? sg_renaming_name_now(state, parent) : NULL,
                    .aside = moved->aside,
                    .hidden = moved->kind != moved->object->kind};
    sg_rename *rename = &step->rare->renames[step->rename_count - 1];
    if (sg_rename_moves(rename)) {
        rename->strays = SG_NEW_ARRAY(state->arena, sg_stray *, moved->strays.count);
        for (size_t i = 0; i < moved->strays.count; i++)
            rename->strays[rename->stray_count++] = moved->strays.items[i];
    }
    if (moved->kind->flags & SG_KIND_NAMESPACE)
        collect_moved(state, step, rename);
    else
        collect_followers(state, step, rename);
}
