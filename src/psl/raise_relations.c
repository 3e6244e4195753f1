/* Foreign keys as relations: a field on both sides. */
#include <string.h>

#include "lower_private.h"
#include "raise_private.h"
#include "text.h"

/* A foreign key that the language has words for. */
typedef struct raised_link {
    const char *name; /* of the foreign key */
    struct json_object *definition, *columns, *targets;
    sg_psl_raised_table *owner, *target;
    const char *relation; /* its name, or NULL */
    bool single;          /* one to one */
} raised_link;

static sg_psl_raised_column *column_at(const sg_psl_raised_table *table, struct json_object *columns, size_t index)
{
    return sg_map_get(&table->by_name, json_object_get_string(json_object_array_get_idx(columns, index)));
}

static bool has_key(const sg_psl_raised_table *table, struct json_object *columns)
{
    for (size_t i = 0; i < table->keys.count; i++) {
        struct json_object *key = table->keys.items[i];
        if (sg_psl_same_set(key, columns))
            return true;
    }
    return false;
}

/* Both as fields of one type, as clients see it. */
static bool same_types(const raised_link *relation)
{
    for (size_t i = 0; i < json_object_array_length(relation->columns); i++) {
        const sg_psl_raised_column *a = column_at(relation->owner, relation->columns, i);
        const sg_psl_raised_column *b = column_at(relation->target, relation->targets, i);
        if (a->disguised != b->disguised || a->kind.sort != b->kind.sort || a->kind.scalar != b->kind.scalar ||
            a->labels != b->labels)
            return false;
    }
    return true;
}

bool sg_psl_has_columns(const sg_psl_raised_table *table, struct json_object *columns)
{
    for (size_t i = 0; i < json_object_array_length(columns); i++) {
        if (column_at(table, columns, i) == NULL)
            return false;
    }
    return true;
}

/* Its target is NULL when it is no relation. */
static raised_link relation_of(sg_psl_raising *raising, sg_psl_raised_table *owner, struct json_object *definition)
{
    struct json_object *references = sg_psl_get(definition, "references");
    const char *table = sg_psl_get_text(references, "table");
    raised_link relation = {.definition = definition,
                            .columns = sg_psl_get(definition, "columns"),
                            .targets = sg_psl_get(references, "columns"),
                            .owner = owner,
                            .target = table != NULL ? sg_map_get(&raising->tables_by_key, table) : NULL};

    if (relation.target != NULL &&
        !(sg_psl_has_columns(owner, relation.columns) && sg_psl_has_columns(relation.target, relation.targets)))
        relation.target = NULL;
    return relation;
}

void sg_psl_disguise_relations(sg_psl_raising *raising)
{
    for (size_t i = 0; i < raising->table_count; i++) {
        struct json_object *keys = sg_psl_get(raising->tables[i].definition, "foreignKeys");
        if (keys == NULL)
            continue;
        json_object_object_foreach(keys, name, definition)
        {
            (void)name;
            raised_link relation = relation_of(raising, &raising->tables[i], definition);
            for (size_t k = 0; relation.target != NULL && k < json_object_array_length(relation.columns); k++) {
                sg_psl_disguise(column_at(relation.owner, relation.columns, k));
                sg_psl_disguise(column_at(relation.target, relation.targets, k));
            }
        }
    }
}

/* Two models in the order of their names: what has several relations needs names for them. */
static const char *pair_of(sg_psl_raising *raising, const sg_psl_raised_table *a, const sg_psl_raised_table *b)
{
    bool turned = strcmp(a->block, b->block) > 0;

    return sg_arena_printf(raising->arena, "%s %s", turned ? b->block : a->block, turned ? a->block : b->block);
}

static void count_pair(sg_psl_raising *raising, const sg_psl_raised_table *a, const sg_psl_raised_table *b)
{
    const char *pair = pair_of(raising, a, b);

    sg_map_put(&raising->pairs, pair, sg_map_get(&raising->pairs, pair) == NULL ? "1" : "2");
}

bool sg_psl_needs_relation_name(sg_psl_raising *raising, const sg_psl_raised_table *a, const sg_psl_raised_table *b)
{
    return a == b || strcmp(sg_map_get(&raising->pairs, pair_of(raising, a, b)), "1") != 0;
}

const char *sg_psl_take_relation_field(sg_psl_raising *raising, sg_psl_raised_table *table, const char *wanted,
                                       const char *relation)
{
    if (sg_map_get(&table->fields, wanted) != NULL)
        wanted = sg_arena_printf(raising->arena, "%s_%s", wanted, sg_psl_spell(raising->arena, relation));
    return sg_psl_take_name(raising->arena, &table->fields, wanted);
}

/* Clients may not reach an ignored model over a field that is not ignored too. */
void sg_psl_add_ignore(sg_buf *out, const sg_psl_raised_table *table, const sg_psl_raised_table *other)
{
    if (other->ignored && !table->ignored)
        sg_buf_add(out, " @ignore");
}

static const struct {
    const char *json, *word;
} actions[] = {{"noAction", "NoAction"},
               {"restrict", "Restrict"},
               {"cascade", "Cascade"},
               {"setNull", "SetNull"},
               {"setDefault", "SetDefault"}};

static void add_action(sg_buf *out, struct json_object *definition, const char *key, const char *expected)
{
    struct json_object *action = sg_psl_take(definition, key);
    const char *said = action != NULL ? json_object_get_string(action) : "noAction";

    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (strcmp(actions[i].json, said) == 0 && strcmp(said, expected) != 0)
            sg_buf_addf(out, ", %s: %s", key, actions[i].word);
    }
    json_object_put(action);
}

/* How many of the key's columns may not be null. */
static size_t count_required(const raised_link *relation)
{
    size_t required = 0;

    for (size_t i = 0; i < json_object_array_length(relation->columns); i++)
        required += column_at(relation->owner, relation->columns, i)->item.type.arity == SG_PSL_REQUIRED;
    return required;
}

static void add_owner(sg_psl_raising *raising, const raised_link *relation, const char *field)
{
    size_t required = count_required(relation), count = json_object_array_length(relation->columns);
    sg_buf *out = &relation->owner->relations, attribute;

    sg_buf_init(&attribute);
    sg_buf_add(&attribute, " @relation(");
    if (relation->relation != NULL)
        sg_buf_addf(&attribute, "\"%s\", ", relation->relation);
    sg_buf_add(&attribute, "fields: ");
    sg_psl_add_fields(&attribute, relation->owner, relation->columns);
    sg_buf_add(&attribute, ", references: ");
    sg_psl_add_fields(&attribute, relation->target, relation->targets);
    add_action(&attribute, relation->definition, "onDelete", required > 0 ? "restrict" : "setNull");
    add_action(&attribute, relation->definition, "onUpdate", "cascade");
    const char *expected = sg_psl_expected_name(raising, relation->owner, relation->columns, "_fkey");
    if (strcmp(relation->name, expected) != 0) {
        sg_buf_add(&attribute, ", map: ");
        sg_buf_add_json(&attribute, relation->name);
    }
    sg_buf_addc(&attribute, ')');
    sg_psl_drop(relation->definition, "columns");
    sg_psl_drop(relation->definition, "references");
    sg_psl_add_directives(out, relation->definition);
    sg_buf_addf(out, "%s %s%s%s", field, relation->target->block, required < count ? "?" : "", attribute.data);
    sg_psl_add_ignore(out, relation->owner, relation->target);
    sg_buf_addc(out, '\n');
    sg_buf_release(&attribute);
}

static void add_other(const raised_link *relation, const char *field)
{
    sg_buf *out = &relation->target->relations;

    sg_buf_addf(out, "%s %s%s", field, relation->owner->block, relation->single ? "?" : "[]");
    if (relation->relation != NULL)
        sg_buf_addf(out, " @relation(\"%s\")", relation->relation);
    sg_psl_add_ignore(out, relation->target, relation->owner);
    sg_buf_addc(out, '\n');
}

/* Posts_author_idToUsers, as a name that no other relation has. */
static const char *take_relation_name(sg_psl_raising *raising, const raised_link *relation)
{
    sg_buf name;

    sg_buf_init(&name);
    sg_buf_add(&name, relation->owner->block);
    for (size_t i = 0; i < json_object_array_length(relation->columns); i++)
        sg_buf_addf(&name, "_%s", column_at(relation->owner, relation->columns, i)->field);
    sg_buf_addf(&name, "To%s", relation->target->block);
    const char *taken =
        sg_psl_take_name(raising->arena, &raising->relations, sg_arena_strdup(raising->arena, name.data));
    sg_buf_release(&name);
    return taken;
}

static void raise_relation(sg_psl_raising *raising, raised_link *relation)
{
    const char *name = take_relation_name(raising, relation), *owner = relation->owner->block;
    const char *here = relation->target->block, *there = owner;

    relation->single = has_key(relation->owner, relation->columns);
    if (sg_psl_needs_relation_name(raising, relation->owner, relation->target)) {
        relation->relation = name;
        here = sg_arena_printf(raising->arena, "%s_%s", here, name);
        there = sg_arena_printf(raising->arena, "%s%s_%s", relation->owner == relation->target ? "other_" : "", owner,
                                name);
    }
    add_owner(raising, relation, sg_psl_take_relation_field(raising, relation->owner, here, name));
    add_other(relation, sg_psl_take_relation_field(raising, relation->target, there, name));
}

/* The foreign keys of a table that can be relations, into `relations`; the definitions are taken out. */
static void collect(sg_psl_raising *raising, sg_psl_raised_table *table, sg_vec *relations)
{
    struct json_object *keys = sg_psl_get(table->definition, "foreignKeys");
    size_t first = relations->count;

    if (keys == NULL || table->joins)
        return;
    json_object_object_foreach(keys, name, definition)
    {
        raised_link *found = SG_NEW(raising->arena, raised_link);
        *found = relation_of(raising, table, definition);
        found->name = sg_arena_strdup(raising->arena, name);
        if (found->target != NULL && has_key(found->target, found->targets) && same_types(found))
            sg_vec_push(relations, found);
    }
    for (size_t i = first; i < relations->count; i++) {
        raised_link *found = relations->items[i];
        found->definition = sg_psl_take(keys, found->name);
        json_object_get(found->columns);
        json_object_get(found->targets);
    }
}

void sg_psl_raise_relations(sg_psl_raising *raising)
{
    sg_vec relations = SG_VEC_EMPTY;

    for (size_t i = 0; i < raising->table_count; i++) {
        sg_psl_raised_table *table = &raising->tables[i];
        collect(raising, table, &relations);
        if (table->joins)
            count_pair(raising, table->sides[0], table->sides[1]);
    }
    for (size_t i = 0; i < relations.count; i++) {
        const raised_link *found = relations.items[i];
        count_pair(raising, found->owner, found->target);
    }
    for (size_t i = 0; i < raising->table_count; i++) {
        if (raising->tables[i].joins)
            sg_psl_raise_join(raising, &raising->tables[i]);
    }
    for (size_t i = 0; i < relations.count; i++) {
        raised_link *found = relations.items[i];
        raise_relation(raising, found);
        json_object_put(found->definition);
        json_object_put(found->columns);
        json_object_put(found->targets);
    }
    sg_vec_release(&relations);
}
