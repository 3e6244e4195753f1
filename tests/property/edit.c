/* One random change of a draft. What does not fit together afterwards is repaired. */
#include <string.h>

#include "draft.h"

#define REMOVE(items, count, at) memmove(&(items)[at], &(items)[(at) + 1], sizeof *(items) * (size_t)(--(count) - (at)))

static int pick(rng *r, int count)
{
    return (int)rng_below(r, (unsigned)count);
}

static draft_table *some_table(draft *d, rng *r)
{
    return d->table_count > 0 ? &d->tables[pick(r, d->table_count)] : NULL;
}

static draft_column *some_column(draft_table *table, rng *r)
{
    return table != NULL && table->column_count > 0 ? &table->columns[pick(r, table->column_count)] : NULL;
}

static draft_part *some_part(draft_table *table, rng *r)
{
    return table != NULL && table->part_count > 0 ? &table->parts[pick(r, table->part_count)] : NULL;
}

static void drop_table(draft *d, rng *r)
{
    if (d->table_count > 0) {
        int at = pick(r, d->table_count);
        REMOVE(d->tables, d->table_count, at);
    }
}

static void rename_table(draft *d, rng *r)
{
    draft_table *table = some_table(d, r);
    char name[NAME_SIZE];

    if (table != NULL) {
        draft_relation_name(d, r, name);
        draft_rename(&table->name, name);
    }
}

/* With all that it owns. */
static void move_table(draft *d, rng *r)
{
    draft_table *table = some_table(d, r);
    int at = pick(r, d->schema_count + 1), schema = at > 0 ? d->schemas[at - 1].id : 0;

    if (table == NULL || table->schema == schema)
        return;
    for (int i = 0; i < d->sequence_count; i++) {
        draft_sequence *sequence = &d->sequences[i];
        if (sequence->table != table->id)
            continue;
        draft_move(d, &sequence->name, sequence->schema);
        sequence->schema = schema;
    }
    draft_move(d, &table->name, table->schema);
    table->schema = schema;
}

/* Two tables of one schema swap their names, or three pass them on. */
static void rotate_tables(draft *d, rng *r)
{
    draft_table *a = some_table(d, r), *b = some_table(d, r), *c = some_table(d, r);

    if (a == NULL || a == b || a->schema != b->schema)
        return;
    draft_swap_names(&a->name, &b->name);
    if (c != a && c != b && c->schema == a->schema)
        draft_swap_names(&b->name, &c->name);
}

/* A table goes, and another one takes its name. */
static void replace_table(draft *d, rng *r)
{
    draft_table *gone = some_table(d, r), *heir = some_table(d, r);
    char name[NAME_SIZE];

    if (gone == NULL || gone == heir || gone->schema != heir->schema)
        return;
    memcpy(name, gone->name.now, NAME_SIZE);
    draft_rename(&heir->name, name);
    int at = (int)(gone - d->tables);
    REMOVE(d->tables, d->table_count, at);
}

static void change_columns(draft *d, rng *r)
{
    draft_table *table = some_table(d, r);
    draft_column *a = some_column(table, r), *b = some_column(table, r);
    char name[NAME_SIZE];

    if (a == NULL || draft_has_heirs(d, table))
        return;
    switch (rng_below(r, 5)) {
    case 0:
    case 1:
        draft_add_column(d, table, r);
        break;
    case 2: {
        int at = (int)(a - table->columns);
        REMOVE(table->columns, table->column_count, at);
        break;
    }
    case 3:
        draft_column_name(table, r, name);
        if (!table->heir) /* the name could be that of an inherited column, which makes way for none */
            draft_rename(&a->name, name);
        break;
    default:
        if (a != b)
            draft_swap_names(&a->name, &b->name);
    }
}

/* The column and all that foreign keys tie to it. */
static void retype(draft *d, draft_table *table, draft_column *column, const draft_column *like, int depth)
{
    if (draft_is_partition_column(d, column->id))
        return;
    column->type = like->type;
    column->enumeration = like->enumeration;
    column->array = like->array;
    for (int t = 0; t < d->table_count && depth < 4; t++) {
        draft_table *other = &d->tables[t];
        for (int p = 0; p < other->part_count; p++) {
            draft_part *part = &other->parts[p], *key;
            draft_table *target = part->kind == PART_FOREIGN_KEY ? draft_table_of(d, part->table) : NULL;
            if (target == NULL || (key = draft_part_of(target, part->key)) == NULL)
                continue;
            for (int i = 0; i < part->column_count && i < key->column_count; i++) {
                draft_column *mine = draft_column_of(other, part->columns[i]);
                draft_column *theirs = draft_column_of(target, key->columns[i]);
                if (other == table && mine == column && theirs != NULL && theirs->type != like->type)
                    retype(d, target, theirs, like, depth + 1);
                if (target == table && theirs == column && mine != NULL && mine->type != like->type)
                    retype(d, other, mine, like, depth + 1);
            }
        }
    }
}

static void change_type(draft *d, rng *r)
{
    draft_table *table = some_table(d, r);
    draft_column *column = some_column(table, r), like;

    if (column == NULL)
        return;
    bool found = false;
    like = *column;
    for (int tries = 0; tries < 6 && !found; tries++) {
        draft_choose_type(d, &like, r);
        bool alike = draft_class(&like) == draft_class(column) && draft_class(column) != CLASS_OTHER;
        found = alike || rng_chance(r, 5); /* most others have no cast */
    }
    if (!found)
        return;
    retype(d, table, column, &like, 0);
}

static void change_column(draft *d, rng *r)
{
    draft_table *table = some_table(d, r);
    draft_column *column = some_column(table, r);

    if (column == NULL)
        return;
    switch (rng_below(r, d->all ? 9 : 7)) {
    case 0:
    case 1:
        column->nullable = !column->nullable;
        break;
    case 2:
    case 3:
        draft_choose_value(d, column, r);
        break;
    case 4:
        column->comment = (int)rng_below(r, 4);
        break;
    case 5:
        column->collate = !column->collate;
        column->collation = d->all ? draft_some(d, r, "collation") : 0;
        break;
    case 7:
        column->extra = pick(r, 5);
        break;
    case 8:
        column->grants = pick(r, 5);
        break;
    default:
        column->generated = column->generated != 0 ? 0 : 1 + pick(r, generated_expr_count);
        column->source = table->columns[pick(r, table->column_count)].id;
    }
}

/* A primary key says its name or not. One that begins to say it was not called so before. */
static void change_options(draft_part *part, rng *r)
{
    unsigned before = part->options;

    part->options = (unsigned)rng_next(r);
    if (part->kind == PART_PRIMARY_KEY && ((part->options ^ before) & PART_NAMED) != 0) {
        part->name.is_new = true;
        part->name.was[0] = '\0';
    }
}

static void change_parts(draft *d, rng *r)
{
    draft_table *table = some_table(d, r);
    draft_part *part = some_part(table, r);
    char name[NAME_SIZE];

    if (table == NULL)
        return;
    if (part == NULL || rng_chance(r, 35)) {
        draft_add_part(d, table, r);
        return;
    }
    switch (rng_below(r, 5)) {
    case 0: {
        int at = (int)(part - table->parts);
        REMOVE(table->parts, table->part_count, at);
        break;
    }
    case 1:
        draft_part_name(d, r, name);
        draft_rename(&part->name, name);
        break;
    case 2:
        change_options(part, r);
        break;
    case 3:
        part->comment = (int)rng_below(r, 4);
        break;
    default:
        part->expr = part->kind == PART_CHECK ? pick(r, check_expr_count) : pick(r, index_expr_count + 1);
        part->predicate = part->kind == PART_INDEX ? pick(r, predicate_count) : 0;
    }
}

static void change_labels(draft *d, draft_enum *enumeration, rng *r)
{
    int at = pick(r, enumeration->label_count), other = pick(r, enumeration->label_count);
    draft_name *labels = enumeration->labels, added = {.is_new = true};

    if (draft_is_base_type(d, enumeration->id))
        return;
    draft_label_name(enumeration, r, added.now);
    switch (rng_below(r, 5)) {
    case 0:
    case 1:
        if (enumeration->label_count == MAX_LABELS)
            return;
        at = pick(r, enumeration->label_count + 1);
        memmove(&labels[at + 1], &labels[at], sizeof *labels * (size_t)(enumeration->label_count++ - at));
        labels[at] = added;
        return;
    case 2:
        if (!enumeration->mentioned)
            draft_rename(&labels[at], added.now);
        return;
    case 3:
        if (enumeration->label_count > 1)
            REMOVE(labels, enumeration->label_count, at);
        return;
    default:
        if (rng_chance(r, 50)) {
            added = labels[at];
            labels[at] = labels[other];
            labels[other] = added;
        } else if (at != other && !enumeration->mentioned) {
            draft_swap_names(&labels[at], &labels[other]);
        }
    }
}

static void move_enum(draft *d, draft_enum *enumeration, rng *r)
{
    int at = pick(r, d->schema_count + 1), schema = at > 0 ? d->schemas[at - 1].id : 0;

    if (schema == enumeration->schema || draft_is_argument(d, enumeration->id))
        return;
    draft_move(d, &enumeration->name, enumeration->schema);
    enumeration->schema = schema;
}

static void change_enums(draft *d, rng *r)
{
    char name[NAME_SIZE];

    if (d->enum_count == 0 || rng_chance(r, 10)) {
        draft_add_enum(d, r);
        return;
    }
    int at = pick(r, d->enum_count);
    switch (rng_below(r, d->all ? 10 : 9)) {
    case 9:
        d->enums[at].grants = pick(r, 5);
        break;
    case 8:
        move_enum(d, &d->enums[at], r);
        break;
    case 0:
        REMOVE(d->enums, d->enum_count, at);
        break;
    case 1:
        draft_relation_name(d, r, name);
        if (!draft_is_argument(d, d->enums[at].id))
            draft_rename(&d->enums[at].name, name);
        break;
    case 2:
        d->enums[at].comment = (int)rng_below(r, 4);
        break;
    default:
        change_labels(d, &d->enums[at], r);
    }
}

static void change_sequences(draft *d, rng *r)
{
    char name[NAME_SIZE];

    if (d->sequence_count == 0 || rng_chance(r, 20)) {
        draft_add_sequence(d, r);
        return;
    }
    int at = pick(r, d->sequence_count);
    switch (rng_below(r, 4)) {
    case 0:
        REMOVE(d->sequences, d->sequence_count, at);
        break;
    case 1:
        draft_relation_name(d, r, name);
        draft_rename(&d->sequences[at].name, name);
        break;
    case 2:
        d->sequences[at].table = d->sequences[at].column = 0;
        break;
    default:
        d->sequences[at].options = (unsigned)rng_next(r);
    }
}

/* What is in a schema that goes, goes with it. */
static void drop_schema(draft *d, int at)
{
    int id = d->schemas[at].id;

    for (int i = d->table_count - 1; i >= 0; i--) {
        if (d->tables[i].schema == id)
            REMOVE(d->tables, d->table_count, i);
    }
    for (int i = d->enum_count - 1; i >= 0; i--) {
        if (d->enums[i].schema == id)
            REMOVE(d->enums, d->enum_count, i);
    }
    for (int i = d->sequence_count - 1; i >= 0; i--) {
        if (d->sequences[i].schema == id)
            REMOVE(d->sequences, d->sequence_count, i);
    }
    for (int i = d->thing_count - 1; i >= 0; i--) {
        if (d->things[i].schema == id)
            REMOVE(d->things, d->thing_count, i);
    }
    REMOVE(d->schemas, d->schema_count, at);
}

static void change_schemas(draft *d, rng *r)
{
    char name[NAME_SIZE];

    if (d->schema_count == 0 || rng_chance(r, 30)) {
        draft_add_schema(d, r);
        return;
    }
    int at = pick(r, d->schema_count), other = pick(r, d->schema_count);
    switch (rng_below(r, 4)) {
    case 0:
        drop_schema(d, at);
        break;
    case 1:
        draft_schema_name(d, r, name);
        draft_rename(&d->schemas[at].name, name);
        break;
    case 2:
        d->schemas[at].comment = (int)rng_below(r, 4);
        break;
    default:
        if (at != other)
            draft_swap_names(&d->schemas[at].name, &d->schemas[other].name);
    }
}

static void change_table(draft *d, rng *r)
{
    draft_table *table = some_table(d, r);

    if (table == NULL)
        return;
    if (d->all && rng_chance(r, 50)) {
        table->extra = rng_below(r, 4);
        table->grants = pick(r, 5);
    } else if (rng_chance(r, 50)) {
        table->comment = pick(r, 4);
    } else {
        table->seeds = pick(r, 4);
        table->seed_variant++;
    }
}

void draft_edit(draft *d, rng *r)
{
    static const struct {
        unsigned weight;
        void (*edit)(draft *d, rng *r);
    } edits[] = {{6, draft_add_table}, {5, drop_table},      {5, rename_table},        {3, rotate_tables},
                 {2, replace_table},   {22, change_columns}, {12, change_type},        {12, change_column},
                 {18, change_parts},   {12, change_enums},   {5, change_sequences},    {4, change_schemas},
                 {3, move_table},      {4, change_table},    {30, draft_change_thing}, {8, draft_change_lineage}};
    unsigned total = 0, at = 0;

    size_t count = sizeof edits / sizeof *edits - (d->all ? 0 : 2);
    for (size_t i = 0; i < count; i++)
        total += edits[i].weight;
    for (unsigned chosen = rng_below(r, total); chosen >= edits[at].weight; at++)
        chosen -= edits[at].weight;
    edits[at].edit(d, r);
    draft_repair(d);
}
