/* Several statements on one way to the server and back. */
#include <stdio.h>

#include "pg_private.h"

#define PLAN_NAME_SIZE 32

static const char *plan_name(const sg_pg *pg, char name[PLAN_NAME_SIZE])
{
    snprintf(name, PLAN_NAME_SIZE, "schemagen_%u", pg->plans);
    return name;
}

/* Behind a pooler the session that has prepared a statement may not be the one that runs it. */
static bool is_planned(const sg_pg *pg, const sg_pg_request *request)
{
    return request->again && !pg->pooled;
}

static bool send_one(sg_pg *pg, const sg_pg_request *r, bool *plans)
{
    char name[PLAN_NAME_SIZE];
    int params = (int)r->param_count;

    pg->sent++;
    if (!is_planned(pg, r))
        return PQsendQueryParams(pg->conn, r->sql, params, NULL, r->params, NULL, NULL, 0) != 0;
    *plans = pg->planned != r->sql;
    pg->planned = r->sql;
    pg->plans += *plans;
    return (!*plans || PQsendPrepare(pg->conn, plan_name(pg, name), r->sql, 0, NULL) != 0) &&
           PQsendQueryPrepared(pg->conn, plan_name(pg, name), params, r->params, NULL, NULL, 0) != 0;
}

/* *planned: number of the request that is prepared before it runs, `count`: none. */
static bool send_all(sg_pg *pg, const sg_pg_request *requests, size_t count, size_t *planned)
{
    bool sent = PQenterPipelineMode(pg->conn) != 0;

    *planned = count;
    for (size_t i = 0; sent && i < count; i++) {
        bool plans = false;
        sent = send_one(pg, &requests[i], &plans) && (!requests[i].flush || PQsendFlushRequest(pg->conn) != 0) &&
               (!(requests[i].sync || i + 1 == count) || PQpipelineSync(pg->conn) != 0);
        *planned = plans ? i : *planned;
    }
    return sent;
}

/* The result of one statement; behind it comes a NULL that ends it. */
static PGresult *take(sg_pg *pg, sg_pg_end *end)
{
    PGresult *result = sg_pg_next(pg, end);

    if (result != NULL)
        PQclear(sg_pg_next(pg, end));
    return result;
}

/* Who hears of the answers; `tell` may be NULL. */
typedef struct listener {
    sg_pg_answered_fn *tell;
    void *context;
} listener;

/* Reads all answers. The first that is bad goes to `bad`, its number, or `count`, is returned. */
static size_t receive(sg_pg *pg, const sg_pg_request *requests, size_t count, size_t planned, const listener *to,
                      PGresult **bad, sg_pg_end *end)
{
    size_t failed = count;

    for (size_t i = 0; i < count; i++) {
        PGresult *result = take(pg, end);
        if (i == planned && result != NULL && sg_pg_is_good(result)) {
            PQclear(result);
            result = take(pg, end);
        } else if (i == planned) {
            PQclear(take(pg, end)); /* skipped */
        }
        if (result != NULL && sg_pg_is_good(result)) {
            if (to->tell != NULL)
                to->tell(to->context, i, (const sg_result *)result);
            PQclear(result);
        } else if (failed == count) {
            *bad = result; /* what follows in its part was only skipped */
            failed = i;
        } else {
            PQclear(result);
        }
        if (requests[i].sync || i + 1 == count)
            PQclear(sg_pg_next(pg, end)); /* the end of the part */
    }
    return failed;
}

bool sg_pg_batch(sg_pg *pg, const sg_pg_request *requests, size_t count, sg_pg_answered_fn *answered, void *context)
{
    const listener to = {answered, context};
    PGresult *bad = NULL;
    sg_pg_end end = SG_PG_GO_ON;

    if (!sg_pg_begin(pg))
        return false;
    size_t planned;
    size_t failed =
        send_all(pg, requests, count, &planned) ? receive(pg, requests, count, planned, &to, &bad, &end) : 0;
    /* With answers left that nobody waits for, no later one could be told from them. */
    if (!PQexitPipelineMode(pg->conn)) {
        sg_pg_break(pg);
        failed = failed < count ? failed : count - 1;
    }
    if (failed == count)
        return true;
    pg->planned = NULL; /* it may not have come so far, or be gone */
    sg_pg_remember(pg, bad, end);
    pg->error.request = failed;
    return false;
}
