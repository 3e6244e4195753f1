/* Several statements on one way to the server and back. */
#include <stdio.h>

#include "pg_private.h"

#define PLAN_NAME_SIZE 32

/* Behind a pooler the session that has prepared a statement may not be the one that runs it. */
static bool is_planned(const sg_pg *pg, const sg_pg_request *request)
{
    return request->again && !pg->pooled;
}

/* Which of the plans of the session is that of the statement; their number: it has none. */
static size_t plan_of(const sg_pg *pg, const char *sql)
{
    size_t i = 0;

    while (i < pg->planned.count && pg->planned.items[i] != sql)
        i++;
    return i;
}

static bool send_planned(sg_pg *pg, const sg_pg_request *r)
{
    char name[PLAN_NAME_SIZE];
    size_t plan = plan_of(pg, r->sql);
    bool is_new = plan == pg->planned.count;

    if (is_new)
        sg_vec_push(&pg->planned, (void *)r->sql);
    snprintf(name, sizeof name, "schemagen_%zu", pg->plans_lost + plan);
    return (!is_new || PQsendPrepare(pg->conn, name, r->sql, 0, NULL) != 0) &&
           PQsendQueryPrepared(pg->conn, name, (int)r->param_count, r->params, NULL, NULL, 0) != 0;
}

static bool send_one(sg_pg *pg, const sg_pg_request *r)
{
    pg->sent++;
    if (is_planned(pg, r))
        return send_planned(pg, r);
    return PQsendQueryParams(pg->conn, r->sql, (int)r->param_count, NULL, r->params, NULL, NULL, 0) != 0;
}

static bool send_all(sg_pg *pg, const sg_pg_request *requests, size_t count)
{
    bool sent = PQenterPipelineMode(pg->conn) != 0;

    for (size_t i = 0; sent && i < count; i++)
        sent = send_one(pg, &requests[i]) && (!requests[i].flush || PQsendFlushRequest(pg->conn) != 0) &&
               (!(requests[i].sync || i + 1 == count) || PQpipelineSync(pg->conn) != 0);
    return sent;
}

void sg_pg_forget_plans(sg_pg *pg)
{
    pg->plans_lost += pg->planned.count;
    sg_vec_release(&pg->planned);
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

/* The answer to a request: that to its preparation, if it `is_new`, only when that went wrong. */
static PGresult *take_answer(sg_pg *pg, bool is_new, sg_pg_end *end)
{
    PGresult *result = take(pg, end);

    if (is_new && result != NULL && sg_pg_is_good(result)) {
        PQclear(result);
        result = take(pg, end);
    } else if (is_new) {
        PQclear(take(pg, end)); /* skipped */
    }
    return result;
}

/* Reads all answers; `known`: how many plans there were before. The first that is bad goes to `bad`, its number, or
 * `count`, is returned. */
static size_t receive(sg_pg *pg, const sg_pg_request *requests, size_t count, size_t known, const listener *to,
                      PGresult **bad, sg_pg_end *end)
{
    size_t failed = count;

    for (size_t i = 0; i < count; i++) {
        bool is_new = is_planned(pg, &requests[i]) && plan_of(pg, requests[i].sql) == known;
        known += is_new;
        PGresult *result = take_answer(pg, is_new, end);
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
    size_t known = pg->planned.count;
    size_t failed = send_all(pg, requests, count) ? receive(pg, requests, count, known, &to, &bad, &end) : 0;
    /* With answers left that nobody waits for, no later one could be told from them. */
    if (!PQexitPipelineMode(pg->conn)) {
        sg_pg_break(pg);
        failed = failed < count ? failed : count - 1;
    }
    if (failed == count)
        return true;
    sg_pg_forget_plans(pg); /* they may not have come so far, or be gone */
    sg_pg_remember(pg, bad, end);
    pg->error.request = failed;
    return false;
}
