/* Seeds: rows kept by key. Inserted when missing, updated when different, never deleted. */
#include <json-c/json.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "kind.h"
#include "step.h"
#include "text.h"

extern const char sg_kind_seed_guard_sql[];

typedef struct sg_seed {
    sg_object base;
    sg_names key;      /* empty: all columns of a row */
    const char **rows; /* one JSON object each, as one line */
    size_t count;
} sg_seed;

static const sg_seed *seed_of(const sg_object *object)
{
    return (const sg_seed *)object;
}

static bool names_read(sg_reader *reader, sg_object *object, const sg_field *field, struct json_object *value)
{
    return sg_json_names(reader, object, field->key, value, &((sg_seed *)object)->key);
}

static const sg_object *table_of(const sg_model *model, const sg_object *object)
{
    return sg_model_find(model, sg_kind_named("table"), object->schema, NULL, object->name);
}

static void key_finish(sg_model *model, sg_object *object, const sg_field *field, sg_diags *diags)
{
    const sg_object *table = table_of(model, object);
    if (table != NULL)
        sg_names_resolve(model, diags, object, field->key, table, &seed_of(object)->key);
}

static void key_rename(sg_model *model, sg_object *object, const sg_field *field, const sg_object *target,
                       const char *old_schema, const char *old_name)
{
    (void)model, (void)field, (void)old_schema;
    if (target->parent != NULL)
        sg_names_rename(&((sg_seed *)object)->key, old_name, target->name);
}

static bool key_is_set(const sg_object *object, const sg_field *field)
{
    (void)field;
    return seed_of(object)->key.count > 0;
}

static bool key_equal(const sg_object *a, const sg_object *b, const sg_field *field)
{
    (void)field;
    return sg_names_equal(&seed_of(a)->key, &seed_of(b)->key);
}

static void key_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    (void)field, (void)depth;
    sg_json_write_names(buf, &seed_of(object)->key);
}

static const sg_field_type key_field = {.json = "a list of columns",
                                        .read = names_read,
                                        .write = key_write,
                                        .is_set = key_is_set,
                                        .equal = key_equal,
                                        .finish = key_finish,
                                        .rename = key_rename};

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
        const char *text = json_object_to_json_string_ext(row, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
        seed->rows[seed->count++] = sg_arena_strdup(reader->model->arena, text);
    }
    return true;
}

static void rows_write(sg_buf *buf, const sg_object *object, const sg_field *field, int depth)
{
    const sg_seed *seed = seed_of(object);
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
    return seed_of(object)->rows != NULL;
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
    const sg_seed *left = seed_of(a), *right = seed_of(b);
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
    ((sg_seed *)to)->rows = seed_of(from)->rows;
}

static void check_row(sg_model *model, sg_object *object, const sg_object *table, size_t i, struct json_object *row,
                      sg_diags *diags)
{
    const sg_names *key = &seed_of(object)->key;
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
    const sg_names *key = &seed_of(object)->key;
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
    const sg_object *table = table_of(model, object);
    bool keyed = seed_of(object)->key.count > 0 && !model->canonical;
    sg_map seen = {0};
    (void)field;
    for (size_t i = 0; table != NULL && i < seed_of(object)->count; i++) {
        struct json_object *row = json_tokener_parse(seed_of(object)->rows[i]);
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
        seed->rows[i] =
            sg_arena_strdup(model->arena, json_object_to_json_string_ext(copy, JSON_C_TO_STRING_PLAIN |
                                                                                   JSON_C_TO_STRING_NOSLASHESCAPE));
        json_object_put(row);
        json_object_put(copy);
    }
}

static const sg_field_type rows_field = {.json = "a list of rows",
                                         .read = rows_read,
                                         .write = rows_write,
                                         .is_set = rows_is_set,
                                         .equal = rows_equal,
                                         .settle = rows_settle,
                                         .finish = rows_finish,
                                         .rename = rows_rename};

static bool depends_on(const sg_object *object, const sg_object *target)
{
    bool found = object == target;
    for (size_t i = 0; !found && i < object->deps.count; i++) {
        const sg_object *dep = object->deps.items[i];
        found = dep->kind == object->kind && depends_on(dep, target);
    }
    return found;
}

/* True when a row says something in one of the link's own columns. */
static bool uses_link(const sg_seed *seed, const sg_object *link)
{
    bool uses = false;
    for (size_t i = 0; !uses && i < seed->count; i++) {
        struct json_object *row = json_tokener_parse(seed->rows[i]), *value = NULL;
        for (size_t k = 0; !uses && k < link->deps.count; k++) {
            const sg_object *dep = link->deps.items[k];
            uses = dep->parent == link->parent && json_object_object_get_ex(row, dep->name, &value) && value != NULL;
        }
        json_object_put(row);
    }
    return uses;
}

/* Rows that others refer to come first, as far as foreign keys do not run in circles. */
static void follow_links(sg_model *model, sg_object *object, const sg_object *table)
{
    for (const sg_object *child = table->first_child; child != NULL; child = child->next) {
        bool links = (child->kind->flags & SG_KIND_LINK) && uses_link(seed_of(object), child);
        for (size_t i = 0; links && i < child->deps.count; i++) {
            const sg_object *dep = child->deps.items[i];
            sg_object *seed = dep->kind == table->kind && dep != table
                                  ? sg_model_find(model, object->kind, dep->schema, NULL, dep->name)
                                  : NULL;
            if (seed != NULL && !depends_on(seed, object))
                sg_object_depend(object, seed);
        }
    }
}

static void finish(sg_model *model, sg_object *object, sg_diags *diags)
{
    sg_object *table = (sg_object *)table_of(model, object);
    if (table == NULL) {
        sg_object_error(model, diags, object, NULL, SG_UNKNOWN_TABLE, "there is no table \"%s\"", object->name);
        return;
    }
    sg_object_depend(object, table);
    object->follows = table;
    follow_links(model, object, table);
}

static void arguments(sg_buf *sql, const sg_object *object, bool lines)
{
    const sg_seed *seed = seed_of(object);
    sg_buf text;
    sg_buf_init(&text);
    sg_sql_name_literal(sql, object);
    sg_buf_add(sql, ", ARRAY[");
    for (size_t i = 0; i < seed->key.count; i++) {
        sg_buf_add(sql, i > 0 ? ", " : "");
        sg_sql_literal(sql, seed->key.items[i]);
    }
    sg_buf_add(sql, "]::text[], ");
    rows_write(&text, object, NULL, lines ? 0 : -1);
    sg_sql_dollar(sql, text.data);
    sg_buf_release(&text);
}

static void ask(sg_buf *sql, const sg_object *object, const sg_object *other)
{
    (void)other;
    sg_buf_add(sql, "pg_temp.sg_seed(");
    arguments(sql, object, false);
    sg_buf_add(sql, ", false)");
}

static void say(sg_buf *text, const sg_object *object)
{
    (void)object;
    sg_buf_add(text, "seeded");
}

static const sg_aspect whole = {ask, say};

static void seed_sql(sg_buf *buf, const sg_step *step)
{
    sg_buf_add(buf, "PERFORM pg_temp.sg_seed(");
    arguments(buf, step->to, true);
    sg_buf_add(buf, ", true);\n");
}

static void forget_sql(sg_buf *buf, const sg_step *step)
{
    (void)step;
    sg_buf_add(buf, "NULL; -- rows of seeds stay where they are\n");
}

static const sg_op create = {.class = SG_OP_CREATE,
                             .verb = "write",
                             .rank = SG_RANK_SEED,
                             .sql = seed_sql,
                             .in_block = sg_always_in_block,
                             .lock = SG_LOCK_ROW_EXCLUSIVE,
                             .self_guarded = true,
                             .inverse = "forget",
                             .no_inverse = "rows of seeds are never deleted: they may be in use"};
static const sg_op rewrite = {.class = SG_OP_ALTER,
                              .verb = "rewrite",
                              .rank = SG_RANK_SEED,
                              .sql = seed_sql,
                              .in_block = sg_always_in_block,
                              .lock = SG_LOCK_ROW_EXCLUSIVE,
                              .self_guarded = true,
                              .inverse = "rewrite",
                              .no_inverse = "rows that were added stay"};
static const sg_op drop = {.class = SG_OP_DROP,
                           .verb = "forget",
                           .rank = SG_RANK_SEED,
                           .sql = forget_sql,
                           .in_block = sg_always_in_block,
                           .self_guarded = true,
                           .inverse = "write"};

static const sg_field fields[] = {{.key = "key", .type = &key_field, .op = &rewrite},
                                  {.key = "rows", .type = &rows_field, .op = &rewrite, .required = true},
                                  {0}};

const sg_kind sg_kind_seed = {
    .name = "seed",
    .json_key = "seeds",
    .size = sizeof(sg_seed),
    .flags = SG_KIND_IN_SCHEMA | SG_KIND_NO_COMMENT | SG_KIND_TALL | SG_KIND_NOT_IN_CATALOG,
    .order = 120,
    .fields = fields,
    .finish = finish,
    .whole = &whole,
    .create = &create,
    .drop = &drop,
    .catalog_sql = NULL,
    .guard_sql = sg_kind_seed_guard_sql,
};
