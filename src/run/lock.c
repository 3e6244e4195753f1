#include "lock.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "text.h"

/* The halves of the key are how pg_locks shows it. */
#define LOCK_HIGH "1935894629"
#define LOCK_LOW "1835100005"

#define FIRST_PAUSE 0.025
#define LONGEST_PAUSE 0.5
#define QUERY_SHOWN 120
#define THAT_SESSION " FROM pg_catalog.pg_stat_activity WHERE pid = $1::integer AND backend_start = $2::timestamptz"

/* 1: ours, 0: somebody else's, -1: the question failed. Behind a pooler it is held as long as the transaction. */
static int try_lock(sg_pg *pg, sg_diags *diags)
{
    const char *sql = sg_pg_is_pooled(pg) ? "SELECT pg_catalog.pg_try_advisory_xact_lock(" SG_LOCK_KEY ")"
                                          : "SELECT pg_catalog.pg_try_advisory_lock(" SG_LOCK_KEY ")";
    sg_result *result = sg_pg_query(pg, sql, NULL, 0, diags);
    if (result == NULL)
        return -1;
    int ours = strcmp(sg_result_text(result, 0, 0), "t") == 0;
    sg_result_free(result);
    return ours;
}

static const char *describe(const sg_result *row, sg_diags *diags)
{
    const char *query = sg_result_text(row, 0, 4);
    sg_buf buf;
    sg_buf_init(&buf);
    sg_buf_addf(&buf, "process %s (", sg_result_text(row, 0, 0));
    sg_text_add_safe(&buf, sg_result_text(row, 0, 1), strlen(sg_result_text(row, 0, 1)));
    sg_buf_addf(&buf, ", %s since %s s)", sg_result_text(row, 0, 2), sg_result_text(row, 0, 3));
    if (query != NULL && *query != '\0') {
        size_t length = strlen(query);
        size_t shown = sg_text_clip(query, length, QUERY_SHOWN);
        sg_buf_add(&buf, ": ");
        sg_text_add_safe(&buf, query, shown);
        sg_buf_add(&buf, shown < length ? " ..." : "");
    }
    const char *text = sg_arena_strdup(sg_diags_arena(diags), buf.data);
    sg_buf_release(&buf);
    return sg_diags_clean(diags, text);
}

const char *sg_lock_session(sg_pg *pg, const char *condition, sg_diags *diags)
{
    static const char columns[] =
        "SELECT a.pid, pg_catalog.concat(coalesce(nullif(a.application_name, ''), a.usename), ' on ', "
        "coalesce(a.client_hostname, pg_catalog.host(a.client_addr), 'a local socket')), coalesce(a.state, 'unknown'), "
        "coalesce(round(extract(epoch FROM pg_catalog.clock_timestamp() - "
        "coalesce(a.xact_start, a.state_change, a.backend_start))), 0), a.query "
        "FROM pg_catalog.pg_stat_activity a WHERE a.pid <> pg_catalog.pg_backend_pid() AND ";
    sg_buf sql;
    sg_buf_init(&sql);
    sg_buf_addf(&sql, "%s%s ORDER BY a.xact_start LIMIT 1", columns, condition);
    sg_result *row = sg_pg_query(pg, sql.data, NULL, 0, NULL);
    sg_buf_release(&sql);
    const char *text = row != NULL && sg_result_rows(row) > 0 ? describe(row, diags) : NULL;
    sg_result_free(row);
    return text;
}

const char *sg_lock_holder(sg_pg *pg, int *process, sg_diags *diags)
{
    const char *text = sg_lock_session(
        pg,
        "EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.pid = a.pid "
        "AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) "
        "AND l.classid::bigint = " LOCK_HIGH " AND l.objid::bigint = " LOCK_LOW " AND l.objsubid = 1)",
        diags);
    *process = text != NULL ? (int)strtol(text + strcspn(text, "0123456789"), NULL, 10) : 0;
    return text;
}

static const char *holder(sg_pg *pg, sg_diags *diags)
{
    int process;
    const char *text = sg_lock_holder(pg, &process, diags);
    return text != NULL ? text : "a session that has just ended";
}

static sg_status busy(sg_pg *pg, double seconds, sg_diags *diags)
{
    sg_diag *diag =
        sg_diag_add(diags, SG_LOCKED, SG_NOWHERE, "another run works on this database: %s", holder(pg, diags));
    sg_diag_hint(diags, diag,
                 "waited %.0f s; wait for it to end, or give it longer with --lock-wait; `schemagen unlock` ends it",
                 seconds);
    return SG_STATUS_BUSY;
}

sg_status sg_lock_take(sg_pg *pg, double seconds, const volatile sig_atomic_t *stop, sg_lock_wait_fn *waiting,
                       void *context, sg_diags *diags)
{
    double end = sg_clock_now() + seconds;
    double pause = FIRST_PAUSE;
    bool told = false;
    for (;;) {
        if (*stop != 0)
            return SG_STATUS_FAILED;
        int ours = try_lock(pg, diags);
        if (ours != 0)
            return ours > 0 ? SG_STATUS_OK : SG_STATUS_FAILED;
        double left = end - sg_clock_now();
        if (left <= 0)
            return busy(pg, seconds, diags);
        if (!told && waiting != NULL)
            waiting(context, holder(pg, diags));
        told = true;
        sg_clock_pause(pause < left ? pause : left);
        pause = pause * 2 < LONGEST_PAUSE ? pause * 2 : LONGEST_PAUSE;
    }
}

void sg_lock_give(sg_pg *pg)
{
    if (!sg_pg_is_pooled(pg))
        (void)sg_pg_run(pg, "SELECT pg_catalog.pg_advisory_unlock(" SG_LOCK_KEY ")", NULL);
}

void sg_lock_await_end(sg_pg *pg, int backend, const char *backend_start, double seconds)
{
    char pid[16];
    const char *params[] = {pid, backend_start};
    double end = sg_clock_now() + seconds;
    snprintf(pid, sizeof pid, "%d", backend);
    for (bool there = true; there; sg_clock_pause(FIRST_PAUSE)) {
        const char *sql = sg_clock_now() < end ? "SELECT pid" THAT_SESSION
                                               : "SELECT pg_catalog.pg_terminate_backend(pid)" THAT_SESSION;
        sg_result *rows = sg_pg_query(pg, sql, params, 2, NULL);
        there = rows != NULL && sg_result_rows(rows) > 0 && sg_clock_now() < end + seconds;
        sg_result_free(rows);
    }
}
