#include "beginning.h"

#include <stdlib.h>
#include <string.h>

#include "script.h"
#include "statement.h"
#include "tools.h"
#include "words.h"

/* $1: names of relations as SQL writes them, a JSON array. */
static const char look_sql[] =
    "SELECT pg_catalog.count(*), pg_catalog.min(n.name), pg_catalog.to_regclass('schemagen.log') IS NOT NULL "
    "FROM pg_catalog.jsonb_array_elements_text($1::pg_catalog.jsonb) n (name) "
    "WHERE pg_catalog.to_regclass(n.name) IS NOT NULL";

/* Whether there is any table to ask for. What extensions brought does not count. */
static const char empty_sql[] =
    "SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT EXISTS "
    "(SELECT "
    "FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid "
    "AND d.deptype = 'e') LIMIT 1";

static void add_name(sg_buf *names, const char *name)
{
    sg_buf_add(names, names->length > 0 ? "," : "[");
    sg_buf_add_json(names, name);
}

/* Behind ALTER TABLE: the name that a table gets, or has in another schema. */
static void add_new_name(sg_buf *names, const sg_words *words, size_t *at, sg_arena *arena)
{
    sg_words_skip(words, at, "IF EXISTS");
    const char *name = sg_words_name(words, at, arena);
    const char *last = name + strlen(name) - words->items[*at - 1].length;
    if (sg_words_skip(words, at, "RENAME TO"))
        add_name(names, sg_arena_printf(arena, "%.*s%s", (int)(last - name), name, sg_words_name(words, at, arena)));
    else if (sg_words_skip(words, at, "SET SCHEMA"))
        add_name(names, sg_arena_printf(arena, "%s.%s", sg_words_name(words, at, arena), last));
}

/* The tables that a script makes, but for those that it makes only IF NOT EXISTS, and those that it renames or moves.
 */
static void add_tables(sg_buf *names, const sg_script *script, sg_arena *arena)
{
    for (size_t i = 0; i < script->statement_count; i++) {
        size_t length;
        const char *body = sg_statement_body(script->statements[i].text, &length);
        sg_words words = sg_words_read(arena, body, length);
        for (size_t at = 0; at < words.count;) {
            if (sg_words_skip(&words, &at, "ALTER TABLE"))
                add_new_name(names, &words, &at, arena);
            else if (!sg_words_skip(&words, &at, "CREATE TABLE") &&
                     !sg_words_skip(&words, &at, "CREATE UNLOGGED TABLE"))
                at++;
            else if (!sg_words_skip(&words, &at, "IF NOT EXISTS"))
                add_name(names, sg_words_name(&words, &at, arena));
        }
    }
}

static sg_status refuse(sg_diag *diag, const char *tool, bool log, sg_diags *diags)
{
    if (log)
        sg_diag_note(diags, diag, SG_NOWHERE, "schemagen.log is there: schemagen.migrations was dropped");
    if (tool != NULL)
        sg_diag_hint(diags, diag, "`schemagen baseline --from %s` takes over what that tool has applied", tool);
    else
        sg_diag_hint(
            diags, diag,
            "`schemagen baseline --to N` notes migrations up to N as applied, without running them; where none "
            "of them is, `schemagen baseline --none` begins an empty history");
    return SG_STATUS_REFUSED;
}

/* The names of all tables that migrations make, as look_sql wants them. False after reporting. */
static bool collect(const sg_migrations *migrations, sg_buf *names, sg_diags *diags)
{
    sg_arena *arena = sg_arena_new();
    bool fine = true;
    for (size_t i = 0; i < migrations->count && fine; i++) {
        const sg_script *script = sg_script_read(&migrations->items[i], diags);
        fine = script != NULL;
        if (fine)
            add_tables(names, script, arena);
    }
    sg_buf_add(names, names->length > 0 ? "]" : "[]");
    sg_arena_free(arena);
    return fine;
}

static sg_status look_for(sg_pg *pg, const sg_migrations *migrations, const char *names, sg_diags *diags)
{
    const char *tool = sg_tool_found(pg, migrations->layout->name);
    const char *theirs = tool != NULL ? sg_tool_named(tool)->layout : NULL;
    sg_result *row = sg_pg_query(pg, look_sql, &names, 1, diags);
    if (row == NULL)
        return SG_STATUS_FAILED;
    sg_status status = SG_STATUS_OK;
    sg_diag *diag = NULL;
    unsigned long made = strtoul(sg_result_text(row, 0, 0), NULL, 10);
    if (made > 0)
        diag = sg_diag_add(diags, SG_NOT_EMPTY, SG_NOWHERE,
                           "the database has tables of these migrations and no history: %lu, first %s", made,
                           sg_result_text(row, 0, 1));
    else if (theirs != NULL && strcmp(theirs, migrations->layout->name) == 0)
        diag = sg_diag_add(diags, SG_NOT_EMPTY, SG_NOWHERE, "the database has a history of %s and none of schemagen",
                           tool);
    if (diag != NULL)
        status = refuse(diag, tool, strcmp(sg_result_text(row, 0, 2), "t") == 0, diags);
    sg_result_free(row);
    return status;
}

sg_status sg_beginning_check(sg_pg *pg, const sg_migrations *migrations, sg_diags *diags)
{
    sg_buf names;
    sg_result *any = sg_pg_query(pg, empty_sql, NULL, 0, diags);
    if (any == NULL)
        return SG_STATUS_FAILED;
    bool empty = sg_result_rows(any) == 0;
    sg_result_free(any);
    if (empty)
        return SG_STATUS_OK;
    sg_buf_init(&names);
    sg_status status =
        collect(migrations, &names, diags) ? look_for(pg, migrations, names.data, diags) : SG_STATUS_BAD_INPUT;
    sg_buf_release(&names);
    return status;
}
