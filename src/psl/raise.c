/* The whole text: datasource, enums, models. */
#include "raise.h"

#include <string.h>

#include "format.h"
#include "json.h"
#include "psl_read.h"
#include "raise_private.h"

static void split_key(sg_psl_raising *raising, const char *key, const char **schema, const char **name)
{
    sg_name_parts(raising->arena, sg_arena_strdup(raising->arena, key), schema, name);
}

static bool is_public(const char *schema)
{
    return strcmp(schema, "public") == 0;
}

static bool has_schema(const sg_psl_raising *raising, const char *schema)
{
    for (size_t i = 0; i < raising->schemas.count; i++) {
        if (strcmp(raising->schemas.items[i], schema) == 0)
            return true;
    }
    return false;
}

/* A model or enum stands in the schema. */
static void note_schema(sg_psl_raising *raising, const char *schema)
{
    if (!is_public(schema) && !has_schema(raising, schema))
        sg_vec_push(&raising->schemas, (void *)schema);
}

static void read_values(sg_psl_raising *raising, sg_psl_raised_enum *labels)
{
    sg_map taken = SG_MAP_EMPTY;

    for (size_t i = 0; i < json_object_array_length(labels->values); i++) {
        struct json_object *value = json_object_array_get_idx(labels->values, i);
        struct json_object *said = json_object_is_type(value, json_type_object) ? sg_psl_get(value, "value") : value;
        const char *label = sg_arena_strdup(raising->arena, json_object_get_string(said));
        const char *name = sg_psl_take_name(raising->arena, &taken, sg_psl_spell(raising->arena, label));
        sg_map_put(&labels->labels, label, (void *)name);
    }
    sg_map_release(&taken);
}

static void read_enums(sg_psl_raising *raising)
{
    struct json_object *enums = sg_psl_get(raising->root, "enums");

    if (enums == NULL)
        return;
    raising->enums = SG_NEW_ARRAY(raising->arena, sg_psl_raised_enum, (size_t)json_object_object_length(enums));
    json_object_object_foreach(enums, key, definition)
    {
        bool is_list = json_object_is_type(definition, json_type_array);
        struct json_object *values = is_list ? definition : sg_psl_get(definition, "values");
        if (json_object_array_length(values) == 0)
            continue; /* the language has none such: it stays a definition */
        sg_psl_raised_enum *labels = &raising->enums[raising->enum_count++];
        split_key(raising, key, &labels->schema, &labels->name);
        note_schema(raising, labels->schema);
        labels->definition = is_list ? json_object_new_object() : json_object_get(definition);
        labels->values = is_list ? json_object_get(definition) : sg_psl_take(labels->definition, "values");
        read_values(raising, labels);
        labels->key = sg_arena_strdup(raising->arena, key);
        sg_map_put(&raising->enums_by_key, labels->key, labels);
    }
}

static void read_tables(sg_psl_raising *raising)
{
    struct json_object *tables = sg_psl_get(raising->root, "tables");

    if (tables == NULL)
        return;
    raising->tables = SG_NEW_ARRAY(raising->arena, sg_psl_raised_table, (size_t)json_object_object_length(tables));
    json_object_object_foreach(tables, key, definition)
    {
        sg_psl_raised_table *table = &raising->tables[raising->table_count++];
        table->definition = json_object_get(definition);
        table->key = sg_arena_strdup(raising->arena, key);
        struct json_object *columns = sg_psl_get(definition, "columns");
        table->whole = columns == NULL || json_object_object_length(columns) == 0;
        split_key(raising, key, &table->schema, &table->name);
        if (!table->whole)
            note_schema(raising, table->schema);
        sg_buf_init(&table->relations);
        sg_buf_init(&table->lines);
        sg_map_put(&raising->tables_by_key, table->key, table);
    }
}

/* Where several could have one name, models go before enums, and those in public before others. */
static void name_blocks(sg_psl_raising *raising)
{
    for (int others = 0; others < 2; others++) {
        for (size_t i = 0; i < raising->table_count; i++) {
            sg_psl_raised_table *table = &raising->tables[i];
            if (is_public(table->schema) != others)
                table->block = sg_psl_take_block_name(raising, table->schema, table->name);
        }
    }
    for (size_t i = 0; i < raising->enum_count; i++) {
        sg_psl_raised_enum *labels = &raising->enums[i];
        labels->block = sg_psl_take_block_name(raising, labels->schema, labels->name);
    }
}

static void add_block_end(sg_psl_raising *raising, sg_buf *out, const char *block, const char *schema, const char *name)
{
    sg_buf_addc(out, '\n');
    if (strcmp(block, name) != 0) {
        sg_psl_add_map(out, "@@", block, name);
        sg_buf_addc(out, '\n');
    }
    if (raising->schemas.count > 0) {
        sg_buf_add(out, "@@schema(");
        sg_buf_add_json(out, schema);
        sg_buf_add(out, ")\n");
    }
    sg_buf_add(out, "}\n\n");
}

static void add_enum(sg_psl_raising *raising, sg_buf *out, const sg_psl_raised_enum *labels)
{
    sg_psl_add_directives(out, labels->definition);
    sg_buf_addf(out, "enum %s {\n", labels->block);
    for (size_t i = 0; i < json_object_array_length(labels->values); i++) {
        struct json_object *value = json_object_array_get_idx(labels->values, i);
        struct json_object *said =
            json_object_is_type(value, json_type_object) ? sg_psl_take(value, "value") : json_object_get(value);
        const char *label = json_object_get_string(said), *name = sg_map_get(&labels->labels, label);
        if (said != value)
            sg_psl_add_directives(out, value);
        sg_buf_add(out, name);
        sg_psl_add_map(out, "@", name, label);
        sg_buf_addc(out, '\n');
        json_object_put(said);
    }
    add_block_end(raising, out, labels->block, labels->schema, labels->name);
}

static void add_model(sg_psl_raising *raising, sg_buf *out, sg_psl_raised_table *table)
{
    sg_buf fields;

    sg_buf_init(&fields);
    for (size_t i = 0; i < table->count; i++)
        sg_psl_add_field(raising, &fields, table, &table->columns[i]);
    sg_psl_drop(table->definition, "columns");
    sg_psl_add_directives(out, table->definition);
    sg_buf_addf(out, "model %s {\n%s%s\n%s%s", table->block, fields.data, table->relations.data, table->lines.data,
                table->ignored ? "@@ignore\n" : "");
    add_block_end(raising, out, table->block, table->schema, table->name);
    sg_buf_release(&fields);
}

static void add_url(sg_buf *out, struct json_object *datasource, const char *key)
{
    const char *url = sg_psl_get_text(datasource, key);
    size_t length = url != NULL ? strlen(url) : 0;

    if (url == NULL)
        return;
    sg_buf_addf(out, "%s = ", key);
    if (length > 5 && strncmp(url, "env(", 4) == 0 && url[length - 1] == ')')
        sg_buf_addf(out, "env(\"%.*s\")", (int)length - 5, url + 4);
    else
        sg_buf_add_json(out, url);
    sg_buf_addc(out, '\n');
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* The schemas in which models and enums stand, and public. */
static void add_schemas(sg_psl_raising *raising, sg_buf *out)
{
    if (raising->schemas.count == 0)
        return;
    sg_vec_push(&raising->schemas, "public");
    sg_vec_sort(&raising->schemas, compare_names);
    sg_buf_add(out, "schemas = [");
    for (size_t i = 0; i < raising->schemas.count; i++) {
        sg_buf_add(out, i > 0 ? ", " : "");
        sg_buf_add_json(out, raising->schemas.items[i]);
    }
    sg_buf_add(out, "]\n");
}

/* What lowering declares by itself, because something stands in it, need not be said. */
static void drop_plain_schemas(sg_psl_raising *raising)
{
    struct json_object *schemas = sg_psl_get(raising->root, "schemas");

    for (size_t i = 0; i < raising->schemas.count; i++) {
        struct json_object *definition = sg_psl_get(schemas, raising->schemas.items[i]);
        if (definition != NULL && json_object_object_length(definition) == 0)
            sg_psl_drop(schemas, raising->schemas.items[i]);
    }
}

/* Everything else of the root, as directives of the file; the tables that cannot be models are among it. */
static void add_head(sg_psl_raising *raising, sg_buf *out)
{
    static const char *const said[] = {"$schema", "schemagen", "datasource", "openTypes"};
    struct json_object *datasource = json_object_get(sg_psl_get(raising->root, "datasource"));
    struct json_object *tables = sg_psl_get(raising->root, "tables"), *enums = sg_psl_get(raising->root, "enums");

    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        sg_psl_drop(raising->root, said[i]);
    for (size_t i = 0; i < raising->table_count; i++) {
        if (!raising->tables[i].whole)
            sg_psl_drop(tables, raising->tables[i].key);
    }
    for (size_t i = 0; i < raising->enum_count; i++)
        sg_psl_drop(enums, raising->enums[i].key);
    drop_plain_schemas(raising);
    sg_psl_add_directives(out, raising->root);
    sg_buf_add(out, "\ngenerator client {\nprovider = \"prisma-client-js\"\n}\n\n"
                    "datasource db {\nprovider = \"postgresql\"\n");
    add_url(out, datasource, "url");
    add_url(out, datasource, "directUrl");
    add_schemas(raising, out);
    sg_buf_add(out, "}\n\n");
    json_object_put(datasource);
}

static void raise_all(sg_psl_raising *raising, sg_buf *out)
{
    sg_buf models;

    read_enums(raising);
    read_tables(raising);
    name_blocks(raising);
    for (size_t i = 0; i < raising->table_count; i++)
        sg_psl_raise_columns(raising, &raising->tables[i]);
    sg_psl_find_join_tables(raising);
    sg_psl_disguise_relations(raising);
    for (size_t i = 0; i < raising->table_count; i++) {
        if (!raising->tables[i].joins && !raising->tables[i].whole)
            sg_psl_raise_keys(raising, &raising->tables[i]);
    }
    sg_psl_raise_relations(raising);
    sg_buf_init(&models);
    for (size_t i = 0; i < raising->table_count; i++) {
        if (!raising->tables[i].joins && !raising->tables[i].whole)
            add_model(raising, &models, &raising->tables[i]);
    }
    for (size_t i = 0; i < raising->enum_count; i++)
        add_enum(raising, &models, &raising->enums[i]);
    add_head(raising, out);
    sg_buf_add(out, models.data);
    sg_buf_release(&models);
}

static void release_table(sg_psl_raised_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        json_object_put(table->columns[i].definition);
        sg_buf_release(&table->columns[i].attributes);
        sg_buf_release(&table->columns[i].directives);
    }
    for (size_t i = 0; i < table->keys.count; i++)
        json_object_put(table->keys.items[i]);
    json_object_put(table->definition);
    sg_map_release(&table->by_name);
    sg_map_release(&table->fields);
    sg_vec_release(&table->keys);
    sg_buf_release(&table->relations);
    sg_buf_release(&table->lines);
}

static void release(sg_psl_raising *raising)
{
    for (size_t i = 0; i < raising->enum_count; i++) {
        json_object_put(raising->enums[i].values);
        json_object_put(raising->enums[i].definition);
        sg_map_release(&raising->enums[i].labels);
    }
    for (size_t i = 0; i < raising->table_count; i++)
        release_table(&raising->tables[i]);
    sg_map_release(&raising->enums_by_key);
    sg_map_release(&raising->tables_by_key);
    sg_map_release(&raising->blocks);
    sg_map_release(&raising->relations);
    sg_map_release(&raising->pairs);
    sg_vec_release(&raising->schemas);
    sg_exprs_free(raising->exprs);
}

void sg_psl_raise(struct json_object *root, sg_buf *out)
{
    sg_diags *diags = sg_diags_new();
    sg_arena *arena = sg_diags_arena(diags);
    sg_psl_raising raising = {.arena = arena, .exprs = sg_exprs_new(arena), .root = root};
    sg_buf text;

    raising.sequences = sg_psl_get(root, "sequences");
    sg_buf_init(&text);
    raise_all(&raising, &text);
    release(&raising);
    sg_source source = {"schema.prisma", text.data, text.length};
    sg_psl_format(sg_psl_parse(&source, diags), out);
    sg_buf_release(&text);
    sg_diags_free(diags);
}
