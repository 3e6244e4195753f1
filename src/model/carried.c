/* What the server itself brings along: new labels of an enum, types that an extension takes into another schema. */
#include <string.h>

#include "json.h"
#include "kind.h"

static int by_address(const void *a, const void *b)
{
    return a < b ? -1 : a > b;
}

void sg_model_relabel(sg_model *model, const sg_object *type, const sg_expr_labels *labels)
{
    sg_vec users = SG_VEC_EMPTY;
    for (size_t i = 0; i < type->users.count; i++) {
        sg_object *user = type->users.items[i];
        sg_vec_push(&users, user);
        if (user->parent != NULL && sg_rare_of(user->parent)->sole_base != NULL)
            sg_vec_push(&users, sg_rare_of(user->parent)->sole_base); /* whose bound may be about the column */
        for (sg_object *child = user->first_child; child != NULL; child = child->next)
            sg_vec_push(&users, child);
        for (size_t k = 0; k < user->users.count; k++)
            sg_vec_push(&users, user->users.items[k]);
    }
    sg_vec_sort(&users, by_address); /* labels may be swapped, so each is renamed once */
    for (size_t i = 0; i < users.count; i++) {
        sg_object *user = users.items[i];
        if (i > 0 && users.items[i - 1] == user)
            continue;
        for (const sg_field *field = user->kind->fields; field->key != NULL; field++) {
            if (labels->place != NULL)
                *labels->place = (sg_label_place){user, field->key};
            if (field->type->relabel != NULL)
                field->type->relabel(model, user, field, labels);
        }
    }
    sg_vec_release(&users);
}

/* A type that `provider` brings. */
typedef struct sg_provided {
    const sg_object *provider;
    const char *name;
} sg_provided;

void sg_model_note_provided(sg_model *model, const sg_object *provider, const char *name)
{
    for (size_t i = 0; i < model->provided.count; i++) {
        const sg_provided *known = model->provided.items[i];
        if (known->provider == provider && strcmp(known->name, name) == 0)
            return;
    }
    sg_provided *added = SG_NEW(model->arena, sg_provided);
    *added = (sg_provided){provider, name};
    sg_vec_push(&model->provided, added);
}

static void move_type(sg_model *model, sg_object *object, const sg_object *type, const char *old_schema)
{
    for (const sg_field *field = object->kind->fields; field->key != NULL; field++) {
        if (field->type->rename != NULL)
            field->type->rename(model, object, field, type, old_schema, type->name);
    }
}

void sg_model_move_types(sg_model *model, const sg_object *provider, const char *old_schema, const char *schema)
{
    sg_vec objects = SG_VEC_EMPTY;
    sg_buf before, after;
    sg_buf_init(&before);
    sg_buf_init(&after);
    sg_model_all(model, &objects);
    for (size_t i = 0; i < objects.count; i++) {
        sg_object *object = objects.items[i];
        sg_buf_clear(&before);
        sg_buf_clear(&after);
        sg_json_write_own(&before, object, NULL);
        for (size_t k = 0; k < model->provided.count; k++) {
            const sg_provided *provided = model->provided.items[k];
            const sg_object type = {.kind = sg_kind_with(SG_KIND_LABELS), .schema = schema, .name = provided->name};
            if (provided->provider == provider)
                move_type(model, object, &type, old_schema);
        }
        sg_json_write_own(&after, object, NULL);
        if (strcmp(before.data, after.data) != 0)
            sg_vec_push(&model->moved, object);
    }
    sg_buf_release(&after);
    sg_buf_release(&before);
    sg_vec_release(&objects);
}
