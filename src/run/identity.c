#include "identity.h"

#include <string.h>

#include "log.h"
#include "text.h"

/* The first value of the first row, in `arena`. False: the query failed, which is reported. */
static bool ask(sg_pg *pg, const char *sql, sg_arena *arena, const char **value, sg_diags *diags)
{
    sg_result *rows = sg_pg_query(pg, sql, NULL, 0, diags);
    *value = rows != NULL && sg_result_rows(rows) > 0 ? sg_arena_strdup(arena, sg_result_text(rows, 0, 0)) : NULL;
    sg_result_free(rows);
    return rows != NULL;
}

const char *sg_identity_now(sg_pg *pg, sg_arena *arena)
{
    const char *allowed, *identity = NULL;
    if (ask(pg, "SELECT 1 WHERE pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')", arena,
            &allowed, NULL) &&
        allowed != NULL)
        (void)ask(pg,
                  "SELECT pg_catalog.concat(system_identifier, '/', pg_catalog.current_database()) "
                  "FROM pg_catalog.pg_control_system()",
                  arena, &identity, NULL);
    return identity;
}

static bool read_last(sg_pg *pg, sg_arena *arena, const char **identity, sg_diags *diags)
{
    return ask(pg,
               "SELECT checksum FROM schemagen.log WHERE event = '" SG_LOG_DATABASE "' ORDER BY position DESC LIMIT 1",
               arena, identity, diags);
}

/* Where the name of the database begins. */
static const char *name_of(const char *identity)
{
    const char *slash = strchr(identity, '/');
    return slash != NULL ? slash + 1 : identity;
}

static void report(const char *before, const char *now, sg_arena *arena, sg_diags *diags)
{
    size_t server = (size_t)(name_of(before) - before);
    bool same = strncmp(before, now, server) == 0;
    const char *where = same ? " of the same server" : sg_arena_printf(arena, " of another server (%s)", now);
    sg_buf name;
    sg_buf_init(&name);
    sg_text_add_safe(&name, same ? name_of(before) : before, strlen(same ? name_of(before) : before));
    sg_diag *diag =
        sg_diag_add(diags, SG_OTHER_DATABASE, SG_NOWHERE,
                    "the history was written in the database %s, and this is %s%s", name.data, name_of(now), where);
    sg_diag_hint(diags, diag,
                 "is the URL right? Where this is a copy, was renamed, or came through pg_upgrade, `schemagen repair "
                 "--accept` takes its history as it stands");
    sg_buf_release(&name);
}

sg_status sg_identity_check(sg_pg *pg, sg_diags *diags)
{
    sg_arena *arena = sg_diags_arena(diags);
    const char *log, *before = NULL, *now = NULL;
    if (!ask(pg, "SELECT 1 WHERE pg_catalog.to_regclass('schemagen.log') IS NOT NULL", arena, &log, diags) ||
        (log != NULL && !read_last(pg, arena, &before, diags)))
        return SG_STATUS_FAILED;
    if (before != NULL)
        now = sg_identity_now(pg, arena);
    if (now == NULL || strcmp(before, now) == 0)
        return SG_STATUS_OK;
    report(before, now, arena, diags);
    return SG_STATUS_REFUSED;
}

bool sg_identity_note(sg_pg *pg, sg_diags *diags)
{
    static const char sql[] =
        SG_LOG_INSERT("'" SG_LOG_DATABASE "'", "(SELECT 0 AS number, ''::text AS name, $1::text AS checksum, "
                                               "-1::bigint AS milliseconds, '" SG_VERSION "'::text AS tool_version)");
    sg_arena *arena = sg_diags_arena(diags);
    const char *before, *now;
    if (!read_last(pg, arena, &before, diags))
        return false;
    now = sg_identity_now(pg, arena);
    if (now == NULL || (before != NULL && strcmp(before, now) == 0))
        return true;
    sg_result *added = sg_pg_query(pg, sql, &now, 1, diags);
    sg_result_free(added);
    return added != NULL;
}
