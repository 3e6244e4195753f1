/* Things: making, changing and mending them. What each kind needs is in things.c. */
#include <stdio.h>
#include <string.h>

#include "draft.h"

draft_thing *draft_thing_of(draft *d, int id)
{
    for (int i = 0; i < d->thing_count && id != 0; i++) {
        if (d->things[i].id == id)
            return &d->things[i];
    }
    return NULL;
}

bool draft_has_role(const draft_thing *thing, const char *role)
{
    return thing != NULL && thing_kinds[thing->kind].role != NULL && strcmp(thing_kinds[thing->kind].role, role) == 0;
}

int draft_some(draft *d, rng *r, const char *role)
{
    int first;

    if (strcmp(role, "enum") == 0)
        return d->enum_count > 0 ? d->enums[rng_below(r, (unsigned)d->enum_count)].id : 0;
    first = (int)rng_below(r, (unsigned)d->thing_count);
    for (int i = 0; i < d->thing_count; i++) {
        const draft_thing *thing = &d->things[(first + i) % d->thing_count];
        if (draft_has_role(thing, role))
            return thing->id;
    }
    return 0;
}

bool draft_is_base_type(const draft *d, int id)
{
    for (int i = 0; i < d->thing_count; i++) {
        if (d->things[i].other == id && draft_has_role(&d->things[i], "type"))
            return true;
    }
    return false;
}

/* What the key of a routine names is not renamed: no hint could say what the key was. */
bool draft_is_argument(const draft *d, int id)
{
    for (int i = 0; i < d->thing_count; i++) {
        const char *arguments = thing_kinds[d->things[i].kind].arguments;
        if (d->things[i].other == id && arguments != NULL && strchr(arguments, '#') != NULL)
            return true;
    }
    return false;
}

bool draft_is_partition(draft *d, const draft_table *table)
{
    const draft_table *base = draft_table_of(d, table->base);

    return base != NULL && base->partition_by != 0;
}

draft_table *draft_root(draft *d, draft_table *table)
{
    while (draft_is_partition(d, table))
        table = draft_table_of(d, table->base);
    return table;
}

/* What it needs is older than itself, so nothing can go round in a circle. */
static bool has_needed(draft *d, const draft_thing *thing)
{
    const char *needs = thing_kinds[thing->kind].needs, *arguments = thing_kinds[thing->kind].arguments;
    const draft_enum *enumeration = draft_enum_of(d, thing->other);
    const draft_thing *other = draft_thing_of(d, thing->other);
    bool named = arguments != NULL && strchr(arguments, '#') != NULL;

    if (needs == NULL)
        return true;
    if (named && ((enumeration != NULL && enumeration->schema != 0) || (other != NULL && other->schema != 0)))
        return false;
    if (strcmp(needs, "enum") == 0)
        return enumeration != NULL;
    return thing->other < thing->id && draft_has_role(draft_thing_of(d, thing->other), needs);
}

static bool has_columns(draft *d, const draft_thing *thing)
{
    const thing_kind *kind = &thing_kinds[thing->kind];
    draft_table *table = draft_table_of(d, thing->table);

    if (kind->columns == 0)
        return true;
    if (table == NULL)
        return false;
    if (kind->plain && (table->base != 0 || table->partition_by != 0))
        return false;
    for (int i = 0; i < kind->columns; i++) {
        const draft_column *column = draft_column_of(draft_root(d, table), thing->columns[i]);
        if (column == NULL || !draft_fits(kind->classes[i], column) || (kind->below && column->generated != 0))
            return false;
        if (kind->below && i > 0 && thing->columns[i] == thing->columns[0])
            return false;
    }
    return true;
}

/* Another one before it that is the same where there can be one. */
static bool is_double(draft *d, const draft_thing *thing)
{
    const thing_kind *kind = &thing_kinds[thing->kind];

    for (const draft_thing *other = d->things; other < thing; other++) {
        bool alike = strcmp(thing_kinds[other->kind].key, kind->key) == 0 && other->table == thing->table;
        if (alike && kind->names == NAME_OF_OTHER && other->other == thing->other)
            return true;
        if (alike && kind->names == NAME_OF_ROLE && other->schema == thing->schema &&
            strcmp(other->name.now, thing->name.now) == 0)
            return true;
        if (alike && kind->names == NAME_NONE)
            return true;
    }
    return false;
}

static bool fits(draft *d, const draft_thing *thing)
{
    return thing_kinds[thing->kind].since <= d->server && has_needed(d, thing) && has_columns(d, thing) &&
           !is_double(d, thing);
}

bool draft_repair_things(draft *d)
{
    int kept = 0, before = d->thing_count;

    for (int i = 0; i < before; i++) {
        if (draft_schema_of(d, d->things[i].schema) == NULL)
            d->things[i].schema = 0;
    }
    for (int i = 0; i < before; i++) {
        if (fits(d, &d->things[i])) {
            if (i != kept)
                d->things[kept] = d->things[i];
            kept++;
        }
    }
    d->thing_count = kept;
    return kept != before;
}

static bool routine_name_taken(const draft *d, const char *name)
{
    for (int i = 0; i < d->thing_count; i++) {
        if (strcmp(d->things[i].name.now, name) == 0)
            return true;
    }
    return false;
}

static void choose_name(draft *d, const thing_kind *kind, rng *r, char name[NAME_SIZE])
{
    static const char *const routines[] = {"calc", "Compute", "it's", "do it", "now_utc"};
    static const char *const roles[] = {"postgres", "pg_monitor"};

    if (kind->names == NAME_PART)
        draft_part_name(d, r, name);
    else if (kind->names == NAME_OF_ROLE)
        snprintf(name, NAME_SIZE, "%s", roles[rng_below(r, 2)]);
    else if (kind->names != NAME_ROUTINE)
        draft_relation_name(d, r, name);
    else
        do
            snprintf(name, NAME_SIZE, "%s%u", routines[rng_below(r, 5)], rng_below(r, 10));
        while (routine_name_taken(d, name));
}

/* Columns of the classes that the kind wants, where the table has some. */
static void choose_columns(draft *d, draft_thing *thing, rng *r)
{
    const thing_kind *kind = &thing_kinds[thing->kind];
    draft_table *table = d->table_count > 0 ? &d->tables[rng_below(r, (unsigned)d->table_count)] : NULL;

    if (kind->columns == 0 || table == NULL)
        return;
    thing->table = table->id;
    if (kind->below)
        thing->schema = table->schema;
    table = draft_root(d, table);
    for (int i = 0; i < kind->columns; i++) {
        int first = (int)rng_below(r, (unsigned)table->column_count);
        for (int k = 0; k < table->column_count; k++) {
            const draft_column *column = &table->columns[(first + k) % table->column_count];
            if (draft_fits(kind->classes[i], column) && (i == 0 || !kind->below || column->id != thing->columns[0]))
                thing->columns[i] = column->id;
        }
    }
}

/* Tries kinds until one finds what it needs. */
void draft_add_thing(draft *d, rng *r)
{
    for (int tries = 0; tries < 20 && d->thing_count < MAX_THINGS; tries++) {
        draft_thing thing = {.id = d->next_id + 1, .kind = (int)rng_below(r, (unsigned)thing_kind_count)};
        const thing_kind *kind = &thing_kinds[thing.kind];
        if (kind->names != NAME_GLOBAL && kind->names != NAME_OF_ROLE && !kind->below && d->schema_count > 0 &&
            rng_chance(r, 30))
            thing.schema = d->schemas[rng_below(r, (unsigned)d->schema_count)].id;
        choose_columns(d, &thing, r);
        if (kind->needs != NULL)
            thing.other = draft_some(d, r, kind->needs);
        thing.options = rng_next(r);
        thing.comment = rng_chance(r, 15) ? 1 + (int)rng_below(r, 6) : 0;
        thing.grants = rng_chance(r, 20) ? 1 + (int)rng_below(r, 4) : 0;
        thing.name.is_new = true;
        choose_name(d, kind, r, thing.name.now);
        d->things[d->thing_count] = thing;
        if (!fits(d, &d->things[d->thing_count]))
            continue;
        d->thing_count++;
        d->next_id++;
        return;
    }
}

static void rename_thing(draft *d, draft_thing *thing, rng *r)
{
    const thing_kind *kind = &thing_kinds[thing->kind];
    draft_thing *other = &d->things[rng_below(r, (unsigned)d->thing_count)];
    char name[NAME_SIZE];

    if (kind->names >= NAME_OF_OTHER || draft_is_argument(d, thing->id) || draft_is_argument(d, other->id))
        return;
    if (other->kind == thing->kind && other->schema == thing->schema && other->table == thing->table &&
        other != thing && rng_chance(r, 50)) {
        draft_swap_names(&thing->name, &other->name);
        return;
    }
    choose_name(d, kind, r, name);
    draft_rename(&thing->name, name);
}

void draft_change_thing(draft *d, rng *r)
{
    if (d->thing_count == 0 || rng_chance(r, 25)) {
        draft_add_thing(d, r);
        return;
    }
    draft_thing *thing = &d->things[rng_below(r, (unsigned)d->thing_count)];
    const thing_kind *kind = &thing_kinds[thing->kind];
    switch (rng_below(r, 8)) {
    case 0: {
        int at = (int)(thing - d->things);
        memmove(thing, thing + 1, sizeof *thing * (size_t)(--d->thing_count - at));
        break;
    }
    case 1:
        rename_thing(d, thing, r);
        break;
    case 2:
        thing->comment = (int)rng_below(r, 4);
        break;
    case 3:
        thing->grants = (int)rng_below(r, 5);
        break;
    case 4:
        if (!kind->below)
            choose_columns(d, thing, r);
        if (kind->needs != NULL && !draft_is_base_type(d, thing->id))
            thing->other = draft_some(d, r, kind->needs);
        break;
    default:
        if (!draft_is_base_type(d, thing->id))
            thing->options = rng_next(r);
    }
}
