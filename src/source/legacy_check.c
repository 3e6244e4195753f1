#include "legacy_check.h"

#include <string.h>

#include "text.h"

const sg_legacy_key sg_legacy_root[] = {
    {"$schema", json_type_string, SG_LEGACY_OPTIONAL, NULL},
    {"title", json_type_string, SG_LEGACY_OPTIONAL, NULL},
    {"description", json_type_string, SG_LEGACY_OPTIONAL, NULL},
    {"version", json_type_string, SG_LEGACY_OPTIONAL, NULL},
    {"generated_at", json_type_string, SG_LEGACY_OPTIONAL, NULL},
    {"datasource", json_type_object, SG_LEGACY_OPTIONAL, "datasource"},
    {"tables", json_type_object, SG_LEGACY_REQUIRED, NULL},
    {"type_mappings", json_type_object, SG_LEGACY_OPTIONAL, NULL},
    {"seeds", json_type_object, SG_LEGACY_OPTIONAL, NULL},
    {"indexes", json_type_object, SG_LEGACY_OPTIONAL, NULL},
    {NULL, json_type_null, SG_LEGACY_OPTIONAL, NULL},
};

const sg_legacy_key sg_legacy_table[] = {
    {"fields", json_type_object, SG_LEGACY_REQUIRED, NULL},
    {"constraints", json_type_array, SG_LEGACY_OPTIONAL, NULL},
    {"comment", json_type_string, SG_LEGACY_OPTIONAL, "comment"},
    {"rust_type", json_type_string, SG_LEGACY_OPTIONAL, NULL},
    {"ts_type", json_type_string, SG_LEGACY_OPTIONAL, NULL},
    {"title", json_type_string, SG_LEGACY_OPTIONAL, NULL},
    {"description", json_type_string, SG_LEGACY_OPTIONAL, NULL},
    {NULL, json_type_null, SG_LEGACY_OPTIONAL, NULL},
};

const sg_legacy_key sg_legacy_field[] = {
    {"type", json_type_string, SG_LEGACY_REQUIRED, NULL},
    {"nullable", json_type_boolean, SG_LEGACY_OPTIONAL, NULL},
    {"primary", json_type_boolean, SG_LEGACY_OPTIONAL, NULL},
    {"unique", json_type_boolean, SG_LEGACY_OPTIONAL, NULL},
    {"foreign_key", json_type_boolean, SG_LEGACY_OPTIONAL, NULL},
    {"default", json_type_string, SG_LEGACY_OPTIONAL, "default"},
    {"comment", json_type_string, SG_LEGACY_OPTIONAL, "comment"},
    {NULL, json_type_null, SG_LEGACY_OPTIONAL, NULL},
};

const sg_legacy_key sg_legacy_unique[] = {
    {"type", json_type_string, SG_LEGACY_REQUIRED, NULL},
    {"name", json_type_string, SG_LEGACY_OPTIONAL, NULL},
    {"columns", json_type_array, SG_LEGACY_REQUIRED, "columns"},
    {"comment", json_type_string, SG_LEGACY_OPTIONAL, "comment"},
    {NULL, json_type_null, SG_LEGACY_OPTIONAL, NULL},
};

const sg_legacy_key sg_legacy_foreign[] = {
    {"type", json_type_string, SG_LEGACY_REQUIRED, NULL},
    {"name", json_type_string, SG_LEGACY_OPTIONAL, NULL},
    {"column", json_type_string, SG_LEGACY_REQUIRED, NULL},
    {"references", json_type_string, SG_LEGACY_REQUIRED, NULL},
    {"on_delete", json_type_string, SG_LEGACY_OPTIONAL, NULL},
    {"on_update", json_type_string, SG_LEGACY_OPTIONAL, NULL},
    {"comment", json_type_string, SG_LEGACY_OPTIONAL, "comment"},
    {NULL, json_type_null, SG_LEGACY_OPTIONAL, NULL},
};

const sg_legacy_key sg_legacy_index[] = {
    {"name", json_type_string, SG_LEGACY_REQUIRED, NULL},
    {"columns", json_type_array, SG_LEGACY_REQUIRED, NULL},
    {"type", json_type_string, SG_LEGACY_OPTIONAL, "using"},
    {"unique", json_type_boolean, SG_LEGACY_OPTIONAL, "unique"},
    {"comment", json_type_string, SG_LEGACY_OPTIONAL, "comment"},
    {NULL, json_type_null, SG_LEGACY_OPTIONAL, NULL},
};

const sg_legacy_key sg_legacy_seed[] = {
    {"unique_key", json_type_string, SG_LEGACY_NULLABLE, "key"},
    {"records", json_type_array, SG_LEGACY_REQUIRED, "rows"},
    {NULL, json_type_null, SG_LEGACY_OPTIONAL, NULL},
};

const sg_legacy_key sg_legacy_mapping[] = {
    {"postgres", json_type_string, SG_LEGACY_REQUIRED, NULL},
    {"rust", json_type_string, SG_LEGACY_OPTIONAL, NULL},
    {"typescript", json_type_string, SG_LEGACY_OPTIONAL, NULL},
    {NULL, json_type_null, SG_LEGACY_OPTIONAL, NULL},
};

const char *sg_legacy_join(sg_legacy *legacy, const char *pointer, const char *part)
{
    if (strpbrk(part, "~/") == NULL)
        return sg_arena_printf(legacy->arena, "%s/%s", pointer, part);
    sg_buf buf;
    sg_buf_init(&buf);
    sg_buf_addf(&buf, "%s/", pointer);
    for (; *part != '\0'; part++) {
        if (*part == '~' || *part == '/')
            sg_buf_add(&buf, *part == '~' ? "~0" : "~1");
        else
            sg_buf_addc(&buf, *part);
    }
    const char *joined = sg_arena_strdup(legacy->arena, buf.data);
    sg_buf_release(&buf);
    return joined;
}

void sg_legacy_moved(sg_legacy *legacy, const char *target, const char *pointer)
{
    json_object_object_add(legacy->positions->moved, target, json_object_new_string(pointer));
}

sg_diag *sg_legacy_report(sg_legacy *legacy, const char *pointer, bool key, sg_code code, const char *format, ...)
{
    sg_span span = sg_positions_find_written(legacy->positions, pointer, key);
    va_list args;

    va_start(args, format);
    sg_diag *diag = sg_diag_vadd(legacy->diags, code, span, format, args);
    va_end(args);
    if (diag->severity == SG_ERROR)
        legacy->ok = false;
    return diag;
}

static const char *type_words(enum json_type type)
{
    switch (type) {
    case json_type_boolean:
        return "true or false";
    case json_type_object:
        return "an object";
    case json_type_array:
        return "a list";
    default:
        return "a string";
    }
}

bool sg_legacy_expect(sg_legacy *legacy, const char *pointer, struct json_object *value, enum json_type type)
{
    if (json_object_is_type(value, type))
        return true;
    sg_diag *diag = sg_legacy_report(legacy, pointer, false, SG_WRONG_TYPE, "this must be %s", type_words(type));
    if (type == json_type_string && json_object_is_type(value, json_type_int))
        sg_diag_hint(legacy->diags, diag, "write \"%s\"", json_object_get_string(value));
    return false;
}

static void unknown_key(sg_legacy *legacy, const char *pointer, const char *key, const sg_legacy_key *keys)
{
    const char *words[16];
    size_t count = 0;
    sg_diag *diag =
        sg_legacy_report(legacy, sg_legacy_join(legacy, pointer, key), true, SG_UNKNOWN_KEY, "unknown key \"%s\"", key);

    for (; keys->key != NULL; keys++)
        words[count++] = keys->key;
    const char *near = sg_text_nearest(key, words, count);
    if (near != NULL)
        sg_diag_hint(legacy->diags, diag, "did you mean \"%s\"?", near);
    else
        sg_diag_hint(legacy->diags, diag,
                     "the older shape has no such key here; \"schemagen format --upgrade\" rewrites "
                     "the file in the new one");
}

bool sg_legacy_take(sg_legacy *legacy, const char *pointer, struct json_object *object, const sg_legacy_key *keys,
                    struct json_object *made)
{
    if (!sg_legacy_expect(legacy, pointer, object, json_type_object))
        return false;
    bool ok = true;
    json_object_object_foreach(object, key, value)
    {
        const sg_legacy_key *row = keys;
        while (row->key != NULL && strcmp(row->key, key) != 0)
            row++;
        if (row->key == NULL) {
            unknown_key(legacy, pointer, key, keys);
            ok = false;
        } else if (value == NULL && row->need == SG_LEGACY_NULLABLE) {
            continue;
        } else if (!sg_legacy_expect(legacy, sg_legacy_join(legacy, pointer, key), value, row->type)) {
            ok = false;
        } else if (row->target != NULL) {
            sg_legacy_put(made, row->target, json_object_get(value));
        }
    }
    for (const sg_legacy_key *row = keys; row->key != NULL; row++) {
        if (row->need != SG_LEGACY_REQUIRED || json_object_object_get_ex(object, row->key, NULL))
            continue;
        sg_legacy_report(legacy, pointer, true, SG_MISSING_KEY, "the key \"%s\" is missing", row->key);
        ok = false;
    }
    return ok;
}

struct json_object *sg_legacy_get(struct json_object *object, const char *key)
{
    struct json_object *value = NULL;

    json_object_object_get_ex(object, key, &value);
    return value;
}

bool sg_legacy_flag(struct json_object *object, const char *key)
{
    return json_object_get_boolean(sg_legacy_get(object, key));
}

const char *sg_legacy_text(struct json_object *object, const char *key)
{
    return json_object_get_string(sg_legacy_get(object, key));
}

void sg_legacy_put(struct json_object *object, const char *key, struct json_object *value)
{
    json_object_object_add_ex(object, key, value, JSON_C_OBJECT_ADD_CONSTANT_KEY);
}
