/* The name of a function that is called with arguments of whatever types: "f", "billing.f". */
#include <string.h>

#include "json.h"
#include "kind.h"
#include "signature.h"
#include "text.h"

#define MEMBER(object, field) (*(const char **)((char *)(object) + (field)->offset))

static const char *bare(const char *name)
{
    const char *dot = strchr(name, '.');
    return dot != NULL ? dot + 1 : name;
}

static bool call_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    const char *name = sg_json_string(reader, object, field->key, value, false);
    if (name == NULL || !sg_json_check_name(reader, object, field->key, bare(name)))
        return false;
    MEMBER(object, field) = strncmp(name, "public.", 7) == 0 ? bare(name) : name;
    return true;
}

static void call_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    (void)diags;
    if (MEMBER(object, field) != NULL)
        sg_object_depend_call(model, object, bare(MEMBER(object, field)));
}

static void call_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                        const char *old_schema, const char *old_name)
{
    const char *name = MEMBER(object, field);
    if (name == NULL || !(target->kind->flags & SG_KIND_ROUTINE))
        return;
    const char *const parts[] = {
        old_schema, sg_arena_strndup(model->arena, old_name, (size_t)(sg_signature_split(old_name) - old_name))};
    const char *was =
        strcmp(parts[0], "public") == 0 ? parts[1] : sg_arena_printf(model->arena, "%s.%s", parts[0], parts[1]);
    if (strcmp(name, was) != 0)
        return;
    int length = (int)(sg_signature_split(target->name) - target->name);
    bool there = strcmp(target->schema, "public") == 0;
    MEMBER(object, field) =
        sg_arena_printf(model->arena, "%s%s%.*s", there ? "" : target->schema, there ? "" : ".", length, target->name);
}

const sg_field_type sg_field_call = {.json = "the name of a function",
                                     .read = call_read,
                                     .write = sg_text_field_write,
                                     .is_set = sg_text_field_is_set,
                                     .equal = sg_text_field_equal,
                                     .finish = call_finish,
                                     .rename = call_rename};
