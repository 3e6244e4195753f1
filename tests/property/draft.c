/* Looking up, and repairing what edits left behind. */
#include "draft.h"

#include <string.h>

#define FIND(items, count, wanted)                       \
    for (int i_ = 0; i_ < (count); i_++) {               \
        if ((wanted) != 0 && (items)[i_].id == (wanted)) \
            return &(items)[i_];                         \
    }                                                    \
    return NULL

draft_table *draft_table_of(draft *d, int id)
{
    FIND(d->tables, d->table_count, id);
}

draft_column *draft_column_of(draft_table *table, int id)
{
    FIND(table->columns, table->column_count, id);
}

draft_part *draft_part_of(draft_table *table, int id)
{
    FIND(table->parts, table->part_count, id);
}

draft_enum *draft_enum_of(draft *d, int id)
{
    FIND(d->enums, d->enum_count, id);
}

draft_sequence *draft_sequence_of(draft *d, int id)
{
    FIND(d->sequences, d->sequence_count, id);
}

draft_schema *draft_schema_of(draft *d, int id)
{
    FIND(d->schemas, d->schema_count, id);
}

bool draft_part_uses(const draft_part *part, int column)
{
    for (int i = 0; i < part->column_count; i++) {
        if (part->columns[i] == column)
            return true;
    }
    return false;
}

column_class draft_class(const draft_column *column)
{
    return column->type == column_type_enum && column->array ? CLASS_OTHER : column_types[column->type].class;
}

bool draft_orderable(const draft_column *column)
{
    return column_types[column->type].orderable;
}

bool draft_fits(column_class class, const draft_column *column)
{
    return class == CLASS_ANY || class == draft_class(column);
}

static int type_named(const char *canonical)
{
    int type = 0;
    while (strcmp(column_types[type].canonical, canonical) != 0)
        type++;
    return type;
}

static void repair_generated(draft_table *table, draft_column *column)
{
    draft_column *source = draft_column_of(table, column->source);

    if (column->generated == 0)
        return;
    const generated_expr *expr = &generated_exprs[column->generated - 1];
    if (source == NULL || source == column || source->generated != 0 || !draft_fits(expr->class, source)) {
        column->generated = 0;
        return;
    }
    column->type = type_named(expr->type);
    column->value = column->sequence = column->identity = 0;
    column->serial = false;
}

static void repair_column(draft *d, draft_table *table, draft_column *column)
{
    if (column->type == column_type_enum && draft_enum_of(d, column->enumeration) == NULL)
        column->type = type_named("text");
    if (column->type == column_type_thing && !draft_has_role(draft_thing_of(d, column->enumeration), "type"))
        column->type = type_named("text");
    if (column->type == column_type_thing)
        column->array = 0;
    if (column_types[column->type].citext && !d->citext)
        column->type = type_named("text");
    repair_generated(table, column);
    bool whole = column_types[column->type].class == CLASS_INT;
    if (!whole) {
        column->identity = column->sequence = 0;
        column->serial = false;
    }
    if (draft_sequence_of(d, column->sequence) == NULL)
        column->sequence = 0;
    if (!whole || column->sequence != 0 || column->identity != 0 || column->serial || column->generated != 0 ||
        !draft_has_role(draft_thing_of(d, column->call), "function of integer"))
        column->call = 0;
    if (column->identity != 0)
        column->serial = false;
    if (column->identity != 0 || column->serial)
        column->nullable = false;
    if (column->identity != 0 || column->serial || column->sequence != 0)
        column->value = 0;
    if (column->identity != 0 || column->serial)
        column->sequence = 0;
    bool has_value =
        column->type == column_type_enum
            ? column->value == 1 && !column->array && draft_enum_of(d, column->enumeration)->mentioned
            : column->value <= 4 && column->value > 0 && column_types[column->type].defaults[column->value - 1] != NULL;
    if (!has_value)
        column->value = 0;
    if (draft_class(column) != CLASS_TEXT)
        column->collate = false;
    if (!draft_has_role(draft_thing_of(d, column->collation), "collation"))
        column->collation = 0;
    if (column->extra > 2 && draft_class(column) != CLASS_TEXT && draft_class(column) != CLASS_JSON)
        column->extra = 0;
}

static bool is_key(const draft_part *part)
{
    return (part->kind == PART_PRIMARY_KEY || part->kind == PART_UNIQUE) && (part->options & 7) != 3;
}

static bool same_type(const draft_column *a, const draft_column *b)
{
    return a->type == b->type && a->enumeration == b->enumeration && a->array == b->array;
}

/* The server finds no operator for foreign keys of domains over enums. */
static bool may_link(draft *d, const draft_column *column)
{
    const draft_thing *type = column->type == column_type_thing ? draft_thing_of(d, column->enumeration) : NULL;

    return type == NULL || strcmp(thing_kinds[type->kind].key, "domains") != 0 || thing_kinds[type->kind].needs == NULL;
}

static bool foreign_key_fits(draft *d, draft_table *table, draft_part *part)
{
    draft_table *other = draft_table_of(d, part->table);
    draft_part *key = other != NULL ? draft_part_of(other, part->key) : NULL;

    if (key == NULL || !is_key(key) || key->column_count != part->column_count)
        return false;
    for (int i = 0; i < part->column_count; i++) {
        draft_column *mine = draft_column_of(table, part->columns[i]);
        const draft_column *theirs = draft_column_of(other, key->columns[i]);
        if (theirs == NULL || mine->generated != 0 || !same_type(mine, theirs) || !may_link(d, mine))
            return false;
    }
    return true;
}

/* Access methods other than btree: one column of a class that they know. */
static bool method_fits(const draft_part *part, const draft_column *column)
{
    static const unsigned classes[] = {
        [1] = 1u << CLASS_INT | 1u << CLASS_TEXT,
        [2] = 1u << CLASS_JSON | 1u << CLASS_ARRAY | 1u << CLASS_SEARCH,
        [3] = 1u << CLASS_RANGE | 1u << CLASS_SEARCH,
        [4] = 1u << CLASS_INT | 1u << CLASS_TIME,
    };

    return part->column_count == 1 && part->expr == 0 && (classes[part->method] >> draft_class(column) & 1) != 0;
}

/* Expressions name labels of enums that allow it. */
static bool check_fits(draft *d, int expr, const draft_column *column)
{
    const draft_enum *enumeration = draft_enum_of(d, column->enumeration);

    return draft_fits(check_exprs[expr].class, column) &&
           (check_exprs[expr].class != CLASS_ENUM || enumeration->mentioned);
}

static void repair_index(draft *d, draft_table *table, draft_part *part)
{
    draft_column *first = draft_column_of(table, part->columns[0]);

    if (part->expr != 0 && !draft_fits(index_exprs[part->expr - 1].class, first))
        part->expr = 0;
    if (part->predicate != 0 && !check_fits(d, part->predicate - 1, first))
        part->predicate = 0;
    if (part->method != 0 && !method_fits(part, first))
        part->method = 0;
}

static bool is_ordered(const draft_part *part)
{
    return part->kind == PART_PRIMARY_KEY || part->kind == PART_UNIQUE ||
           (part->kind == PART_INDEX && part->method == 0);
}

static bool columns_fit(draft_table *table, draft_part *part)
{
    for (int i = 0; i < part->column_count; i++) {
        draft_column *column = draft_column_of(table, part->columns[i]);
        if (column == NULL)
            return false;
        if (is_ordered(part) && !draft_orderable(column) && !(i == 0 && part->expr != 0))
            return false;
        if (part->kind == PART_PRIMARY_KEY)
            column->nullable = false;
    }
    return part->column_count > 0;
}

/* The same kind on the same columns before this one. */
static bool is_double(const draft_table *table, const draft_part *part)
{
    for (const draft_part *other = table->parts; other < part; other++) {
        bool same = other->kind == part->kind && other->column_count == part->column_count &&
                    memcmp(other->columns, part->columns, sizeof(int) * (size_t)part->column_count) == 0;
        if (same && (part->kind == PART_UNIQUE || part->kind == PART_FOREIGN_KEY || part->short_form))
            return true;
        if (other->kind == part->kind && part->kind == PART_PRIMARY_KEY)
            return true;
    }
    return false;
}

static bool part_fits(draft *d, draft_table *table, draft_part *part)
{
    for (int i = 0; i < part->column_count; i++) {
        if (draft_column_of(table, part->columns[i]) == NULL)
            return false;
    }
    if (part->kind == PART_INDEX)
        repair_index(d, table, part);
    if (!columns_fit(table, part) || is_double(table, part) || !draft_fits_partitions(d, table, part))
        return false;
    if (part->column_count > 1)
        part->short_form = false;
    if (part->kind == PART_CHECK)
        return check_fits(d, part->expr, draft_column_of(table, part->columns[0]));
    return part->kind != PART_FOREIGN_KEY || foreign_key_fits(d, table, part);
}

/* True for a required column that is computed from what a row may leave out. */
static bool lacks_source(draft_table *table, const draft_column *column)
{
    if (column->generated == 0 || column->nullable)
        return false;
    column_class class = generated_exprs[column->generated - 1].class;
    return class == CLASS_JSON || (class != CLASS_ANY && draft_column_of(table, column->source)->nullable);
}

/* Rows to seed need a simple key, and nothing that simple values cannot satisfy; columns of a base get none. */
static void repair_seeds(draft_table *table)
{
    bool has_key = false;

    for (int i = 0; i < table->part_count; i++) {
        const draft_part *part = &table->parts[i];
        has_key |= part->kind == PART_PRIMARY_KEY;
        if (part->kind == PART_CHECK || part->kind == PART_FOREIGN_KEY)
            table->seeds = 0;
        if (table->partition_by != 0)
            table->seeds = 0;
        if (table->seeds > 1 && (part->kind == PART_UNIQUE || part->kind == PART_INDEX))
            table->seeds = 1;
    }
    for (int i = 0; i < table->column_count; i++) {
        const draft_column *column = &table->columns[i];
        column_class class = draft_class(column);
        bool simple = class == CLASS_INT || class == CLASS_TEXT;
        bool required = !column->nullable || column->type == column_type_thing; /* a domain may refuse nulls too */
        bool needed = required && column->value == 0 && column->sequence == 0 && column->generated == 0;
        for (int k = 0; k < table->part_count; k++) {
            if (table->parts[k].kind == PART_PRIMARY_KEY && draft_part_uses(&table->parts[k], column->id))
                needed = column->generated == 0 || (has_key = false);
        }
        if ((needed && !simple && class != CLASS_JSON && class != CLASS_NUMBER) || lacks_source(table, column))
            table->seeds = 0;
    }
    if (!has_key || table->base != 0)
        table->seeds = 0;
}

static bool repair_parts(draft *d, draft_table *table)
{
    int kept = 0;

    for (int i = 0; i < table->part_count; i++) {
        if (part_fits(d, table, &table->parts[i]))
            table->parts[kept++] = table->parts[i];
    }
    bool changed = kept != table->part_count;
    table->part_count = kept;
    return changed;
}

static void repair_sequence(draft *d, draft_sequence *sequence)
{
    draft_table *table = draft_table_of(d, sequence->table);

    if (draft_schema_of(d, sequence->schema) == NULL)
        sequence->schema = 0;
    if (table == NULL || draft_column_of(table, sequence->column) == NULL || table->schema != sequence->schema)
        sequence->table = sequence->column = 0;
}

/* Foreign keys of tables that last refer to nothing that does not. */
static void repair_logging(draft *d)
{
    for (int i = 0; i < d->table_count; i++) {
        draft_table *table = &d->tables[i];
        for (int k = 0; k < table->part_count; k++) {
            if (table->parts[k].kind != PART_FOREIGN_KEY)
                continue;
            table->extra = 0;
            draft_table_of(d, table->parts[k].table)->extra = 0;
        }
        for (int k = 0; k < d->thing_count && table->extra == 1; k++) {
            if (d->things[k].table == table->id && thing_kinds[d->things[k].kind].names == NAME_OF_OTHER)
                table->extra = 0;
        }
    }
}

/* Rows are not seeded where a rule or a trigger would see them. */
static void repair_watched(draft *d)
{
    for (int i = 0; i < d->thing_count; i++) {
        draft_table *table = draft_table_of(d, d->things[i].table);
        if (table != NULL && thing_kinds[d->things[i].kind].below)
            table->seeds = 0;
    }
}

void draft_repair(draft *d)
{
    bool changed = true;

    for (int i = 0; i < d->enum_count; i++) {
        if (draft_schema_of(d, d->enums[i].schema) == NULL)
            d->enums[i].schema = 0;
    }
    for (int i = 0; i < d->table_count; i++) {
        if (draft_schema_of(d, d->tables[i].schema) == NULL)
            d->tables[i].schema = 0;
    }
    for (int i = 0; i < d->sequence_count; i++)
        repair_sequence(d, &d->sequences[i]);
    while (changed) {
        changed = draft_repair_things(d);
        changed |= draft_repair_lineage(d);
        for (int i = 0; i < d->table_count; i++) {
            for (int k = 0; k < d->tables[i].column_count; k++)
                repair_column(d, &d->tables[i], &d->tables[i].columns[k]);
            changed |= repair_parts(d, &d->tables[i]);
        }
    }
    repair_logging(d);
    for (int i = 0; i < d->table_count; i++)
        repair_seeds(&d->tables[i]);
    repair_watched(d);
}
