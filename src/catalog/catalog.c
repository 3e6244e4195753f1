/* Reading: every kind's query in one transaction, all sent at once. */
#include "catalog.h"

#include <string.h>

#include "inventory.h"
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

static bool add_rows(const sg_kind *kind, const sg_result *result, const char *const *schemas, sg_rows *rows)
{
    bool fine = true;
    for (size_t i = 0; fine && i < sg_result_rows(result); i++) {
        sg_row row = {sg_result_text(result, i, 0), sg_result_text(result, i, 1), sg_result_text(result, i, 2),
                      sg_result_text(result, i, 3), sg_result_text(result, i, 4)};
        const char *place = kind->flags & SG_KIND_NAMESPACE ? row.name : row.schema;
        if (is_asked_for(place, schemas))
            fine = sg_rows_add(rows, kind, &row);
    }
    return fine;
}

/* The statements of one reading: BEGIN, a query for each kind that has one, the inventory, ROLLBACK. */
typedef struct sg_reading {
    const char **sql;
    const sg_kind **kinds; /* NULL: no query of a kind */
    sg_result **results;
    size_t count;
} sg_reading;

static void plan_reading(sg_arena *arena, sg_reading *reading)
{
    const sg_kind *const *kinds = sg_kinds_ordered();
    size_t room = sg_kind_count + 4;
    *reading = (sg_reading){SG_NEW_ARRAY(arena, const char *, room), SG_NEW_ARRAY(arena, const sg_kind *, room),
                            SG_NEW_ARRAY(arena, sg_result *, room), 0};
    reading->sql[reading->count++] = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    for (size_t i = 0; i < sg_kind_count; i++) {
        if (kinds[i]->catalog_sql == NULL)
            continue;
        reading->kinds[reading->count] = kinds[i];
        reading->sql[reading->count++] = kinds[i]->catalog_sql;
    }
    reading->sql[reading->count++] = sg_catalog_access_sql;
    reading->sql[reading->count++] = sg_catalog_inventory_sql;
    reading->sql[reading->count++] = "ROLLBACK";
}

static sg_model *make_model(const sg_reading *reading, const sg_catalog_options *options, sg_diags *diags)
{
    sg_rows *rows = sg_rows_new(options->verbatim, diags);
    bool fine = true;
    for (size_t i = 0; fine && i < reading->count; i++) {
        if (reading->kinds[i] != NULL)
            fine = add_rows(reading->kinds[i], reading->results[i], options->schemas, rows);
    }
    sg_model *model = sg_rows_finish(rows, fine);
    if (model != NULL && !sg_inventory_access(model, reading->results[reading->count - 3], diags)) {
        sg_model_free(model);
        return NULL;
    }
    if (model != NULL && options->schemas == NULL)
        sg_inventory_compare(model, reading->results[reading->count - 2]);
    return model;
}

sg_model *sg_catalog_read(sg_pg *pg, const sg_catalog_options *options, sg_diags *diags)
{
    static const sg_catalog_options plain = {0};
    sg_arena *arena = sg_arena_new();
    sg_model *model = NULL;
    sg_reading reading;
    plan_reading(arena, &reading);
    if (sg_pg_pipeline(pg, reading.sql, reading.count, reading.results, diags))
        model = make_model(&reading, options != NULL ? options : &plain, diags);
    else if (sg_pg_where(pg) == SG_PG_IN_FAILED_TRANSACTION)
        (void)sg_pg_run(pg, "ROLLBACK", NULL);
    for (size_t i = 0; i < reading.count; i++)
        sg_result_free(reading.results[i]);
    sg_arena_free(arena);
    return model;
}

void sg_catalog_tell_unmanaged(const sg_model *model, const char *name, sg_diags *diags)
{
    if (model->unmanaged_count == 0)
        return;
    sg_diag *diag = sg_diag_add(diags, SG_UNMANAGED, SG_NOWHERE, "%s: %zu of its objects and settings are not managed",
                                name, model->unmanaged_count);
    for (size_t i = 0; i < model->unmanaged_count; i++)
        sg_diag_note(diags, diag, SG_NOWHERE, "%s", sg_arena_strdup(sg_diags_arena(diags), model->unmanaged[i]));
}
