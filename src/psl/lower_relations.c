/* Relations: foreign keys, and the join tables of relations between many and many. */
#include <string.h>

#include "json.h"
#include "lower_private.h"
#include "text.h"

static const struct {
    const char *written;
    const char *json;
} actions[] = {{"Cascade", "cascade"},
               {"Restrict", "restrict"},
               {"NoAction", "noAction"},
               {"SetNull", "setNull"},
               {"SetDefault", "setDefault"}};

/* The columns of the fields that an argument lists; NULL after reporting. `required` tells of any required field. */
static struct json_object *listed_columns(sg_psl_lowering *lowering, const sg_psl_table *model,
                                          const sg_psl_value *value, const char **names, bool *required)
{
    struct json_object *columns = json_object_new_array();
    sg_psl_elements elements = sg_psl_elements_of(value);

    for (const sg_psl_value *item; (item = sg_psl_next_element(&elements)) != NULL;) {
        const sg_psl_field *field = item->sort == SG_PSL_WORD ? sg_psl_field_named(model, item->text) : NULL;
        if (field == NULL || field->sort == SG_PSL_RELATION_FIELD) {
            sg_psl_wrong(lowering, SG_PSL_NO_SUCH_NAME, item->span, "the model \"%s\" has no such column",
                         model->item->name.text);
            json_object_put(columns);
            return NULL;
        }
        *required |= field->item->type.arity == SG_PSL_REQUIRED;
        *names++ = field->column;
        json_object_array_add(columns, json_object_new_string(field->column));
    }
    return columns;
}

/* The action that `onDelete` or `onUpdate` names, or the given one. */
static const char *action_of(sg_psl_lowering *lowering, const sg_psl_attribute *relation, const char *argument,
                             const char *otherwise)
{
    const sg_psl_value *value = sg_psl_argument_named(relation->arguments, argument, false);

    if (value == NULL)
        return otherwise;
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (value->text != NULL && strcmp(actions[i].written, value->text) == 0)
            return actions[i].json;
    }
    sg_psl_wrong(lowering, SG_PSL_NO_SUCH_NAME, value->span, "there is no such action");
    return otherwise;
}

static struct json_object *reference(const char *table, struct json_object *columns)
{
    struct json_object *references = json_object_new_object();

    sg_psl_put_text(references, "table", table);
    json_object_object_add(references, "columns", columns);
    return references;
}

static void put_foreign_key(sg_psl_lowering *lowering, struct json_object *table, const char *name,
                            struct json_object *definition, sg_span place)
{
    struct json_object *keys = sg_psl_map(table, "foreignKeys");

    if (json_object_object_get_ex(keys, name, NULL)) {
        sg_psl_wrong(lowering, SG_DUPLICATE_NAME, place,
                     "the name \"%s\" is taken by another foreign key; give one with map:", name);
        json_object_put(definition);
        return;
    }
    sg_psl_put(lowering->names, keys, name, definition, place, place);
}

static void lower_foreign_key(sg_psl_lowering *lowering, struct json_object *table, const sg_psl_field *field,
                              const sg_psl_attribute *relation, const sg_psl_value *fields)
{
    const sg_psl_value *references = sg_psl_argument_named(relation->arguments, "references", false);
    const char **names = SG_NEW_ARRAY(lowering->names->arena, const char *, sg_psl_list_count(fields));
    const char **others = SG_NEW_ARRAY(lowering->names->arena, const char *, sg_psl_list_count(references));
    bool required = false, ignored = false;
    struct json_object *columns = listed_columns(lowering, field->table, fields, names, &required);
    struct json_object *targets = listed_columns(lowering, field->target, references, others, &ignored);
    const char *name = sg_psl_text(sg_psl_argument_named(relation->arguments, "map", false));

    if (columns == NULL || targets == NULL) {
        json_object_put(columns);
        json_object_put(targets);
        return;
    }
    required |= field->item->type.arity == SG_PSL_REQUIRED;
    if (name == NULL)
        name = sg_psl_object_name(lowering->names, field->table->name, names, sg_psl_list_count(fields), "_fkey");
    struct json_object *definition = json_object_new_object();
    json_object_object_add(definition, "columns", columns);
    json_object_object_add(definition, "references", reference(field->target->key, targets));
    sg_psl_put_text(definition, "onUpdate", action_of(lowering, relation, "onUpdate", "cascade"));
    sg_psl_put_text(definition, "onDelete",
                    action_of(lowering, relation, "onDelete", required ? "restrict" : "setNull"));
    sg_psl_apply(lowering, &field->item->directives, definition);
    put_foreign_key(lowering, table, name, definition, relation->span);
}

void sg_psl_lower_relations(sg_psl_lowering *lowering, struct json_object *table, const sg_psl_table *model)
{
    for (size_t i = 0; i < model->count && !lowering->names->no_foreign_keys; i++) {
        const sg_psl_field *field = &model->fields[i];
        const sg_psl_attribute *relation = sg_psl_attribute_named(field->item, "relation");
        const sg_psl_value *fields =
            relation != NULL ? sg_psl_argument_named(relation->arguments, "fields", false) : NULL;
        if (fields != NULL && field->sort == SG_PSL_RELATION_FIELD && !field->target->view)
            lower_foreign_key(lowering, table, field, relation, fields);
    }
}

void sg_psl_put_join_side(sg_psl_lowering *lowering, struct json_object *table, const char *name,
                          const sg_psl_join_side *side, sg_span place)
{
    struct json_object *column = json_object_new_object(), *key = json_object_new_object();
    struct json_object *columns = json_object_new_array(), *targets = json_object_new_array();
    size_t length = strlen(name);

    sg_psl_put_text(column, "type", side->type);
    sg_psl_put(lowering->names, sg_psl_map(table, "columns"), side->column, column, place, place);
    json_object_array_add(columns, json_object_new_string(side->column));
    json_object_array_add(targets, json_object_new_string(side->id));
    json_object_object_add(key, "columns", columns);
    json_object_object_add(key, "references", reference(side->target, targets));
    sg_psl_put_text(key, "onUpdate", "cascade");
    sg_psl_put_text(key, "onDelete", "cascade");
    const char *key_name =
        sg_arena_printf(lowering->names->arena, "%.*s_%s_fkey",
                        (int)sg_text_clip(name, length, length > 56 ? 56 : length), name, side->column);
    if (!lowering->names->no_foreign_keys)
        put_foreign_key(lowering, table, key_name, key, place);
    else
        json_object_put(key);
}

/* The first `count` characters of a name. */
static const char *first_characters(const sg_psl_names *names, const char *name, size_t count)
{
    size_t length = 0;

    while (name[length] != '\0' && (((unsigned char)name[length] & 0xC0) == 0x80 || count-- > 0))
        length++;
    return sg_arena_strndup(names->arena, name, length);
}

void sg_psl_put_join_keys(const sg_psl_names *names, struct json_object *table, const char *name, sg_span place)
{
    const char *base = first_characters(names, name, 55);
    struct json_object *primary = json_object_new_object(), *index = json_object_new_object();
    struct json_object *both = json_object_new_array(), *second = json_object_new_array();

    json_object_array_add(both, json_object_new_string("A"));
    json_object_array_add(both, json_object_new_string("B"));
    sg_psl_put_text(primary, "name", sg_arena_printf(names->arena, "%s_AB_pkey", base));
    json_object_object_add(primary, "columns", both);
    sg_psl_put(names, table, "primaryKey", primary, place, place);
    json_object_array_add(second, json_object_new_string("B"));
    json_object_object_add(index, "columns", second);
    sg_psl_put(names, sg_psl_map(table, "indexes"), sg_arena_printf(names->arena, "%s_B_index", base), index, place,
               place);
}

static void lower_side(sg_psl_lowering *lowering, struct json_object *table, const char *name, const char *column,
                       const sg_psl_table *model, const sg_psl_field *field)
{
    const sg_psl_field *id = model->single_id;
    sg_buf type;

    if (id == NULL) {
        sg_psl_wrong(lowering, SG_PSL_MEANING, field->item->span,
                     "the model \"%s\" needs a primary key of one field for a relation of many to many",
                     model->item->name.text);
        return;
    }
    sg_buf_init(&type);
    sg_psl_add_type(lowering, &type, id);
    sg_psl_join_side side = {column, type.data, model->key, id->column};
    sg_psl_put_join_side(lowering, table, name, &side, field->item->span);
    sg_buf_release(&type);
}

static void lower_join_table(sg_psl_lowering *lowering, const sg_psl_field *field, const sg_psl_field *other)
{
    const sg_psl_names *names = lowering->names;
    const sg_psl_table *const models[] = {field->table, field->target};
    struct json_object *table = json_object_new_object();

    const char *title = sg_psl_relation_title(names, field);
    const char *name = first_characters(names, sg_arena_printf(names->arena, "_%s", title), 63);
    name = sg_arena_strndup(names->arena, name, sg_text_clip(name, strlen(name), SG_NAME_BYTES));
    for (size_t i = 0; i < 2; i++)
        lower_side(lowering, table, name, i == 0 ? "A" : "B", models[i], field);
    sg_psl_put_join_keys(names, table, name, field->item->span);
    const char *key = sg_name_joined(names->arena, field->table->schema, name);
    const sg_psl_table join = {.schema = field->table->schema, .name = name, .key = key};
    sg_psl_apply_to_table(lowering, &field->item->directives, &join, table);
    sg_psl_apply_to_table(lowering, &other->item->directives, &join, table);
    if (json_object_object_get_ex(lowering->tables, key, NULL))
        sg_psl_wrong(lowering, SG_DUPLICATE_NAME, field->item->span, "the table \"%s\" is declared already", name);
    sg_psl_put(names, lowering->tables, key, table, field->item->span, field->item->name.span);
}

/* The other side of a relation of many to many, for the side whose column is A: the smaller name of models, or of
 * fields. NULL for every other field. */
static const sg_psl_field *second_side(const sg_psl_field *field)
{
    if (field->sort != SG_PSL_RELATION_FIELD || field->item->type.arity != SG_PSL_MANY || field->table->view ||
        field->target->view)
        return NULL;
    const sg_psl_field *other = field->opposite;
    if (other == NULL || other->item->type.arity != SG_PSL_MANY)
        return NULL;
    int order = strcmp(field->table->item->name.text, field->target->item->name.text);
    bool first = order < 0 || (order == 0 && strcmp(field->item->name.text, other->item->name.text) < 0);
    return first ? other : NULL;
}

void sg_psl_lower_join_tables(sg_psl_lowering *lowering, const sg_psl_table *model)
{
    for (size_t i = 0; i < model->count; i++) {
        const sg_psl_field *other = second_side(&model->fields[i]);
        if (other != NULL)
            lower_join_table(lowering, &model->fields[i], other);
    }
}
