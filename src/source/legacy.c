#include "legacy.h"

#include <ctype.h>
#include <json-c/json.h>
#include <string.h>

#include "legacy_check.h"
#include "legacy_parts.h"

bool sg_legacy_is(struct json_object *root)
{
    struct json_object *tables = sg_legacy_get(root, "tables");

    if (json_object_object_get_ex(root, "schemagen", NULL) || !json_object_is_type(tables, json_type_object))
        return false;
    json_object_object_foreach(tables, name, table)
    {
        (void)name;
        if (json_object_is_type(table, json_type_object) && json_object_object_get_ex(table, "fields", NULL))
            return true;
    }
    return false;
}

/* What type_mappings says about a type, or NULL. */
static const char *mapped_type(sg_legacy *legacy, const char *type)
{
    return sg_legacy_text(sg_legacy_get(legacy->mappings, type), "postgres");
}

/* The PostgreSQL type of a field: its own text, unless type_mappings gives another one for it or for its elements.
 * Lower case, as everywhere else; quoted names stay as they are. */
static const char *field_type(sg_legacy *legacy, struct json_object *field)
{
    const char *written = sg_legacy_text(field, "type");
    size_t length = strlen(written);
    const char *type = mapped_type(legacy, written);

    if (type == NULL && length > 2 && strcmp(written + length - 2, "[]") == 0) {
        const char *element = mapped_type(legacy, sg_arena_strndup(legacy->arena, written, length - 2));
        if (element != NULL)
            type = sg_arena_printf(legacy->arena, "%s[]", element);
    }
    char *lower = sg_arena_strdup(legacy->arena, type != NULL ? type : written);
    for (char *c = lower; *c != '\0' && strchr(lower, '"') == NULL; c++)
        *c = (char)tolower((unsigned char)*c);
    return lower;
}

static void warn_foreign_key(sg_legacy *legacy, const char *pointer, const char *table, const char *name)
{
    sg_diag *diag =
        sg_legacy_report(legacy, sg_legacy_join(legacy, pointer, "foreign_key"), true, SG_LEGACY_LOST,
                         "no foreign key for %s.%s: the file does not say which table it references", table, name);

    sg_diag_hint(legacy->diags, diag,
                 "a constraint says it: { \"type\": \"foreign_key\", \"column\": \"%s\", "
                 "\"references\": \"table(column)\" }",
                 name);
}

/* One field as a column; `alone`: it is the only primary field. NULL on errors. */
static struct json_object *convert_field(sg_legacy *legacy, const char *pointer, const char *target,
                                         struct json_object *field, bool alone)
{
    struct json_object *column = NULL, *rest = json_object_new_object();

    if (sg_legacy_take(legacy, pointer, field, sg_legacy_field, rest)) {
        bool key = alone && sg_legacy_flag(field, "primary");
        column = json_object_new_object();
        sg_legacy_put(column, "type", json_object_new_string(field_type(legacy, field)));
        if (sg_legacy_flag(field, "nullable"))
            sg_legacy_put(column, "nullable", json_object_new_boolean(1));
        json_object_object_foreach(rest, name, value) sg_legacy_put(column, name, json_object_get(value));
        if (key || sg_legacy_flag(field, "unique")) /* a primary key is unique already */
            sg_legacy_put(column, key ? "primaryKey" : "unique", json_object_new_boolean(1));
        if (key)
            sg_legacy_moved(legacy, sg_legacy_join(legacy, target, "primaryKey"),
                            sg_legacy_join(legacy, pointer, "primary"));
    }
    json_object_put(rest);
    return column;
}

/* Names of the primary fields. */
static struct json_object *primary_fields(struct json_object *fields)
{
    struct json_object *names = json_object_new_array();

    json_object_object_foreach(fields, name, field)
    {
        if (json_object_is_type(field, json_type_object) && sg_legacy_flag(field, "primary"))
            json_object_array_add(names, json_object_new_string(name));
    }
    return names;
}

static void convert_fields(sg_legacy *legacy, const char *pointer, const char *name, struct json_object *fields,
                           struct json_object *made)
{
    struct json_object *columns = json_object_new_object();
    struct json_object *primary = primary_fields(fields);
    const char *target = sg_legacy_join(legacy, pointer, "columns");
    const char *origin = sg_legacy_join(legacy, pointer, "fields");
    bool alone = json_object_array_length(primary) == 1;

    sg_legacy_put(made, "columns", columns);
    sg_legacy_moved(legacy, target, origin);
    json_object_object_foreach(fields, key, field)
    {
        const char *place = sg_legacy_join(legacy, origin, key);
        struct json_object *column = convert_field(legacy, place, sg_legacy_join(legacy, target, key), field, alone);
        if (column == NULL)
            continue;
        sg_legacy_put(columns, key, column);
        if (sg_legacy_flag(field, "foreign_key") && !sg_legacy_has_foreign_key(made, key))
            warn_foreign_key(legacy, place, name, key);
    }
    if (json_object_array_length(primary) < 2) {
        json_object_put(primary);
        return;
    }
    sg_legacy_put(made, "primaryKey", primary);
    sg_legacy_moved(legacy, sg_legacy_join(legacy, pointer, "primaryKey"), origin);
}

static void convert_table(sg_legacy *legacy, const char *name, struct json_object *table)
{
    const char *pointer = sg_legacy_join(legacy, "/tables", name);
    struct json_object *made = json_object_new_object();

    sg_legacy_put(legacy->made, name, made);
    if (!sg_legacy_take(legacy, pointer, table, sg_legacy_table, made))
        return;
    sg_legacy_convert_constraints(legacy, pointer, name, sg_legacy_get(table, "constraints"), made);
    convert_fields(legacy, pointer, name, sg_legacy_get(table, "fields"), made);
}

/* Checks what type_mappings holds. */
static void check_mappings(sg_legacy *legacy)
{
    if (legacy->mappings == NULL)
        return;
    json_object_object_foreach(legacy->mappings, type, mapping)
        sg_legacy_take(legacy, sg_legacy_join(legacy, "/type_mappings", type), mapping, sg_legacy_mapping, NULL);
}

static void release_kept(struct json_object *tree, void *kept)
{
    (void)tree;
    json_object_put(kept);
}

/* An empty tree that keeps the file's tree and the moved pointers alive. */
static struct json_object *new_tree(struct json_object *root, sg_positions *positions)
{
    struct json_object *tree = json_object_new_object();
    struct json_object *kept = json_object_new_array();

    positions->moved = json_object_new_object();
    json_object_array_add(kept, root);
    json_object_array_add(kept, positions->moved);
    json_object_set_userdata(tree, kept, release_kept);
    return tree;
}

struct json_object *sg_legacy_convert(struct json_object *root, sg_positions *positions, sg_diags *diags)
{
    struct json_object *tree = new_tree(root, positions);
    sg_legacy legacy = {.positions = positions, .diags = diags, .arena = positions->arena, .ok = true};

    sg_legacy_put(tree, "schemagen", json_object_new_int(1));
    if (sg_legacy_take(&legacy, "", root, sg_legacy_root, tree)) {
        legacy.tables = sg_legacy_get(root, "tables");
        legacy.mappings = sg_legacy_get(root, "type_mappings");
        legacy.made = json_object_new_object();
        sg_legacy_put(tree, "tables", legacy.made);
        check_mappings(&legacy);
        json_object_object_foreach(legacy.tables, name, table) convert_table(&legacy, name, table);
        sg_legacy_convert_indexes(&legacy, sg_legacy_get(root, "indexes"));
        sg_legacy_convert_seeds(&legacy, sg_legacy_get(root, "seeds"), tree);
    }
    if (legacy.ok)
        return tree;
    json_object_put(tree);
    return NULL;
}
