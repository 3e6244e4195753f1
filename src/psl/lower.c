/* The whole tree: datasource, extensions, schemas, enums, tables; and places. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "expr.h"
#include "lower_private.h"
#include "text.h"

typedef struct placement {
    sg_span value, key;
    bool said; /* by a directive */
} placement;

void sg_psl_wrong(sg_psl_lowering *lowering, sg_code code, sg_span span, const char *format, ...)
{
    va_list args;

    lowering->fine = false;
    va_start(args, format);
    sg_diag_vadd(lowering->names->diags, code, span, format, args);
    va_end(args);
}

/* Of numbers with a fraction json-c keeps the digits where others have room for more; null is no object at all. */
static bool has_room(struct json_object *value)
{
    return value != NULL && !json_object_is_type(value, json_type_double);
}

static const placement *placement_of(struct json_object *value)
{
    return has_room(value) ? json_object_get_userdata(value) : NULL;
}

static void set_placement(const sg_psl_names *names, struct json_object *value, placement wanted)
{
    if (!has_room(value))
        return;
    placement *there = SG_NEW(names->arena, placement);
    *there = wanted;
    json_object_set_userdata(value, there, NULL);
}

void sg_psl_place(const sg_psl_names *names, struct json_object *value, sg_span place, sg_span key_place)
{
    set_placement(names, value, (placement){place, key_place, false});
}

void sg_psl_placed(struct json_object *value, sg_span *place, sg_span *key_place)
{
    const placement *there = placement_of(value);

    if (there == NULL)
        return;
    *place = there->value;
    *key_place = there->key;
}

void sg_psl_put(const sg_psl_names *names, struct json_object *object, const char *key, struct json_object *value,
                sg_span place, sg_span key_place)
{
    sg_psl_place(names, value, place, key_place);
    json_object_object_add(object, key, value);
}

void sg_psl_put_said(sg_psl_lowering *lowering, struct json_object *object, const char *key, struct json_object *value,
                     sg_span place, sg_span key_place)
{
    struct json_object *before = NULL;

    json_object_object_get_ex(object, key, &before);
    const placement *there = placement_of(before);
    if (there != NULL && there->said)
        sg_psl_wrong(lowering, SG_PSL_BAD_DIRECTIVE, key_place, "another directive says \"%s\" already", key);
    set_placement(lowering->names, value, (placement){place, key_place, true});
    json_object_object_add(object, key, value);
}

void sg_psl_put_text(struct json_object *object, const char *key, const char *text)
{
    json_object_object_add(object, key, json_object_new_string(text));
}

struct json_object *sg_psl_map(struct json_object *table, const char *key)
{
    struct json_object *map = NULL;

    if (!json_object_object_get_ex(table, key, &map)) {
        map = json_object_new_object();
        json_object_object_add(table, key, map);
    }
    return map;
}

/* The next part of a pointer without its escapes; `*pointer` moves behind it. */
static char *take_part(const char **pointer)
{
    size_t length = strcspn(++*pointer, "/"), at = 0;
    char *part = sg_xrealloc(NULL, length + 1);

    for (size_t i = 0; i < length; i++) {
        char c = (*pointer)[i];
        if (c == '~' && i + 1 < length)
            c = (*pointer)[++i] == '1' ? '/' : '~';
        part[at++] = c;
    }
    part[at] = '\0';
    *pointer += length;
    return part;
}

sg_span sg_psl_locate(struct json_object *root, const char *pointer, bool key)
{
    struct json_object *value = root;
    const placement *found = NULL;
    bool whole = true;

    while (*pointer == '/' && whole) {
        char *part = take_part(&pointer);
        struct json_object *next = NULL;
        if (json_object_is_type(value, json_type_array))
            next = json_object_array_get_idx(value, strtoul(part, NULL, 10));
        else if (json_object_is_type(value, json_type_object))
            json_object_object_get_ex(value, part, &next);
        free(part);
        whole = next != NULL;
        value = next;
        const placement *there = placement_of(next);
        found = there != NULL ? there : found;
    }
    if (found == NULL)
        return SG_NOWHERE;
    return key && whole && found->key.source != NULL ? found->key : found->value;
}

/* env("NAME") as env(NAME), or a text as it is. */
static const char *url_text(const sg_psl_names *names, const sg_psl_value *value)
{
    if (value->sort != SG_PSL_CALL || strcmp(value->text, "env") != 0 || value->arguments->count != 1)
        return sg_psl_text(value);
    const char *variable = sg_psl_text(value->arguments->first->value);
    return variable != NULL ? sg_arena_printf(names->arena, "env(%s)", variable) : NULL;
}

static void lower_datasource(sg_psl_lowering *lowering, struct json_object *root)
{
    static const char *const urls[] = {"url", "directUrl"};
    const sg_psl_item *block = lowering->names->datasource;
    struct json_object *datasource = json_object_new_object();

    sg_psl_put_text(datasource, "provider", "postgresql");
    const sg_psl_item *provider = sg_psl_property_named(block, "provider");
    const char *name = provider != NULL ? sg_psl_text(provider->value) : NULL;
    if (name == NULL || (strcmp(name, "postgresql") != 0 && strcmp(name, "postgres") != 0))
        sg_psl_wrong(lowering, SG_PSL_MEANING, provider != NULL ? provider->span : block->span,
                     "the provider must be \"postgresql\"");
    for (size_t i = 0; i < 2; i++) {
        const sg_psl_item *property = sg_psl_property_named(block, urls[i]);
        const char *text =
            property != NULL && property->value != NULL ? url_text(lowering->names, property->value) : NULL;
        if (text != NULL)
            sg_psl_put_text(datasource, urls[i], text);
    }
    sg_psl_put(lowering->names, root, "datasource", datasource, block->span, block->name.span);
}

/* A schema is declared when something stands in it; public always is. */
static void lower_schema(sg_psl_lowering *lowering, struct json_object *root, const char *schema,
                         const sg_psl_item *block)
{
    sg_span there = block->span;

    if (strcmp(schema, "public") == 0)
        return;
    struct json_object *schemas = sg_psl_map(root, "schemas");
    if (!json_object_object_get_ex(schemas, schema, NULL))
        sg_psl_put(lowering->names, schemas, schema, json_object_new_object(), there, there);
}

/* `name(map: "x", schema: "s", version: "1")` or the name alone. */
static void lower_extension(sg_psl_lowering *lowering, struct json_object *root, const sg_psl_value *value)
{
    static const char *const members[] = {"schema", "version"};
    const char *schema = sg_psl_text(sg_psl_argument_named(value->arguments, "schema", false));
    struct json_object *definition = json_object_new_object();
    const char *name = NULL;

    if (value->sort == SG_PSL_WORD || value->sort == SG_PSL_CALL) {
        const char *mapped = sg_psl_text(sg_psl_argument_named(value->arguments, "map", false));
        name = mapped != NULL ? mapped : value->text;
    }
    if (name == NULL) {
        sg_psl_wrong(lowering, SG_PSL_MEANING, value->span, "an extension is a name, perhaps with arguments");
        name = "";
    }
    for (size_t i = 0; i < 2; i++) {
        const char *text = sg_psl_text(sg_psl_argument_named(value->arguments, members[i], false));
        if (text != NULL)
            sg_psl_put_text(definition, members[i], text);
    }
    if (schema != NULL)
        lower_schema(lowering, root, schema, lowering->names->datasource);
    sg_psl_put(lowering->names, sg_psl_map(root, "extensions"), name, definition, value->span, value->span);
}

static void lower_extensions(sg_psl_lowering *lowering, struct json_object *root)
{
    const sg_psl_item *property =
        lowering->names->datasource != NULL ? sg_psl_property_named(lowering->names->datasource, "extensions") : NULL;

    if (property == NULL || !lowering->names->extensions)
        return;
    sg_psl_elements elements = sg_psl_elements_of(property->value);
    for (const sg_psl_value *value; (value = sg_psl_next_element(&elements)) != NULL;)
        lower_extension(lowering, root, value);
}

static void lower_enum(sg_psl_lowering *lowering, struct json_object *root, const sg_psl_labels *labels)
{
    struct json_object *values = json_object_new_array(), *enums = sg_psl_map(root, "enums");
    const sg_psl_item *block = labels->item;

    if (json_object_object_get_ex(enums, labels->key, NULL))
        sg_psl_wrong(lowering, SG_DUPLICATE_NAME, block->name.span, "the type \"%s\" is declared already",
                     labels->name);
    SG_PSL_EACH(item, &block->items)
    {
        if (item->sort == SG_PSL_VALUE)
            json_object_array_add(
                values, json_object_new_string(sg_psl_mapped(sg_psl_attribute_named(item, "map"), item->name.text)));
    }
    if (json_object_array_length(values) == 0)
        sg_psl_wrong(lowering, SG_PSL_MEANING, block->span, "the enum \"%s\" has no values", block->name.text);
    sg_psl_put(lowering->names, enums, labels->key, sg_psl_apply_to_enum(lowering, block, values), block->span,
               block->name.span);
}

static struct json_object *lower_columns(sg_psl_lowering *lowering, const sg_psl_table *model)
{
    struct json_object *columns = json_object_new_object();

    for (size_t i = 0; i < model->count; i++) {
        const sg_psl_field *field = &model->fields[i];
        if (field->sort == SG_PSL_RELATION_FIELD || field->sort == SG_PSL_BROKEN_FIELD)
            continue;
        if (json_object_object_get_ex(columns, field->column, NULL))
            sg_psl_wrong(lowering, SG_DUPLICATE_NAME, field->item->span, "the model has a column \"%s\" already",
                         field->column);
        else
            sg_psl_lower_column(lowering, columns, field);
    }
    return columns;
}

static void lower_model(sg_psl_lowering *lowering, const sg_psl_table *model)
{
    struct json_object *table = json_object_new_object();
    const sg_psl_item *block = model->item;

    json_object_object_add(table, "columns", lower_columns(lowering, model));
    sg_psl_lower_keys(lowering, table, model);
    sg_psl_lower_relations(lowering, table, model);
    sg_psl_apply_to_table(lowering, &block->directives, model, table);
    if (json_object_object_get_ex(lowering->tables, model->key, NULL))
        sg_psl_wrong(lowering, SG_DUPLICATE_NAME, block->name.span, "the table \"%s\" is declared already",
                     model->name);
    sg_psl_put(lowering->names, lowering->tables, model->key, table, block->span, block->name.span);
}

/* What stands in the tree by now goes to the one who takes it in parts, and serves again. */
static void hand_out_tables(sg_psl_lowering *lowering)
{
    if (lowering->take == NULL || json_object_object_length(lowering->tables) == 0)
        return;
    struct json_object *part = json_object_new_object();

    json_object_object_add(part, "tables", lowering->tables);
    lowering->tables = json_object_new_object();
    lowering->fine &= lowering->take(lowering->context, part);
}

static void lower_tables(sg_psl_lowering *lowering, struct json_object *root)
{
    const sg_psl_names *names = lowering->names;

    for (size_t i = 0; i < names->table_count; i++) {
        if (names->tables[i].view)
            continue;
        lower_schema(lowering, root, names->tables[i].schema, names->tables[i].item);
        lower_model(lowering, &names->tables[i]);
        hand_out_tables(lowering);
    }
    for (size_t i = 0; i < names->table_count; i++) {
        sg_psl_lower_join_tables(lowering, &names->tables[i]);
        hand_out_tables(lowering);
    }
    json_object_object_add(root, "tables", lowering->tables);
}

/* All that was not handed out; NULL after a mistake. */
static struct json_object *lower(sg_psl_lowering *lowering)
{
    const sg_psl_names *names = lowering->names;
    struct json_object *root = json_object_new_object();

    lowering->tables = json_object_new_object();
    lowering->exprs = sg_exprs_new(names->arena);
    lowering->fine = true;
    sg_psl_begin_directives(lowering);
    json_object_object_add(root, "schemagen", json_object_new_int(1));
    if (names->datasource != NULL)
        lower_datasource(lowering, root);
    lower_extensions(lowering, root);
    for (size_t i = 0; i < names->enum_count; i++) {
        lower_schema(lowering, root, names->enums[i].schema, names->enums[i].item);
        lower_enum(lowering, root, &names->enums[i]);
    }
    lower_tables(lowering, root);
    sg_psl_apply_to_root(lowering, root);
    sg_psl_check_directives(lowering);
    sg_exprs_free(lowering->exprs);
    sg_map_release(&lowering->check_numbers);
    if (lowering->fine)
        return root;
    json_object_put(root);
    return NULL;
}

struct json_object *sg_psl_lower(const sg_psl_names *names)
{
    sg_psl_lowering lowering = {.names = names};

    return lower(&lowering);
}

bool sg_psl_lower_parts(const sg_psl_names *names, bool (*take)(void *context, struct json_object *part), void *context)
{
    sg_psl_lowering lowering = {.names = names, .take = take, .context = context};
    struct json_object *rest = lower(&lowering);

    return rest != NULL && take(context, rest);
}
