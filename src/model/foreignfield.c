/* The server of a foreign table, and the foreign-data wrapper of a server, by name. */
#include <string.h>

#include "json.h"
#include "kind.h"
#include "text.h"

#define MEMBER(object, field) (*(const char **)((char *)(object) + (field)->offset))

static bool name_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    MEMBER(object, field) = sg_json_string(reader, object, field->key, value, false);
    return MEMBER(object, field) != NULL && sg_json_check_name(reader, object, field->key, MEMBER(object, field));
}

/* Extensions bring wrappers, perhaps servers, of names of their own. */
static bool may_be_elsewhere(const sg_model *model)
{
    const sg_kind *provider = sg_kind_with(SG_KIND_PROVIDER);
    return model->open_types || model->of_kind[sg_kind_number(provider)].count > 0;
}

static void resolve(sg_model *model, sg_object *object, const sg_field *field, const char *kind, sg_diags *diags)
{
    const char *name = MEMBER(object, field);
    if (name == NULL)
        return;
    sg_object *target = sg_model_find(model, sg_kind_named(kind), NULL, NULL, name);
    if (target != NULL)
        sg_object_depend(object, target);
    else if (!may_be_elsewhere(model))
        sg_object_error(model, diags, object, field->key, SG_BAD_VALUE, "there is no %s \"%s\"", kind, name);
}

static void follow(sg_object *object, const sg_field *field, const sg_object *target, const char *kind,
                   const char *old_name)
{
    if (strcmp(target->kind->name, kind) == 0 && sg_text_equal(MEMBER(object, field), old_name))
        MEMBER(object, field) = target->name;
}

static void server_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    resolve(model, object, field, "server", diags);
}

static void server_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                          const char *old_schema, const char *old_name)
{
    (void)model, (void)old_schema;
    follow(object, field, target, "server", old_name);
}

static void wrapper_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    resolve(model, object, field, "foreign-data wrapper", diags);
}

static void wrapper_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                           const char *old_schema, const char *old_name)
{
    (void)model, (void)old_schema;
    follow(object, field, target, "foreign-data wrapper", old_name);
}

const sg_field_type sg_field_server = {.json = "the name of a server",
                                       .read = name_read,
                                       .write = sg_text_field_write,
                                       .is_set = sg_text_field_is_set,
                                       .equal = sg_text_field_equal,
                                       .finish = server_finish,
                                       .rename = server_rename};
const sg_field_type sg_field_wrapper = {.json = "the name of a foreign-data wrapper",
                                        .read = name_read,
                                        .write = sg_text_field_write,
                                        .is_set = sg_text_field_is_set,
                                        .equal = sg_text_field_equal,
                                        .finish = wrapper_finish,
                                        .rename = wrapper_rename};
