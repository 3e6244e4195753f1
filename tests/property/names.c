/* Names: few of each, so that names that became free are used again, and some that want trouble. */
#include <stdio.h>
#include <string.h>

#include "draft.h"

#define COUNT(pool) (sizeof(pool) / sizeof *(pool))

static const char *const relations[] = {"users",
                                        "orders",
                                        "items",
                                        "notes",
                                        "Tags",
                                        "order",
                                        "x\"; drop table y; --",
                                        "na\xc3\xafve caf\xc3\xa9",
                                        "a.b",
                                        "it's",
                                        "back\\slash",
                                        "%s $sg$ {0}",
                                        "a_name_of_sixty_three_bytes_is_the_longest_that_postgresql_keep",
                                        "user_x",
                                        "t1",
                                        "t2",
                                        "t3"};
static const char *const parts[] = {
    "ix_", "Key ", "k\"", "'", "\xc3\xa4_", "this_key_has_a_name_of_nearly_sixty_three_bytes_in_postgresql_"};
static const char *const columns[] = {"id",      "name",
                                      "note",    "state",
                                      "Total",   "user",
                                      "c1",      "c2",
                                      "c3",      "c4",
                                      "select",  "a \"b\"",
                                      "it's",    "\xc3\xa4 \xe2\x82\xac",
                                      "a.b",     "back\\slash",
                                      "created", "$1",
                                      "c5",      "c6",
                                      "c7",      "this_column_has_a_name_of_nearly_sixty_three_bytes_in_postgres"};
static const char *const labels[] = {"new", "open", "done", "it's", "\"q\"", "A b", "\xc3\xa9t\xc3\xa9",
                                     "\\",  "null", "5",    "x,y",  "(z)"};
static const char *const schemas[] = {"billing", "Shop", "crm", "sch\"ema", "s.t", "app"};

static bool taken_in_table(const draft_table *table, const char *name)
{
    if (strcmp(table->name.now, name) == 0)
        return true;
    for (int i = 0; i < table->part_count; i++) {
        if (strcmp(table->parts[i].name.now, name) == 0)
            return true;
    }
    return false;
}

static bool taken(const draft *d, const char *name)
{
    for (int i = 0; i < d->table_count; i++) {
        if (taken_in_table(&d->tables[i], name))
            return true;
    }
    for (int i = 0; i < d->enum_count; i++) {
        if (strcmp(d->enums[i].name.now, name) == 0)
            return true;
    }
    for (int i = 0; i < d->sequence_count; i++) {
        if (strcmp(d->sequences[i].name.now, name) == 0)
            return true;
    }
    for (int i = 0; i < d->thing_count; i++) {
        if (strcmp(d->things[i].name.now, name) == 0)
            return true;
    }
    return false;
}

void draft_relation_name(draft *d, rng *r, char name[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "%s", relations[rng_below(r, COUNT(relations))]);
    while (taken(d, name))
        snprintf(name, NAME_SIZE, "%c%u", "rst"[rng_below(r, 3)], rng_below(r, 90));
}

void draft_part_name(draft *d, rng *r, char name[NAME_SIZE])
{
    do
        snprintf(name, NAME_SIZE, "%s%u", parts[rng_below(r, COUNT(parts))], rng_below(r, 10));
    while (taken(d, name));
}

static bool has_column(const draft_table *table, const char *name)
{
    for (int i = 0; i < table->column_count; i++) {
        if (strcmp(table->columns[i].name.now, name) == 0)
            return true;
    }
    return false;
}

void draft_column_name(const draft_table *table, rng *r, char name[NAME_SIZE])
{
    do
        snprintf(name, NAME_SIZE, "%s", columns[rng_below(r, COUNT(columns))]);
    while (has_column(table, name));
}

static bool has_label(const draft_enum *enumeration, const char *name)
{
    for (int i = 0; i < enumeration->label_count; i++) {
        if (strcmp(enumeration->labels[i].now, name) == 0)
            return true;
    }
    return false;
}

void draft_label_name(const draft_enum *enumeration, rng *r, char name[NAME_SIZE])
{
    do
        snprintf(name, NAME_SIZE, "%s", labels[rng_below(r, COUNT(labels))]);
    while (has_label(enumeration, name));
}

static bool has_schema(const draft *d, const char *name)
{
    for (int i = 0; i < d->schema_count; i++) {
        if (strcmp(d->schemas[i].name.now, name) == 0)
            return true;
    }
    return false;
}

void draft_schema_name(const draft *d, rng *r, char name[NAME_SIZE])
{
    do
        snprintf(name, NAME_SIZE, "%s", schemas[rng_below(r, COUNT(schemas))]);
    while (has_schema(d, name));
}

void draft_rename(draft_name *name, const char *now)
{
    if (!name->is_new && name->was[0] == '\0')
        memcpy(name->was, name->now, NAME_SIZE);
    snprintf(name->now, NAME_SIZE, "%s", now);
}

void draft_move(draft *d, draft_name *name, int schema)
{
    const draft_schema *left = draft_schema_of(d, schema);
    const char *home = left == NULL ? "public" : left->name.was[0] != '\0' ? left->name.was : left->name.now;

    if (name->is_new || name->home[0] != '\0')
        return;
    memcpy(name->home, home, strlen(home) + 1);
    if (name->was[0] == '\0')
        memcpy(name->was, name->now, NAME_SIZE);
}

void draft_swap_names(draft_name *a, draft_name *b)
{
    char now[NAME_SIZE];

    memcpy(now, a->now, NAME_SIZE);
    draft_rename(a, b->now);
    draft_rename(b, now);
}
