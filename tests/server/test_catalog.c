/* What a database holds against what is wanted. */
#include <stdlib.h>
#include <string.h>

#include "catalog.h"
#include "database.h"
#include "kind.h"
#include "source.h"
#include "suite.h"

/* The sentences of all differences, one a line; "?" when comparing failed. */
static const char *differences(const char *json)
{
    sg_differences found;
    sg_model *wanted = sg_source_text("wanted.json", json, strlen(json), false, database_diags);
    sg_model *held = sg_catalog_read(database_pg, NULL, database_diags);
    if (wanted == NULL || held == NULL ||
        !sg_catalog_compare(database_pg, wanted, held, database_arena, &found, database_diags)) {
        CU_FAIL("comparing failed");
        fputs(database_printed(), stderr);
        return "?";
    }
    sg_buf text;
    sg_buf_init(&text);
    for (size_t i = 0; i < found.count; i++)
        sg_buf_addf(&text, "%s\n", found.items[i].sentence);
    const char *copy = sg_arena_strdup(database_arena, text.data);
    sg_buf_release(&text);
    sg_model_free(held);
    sg_model_free(wanted);
    CU_ASSERT_EQUAL(sg_pg_where(database_pg), SG_PG_IDLE);
    return copy;
}

#define TABLE(columns, rest) "{\"schemagen\": 1, \"tables\": {\"t\": {\"columns\": {" columns "}" rest "}}}"

static void an_empty_database_has_nothing(void)
{
    CU_ASSERT_STRING_EQUAL(differences("{\"schemagen\": 1}"), "");
    CU_ASSERT_STRING_EQUAL(differences(TABLE("\"a\": \"int4\"", "")), "table public.t is missing\n");
}

static void what_nobody_wants_is_named_once(void)
{
    database_run(database_pg, "CREATE SCHEMA s; CREATE TABLE s.u (id serial PRIMARY KEY); CREATE TYPE e AS ENUM ('a');"
                              "CREATE SCHEMA schemagen; CREATE TABLE schemagen.migrations (a int)");
    CU_ASSERT_STRING_EQUAL(differences("{\"schemagen\": 1}"),
                           "schema s is not wanted\nenum public.e is not wanted\nsequence s.u_id_seq is not wanted\n"
                           "table s.u is not wanted\n");
}

static void changes_name_their_keys(void)
{
    database_run(database_pg, "CREATE TABLE t (a bigint, b text NOT NULL DEFAULT 'x', d int NOT NULL);"
                              "COMMENT ON COLUMN t.b IS 'other'");
    CU_ASSERT_STRING_EQUAL(
        differences(TABLE("\"a\": \"int?\", \"b\": {\"type\": \"text\", \"comment\": \"mine\"}, \"c\": \"int\"", "")),
        "column public.t.a differs in type\ncolumn public.t.b differs in default, comment\n"
        "column public.t.c is missing\ncolumn public.t.d is not wanted\n");
}

/* The server writes expressions in its own way: as texts they differ, as expressions they do not. */
static void spellings_are_no_differences(void)
{
    static const char columns[] =
        "\"a\": {\"type\": \"varchar(9)\", \"default\": \"'x' || substring('abc' from 2 for 1)\"}, \"n\": \"numeric\","
        "\"g\": {\"type\": \"numeric\", \"generated\": \"n*2 + (case when n between 1 and 2 then 0 else 1 end)\"}";
    static const char rest[] =
        ", \"checks\": {\"t_c\": \"a not in ('x','y') AND extract(year from date '2020-01-01') > n::int\"},"
        "\"indexes\": {\"t_i\": {\"columns\": [{\"expression\": \"lower(a) || 'z'\"}], \"where\": \"n >= 1 and a like "
        "'q%'\"}}";
    const char *wanted = sg_arena_printf(
        database_arena, "{\"schemagen\": 1, \"tables\": {\"t\": {\"columns\": {%s}%s}}}", columns, rest);
    database_run(
        database_pg,
        "CREATE TABLE t (a varchar(9) NOT NULL DEFAULT 'x' || substring('abc' from 2 for 1), n numeric NOT NULL,"
        "g numeric NOT NULL GENERATED ALWAYS AS (n*2 + (case when n between 1 and 2 then 0 else 1 end)) STORED,"
        "CONSTRAINT t_c CHECK (a not in ('x','y') AND extract(year from date '2020-01-01') > n::int));"
        "CREATE INDEX t_i ON t ((lower(a) || 'z')) WHERE n >= 1 and a like 'q%'");
    CU_ASSERT_STRING_EQUAL(differences(wanted), "");
    database_run(database_pg, "DROP INDEX t_i; CREATE INDEX t_i ON t ((lower(a) || 'z')) WHERE n >= 2 and a like 'q%';"
                              "ALTER TABLE t DROP CONSTRAINT t_c, ADD CONSTRAINT t_c CHECK (a not in ('x','z')),"
                              "ALTER a SET DEFAULT 'x' || substring('abc' from 2 for 2)");
    CU_ASSERT_STRING_EQUAL(
        differences(wanted),
        "column public.t.a differs in default\n"
        "check constraint public.t.t_c differs in expression\nindex public.t.t_i differs in where\n");
}

/* The rows that differ are named by their keys; a row without a key is named as a whole. */
static void seeds_are_compared_by_asking(void)
{
    const char *wanted = TABLE("\"id\": {\"type\": \"int\", \"primaryKey\": true}, \"v\": \"text?\"",
                               "}}, \"seeds\": {\"t\": {\"key\": [\"id\"], \"rows\": [{\"id\": 1, \"v\": \"one\"},"
                               "{\"id\": 2, \"v\": \"two\"}, {\"id\": 3}]");
    const char *whole = TABLE("\"id\": {\"type\": \"int\", \"primaryKey\": true}, \"v\": \"text?\"",
                              "}}, \"seeds\": {\"t\": {\"rows\": [{\"id\": 1, \"v\": \"one\"}]");
    database_run(database_pg, "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (2, 'other')");
    CU_ASSERT_STRING_EQUAL(
        differences(wanted),
        "seed public.t differs in rows: {\"id\": 1} is missing, {\"id\": 2} is different, {\"id\": 3} is missing\n");
    CU_ASSERT_STRING_EQUAL(differences(whole),
                           "seed public.t differs in rows: {\"v\": \"one\", \"id\": 1} is missing\n");
    database_run(database_pg, "UPDATE t SET v = 'two'; INSERT INTO t VALUES (1, 'one'), (3, 'x'), (4, 'y')");
    CU_ASSERT_STRING_EQUAL(differences(wanted), "");
}

/* What a file does not say of a column is not compared; what it says is, also where the server knows nothing of it. */
static void grants_on_columns_of_views_are_compared(void)
{
    static const char wanted[] = "{\"schemagen\": 1, \"views\": {\"v\": {\"query\": \"SELECT 1 AS a, 2 AS b\","
                                 "\"columns\": {\"a\": {\"grants\": {\"pg_monitor\": [\"select\"]}}}}}}";
    database_run(database_pg, "CREATE VIEW v AS SELECT 1 AS a, 2 AS b; GRANT SELECT (b) ON v TO pg_monitor");
    CU_ASSERT_STRING_EQUAL(differences(wanted), "view column public.v.a differs in grants\n");
    database_run(database_pg, "GRANT SELECT (a) ON v TO pg_monitor");
    CU_ASSERT_STRING_EQUAL(differences(wanted), "");
    database_run(database_pg, "GRANT UPDATE (a) ON v TO pg_monitor");
    CU_ASSERT_STRING_EQUAL(differences(wanted), "view column public.v.a differs in grants\n");
}

static void only_the_schemas_asked_for_are_read(void)
{
    static const char *const schemas[] = {"s", NULL};
    database_run(database_pg, "CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE TABLE u (a int)");
    sg_model *held = sg_catalog_read(database_pg, &(sg_catalog_options){.schemas = schemas}, database_diags);
    CU_ASSERT_PTR_NOT_NULL_FATAL(held);
    CU_ASSERT_PTR_NOT_NULL(sg_model_find(held, sg_kind_named("table"), "s", NULL, "t"));
    CU_ASSERT_PTR_NULL(sg_model_find(held, sg_kind_named("table"), "public", NULL, "u"));
    sg_model_free(held);
}

/* The titles of all that is not managed, one a line. */
static const char *unmanaged(void)
{
    sg_model *held = sg_catalog_read(database_pg, NULL, database_diags);
    CU_ASSERT_PTR_NOT_NULL_FATAL(held);
    sg_buf text;
    sg_buf_init(&text);
    for (size_t i = 0; i < held->unmanaged_count; i++)
        sg_buf_addf(&text, "%s\n", held->unmanaged[i]);
    const char *copy = sg_arena_strdup(database_arena, text.data != NULL ? text.data : "");
    sg_buf_release(&text);
    sg_model_free(held);
    return copy;
}

/* Parts of managed things, things of extensions and temporary ones are not listed. */
static void what_the_kinds_read_is_managed(void)
{
    database_run(
        database_pg,
        "CREATE EXTENSION citext; CREATE SCHEMA s; CREATE TYPE s.e AS ENUM ('a');"
        "CREATE TABLE s.t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, e s.e, c citext UNIQUE CHECK (c > 'a'),"
        "r serial REFERENCES s.t (id)); CREATE INDEX i ON s.t (e, lower(c)); CREATE TEMPORARY TABLE x (a int);"
        "CREATE SCHEMA schemagen; CREATE VIEW schemagen.v AS SELECT 1");
    CU_ASSERT_STRING_EQUAL(unmanaged(), "");
}

static void what_no_kind_reads_is_named(void)
{
    database_run(
        database_pg,
        "CREATE TEXT SEARCH PARSER p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = "
        "prsd_lextype); CREATE TEXT SEARCH TEMPLATE t (LEXIZE = dsimple_lexize);"
        "CREATE CAST (text AS bytea) WITH INOUT; CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER "
        "w OPTIONS (host 'a', db_password 'hush'); CREATE USER MAPPING FOR PUBLIC SERVER far;"
        "CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);"
        "CREATE OPERATOR FAMILY fam USING btree; CREATE OPERATOR CLASS cls FOR TYPE int USING hash AS OPERATOR 1 =;"
        "CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8");
    CU_ASSERT_STRING_EQUAL(unmanaged(), "cast (pg_catalog.text AS pg_catalog.bytea)\nconversion public.conv\n"
                                        "operator class public.cls USING hash\noperator family public.cls USING hash\n"
                                        "operator family public.fam USING btree\noperator public.===(integer,integer)\n"
                                        "options of server far that are secrets by their names\n"
                                        "text search parser public.p\ntext search template public.t\n"
                                        "user mapping for public on server far\n");
}

/* Added to families of the system and of extensions, or put into schemas of the system. */
static void what_stands_among_things_of_others_is_named(void)
{
    database_run(
        database_pg,
        "CREATE EXTENSION citext; CREATE FUNCTION cmp(int, text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';"
        "CREATE FUNCTION eq(int, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';"
        "CREATE OPERATOR === (LEFTARG = int, RIGHTARG = text, FUNCTION = eq);"
        "ALTER OPERATOR FAMILY integer_ops USING btree ADD OPERATOR 3 === (int, text), FUNCTION 1 (int, text) "
        "cmp(int, text); ALTER OPERATOR FAMILY citext_ops USING btree ADD OPERATOR 3 === (int, text);"
        "CREATE OPERATOR FAMILY own USING btree; ALTER OPERATOR FAMILY own USING btree ADD OPERATOR 3 === (int, text);"
        "CREATE FUNCTION pg_catalog.mine() RETURNS int LANGUAGE sql AS 'SELECT 1';"
        "CREATE TABLE information_schema.mine (a int PRIMARY KEY);"
        "CREATE ACCESS METHOD method TYPE INDEX HANDLER bthandler; CREATE LANGUAGE lang HANDLER plpgsql_call_handler;"
        "CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));"
        "CREATE SUBSCRIPTION sub CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, slot_name = NONE)");
    CU_ASSERT_STRING_EQUAL(
        unmanaged(),
        "access method method\nfunction of access method function 1 (integer, pg_catalog.text) of "
        "pg_catalog.integer_ops USING btree\nfunction pg_catalog.mine()\nlanguage lang\n"
        "operator family public.own USING btree\n"
        "operator of access method operator 3 (integer, pg_catalog.text) of pg_catalog.integer_ops USING "
        "btree\noperator of access method operator 3 (integer, pg_catalog.text) of public.citext_ops USING "
        "btree\noperator public.===(integer,pg_catalog.text)\nsubscription sub\n"
        "table information_schema.mine\ntransform for integer on language sql\n");
    database_run(database_pg, "DROP SUBSCRIPTION sub");
}

/* What comes along with a managed object can have more than that. */
static void what_parts_have_of_their_own_is_named(void)
{
    database_run(
        database_pg,
        "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY); COMMENT ON SEQUENCE t_id_seq IS 'x';"
        "GRANT USAGE ON t_id_seq TO pg_monitor; COMMENT ON INDEX t_pkey IS 'x'; COMMENT ON TYPE t IS 'x';"
        "REVOKE USAGE ON TYPE t FROM PUBLIC; GRANT SELECT (ctid) ON t TO pg_monitor;"
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END';"
        "CREATE CONSTRAINT TRIGGER tr AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
        "COMMENT ON CONSTRAINT tr ON t IS 'x';"
        "CREATE TABLE p (a int) PARTITION BY LIST (a); COMMENT ON TABLE p IS 'x'; COMMENT ON COLUMN p.a IS 'x';"
        "CREATE TABLE p1 PARTITION OF p DEFAULT; ALTER TABLE p1 ADD CONSTRAINT c CHECK (a > 0);"
        "ALTER TABLE p ADD CONSTRAINT c CHECK (a > 0) NOT VALID; UPDATE pg_constraint SET conislocal = false WHERE "
        "conrelid = 'p1'::regclass;"
        "CREATE TABLE high (a int); ALTER TABLE high ADD CONSTRAINT c CHECK (a > 0) NOT VALID;"
        "CREATE TABLE low () INHERITS (high);"
        "CREATE TYPE pair AS (a int); COMMENT ON COLUMN pair.a IS 'x'; COMMENT ON TYPE pair IS 'x';"
        "CREATE TYPE base; CREATE FUNCTION base_in(cstring) RETURNS base LANGUAGE internal IMMUTABLE AS 'point_in';"
        "CREATE FUNCTION base_out(base) RETURNS cstring LANGUAGE internal IMMUTABLE AS 'point_out';"
        "CREATE TYPE base (INPUT = base_in, OUTPUT = base_out, INTERNALLENGTH = 16, ELEMENT = float8)");
    CU_ASSERT_STRING_EQUAL(unmanaged(), "comment on index public.t_pkey\ncomment on sequence public.t_id_seq\n"
                                        "comment on table constraint tr on public.t\ncomment on type public.t\n"
                                        "grants on system columns of table public.t\ngrants on type public.t\n"
                                        "own validity of inherited checks of table public.p1\ntype public.base\n");
}

/* What a kind knows in most of its forms, and not in this one. */
static void forms_that_a_kind_does_not_know_are_named(void)
{
    database_run(database_pg,
                 "CREATE PUBLICATION nothing WITH (publish = ''); CREATE SCHEMA s; CREATE TABLE t (a int, b int);"
                 "CREATE STATISTICS s.far ON a, b FROM t;"
                 "CREATE AGGREGATE ordered(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition,"
                 "STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA)");
    CU_ASSERT_STRING_EQUAL(unmanaged(), "aggregate public.ordered(double precision,pg_catalog.anyelement)\n"
                                        "publication nothing\nstatistics object s.far\n");
}

/* Settings of things that are managed. */
static void settings_that_no_kind_reads_are_named(void)
{
    database_run(
        database_pg,
        "CREATE TYPE shell; CREATE TYPE pair AS (a int); CREATE TABLE made OF pair; CREATE TABLE t (a int UNIQUE);"
        "CREATE TABLE u (a int REFERENCES t (a)); ALTER TABLE u DISABLE TRIGGER ALL;"
        "CREATE INDEX i ON t ((a + 1)); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 5; CREATE INDEX k ON t (a);"
        "ALTER TABLE t CLUSTER ON k; UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass;"
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EXTENSION citext;"
        "ALTER FUNCTION f() DEPENDS ON EXTENSION citext; CREATE TABLE w (a int) PARTITION BY LIST (a);"
        "CREATE TABLE w1 PARTITION OF w DEFAULT; CREATE TRIGGER tr AFTER INSERT ON w FOR EACH ROW EXECUTE FUNCTION f();"
        "ALTER TABLE w1 DISABLE TRIGGER tr; CREATE DOMAIN d AS int;"
        "ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID; REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;"
        "CREATE FUNCTION g(int) RETURNS int LANGUAGE internal SUPPORT generate_series_int4_support AS 'int4abs';"
        "CREATE TABLE n (a int GENERATED ALWAYS AS IDENTITY, b int GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME mine))");
    CU_ASSERT_STRING_EQUAL(unmanaged(),
                           "cluster mark of index public.k\ndependency of function public.f() on extension citext\n"
                           "lost validity of index public.i\nown names of identity sequences of table public.n\n"
                           "own state of inherited triggers of table public.w1\n"
                           "planner support of function public.g(integer)\nprivileges on language plpgsql\n"
                           "row type of table public.made\nstatistics targets of index public.i\n"
                           "switched triggers of constraints of table public.u\ntype public.shell\n"
                           "validity of constraint c of domain public.d\n");
}

static void make_tables(int from, int to)
{
    char sql[256];
    snprintf(sql, sizeof sql,
             "DO $$ BEGIN FOR i IN %d .. %d LOOP EXECUTE format('CREATE TABLE t%%s (a serial PRIMARY "
             "KEY, b int CHECK (b > 1) REFERENCES t%%s)', i, i); END LOOP; END $$",
             from, to);
    database_run(database_pg, sql);
}

/* Statements that it takes to read the database, which must hold so many objects besides the schema public. */
static size_t statements_for(size_t objects)
{
    size_t start = sg_pg_sent(database_pg);
    sg_model *held = sg_catalog_read(database_pg, NULL, database_diags);
    CU_ASSERT_EQUAL(held->count, objects + 1);
    sg_model_free(held);
    return sg_pg_sent(database_pg) - start;
}

/* However much there is, it takes as many statements: one for each kind that there is, and those around them. */
static void a_database_is_read_in_one_pass(void)
{
    size_t empty = statements_for(0);
    CU_ASSERT(empty < sg_kind_count / 2);
    make_tables(1, 10);
    size_t some = statements_for(10 * 7);
    CU_ASSERT_EQUAL(some, empty + 4);
    make_tables(11, 500);
    CU_ASSERT_EQUAL(statements_for(500 * 7), some);
}

static void count_answers(void *context, size_t request, const sg_result *result)
{
    *(size_t *)context += request == 0 && sg_result_rows(result) == 1;
}

/* What fails in the middle leaves a connection that can be used. */
static void a_failing_batch_leaves_no_trace(void)
{
    static const sg_pg_request requests[] = {{.sql = "SELECT 1"}, {.sql = "SELECT 1 / 0"}, {.sql = "SELECT 2"}};
    size_t answers = 0;
    CU_ASSERT_FALSE(sg_pg_batch(database_pg, requests, 3, count_answers, &answers));
    CU_ASSERT_EQUAL(answers, 1);
    CU_ASSERT_EQUAL(sg_pg_last(database_pg)->request, 1);
    CU_ASSERT_STRING_EQUAL(sg_pg_last(database_pg)->sqlstate, "22012");
    CU_ASSERT_EQUAL(sg_pg_where(database_pg), SG_PG_IDLE);
    CU_ASSERT_STRING_EQUAL(database_value("SELECT 3"), "3");
}

/* A read-only session may verify: nothing is written but functions of the session. */
static void names_of_any_kind_come_through(void)
{
    static const char wanted[] = TABLE("\"a\\\"b\": \"int\", \"select\": \"int\", \"\\u00e9. \": \"int\"",
                                       ", \"checks\": {\"x'); drop table t; --\": \"\\\"select\\\" > 1\"}");
    database_run(database_pg, "CREATE TABLE t (\"a\"\"b\" int NOT NULL, \"select\" int NOT NULL, \"é. \" int NOT NULL,"
                              "CONSTRAINT \"x'); drop table t; --\" CHECK (\"select\" > 1));"
                              "SET default_transaction_read_only = on");
    CU_ASSERT_STRING_EQUAL(differences(wanted), "");
    database_run(database_pg, "SET default_transaction_read_only = off");
    database_run(database_pg, "ALTER TABLE t DROP CONSTRAINT "
                              "\"x'); drop table t; --\", ADD CONSTRAINT \"x'); drop table t; --\" CHECK "
                              "(\"select\" > 2)");
    CU_ASSERT_STRING_EQUAL(differences(wanted),
                           "check constraint public.t.x'); drop table t; -- differs in expression\n");
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"an empty database has nothing", an_empty_database_has_nothing},
        {"what nobody wants is named once", what_nobody_wants_is_named_once},
        {"changes name their keys", changes_name_their_keys},
        {"spellings are no differences", spellings_are_no_differences},
        {"seeds are compared by asking", seeds_are_compared_by_asking},
        {"grants on columns of views are compared", grants_on_columns_of_views_are_compared},
        {"only the schemas asked for are read", only_the_schemas_asked_for_are_read},
        {"names of any kind come through", names_of_any_kind_come_through},
        {"what the kinds read is managed", what_the_kinds_read_is_managed},
        {"what no kind reads is named", what_no_kind_reads_is_named},
        {"what stands among things of others is named", what_stands_among_things_of_others_is_named},
        {"what parts have of their own is named", what_parts_have_of_their_own_is_named},
        {"forms that a kind does not know are named", forms_that_a_kind_does_not_know_are_named},
        {"settings", settings_that_no_kind_reads_are_named},
        {"a database is read in one pass", a_database_is_read_in_one_pass},
        {"a failing batch leaves no trace", a_failing_batch_leaves_no_trace},
        CU_TEST_INFO_NULL,
    };

    if (!database_is_there())
        return TEST_SKIPPED;
    return run_suite((CU_SuiteInfo){"catalog", NULL, NULL, database_before_test, database_after_test, tests});
}
