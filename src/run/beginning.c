#include "beginning.h"

#include <stdlib.h>
#include <string.h>

#include "tools.h"

/* What extensions brought does not count. */
static const char look_sql[] =
    "SELECT pg_catalog.count(*), pg_catalog.min(pg_catalog.format('%I.%I', n.nspname, c.relname)), "
    "pg_catalog.to_regclass('schemagen.log') IS NOT NULL "
    "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = coalesce($1, 'public') AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS (SELECT "
    "FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid "
    "AND d.deptype = 'e')";

static sg_status refuse(sg_pg *pg, const char *layout, const sg_result *row, sg_diags *diags)
{
    unsigned long count = strtoul(sg_result_text(row, 0, 0), NULL, 10);
    sg_diag *diag =
        sg_diag_add(diags, SG_NOT_EMPTY, SG_NOWHERE, "the database has tables and no history: %lu, first %s", count,
                    sg_result_text(row, 0, 1));
    const char *tool = sg_tool_found(pg, layout);
    if (strcmp(sg_result_text(row, 0, 2), "t") == 0)
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

sg_status sg_beginning_check(sg_pg *pg, const char *layout, sg_diags *diags)
{
    const char *schema = sg_pg_schema(pg);
    sg_result *row = sg_pg_query(pg, look_sql, &schema, 1, diags);
    if (row == NULL)
        return SG_STATUS_FAILED;
    sg_status status = strcmp(sg_result_text(row, 0, 0), "0") == 0 ? SG_STATUS_OK : refuse(pg, layout, row, diags);
    sg_result_free(row);
    return status;
}
