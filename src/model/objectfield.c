/* What is outside schemas and is named alone: the server of a foreign table, the wrapper of a server. */
#include <string.h>

#include "json.h"
#include "kind.h"
#include "text.h"

#define MEMBER(object, field) (*(const char **)sg_field_at(object, field))

static bool name_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    MEMBER(object, field) = sg_json_string(reader, object, field->key, value, false);
    return MEMBER(object, field) != NULL && sg_json_check_name(reader, object, field->key, MEMBER(object, field));
}

/* Extensions bring objects of names of their own. */
static bool may_be_elsewhere(const sg_model *model)
{
    const sg_kind *provider = sg_kind_with(SG_KIND_PROVIDER);
    return model->open_types || model->of_kind[sg_kind_number(provider)].count > 0;
}

static void name_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    const char *name = MEMBER(object, field);
    if (name == NULL)
        return;
    sg_object *target = sg_model_find(model, sg_kind_named(field->target), NULL, NULL, name);
    if (target != NULL)
        sg_object_depend(object, target);
    else if (!may_be_elsewhere(model))
        sg_object_error(model, diags, object, field->key, SG_BAD_VALUE, "there is no %s \"%s\"", field->target, name);
}

static void name_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                        const char *old_schema, const char *old_name)
{
    (void)model, (void)old_schema;
    if (strcmp(target->kind->name, field->target) == 0 && sg_text_equal(MEMBER(object, field), old_name))
        MEMBER(object, field) = target->name;
}

const sg_field_type sg_field_object = {.json = "a name",
                                       .read = name_read,
                                       .write = sg_text_field_write,
                                       .is_set = sg_text_field_is_set,
                                       .equal = sg_text_field_equal,
                                       .finish = name_finish,
                                       .rename = name_rename};
