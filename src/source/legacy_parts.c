#include "legacy_parts.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "text.h"

static struct json_object *take_text(const char *text, size_t length)
{
    while (length > 0 && isspace((unsigned char)*text)) {
        text++;
        length--;
    }
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    return json_object_new_string_len(text, (int)length);
}

/* The object under `key`, made when it is not there. */
static struct json_object *map_of(struct json_object *object, const char *key)
{
    struct json_object *map = sg_legacy_get(object, key);

    if (map == NULL) {
        map = json_object_new_object();
        sg_legacy_put(object, key, map);
    }
    return map;
}

/* Adds a named part of a table, copying the name; one that is taken is an error at `place`. Takes over `part`. */
static void add_named(sg_legacy *legacy, struct json_object *map, const char *name, const char *place,
                      struct json_object *part)
{
    if (json_object_object_get_ex(map, name, NULL)) {
        sg_legacy_report(legacy, place, false, SG_DUPLICATE_NAME, "the name \"%s\" is taken already", name);
        json_object_put(part);
        return;
    }
    json_object_object_add(map, name, part);
}

/* The name of a constraint: its own, or the one that PostgreSQL would give. */
static const char *constraint_name(sg_legacy *legacy, const char *table, struct json_object *item,
                                   struct json_object *columns, const char *label)
{
    const char *own = sg_legacy_text(item, "name");
    sg_buf buf;

    if (own != NULL)
        return own;
    sg_buf_init(&buf);
    for (size_t i = 0; i < json_object_array_length(columns); i++)
        sg_buf_addf(&buf, "%s%s", i > 0 ? "_" : "", json_object_get_string(json_object_array_get_idx(columns, i)));
    const char *name = sg_sql_default_name(legacy->arena, table, buf.data, label);
    sg_buf_release(&buf);
    return name;
}

static void convert_unique(sg_legacy *legacy, const char *place, const char *pointer, const char *table,
                           struct json_object *item, struct json_object *made)
{
    struct json_object *unique = json_object_new_object();

    if (!sg_legacy_take(legacy, place, item, sg_legacy_unique, unique)) {
        json_object_put(unique);
        return;
    }
    const char *name = constraint_name(legacy, table, item, sg_legacy_get(item, "columns"), "key");
    const char *target = sg_legacy_join(legacy, sg_legacy_join(legacy, pointer, "uniques"), name);
    sg_legacy_moved(legacy, target, place);
    add_named(legacy, map_of(made, "uniques"), name, place, unique);
}

/* "vaults(id)" or "vaults(org, id)"; NULL when it is not of that form. */
static struct json_object *parse_reference(const char *text)
{
    const char *open = strchr(text, '(');
    size_t length = strlen(text);

    if (open == NULL || open == text || length == 0 || text[length - 1] != ')')
        return NULL;
    struct json_object *reference = json_object_new_object();
    struct json_object *columns = json_object_new_array();
    sg_legacy_put(reference, "table", take_text(text, (size_t)(open - text)));
    sg_legacy_put(reference, "columns", columns);
    for (const char *part = open + 1; part <= text + length - 1;) {
        size_t width = strcspn(part, ",)");
        json_object_array_add(columns, take_text(part, width));
        part += width + 1;
    }
    return reference;
}

/* Takes ON DELETE or ON UPDATE over; SQL's words, in any case. */
static void take_action(sg_legacy *legacy, const char *place, const char *target, struct json_object *item,
                        const char *key, struct json_object *made, const char *new_key)
{
    static const char *const words[][2] = {{"no action", "noAction"},
                                           {"restrict", "restrict"},
                                           {"cascade", "cascade"},
                                           {"set null", "setNull"},
                                           {"set default", "setDefault"}};
    const char *text = sg_legacy_text(item, key);
    const char *at = sg_legacy_join(legacy, place, key);

    if (text == NULL)
        return;
    sg_legacy_moved(legacy, sg_legacy_join(legacy, target, new_key), at);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcasecmp(words[i][0], text) == 0) {
            sg_legacy_put(made, new_key, json_object_new_string(words[i][1]));
            return;
        }
    }
    sg_diag *diag = sg_legacy_report(legacy, at, false, SG_BAD_VALUE, "\"%s\" is no action of a foreign key", text);
    sg_diag_hint(legacy->diags, diag, "one of NO ACTION, RESTRICT, CASCADE, SET NULL, SET DEFAULT");
}

static void convert_foreign(sg_legacy *legacy, const char *place, const char *pointer, const char *table,
                            struct json_object *item, struct json_object *made)
{
    struct json_object *foreign = json_object_new_object();
    struct json_object *columns = json_object_new_array();

    sg_legacy_put(foreign, "columns", columns);
    if (!sg_legacy_take(legacy, place, item, sg_legacy_foreign, foreign)) {
        json_object_put(foreign);
        return;
    }
    struct json_object *reference = parse_reference(sg_legacy_text(item, "references"));
    if (reference == NULL) {
        const char *at = sg_legacy_join(legacy, place, "references");
        sg_diag *diag = sg_legacy_report(legacy, at, false, SG_BAD_VALUE, "this is no table with its columns");
        sg_diag_hint(legacy->diags, diag, "write \"table(column)\"");
        json_object_put(foreign);
        return;
    }
    sg_legacy_put(foreign, "references", reference);
    json_object_array_add(columns, json_object_get(sg_legacy_get(item, "column")));
    const char *name = constraint_name(legacy, table, item, columns, "fkey");
    const char *target = sg_legacy_join(legacy, sg_legacy_join(legacy, pointer, "foreignKeys"), name);
    sg_legacy_moved(legacy, target, place);
    sg_legacy_moved(legacy, sg_legacy_join(legacy, target, "columns"), sg_legacy_join(legacy, place, "column"));
    take_action(legacy, place, target, item, "on_delete", foreign, "onDelete");
    take_action(legacy, place, target, item, "on_update", foreign, "onUpdate");
    add_named(legacy, map_of(made, "foreignKeys"), name, place, foreign);
}

void sg_legacy_convert_constraints(sg_legacy *legacy, const char *pointer, const char *table, struct json_object *list,
                                   struct json_object *made)
{
    const char *origin = sg_legacy_join(legacy, pointer, "constraints");

    for (size_t i = 0; list != NULL && i < json_object_array_length(list); i++) {
        struct json_object *item = json_object_array_get_idx(list, i);
        const char *place = sg_arena_printf(legacy->arena, "%s/%zu", origin, i);
        const char *type = NULL;
        if (sg_legacy_expect(legacy, place, item, json_type_object))
            type = sg_legacy_text(item, "type");
        else
            continue;
        if (type != NULL && strcmp(type, "unique") == 0) {
            convert_unique(legacy, place, pointer, table, item, made);
        } else if (type != NULL && strcmp(type, "foreign_key") == 0) {
            convert_foreign(legacy, place, pointer, table, item, made);
        } else {
            const char *at = type != NULL ? sg_legacy_join(legacy, place, "type") : place;
            sg_diag *diag = sg_legacy_report(legacy, at, false, SG_BAD_VALUE, "a constraint of unknown type");
            sg_diag_hint(legacy->diags, diag, "the older shape knows \"unique\" and \"foreign_key\"");
        }
    }
}

bool sg_legacy_has_foreign_key(struct json_object *made, const char *column)
{
    struct json_object *map = sg_legacy_get(made, "foreignKeys");

    if (map == NULL)
        return false;
    json_object_object_foreach(map, name, foreign)
    {
        struct json_object *columns = sg_legacy_get(foreign, "columns");
        (void)name;
        if (strcmp(json_object_get_string(json_object_array_get_idx(columns, 0)), column) == 0)
            return true;
    }
    return false;
}

/* "created_at DESC" as a key of an index. NULL when no column of the table is named. */
static struct json_object *index_key(struct json_object *columns, const char *text)
{
    size_t length = strcspn(text, " ");
    struct json_object *name = take_text(text, length);
    bool known = json_object_object_get_ex(columns, json_object_get_string(name), NULL);
    const char *order = text + length + strspn(text + length, " ");

    if (!known || (*order != '\0' && strcasecmp(order, "asc") != 0 && strcasecmp(order, "desc") != 0)) {
        json_object_put(name);
        return NULL;
    }
    if (strcasecmp(order, "desc") != 0)
        return name;
    struct json_object *key = json_object_new_object();
    sg_legacy_put(key, "column", name);
    sg_legacy_put(key, "order", json_object_new_string("desc"));
    return key;
}

/* The keys of an index; NULL (reported) when one of them is no column of the table. */
static struct json_object *index_keys(sg_legacy *legacy, const char *place, const char *table,
                                      struct json_object *columns, struct json_object *item)
{
    struct json_object *list = sg_legacy_get(item, "columns");
    struct json_object *keys = json_object_new_array();

    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *text = json_object_array_get_idx(list, i);
        const char *at = sg_arena_printf(legacy->arena, "%s/columns/%zu", place, i);
        bool string = sg_legacy_expect(legacy, at, text, json_type_string);
        struct json_object *key = string ? index_key(columns, json_object_get_string(text)) : NULL;
        if (key != NULL) {
            json_object_array_add(keys, key);
            continue;
        }
        if (string)
            sg_legacy_report(legacy, at, false, SG_LEGACY_LOST,
                             "index \"%s\" is left out: \"%s\" is not a column of table \"%s\"",
                             sg_legacy_text(item, "name"), json_object_get_string(text), table);
        json_object_put(keys);
        return NULL;
    }
    return keys;
}

static void convert_index(sg_legacy *legacy, const char *place, const char *table, struct json_object *item)
{
    struct json_object *made = sg_legacy_get(legacy->made, table);
    struct json_object *index = json_object_new_object();
    struct json_object *keys = NULL;

    if (sg_legacy_take(legacy, place, item, sg_legacy_index, index))
        keys = index_keys(legacy, place, table, sg_legacy_get(made, "columns"), item);
    if (keys == NULL) {
        json_object_put(index);
        return;
    }
    sg_legacy_put(index, "columns", keys);
    const char *name = sg_legacy_text(item, "name");
    const char *target = sg_legacy_join(legacy, sg_legacy_join(legacy, "/tables", table), "indexes");
    target = sg_legacy_join(legacy, target, name);
    sg_legacy_moved(legacy, target, place);
    sg_legacy_moved(legacy, sg_legacy_join(legacy, target, "using"), sg_legacy_join(legacy, place, "type"));
    add_named(legacy, map_of(made, "indexes"), name, place, index);
}

void sg_legacy_convert_indexes(sg_legacy *legacy, struct json_object *map)
{
    if (map == NULL)
        return;
    json_object_object_foreach(map, table, list)
    {
        const char *pointer = sg_legacy_join(legacy, "/indexes", table);
        if (!sg_legacy_expect(legacy, pointer, list, json_type_array))
            continue;
        if (!json_object_object_get_ex(legacy->tables, table, NULL)) {
            sg_legacy_report(legacy, pointer, true, SG_LEGACY_LOST,
                             "the indexes of \"%s\" are left out: the file has no such table", table);
            continue;
        }
        for (size_t i = 0; i < json_object_array_length(list); i++)
            convert_index(legacy, sg_arena_printf(legacy->arena, "%s/%zu", pointer, i), table,
                          json_object_array_get_idx(list, i));
    }
}

/* A column that every row needs and that some record leaves out, or NULL. */
static const char *missing_column(struct json_object *fields, struct json_object *records)
{
    if (fields == NULL)
        return NULL;
    json_object_object_foreach(fields, name, field)
    {
        if (sg_legacy_flag(field, "nullable") || json_object_object_get_ex(field, "default", NULL))
            continue;
        for (size_t i = 0; i < json_object_array_length(records); i++) {
            struct json_object *record = json_object_array_get_idx(records, i);
            if (json_object_is_type(record, json_type_object) && !json_object_object_get_ex(record, name, NULL))
                return name;
        }
    }
    return NULL;
}

static void convert_seed(sg_legacy *legacy, const char *table, struct json_object *seed, struct json_object *made)
{
    const char *pointer = sg_legacy_join(legacy, "/seeds", table);
    struct json_object *rows = json_object_new_object();
    struct json_object *fields = sg_legacy_get(sg_legacy_get(legacy->tables, table), "fields");
    bool ok = sg_legacy_take(legacy, pointer, seed, sg_legacy_seed, rows);
    const char *missing = ok ? missing_column(fields, sg_legacy_get(seed, "records")) : NULL;

    if (missing != NULL)
        sg_legacy_report(legacy, pointer, true, SG_LEGACY_LOST,
                         "the seeds of \"%s\" are left out: the records have no value for \"%s\", which is required "
                         "and has no default",
                         table, missing);
    if (!ok || missing != NULL) {
        json_object_put(rows);
        return;
    }
    sg_legacy_moved(legacy, sg_legacy_join(legacy, pointer, "key"), sg_legacy_join(legacy, pointer, "unique_key"));
    sg_legacy_moved(legacy, sg_legacy_join(legacy, pointer, "rows"), sg_legacy_join(legacy, pointer, "records"));
    sg_legacy_put(made, table, rows);
}

void sg_legacy_convert_seeds(sg_legacy *legacy, struct json_object *map, struct json_object *tree)
{
    if (map == NULL)
        return;
    struct json_object *made = map_of(tree, "seeds");
    json_object_object_foreach(map, table, seed) convert_seed(legacy, table, seed, made);
}
