/* Reading: every kind's query in one transaction. */
#include "catalog.h"

#include <string.h>

#include "kind.h"
#include "rows.h"

/* Where the runner keeps its own things. */
#define OWN_SCHEMA "schemagen"

static bool is_asked_for(const char *schema, const char *const *schemas)
{
    if (schema == NULL)
        return true;
    if (strcmp(schema, OWN_SCHEMA) == 0)
        return false;
    for (size_t i = 0; schemas != NULL && schemas[i] != NULL; i++) {
        if (strcmp(schemas[i], schema) == 0)
            return true;
    }
    return schemas == NULL;
}

static bool read_kind(sg_pg *pg, const sg_kind *kind, const char *const *schemas, sg_rows *rows, sg_diags *diags)
{
    sg_result *result = sg_pg_query(pg, kind->catalog_sql, NULL, 0, diags);
    bool fine = result != NULL;
    for (size_t i = 0; fine && i < sg_result_rows(result); i++) {
        sg_row row = {sg_result_text(result, i, 0), sg_result_text(result, i, 1), sg_result_text(result, i, 2),
                      sg_result_text(result, i, 3), sg_result_text(result, i, 4)};
        const char *place = kind->flags & SG_KIND_NAMESPACE ? row.name : row.schema;
        if (is_asked_for(place, schemas))
            fine = sg_rows_add(rows, kind, &row);
    }
    sg_result_free(result);
    return fine;
}

sg_model *sg_catalog_read(sg_pg *pg, const char *const *schemas, sg_diags *diags)
{
    if (!sg_pg_run(pg, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", diags))
        return NULL;
    const sg_kind *const *kinds = sg_kinds_ordered();
    sg_rows *rows = sg_rows_new(diags);
    bool fine = true;
    for (size_t i = 0; fine && i < sg_kind_count; i++) {
        if (kinds[i]->catalog_sql != NULL)
            fine = read_kind(pg, kinds[i], schemas, rows, diags);
    }
    fine = sg_pg_run(pg, "ROLLBACK", fine ? diags : NULL) && fine;
    return sg_rows_finish(rows, fine);
}
