/* Primary keys, unique keys and indexes, as attributes of fields or lines of their own. */
#include <string.h>

#include "lower_private.h"
#include "raise_private.h"
#include "text.h"
#include "validate_private.h"

/* Types of indexes: as a definition says them, and as the text does. */
static const struct method {
    const char *using, *type;
} methods[] = {{"btree", "BTree"}, {"hash", "Hash"},     {"gist", "Gist"},
               {"gin", "Gin"},     {"spgist", "SpGist"}, {"brin", "Brin"}};

static const struct method *method_of(struct json_object *definition)
{
    const char *using = sg_psl_get_text(definition, "using");

    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        if (strcmp(methods[i].using, using != NULL ? using : "btree") == 0)
            return &methods[i];
    }
    return NULL;
}

/* The name of the column that an element of a list is; NULL when it is an expression. */
static const char *column_of(struct json_object *element)
{
    return json_object_is_type(element, json_type_string) ? json_object_get_string(element)
                                                          : sg_psl_get_text(element, "column");
}

static sg_psl_raised_column *find_column(const sg_psl_raised_table *table, struct json_object *element)
{
    const char *name = column_of(element);

    return name != NULL ? sg_map_get(&table->by_name, name) : NULL;
}

const char *sg_psl_expected_name(sg_psl_raising *raising, const sg_psl_raised_table *table, struct json_object *columns,
                                 const char *suffix)
{
    sg_psl_names names = {.arena = raising->arena};
    size_t count = columns != NULL ? json_object_array_length(columns) : 0;
    const char **list = SG_NEW_ARRAY(raising->arena, const char *, count);

    for (size_t i = 0; i < count; i++)
        list[i] = column_of(json_object_array_get_idx(columns, i));
    return sg_psl_object_name(&names, table->name, list, count, suffix);
}

static void add_element(sg_buf *out, const sg_psl_raised_table *table, struct json_object *element)
{
    const char *opclass = sg_psl_get_text(element, "opclass"), *order = sg_psl_get_text(element, "order");

    sg_buf_add(out, find_column(table, element)->field);
    if (opclass == NULL && order == NULL)
        return;
    sg_buf_addc(out, '(');
    if (opclass != NULL) {
        sg_buf_add(out, "ops: raw(");
        sg_buf_add_json(out, opclass);
        sg_buf_add(out, order != NULL ? "), " : ")");
    }
    sg_buf_add(out, order != NULL ? "sort: Desc)" : ")");
}

void sg_psl_add_fields(sg_buf *out, const sg_psl_raised_table *table, struct json_object *columns)
{
    sg_buf_addc(out, '[');
    for (size_t i = 0; i < json_object_array_length(columns); i++) {
        sg_buf_add(out, i > 0 ? ", " : "");
        add_element(out, table, json_object_array_get_idx(columns, i));
    }
    sg_buf_addc(out, ']');
}

/* Keys of several fields have a name for clients, of all their fields; where a field bears it they take another. */
static void add_client_name(sg_psl_raising *raising, sg_buf *out, sg_psl_raised_table *table,
                            struct json_object *columns)
{
    sg_buf name;

    if (json_object_array_length(columns) < 2)
        return;
    sg_buf_init(&name);
    for (size_t i = 0; i < json_object_array_length(columns); i++)
        sg_buf_addf(&name, "%s%s", i > 0 ? "_" : "", find_column(table, json_object_array_get_idx(columns, i))->field);
    if (sg_map_get(&table->fields, name.data) != NULL)
        sg_buf_addf(out, ", name: \"%s\"",
                    sg_psl_take_name(raising->arena, &table->fields, sg_arena_strdup(raising->arena, name.data)));
    sg_buf_release(&name);
}

static void add_name(sg_buf *out, const char *comma, const char *name, const char *expected)
{
    if (strcmp(name, expected) == 0)
        return;
    sg_buf_addf(out, "%smap: ", comma);
    sg_buf_add_json(out, name);
}

/* All columns, without NULLs and lists, and of types that clients can compare. */
static bool is_required(const sg_psl_raised_table *table, struct json_object *columns)
{
    for (size_t i = 0; i < json_object_array_length(columns); i++) {
        const sg_psl_raised_column *column = find_column(table, json_object_array_get_idx(columns, i));
        if (column->item.type.arity != SG_PSL_REQUIRED || (column->kind.sort == SG_PSL_RAW_FIELD && !column->disguised))
            return false;
    }
    return true;
}

static void note_key(sg_psl_raised_table *table, struct json_object *columns)
{
    sg_vec_push(&table->keys, json_object_get(columns));
    table->has_id |= is_required(table, columns);
}

/* A key as a line, or an attribute of its only field when it has no more to say. */
typedef struct raised_key {
    const char *attribute; /* "id" */
    const char *suffix;
    const char *name;
    struct json_object *columns, *definition;
    bool constraint;
} raised_key;

static void add_to_field(sg_psl_raising *raising, sg_psl_raised_table *table, const raised_key *key)
{
    sg_psl_raised_column *column = find_column(table, json_object_array_get_idx(key->columns, 0));
    bool primary = strcmp(key->attribute, "id") == 0;
    sg_buf arguments;

    sg_buf_init(&arguments);
    add_name(&arguments, "", key->name,
             sg_psl_expected_name(raising, table, primary ? NULL : key->columns, key->suffix));
    sg_buf_addf(&column->attributes, " @%s", key->attribute);
    if (arguments.length > 0)
        sg_buf_addf(&column->attributes, "(%s)", arguments.data);
    if (key->constraint)
        sg_buf_add(&column->directives, "/// @schemagen.constraint\n");
    column->has_unique |= !primary;
    sg_buf_release(&arguments);
}

static void add_line(sg_psl_raising *raising, sg_psl_raised_table *table, const raised_key *key, const char *type)
{
    bool primary = strcmp(key->attribute, "id") == 0;
    sg_buf *out = &table->lines;

    if (key->constraint)
        sg_buf_add(out, "/// @schemagen.constraint\n");
    sg_psl_add_directives(out, key->definition);
    sg_buf_addf(out, "@@%s(", key->attribute);
    sg_psl_add_fields(out, table, key->columns);
    if (strcmp(key->attribute, "index") != 0)
        add_client_name(raising, out, table, key->columns);
    add_name(out, ", ", key->name, sg_psl_expected_name(raising, table, primary ? NULL : key->columns, key->suffix));
    if (type != NULL)
        sg_buf_addf(out, ", type: %s", type);
    sg_buf_add(out, ")\n");
}

static void raise_primary(sg_psl_raising *raising, sg_psl_raised_table *table)
{
    struct json_object *definition = sg_psl_get(table->definition, "primaryKey");

    if (definition == NULL || !sg_psl_has_columns(table, sg_psl_get(definition, "columns")))
        return;
    definition = sg_psl_take(table->definition, "primaryKey");
    struct json_object *columns = sg_psl_take(definition, "columns"), *name = sg_psl_take(definition, "name");
    raised_key key = {"id", "_pkey", json_object_get_string(name), columns, definition, false};

    for (size_t i = 0; i < json_object_array_length(columns); i++)
        sg_psl_disguise(find_column(table, json_object_array_get_idx(columns, i)));
    note_key(table, columns);
    table->ignored = !is_required(table, columns);
    if (json_object_array_length(columns) == 1 && json_object_object_length(definition) == 0)
        add_to_field(raising, table, &key);
    else
        add_line(raising, table, &key, NULL);
    json_object_put(columns);
    json_object_put(name);
    json_object_put(definition);
}

/* True when the language has words for an element of an index's list of columns. */
static bool is_plain_element(const sg_psl_raised_table *table, struct json_object *element, const struct method *method,
                             bool unique)
{
    const sg_psl_raised_column *column = find_column(table, element);
    const char *opclass = sg_psl_get_text(element, "opclass"), *order = sg_psl_get_text(element, "order");

    if (column == NULL || (column->kind.native != NULL && strcmp(column->kind.native->name, "Xml") == 0))
        return false;
    if (json_object_is_type(element, json_type_object) &&
        json_object_object_length(element) != 1 + (opclass != NULL) + (order != NULL))
        return false;
    if (order != NULL && strcmp(method->using, "hash") == 0)
        return false;
    sg_psl_field written = column->kind;
    if (column->disguised) {
        written.sort = SG_PSL_SCALAR_FIELD;
        written.scalar = SG_PSL_STRING_TYPE;
    }
    return opclass != NULL ? !unique : sg_psl_index_takes(method->type, &written);
}

static bool is_plain(const sg_psl_raised_table *table, struct json_object *definition)
{
    const struct method *method = method_of(definition);
    bool unique = json_object_get_boolean(sg_psl_get(definition, "unique"));
    struct json_object *columns = sg_psl_get(definition, "columns");
    size_t count = json_object_array_length(columns);

    /* what is unique on some rows only is no key for clients */
    if (method == NULL || (strcmp(method->using, "spgist") == 0 && count > 1) ||
        (unique && (strcmp(method->using, "btree") != 0 || sg_psl_get(definition, "where") != NULL)))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json_object *element = json_object_array_get_idx(columns, i);
        if (!is_plain_element(table, element, method, unique))
            return false;
        for (size_t k = 0; k < i; k++) {
            if (strcmp(column_of(element), column_of(json_object_array_get_idx(columns, k))) == 0)
                return false;
        }
    }
    return true;
}

static void raise_unique(sg_psl_raising *raising, sg_psl_raised_table *table, const raised_key *key)
{
    struct json_object *first = json_object_array_get_idx(key->columns, 0);
    bool single = json_object_array_length(key->columns) == 1 && json_object_is_type(first, json_type_string);

    note_key(table, key->columns);
    if (single && json_object_object_length(key->definition) == 0 && !find_column(table, first)->has_unique)
        add_to_field(raising, table, key);
    else
        add_line(raising, table, key, NULL);
}

static void raise_index(sg_psl_raising *raising, sg_psl_raised_table *table, const char *name,
                        struct json_object *definition)
{
    const struct method *method = method_of(definition);
    struct json_object *columns = sg_psl_take(definition, "columns"), *unique = sg_psl_take(definition, "unique");
    bool is_unique = json_object_get_boolean(unique);
    raised_key key = {is_unique ? "unique" : "index", is_unique ? "_key" : "_idx", name, columns, definition, false};

    sg_psl_drop(definition, "using");
    if (is_unique)
        raise_unique(raising, table, &key);
    else
        add_line(raising, table, &key, method != &methods[0] ? method->type : NULL);
    json_object_put(columns);
    json_object_put(unique);
}

static void raise_constraint(sg_psl_raising *raising, sg_psl_raised_table *table, const char *name,
                             struct json_object *definition)
{
    struct json_object *columns = sg_psl_take(definition, "columns");
    raised_key key = {"unique", "_key", name, columns, definition, true};

    raise_unique(raising, table, &key);
    json_object_put(columns);
}

/* The language wants the names of a model's keys and indexes to differ; in a database, an index and a foreign key of
 * its table may be called the same. */
static bool is_also_foreign(const sg_psl_raised_table *table, const char *name)
{
    return sg_psl_get(sg_psl_get(table->definition, "foreignKeys"), name) != NULL;
}

/* Raises those members of a map that the language has words for, and takes them out of it. */
static void raise_map(sg_psl_raising *raising, sg_psl_raised_table *table, const char *map_key,
                      bool (*is_fit)(const sg_psl_raised_table *table, struct json_object *definition),
                      void (*raise)(sg_psl_raising *raising, sg_psl_raised_table *table, const char *name,
                                    struct json_object *definition))
{
    struct json_object *map = sg_psl_get(table->definition, map_key);
    sg_vec names = SG_VEC_EMPTY;

    if (map == NULL)
        return;
    json_object_object_foreach(map, name, definition)
    {
        if (is_fit(table, definition) && !is_also_foreign(table, name))
            sg_vec_push(&names, sg_arena_strdup(raising->arena, name));
    }
    for (size_t i = 0; i < names.count; i++) {
        struct json_object *taken = sg_psl_take(map, names.items[i]);
        raise(raising, table, names.items[i], taken);
        json_object_put(taken);
    }
    sg_vec_release(&names);
}

void sg_psl_raise_keys(sg_psl_raising *raising, sg_psl_raised_table *table)
{
    raise_primary(raising, table);
    raise_map(raising, table, "uniques", is_plain, raise_constraint);
    raise_map(raising, table, "indexes", is_plain, raise_index);
    table->ignored |= !table->has_id;
}
