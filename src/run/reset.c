/* A database for development begins again. */
#include <string.h>

#include "development.h"
#include "interrupt.h"
#include "lock.h"
#include "manage_private.h"
#include "text.h"

#define DEFAULT_WAIT 10
#define TABLES_SHOWN 20

sg_status sg_development_check(sg_pg *pg, sg_diags *diags)
{
    sg_result *row =
        sg_pg_query(pg,
                    "SELECT pg_catalog.current_database(), coalesce(pg_catalog.lower("
                    "pg_catalog.current_setting('schemagen.development', true)), '') IN ('on', 'true', '1', "
                    "'yes')",
                    NULL, 0, diags);
    if (row == NULL)
        return SG_STATUS_FAILED;
    bool marked = strcmp(sg_result_text(row, 0, 1), "t") == 0;
    if (!marked) {
        const char *name = sg_result_text(row, 0, 0);
        sg_buf ident;
        sg_buf_init(&ident);
        sg_sql_ident(&ident, name);
        sg_diag *diag = sg_diag_add(diags, SG_NOT_DEVELOPMENT, SG_NOWHERE,
                                    "the database %s is not marked as one for development", name);
        sg_diag_hint(diags, diag, "if all in it may go: ALTER DATABASE %s SET schemagen.development = 'on'",
                     ident.data);
        sg_buf_release(&ident);
    }
    sg_result_free(row);
    return marked ? SG_STATUS_OK : SG_STATUS_REFUSED;
}

/* Schemas go with all that is in them, and so does what is in none. The one named public comes back as it was, with its
 * owner and who may use it. */
static const char drop_sql[] =
    "DO $reset$\n"
    "DECLARE\n"
    "  s record; was record; g record;\n"
    "BEGIN\n"
    "  SELECT n.nspowner::pg_catalog.regrole::text AS owner, n.nspacl AS acl, "
    "pg_catalog.obj_description(n.oid, 'pg_namespace') AS comment INTO was FROM pg_catalog.pg_namespace n "
    "WHERE n.nspname = 'public';\n"
    "  FOR s IN SELECT x.extname FROM pg_catalog.pg_extension x JOIN pg_catalog.pg_namespace n ON n.oid = "
    "x.extnamespace "
    "WHERE n.nspname <> 'pg_catalog' LOOP\n"
    "    EXECUTE pg_catalog.format('DROP EXTENSION IF EXISTS %I CASCADE', s.extname);\n"
    "  END LOOP;\n"
    "  FOR s IN SELECT 'PUBLICATION' AS kind, pubname AS name FROM pg_catalog.pg_publication "
    "UNION ALL SELECT 'FOREIGN DATA WRAPPER', w.fdwname FROM pg_catalog.pg_foreign_data_wrapper w WHERE NOT EXISTS ("
    "SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass "
    "AND e.objid = w.oid AND e.deptype = 'e') LOOP\n"
    "    EXECUTE pg_catalog.format('DROP %s IF EXISTS %I CASCADE', s.kind, s.name);\n"
    "  END LOOP;\n"
    "  FOR s IN SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname !~ '^pg_' "
    "AND n.nspname <> 'information_schema' LOOP\n"
    "    EXECUTE pg_catalog.format('DROP SCHEMA %I CASCADE', s.nspname);\n"
    "  END LOOP;\n"
    "  IF was.owner IS NOT NULL THEN\n"
    "    EXECUTE 'CREATE SCHEMA public AUTHORIZATION ' || was.owner;\n"
    "    FOR g IN SELECT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::pg_catalog.regrole::text END AS "
    "grantee, "
    "a.privilege_type, a.is_grantable FROM pg_catalog.aclexplode(was.acl) a LOOP\n"
    "      EXECUTE pg_catalog.format('GRANT %s ON SCHEMA public TO %s%s', g.privilege_type, g.grantee, "
    "CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END);\n"
    "    END LOOP;\n"
    "    IF was.comment IS NOT NULL THEN\n"
    "      EXECUTE pg_catalog.format('COMMENT ON SCHEMA public IS %L', was.comment);\n"
    "    END IF;\n"
    "  END IF;\n"
    "END $reset$";

/* What goes: the tables, as far as they fit. */
static sg_status ask(sg_pg *pg, const sg_migrations *migrations, const sg_manage_options *options, sg_diags *diags)
{
    sg_result *rows =
        sg_pg_query(pg,
                    "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname), pg_catalog.current_database() "
                    "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                    "WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname NOT IN "
                    "('information_schema', 'schemagen') ORDER BY 1",
                    NULL, 0, diags);
    if (rows == NULL)
        return SG_STATUS_FAILED;
    size_t count = sg_result_rows(rows);
    sg_buf text;
    sg_buf_init(&text);
    sg_buf_addf(&text, "Drop all of this database, %zu table%s, and apply %zu migration%s:\n", count,
                count == 1 ? "" : "s", migrations->count, migrations->count == 1 ? "" : "s");
    for (size_t i = 0; i < count && i < TABLES_SHOWN; i++) {
        sg_buf_add(&text, "    ");
        sg_text_add_safe(&text, sg_result_text(rows, i, 0), strlen(sg_result_text(rows, i, 0)));
        sg_buf_addc(&text, '\n');
    }
    sg_buf_add(&text, count > TABLES_SHOWN ? "    ...\n" : "");
    sg_status status = sg_manage_confirm(options, text.data, diags);
    sg_buf_release(&text);
    sg_result_free(rows);
    return status;
}

static sg_status drop_all(sg_pg *pg, const sg_migrations *migrations, const sg_manage_options *options, sg_diags *diags)
{
    sg_status status = ask(pg, migrations, options, diags);
    if (status != SG_STATUS_OK)
        return status;
    return sg_pg_run(pg, drop_sql, diags) ? SG_STATUS_OK : SG_STATUS_FAILED;
}

/* The lock of the session is taken again by apply, and so held all the time. */
sg_status sg_run_reset(sg_pg *pg, const sg_migrations *migrations, const sg_manage_options *options, sg_arena *arena,
                       sg_applied *applied, sg_diags *diags)
{
    sg_apply_options how = {
        .lock_wait = options->lock_wait, .listen = options->listen, .listen_context = options->listen_context};
    *applied = (sg_applied){.items = NULL};
    sg_status status = sg_development_check(pg, diags);
    if (status != SG_STATUS_OK)
        return status;
    const volatile sig_atomic_t *stop = sg_interrupt_begin();
    status = sg_lock_take(pg, options->lock_wait < 0 ? DEFAULT_WAIT : options->lock_wait, stop, NULL, NULL, diags);
    bool locked = status == SG_STATUS_OK;
    if (locked)
        status = drop_all(pg, migrations, options, diags);
    applied->signal = status != SG_STATUS_OK ? *stop : 0;
    sg_interrupt_end();
    if (status == SG_STATUS_OK)
        status = sg_run_apply(pg, migrations, &how, arena, applied, diags);
    if (locked)
        sg_lock_give(pg);
    return status;
}
