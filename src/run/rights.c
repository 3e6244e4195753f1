/* Which rights the pending scripts need, and which of them are missing. */
#include "rights.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "script.h"
#include "statement.h"
#include "words.h"

extern const char sg_run_rights_sql[];

/* One walk over the scripts. */
typedef struct collecting {
    sg_arena *arena;
    sg_buf json;   /* the needs, as the query wants them */
    sg_vec places; /* sg_span *, of each need */
    const sg_script *script;
    const sg_statement *statement;
    sg_words words;
    bool says_path; /* names without a schema may be anywhere */
    bool ended;     /* from here on another role may be at work */
} collecting;

/* What a statement needs that begins with `words`, and where the name stands that it is about: next, or behind a
 * further word. What is needed, and the classes of things, are words of rights.sql. */
typedef struct need {
    const char *words, *right, *class;
    const char *behind;    /* NULL: it comes next */
    const char *privilege; /* for "may" */
} need;

#define ALTER_AND_DROP(words, class)             \
    {"ALTER " words, "own", class, NULL, NULL},  \
    {                                            \
        "DROP " words, "drop", class, NULL, NULL \
    }
#define MAKE(words, class)                         \
    {                                              \
        "CREATE " words, "make", class, NULL, NULL \
    }
#define REPLACE(words, class)                                    \
    {                                                            \
        "CREATE OR REPLACE " words, "replace", class, NULL, NULL \
    }
#define ON_TABLE(words)                      \
    {                                        \
        words, "own", "relation", "ON", NULL \
    }
#define MAY(words, behind, privilege)               \
    {                                               \
        words, "may", "relation", behind, privilege \
    }
#define COMMENT(words, class)                         \
    {                                                 \
        "COMMENT ON " words, "own", class, NULL, NULL \
    }

static const need needs[] = {
    ALTER_AND_DROP("TABLE", "relation"),
    ALTER_AND_DROP("FOREIGN TABLE", "relation"),
    ALTER_AND_DROP("VIEW", "relation"),
    ALTER_AND_DROP("MATERIALIZED VIEW", "relation"),
    ALTER_AND_DROP("SEQUENCE", "relation"),
    ALTER_AND_DROP("INDEX", "relation"),
    ALTER_AND_DROP("TYPE", "type"),
    ALTER_AND_DROP("DOMAIN", "type"),
    ALTER_AND_DROP("FUNCTION", "routine"),
    ALTER_AND_DROP("PROCEDURE", "routine"),
    ALTER_AND_DROP("AGGREGATE", "routine"),
    ALTER_AND_DROP("ROUTINE", "routine"),
    ALTER_AND_DROP("COLLATION", "collation"),
    ALTER_AND_DROP("STATISTICS", "statistics"),
    ALTER_AND_DROP("TEXT SEARCH CONFIGURATION", "configuration"),
    ALTER_AND_DROP("TEXT SEARCH DICTIONARY", "dictionary"),
    ALTER_AND_DROP("SCHEMA", "schema"),
    ALTER_AND_DROP("EXTENSION", "extension"),
    ALTER_AND_DROP("PUBLICATION", "publication"),
    ALTER_AND_DROP("SERVER", "server"),
    ALTER_AND_DROP("FOREIGN DATA WRAPPER", "wrapper"),
    ALTER_AND_DROP("EVENT TRIGGER", "event trigger"),
    MAKE("TABLE", "relation"),
    MAKE("UNLOGGED TABLE", "relation"),
    MAKE("FOREIGN TABLE", "relation"),
    MAKE("VIEW", "relation"),
    REPLACE("VIEW", "relation"),
    MAKE("MATERIALIZED VIEW", "relation"),
    MAKE("SEQUENCE", "relation"),
    MAKE("TYPE", "type"),
    MAKE("DOMAIN", "type"),
    MAKE("FUNCTION", "routine"),
    REPLACE("FUNCTION", "routine"),
    MAKE("PROCEDURE", "routine"),
    REPLACE("PROCEDURE", "routine"),
    MAKE("AGGREGATE", "routine"),
    REPLACE("AGGREGATE", "routine"),
    MAKE("COLLATION", "collation"),
    MAKE("TEXT SEARCH CONFIGURATION", "configuration"),
    MAKE("TEXT SEARCH DICTIONARY", "dictionary"),
    {"CREATE SCHEMA", "make at top", "schema", NULL, NULL},
    {"CREATE PUBLICATION", "make at top", "publication", NULL, NULL},
    {"CREATE EXTENSION", "extend", "extension", NULL, NULL},
    ON_TABLE("CREATE INDEX"),
    ON_TABLE("CREATE UNIQUE INDEX"),
    ON_TABLE("CREATE POLICY"),
    ON_TABLE("ALTER POLICY"),
    ON_TABLE("DROP POLICY"),
    ON_TABLE("ALTER TRIGGER"),
    ON_TABLE("DROP TRIGGER"),
    ON_TABLE("DROP RULE"),
    {"CREATE RULE", "own", "relation", "TO", NULL},
    {"CREATE OR REPLACE RULE", "own", "relation", "TO", NULL},
    ON_TABLE("COMMENT ON CONSTRAINT"),
    ON_TABLE("COMMENT ON POLICY"),
    ON_TABLE("COMMENT ON TRIGGER"),
    COMMENT("TABLE", "relation"),
    COMMENT("VIEW", "relation"),
    COMMENT("MATERIALIZED VIEW", "relation"),
    COMMENT("INDEX", "relation"),
    COMMENT("SEQUENCE", "relation"),
    COMMENT("TYPE", "type"),
    COMMENT("DOMAIN", "type"),
    COMMENT("FUNCTION", "routine"),
    COMMENT("SCHEMA", "schema"),
    COMMENT("EXTENSION", "extension"),
    MAY("CREATE TRIGGER", "ON", "TRIGGER"),
    MAY("CREATE OR REPLACE TRIGGER", "ON", "TRIGGER"),
    MAY("CREATE CONSTRAINT TRIGGER", "ON", "TRIGGER"),
    MAY("INSERT INTO", NULL, "INSERT"),
    MAY("UPDATE", NULL, "UPDATE"),
    MAY("DELETE FROM", NULL, "DELETE"),
    MAY("TRUNCATE", NULL, "TRUNCATE"),
};

/* The same for what stands inside of statements that change or make a table. */
static const need inner_needs[] = {
    MAY("REFERENCES", NULL, "REFERENCES"),
    {"PARTITION OF", "own", "relation", NULL, NULL},
    {"ATTACH PARTITION", "own", "relation", NULL, NULL},
    {"INHERIT", "own", "relation", NULL, NULL},
    {"INHERITS (", "own", "relation", NULL, NULL},
    {"SET SCHEMA", "put into", "schema", NULL, NULL},
    {"OWNER TO", "belong to", "role", NULL, NULL},
};
static const char *const with_inner[] = {"ALTER", "CREATE TABLE", "CREATE UNLOGGED TABLE", "CREATE FOREIGN TABLE"};

/* Behind these nobody knows which role is at work, or what it may do. */
static const char *const changes_of_role[] = {
    "SET ROLE",          "SET LOCAL ROLE", "SET SESSION ROLE", "SET SESSION AUTHORIZATION",
    "SET LOCAL SESSION", "RESET ROLE",     "RESET SESSION",    "REASSIGN OWNED",
    "ALTER GROUP",
};

/* What may stand before the name. */
static const char *const fillers[] = {"CONCURRENTLY", "IF NOT EXISTS", "IF EXISTS", "TABLE", "ONLY"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* True for what can be a name; "(", $1 and the like are none. */
static bool is_name(const sg_words *words, size_t at)
{
    if (at >= words->count)
        return false;
    char c = words->items[at].text[0];
    return c == '"' || c == '_' || (c & 0x80) != 0 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void skip_fillers(const sg_words *words, size_t *at)
{
    for (size_t i = 0; i < COUNT(fillers); i++)
        (void)sg_words_skip(words, at, fillers[i]);
}

static void add_need(collecting *c, const need *row, const char *name, size_t word)
{
    size_t start = c->statement->start + (size_t)(c->words.items[word].text - c->statement->text);
    sg_span *place = SG_NEW(c->arena, sg_span);
    *place = (sg_span){c->script->source, (uint32_t)start, (uint32_t)(start + c->words.items[word].length)};
    sg_buf_addf(&c->json, "%s{\"at\": %u, \"right\": \"%s\", \"class\": \"%s\", \"bare\": %s, \"what\": ",
                c->places.count > 0 ? "," : "[", c->places.count, row->right, row->class,
                c->says_path ? "false" : "true");
    sg_buf_add_json(&c->json, name);
    sg_buf_add(&c->json, ", \"privilege\": ");
    sg_buf_add_json(&c->json, row->privilege);
    sg_buf_addc(&c->json, '}');
    sg_vec_push(&c->places, place);
}

/* The names behind the words of a row, which begin at `first`. */
static void read_names(collecting *c, const need *row, size_t first, size_t at)
{
    if (row->behind != NULL) {
        while (at < c->words.count && !sg_words_is(&c->words, at, row->behind) && !sg_words_is(&c->words, at, ";"))
            at++;
        if (!sg_words_skip(&c->words, &at, row->behind))
            return;
    }
    skip_fillers(&c->words, &at);
    do {
        if (is_name(&c->words, at))
            add_need(c, row, sg_words_name(&c->words, &at, c->arena), first);
    } while (strcmp(row->right, "drop") == 0 && sg_words_skip(&c->words, &at, ","));
}

static void read_row(collecting *c, const need *rows, size_t count, size_t at)
{
    for (size_t i = 0; i < count; i++) {
        size_t behind = at;
        if (sg_words_skip(&c->words, &behind, rows[i].words)) {
            read_names(c, &rows[i], at, behind);
            return;
        }
    }
}

static bool begins(const sg_words *words, size_t at, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t next = at;
        if (sg_words_skip(words, &next, list[i]))
            return true;
    }
    return false;
}

/* GRANT of a role, not of a right on something. */
static bool grants_role(const sg_words *words, size_t at)
{
    if (!sg_words_is(words, at, "GRANT") && !sg_words_is(words, at, "REVOKE"))
        return false;
    while (at < words->count && !sg_words_is(words, at, ";") && !sg_words_is(words, at, "ON"))
        at++;
    return !sg_words_is(words, at, "ON");
}

/* What begins at a word. */
static void read_statement(collecting *c, size_t at)
{
    if (begins(&c->words, at, changes_of_role, COUNT(changes_of_role)) || grants_role(&c->words, at)) {
        c->ended = true;
        return;
    }
    c->says_path = c->says_path || begins(&c->words, at, (const char *const[]){"CREATE TEMP", "CREATE TEMPORARY"}, 2);
    read_row(c, needs, COUNT(needs), at);
    if (!begins(&c->words, at, with_inner, COUNT(with_inner)))
        return;
    for (at++; at < c->words.count && !sg_words_is(&c->words, at, ";"); at++)
        read_row(c, inner_needs, COUNT(inner_needs), at);
}

/* In the block around a step of ours statements begin behind these words; the body of a routine ends what is known. */
static void read_block(collecting *c)
{
    static const char *const openers[] = {";", "THEN", "ELSE", "BEGIN", "LOOP"};
    static const char *const routines[] = {"CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", "CREATE PROCEDURE",
                                           "CREATE OR REPLACE PROCEDURE"};
    for (size_t at = 1; at < c->words.count && !c->ended; at++) {
        if (!begins(&c->words, at - 1, openers, COUNT(openers)))
            continue;
        read_statement(c, at);
        if (begins(&c->words, at, routines, COUNT(routines)))
            return;
    }
}

static void read_script(collecting *c, const sg_script *script)
{
    c->script = script;
    c->says_path = false;
    for (size_t i = 0; i < script->statement_count && !c->ended; i++) {
        size_t length;
        c->statement = &script->statements[i];
        const char *body = sg_statement_body(c->statement->text, &length);
        c->says_path = c->says_path || strcasestr(c->statement->text, "search_path") != NULL;
        c->words = sg_words_read(c->arena, body, length);
        if (body == c->statement->text)
            read_statement(c, 0);
        else if (script->migration->layout->own)
            read_block(c);
    }
}

static sg_status report(const collecting *c, const sg_result *rows, sg_diags *diags)
{
    for (size_t i = 0; i < sg_result_rows(rows); i++) {
        const sg_span *place = c->places.items[strtoul(sg_result_text(rows, i, 0), NULL, 10)];
        sg_diag *diag = sg_diag_add(diags, SG_NO_RIGHT, *place, "role %s lacks %s", sg_result_text(rows, i, 1),
                                    sg_result_text(rows, i, 2));
        sg_diag_hint(diags, diag, "%s", sg_result_text(rows, i, 3));
    }
    return sg_result_rows(rows) > 0 ? SG_STATUS_REFUSED : SG_STATUS_OK;
}

static sg_status ask(sg_pg *pg, collecting *c, sg_diags *diags)
{
    const char *schema = sg_pg_schema(pg);
    sg_buf_addc(&c->json, ']');
    const char *params[] = {c->json.data, schema != NULL ? schema : "public"};
    sg_result *rows = sg_pg_query(pg, sg_run_rights_sql, params, COUNT(params), diags);
    sg_status status = rows != NULL ? report(c, rows, diags) : SG_STATUS_FAILED;
    sg_result_free(rows);
    return status;
}

/* Who may do all need not be asked. */
static bool may_do_all(sg_pg *pg)
{
    sg_result *row = sg_pg_query(pg, "SELECT pg_catalog.current_setting('is_superuser')", NULL, 0, NULL);
    bool all = row != NULL && strcmp(sg_result_text(row, 0, 0), "on") == 0;
    sg_result_free(row);
    return all;
}

sg_status sg_rights_check(sg_pg *pg, const sg_vec *scripts, sg_diags *diags)
{
    sg_status status = SG_STATUS_OK;
    if (scripts->count == 0 || may_do_all(pg))
        return SG_STATUS_OK;
    collecting c = {.arena = sg_arena_new()};
    sg_buf_init(&c.json);
    for (size_t i = 0; i < scripts->count && !c.ended; i++)
        read_script(&c, scripts->items[i]);
    if (c.places.count > 0)
        status = ask(pg, &c, diags);
    sg_buf_release(&c.json);
    sg_vec_release(&c.places);
    sg_arena_free(c.arena);
    return status;
}
