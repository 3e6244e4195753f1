#include "history.h"

#include <stdlib.h>

#include "log.h"

#define TIME_TEXT(column) "pg_catalog.to_char(" column " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"

static const char prepare_sql[] = "CREATE SCHEMA IF NOT EXISTS schemagen;\n"
                                  "CREATE TABLE IF NOT EXISTS schemagen.migrations (\n"
                                  "  number integer NOT NULL,\n"
                                  "  name text PRIMARY KEY,\n"
                                  "  checksum text NOT NULL,\n"
                                  "  started timestamptz NOT NULL,\n"
                                  "  finished timestamptz NOT NULL,\n"
                                  "  milliseconds bigint NOT NULL,\n"
                                  "  steps integer NOT NULL,\n"
                                  "  tool_version text NOT NULL\n"
                                  ");\n"
                                  "CREATE TABLE IF NOT EXISTS schemagen.steps (\n"
                                  "  name text NOT NULL,\n"
                                  "  statements integer NOT NULL,\n"
                                  "  checksum text NOT NULL,\n"
                                  "  finished timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),\n"
                                  "  PRIMARY KEY (name, statements)\n"
                                  ");\n";

static const char read_sql[] = "SELECT number, name, checksum, " TIME_TEXT("started") ", " TIME_TEXT(
    "finished") ", milliseconds, steps, tool_version FROM schemagen.migrations ORDER BY number";

/* The row and its line of the log. */
static const char add_sql[] =
    "WITH added AS (INSERT INTO schemagen.migrations (number, name, checksum, started, finished, milliseconds, steps, "
    "tool_version) VALUES ($1, $2, $3, coalesce($6::timestamptz, "
    "pg_catalog.clock_timestamp() - pg_catalog.make_interval(secs => $4::bigint / 1000.0)), "
    "coalesce($7::timestamptz, pg_catalog.clock_timestamp()), $4::bigint, $5, coalesce($8, '" SG_VERSION "')) "
    "RETURNING *), logged AS (" SG_LOG_INSERT("$9::text", "added") ") "
                                                                   "SELECT " TIME_TEXT("started") ", " TIME_TEXT(
                                                                       "finished") ", tool_version FROM added";

static const char remove_sql[] =
    "WITH removed AS (DELETE FROM schemagen.migrations WHERE name = $1 RETURNING number, name, checksum, milliseconds, "
    "'" SG_VERSION "'::text AS tool_version) " SG_LOG_INSERT("$2::text", "removed") " RETURNING 1";

static const char accept_sql[] =
    "WITH kept AS (UPDATE schemagen.migrations SET checksum = $2 WHERE name = $1 RETURNING number, name, checksum, "
    "milliseconds, '" SG_VERSION
    "'::text AS tool_version) " SG_LOG_INSERT("'" SG_LOG_REPAIRED "'", "kept") " RETURNING 1";

/* 1: there, 0: not there, -1: the question failed. */
static int table_exists(sg_pg *pg, const char *name, sg_diags *diags)
{
    sg_result *result = sg_pg_query(pg, "SELECT 1 WHERE pg_catalog.to_regclass($1) IS NOT NULL", &name, 1, diags);
    if (result == NULL)
        return -1;
    int exists = sg_result_rows(result) > 0;
    sg_result_free(result);
    return exists;
}

bool sg_history_read(sg_pg *pg, sg_arena *arena, sg_history *history, sg_diags *diags)
{
    *history = (sg_history){NULL, 0};
    int exists = table_exists(pg, "schemagen.migrations", diags);
    if (exists <= 0)
        return exists == 0;
    sg_result *result = sg_pg_query(pg, read_sql, NULL, 0, diags);
    if (result == NULL)
        return false;
    size_t count = sg_result_rows(result);
    sg_history_row *rows = SG_NEW_ARRAY(arena, sg_history_row, count);
    for (size_t i = 0; i < count; i++) {
        rows[i] = (sg_history_row){
            .number = (unsigned)strtoul(sg_result_text(result, i, 0), NULL, 10),
            .id = sg_arena_strdup(arena, sg_result_text(result, i, 1)),
            .checksum = sg_arena_strdup(arena, sg_result_text(result, i, 2)),
            .started = sg_arena_strdup(arena, sg_result_text(result, i, 3)),
            .finished = sg_arena_strdup(arena, sg_result_text(result, i, 4)),
            .milliseconds = strtoll(sg_result_text(result, i, 5), NULL, 10),
            .steps = (unsigned)strtoul(sg_result_text(result, i, 6), NULL, 10),
            .tool = sg_arena_strdup(arena, sg_result_text(result, i, 7)),
        };
    }
    sg_result_free(result);
    *history = (sg_history){rows, count};
    return true;
}

bool sg_history_prepare(sg_pg *pg, sg_diags *diags)
{
    int exists = table_exists(pg, "schemagen.log", diags);
    return exists > 0 || (exists == 0 && sg_pg_run(pg, prepare_sql, diags) && sg_pg_run(pg, sg_log_prepare_sql, diags));
}

bool sg_history_add(sg_pg *pg, sg_arena *arena, sg_history_row *row, sg_diags *diags)
{
    const char *params[] = {sg_arena_printf(arena, "%u", row->number),
                            row->id,
                            row->checksum,
                            sg_arena_printf(arena, "%lld", row->milliseconds),
                            sg_arena_printf(arena, "%u", row->steps),
                            row->started,
                            row->finished,
                            row->tool,
                            row->event != NULL ? row->event : SG_LOG_APPLIED};
    sg_result *result = sg_pg_query(pg, add_sql, params, sizeof params / sizeof *params, diags);
    if (result == NULL)
        return false;
    row->started = sg_arena_strdup(arena, sg_result_text(result, 0, 0));
    row->finished = sg_arena_strdup(arena, sg_result_text(result, 0, 1));
    row->tool = sg_arena_strdup(arena, sg_result_text(result, 0, 2));
    sg_result_free(result);
    return true;
}

/* True when the statement changed a row. */
static bool change(sg_pg *pg, const char *sql, const char *const *params, size_t count, sg_diags *diags)
{
    sg_result *result = sg_pg_query(pg, sql, params, count, diags);
    bool changed = result != NULL && sg_result_rows(result) > 0;
    sg_result_free(result);
    return changed;
}

bool sg_history_remove(sg_pg *pg, const char *id, const char *event, sg_diags *diags)
{
    const char *params[] = {id, event};
    return change(pg, remove_sql, params, 2, diags) && sg_history_forget_place(pg, id, diags);
}

bool sg_history_accept(sg_pg *pg, const char *id, const char *checksum, sg_diags *diags)
{
    const char *params[] = {id, checksum};
    return change(pg, accept_sql, params, 2, diags);
}

bool sg_history_forget_place(sg_pg *pg, const char *key, sg_diags *diags)
{
    sg_result *result = sg_pg_query(pg, "DELETE FROM schemagen.steps WHERE name = $1", &key, 1, diags);
    sg_result_free(result);
    return result != NULL;
}

bool sg_history_keep_place(sg_pg *pg, sg_arena *arena, const char *id, size_t statements, const char *checksum)
{
    const char *params[] = {id, sg_arena_printf(arena, "%zu", statements), checksum};
    sg_result *result = sg_pg_query(pg,
                                    "INSERT INTO schemagen.steps (name, statements, checksum) VALUES ($1, $2, $3) "
                                    "ON CONFLICT (name, statements) DO UPDATE SET checksum = excluded.checksum",
                                    params, sizeof params / sizeof *params, NULL);
    sg_result_free(result);
    return result != NULL;
}

bool sg_history_places(sg_pg *pg, sg_arena *arena, sg_history_place **places, size_t *count, sg_diags *diags)
{
    sg_result *result = sg_pg_query(pg,
                                    "SELECT DISTINCT ON (name) name, statements, checksum FROM schemagen.steps "
                                    "WHERE name NOT IN (SELECT name FROM schemagen.migrations) "
                                    "ORDER BY name, statements DESC",
                                    NULL, 0, diags);
    if (result == NULL)
        return false;
    *count = sg_result_rows(result);
    *places = SG_NEW_ARRAY(arena, sg_history_place, *count);
    for (size_t i = 0; i < *count; i++)
        (*places)[i] = (sg_history_place){
            .id = sg_arena_strdup(arena, sg_result_text(result, i, 0)),
            .statements = strtoul(sg_result_text(result, i, 1), NULL, 10),
            .checksum = sg_arena_strdup(arena, sg_result_text(result, i, 2)),
        };
    sg_result_free(result);
    return true;
}

sg_standing_item sg_history_item(const sg_history_row *row, sg_standing_state state)
{
    return (sg_standing_item){
        .number = row->number,
        .id = row->id,
        .state = state,
        .started = row->started,
        .finished = row->finished,
        .milliseconds = row->milliseconds,
        .steps = row->steps,
        .tool = row->tool,
    };
}
