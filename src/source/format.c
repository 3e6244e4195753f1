/* The tidy layout of a schema file: one column, constraint, index or row a line. */
#include <json-c/json.h>
#include <string.h>

#include "legacy.h"
#include "parse.h"
#include "source_private.h"

/* A definition that is wider than this is broken into lines. */
#define WIDTH 120

static void write_flat(sg_buf *buf, struct json_object *value);

static void write_scalar(sg_buf *buf, struct json_object *value)
{
    if (json_object_is_type(value, json_type_string))
        sg_buf_add_json(buf, json_object_get_string(value));
    else
        sg_buf_add(buf, json_object_to_json_string(value));
}

static void write_flat_members(sg_buf *buf, struct json_object *object)
{
    const char *before = "{ ";

    json_object_object_foreach(object, key, value)
    {
        sg_buf_add(buf, before);
        sg_buf_add_json(buf, key);
        sg_buf_add(buf, ": ");
        write_flat(buf, value);
        before = ", ";
    }
    sg_buf_add(buf, json_object_object_length(object) > 0 ? " }" : "{}");
}

/* On one line. */
static void write_flat(sg_buf *buf, struct json_object *value)
{
    if (json_object_is_type(value, json_type_object)) {
        write_flat_members(buf, value);
    } else if (json_object_is_type(value, json_type_array)) {
        sg_buf_addc(buf, '[');
        for (size_t i = 0; i < json_object_array_length(value); i++) {
            sg_buf_add(buf, i > 0 ? ", " : "");
            write_flat(buf, json_object_array_get_idx(value, i));
        }
        sg_buf_addc(buf, ']');
    } else {
        write_scalar(buf, value);
    }
}

static bool holds_objects(struct json_object *value)
{
    if (json_object_is_type(value, json_type_object)) {
        json_object_object_foreach(value, key, member)
        {
            (void)key;
            if (json_object_is_type(member, json_type_object) || holds_objects(member))
                return true;
        }
    }
    for (size_t i = 0; json_object_is_type(value, json_type_array) && i < json_object_array_length(value); i++)
        if (json_object_is_type(json_object_array_get_idx(value, i), json_type_object))
            return true;
    return false;
}

/* What is never on one line: the file and its maps (depth 0 and 1), a definition with parts (2), a map of parts or
 * a list of rows (3). */
static bool is_broken(struct json_object *value, int depth)
{
    if (json_object_is_type(value, json_type_array))
        return depth <= 3 && holds_objects(value);
    return json_object_object_length(value) > 0 && (depth < 2 || depth == 3 || (depth == 2 && holds_objects(value)));
}

/* Tries one line behind what stands on the line already; takes it back when that is too wide. */
static bool fits_flat(sg_buf *buf, struct json_object *value)
{
    size_t start = buf->length;
    const char *line = memrchr(buf->data, '\n', start);
    size_t used = start - (line != NULL ? (size_t)(line + 1 - buf->data) : 0);

    write_flat(buf, value);
    if (used + buf->length - start <= WIDTH)
        return true;
    buf->length = start;
    buf->data[start] = '\0';
    return false;
}

static void write_line(sg_buf *buf, int depth)
{
    sg_buf_addf(buf, "\n%*s", depth * 2, "");
}

static void write_value(sg_buf *buf, struct json_object *value, int depth)
{
    bool object = json_object_is_type(value, json_type_object);
    bool list = json_object_is_type(value, json_type_array);

    if (!object && !list) {
        write_scalar(buf, value);
        return;
    }
    if (!is_broken(value, depth) && fits_flat(buf, value))
        return;
    const char *before = object ? "{" : "[";
    if (object) {
        json_object_object_foreach(value, key, member)
        {
            sg_buf_add(buf, before);
            write_line(buf, depth + 1);
            sg_buf_add_json(buf, key);
            sg_buf_add(buf, ": ");
            write_value(buf, member, depth + 1);
            before = ",";
        }
    }
    for (size_t i = 0; list && i < json_object_array_length(value); i++) {
        sg_buf_add(buf, before);
        write_line(buf, depth + 1);
        write_value(buf, json_object_array_get_idx(value, i), depth + 1);
        before = ",";
    }
    write_line(buf, depth);
    sg_buf_addc(buf, object ? '}' : ']');
}

/* Columns that have a type and nothing else to say become "type" or "type?". */
static void shorten_columns(struct json_object *columns)
{
    json_object_object_foreach(columns, name, column)
    {
        struct json_object *type = NULL, *nullable = NULL;
        json_object_object_get_ex(column, "type", &type);
        json_object_object_get_ex(column, "nullable", &nullable);
        if (json_object_object_length(column) != (nullable != NULL ? 2 : 1))
            continue;
        sg_buf text;
        sg_buf_init(&text);
        sg_buf_addf(&text, "%s%s", json_object_get_string(type), nullable != NULL ? "?" : "");
        json_object_object_add(columns, name, json_object_new_string(text.data));
        sg_buf_release(&text);
    }
}

/* The older shape as a person would write it in the new one. Takes over `root`. */
static struct json_object *upgrade_tree(struct json_object *root, sg_positions *positions, sg_diags *diags)
{
    struct json_object *tree = sg_legacy_convert(root, positions, diags), *tables = NULL;

    json_object_object_get_ex(tree, "tables", &tables);
    json_object_object_foreach(tables, name, table)
    {
        (void)name;
        struct json_object *columns = NULL;
        if (json_object_object_get_ex(table, "columns", &columns))
            shorten_columns(columns);
    }
    return tree;
}

bool sg_source_format(const char *path, bool upgrade, sg_buf *buf, sg_diags *diags)
{
    const sg_source *source = sg_parse_file(path, diags);
    sg_diags *again = sg_diags_new(); /* what there is to say has been said */
    sg_positions positions = {.arena = sg_diags_arena(again)};
    struct json_object *root = source != NULL ? sg_parse_json(source, &positions, again) : NULL;
    bool fine = root != NULL;

    if (fine && upgrade && sg_legacy_is(root))
        root = upgrade_tree(root, &positions, again);
    if (fine) {
        write_value(buf, root, 0);
        sg_buf_addc(buf, '\n');
    }
    json_object_put(root);
    sg_diags_free(again);
    return fine;
}
