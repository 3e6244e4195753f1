#include "losses.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "statement.h"
#include "text.h"
#include "words.h"

/* More rows than that are said as "more than". */
#define COUNT_LIMIT "1000000"

typedef struct reading {
    sg_pg *pg;
    sg_arena *arena;
    sg_words words; /* of the piece that is read */
    sg_buf *text;
} reading;

/* The number that a query answers; 0 when what it asks about is not there. */
static const char *ask(reading *r, const char *relation, const char *sql)
{
    const char *number = NULL;
    sg_result *there = sg_pg_query(r->pg, "SELECT 1 WHERE pg_catalog.to_regclass($1) IS NOT NULL", &relation, 1, NULL);
    bool exists = there != NULL && sg_result_rows(there) > 0;
    sg_result_free(there);
    if (!exists)
        return NULL;
    sg_result *result = sg_pg_query(r->pg, sql, NULL, 0, NULL);
    if (result != NULL && strcmp(sg_result_text(result, 0, 0), "0") != 0)
        number = sg_arena_strdup(r->arena, sg_result_text(result, 0, 0));
    sg_result_free(result);
    return number;
}

static void add_line(reading *r, const char *what, const char *name, const char *number, const char *unit)
{
    bool more = strcmp(number, COUNT_LIMIT) == 0;
    sg_buf_addf(r->text, "    %s ", what);
    sg_text_add_safe(r->text, name, strlen(name));
    sg_buf_addf(r->text, ": %s%s %s%s\n", more ? "at least " : "", number, unit, strcmp(number, "1") == 0 ? "" : "s");
}

static void add_table(reading *r, const char *table)
{
    const char *number = ask(
        r, table, sg_arena_printf(r->arena, "SELECT count(*) FROM (SELECT FROM %s LIMIT " COUNT_LIMIT ") t", table));
    if (number != NULL)
        add_line(r, "table", table, number, "row");
}

static void add_column(reading *r, const char *what, const char *table, const char *column)
{
    const char *sql = sg_arena_printf(
        r->arena, "SELECT count(*) FROM (SELECT FROM %s WHERE %s IS NOT NULL LIMIT " COUNT_LIMIT ") t", table, column);
    const char *number = ask(r, table, sql);
    if (number != NULL)
        add_line(r, what, sg_arena_printf(r->arena, "%s.%s", table, column), number, "value");
}

/* All tables of a schema. */
static void add_schema(reading *r, const char *schema)
{
    sg_result *result =
        sg_pg_query(r->pg,
                    "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class c "
                    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                    "WHERE n.oid = pg_catalog.to_regnamespace($1) AND c.relkind IN ('r', 'm') ORDER BY 1",
                    &schema, 1, NULL);
    for (size_t i = 0; result != NULL && i < sg_result_rows(result); i++)
        add_table(r, sg_arena_strdup(r->arena, sg_result_text(result, i, 0)));
    sg_result_free(result);
}

static void each_name(reading *r, size_t *at, void (*add)(reading *r, const char *name))
{
    do
        add(r, sg_words_name(&r->words, at, r->arena));
    while (sg_words_skip(&r->words, at, ","));
}

/* The actions of ALTER TABLE, to the end of the statement. */
static void read_actions(reading *r, size_t *at, const char *table)
{
    while (*at < r->words.count && !sg_words_is(&r->words, *at, ";")) {
        if (sg_words_skip(&r->words, at, "ALTER")) {
            (void)sg_words_skip(&r->words, at, "COLUMN");
            const char *column = sg_words_name(&r->words, at, r->arena);
            (void)sg_words_skip(&r->words, at, "SET DATA");
            if (sg_words_skip(&r->words, at, "TYPE"))
                add_column(r, "converts column", table, column);
            else
                (*at)++; /* DROP NOT NULL and the like */
        } else if (sg_words_skip(&r->words, at, "DROP") && !sg_words_is(&r->words, *at, "CONSTRAINT")) {
            (void)sg_words_skip(&r->words, at, "COLUMN");
            (void)sg_words_skip(&r->words, at, "IF EXISTS");
            add_column(r, "column", table, sg_words_name(&r->words, at, r->arena));
        } else {
            (*at)++;
        }
    }
}

static void read_sql(reading *r, const char *text, size_t length);

static bool is_literal(const reading *r, size_t at)
{
    return at < r->words.count && r->words.items[at].length >= 2 && r->words.items[at].text[0] == '\'';
}

static const char *literal_text(const reading *r, size_t at)
{
    const sg_sql_word *word = &r->words.items[at];
    sg_buf text;
    sg_buf_init(&text);
    for (size_t i = 1; i + 1 < word->length; i++) {
        sg_buf_addc(&text, word->text[i]);
        i += word->text[i] == '\'' && word->text[i + 1] == '\'';
    }
    const char *copy = sg_arena_strndup(r->arena, text.data, text.length);
    sg_buf_release(&text);
    return copy;
}

/* What EXECUTE runs is read where it is one literal; where it is put together, it is said that nobody looked. */
static void read_executed(reading *r, size_t *at)
{
    static const char *const losing[] = {"DROP ", "TRUNCATE ", "DELETE "};
    size_t first = *at;
    for (; *at < r->words.count && !sg_words_is(&r->words, *at, ";"); (*at)++) {
        if (!is_literal(r, *at))
            continue;
        const char *text = literal_text(r, *at);
        bool whole = *at == first && (first + 1 >= r->words.count || sg_words_is(&r->words, first + 1, ";") ||
                                      sg_words_is(&r->words, first + 1, "USING"));
        if (whole) {
            reading inner = {.pg = r->pg, .arena = r->arena, .text = r->text};
            read_sql(&inner, text, strlen(text));
            continue;
        }
        for (size_t i = 0; i < sizeof losing / sizeof *losing; i++) {
            if (strncasecmp(text, losing[i], strlen(losing[i])) == 0) {
                sg_buf_add(r->text, "    not counted, because it is put together: ");
                sg_text_add_safe(r->text, text, strlen(text));
                sg_buf_addc(r->text, '\n');
            }
        }
    }
}

/* What begins at a word. */
static void read_at(reading *r, size_t *at)
{
    static const struct {
        const char *words;
        void (*add)(reading *r, const char *name);
    } losing[] = {
        {"DROP TABLE", add_table},   {"DROP MATERIALIZED VIEW", add_table},
        {"DROP SCHEMA", add_schema}, {"TRUNCATE", add_table},
        {"DELETE FROM", add_table},
    };
    for (size_t i = 0; i < sizeof losing / sizeof *losing; i++) {
        if (!sg_words_skip(&r->words, at, losing[i].words))
            continue;
        (void)sg_words_skip(&r->words, at, "TABLE");
        (void)sg_words_skip(&r->words, at, "IF EXISTS");
        (void)sg_words_skip(&r->words, at, "ONLY");
        each_name(r, at, losing[i].add);
        return;
    }
    if (sg_words_skip(&r->words, at, "ALTER TABLE")) {
        (void)sg_words_skip(&r->words, at, "IF EXISTS");
        (void)sg_words_skip(&r->words, at, "ONLY");
        const char *table = sg_words_name(&r->words, at, r->arena);
        read_actions(r, at, table);
    } else if (sg_words_skip(&r->words, at, "EXECUTE")) {
        read_executed(r, at);
    } else {
        (*at)++;
    }
}

static void read_sql(reading *r, const char *text, size_t length)
{
    r->words = sg_words_read(r->arena, text, length);
    for (size_t at = 0; at < r->words.count;)
        read_at(r, &at);
}

bool sg_losses_add(sg_pg *pg, const sg_script *script, sg_buf *text, sg_diags *diags)
{
    reading r = {.pg = pg, .arena = sg_arena_new(), .text = text};
    for (size_t i = 0; i < script->statement_count; i++) {
        size_t length;
        const char *body = sg_statement_body(script->statements[i].text, &length);
        read_sql(&r, body, length);
    }
    sg_arena_free(r.arena);
    if (sg_pg_where(pg) == SG_PG_LOST)
        sg_pg_report(pg, diags, SG_QUERY, SG_NOWHERE);
    return sg_pg_where(pg) != SG_PG_LOST;
}
