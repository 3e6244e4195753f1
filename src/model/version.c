/* What versions of PostgreSQL can hold. */
#include "json.h"
#include "kind.h"

struct target {
    const sg_model *model;
    int major;
    sg_diags *diags;
};

static void check_object(void *context, sg_object *object)
{
    const struct target *target = context;
    if (object->implied)
        return;
    for (const sg_field *field = object->kind->fields; field->key != NULL; field++) {
        if (field->since <= target->major || !field->type->is_set(object, field))
            continue;
        sg_diag *diag =
            sg_object_error(target->model, target->diags, object, field->key, SG_NOT_IN_VERSION,
                            "PostgreSQL %d has no \"%s\" (%s)", target->major, field->key, object->kind->name);
        sg_diag_hint(target->diags, diag, "it came with PostgreSQL %d", field->since);
    }
}

void sg_model_check_version(const sg_model *model, int major, sg_diags *diags)
{
    struct target target = {model, major, diags};
    sg_model_each((sg_model *)model, check_object, &target);
}
