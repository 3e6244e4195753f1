/* Several statements on one way to the server and back. */
#include "pg_private.h"

static bool send_all(sg_pg *pg, const char *const *sql, size_t count)
{
    bool sent = PQenterPipelineMode(pg->conn) != 0;

    for (size_t i = 0; sent && i < count; i++, pg->sent++)
        sent = PQsendQueryParams(pg->conn, sql[i], 0, NULL, NULL, NULL, NULL, 0) != 0;
    return sent && PQpipelineSync(pg->conn) != 0;
}

/* The result of one statement; behind it comes a NULL that ends it. */
static PGresult *take(sg_pg *pg, bool *cancelled)
{
    PGresult *result = sg_pg_next(pg, cancelled);

    if (result != NULL)
        PQclear(sg_pg_next(pg, cancelled));
    return result;
}

bool sg_pg_pipeline(sg_pg *pg, const char *const *sql, size_t count, sg_result **results, sg_diags *diags)
{
    PGresult *bad = NULL;
    bool cancelled = false, sent = sg_pg_begin(pg) && send_all(pg, sql, count), fine = sent;

    for (size_t i = 0; i < count; i++) {
        PGresult *result = sent ? take(pg, &cancelled) : NULL;
        bool good = result != NULL && sg_pg_is_good(result);
        results[i] = good ? (sg_result *)result : NULL;
        if (!good && bad == NULL)
            bad = result; /* what follows was only skipped */
        else if (!good)
            PQclear(result);
        fine &= good;
    }
    if (sent)
        PQclear(sg_pg_next(pg, &cancelled)); /* the end of the pipeline */
    PQexitPipelineMode(pg->conn);
    if (fine)
        return true;
    if (!pg->error.cancelled)
        sg_pg_remember(pg, bad, cancelled);
    for (size_t i = 0; i < count; i++) {
        sg_result_free(results[i]);
        results[i] = NULL;
    }
    if (diags != NULL)
        sg_pg_report(pg, diags, SG_QUERY, SG_NOWHERE);
    return false;
}
