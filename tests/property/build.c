/* New objects, and whole drafts. */
#include <string.h>

#include "draft.h"

static draft_name fresh(const char *now)
{
    draft_name name = {.is_new = true};
    memcpy(name.now, now, strlen(now) + 1);
    return name;
}

static int pick_schema(const draft *d, rng *r)
{
    return d->schema_count > 0 && rng_chance(r, 30) ? d->schemas[rng_below(r, (unsigned)d->schema_count)].id : 0;
}

static int pick_comment(rng *r)
{
    return rng_chance(r, 15) ? 1 + (int)rng_below(r, 6) : 0;
}

static int pick_grants(const draft *d, rng *r)
{
    return d->all && rng_chance(r, 15) ? 1 + (int)rng_below(r, 4) : 0;
}

void draft_add_schema(draft *d, rng *r)
{
    char name[NAME_SIZE];

    if (d->schema_count == MAX_SCHEMAS)
        return;
    draft_schema_name(d, r, name);
    d->schemas[d->schema_count++] = (draft_schema){.id = ++d->next_id, .name = fresh(name), .comment = pick_comment(r)};
    d->schemas[d->schema_count - 1].grants = pick_grants(d, r);
}

void draft_add_enum(draft *d, rng *r)
{
    char name[NAME_SIZE];

    if (d->enum_count == MAX_ENUMS)
        return;
    draft_relation_name(d, r, name);
    draft_enum *added = &d->enums[d->enum_count++];
    *added =
        (draft_enum){.id = ++d->next_id, .name = fresh(name), .schema = pick_schema(d, r), .comment = pick_comment(r)};
    added->mentioned = rng_chance(r, 50);
    added->grants = pick_grants(d, r);
    for (unsigned i = 1 + rng_below(r, 4); i > 0; i--) {
        draft_label_name(added, r, name);
        added->labels[added->label_count++] = fresh(name);
    }
}

void draft_add_sequence(draft *d, rng *r)
{
    char name[NAME_SIZE];

    if (d->sequence_count == MAX_SEQUENCES)
        return;
    draft_relation_name(d, r, name);
    draft_sequence *added = &d->sequences[d->sequence_count++];
    *added = (draft_sequence){.id = ++d->next_id,
                              .name = fresh(name),
                              .schema = pick_schema(d, r),
                              .options = (unsigned)rng_next(r),
                              .comment = pick_comment(r),
                              .grants = pick_grants(d, r)};
    if (d->table_count > 0 && rng_chance(r, 30)) {
        const draft_table *table = &d->tables[rng_below(r, (unsigned)d->table_count)];
        added->table = table->id;
        added->schema = table->schema;
        added->column = table->column_count > 0 ? table->columns[rng_below(r, (unsigned)table->column_count)].id : 0;
    }
}

void draft_choose_type(draft *d, draft_column *column, rng *r)
{
    column->type = (int)rng_below(r, (unsigned)(rng_chance(r, 50) ? 10 : column_type_enum + 1));
    if (d->enum_count > 0 && rng_chance(r, 20))
        column->type = column_type_enum;
    if (column->type == column_type_enum && d->enum_count > 0) {
        column->enumeration = d->enums[rng_below(r, (unsigned)d->enum_count)].id;
        column->array = rng_chance(r, 15);
    }
    if (d->all && rng_chance(r, 15)) {
        int type = draft_some(d, r, "type");
        column->type = type != 0 ? column_type_thing : column->type;
        column->enumeration = type != 0 ? type : column->enumeration;
    }
    column->spelling = rng_below(r, 3);
}

void draft_choose_value(draft *d, draft_column *column, rng *r)
{
    column->identity = rng_chance(r, 15) ? 1 + (int)rng_below(r, 4) : 0;
    column->serial = rng_chance(r, 8);
    column->value = rng_chance(r, 40) ? 1 + (int)rng_below(r, 4) : 0;
    column->call = d->all && rng_chance(r, 15) ? draft_some(d, r, "function of integer") : 0;
    column->sequence =
        d->sequence_count > 0 && rng_chance(r, 10) ? d->sequences[rng_below(r, (unsigned)d->sequence_count)].id : 0;
}

draft_column *draft_add_column(draft *d, draft_table *table, rng *r)
{
    char name[NAME_SIZE];

    if (table->column_count == MAX_COLUMNS || draft_is_partition(d, table))
        return NULL;
    draft_column_name(table, r, name);
    draft_column *column = &table->columns[table->column_count];
    *column = (draft_column){.id = ++d->next_id,
                             .name = fresh(name),
                             .nullable = rng_chance(r, 40),
                             .collate = rng_chance(r, 10),
                             .comment = pick_comment(r)};
    draft_choose_type(d, column, r);
    draft_choose_value(d, column, r);
    if (table->column_count > 0 && rng_chance(r, 10)) {
        column->source = table->columns[rng_below(r, (unsigned)table->column_count)].id;
        column->generated = 1 + (int)rng_below(r, (unsigned)generated_expr_count);
    }
    table->column_count++;
    return column;
}

static void pick_columns(const draft_table *table, draft_part *part, rng *r)
{
    int wanted = rng_chance(r, 60) ? 1 : 1 + (int)rng_below(r, MAX_KEYS);

    for (int i = 0; i < wanted; i++) {
        int id = table->columns[rng_below(r, (unsigned)table->column_count)].id;
        if (!draft_part_uses(part, id))
            part->columns[part->column_count++] = id;
    }
}

/* Columns like those of a key of some table, that table itself included; made when there are none. */
static void aim(draft *d, draft_table *table, draft_part *part, rng *r)
{
    draft_table *other = &d->tables[rng_below(r, (unsigned)d->table_count)];

    for (int i = 0; i < other->part_count && part->key == 0; i++) {
        const draft_part *key = &other->parts[(i + (int)rng_below(r, 4)) % other->part_count];
        if (key->kind != PART_PRIMARY_KEY && key->kind != PART_UNIQUE)
            continue;
        part->table = other->id;
        part->key = key->id;
        for (int k = 0; k < key->column_count; k++) {
            const draft_column *like = draft_column_of(other, key->columns[k]);
            draft_column *mine = draft_add_column(d, table, r);
            if (mine == NULL)
                return;
            mine->type = like->type;
            mine->enumeration = like->enumeration;
            mine->array = like->array;
            mine->generated = 0;
            mine->identity = 0;
            mine->serial = false;
            part->columns[part->column_count++] = mine->id;
        }
    }
}

void draft_add_part(draft *d, draft_table *table, rng *r)
{
    static const part_kind kinds[] = {PART_PRIMARY_KEY, PART_UNIQUE,      PART_UNIQUE, PART_CHECK, PART_CHECK,
                                      PART_FOREIGN_KEY, PART_FOREIGN_KEY, PART_INDEX,  PART_INDEX, PART_INDEX};
    char name[NAME_SIZE];

    if (table->part_count == MAX_PARTS || table->column_count == 0)
        return;
    draft_part_name(d, r, name);
    draft_part part = {.id = ++d->next_id,
                       .kind = kinds[rng_below(r, 10)],
                       .name = fresh(name),
                       .short_form = rng_chance(r, 40),
                       .options = (unsigned)rng_next(r),
                       .comment = pick_comment(r)};
    if (part.kind == PART_FOREIGN_KEY)
        aim(d, table, &part, r);
    else
        pick_columns(table, &part, r);
    if (part.kind == PART_CHECK)
        part.expr = (int)rng_below(r, (unsigned)check_expr_count);
    if (part.kind == PART_INDEX) {
        part.expr = rng_chance(r, 25) ? 1 + (int)rng_below(r, (unsigned)index_expr_count) : 0;
        part.predicate = rng_chance(r, 25) ? 1 + (int)rng_below(r, (unsigned)predicate_count) : 0;
        part.method = (int)rng_below(r, 5);
    }
    table->parts[table->part_count++] = part;
}

void draft_add_table(draft *d, rng *r)
{
    char name[NAME_SIZE];

    if (d->table_count == MAX_TABLES)
        return;
    draft_relation_name(d, r, name);
    draft_table *table = &d->tables[d->table_count++];
    memset(table, 0, sizeof *table);
    table->id = ++d->next_id;
    table->name = fresh(name);
    table->schema = pick_schema(d, r);
    table->comment = pick_comment(r);
    table->extra = d->all && rng_chance(r, 15) ? 1 + rng_below(r, 3) : 0;
    table->grants = pick_grants(d, r);
    for (unsigned i = 1 + rng_below(r, 6); i > 0; i--)
        draft_add_column(d, table, r);
    for (unsigned i = rng_below(r, 5); i > 0; i--)
        draft_add_part(d, table, r);
    table->seeds = rng_chance(r, 25) ? 1 + (int)rng_below(r, 3) : 0;
}

static void mark_known(draft_name *name)
{
    name->is_new = false;
    name->was[0] = '\0';
}

/* What is there now is the first model; later names are told from these. */
static void mark_all(draft *d)
{
    for (int i = 0; i < d->schema_count; i++)
        mark_known(&d->schemas[i].name);
    for (int i = 0; i < d->enum_count; i++) {
        mark_known(&d->enums[i].name);
        for (int k = 0; k < d->enums[i].label_count; k++)
            mark_known(&d->enums[i].labels[k]);
    }
    for (int i = 0; i < d->sequence_count; i++)
        mark_known(&d->sequences[i].name);
    for (int i = 0; i < d->table_count; i++) {
        draft_table *table = &d->tables[i];
        mark_known(&table->name);
        table->heir = table->base != 0 && !draft_is_partition(d, table);
        for (int k = 0; k < table->column_count; k++)
            mark_known(&table->columns[k].name);
        for (int k = 0; k < table->part_count; k++)
            mark_known(&table->parts[k].name);
    }
    for (int i = 0; i < d->thing_count; i++)
        mark_known(&d->things[i].name);
}

/* Partitions, inheritance, and things. */
static void add_rest(draft *d, rng *r)
{
    if (rng_chance(r, 30))
        draft_partition_by(d, &d->tables[0], r);
    for (unsigned i = rng_below(r, d->tables[0].partition_by != 0 ? 5 : 2); i > 0; i--)
        draft_change_lineage(d, r);
    draft_repair(d);
    for (unsigned i = rng_below(r, 10); i > 0; i--)
        draft_add_thing(d, r);
}

void draft_build(draft *d, rng *r, int server, bool all)
{
    memset(d, 0, sizeof *d);
    d->server = server;
    d->all = all;
    d->citext = rng_chance(r, 5);
    for (unsigned i = rng_below(r, 3); i > 0; i--)
        draft_add_schema(d, r);
    for (unsigned i = rng_below(r, 3); i > 0; i--)
        draft_add_enum(d, r);
    for (unsigned i = rng_below(r, 3); i > 0; i--)
        draft_add_sequence(d, r);
    for (unsigned i = all ? rng_below(r, 4) : 0; i > 0; i--)
        draft_add_thing(d, r);
    for (unsigned i = 1 + rng_below(r, 4); i > 0; i--)
        draft_add_table(d, r);
    if (all)
        add_rest(d, r);
    draft_repair(d);
    mark_all(d);
}
