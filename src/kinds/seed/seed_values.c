/* Values that may stand in one row alone, and pass from row to row. */
#include <json-c/json.h>
#include <string.h>

#include "seed.h"
#include "text.h"

typedef enum passing { STAYS, PASSES, CLASHES } passing;

/* What a row says in the columns; NULL: not in all of them. `*null`: in one of them that there is no value. */
static const char *values_of(sg_arena *arena, struct json_object *row, const sg_names *columns, bool *null)
{
    sg_buf text;
    sg_buf_init(&text);
    bool says = true;
    *null = false;
    for (size_t i = 0; i < columns->count && says; i++) {
        struct json_object *value = NULL;
        says = json_object_object_get_ex(row, columns->items[i], &value);
        *null |= value == NULL;
        sg_buf_join(&text, json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN), "\x1f");
    }
    const char *values = says ? sg_arena_strdup(arena, text.data) : NULL;
    sg_buf_release(&text);
    return values;
}

typedef struct rows {
    const char **keys;   /* of each row: what tells it from others ... */
    const char **values; /* ... and what it has in the columns; NULL: not said */
    bool *nulls;
    size_t count;
    sg_map by_key, by_value; /* -> keys */
} rows;

static rows read_rows(sg_arena *arena, const sg_seed *seed, const sg_names *key, const sg_names *columns)
{
    rows all = {SG_NEW_ARRAY(arena, const char *, seed->count),
                SG_NEW_ARRAY(arena, const char *, seed->count),
                SG_NEW_ARRAY(arena, bool, seed->count),
                seed->count,
                SG_MAP_EMPTY,
                SG_MAP_EMPTY};
    for (size_t i = 0; i < seed->count; i++) {
        bool no_key;
        struct json_object *row = json_tokener_parse(seed->rows[i]);
        all.keys[i] = values_of(arena, row, key, &no_key);
        all.values[i] = values_of(arena, row, columns, &all.nulls[i]);
        if (all.keys[i] != NULL)
            sg_map_put(&all.by_key, all.keys[i], &all.keys[i]);
        if (all.keys[i] != NULL && all.values[i] != NULL && !all.nulls[i])
            sg_map_put(&all.by_value, all.values[i], &all.keys[i]);
        json_object_put(row);
    }
    return all;
}

/* What becomes of the row that had the values which row `i` of `after` has. */
static passing pass(const rows *before, const rows *after, size_t i)
{
    bool known = after->keys[i] != NULL && after->values[i] != NULL && !after->nulls[i];
    const char **owner = known ? sg_map_get(&before->by_value, after->values[i]) : NULL;
    if (owner == NULL || strcmp(*owner, after->keys[i]) == 0)
        return STAYS;
    const char **now = sg_map_get(&after->by_key, *owner);
    const char *values = now != NULL ? after->values[now - after->keys] : NULL;
    return values == NULL || strcmp(values, after->values[i]) == 0 ? CLASHES : PASSES;
}

/* The first row of `to` of which that is true; its number, or that of all rows. */
static size_t find(const sg_object *from, const sg_object *to, const sg_names *columns, passing wanted)
{
    const sg_seed *before = sg_seed_of(from), *after = sg_seed_of(to);
    sg_arena *arena = sg_arena_new();
    rows old = read_rows(arena, before, &after->key, columns), new = read_rows(arena, after, &after->key, columns);
    size_t found = after->key.count > 0 ? 0 : after->count;
    while (found < after->count && pass(&old, &new, found) != wanted)
        found++;
    sg_map_release(&old.by_key);
    sg_map_release(&old.by_value);
    sg_map_release(&new.by_key);
    sg_map_release(&new.by_value);
    sg_arena_free(arena);
    return found;
}

bool sg_seed_exchanges(const sg_object *from, const sg_object *to, const sg_names *columns)
{
    return find(from, to, columns, PASSES) < sg_seed_of(to)->count;
}

static const sg_names *unique_columns(const sg_object *key)
{
    return key->kind->unique_columns != NULL ? key->kind->unique_columns(key) : NULL;
}

/* Rows are never deleted: the one that the file names no longer keeps its values. */
static bool check_leavers(const sg_step *step, const sg_object *key, const sg_model *model, sg_diags *diags)
{
    const sg_names *columns = unique_columns(key);
    size_t row = columns != NULL ? find(step->from, step->to, columns, CLASHES) : 0;
    if (columns == NULL || row == sg_seed_of(step->to)->count)
        return true;
    char place[SG_PLACE_BYTES];
    sg_buf title;
    sg_buf_init(&title);
    sg_object_title(&title, key);
    sg_diag *diag =
        sg_object_error(model, diags, step->to, sg_json_place(place, "rows", row), SG_ROW_STAYS,
                        "a row that stays has what this one says, and the %s lets no two have it", title.data);
    sg_diag_hint(diags, diag, "change that row here, or take it out of the file and delete it in a migration before");
    sg_buf_release(&title);
    return false;
}

bool sg_seed_assess(sg_step *step, const sg_model *model, sg_diags *diags)
{
    const sg_object *table = sg_rare_of(step->to)->follows;
    bool down = sg_model_counterpart(model, step->to) != step->to, fine = true;
    if (down || table == NULL || table->step != NULL)
        return true; /* the way back is written all the same; a table that is made again has no rows */
    for (const sg_object *child = table->first_child; child != NULL; child = child->next)
        fine &= check_leavers(step, child, model, diags);
    return fine;
}

static void check_alike(const sg_model *model, const sg_object *object, const sg_object *key, sg_diags *diags)
{
    const sg_names *columns = unique_columns(key);
    const sg_seed *seed = sg_seed_of(object);
    sg_map seen = SG_MAP_EMPTY;
    for (size_t i = 0; columns != NULL && i < seed->count; i++) {
        bool null;
        char place[SG_PLACE_BYTES];
        struct json_object *row = json_tokener_parse(seed->rows[i]);
        const char *values = values_of(model->arena, row, columns, &null);
        if (values != NULL && !null && sg_map_put(&seen, values, &seen) != NULL) {
            sg_buf title;
            sg_buf_init(&title);
            sg_object_title(&title, key);
            sg_object_error(model, diags, object, sg_json_place(place, "rows", i), SG_CONFLICT,
                            "a row before this one says the same, and the %s lets no two have it", title.data);
            sg_buf_release(&title);
        }
        json_object_put(row);
    }
    sg_map_release(&seen);
}

/* Where the columns are those of the seed's own key, that is told already. */
void sg_seed_check(sg_model *model, sg_object *object, sg_diags *diags)
{
    const sg_object *table = sg_rare_of(object)->follows;
    for (const sg_object *child = table != NULL ? table->first_child : NULL; child != NULL; child = child->next) {
        const sg_names *columns = unique_columns(child);
        if (columns != NULL && !sg_names_equal(columns, &sg_seed_of(object)->key))
            check_alike(model, object, child, diags);
    }
}
