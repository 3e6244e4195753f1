/* JSON into objects, by the kinds' field tables. */
#include <json-c/json.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "text.h"

static const sg_field *field_named(const sg_kind *kind, const char *key)
{
    for (const sg_field *field = kind->fields; field->key != NULL; field++) {
        if (field->key[0] == key[0] && strcmp(field->key, key) == 0)
            return field;
    }
    return NULL;
}

static const sg_sugar *sugar_named(const sg_kind *kind, const char *key)
{
    for (const sg_sugar *sugar = kind->sugar; sugar != NULL && sugar->key != NULL; sugar++) {
        if (sugar->key[0] == key[0] && strcmp(sugar->key, key) == 0)
            return sugar;
    }
    return NULL;
}

static bool is_access(const sg_kind *kind, const char *key)
{
    return (strcmp(key, "grants") == 0 && sg_kind_grants(kind)) ||
           (strcmp(key, "owner") == 0 && sg_kind_has_owner(kind));
}

static bool unknown_key(sg_reader *reader, const sg_object *object, const char *key)
{
    const char *words[64];
    const sg_kind *kind = object->kind;
    size_t count = sg_kind_keys(kind, words, sizeof words / sizeof words[0]);
    sg_buf place;
    sg_buf_init(&place);
    sg_buf_addf(&place, "\x1f%s", key); /* \x1f: the key itself, see sg_object_error */
    sg_reader_error(reader, object, place.data, SG_UNKNOWN_KEY, "unknown key \"%s\" in the definition of %s %s", key,
                    strchr("aeiou", kind->name[0]) != NULL ? "an" : "a", kind->name);
    sg_buf_release(&place);
    sg_reader_suggest(reader, key, words, count);
    return false;
}

/* The children of one kind: a map from name to definition, or the one definition. */
static bool read_children(sg_reader *reader, sg_object *parent, const sg_kind *kind, struct json_object *value)
{
    if (kind->flags & SG_KIND_SINGLE)
        return sg_json_read_object(reader, kind, NULL, parent, NULL, value, NULL, NULL) != NULL;
    if (!json_object_is_type(value, json_type_object))
        return sg_reader_error(reader, parent, kind->json_key, SG_WRONG_TYPE,
                               "\"%s\" must be an object: a map from name to definition", kind->json_key);
    bool fine = true;
    json_object_object_foreach(value, name, definition) fine &=
        sg_json_read_object(reader, kind, NULL, parent, name, definition, NULL, NULL) != NULL;
    return fine;
}

static bool read_sugar(sg_reader *reader, sg_object *object, const sg_sugar *sugar, struct json_object *value)
{
    size_t errors = sg_diags_errors(reader->diags);
    struct json_object *definition = sugar->expand(reader, object, value);
    if (definition == NULL)
        return sg_diags_errors(reader->diags) == errors;
    const sg_kind *parent = object->parent != NULL ? object->parent->kind : NULL;
    const sg_kind *kind = sg_kind_for_key(parent, sugar->target);
    bool fine = sg_json_read_object(reader, kind, NULL, object->parent, NULL, definition, object, sugar->key) != NULL;
    json_object_put(definition);
    return fine;
}

static bool read_access(sg_reader *reader, sg_object *object, const char *key, struct json_object *value)
{
    sg_access *access = SG_NEW(reader->model->arena, sg_access);
    if (sg_rare_of(object)->access != NULL)
        *access = *sg_rare_of(object)->access;
    sg_own_rare(reader->model->arena, object)->access = access;
    reader->model->says_access = true;
    if (strcmp(key, "grants") == 0)
        return sg_grants_read(reader, object, key, object->kind->grantable, value, &access->grants);
    access->owner = sg_json_string(reader, object, key, value, false);
    return access->owner != NULL && sg_json_check_name(reader, object, key, access->owner);
}

static bool no_routine(sg_reader *reader, const sg_object *object, const char *key, const char *name)
{
    sg_reader_error(reader, object, key, SG_BAD_NAME, "\"%s\" is not the name of a %s", name, object->kind->name);
    sg_diag_hint(reader->diags, reader->last, "write the types of its arguments: \"%s(integer, text)\", \"%s()\"", name,
                 name);
    return false;
}

/* The name in a hint; `schema` is the one in front of it, or NULL: none is, or the one that the object is in. */
static const char *split_hint(sg_reader *reader, const sg_object *object, const char *hint, const char **schema)
{
    const char *name;
    *schema = NULL;
    if (!(object->kind->flags & SG_KIND_IN_SCHEMA))
        return hint;
    if (!sg_name_parts(reader->model->arena, hint, schema, &name) || strcmp(*schema, object->schema) == 0)
        *schema = NULL;
    return name;
}

static bool read_hint(sg_reader *reader, sg_object *object, const char *key, struct json_object *value)
{
    sg_arena *arena = reader->model->arena;
    const char *text = sg_json_string(reader, object, key, value, true);
    reader->model->hinted = true;
    if (text == NULL)
        return false;
    sg_rare *rare = sg_own_rare(arena, object);
    rare->renamed_from = text;
    if (reader->model->canonical)
        return true; /* it holds a schema only where that is another one */
    const char *schema, *written = split_hint(reader, object, text, &schema), *name = written;
    if (object->kind->canonical_name != NULL)
        name = object->kind->canonical_name(arena, written);
    if (name == NULL)
        return no_routine(reader, object, key, written);
    if (object->kind->flags & SG_KIND_IN_SCHEMA)
        rare->renamed_from = sg_name_whole(arena, schema, name);
    return object->kind->canonical_name != NULL || sg_json_check_name(reader, object, key, name);
}

static bool read_name(sg_reader *reader, sg_object *object, const char *key, struct json_object *value)
{
    const char *text = sg_json_string(reader, object, key, value, true);
    sg_object_set_name(object, text);
    return text != NULL && sg_json_check_name(reader, object, key, text);
}

/* For the server too an empty one is none. */
static bool read_comment(sg_reader *reader, sg_object *object, const char *key, struct json_object *value, bool born)
{
    const char *text = sg_json_string(reader, object, key, value, true);
    const char *comment = text != NULL && *text != '\0' ? text : NULL;
    if (born)
        sg_own_rare(reader->model->arena, object)->born_comment = comment;
    else
        object->comment = comment;
    return text != NULL;
}

/* What is the same for all kinds that know it. */
static bool read_common(sg_reader *reader, sg_object *object, const char *key, struct json_object *value, bool *known)
{
    const sg_kind *kind = object->kind;
    *known = true;
    if (is_access(kind, key))
        return read_access(reader, object, key, value);
    if (strcmp(key, "comment") == 0 && !(kind->flags & SG_KIND_NO_COMMENT))
        return read_comment(reader, object, key, value, false);
    if (strcmp(key, "bornComment") == 0 && reader->model->live)
        return read_comment(reader, object, key, value, true);
    if (strcmp(key, "renamedFrom") == 0 && kind->rename != NULL)
        return read_hint(reader, object, key, value);
    if (strcmp(key, "name") == 0 && kind->rename != NULL &&
        (sg_rare_of(object)->origin != NULL || (kind->flags & SG_KIND_SINGLE)))
        return read_name(reader, object, key, value);
    *known = false;
    return true;
}

/* The part of the object that the field lies in. */
static void make_part(sg_arena *arena, sg_object *object, const sg_field *field)
{
    void **part = field->part > 0 ? (void **)((char *)object + field->part) : NULL;
    if (part != NULL && *part == NULL)
        *part = sg_arena_alloc(arena, field->part_size);
}

static bool read_key(sg_reader *reader, sg_object *object, const char *key, struct json_object *value)
{
    const sg_field *field = field_named(object->kind, key);
    if (value == NULL && reader->model->live)
        return true; /* a catalog says so of what is not there */
    if (field != NULL) {
        make_part(reader->model->arena, object, field);
        return field->type->read(reader, object, field, value);
    }
    bool known;
    bool fine = read_common(reader, object, key, value, &known);
    if (known)
        return fine;
    const sg_kind *children = sg_kind_for_key(object->kind, key);
    if (children != NULL)
        return read_children(reader, object, children, value);
    const sg_sugar *sugar = sugar_named(object->kind, key);
    if (sugar != NULL)
        return read_sugar(reader, object, sugar, value);
    return unknown_key(reader, object, key);
}

static bool read_definition(sg_reader *reader, sg_object *object, struct json_object *definition)
{
    const sg_kind *kind = object->kind;
    bool fine = true;
    if (!json_object_is_type(definition, json_type_object)) {
        if (kind->read_short != NULL)
            return kind->read_short(reader, object, definition);
        return sg_reader_error(reader, object, "", SG_WRONG_TYPE, "the definition of a %s must be an object",
                               kind->name);
    }
    json_object_object_foreach(definition, key, value) fine &= read_key(reader, object, key, value);
    for (const sg_field *field = kind->fields; fine && field->key != NULL; field++) {
        if (field->required && !field->type->is_set(object, field))
            fine = sg_reader_error(reader, object, NULL, SG_MISSING_KEY, "the %s needs \"%s\": %s", kind->name,
                                   field->key, field->type->json);
    }
    return fine;
}

/* A second object under one identity. */
static void report_clash(sg_reader *reader, const sg_kind *kind, const char *name, const sg_object *origin,
                         const char *origin_key, const sg_object *clash)
{
    if (origin != NULL || (kind->flags & SG_KIND_SINGLE))
        sg_reader_error(reader, origin != NULL ? origin : clash, origin_key, SG_CONFLICT,
                        "the table has two definitions of its %s", kind->name);
    else
        sg_reader_error(reader, clash, NULL, SG_DUPLICATE_NAME, "%s \"%s\" is declared twice", kind->name, name);
}

static sg_object *add_object(sg_reader *reader, const sg_kind *kind, const char *schema, sg_object *parent,
                             const char *name, const sg_object *origin, const char *origin_key)
{
    sg_object *single = parent != NULL && (kind->flags & SG_KIND_SINGLE) ? sg_child(parent->first_child, kind) : NULL;
    sg_object *clash = single;
    sg_object *object = single == NULL ? sg_model_add(reader->model, kind, schema, parent, name, &clash) : NULL;
    if (object == NULL)
        report_clash(reader, kind, name, origin, origin_key, clash);
    return object;
}

static void say_origin(sg_reader *reader, sg_object *object, const sg_object *origin, const char *origin_key)
{
    sg_rare *rare = sg_own_rare(reader->model->arena, object);
    rare->origin = origin;
    rare->origin_key = origin_key;
}

sg_object *sg_json_read_object(sg_reader *reader, const sg_kind *kind, const char *schema, sg_object *parent,
                               const char *name, struct json_object *definition, const sg_object *origin,
                               const char *origin_key)
{
    const char *written = name = sg_arena_strdup(reader->model->arena, name);
    if (schema == NULL && name != NULL && (kind->flags & SG_KIND_IN_SCHEMA))
        sg_name_split(reader->model, name, &schema, &name);
    const char *canonical = kind->canonical_name != NULL ? kind->canonical_name(reader->model->arena, name) : name;
    sg_object *object =
        add_object(reader, kind, schema, parent, canonical != NULL ? canonical : name, origin, origin_key);
    if (object == NULL)
        return NULL;
    object->written = written;
    if (origin != NULL)
        say_origin(reader, object, origin, origin_key);
    if (canonical == NULL && name != NULL) {
        no_routine(reader, object, NULL, name);
        return NULL;
    }
    bool (*check)(sg_reader *, const sg_object *, const char *, const char *) =
        (kind->flags & SG_KIND_BASE) ? sg_json_check_path : sg_json_check_name;
    if (name != NULL && kind->canonical_name == NULL && !check(reader, object, NULL, name))
        return NULL;
    if (schema != NULL && !sg_json_check_name(reader, object, NULL, schema))
        return NULL;
    if (!read_definition(reader, object, definition))
        return NULL;
    sg_model_hide_name(reader->model, object);
    return object;
}

/* As sg_reader_error, for a place that belongs to no object. */
__attribute__((format(printf, 5, 6))) static bool root_error(sg_reader *reader, const char *pointer, bool key,
                                                             sg_code code, const char *format, ...)
{
    sg_model *model = reader->model;
    sg_span span = model->locate != NULL ? model->locate(model->locate_context, pointer, key) : SG_NOWHERE;
    va_list args;
    va_start(args, format);
    reader->last = sg_diag_vadd(reader->diags, code, span, format, args);
    va_end(args);
    return false;
}

static bool unknown_datasource_key(sg_reader *reader, const char *pointer, const char *key)
{
    static const char *const words[] = {"provider", "url", "directUrl"};
    root_error(reader, pointer, true, SG_UNKNOWN_KEY, "unknown key \"%s\" in \"datasource\"", key);
    sg_reader_suggest(reader, key, words, sizeof words / sizeof words[0]);
    return false;
}

static bool read_datasource(sg_reader *reader, struct json_object *value)
{
    if (!json_object_is_type(value, json_type_object))
        return root_error(reader, "/datasource", false, SG_WRONG_TYPE, "\"datasource\" must be an object");
    bool fine = true;
    json_object_object_foreach(value, key, item)
    {
        const char *pointer = sg_arena_printf(reader->model->arena, "/datasource/%s", key);
        const char *text = json_object_is_type(item, json_type_string)
                               ? sg_arena_strdup(reader->model->arena, json_object_get_string(item))
                               : NULL;
        if (text == NULL)
            fine = root_error(reader, pointer, false, SG_WRONG_TYPE, "\"%s\" must be a string", key);
        else if (strcmp(key, "url") == 0)
            reader->model->url = text;
        else if (strcmp(key, "directUrl") == 0)
            reader->model->direct_url = text;
        else if (strcmp(key, "provider") != 0)
            fine = unknown_datasource_key(reader, pointer, key);
        else if (strcmp(text, "postgresql") != 0 && strcmp(text, "postgres") != 0)
            fine = root_error(reader, pointer, false, SG_BAD_VALUE, "the provider \"%s\" is not \"postgresql\"", text);
    }
    return fine;
}

static bool read_open_types(sg_reader *reader, struct json_object *value)
{
    reader->model->open_types |= json_object_get_boolean(value);
    return json_object_is_type(value, json_type_boolean) ||
           root_error(reader, "/openTypes", false, SG_WRONG_TYPE, "\"openTypes\" must be true or false");
}

static bool unknown_root_key(sg_reader *reader, const char *key)
{
    const char *words[64] = {"$schema", "schemagen", "datasource", "openTypes"};
    size_t count = 4 + sg_kind_keys(NULL, words + 4, 60);
    sg_buf pointer;
    sg_buf_init(&pointer);
    sg_buf_addf(&pointer, "/%s", key);
    root_error(reader, pointer.data, true, SG_UNKNOWN_KEY, "unknown key \"%s\" at the top level", key);
    sg_buf_release(&pointer);
    sg_reader_suggest(reader, key, words, count);
    return false;
}

static bool read_root_key(sg_reader *reader, const char *key, struct json_object *value)
{
    if (strcmp(key, "$schema") == 0)
        return json_object_is_type(value, json_type_string) ||
               root_error(reader, "/$schema", false, SG_WRONG_TYPE, "\"$schema\" must be a string");
    if (strcmp(key, "schemagen") == 0)
        return (json_object_is_type(value, json_type_int) && json_object_get_int64(value) == 1) ||
               root_error(reader, "/schemagen", false, SG_BAD_FORMAT, "this version reads format 1 only");
    if (strcmp(key, "datasource") == 0)
        return read_datasource(reader, value);
    if (strcmp(key, "openTypes") == 0)
        return read_open_types(reader, value);
    const sg_kind *kind = sg_kind_for_key(NULL, key);
    if (kind == NULL)
        return unknown_root_key(reader, key);
    const char *pointer = sg_arena_printf(reader->model->arena, "/%s", key);
    if (!json_object_is_type(value, json_type_object))
        return root_error(reader, pointer, false, SG_WRONG_TYPE,
                          "\"%s\" must be an object: a map from name to definition", key);
    bool fine = true;
    json_object_object_foreach(value, name, definition) fine &=
        sg_json_read_object(reader, kind, NULL, NULL, name, definition, NULL, NULL) != NULL;
    return fine;
}

bool sg_json_read_members(sg_reader *reader, struct json_object *part)
{
    bool fine = true;
    json_object_object_foreach(part, key, value) fine &= read_root_key(reader, key, value);
    return fine;
}

bool sg_json_read_model(sg_reader *reader, struct json_object *root)
{
    if (!json_object_is_type(root, json_type_object))
        return root_error(reader, "", false, SG_BAD_FORMAT, "a schema file holds one JSON object");
    if (!json_object_object_get_ex(root, "schemagen", NULL)) {
        root_error(reader, "", false, SG_BAD_FORMAT,
                   "this is no schema of schemagen: the key \"schemagen\" is missing");
        sg_diag_hint(reader->diags, reader->last, "begin with { \"schemagen\": 1, ...");
        return false;
    }
    return sg_json_read_members(reader, root);
}
