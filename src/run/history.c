#include "history.h"

#include <stdlib.h>
#include <string.h>

#include "lock.h"
#include "log.h"
#include "map.h"
#include "script.h"

#define TIME_TEXT(column) "pg_catalog.to_char(" column " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"

static const char prepare_sql[] =
    "CREATE SCHEMA IF NOT EXISTS schemagen;\n"
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
    "  finished timestamptz,\n"
    "  PRIMARY KEY (name, statements)\n"
    ");\n"
    "ALTER TABLE schemagen.migrations ADD COLUMN IF NOT EXISTS run text, ADD COLUMN IF NOT EXISTS waited bigint, "
    "ADD COLUMN IF NOT EXISTS locked bigint, ADD COLUMN IF NOT EXISTS tries integer, "
    "ADD COLUMN IF NOT EXISTS changed bigint, ADD COLUMN IF NOT EXISTS file_hash text;\n"
    "ALTER TABLE schemagen.steps ALTER COLUMN finished DROP NOT NULL, ALTER COLUMN finished DROP DEFAULT, "
    "ADD COLUMN IF NOT EXISTS started timestamptz, ADD COLUMN IF NOT EXISTS run text, "
    "ADD COLUMN IF NOT EXISTS mark text;";

/* 1: the history is there, and with columns of its last form. */
static const char form_sql[] =
    "SELECT pg_catalog.to_regclass('schemagen.migrations') IS NOT NULL, (SELECT pg_catalog.count(*) = 2 "
    "FROM pg_catalog.pg_attribute WHERE NOT attisdropped AND (attrelid = "
    "pg_catalog.to_regclass('schemagen.migrations') "
    "AND attname = 'file_hash' OR attrelid = pg_catalog.to_regclass('schemagen.steps') AND attname = 'run')) "
    "AND pg_catalog.to_regclass('schemagen.log') IS NOT NULL";

#define READ_SQL(newer)                                                                                             \
    "SELECT number, name, checksum, started AT TIME ZONE 'UTC', finished AT TIME ZONE 'UTC', milliseconds, steps, " \
    "tool_version, " newer " FROM schemagen.migrations ORDER BY number"

/* The row and its line of the log. The lock of the run and the session are asked for inside: see SG_LOCK_GUARD. */
static const char insert_sql[] =
    "WITH clock(t, ms) AS (SELECT t, 1000 * extract(epoch FROM t - pg_catalog.now())::float8 "
    "FROM pg_catalog.clock_timestamp() AS t), "
    "added AS (INSERT INTO schemagen.migrations (number, name, checksum, started, finished, milliseconds, steps, "
    "tool_version, run, waited, locked, tries, changed, file_hash) SELECT " SG_LOCK_GUARD(
        "$1::integer",
        "$13") ", $2, $3, "
               "coalesce($4::timestamptz, pg_catalog.now() - pg_catalog.make_interval(secs => greatest($6::float8, 0) "
               "/ 1000)), "
               "coalesce($5::timestamptz, t), CASE WHEN $5 IS NULL AND $6::float8 >= 0 THEN ($6::float8 + ms)::bigint "
               "ELSE $6::bigint END, $7::integer, coalesce($8, '" SG_VERSION "'), $9, $10::bigint, "
               "CASE WHEN $5 IS NULL AND $6::float8 >= 0 THEN ms::bigint END, $11::integer, $12::bigint, $15 FROM "
               "clock "
               "RETURNING *), "
               "logged AS (" SG_LOG_INSERT("$14::text",
                                           "added") ") "
                                                    "SELECT " TIME_TEXT("started") ", " TIME_TEXT(
                                                        "finished") ", tool_version, milliseconds FROM added";

#define REMOVED(condition)                                                                         \
    "WITH removed AS (DELETE FROM schemagen.migrations WHERE name = $1" condition                  \
    " RETURNING number, name, checksum, "                                                          \
    "milliseconds, '" SG_VERSION "'::text AS tool_version), "                                      \
    "forgotten AS (DELETE FROM schemagen.steps WHERE name IN ($1, $3)) " SG_LOG_INSERT("$2::text", \
                                                                                       "removed") " RETURNING 1"

static const char delete_sql[] = REMOVED(" AND number >= " SG_LOCK_GUARD("0", "$4"));
static const char remove_sql[] = REMOVED("");

static const char accept_sql[] =
    "WITH kept AS (UPDATE schemagen.migrations SET checksum = $2, file_hash = $3 WHERE name = $1 RETURNING number, "
    "name, checksum, "
    "milliseconds, '" SG_VERSION
    "'::text AS tool_version) " SG_LOG_INSERT("'" SG_LOG_REPAIRED "'", "kept") " RETURNING 1";

static const char done_sql[] =
    "INSERT INTO schemagen.steps (name, statements, checksum, run, started, finished) "
    "SELECT $1, " SG_LOCK_GUARD(
        "$2::integer",
        "$5") ", $3, $4, pg_catalog.now(), pg_catalog.clock_timestamp() "
              "ON CONFLICT (name, statements) DO UPDATE SET checksum = excluded.checksum, run = excluded.run, "
              "finished = excluded.finished";

/* The mark of the first start stays as long as no end is noted. */
static const char start_sql[] =
    "INSERT INTO schemagen.steps AS s (name, statements, checksum, run, started, mark) "
    "SELECT $1, " SG_LOCK_GUARD(
        "$2::integer",
        "$5") ", $3, $4, pg_catalog.clock_timestamp(), "
              "coalesce((SELECT pg_catalog.string_agg(indexrelid::text, ',') FROM pg_catalog.pg_index "
              "WHERE indrelid = pg_catalog.to_regclass($6)), '') "
              "ON CONFLICT (name, statements) DO UPDATE SET run = excluded.run, checksum = excluded.checksum, "
              "started = excluded.started, finished = NULL, "
              "mark = CASE WHEN s.finished IS NULL THEN s.mark ELSE excluded.mark END RETURNING mark";

#define ARRAY_COUNT(array) (sizeof(array) / sizeof *(array))

/* What the database has: -1: the question failed. */
typedef enum history_form { FORM_FAILED = -1, FORM_NONE, FORM_OLDER, FORM_PRESENT } history_form;

static history_form read_form(const sg_result *result)
{
    bool there = strcmp(sg_result_text(result, 0, 0), "t") == 0;
    bool newest = strcmp(sg_result_text(result, 0, 1), "t") == 0;
    return newest ? FORM_PRESENT : there ? FORM_OLDER : FORM_NONE;
}

static history_form find_form(sg_pg *pg, sg_diags *diags)
{
    sg_result *result = sg_pg_query(pg, form_sql, NULL, 0, diags);
    history_form form = result != NULL ? read_form(result) : FORM_FAILED;
    sg_result_free(result);
    return form;
}

/* "2026-01-11 12:00:00.123" as "2026-01-11T12:00:00Z": here, because the server takes longer for many. */
static const char *iso_time(sg_arena *arena, const char *text)
{
    size_t date = strcspn(text, " "), length = strcspn(text, ".");
    return text[date] == '\0'
               ? sg_arena_strdup(arena, text)
               : sg_arena_printf(arena, "%.*sT%.*sZ", (int)date, text, (int)(length - date - 1), text + date + 1);
}

static sg_history_row read_row(sg_arena *arena, const sg_result *result, size_t i)
{
    return (sg_history_row){
        .number = (unsigned)strtoul(sg_result_text(result, i, 0), NULL, 10),
        .id = sg_arena_strdup(arena, sg_result_text(result, i, 1)),
        .checksum = sg_arena_strdup(arena, sg_result_text(result, i, 2)),
        .started = iso_time(arena, sg_result_text(result, i, 3)),
        .finished = iso_time(arena, sg_result_text(result, i, 4)),
        .milliseconds = strtoll(sg_result_text(result, i, 5), NULL, 10),
        .steps = (unsigned)strtoul(sg_result_text(result, i, 6), NULL, 10),
        .tool = sg_arena_strdup(arena, sg_result_text(result, i, 7)),
        .run = sg_arena_strdup(arena, sg_result_text(result, i, 8)),
        .file_hash = sg_arena_strdup(arena, sg_result_text(result, i, 9)),
    };
}

static void read_rows(sg_arena *arena, const sg_result *result, sg_history *history)
{
    size_t count = sg_result_rows(result);
    sg_history_row *rows = SG_NEW_ARRAY(arena, sg_history_row, count);
    for (size_t i = 0; i < count; i++)
        rows[i] = read_row(arena, result, i);
    *history = (sg_history){.rows = rows, .count = count};
}

/* The two answers of a reading that takes the tables for what they mostly are. */
typedef struct reading {
    sg_arena *arena;
    sg_history *history;
    history_form form;
} reading;

static void read_answer(void *context, size_t request, const sg_result *result)
{
    reading *r = context;
    if (request == 0)
        r->form = read_form(result);
    else
        read_rows(r->arena, result, r->history);
}

bool sg_history_read(sg_pg *pg, sg_arena *arena, sg_history *history, sg_diags *diags)
{
    static const sg_pg_request both[] = {{.sql = form_sql, .sync = true}, {.sql = READ_SQL("run, file_hash")}};
    reading r = {.arena = arena, .history = history, .form = FORM_FAILED};
    *history = (sg_history){.rows = NULL};
    if (sg_pg_where(pg) != SG_PG_IDLE) {
        /* A question that fails would end the transaction. */
        r.form = find_form(pg, diags);
    } else if (sg_pg_batch(pg, both, ARRAY_COUNT(both), read_answer, &r)) {
        return true;
    } else if (r.form == FORM_FAILED || r.form == FORM_PRESENT) {
        sg_pg_report(pg, diags, SG_QUERY, SG_NOWHERE);
        return false;
    }
    history->missing = r.form == FORM_NONE;
    if (r.form <= FORM_NONE)
        return history->missing;
    sg_result *result =
        sg_pg_query(pg, r.form == FORM_PRESENT ? READ_SQL("run, file_hash") : READ_SQL("NULL, NULL"), NULL, 0, diags);
    if (result != NULL)
        read_rows(arena, result, history);
    sg_result_free(result);
    return result != NULL;
}

const sg_history_row *sg_history_find(const sg_history *history, const char *id)
{
    for (size_t i = 0; i < history->count; i++) {
        if (strcmp(history->rows[i].id, id) == 0)
            return &history->rows[i];
    }
    return NULL;
}

bool sg_history_holds(sg_pg *pg, const sg_migrations *migrations)
{
    sg_result *result = sg_pg_query(pg, "SELECT name, file_hash FROM schemagen.migrations", NULL, 0, NULL);
    sg_map hashes = {0}; /* const char *, by id */
    bool same = result != NULL && sg_result_rows(result) == migrations->count;
    for (size_t i = 0; same && i < migrations->count; i++)
        sg_map_put(&hashes, sg_result_text(result, i, 0), (void *)sg_result_text(result, i, 1));
    for (size_t i = 0; same && i < migrations->count; i++) {
        const char *noted = sg_map_get(&hashes, migrations->items[i].id), *now = sg_migrations_hash(migrations, i);
        same = noted != NULL && now != NULL && strcmp(noted, now) == 0;
    }
    sg_map_release(&hashes);
    sg_result_free(result);
    return same;
}

bool sg_history_prepare(sg_pg *pg, sg_diags *diags)
{
    history_form form = find_form(pg, diags);
    return form == FORM_PRESENT ||
           (form != FORM_FAILED && sg_pg_run(pg, prepare_sql, diags) && sg_pg_run(pg, sg_log_prepare_sql, diags));
}

/* Nothing of a session holds behind a pooler: there the lock of the transaction is all. */
static const char *guard_nonce(const sg_pg *pg)
{
    return sg_pg_is_pooled(pg) ? NULL : sg_pg_nonce(pg);
}

static sg_pg_request request(sg_arena *arena, const char *sql, const char *const *params, size_t count)
{
    const char **copy = SG_NEW_ARRAY(arena, const char *, count);
    memcpy(copy, params, count * sizeof *copy);
    return (sg_pg_request){.sql = sql, .params = copy, .param_count = count};
}

sg_pg_request sg_history_insert(const sg_pg *pg, sg_arena *arena, const sg_history_row *row)
{
    const char *params[] = {sg_arena_printf(arena, "%u", row->number),
                            row->id,
                            row->checksum,
                            row->started,
                            row->finished,
                            sg_arena_printf(arena, "%lld", row->milliseconds),
                            sg_arena_printf(arena, "%u", row->steps),
                            row->tool,
                            row->run,
                            sg_arena_printf(arena, "%lld", row->waited),
                            sg_arena_printf(arena, "%u", row->tries),
                            sg_arena_printf(arena, "%llu", row->changed),
                            guard_nonce(pg),
                            row->event != NULL ? row->event : SG_LOG_APPLIED,
                            row->file_hash};
    sg_pg_request insert = request(arena, insert_sql, params, ARRAY_COUNT(params));
    insert.again = true;
    return insert;
}

void sg_history_take(sg_arena *arena, sg_history_row *row, const sg_result *answer)
{
    row->started = sg_arena_strdup(arena, sg_result_text(answer, 0, 0));
    row->finished = sg_arena_strdup(arena, sg_result_text(answer, 0, 1));
    row->tool = sg_arena_strdup(arena, sg_result_text(answer, 0, 2));
    row->milliseconds = strtoll(sg_result_text(answer, 0, 3), NULL, 10);
}

bool sg_history_add(sg_pg *pg, sg_arena *arena, sg_history_row *row, sg_diags *diags)
{
    sg_pg_request insert = sg_history_insert(pg, arena, row);
    sg_result *answer = sg_pg_query(pg, insert.sql, insert.params, insert.param_count, diags);
    if (answer != NULL)
        sg_history_take(arena, row, answer);
    sg_result_free(answer);
    return answer != NULL;
}

sg_pg_request sg_history_delete(const sg_pg *pg, sg_arena *arena, const sg_script *script)
{
    const char *params[] = {script->migration->id, SG_LOG_ROLLED_BACK, script->key, guard_nonce(pg)};
    return request(arena, delete_sql, params, ARRAY_COUNT(params));
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
    const char *params[] = {id, event, id};
    return change(pg, remove_sql, params, ARRAY_COUNT(params), diags);
}

bool sg_history_accept(sg_pg *pg, const char *id, const char *checksum, const char *file_hash, sg_diags *diags)
{
    const char *params[] = {id, checksum, file_hash};
    return change(pg, accept_sql, params, ARRAY_COUNT(params), diags);
}

bool sg_history_forget_place(sg_pg *pg, const char *key, sg_diags *diags)
{
    sg_result *result = sg_pg_query(pg, "DELETE FROM schemagen.steps WHERE name = $1", &key, 1, diags);
    sg_result_free(result);
    return result != NULL;
}

sg_pg_request sg_history_place_done(const sg_pg *pg, sg_arena *arena, const char *run, const sg_script *script,
                                    size_t statements)
{
    char checksum[SG_SHA256_HEX];
    sg_script_checksum_to(script, statements, checksum);
    const char *params[] = {script->key, sg_arena_printf(arena, "%zu", statements), sg_arena_strdup(arena, checksum),
                            run, guard_nonce(pg)};
    return request(arena, done_sql, params, ARRAY_COUNT(params));
}

/* The mark in the first row; NULL: there is no row. */
static bool read_mark(sg_arena *arena, sg_result *result, const char **mark)
{
    *mark = result != NULL && sg_result_rows(result) > 0 ? sg_arena_strdup(arena, sg_result_text(result, 0, 0)) : NULL;
    sg_result_free(result);
    return result != NULL;
}

bool sg_history_place_is_open(sg_pg *pg, sg_arena *arena, const sg_script *script, size_t statements, const char **mark)
{
    const char *params[] = {script->key, sg_arena_printf(arena, "%zu", statements)};
    return read_mark(arena,
                     sg_pg_query(pg,
                                 "SELECT coalesce(mark, '') FROM schemagen.steps WHERE name = $1 "
                                 "AND statements = $2::integer AND finished IS NULL",
                                 params, ARRAY_COUNT(params), NULL),
                     mark);
}

bool sg_history_place_start(sg_pg *pg, sg_arena *arena, const char *run, const sg_script *script, size_t statements,
                            const char *indexed, const char **mark, bool *again)
{
    char checksum[SG_SHA256_HEX];
    if (!sg_history_place_is_open(pg, arena, script, statements, mark))
        return false;
    *again = *mark != NULL;
    sg_script_checksum_to(script, statements, checksum);
    const char *params[] = {
        script->migration->id, sg_arena_printf(arena, "%zu", statements), checksum, run, guard_nonce(pg), indexed};
    return read_mark(arena, sg_pg_query(pg, start_sql, params, ARRAY_COUNT(params), NULL), mark);
}

bool sg_history_places(sg_pg *pg, sg_arena *arena, sg_history_place **places, size_t *count, sg_diags *diags)
{
    static const char sql[] =
        "SELECT name, coalesce(pg_catalog.max(statements) FILTER (WHERE finished IS NOT NULL), 0), "
        "coalesce((pg_catalog.array_agg(checksum ORDER BY statements DESC) FILTER (WHERE finished IS NOT NULL))[1], "
        "'') "
        "FROM schemagen.steps WHERE name NOT IN (SELECT name FROM schemagen.migrations) GROUP BY name";
    sg_result *result = sg_pg_query(pg, sql, NULL, 0, diags);
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
