/* Names in the database: no two objects of one sort share one, and PostgreSQL keeps them whole. */
#include <string.h>

#include "lower_private.h"
#include "text.h"
#include "validate_private.h"

enum { COLUMNS_MAX = 1600 };

/* The first that took a name. */
typedef struct holder {
    sg_span span;
    bool told;
} holder;

static void report_name(sg_psl_check *check, sg_span span, sg_span other, const char *what, const char *name)
{
    sg_diag *diag = sg_diag_add(check->diags, SG_DUPLICATE_NAME, span, "%s \"%s\" is there twice", what, name);

    sg_diag_note(check->diags, diag, other, "the other one");
    sg_diag_hint(check->diags, diag, "give it another name with map:");
}

/* Takes a name in a schema or table; where it is taken, whoever holds it is told as well. */
static void take_name(sg_psl_check *check, sg_map *taken, const char *space, const char *name, sg_span span,
                      const char *what)
{
    const char *key = sg_arena_join(check->names->arena, space, "\n", name);
    holder *first = sg_map_get(taken, key);

    if (first == NULL) {
        first = SG_NEW(check->names->arena, holder);
        *first = (holder){span, false};
        sg_map_put(taken, key, first);
        return;
    }
    report_name(check, span, first->span, what, name);
    if (!first->told)
        report_name(check, first->span, span, what, name);
    first->told = true;
}

/* A name that the user chose: PostgreSQL would cut a longer one. */
static void check_length(sg_psl_check *check, const sg_psl_attribute *attribute, const char *name)
{
    if (name != NULL && strlen(name) > SG_NAME_BYTES)
        sg_diag_add(check->diags, SG_PSL_BAD_NAME, attribute->span,
                    "the name has %zu bytes, and PostgreSQL keeps %d of them", strlen(name), SG_NAME_BYTES);
}

static const char *chosen_name(const sg_psl_key *key)
{
    const char *name = sg_psl_text_argument(key->attribute, "map", false);

    return name == NULL && key->sort == SG_PSL_KEY_INDEX ? sg_psl_text_argument(key->attribute, "name", false) : name;
}

static const char *key_name(sg_psl_check *check, const sg_psl_table *table, const sg_psl_key *key)
{
    static const char *const suffixes[] = {"_pkey", "_key", "_idx"};
    const char *name = chosen_name(key);

    if (name != NULL)
        return name;
    const char **columns = SG_NEW_ARRAY(check->names->arena, const char *, key->count);
    for (size_t i = 0; i < key->count; i++)
        columns[i] = key->parts[i].field->column;
    return sg_psl_object_name(check->names, table->name, columns, key->sort == SG_PSL_KEY_ID ? 0 : key->count,
                              suffixes[key->sort]);
}

static void check_keys(sg_psl_check *check, const sg_psl_table *table, sg_map *in_schema, sg_map *in_table)
{
    for (const sg_psl_key *key = sg_psl_keys_of(check, table); key != NULL; key = key->next) {
        const char *name = key_name(check, table, key);

        check_length(check, key->attribute, chosen_name(key));
        take_name(check, in_schema, table->schema, name, key->attribute->span, "the index or key");
        sg_map_put(in_table, name, (void *)key);
    }
}

static const char *foreign_key_name(sg_psl_check *check, const sg_psl_field *field, const sg_psl_attribute *relation)
{
    const char *name = sg_psl_text_argument(relation, "map", false);
    const sg_psl_value *fields = sg_psl_argument_named(relation->arguments, "fields", false);
    sg_psl_elements elements = sg_psl_elements_of(fields);
    size_t count = 0;

    check_length(check, relation, name);
    if (name != NULL || fields == NULL)
        return name;
    const char **columns = SG_NEW_ARRAY(check->names->arena, const char *, sg_psl_list_count(fields));
    for (const sg_psl_value *value; (value = sg_psl_next_element(&elements)) != NULL;) {
        const sg_psl_field *part = sg_psl_field_named(field->table, value->text);
        columns[count++] = part->column;
    }
    return sg_psl_object_name(check->names, field->table->name, columns, count, "_fkey");
}

static void check_foreign_keys(sg_psl_check *check, const sg_psl_table *table, const sg_map *in_table)
{
    sg_map taken = SG_MAP_EMPTY;

    for (size_t i = 0; i < table->count; i++) {
        const sg_psl_attribute *relation = sg_psl_attribute_named(table->fields[i].item, "relation");
        const char *name = relation != NULL ? foreign_key_name(check, &table->fields[i], relation) : NULL;
        const sg_psl_key *key = name != NULL ? sg_map_get(in_table, name) : NULL;

        if (key != NULL) {
            report_name(check, relation->span, key->attribute->span, "the foreign key, key or index", name);
            report_name(check, key->attribute->span, relation->span, "the foreign key, key or index", name);
        } else if (name != NULL) {
            take_name(check, &taken, "", name, relation->span, "the foreign key");
        }
    }
    sg_map_release(&taken);
}

static void check_columns(sg_psl_check *check, const sg_psl_table *table)
{
    sg_map taken = SG_MAP_EMPTY;
    size_t count = 0;

    for (size_t i = 0; i < table->count; i++) {
        const sg_psl_field *field = &table->fields[i];
        if (field->sort == SG_PSL_RELATION_FIELD)
            continue;
        count++;
        const sg_psl_field *first = sg_map_put(&taken, field->column, (void *)field);
        if (first != NULL) {
            /* the mistake is in a @map, and either field may have it */
            bool mapped = sg_psl_attribute_named(field->item, "map") != NULL;
            sg_diag *diag = sg_diag_add(check->diags, SG_DUPLICATE_NAME, (mapped ? field : first)->item->span,
                                        "the model has a column \"%s\" already", field->column);
            sg_diag_note(check->diags, diag, (mapped ? first : field)->item->name.span, "it stands here too");
        }
    }
    if (count > COLUMNS_MAX && !table->view)
        sg_diag_add(check->diags, SG_PSL_MEANING, table->item->name.span,
                    "the model \"%s\" has %zu columns, and a table of PostgreSQL has %d at most",
                    table->item->name.text, count, COLUMNS_MAX);
    sg_map_release(&taken);
}

/* The name of a table, view or enum. The mistake is at the @@map if there is one, and either block may have it. */
static void take_block(sg_psl_check *check, sg_map *taken, const char *key, const sg_psl_item *block)
{
    const sg_psl_item *first = sg_map_put(taken, key, (void *)block);

    if (first == NULL)
        return;
    const sg_psl_item *told = sg_psl_block_attribute(block, "map") != NULL ? block : first;
    const sg_psl_attribute *map = sg_psl_block_attribute(told, "map");
    bool at_map = map != NULL && block->block != SG_PSL_ENUM;
    if (!at_map)
        told = block;
    sg_diag *diag = sg_diag_add(check->diags, SG_DUPLICATE_NAME, at_map ? map->span : told->name.span,
                                "the %s \"%s\" is called %s in the database, as another one is", told->keyword.text,
                                told->name.text, key);
    sg_diag_note(check->diags, diag, (told == block ? first : block)->name.span, "the other one");
}

void sg_psl_check_tables(sg_psl_check *check)
{
    sg_map tables = SG_MAP_EMPTY, enums = SG_MAP_EMPTY;

    for (size_t i = 0; i < check->names->table_count; i++) {
        if (check->broken_tables[i])
            continue;
        take_block(check, &tables, check->names->tables[i].key, check->names->tables[i].item);
        check_columns(check, &check->names->tables[i]);
    }
    for (size_t i = 0; i < check->names->enum_count; i++) {
        if (!check->broken_enums[i])
            take_block(check, &enums, check->names->enums[i].key, check->names->enums[i].item);
    }
    sg_map_release(&tables);
    sg_map_release(&enums);
}

void sg_psl_check_objects(sg_psl_check *check)
{
    sg_map keys = SG_MAP_EMPTY;

    for (size_t i = 0; i < check->names->table_count; i++) {
        const sg_psl_table *table = &check->names->tables[i];
        sg_map in_table = SG_MAP_EMPTY;

        if (check->broken_tables[i] || table->view)
            continue;
        check_keys(check, table, &keys, &in_table);
        check_foreign_keys(check, table, &in_table);
        sg_map_release(&in_table);
    }
    sg_map_release(&keys);
}
