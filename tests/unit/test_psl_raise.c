/* Schemas in the Prisma language: what is written for what, and that all of it comes back. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "round_trip.h"
#include "source.h"
#include "suite.h"

typedef struct raised_row {
    const char *json;   /* inside of the braces, with ' for " */
    const char *wanted; /* texts that the result holds, one a line */
} raised_row;

static sg_model *read_json(const char *inside, sg_diags *diags)
{
    sg_buf text;

    sg_buf_init(&text);
    sg_buf_addf(&text, "{'schemagen': 1, 'openTypes': true, %s}", inside);
    for (char *c = strchr(text.data, '\''); c != NULL; c = strchr(c, '\''))
        *c = '"';
    for (char *c = strchr(text.data, '`'); c != NULL; c = strchr(c, '`'))
        *c = '\'';
    const char *copy = sg_arena_strdup(sg_diags_arena(diags), text.data);
    sg_buf_release(&text);
    return sg_source_text("test.json", copy, strlen(copy), false, diags);
}

static void check_lines(const raised_row *row, const char *text)
{
    const char *line = row->wanted;

    while (*line != '\0') {
        size_t length = strcspn(line, "\n");
        bool found = memmem(text, strlen(text), line, length) != NULL;
        if (!found)
            fprintf(stderr, "%s\n  does not give %.*s\n%s\n", row->json, (int)length, line, text);
        CU_ASSERT_TRUE(found);
        line += length + (line[length] == '\n');
    }
}

static void check_rows(const raised_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sg_diags *diags = sg_diags_new();
        sg_model *model = read_json(rows[i].json, diags);
        sg_buf text;

        if (model == NULL)
            sg_diags_print(diags, stderr, SG_DIAG_TEXT, false);
        CU_ASSERT_PTR_NOT_NULL_FATAL(model);
        const char *wrong = round_trip(sg_diags_arena(diags), model);
        if (wrong != NULL)
            fprintf(stderr, "%s\n%s\n", rows[i].json, wrong);
        CU_ASSERT_PTR_NULL(wrong);
        sg_buf_init(&text);
        sg_source_write_prisma(&text, model);
        check_lines(&rows[i], text.data);
        sg_buf_release(&text);
        sg_model_free(model);
        sg_diags_free(diags);
    }
}

#define CHECK(rows) check_rows(rows, sizeof(rows) / sizeof(rows[0]))

#define COLUMN(definition, field)                                                                      \
    {                                                                                                  \
        "'enums': {'e': ['x y', '1']}, 'tables': {'t': {'columns': {'id': 'integer', 'a': " definition \
        "}, 'primaryKey': ['id']}}",                                                                   \
            field                                                                                      \
    }

static void test_columns(void)
{
    static const raised_row rows[] = {
        COLUMN("'varchar(10)?'", "a  String? @db.VarChar(10)"),
        COLUMN("'bpchar'", "Unsupported(\"bpchar\")"),
        COLUMN("'numeric(65,30)'", "a  Decimal\n"),
        COLUMN("'numeric(5,-2)'", "Unsupported(\"numeric(5,-2)\")"),
        COLUMN("'interval'", "a  Unsupported(\"interval\")"),
        COLUMN("'tstzrange[]?'", "a  Unsupported(\"tstzrange\")[]"),
        COLUMN("'vector(3)'", "a  Unsupported(\"vector(3)\")"),
        COLUMN("'integer[]'", "/// @schemagen.nullable(false)\na  Int[]"),
        COLUMN("{'type': 'integer', 'identity': 'byDefault'}",
               "/// @schemagen.identity(\"byDefault\")\na  Int @default(autoincrement())"),
        COLUMN("{'type': 'text', 'collation': 'C', 'comment': 'two\\nlines \\\\'}",
               "/// @schemagen.comment(\"two\\nlines \\\\\")\n/// @schemagen.collation(\"C\")"),
        COLUMN("{'type': 'e', 'default': '`x y`'}", "@default(x_y)\nx_y @map(\"x y\")\nx_1 @map(\"1\")"),
        COLUMN("{'type': 'text', 'default': '`it``s`'}", "@default(\"it's\")"),
        COLUMN("{'type': 'text', 'default': 'upper(`a`)'}", "@default(dbgenerated(\"upper('a')\"))"),
        COLUMN("{'type': 'date', 'default': 'CURRENT_TIMESTAMP'}", "@default(now()) @db.Date"),
        COLUMN("{'type': 'bigint', 'default': 5}", "@default(5)"),
        COLUMN("{'type': 'timestamptz', 'default': '`2020-01-01T00:00:00Z`'}", "@default(\"2020-01-01T00:00:00Z\")"),
        COLUMN("{'type': 'timestamptz', 'default': '`2020-01-01`'}", "dbgenerated(\"'2020-01-01'\")"),
        COLUMN("{'type': 'text', 'generated': 'id::text', 'stored': true}", "@default(dbgenerated(\"id::text\"))"),
        COLUMN("{'type': 'text', 'renamedFrom': 'b'}", "/// @schemagen.renamedFrom(\"b\")"),
    };
    CHECK(rows);
}

/* A table t of columns a, b (text) and id, and the rest of its definition. */
#define TABLE(rest, wanted)                                                                                           \
    {                                                                                                                 \
        "'tables': {'t': {'columns': {'id': 'integer', 'a': 'text', 'b': 'text?'}, 'primaryKey': ['id'], " rest "}}", \
            wanted                                                                                                    \
    }

static void test_keys(void)
{
    static const raised_row rows[] = {
        TABLE("'uniques': {'t_a_key': ['a']}", "/// @schemagen.constraint\na  String  @unique"),
        TABLE("'uniques': {'u': {'columns': ['a', 'b'], 'nullsNotDistinct': true}}",
              "/// @schemagen.constraint\n/// @schemagen.nullsNotDistinct\n@@unique([a, b], map: \"u\")"),
        TABLE("'indexes': {'t_a_key': {'columns': ['a'], 'unique': true}}", "a  String  @unique\n"),
        TABLE("'indexes': {'i': {'columns': ['a'], 'unique': true, 'where': 'b IS NULL'}}",
              "/// @schemagen.indexes(i: { \"unique\": true"),
        TABLE("'indexes': {'t_a_idx': {'columns': ['a'], 'where': 'b IS NULL', 'include': ['b'], 'with': "
              "{'fillfactor': 70}}}",
              "/// @schemagen.where(\"b IS NULL\")\n/// @schemagen.include([ \"b\" ])\n@@index([a])"),
        TABLE("'indexes': {'i': {'columns': [{'expression': 'lower(a)'}]}}", "/// @schemagen.indexes(i: {"),
        TABLE("'indexes': {'i': {'columns': [{'column': 'a', 'nulls': 'first'}]}}", "/// @schemagen.indexes(i: {"),
        TABLE("'indexes': {'i': {'columns': [{'column': 'a', 'opclass': 'text_pattern_ops'}]}}",
              "@@index([a(ops: raw(\"text_pattern_ops\"))], map: \"i\")"),
        TABLE("'indexes': {'odd \\'name': {'columns': ['a', 'a']}}", "/// @schemagen.indexes(\"odd \\\"name\": {"),
        TABLE("'checks': {'c': 'a <> b'}, 'comment': 'x'",
              "/// @schemagen.check(\"a <> b\", map: \"c\")\n/// @schemagen.comment(\"x\")\nmodel t {"),
        {"'tables': {'t': {'columns': {'r': 'int4range', 'a_b': 'text', 'a': 'text', 'b': 'text'}, 'primaryKey': "
         "['r'], 'indexes': {'i': {'columns': ['a', 'b'], 'unique': true}}}}",
         "/// @schemagen.type(\"int4range\")\nr   String @id\n@@unique([a, b], name: \"a_b_2\", map: \"i\")"},
        /* the language wants names of indexes and foreign keys to differ */
        {"'tables': {'o': {'columns': {'id': 'integer'}, 'primaryKey': ['id']}, 't': {'columns': {'o': 'integer'}, "
         "'foreignKeys': {'t_o': {'columns': ['o'], 'references': {'table': 'o', 'columns': ['id']}}}, 'indexes': "
         "{'t_o': {'columns': ['o']}}}}",
         "map: \"t_o\")\n/// @schemagen.indexes(t_o: {"},
        {"'tables': {'t': {'columns': {'a': 'text?', 'b': 'integer[]'}}, 'e': {'columns': {}}}",
         "@@ignore\n/// @schemagen.tables(e: {"},
    };
    CHECK(rows);
}

static void test_relations(void)
{
    static const raised_row rows[] = {
        {"'tables': {'users': {'columns': {'id': 'integer', 'posts': 'text'}, 'primaryKey': ['id']}, 'posts': "
         "{'columns': {"
         "'id': 'integer', 'by': 'integer'}, 'primaryKey': ['id'], 'foreignKeys': {'posts_by_fkey': {'columns': "
         "['by'], "
         "'references': {'table': 'users', 'columns': ['id']}, 'onUpdate': 'cascade', 'onDelete': 'restrict'}}}}",
         "users users @relation(fields: [by], references: [id])\nposts_posts_byTousers posts[]"},
        {"'tables': {'t': {'columns': {'id': 'integer', 'up': 'integer?'}, 'primaryKey': ['id'], 'foreignKeys': {'f': "
         "{'columns': ['up'], 'references': {'table': 't'}, 'onDelete': 'setNull', 'onDeleteColumns': ['up'], "
         "'deferrable': 'immediate'}}}}",
         "/// @schemagen.deferrable(\"immediate\")\nt_t_upTot\nother_t_t_upTot\nonUpdate: NoAction, map: \"f\")"},
        /* of two types for clients: no relation */
        {"'tables': {'a': {'columns': {'id': 'bigint'}, 'primaryKey': ['id']}, 'b': {'columns': {'id': 'integer'}, "
         "'primaryKey': ['id'], 'foreignKeys': {'f': {'columns': ['id'], 'references': {'table': 'a'}}}}}",
         "/// @schemagen.foreignKeys(f: {"},
        {"'tables': {'a': {'columns': {'id': 'integer'}, 'primaryKey': ['id']}, 'b': {'columns': {'id': 'integer?', "
         "'r': "
         "'integer'}, 'foreignKeys': {'f': {'columns': ['r'], 'references': {'table': 'a'}}}}}",
         "b  b[] @ignore\n@@ignore"},
        {"'tables': {'A': {'columns': {'id': 'integer'}, 'primaryKey': ['id']}, 'B': {'columns': {'id': 'text'}, "
         "'primaryKey': ['id']}, '_x': {'comment': 'c', 'checks': {'c': {'expression': '\\\"A\\\" > 0', 'notValid': "
         "true}}, 'columns': {'A': 'integer', 'B': 'text'}, 'primaryKey': "
         "{'name': "
         "'_x_AB_pkey', 'columns': ['A', 'B']}, 'indexes': {'_x_B_index': {'columns': ['B']}}, 'foreignKeys': "
         "{'_x_A_fkey': "
         "{'columns': ['A'], 'references': {'table': 'A'}, 'onUpdate': 'cascade', 'onDelete': 'cascade'}, '_x_B_fkey': "
         "{'columns': ['B'], 'references': {'table': 'B'}, 'onUpdate': 'cascade', 'onDelete': 'cascade'}}}}",
         "/// @schemagen.comment(\"c\")\n/// @schemagen.check(\"\\\"A\\\" > 0\", map: \"c\", notValid: true)\n"
         "  B  B[] @relation(\"x\")\n  A  A[]    @relation(\"x\")"},
        {"'tables': {'a': {'partitionBy': 'LIST (n)', 'columns': {'id': 'integer', 'n': 'integer'}, 'primaryKey': "
         "['id', "
         "'n']}, 'a1': {'partitionOf': {'table': 'a', 'values': 'in (1)'}, 'columns': {'n': {'type': 'integer', "
         "'default': '7'}}, 'foreignKeys': {'k': {'columns': ['id', "
         "'n'], "
         "'references': {'table': 'a'}}}}}",
         "model a1 {\n@schemagen.foreignKeys(k:"},
        {"'tables': {'a': {'partitionBy': 'LIST (n)', 'columns': {'id': 'integer', 'n': 'integer'}}, 'a1': "
         "{'partitionOf': {'table': 'a', 'values': 'in (1)'}, 'columns': {'n': {'type': 'integer', 'default': '7'}}, "
         "'primaryKey': ['id', 'n']}}",
         "@schemagen.primaryKey(columns: [ \"id\", \"n\" ])\nmodel a1 {"},
    };
    CHECK(rows);
}

static void test_names(void)
{
    static const raised_row rows[] = {
        {"'schemas': {'s': {}, 'empty': {}}, 'enums': {'class': ['a']}, 'tables': {'t': {'columns': {'_a': 'integer', "
         "'a': "
         "'class'}, 'primaryKey': ['_a']}, 's.t': {'columns': {'é 1': 'integer'}, 'primaryKey': ['é 1']}}",
         "schemas  = [\"public\", \"s\"]\n/// @schemagen.schemas(empty: { })\nmodel s_t {\nenum Renamedclass {\n"
         "a   Renamedclass\n  a_2 Int          @id @map(\"_a\")\n@@schema(\"s\")\n@map(\"é 1\")"},
        {"'sequences': {'q': {'start': 5}}, 'tables': {'T': {'columns': {'i': 'smallserial', 'j': {'type': 'bigint', "
         "'default': 'nextval(`q`)'}}, 'primaryKey': ['i']}}",
         "/// @schemagen.sequences(q: { \"start\": 5 })\ni Int    @id @default(autoincrement()) @db.SmallInt\n"
         "@default(dbgenerated(\"nextval('q')\"))"},
    };
    CHECK(rows);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"columns", test_columns}, {"keys", test_keys}, {"relations", test_relations},
        {"names", test_names},     CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"psl raising", NULL, NULL, NULL, NULL, tests});
}
