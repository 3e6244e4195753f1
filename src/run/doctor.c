#include "doctor.h"

#include <string.h>
#include <time.h>

#include "lock.h"
#include "log.h"
#include "text.h"

#define LIMIT 64

sg_findings sg_findings_new(sg_arena *arena)
{
    return (sg_findings){.items = SG_NEW_ARRAY(arena, sg_finding, LIMIT), .limit = LIMIT, .arena = arena};
}

static const char *safe_copy(sg_arena *arena, const char *text)
{
    sg_buf buf;
    sg_buf_init(&buf);
    sg_text_add_safe(&buf, text, strlen(text));
    const char *copy = sg_arena_strdup(arena, buf.data);
    sg_buf_release(&buf);
    return copy;
}

void sg_findings_add(sg_findings *findings, const char *check, sg_health health, const char *text, const char *fix)
{
    if (findings->count == findings->limit)
        return;
    findings->items[findings->count++] = (sg_finding){
        .check = check,
        .health = health,
        .text = safe_copy(findings->arena, text),
        .fix = health != SG_HEALTH_FINE && fix != NULL ? safe_copy(findings->arena, fix) : NULL,
    };
}

/* Each query answers with rows of health (0, 1, 2), a sentence, and what to do; $1 is the time here, in seconds. */
static const struct {
    const char *check, *sql;
} checks[] = {
    {"version",
     "SELECT CASE WHEN pg_catalog.current_setting('server_version_num')::integer < 140000 THEN 2 ELSE 0 END, "
     "'PostgreSQL ' || pg_catalog.current_setting('server_version'), 'run PostgreSQL 14 or newer'"},
    {"read-only", "SELECT CASE WHEN pg_catalog.pg_is_in_recovery() OR s.reset_val = 'on' THEN 2 ELSE 0 END, "
                  "CASE WHEN pg_catalog.pg_is_in_recovery() THEN 'the server is a standby' "
                  "WHEN s.reset_val = 'on' THEN 'transactions are read-only' ELSE 'takes changes' END, "
                  "CASE WHEN pg_catalog.pg_is_in_recovery() THEN 'give the URL of the primary; "
                  "target_session_attrs=read-write finds it' "
                  "ELSE 'ALTER ROLE ... or ALTER DATABASE ... RESET default_transaction_read_only' END "
                  "FROM pg_catalog.pg_settings s WHERE s.name = 'default_transaction_read_only'"},
    {"tls",
     "SELECT CASE WHEN s.ssl OR near THEN CASE WHEN s.ssl AND NOT near AND NOT $2::boolean THEN 1 ELSE 0 END ELSE 2 "
     "END, "
     "CASE WHEN s.ssl THEN s.version || ', ' || s.cipher WHEN near THEN 'the server is on this machine' "
     "ELSE 'the connection is not encrypted' END, "
     "CASE WHEN s.ssl THEN 'nobody checks the certificate: add sslmode=verify-full, with sslrootcert, to the URL' "
     "ELSE 'add sslmode=require to the URL' END "
     "FROM pg_catalog.pg_stat_ssl s, LATERAL (SELECT coalesce(pg_catalog.inet_client_addr() "
     "= pg_catalog.inet_server_addr(), true) AS near) n WHERE s.pid = pg_catalog.pg_backend_pid()"},
    {"rights",
     "SELECT CASE WHEN r.rolsuper THEN 1 WHEN missing <> '' THEN 2 ELSE 0 END, "
     "CASE WHEN r.rolsuper THEN 'role ' || current_user || ' is a superuser' "
     "WHEN missing <> '' THEN 'role ' || current_user || ' lacks ' || missing ELSE 'role ' || current_user || ' may "
     "make "
     "what a run needs' END, "
     "CASE WHEN r.rolsuper THEN 'a role that owns the schemas is enough' ELSE 'GRANT it as the owner' END "
     "FROM pg_catalog.pg_roles r, LATERAL (SELECT pg_catalog.concat_ws(', ', "
     "CASE WHEN NOT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') "
     "AND pg_catalog.to_regnamespace('schemagen') IS NULL THEN 'CREATE on the database' END, "
     "CASE WHEN pg_catalog.to_regnamespace('public') IS NOT NULL "
     "AND NOT pg_catalog.has_schema_privilege('public', 'CREATE') THEN 'CREATE on schema public' END) AS missing) m "
     "WHERE r.rolname = current_user"},
    {"owners",
     "SELECT 1, 'tables of other owners, which this role cannot change: ' || pg_catalog.count(*) || ', first ' || "
     "pg_catalog.min(pg_catalog.format('%I.%I', n.nspname, c.relname)), 'ALTER TABLE ... OWNER TO, or GRANT the owning "
     "role' "
     "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
     "WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') "
     "AND NOT pg_catalog.pg_has_role(c.relowner, 'USAGE') HAVING pg_catalog.count(*) > 0"},
    {"clock", "SELECT CASE WHEN pg_catalog.abs(off) > 60 THEN 1 ELSE 0 END, 'the clocks differ by ' || "
              "pg_catalog.round(pg_catalog.abs(off)::numeric, 1) || ' s', 'let both keep time; nothing is decided by "
              "it, but logs "
              "are hard to read' FROM (SELECT extract(epoch FROM pg_catalog.clock_timestamp())::double precision - "
              "$1::double precision AS off) t"},
    {"durability", "SELECT 1, 'synchronous_commit is off: a crash of the server can undo what a run has reported', "
                   "'ALTER ROLE ... SET synchronous_commit = on, for the role that migrates' "
                   "WHERE pg_catalog.current_setting('synchronous_commit') = 'off'"},
    {"transactions",
     "SELECT 1, 'process ' || a.pid || ' (' || coalesce(nullif(a.application_name, ''), a.usename, '?') || ', ' || "
     "coalesce(a.state, '?') || ') has a transaction open for ' || "
     "pg_catalog.round(extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)) || ' s', "
     "'let it end, or: SELECT pg_terminate_backend(' || a.pid || ')' "
     "FROM pg_catalog.pg_stat_activity a WHERE a.datname = pg_catalog.current_database() "
     "AND a.pid <> pg_catalog.pg_backend_pid() AND a.xact_start < pg_catalog.clock_timestamp() - interval '60 s' "
     "ORDER BY a.xact_start LIMIT 10"},
    {"prepared transactions",
     "SELECT 1, pg_catalog.format('%L is prepared since %s and holds its locks', gid, prepared), "
     "pg_catalog.format('COMMIT PREPARED %L or ROLLBACK PREPARED %L', gid, gid) FROM pg_catalog.pg_prepared_xacts "
     "WHERE database = pg_catalog.current_database() ORDER BY prepared LIMIT 10"},
    {"indexes",
     "SELECT 1, pg_catalog.format('index %I.%I is not valid: its building was cut off', n.nspname, c.relname), "
     "pg_catalog.format('REINDEX INDEX CONCURRENTLY %I.%I', n.nspname, c.relname) FROM pg_catalog.pg_index i "
     "JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
     "WHERE NOT i.indisvalid AND c.relkind = 'i' ORDER BY 2 LIMIT 10"},
    {"connections", "SELECT CASE WHEN room < 5 THEN 1 ELSE 0 END, room || ' of ' || most || ' connections are free', "
                    "'end some that idle, or raise max_connections' FROM (SELECT most - used AS room, most FROM "
                    "(SELECT pg_catalog.current_setting('max_connections')::integer AS most) m, (SELECT "
                    "pg_catalog.count(*)::integer AS used "
                    "FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend') u) t"},
};

static void add_rows(sg_findings *findings, const char *check, const sg_result *rows)
{
    for (size_t i = 0; i < sg_result_rows(rows); i++) {
        const char *health = sg_result_text(rows, i, 0);
        sg_findings_add(findings, check, (sg_health)(*health - '0'), sg_result_text(rows, i, 1),
                        sg_result_text(rows, i, 2));
    }
    if (sg_result_rows(rows) == 0)
        sg_findings_add(findings, check, SG_HEALTH_FINE, "nothing to say", NULL);
}

static void ask(sg_pg *pg, bool verified, sg_findings *findings)
{
    const char *params[] = {sg_arena_printf(findings->arena, "%lld", (long long)time(NULL)),
                            verified ? "true" : "false"};
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        /* Every query is given both, so both have a type in every query. */
        const char *sql = sg_arena_printf(findings->arena,
                                          "WITH given AS (SELECT $1::double precision, $2::boolean) %s", checks[i].sql);
        sg_result *rows = sg_pg_query(pg, sql, params, 2, NULL);
        if (rows != NULL)
            add_rows(findings, checks[i].check, rows);
        else
            sg_findings_add(findings, checks[i].check, SG_HEALTH_WARNING, sg_pg_last(pg)->message,
                            "the role may not look at it");
        sg_result_free(rows);
    }
}

static void look_at_lock(sg_pg *pg, sg_findings *findings, sg_diags *diags)
{
    int process;
    const char *holder = sg_lock_holder(pg, &process, diags);
    if (holder == NULL)
        sg_findings_add(findings, "lock", SG_HEALTH_FINE, "no run holds it", NULL);
    else
        sg_findings_add(findings, "lock", SG_HEALTH_WARNING, sg_arena_printf(findings->arena, "held by %s", holder),
                        "let that run end; when it is dead: schemagen unlock");
}

static void look_at_history(sg_pg *pg, sg_findings *findings)
{
    sg_diags *own = sg_diags_new();
    sg_status status = sg_log_check(pg, own);
    const sg_diag *first = sg_diags_first(own);
    if (status == SG_STATUS_OK)
        sg_findings_add(findings, "history", SG_HEALTH_FINE, "log and history fit together", NULL);
    else
        sg_findings_add(findings, "history", SG_HEALTH_FAILED, first->message, first->hint);
    sg_diags_free(own);
}

void sg_doctor_look(sg_pg *pg, bool verified, sg_findings *findings, sg_diags *diags)
{
    ask(pg, verified, findings);
    look_at_lock(pg, findings, diags);
    look_at_history(pg, findings);
}
