/* The name of a function that is called with arguments of whatever types: "f", "billing.f". */
#include <string.h>

#include "json.h"
#include "kind.h"
#include "signature.h"
#include "text.h"

#define MEMBER(object, field) (*(const char **)sg_field_at(object, field))

/* The name of a routine without the types of its arguments; a passing name has none. */
static const char *bare(sg_arena *arena, const char *routine)
{
    const char *types = sg_signature_split(routine);
    return types != NULL ? sg_arena_strndup(arena, routine, (size_t)(types - routine)) : routine;
}

static bool call_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    const char *written = sg_json_string(reader, object, field->key, value, false), *schema, *name;
    if (written == NULL)
        return false;
    sg_name_split(reader->model, written, &schema, &name);
    if (!sg_json_check_name(reader, object, field->key, name))
        return false;
    if (!reader->canonical && strcmp(schema, "pg_catalog") == 0)
        schema = "public"; /* the server finds its own functions without a schema, and shows them so */
    MEMBER(object, field) = sg_name_joined(reader->model->arena, schema, name);
    return true;
}

static void call_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    const char *schema, *name;
    (void)diags;
    if (MEMBER(object, field) == NULL)
        return;
    sg_name_split(model, MEMBER(object, field), &schema, &name);
    sg_object_depend_call(model, object, field->key, sg_arena_printf(model->arena, "%s\x1f%s", schema, name));
}

static void call_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                        const char *old_schema, const char *old_name)
{
    sg_arena *arena = model->arena;
    if (MEMBER(object, field) == NULL || !(target->kind->flags & SG_KIND_ROUTINE) ||
        strcmp(MEMBER(object, field), sg_name_joined(arena, old_schema, bare(arena, old_name))) != 0)
        return;
    MEMBER(object, field) = sg_name_joined(arena, target->schema, bare(arena, target->name));
}

void sg_sql_call_as_server(sg_buf *buf, const char *written)
{
    const char *schema, *name;
    sg_arena *arena = sg_arena_new();
    sg_name_parts(arena, written, &schema, &name);
    if (strcmp(schema, "public") != 0) {
        sg_sql_ident_as_server(buf, schema);
        sg_buf_addc(buf, '.');
    }
    sg_sql_ident_as_server(buf, name);
    sg_arena_free(arena);
}

const sg_field_type sg_field_call = {.json = "the name of a function",
                                     .read = call_read,
                                     .write = sg_text_field_write,
                                     .is_set = sg_text_field_is_set,
                                     .equal = sg_text_field_equal,
                                     .finish = call_finish,
                                     .rename = call_rename};
