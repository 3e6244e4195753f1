/* schema.c - writes a schema.json of any size to standard output: `bench_schema TABLES VERSION`. Version 2 is version 1
 * after some months of work. The same arguments give the same bytes. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAME_SIZE = 64 };

/* What version 2 does to a table; a table takes the one at its number modulo CHANGES. */
enum {
    ADD_COLUMNS,
    WIDEN_TEXT,
    WIDEN_NUMBER,
    DROP_INDEX,
    ADD_INDEX,
    CHANGE_DEFAULT,
    CHANGE_CHECK,
    CHANGE_COMMENT,
    KEEP,
    CHANGES = 11 /* nothing in common with the other choices by number */
};

typedef struct table {
    unsigned number;
    unsigned change; /* KEEP and above: none */
    char name[NAME_SIZE];
    char parent[NAME_SIZE];
} table;

static void name_table(char *name, unsigned number)
{
    static const char *const areas[] = {"billing", "catalog", "shipping", "support", "payroll", "audit", "booking"};
    static const char *const nouns[] = {"accounts", "entries", "orders", "batches", "contacts",
                                        "events",   "lines",   "plans",  "reports", "visits"};
    const unsigned area_count = sizeof areas / sizeof *areas;
    const unsigned noun_count = sizeof nouns / sizeof *nouns;

    snprintf(name, NAME_SIZE, "%s_%s_%u", areas[number % area_count], nouns[number / area_count % noun_count], number);
}

static void print_first_columns(const table *it)
{
    printf("        \"id\": { \"type\": \"bigint\", \"identity\": \"always\", \"primaryKey\": true },\n");
    printf("        \"parent_id\": {\n"
           "          \"type\": \"bigint\",\n"
           "          \"nullable\": true,\n"
           "          \"references\": { \"table\": \"%s\", \"column\": \"id\", \"onDelete\": \"%s\" }\n"
           "        },\n",
           it->parent, it->number % 2 ? "cascade" : "setNull");
    printf("        \"code\": { \"type\": \"varchar(%d)\"%s },\n", it->change == WIDEN_TEXT ? 80 : 40,
           it->number % 3 ? "" : ", \"unique\": true");
    printf("        \"title\": \"text\",\n");
    printf("        \"note\": \"text?\",\n");
    printf("        \"state\": { \"type\": \"entry_state\", \"default\": \"'%s'\" },\n",
           it->change == CHANGE_DEFAULT ? "open" : "draft");
}

static void print_last_columns(const table *it)
{
    printf("        \"amount\": { \"type\": \"numeric(12,2)\", \"default\": 0%s },\n",
           it->number % 2 ? "" : ", \"comment\": \"In the currency of the account\"");
    printf("        \"quantity\": { \"type\": \"%s\", \"default\": 1%s },\n",
           it->change == WIDEN_NUMBER ? "bigint" : "integer", it->number % 4 ? "" : ", \"check\": \"quantity > 0\"");
    printf("        \"active\": { \"type\": \"boolean\", \"default\": true },\n");
    printf("        \"settings\": { \"type\": \"jsonb\", \"default\": \"'{}'::jsonb\" },\n");
    printf("        \"created_at\": { \"type\": \"timestamptz\", \"default\": \"now()\" },\n");
    printf("        \"updated_at\": \"timestamptz?\"");
    if (it->change == ADD_COLUMNS)
        printf(",\n        \"archived_at\": \"timestamptz?\",\n"
               "        \"priority\": { \"type\": \"smallint\", \"default\": 3 }");
}

static void print_indexes(const table *it)
{
    if (it->change == DROP_INDEX)
        return;
    printf(",\n      \"indexes\": {\n"
           "        \"%s_latest\": { \"columns\": [\"parent_id\", { \"column\": \"created_at\", \"order\": \"desc\" "
           "}]%s }",
           it->name, it->number % 5 ? "" : ", \"where\": \"active\"");
    if (it->change == ADD_INDEX)
        printf(",\n        \"%s_title\": { \"columns\": [{ \"expression\": \"lower(title)\" }] }", it->name);
    printf("\n      }");
}

static void print_table(const table *it, bool last)
{
    printf("    \"%s\": {\n", it->name);
    if (it->number % 2 || it->change == CHANGE_COMMENT)
        printf("      \"comment\": \"%s of one customer, kept for ten years\",\n",
               it->change == CHANGE_COMMENT ? "All" : "Everything");
    printf("      \"columns\": {\n");
    print_first_columns(it);
    print_last_columns(it);
    printf("\n      },\n"
           "      \"checks\": { \"%s_amount_range\": \"amount >= 0 and amount < %s\" }",
           it->name, it->change == CHANGE_CHECK ? "5000000" : "1000000");
    print_indexes(it);
    printf("\n    }%s\n", last ? "" : ",");
}

int main(int argc, char **argv)
{
    unsigned tables = argc == 3 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
    bool second = argc == 3 && strtoul(argv[2], NULL, 10) == 2;
    unsigned all = second ? tables + (tables + 99) / 100 : tables;

    if (tables == 0) {
        fprintf(stderr, "usage: bench_schema TABLES 1|2\n");
        return EXIT_FAILURE;
    }
    printf("{\n"
           "  \"$schema\": \"./schemagen.schema.json\",\n"
           "  \"schemagen\": 1,\n"
           "  \"datasource\": { \"provider\": \"postgresql\", \"url\": \"env(DATABASE_URL)\" },\n"
           "  \"enums\": {\n"
           "    \"entry_state\": [\"draft\", \"open\", \"%sclosed\"]\n"
           "  },\n"
           "  \"tables\": {\n",
           second ? "waiting\", \"" : "");
    for (unsigned i = 0; i < all; i++) {
        table it = {.number = i, .change = second && i < tables ? i % CHANGES : KEEP};

        name_table(it.name, i);
        name_table(it.parent, i / 2);
        print_table(&it, i + 1 == all);
    }
    printf("  }\n}\n");
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
