/* Join tables that lowering would make just so: two lists say them. */
#include <string.h>

#include "lower_private.h"
#include "raise_private.h"

/* The one column of a table's primary key, or NULL. */
static const sg_psl_raised_column *single_id(const sg_psl_raised_table *table)
{
    struct json_object *columns = sg_psl_get(sg_psl_get(table->definition, "primaryKey"), "columns");

    if (columns == NULL || json_object_array_length(columns) != 1)
        return NULL;
    return sg_map_get(&table->by_name, json_object_get_string(json_object_array_get_idx(columns, 0)));
}

/* The table that the only foreign key of this column refers to, or NULL. */
static sg_psl_raised_table *target_of(sg_psl_raising *raising, const sg_psl_raised_table *table, const char *column)
{
    json_object_object_foreach(sg_psl_get(table->definition, "foreignKeys"), name, key)
    {
        (void)name;
        struct json_object *columns = sg_psl_get(key, "columns");
        const char *target = sg_psl_get_text(sg_psl_get(key, "references"), "table");
        if (target != NULL && json_object_array_length(columns) == 1 &&
            strcmp(json_object_get_string(json_object_array_get_idx(columns, 0)), column) == 0)
            return sg_map_get(&raising->tables_by_key, target);
    }
    return NULL;
}

/* What lowering makes of a relation between the two sides, but for the columns. */
static struct json_object *expected_table(sg_psl_raising *raising, const sg_psl_raised_table *table)
{
    sg_psl_names names = {.arena = raising->arena};
    sg_psl_lowering lowering = {.names = &names, .fine = true};
    struct json_object *expected = json_object_new_object();

    for (size_t i = 0; i < 2; i++) {
        const sg_psl_raised_column *id = single_id(table->sides[i]);
        sg_psl_join_side side = {i == 0 ? "A" : "B", id->type, table->sides[i]->key, id->name};
        sg_psl_put_join_side(&lowering, expected, table->name, &side, SG_NOWHERE);
    }
    sg_psl_put_join_keys(&names, expected, table->name, SG_NOWHERE);
    return expected;
}

static bool has_keys_of(const sg_psl_raised_table *table, struct json_object *expected)
{
    json_object_object_foreach(expected, key, value)
    {
        if (strcmp(key, "columns") != 0 && !json_object_equal(value, sg_psl_get(table->definition, key)))
            return false;
    }
    return sg_psl_get(table->definition, "uniques") == NULL;
}

/* Column A or B, as required values of the same type as the id that it refers to. */
static bool fits_side(const sg_psl_raised_column *column, const char *name, const sg_psl_raised_table *side)
{
    const sg_psl_raised_column *id = side != NULL ? single_id(side) : NULL;

    return id != NULL && !side->joins && id->kind.sort != SG_PSL_RAW_FIELD && strcmp(column->name, name) == 0 &&
           json_object_object_length(column->definition) == 1 && strcmp(column->type, id->type) == 0;
}

static bool is_join_table(sg_psl_raising *raising, sg_psl_raised_table *table)
{
    if (table->name[0] != '_' || table->name[1] == '\0' || table->count != 2 ||
        sg_psl_get(table->definition, "foreignKeys") == NULL)
        return false;
    for (size_t i = 0; i < 2; i++) {
        const char *name = i == 0 ? "A" : "B";
        table->sides[i] = target_of(raising, table, name);
        if (table->sides[i] == table || !fits_side(&table->columns[i], name, table->sides[i]))
            return false;
    }
    if (strcmp(table->sides[0]->block, table->sides[1]->block) > 0 ||
        strcmp(table->sides[0]->schema, table->schema) != 0)
        return false;
    struct json_object *expected = expected_table(raising, table);
    bool fits = has_keys_of(table, expected);
    json_object_put(expected);
    return fits;
}

static void note_targets(sg_psl_raising *raising, sg_map *targets, const sg_psl_raised_table *table)
{
    struct json_object *keys = sg_psl_get(table->definition, "foreignKeys");

    if (keys == NULL)
        return;
    json_object_object_foreach(keys, name, key)
    {
        (void)name;
        const char *target = sg_psl_get_text(sg_psl_get(key, "references"), "table");
        sg_map_put(targets, sg_arena_strdup(raising->arena, target), keys);
    }
}

void sg_psl_find_join_tables(sg_psl_raising *raising)
{
    sg_map targets = SG_MAP_EMPTY;

    for (size_t i = 0; i < raising->table_count; i++)
        note_targets(raising, &targets, &raising->tables[i]);
    for (size_t i = 0; i < raising->table_count; i++) {
        sg_psl_raised_table *table = &raising->tables[i];
        table->joins = sg_map_get(&targets, table->key) == NULL && is_join_table(raising, table);
    }
    sg_map_release(&targets);
}

static void add_list(sg_psl_raising *raising, const sg_psl_raised_table *table, size_t index, const char *name)
{
    sg_psl_raised_table *side = table->sides[index];
    const sg_psl_raised_table *other = table->sides[1 - index];
    const char *relation = table->name + 1, *wanted = other->block;

    if (table->sides[0] == table->sides[1])
        wanted = sg_arena_printf(raising->arena, "%s_%c", wanted, index == 0 ? 'A' : 'B');
    else if (sg_psl_needs_relation_name(raising, side, other))
        wanted = sg_arena_printf(raising->arena, "%s_%s", wanted, sg_psl_spell(raising->arena, relation));
    sg_buf_addf(&side->relations, "%s %s[]", sg_psl_take_relation_field(raising, side, wanted, relation), other->block);
    if (name != NULL) {
        sg_buf_add(&side->relations, " @relation(");
        sg_buf_add_json(&side->relations, name);
        sg_buf_addc(&side->relations, ')');
    }
    sg_psl_add_ignore(&side->relations, side, other);
    sg_buf_addc(&side->relations, '\n');
}

void sg_psl_raise_join(sg_psl_raising *raising, sg_psl_raised_table *table)
{
    static const char *const said[] = {"columns", "primaryKey", "indexes", "foreignKeys"};
    const char *relation = table->name + 1;
    const char *expected = sg_arena_printf(raising->arena, "%sTo%s", table->sides[0]->block, table->sides[1]->block);
    bool named =
        strcmp(relation, expected) != 0 || sg_psl_needs_relation_name(raising, table->sides[0], table->sides[1]);

    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        sg_psl_drop(table->definition, said[i]);
    sg_map_put(&raising->relations, relation, table);
    sg_psl_add_directives(&table->sides[0]->relations, table->definition);
    for (size_t i = 0; i < 2; i++)
        add_list(raising, table, i, named ? relation : NULL);
}
