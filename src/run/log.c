#include "log.h"

#include <stdlib.h>
#include <string.h>

#include "identity.h"
#include "text.h"

const char sg_log_prepare_sql[] =
    "CREATE TABLE IF NOT EXISTS schemagen.log (\n"
    "  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n"
    "  event text NOT NULL,\n"
    "  number integer NOT NULL,\n"
    "  name text NOT NULL,\n"
    "  checksum text NOT NULL,\n"
    "  milliseconds bigint NOT NULL,\n"
    "  at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),\n"
    "  by_role text NOT NULL DEFAULT session_user,\n"
    "  tool_version text NOT NULL,\n"
    "  chain text NOT NULL\n"
    ");\n"
    "DO $log$\n"
    "DECLARE r record;\n"
    "BEGIN\n"
    "  IF NOT EXISTS (SELECT FROM schemagen.log) THEN\n"
    "    FOR r IN SELECT * FROM schemagen.migrations ORDER BY finished, number LOOP\n"
    "      " SG_LOG_INSERT("'" SG_LOG_APPLIED "'",
                           "(SELECT r.number, r.name, r.checksum, r.milliseconds, r.tool_version)") ";\n"
                                                                                                    "    END LOOP;\n"
                                                                                                    "  END IF;\n"
                                                                                                    "END $log$;";

/* 1: there, 0: not there, -1: the question failed. */
static int log_exists(sg_pg *pg, sg_diags *diags)
{
    sg_result *result =
        sg_pg_query(pg, "SELECT 1 WHERE pg_catalog.to_regclass('schemagen.log') IS NOT NULL", NULL, 0, diags);
    int exists = result == NULL ? -1 : sg_result_rows(result) > 0;
    sg_result_free(result);
    return exists;
}

/* What a database holds may have been written by anybody, and is printed as it is. */
static const char *safe_copy(sg_arena *arena, const char *text)
{
    sg_buf safe;
    sg_buf_init(&safe);
    sg_text_add_safe(&safe, text, strlen(text));
    const char *copy = sg_arena_strdup(arena, safe.data);
    sg_buf_release(&safe);
    return copy;
}

bool sg_log_read(sg_pg *pg, sg_arena *arena, sg_log *log, sg_diags *diags)
{
    *log = (sg_log){.entries = NULL};
    int exists = log_exists(pg, diags);
    if (exists <= 0)
        return exists == 0;
    sg_result *result =
        sg_pg_query(pg,
                    "SELECT position, event, number, name, checksum, milliseconds, pg_catalog.to_char(at AT TIME "
                    "ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), by_role, tool_version, chain "
                    "FROM schemagen.log ORDER BY position",
                    NULL, 0, diags);
    if (result == NULL)
        return false;
    log->count = sg_result_rows(result);
    sg_log_entry *entries = SG_NEW_ARRAY(arena, sg_log_entry, log->count);
    for (size_t i = 0; i < log->count; i++)
        entries[i] = (sg_log_entry){
            .position = strtoll(sg_result_text(result, i, 0), NULL, 10),
            .event = safe_copy(arena, sg_result_text(result, i, 1)),
            .number = (unsigned)strtoul(sg_result_text(result, i, 2), NULL, 10),
            .id = safe_copy(arena, sg_result_text(result, i, 3)),
            .checksum = sg_arena_strdup(arena, sg_result_text(result, i, 4)),
            .milliseconds = strtoll(sg_result_text(result, i, 5), NULL, 10),
            .at = sg_arena_strdup(arena, sg_result_text(result, i, 6)),
            .by = safe_copy(arena, sg_result_text(result, i, 7)),
            .tool = safe_copy(arena, sg_result_text(result, i, 8)),
            .chain = sg_arena_strdup(arena, sg_result_text(result, i, 9)),
        };
    log->entries = entries;
    sg_result_free(result);
    return true;
}

/* Number of a fault, name and number of the migration. What was accepted by a repair is not asked about again. */
static const char check_sql[] =
    "WITH l AS (SELECT position, event, number, name, checksum, chain, pg_catalog.lag(chain) OVER (ORDER BY position) "
    "AS before FROM schemagen.log), "
    "last AS (SELECT DISTINCT ON (name) name, number, event IN ('" SG_LOG_ROLLED_BACK "', '" SG_LOG_SAID_OPEN
    "') AS open, "
    "checksum FROM schemagen.log WHERE name <> '' ORDER BY name, position DESC) "
    "SELECT 0, l.name, l.number FROM l WHERE l.position > coalesce((SELECT pg_catalog.max(position) FROM schemagen.log "
    "WHERE event = '" SG_LOG_REPAIRED "'), 0) AND l.chain <> " SG_LOG_CHAIN(
        "l.before", "l.event", "l.name",
        "l.checksum") " "
                      "UNION ALL SELECT 1, m.name, m.number FROM schemagen.migrations m LEFT JOIN last USING (name) "
                      "WHERE last.name IS NULL OR last.open "
                      "UNION ALL SELECT 2, m.name, m.number FROM schemagen.migrations m JOIN last USING (name) "
                      "WHERE m.checksum <> last.checksum AND NOT last.open "
                      "UNION ALL SELECT 3, last.name, last.number FROM last LEFT JOIN schemagen.migrations m USING "
                      "(name) "
                      "WHERE m.name IS NULL AND NOT last.open ORDER BY 1, 3, 2";

/* What can be wrong, by the number that the query gives, and the event that accepts it. */
static const struct {
    const char *sentence, *event;
} faults[] = {
    {"the log was changed where it speaks of", SG_LOG_REPAIRED},
    {"schemagen.migrations has a row that the log does not know:", SG_LOG_REPAIRED},
    {"schemagen.migrations has another checksum than the log for", SG_LOG_REPAIRED},
    {"schemagen.migrations lacks a row that the log knows:", SG_LOG_SAID_OPEN},
};

static size_t fault_of(const sg_result *result, size_t row)
{
    return strtoul(sg_result_text(result, row, 0), NULL, 10);
}

sg_status sg_log_check(sg_pg *pg, sg_diags *diags)
{
    int exists = log_exists(pg, diags);
    if (exists <= 0)
        return exists == 0 ? SG_STATUS_OK : SG_STATUS_FAILED;
    sg_result *result = sg_pg_query(pg, check_sql, NULL, 0, diags);
    if (result == NULL)
        return SG_STATUS_FAILED;
    size_t count = sg_result_rows(result);
    sg_diag *diag = NULL;
    for (size_t i = 0; i < count; i++)
        diag = sg_diag_add(diags, SG_HISTORY_DAMAGED, SG_NOWHERE, "%s %s", faults[fault_of(result, i)].sentence,
                           sg_result_text(result, i, 1));
    if (diag != NULL)
        sg_diag_hint(diags, diag, "find out who changed it; `schemagen repair --accept` takes it as it stands");
    sg_result_free(result);
    sg_status home = sg_identity_check(pg, diags);
    return count > 0 && home == SG_STATUS_OK ? SG_STATUS_REFUSED : home;
}

/* A broken chain is accepted by any row behind it, of no migration. */
static bool accept_one(sg_pg *pg, const sg_result *result, size_t row, sg_diags *diags)
{
    static const char sql[] = SG_LOG_INSERT(
        "$1::text", "(SELECT $3::integer AS number, $2::text AS name, coalesce((SELECT m.checksum FROM "
                    "schemagen.migrations m WHERE m.name = $2), '') AS checksum, -1::bigint AS milliseconds, "
                    "'" SG_VERSION "'::text AS tool_version)");
    size_t fault = fault_of(result, row);
    const char *params[] = {faults[fault].event, fault == 0 ? "" : sg_result_text(result, row, 1),
                            fault == 0 ? "0" : sg_result_text(result, row, 2)};
    sg_result *added = sg_pg_query(pg, sql, params, 3, diags);
    sg_result_free(added);
    return added != NULL;
}

/* That the log belongs here from now on. */
static bool accept_place(sg_pg *pg, size_t *accepted, sg_diags *diags)
{
    sg_diags *own = sg_diags_new();
    *accepted += sg_identity_check(pg, own) == SG_STATUS_REFUSED;
    sg_diags_free(own);
    return sg_identity_note(pg, diags);
}

bool sg_log_accept(sg_pg *pg, size_t *accepted, sg_diags *diags)
{
    sg_result *result = sg_pg_query(pg, check_sql, NULL, 0, diags);
    bool fine = result != NULL;
    *accepted = fine ? sg_result_rows(result) : 0;
    for (size_t i = 0; fine && i < *accepted; i++)
        fine = accept_one(pg, result, i, diags);
    sg_result_free(result);
    return fine && accept_place(pg, accepted, diags);
}
