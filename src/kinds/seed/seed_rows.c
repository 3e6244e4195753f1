/* The rows of a seed: read, compared, checked, and what follows renames in them. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "seed.h"
#include "text.h"

static const char *row_text(sg_arena *arena, struct json_object *row)
{
    return sg_arena_strdup(
        arena, json_object_to_json_string_ext(row, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
}

static bool rows_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    sg_seed *seed = (sg_seed *)object;
    if (!json_object_is_type(value, json_type_array))
        return sg_reader_error(reader, object, field->key, SG_WRONG_TYPE, "\"rows\" must be a list of objects");
    size_t count = json_object_array_length(value);
    seed->rows = SG_NEW_ARRAY(reader->model->arena, const char *, count);
    for (size_t i = 0; i < count; i++) {
        struct json_object *row = json_object_array_get_idx(value, i);
        char place[SG_PLACE_BYTES];
        sg_json_place(place, "rows", i);
        if (!json_object_is_type(row, json_type_object) || json_object_object_length(row) == 0)
            return sg_reader_error(reader, object, place, SG_WRONG_TYPE,
                                   "a row is an object from column to value, with at least one column");
        seed->rows[seed->count++] = row_text(reader->model->arena, row);
    }
    return true;
}

static void rows_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    const sg_seed *seed = sg_seed_of(object);
    (void)field;
    sg_buf_addc(buf, '[');
    for (size_t i = 0; i < seed->count; i++) {
        sg_buf_add(buf, i > 0 ? "," : "");
        if (depth >= 0)
            sg_buf_addf(buf, "\n%*s", depth * 2 + 2, "");
        sg_buf_add(buf, seed->rows[i]);
    }
    if (depth >= 0 && seed->count > 0)
        sg_buf_addf(buf, "\n%*s", depth * 2, "");
    sg_buf_addc(buf, ']');
}

static bool rows_is_set(const sg_object *object, const sg_field *field)
{
    (void)field;
    return sg_seed_of(object)->rows != NULL;
}

static bool are_same(const char *const *left, const char *const *right, size_t count)
{
    bool same = true;
    for (size_t i = 0; same && i < count; i++)
        same = strcmp(left[i], right[i]) == 0;
    return same;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct json_object *sorted(sg_arena *arena, struct json_object *value);

static struct json_object *sorted_list(sg_arena *arena, struct json_object *list)
{
    struct json_object *copy = json_object_new_array();
    for (size_t i = 0; i < json_object_array_length(list); i++)
        json_object_array_add(copy, sorted(arena, json_object_array_get_idx(list, i)));
    return copy;
}

static struct json_object *sorted_object(sg_arena *arena, struct json_object *object)
{
    struct json_object *copy = json_object_new_object();
    const char **names = SG_NEW_ARRAY(arena, const char *, (size_t)json_object_object_length(object));
    size_t count = 0;
    json_object_object_foreach(object, name, value)
    {
        (void)value;
        names[count++] = name;
    }
    qsort(names, count, sizeof *names, by_text);
    for (size_t i = 0; i < count; i++)
        json_object_object_add(copy, names[i], sorted(arena, json_object_object_get(object, names[i])));
    return copy;
}

/* The value with the keys of all objects in the order of their names. */
static struct json_object *sorted(sg_arena *arena, struct json_object *value)
{
    if (json_object_is_type(value, json_type_object))
        return sorted_object(arena, value);
    return json_object_is_type(value, json_type_array) ? sorted_list(arena, value) : json_object_get(value);
}

static const char *sorted_row(sg_arena *arena, const char *text)
{
    struct json_object *row = json_tokener_parse(text), *copy = sorted_object(arena, row);
    text = sg_arena_strdup(arena, json_object_to_json_string_ext(copy, JSON_C_TO_STRING_PLAIN));
    json_object_put(copy);
    json_object_put(row);
    return text;
}

static const char *const *sorted_rows(sg_arena *arena, const sg_seed *seed)
{
    const char **rows = SG_NEW_ARRAY(arena, const char *, seed->count);
    for (size_t i = 0; i < seed->count; i++)
        rows[i] = sorted_row(arena, seed->rows[i]);
    qsort(rows, seed->count, sizeof *rows, by_text);
    return rows;
}

/* Neither the order of rows nor that of their columns means anything, nor that of keys inside of values: the guard
 * compares them as jsonb. */
static bool rows_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    const sg_seed *left = sg_seed_of(a), *right = sg_seed_of(b);
    (void)field;
    if (left->count != right->count || are_same(left->rows, right->rows, left->count))
        return left->count == right->count;
    sg_arena *arena = sg_arena_new();
    bool same = are_same(sorted_rows(arena, left), sorted_rows(arena, right), left->count);
    sg_arena_free(arena);
    return same;
}

static void rows_settle(const sg_object *from, sg_object *to, const sg_field *field)
{
    (void)field;
    ((sg_seed *)to)->rows = sg_seed_of(from)->rows;
}

static void check_row(sg_model *model, sg_object *object, const sg_object *table, size_t i, struct json_object *row,
                      sg_diags *diags)
{
    const sg_names *key = &sg_seed_of(object)->key;
    char place[SG_PLACE_BYTES];
    sg_json_place(place, "rows", i);
    json_object_object_foreach(row, name, value)
    {
        const char *column = sg_arena_strdup(model->arena, name);
        sg_names names = {&column, 1};
        char key_place[1 + SG_PLACE_BYTES] = "\x1f";
        (void)value;
        sg_json_place_of(key_place + 1, place, name);
        if (!sg_names_resolve(model, diags, object, key_place, table, &names))
            return;
    }
    for (size_t k = 0; k < key->count; k++) {
        if (!json_object_object_get_ex(row, key->items[k], NULL))
            sg_object_error(model, diags, object, place, SG_MISSING_KEY, "the row lacks the key column \"%s\"",
                            key->items[k]);
    }
}

/* Nobody could tell what a row is to be that is written twice. `seen`: what the rows before say in the key. */
static void check_key(sg_model *model, sg_object *object, size_t i, struct json_object *row, sg_map *seen,
                      sg_diags *diags)
{
    const sg_names *key = &sg_seed_of(object)->key;
    char place[SG_PLACE_BYTES];
    sg_buf text;
    sg_buf_init(&text);
    for (size_t k = 0; k < key->count; k++) {
        struct json_object *value = sorted(model->arena, json_object_object_get(row, key->items[k]));
        sg_buf_join(&text, json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN), "\x1f");
        json_object_put(value);
    }
    if (sg_map_put(seen, sg_arena_strdup(model->arena, text.data), row) != NULL)
        sg_object_error(model, diags, object, sg_json_place(place, "rows", i), SG_CONFLICT,
                        "a row before this one has the same key");
    sg_buf_release(&text);
}

static void rows_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    const sg_object *table = sg_seed_table(model, object);
    bool keyed = sg_seed_of(object)->key.count > 0 && !model->canonical;
    sg_map seen = {0};
    (void)field;
    for (size_t i = 0; table != NULL && i < sg_seed_of(object)->count; i++) {
        struct json_object *row = json_tokener_parse(sg_seed_of(object)->rows[i]);
        check_row(model, object, table, i, row, diags);
        if (keyed)
            check_key(model, object, i, row, &seen, diags);
        json_object_put(row);
    }
    sg_map_release(&seen);
}

/* Rows name columns too: the key of each row follows. */
static void rows_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                        const char *old_schema, const char *old_name)
{
    sg_seed *seed = (sg_seed *)object;
    (void)field, (void)old_schema;
    for (size_t i = 0; target->parent != NULL && i < seed->count; i++) {
        struct json_object *row = json_tokener_parse(seed->rows[i]), *copy = json_object_new_object();
        json_object_object_foreach(row, name, value)
            json_object_object_add(copy, strcmp(name, old_name) == 0 ? target->name : name, json_object_get(value));
        seed->rows[i] = row_text(model->arena, copy);
        json_object_put(row);
        json_object_put(copy);
    }
}

/* A text or an array of texts with other labels; NULL: none changes. */
static struct json_object *relabeled(struct json_object *value, const sg_expr_labels *labels)
{
    if (json_object_is_type(value, json_type_string)) {
        const char *old = json_object_get_string(value), *label = labels->label(labels->context, old);
        if (label != NULL && labels->found != NULL)
            labels->found(labels->context, old);
        return label != NULL ? json_object_new_string(label) : NULL;
    }
    struct json_object *copy = NULL;
    for (size_t i = 0; json_object_is_type(value, json_type_array) && i < json_object_array_length(value); i++) {
        struct json_object *other = relabeled(json_object_array_get_idx(value, i), labels);
        if (other != NULL && copy == NULL)
            (void)json_object_deep_copy(value, &copy, NULL);
        if (other != NULL)
            json_object_array_put_idx(copy, i, other);
    }
    return copy;
}

static bool relabel_row(const sg_object *table, const char *row_place, struct json_object *row,
                        const sg_expr_labels *labels)
{
    bool changed = false;
    json_object_object_foreach(row, name, value)
    {
        const sg_object *column = sg_child_named(table, sg_kind_with(SG_KIND_COLUMN), name);
        const sg_sqltype *type = column != NULL ? sg_object_type(column) : NULL;
        char place[SG_PLACE_BYTES];
        if (type == NULL || !sg_labels_are_of(labels, type) ||
            type->array != json_object_is_type(value, json_type_array))
            continue;
        sg_labels_stand_at(labels, sg_json_place_of(place, row_place, name));
        struct json_object *other = relabeled(value, labels);
        if (other != NULL)
            json_object_object_add(row, name, other);
        changed |= other != NULL;
    }
    return changed;
}

static void rows_relabel(sg_model *model, sg_object *object, const sg_field *field, const sg_expr_labels *labels)
{
    const sg_object *table = sg_seed_table(model, object);
    sg_seed *seed = (sg_seed *)object;
    for (size_t i = 0; table != NULL && i < seed->count; i++) {
        char place[SG_PLACE_BYTES];
        struct json_object *row = json_tokener_parse(seed->rows[i]);
        if (relabel_row(table, sg_json_place(place, field->key, i), row, labels))
            seed->rows[i] = row_text(model->arena, row);
        json_object_put(row);
    }
}

const sg_field_type sg_seed_rows_field = {.json = "a list of rows",
                                          .read = rows_read,
                                          .write = rows_write,
                                          .is_set = rows_is_set,
                                          .equal = rows_equal,
                                          .settle = rows_settle,
                                          .finish = rows_finish,
                                          .rename = rows_rename,
                                          .relabel = rows_relabel};
