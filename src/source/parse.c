#include "parse.h"

#include <errno.h>
#include <json-c/json.h>
#include <string.h>

#include "file.h"

const sg_source *sg_parse_file(const char *path, sg_diags *diags)
{
    sg_arena *arena = sg_diags_arena(diags);
    sg_source *source = SG_NEW(arena, sg_source);
    char *text = NULL;
    int error = sg_file_read(arena, path, SG_PARSE_LIMIT, &text, &source->length);

    if (error == EFBIG)
        sg_diag_add(diags, SG_JSON_TOO_BIG, SG_NOWHERE, "%s is larger than 256 MiB", path);
    else if (error != 0)
        sg_diag_add(diags, SG_FILE_READ, SG_NOWHERE, "cannot read %s: %s", path, strerror(error));
    if (error != 0)
        return NULL;
    source->path = sg_arena_strdup(arena, path);
    source->text = text;
    return source;
}

static size_t count_keys(struct json_object *value)
{
    size_t keys = 0;

    switch (json_object_get_type(value)) {
    case json_type_object:
        for (struct lh_entry *member = json_object_get_object(value)->head; member != NULL; member = member->next)
            keys += 1 + count_keys(lh_entry_v(member));
        return keys;
    case json_type_array:
        for (size_t i = 0; i < json_object_array_length(value); i++)
            keys += count_keys(json_object_array_get_idx(value, i));
        return keys;
    default:
        return 0;
    }
}

static struct json_object *make_tree(const sg_source *source, sg_diags *diags)
{
    struct json_tokener *tokener = json_tokener_new_ex(SG_SCAN_DEPTH + 1);

    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    /* with the NUL behind the text, so that a number at the end is complete */
    struct json_object *root = json_tokener_parse_ex(tokener, source->text, (int)source->length + 1);
    enum json_tokener_error error = json_tokener_get_error(tokener);
    if (error != json_tokener_success) {
        size_t at = json_tokener_get_parse_end(tokener);
        sg_diag_add(diags, SG_JSON_SYNTAX, (sg_span){source, at, at + (at < source->length)}, "%s",
                    json_tokener_error_desc(error));
    }
    json_tokener_free(tokener);
    return root;
}

struct json_object *sg_parse_json(const sg_source *source, sg_positions *positions, sg_diags *diags)
{
    positions->source = source;
    if (!sg_scan_check(source, &positions->counts, NULL, NULL, diags))
        return NULL;
    size_t errors = sg_diags_errors(diags);
    struct json_object *root = make_tree(source, diags);
    if (json_object_is_type(root, json_type_object) && count_keys(root) == positions->counts.keys)
        return root;
    if (json_object_is_type(root, json_type_object))
        sg_positions_report_doubles(positions, diags);
    else if (sg_diags_errors(diags) == errors)
        sg_diag_add(diags, SG_BAD_FORMAT, sg_positions_find(positions, "", false),
                    "the file must hold one JSON object");
    json_object_put(root);
    return NULL;
}

/* True when the root has few keys, each written once, and as it is. */
static bool keys_differ(const char *text, const sg_scan_part *parts)
{
    const sg_scan_part *keys[64];
    size_t count = 0;

    for (const sg_scan_part *part = parts; part != NULL; part = part->next) {
        size_t length = part->key_end - part->key;
        if (count > 0 && keys[count - 1]->key == part->key)
            continue;
        if (count == sizeof keys / sizeof keys[0] || memchr(text + part->key, '\\', length) != NULL)
            return false;
        for (size_t i = 0; i < count; i++)
            if (keys[i]->key_end - keys[i]->key == length && memcmp(text + keys[i]->key, text + part->key, length) == 0)
                return false;
        keys[count++] = part;
    }
    return true;
}

/* The tokener takes a text piece by piece. */
static bool feed(struct json_tokener *tokener, const char *text, size_t length)
{
    json_tokener_parse_ex(tokener, text, (int)length);
    return json_tokener_get_error(tokener) == json_tokener_continue;
}

static struct json_object *parse_part(struct json_tokener *tokener, const char *text, const sg_scan_part *part)
{
    const char *open = part->inner ? ":{" : ":", *close = part->inner ? "}}" : "}";

    json_tokener_reset(tokener);
    if (!feed(tokener, "{", 1) || !feed(tokener, text + part->key, part->key_end - part->key) ||
        !feed(tokener, open, strlen(open)) || !feed(tokener, text + part->start, part->end - part->start))
        return NULL;
    return json_tokener_parse_ex(tokener, close, (int)strlen(close));
}

bool sg_parse_parts(const sg_source *source, sg_positions *positions,
                    bool (*take)(void *context, struct json_object *part), void *context, sg_diags *diags)
{
    sg_scan_part *parts;

    positions->source = source;
    if (!sg_scan_check(source, &positions->counts, &parts, positions->arena, diags) ||
        !keys_differ(source->text, parts))
        return false;
    struct json_tokener *tokener = json_tokener_new_ex(SG_SCAN_DEPTH + 1);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    size_t keys = 0, root_key = 0;
    bool fine = true;
    for (const sg_scan_part *part = parts; fine && part != NULL; part = part->next) {
        struct json_object *root = parse_part(tokener, source->text, part);
        keys += count_keys(root) - (part->key == root_key);
        root_key = part->key;
        fine = root != NULL && take(context, root);
    }
    json_tokener_free(tokener);
    return fine && keys == positions->counts.keys;
}
