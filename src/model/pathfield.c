/* Field types of names that may have a schema. */
#include <string.h>

#include "json.h"
#include "kind.h"
#include "step.h"
#include "text.h"

static sg_path *path_of(const sg_object *object, const sg_field *field)
{
    return sg_field_at(object, field);
}

static bool path_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    sg_path *path = path_of(object, field);
    const char *written = sg_json_string(reader, object, field->key, value, false);
    if (written == NULL)
        return false;
    sg_name_split(reader->model, written, &path->schema, &path->name);
    return sg_json_check_name(reader, object, field->key, path->name);
}

static void path_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    (void)depth;
    sg_json_write_name(buf, path_of(object, field)->schema, path_of(object, field)->name);
}

static bool path_is_set(const sg_object *object, const sg_field *field)
{
    return path_of(object, field)->name != NULL;
}

static bool path_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    const sg_path *left = path_of(a, field), *right = path_of(b, field);
    return sg_text_equal(left->schema, right->schema) && sg_text_equal(left->name, right->name);
}

static bool names(const sg_path *path, const char *schema, const char *name)
{
    return path->name != NULL && strcmp(path->name, name) == 0 && sg_text_equal(path->schema, schema);
}

/* A function of an extension or of the system is declared nowhere. */
static void function_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    const sg_path *path = path_of(object, field);
    (void)diags;
    sg_object *target = sg_model_find(model, sg_kind_named("function"), path->schema, NULL,
                                      sg_arena_printf(model->arena, "%s()", path->name));
    if (target != NULL)
        sg_object_depend(object, target);
    else
        sg_model_note_missing(model, object, field->key, SG_SPACE_ROUTINE,
                              sg_arena_printf(model->arena, "%s\x1f%s", path->schema, path->name));
}

static void function_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                            const char *old_schema, const char *old_name)
{
    sg_path *path = path_of(object, field);
    size_t length = strlen(old_name);
    if (!(target->kind->flags & SG_KIND_ROUTINE) || length < 2)
        return;
    if (!names(path, old_schema, sg_arena_strndup(model->arena, old_name, length - 2)))
        return;
    path->schema = target->schema;
    path->name = sg_arena_strndup(model->arena, target->name, strlen(target->name) - 2);
}

const sg_field_type sg_field_function = {.json = "the name of a function",
                                         .read = path_read,
                                         .write = path_write,
                                         .is_set = path_is_set,
                                         .equal = path_equal,
                                         .finish = function_finish,
                                         .rename = function_rename};

static void table_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    const sg_path *path = path_of(object, field);
    if (path->name == NULL)
        return;
    sg_object *table = sg_model_find(model, sg_kind_named("table"), path->schema, NULL, path->name);
    if (table != NULL)
        sg_object_depend(object, table);
    else
        sg_object_error(model, diags, object, field->key, SG_UNKNOWN_TABLE, "there is no table \"%s\"", path->name);
}

static void table_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                         const char *old_schema, const char *old_name)
{
    sg_path *path = path_of(object, field);
    (void)model;
    if (target->parent == NULL && (target->kind->flags & SG_KIND_RELATION) && names(path, old_schema, old_name))
        *path = (sg_path){target->schema, target->name};
}

const sg_field_type sg_field_table = {.json = "the name of a table",
                                      .read = path_read,
                                      .write = path_write,
                                      .is_set = path_is_set,
                                      .equal = path_equal,
                                      .finish = table_finish,
                                      .rename = table_rename};

/* Without a schema is what the system has, like all in public. */
static void outside_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    sg_path *path = path_of(object, field);
    (void)model, (void)diags;
    if (sg_text_equal(path->schema, "pg_catalog"))
        path->schema = "public";
}

const sg_field_type sg_field_outside = {.json = "a name",
                                        .read = path_read,
                                        .write = path_write,
                                        .is_set = path_is_set,
                                        .equal = path_equal,
                                        .finish = outside_finish};

void sg_path_say(sg_buf *text, const sg_path *path)
{
    if (strcmp(path->schema, "public") != 0)
        sg_buf_join(text, path->schema, ".");
    sg_buf_add(text, path->name);
}
