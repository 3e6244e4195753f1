/* Partitions and inheritance. A partition has no columns of its own: those of its root count. */
#include <string.h>

#include "draft.h"

enum { BOUNDS = 4 };

static bool can_partition(const draft_table *table, int id)
{
    for (int i = 0; i < table->column_count; i++) {
        const draft_column *column = &table->columns[i];
        if (column->id == id)
            return draft_class(column) == CLASS_INT && column->generated == 0;
    }
    return false;
}

/* The server gives such a column no other type. */
bool draft_is_partition_column(const draft *d, int id)
{
    for (int i = 0; i < d->table_count; i++) {
        if (d->tables[i].partition_by != 0 && d->tables[i].partition_column == id)
            return true;
    }
    return false;
}

bool draft_has_heirs(draft *d, const draft_table *table)
{
    for (int i = 0; i < d->table_count; i++) {
        if (d->tables[i].base == table->id && table->partition_by == 0)
            return true;
    }
    return false;
}

void draft_partition_by(draft *d, draft_table *table, rng *r)
{
    const draft_table *root = draft_root(d, table);

    for (int i = 0; i < root->column_count && table->partition_by == 0; i++) {
        const draft_column *column = &root->columns[(i + (int)rng_below(r, 4)) % root->column_count];
        if (!can_partition(root, column->id))
            continue;
        table->partition_by = 1 + (int)rng_below(r, 3);
        table->partition_column = column->id;
    }
}

static draft_table *some_partitioned(draft *d, rng *r)
{
    int first = (int)rng_below(r, (unsigned)d->table_count);

    for (int i = 0; i < d->table_count; i++) {
        draft_table *table = &d->tables[(first + i) % d->table_count];
        if (table->partition_by != 0)
            return table;
    }
    return NULL;
}

/* A table without columns below one that is there: a partition, or one that inherits all. */
static void add_below(draft *d, draft_table *base, rng *r)
{
    int id = base->id, schema = base->schema;

    if (d->table_count == MAX_TABLES)
        return;
    draft_add_table(d, r);
    draft_table *table = &d->tables[d->table_count - 1];
    table->base = id;
    table->schema = schema;
    table->bound = (int)rng_below(r, BOUNDS);
    if (base->partition_by == 0)
        return;
    table->column_count = table->part_count = table->seeds = 0;
    if (rng_chance(r, 15))
        draft_partition_by(d, table, r);
}

/* The table becomes a partition of a new one that takes its columns. */
static void attach(draft *d, draft_table *table, rng *r)
{
    if (d->table_count == MAX_TABLES || table->base != 0 || table->partition_by != 0)
        return;
    draft_add_table(d, r);
    draft_table *base = &d->tables[d->table_count - 1];
    memcpy(base->columns, table->columns, sizeof base->columns);
    base->column_count = table->column_count;
    base->part_count = base->seeds = 0;
    base->schema = table->schema;
    for (int i = 0; i < base->column_count; i++) {
        base->columns[i].name.was[0] = '\0';
        base->columns[i].name.is_new = true;
    }
    draft_partition_by(d, base, r);
    if (base->partition_by == 0) {
        d->table_count--;
        return;
    }
    table->base = base->id;
    table->bound = base->partition_by == 3 ? 0 : (int)rng_below(r, 2);
    table->column_count = table->part_count = table->seeds = 0;
}

static void detach(draft *d, draft_table *table)
{
    const draft_table *root = draft_root(d, table);

    if (root != table) {
        memcpy(table->columns, root->columns, sizeof table->columns);
        table->column_count = root->column_count;
        for (int i = 0; i < table->column_count && table->name.is_new; i++) {
            table->columns[i].name.was[0] = '\0';
            table->columns[i].name.is_new = true;
        }
    }
    table->base = 0;
}

void draft_change_lineage(draft *d, rng *r)
{
    draft_table *table = d->table_count > 0 ? &d->tables[rng_below(r, (unsigned)d->table_count)] : NULL;
    draft_table *base = some_partitioned(d, r);

    if (table == NULL)
        return;
    switch (rng_below(r, 6)) {
    case 0:
        if (table->base == 0 && table->partition_by == 0)
            draft_partition_by(d, table, r);
        break;
    case 1:
        attach(d, table, r);
        break;
    case 2:
        for (int i = 0; i < d->table_count && table->base == 0; i++)
            table = &d->tables[i];
        if (table->base != 0)
            detach(d, table);
        break;
    case 3:
        table->bound = (int)rng_below(r, BOUNDS);
        break;
    default:
        add_below(d, base != NULL && rng_chance(r, 80) ? base : table, r);
    }
}

/* A bound that no other partition of the same table has; false when there is none. */
static bool has_bound(draft *d, draft_table *table)
{
    unsigned taken = 0;

    for (const draft_table *other = d->tables; other < table; other++) {
        if (other->base == table->base)
            taken |= 1u << other->bound;
    }
    for (int i = 0; i < BOUNDS; i++) {
        if ((taken & 1u << table->bound) == 0)
            return true;
        table->bound = (table->bound + 1) % BOUNDS;
    }
    return false;
}

/* Of the columns' names, also those before they were renamed: an inherited column makes way for none. */
static bool shares_name(draft *d, const draft_table *table)
{
    const draft_table *base = draft_table_of(d, table->base);

    for (int i = 0; i < table->column_count; i++) {
        for (int k = 0; k < base->column_count; k++) {
            if (strcmp(table->columns[i].name.now, base->columns[k].name.now) == 0 ||
                strcmp(table->columns[i].name.was, base->columns[k].name.now) == 0)
                return true;
        }
    }
    return false;
}

/* A partition needs its base and a bound of its own; a child of inheritance, a plain base and columns of its own. */
static bool has_base(draft *d, draft_table *table)
{
    draft_table *base = draft_table_of(d, table->base);

    if (table->base == 0)
        return true;
    if (base == NULL || base == table)
        return false;
    if (base->partition_by != 0)
        return table->column_count == 0 && has_bound(d, table);
    if (table->partition_by != 0 || base->base != 0 || table->column_count == 0 || shares_name(d, table))
        table->base = 0;
    return table->column_count > 0;
}

static void repair_plain(draft *d, draft_table *table)
{
    if (!can_partition(draft_root(d, table), table->partition_column))
        table->partition_by = 0;
    for (int i = 0; i < table->column_count && table->partition_by != 0; i++)
        table->columns[i].identity = 0;
    if (table->partition_by != 0 || draft_is_partition(d, table))
        table->extra = 0;
}

bool draft_repair_lineage(draft *d)
{
    int before = d->table_count, kept = 0;

    for (int i = 0; i < before; i++)
        repair_plain(d, &d->tables[i]);
    for (int i = 0; i < before; i++) {
        if (!has_base(d, &d->tables[i]))
            d->tables[i].id = 0; /* nobody finds it any more */
    }
    for (int i = 0; i < before; i++) {
        if (d->tables[i].id != 0 && i != kept)
            d->tables[kept] = d->tables[i];
        kept += d->tables[i].id != 0;
    }
    d->table_count = kept;
    return kept != before;
}

/* A unique key of a partitioned table holds the columns by which it and its partitions are partitioned. */
bool draft_fits_partitions(draft *d, const draft_table *table, const draft_part *part)
{
    bool unique = part->kind == PART_PRIMARY_KEY || part->kind == PART_UNIQUE ||
                  (part->kind == PART_INDEX && part->method == 0 && (part->options & 3) == 1);

    for (int i = 0; i < d->table_count && unique; i++) {
        draft_table *other = &d->tables[i];
        if (other->partition_by == 0 || draft_root(d, other) != table)
            continue;
        if (!draft_part_uses(part, other->partition_column) || (part->kind == PART_INDEX && part->expr != 0))
            return false;
    }
    return true;
}
