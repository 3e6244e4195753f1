#include "golden_server.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "catalog.h"
#include "golden_dump.h"
#include "server_private.h"
#include "source.h"
#include "split.h"
#include "url.h"

/* A database and the connection to it. */
typedef struct database {
    const char *name, *url;
    sg_pg *pg;
} database;

struct golden_server {
    sg_arena *arena;
    const char *url; /* up to the name of the database */
    const char *query;
    const char *pg_dump; /* NULL: the server is newer than it */
    int major;
    sg_pg *pg;
    unsigned made;
    database databases[2];
};

typedef struct check {
    golden_server *server;
    const golden_case *it;
    const golden_texts *texts;
    sg_arena *arena;
    sg_diags *diags;
    database main; /* where `from` becomes `to` and comes back */
} check;

static void print_diags(const sg_diags *diags)
{
    sg_diags_print(diags, stderr, SG_DIAG_TEXT, false);
}

static sg_pg *connect_to(const char *url, sg_diags *diags)
{
    const sg_url whole = {.value = url, .shown = "the test's server", .origin = "DATABASE_URL"};
    sg_pg *pg;
    return sg_pg_open(&whole, NULL, diags, &pg) == SG_STATUS_OK ? pg : NULL;
}

golden_server *golden_server_open(const char *url)
{
    sg_arena *arena = sg_arena_new();
    sg_diags *diags = sg_diags_new();
    golden_server *server = SG_NEW(arena, golden_server);
    const char *host = strstr(url, "://"), *slash = host != NULL ? strchr(host + 3, '/') : NULL;
    const char *bin = sg_server_find_bin(arena);
    server->arena = arena;
    server->pg = slash != NULL && bin != NULL ? connect_to(url, diags) : NULL;
    if (server->pg == NULL) {
        fprintf(stderr, "the server of DATABASE_URL cannot be used, or pg_dump is not there\n");
        print_diags(diags);
        sg_arena_free(arena);
        server = NULL;
    } else {
        server->url = sg_arena_strndup(arena, url, (size_t)(slash - url) + 1);
        server->query = sg_arena_strdup(arena, slash + strcspn(slash, "?"));
        server->major = sg_pg_server_version(server->pg) / 10000;
        server->pg_dump = sg_arena_printf(arena, "%s/pg_dump", bin);
        if (golden_dump_version(server->pg_dump) < server->major)
            server->pg_dump = NULL;
    }
    sg_diags_free(diags);
    return server;
}

void golden_server_close(golden_server *server)
{
    for (size_t i = 0; i < sizeof server->databases / sizeof *server->databases; i++) {
        const char *name = server->databases[i].name;
        sg_pg_close(server->databases[i].pg);
        if (name != NULL)
            (void)sg_pg_run(server->pg, sg_arena_printf(server->arena, "DROP DATABASE %s", name), NULL);
    }
    sg_pg_close(server->pg);
    sg_arena_free(server->arena);
}

static bool complain(check *c, const char *what)
{
    fprintf(stderr, "%s: %s\n", c->it->name, what);
    print_diags(c->diags);
    sg_diags_clear(c->diags);
    return false;
}

/* A template of its own for every case would take a second; an emptied database is as good as a new one. The parser is
 * something that no file can declare, and that cases name. */
static const char empty_sql[] =
    "DO $$ DECLARE name text; BEGIN"
    " FOR name IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP"
    "  EXECUTE format('DROP EXTENSION %I CASCADE', name); END LOOP;"
    " FOR name IN SELECT fdwname FROM pg_foreign_data_wrapper LOOP"
    "  EXECUTE format('DROP FOREIGN DATA WRAPPER %I CASCADE', name); END LOOP;"
    " FOR name IN SELECT pubname FROM pg_publication LOOP EXECUTE format('DROP PUBLICATION %I', name); END LOOP;"
    " FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP"
    "  EXECUTE format('DROP SCHEMA %I CASCADE', name); END LOOP;"
    " CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC;"
    " IF current_setting('server_version_num')::int < 150000 THEN GRANT CREATE ON SCHEMA public TO PUBLIC;"
    " ELSE ALTER SCHEMA public OWNER TO pg_database_owner; END IF;"
    " COMMENT ON SCHEMA public IS 'standard public schema';"
    " CREATE TEXT SEARCH PARSER public.given (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,"
    "   LEXTYPES = prsd_lextype);"
    " FOR name IN SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %s REVOKE ALL ON %s FROM %s', d.defaclrole::regrole,"
    "   t.sql, CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE x.grantee::regrole::text END) FROM pg_default_acl d"
    "   JOIN (VALUES ('r', 'TABLES'), ('S', 'SEQUENCES'), ('f', 'FUNCTIONS'), ('T', 'TYPES'), ('n', 'SCHEMAS'))"
    "     AS t (class, sql) ON t.class = d.defaclobjtype::text"
    "   CROSS JOIN aclexplode(d.defaclacl) x WHERE x.grantee <> d.defaclrole LOOP EXECUTE name; END LOOP;"
    " FOR name IN SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %s GRANT %s TO PUBLIC', d.defaclrole::regrole,"
    "   t.sql) FROM pg_default_acl d JOIN (VALUES ('f', 'EXECUTE ON FUNCTIONS'), ('T', 'USAGE ON TYPES'))"
    "     AS t (class, sql) ON t.class = d.defaclobjtype::text LOOP EXECUTE name; END LOOP; END $$";

static bool database_make(check *c, database *made)
{
    golden_server *server = c->server;
    made->name = sg_arena_printf(server->arena, "sg_golden_%d_%u", (int)getpid(), ++server->made);
    made->url = sg_arena_printf(server->arena, "%s%s%s", server->url, made->name, server->query);
    const char *sql = sg_arena_printf(c->arena, "CREATE DATABASE %s TEMPLATE template0", made->name);
    made->pg = sg_pg_run(server->pg, sql, c->diags) ? connect_to(made->url, c->diags) : NULL;
    return made->pg != NULL || complain(c, "no database");
}

/* The `i`-th database of this process, without anything in it. */
static bool database_take(check *c, size_t i, database *taken)
{
    database *mine = &c->server->databases[i];
    if (mine->pg == NULL && !database_make(c, mine))
        return false;
    *taken = *mine;
    (void)sg_pg_run(taken->pg, "ROLLBACK", NULL);
    return (sg_pg_run(taken->pg, empty_sql, c->diags) && sg_pg_reset(taken->pg, c->diags)) ||
           complain(c, "the database cannot be emptied");
}

/* Whether the heading in front of a statement says so; without a heading the one before it counts. */
static bool is_outside(const char *script, size_t from, size_t to, bool before)
{
    static const char step[] = "-- Step ";
    for (const char *at = script + from; (at = strstr(at, step)) != NULL && at < script + to; at++) {
        const char *colon = strchr(at, ':'), *outside = strstr(at, ", outside the transaction:");
        before = outside != NULL && outside < colon;
    }
    return before;
}

/* Each statement by itself, in transactions (but for steps outside of them) or each on its own, as psql would. */
static bool run_script(sg_pg *pg, sg_arena *arena, const char *script, bool transactions, sg_diags *diags)
{
    sg_statement *statements;
    size_t count, open_at, end = 0;
    bool outside = false, open = false;
    /* Another session knows no guard functions yet. */
    bool fine =
        sg_pg_run(pg, "DISCARD TEMP", diags) && sg_split(arena, script, strlen(script), &statements, &count, &open_at);
    for (size_t i = 0; fine && i < count; i++) {
        outside = is_outside(script, end, statements[i].start, outside);
        end = statements[i].end;
        bool inside = transactions && !outside;
        if (inside != open)
            fine = sg_pg_run(pg, inside ? "BEGIN" : "COMMIT", diags);
        open = inside;
        fine = fine && sg_pg_run(pg, statements[i].text, diags);
        if (!fine && diags != NULL)
            fprintf(stderr, "%s\n", statements[i].text);
    }
    if (open && !(sg_pg_where(pg) == SG_PG_IN_FAILED_TRANSACTION))
        fine = sg_pg_run(pg, "COMMIT", diags) && fine;
    return fine;
}

static bool apply(check *c, database *where, const char *script, bool transactions, const char *what)
{
    return run_script(where->pg, c->arena, script, transactions, c->diags) || complain(c, what);
}

static bool dump(check *c, const database *where, const char ***statements)
{
    static const char *nothing[] = {NULL};
    *statements = c->server->pg_dump != NULL ? golden_dump(c->arena, c->server->pg_dump, where->url) : nothing;
    return *statements != NULL;
}

/* What schemagen itself reads back from the catalogs. */
static bool holds(check *c, const char *snapshot, const char *what)
{
    sg_differences differences = {0};
    sg_model *wanted = sg_source_text("snapshot.json", snapshot, strlen(snapshot), true, c->diags);
    sg_model *found = sg_catalog_read(c->main.pg, &(sg_catalog_options){.again = true}, c->diags);
    bool fine = wanted != NULL && found != NULL &&
                sg_catalog_compare(c->main.pg, wanted, found, c->arena, &differences, c->diags);
    for (size_t i = 0; i < differences.count; i++)
        fprintf(stderr, "%s: %s\n", c->it->name, differences.items[i].sentence);
    fine = fine && differences.count == 0;
    sg_model_free(found);
    sg_model_free(wanted);
    return fine || complain(c, what);
}

/* Rows as psql -At shows them. */
static const char *rows_of(check *c, const char *query)
{
    sg_result *result = sg_pg_query(c->main.pg, query, NULL, 0, c->diags);
    if (result == NULL)
        return NULL;
    size_t columns = (size_t)PQnfields((const PGresult *)result);
    sg_buf rows;
    sg_buf_init(&rows);
    for (size_t row = 0; row < sg_result_rows(result); row++) {
        for (size_t column = 0; column < columns; column++) {
            const char *value = sg_result_text(result, row, column);
            sg_buf_addf(&rows, "%s%s", column > 0 ? "|" : "", value != NULL ? value : "");
        }
        sg_buf_addc(&rows, '\n');
    }
    const char *text = sg_arena_strndup(c->arena, rows.data, rows.length);
    sg_buf_release(&rows);
    sg_result_free(result);
    return text;
}

/* The statements of the first line, then the rows that the last of them gives. */
static bool check_kept(check *c)
{
    const char *kept = golden_case_get(c->it, "kept");
    sg_statement *statements;
    size_t count = 0, open_at, line = kept != NULL ? strcspn(kept, "\n") : 0;
    if (kept == NULL)
        return true;
    bool fine = sg_split(c->arena, kept, line, &statements, &count, &open_at) && count > 0;
    for (size_t i = 0; fine && i + 1 < count; i++)
        fine = sg_pg_run(c->main.pg, statements[i].text, c->diags);
    const char *rows = fine ? rows_of(c, statements[count - 1].text) : NULL, *wanted = kept + line + (kept[line] != 0);
    if (rows == NULL || strcmp(rows, wanted) == 0)
        return rows != NULL || complain(c, "the query in `kept` fails");
    fprintf(stderr, "wanted:\n%sfound:\n%s", wanted, rows);
    return complain(c, "other rows than expected survived");
}

/* Which objects there are, not only what they are called: what is dropped and made again has another identity. */
static const char *identities(check *c)
{
    return rows_of(
        c, "WITH mine AS (SELECT oid FROM pg_namespace WHERE nspname !~ '^(pg_|schemagen$|information_schema$)')"
           " SELECT 'relation', oid, relname FROM pg_class WHERE relnamespace IN (SELECT oid FROM mine)"
           " UNION ALL SELECT 'constraint', oid, conname FROM pg_constraint"
           " WHERE connamespace IN (SELECT oid FROM mine)"
           " UNION ALL SELECT 'routine', oid, proname FROM pg_proc WHERE pronamespace IN (SELECT oid FROM mine)"
           " UNION ALL SELECT 'type', oid, typname FROM pg_type WHERE typnamespace IN (SELECT oid FROM mine)"
           " UNION ALL SELECT 'trigger', oid, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2");
}

/* A script that has been run does nothing. */
static bool apply_again(check *c, const char *script, const char *what)
{
    const char *before = identities(c);
    if (!apply(c, &c->main, script, false, what))
        return false;
    const char *after = identities(c);
    return (before != NULL && after != NULL && strcmp(before, after) == 0) ||
           complain(c, "what was made is made again the second time");
}

/* Forth and back, each twice; at every stop the catalogs and pg_dump must say what a straight way would give. */
static bool check_both_ways(check *c)
{
    const golden_texts *t = c->texts;
    const char *before = golden_case_get(c->it, "before"), *back = golden_case_get(c->it, "back");
    const char **from_dump, **to_dump, **dumped;
    database straight = {0};
    bool fine = database_take(c, 0, &c->main) && database_take(c, 1, &straight) &&
                apply(c, &c->main, t->from_script, true, "making `from` fails") &&
                apply(c, &straight, t->to_script, true, "making `to` fails") &&
                holds(c, t->from_snapshot, "`from`, just made, is not what it should be") &&
                dump(c, &c->main, &from_dump) && dump(c, &straight, &to_dump) &&
                (before == NULL || apply(c, &c->main, before, false, "`before` fails")) &&
                apply(c, &c->main, t->up_script, true, "the way up fails") &&
                holds(c, t->to_snapshot, "after the way up the catalogs hold something else") && check_kept(c) &&
                apply_again(c, t->up_script, "the way up fails the second time") && dump(c, &c->main, &dumped) &&
                golden_dump_equal("after the way up pg_dump differs", to_dump, dumped) &&
                (back == NULL || apply(c, &c->main, back, false, "`back` fails")) &&
                apply(c, &c->main, t->down_script, true, "the way down fails") &&
                holds(c, t->from_snapshot, "after the way down the catalogs hold something else") &&
                apply_again(c, t->down_script, "the way down fails the second time") && dump(c, &c->main, &dumped) &&
                golden_dump_equal("after the way down pg_dump differs", from_dump, dumped);
    return fine;
}

static bool refuses(check *c, database *where, const char *drift)
{
    char code[6] = "SG001";
    (void)sscanf(drift, "# expect %5s", code);
    const char *sql = drift[0] == '#' ? strchr(drift, '\n') + 1 : drift;
    if (!apply(c, where, c->texts->from_script, true, "making `from` fails") ||
        !apply(c, where, sql, false, "`drift` fails"))
        return false;
    if (run_script(where->pg, c->arena, c->texts->up_script, true, NULL))
        return complain(c, "the way up does not see the drift");
    if (strcmp(sg_pg_last(where->pg)->sqlstate, code) == 0)
        return true;
    fprintf(stderr, "wanted %s, found %s: %s\n", code, sg_pg_last(where->pg)->sqlstate, sg_pg_last(where->pg)->message);
    return complain(c, "the drift is refused in another way");
}

static bool check_drift(check *c)
{
    const char *drift = golden_case_get(c->it, "drift");
    database drifted;
    return drift == NULL || (database_take(c, 0, &drifted) && refuses(c, &drifted, drift));
}

/* True when the server is too old for one of the two, or was built without what the case needs; says so. */
static bool is_beyond(check *c)
{
    const char *needs = golden_case_get(c->it, "needs");
    const char *answer = needs != NULL && database_take(c, 0, &c->main) ? rows_of(c, needs) : "t\n";
    if (answer == NULL || strcmp(answer, "t\n") != 0) {
        printf("skipped %s: the server has not what it needs\n", c->it->name);
        return true;
    }
    const char *const snapshots[] = {c->texts->from_snapshot, c->texts->to_snapshot};
    for (size_t i = 0; i < sizeof snapshots / sizeof *snapshots && sg_diags_errors(c->diags) == 0; i++) {
        sg_model *model = sg_source_text("snapshot.json", snapshots[i], strlen(snapshots[i]), true, c->diags);
        if (model != NULL)
            sg_model_check_version(model, c->server->major, c->diags);
        sg_model_free(model);
    }
    if (sg_diags_errors(c->diags) > 0)
        printf("skipped %s: %s\n", c->it->name, sg_diags_first(c->diags)->message);
    return sg_diags_errors(c->diags) > 0;
}

bool golden_server_check(golden_server *server, const golden_case *it, const golden_texts *texts)
{
    check c = {.server = server, .it = it, .texts = texts, .arena = sg_arena_new(), .diags = sg_diags_new()};
    bool fine = is_beyond(&c) || (check_both_ways(&c) && check_drift(&c));
    sg_diags_free(c.diags);
    sg_arena_free(c.arena);
    return fine;
}
