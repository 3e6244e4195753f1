#include "ask.h"

#include <string.h>

#include "text.h"

/* The guard functions are made in the session's temporary schema, so the transaction must be able to write. */
static bool begin(sg_asking *asking, sg_diags *diags)
{
    if (asking->guards != NULL)
        return true;
    asking->guards = sg_guards_new();
    return sg_pg_run(asking->pg, "BEGIN READ WRITE; SET LOCAL check_function_bodies = off", diags);
}

/* The functions that the question calls, and a point to come back to. */
static bool prepare(sg_asking *asking, const char *sql, sg_diags *diags)
{
    sg_buf text;
    sg_buf_init(&text);
    sg_guards_use(asking->guards, sql, strlen(sql));
    sg_guards_define(asking->guards, &text);
    sg_buf_add(&text, "SAVEPOINT sg_ask");
    bool fine = sg_pg_run(asking->pg, text.data, diags);
    sg_buf_release(&text);
    return fine;
}

/* A question that the server cannot answer leaves the objects different; the transaction goes on. */
static sg_verdict judge(sg_asking *asking, const char *sql, const char *said, sg_diags *diags)
{
    if (!prepare(asking, sql, diags))
        return SG_VERDICT_FAILED;
    sg_result *result = sg_pg_query(asking->pg, sql, NULL, 0, NULL);
    const char *answer = result != NULL ? sg_result_text(result, 0, 0) : NULL;
    bool same = result != NULL && sg_text_equal(answer, said);
    if (asking->arena != NULL)
        asking->answer = answer != NULL ? sg_arena_strdup(asking->arena, answer) : NULL;
    sg_result_free(result);
    if (!sg_pg_run(asking->pg, "ROLLBACK TO SAVEPOINT sg_ask; RELEASE SAVEPOINT sg_ask", diags))
        return SG_VERDICT_FAILED;
    return same ? SG_VERDICT_SAME : SG_VERDICT_DIFFERENT;
}

sg_verdict sg_ask(sg_asking *asking, const sg_aspect *aspect, const sg_object *object, sg_diags *diags)
{
    if (!begin(asking, diags))
        return SG_VERDICT_FAILED;
    sg_buf sql, said;
    sg_buf_init(&sql);
    sg_buf_init(&said);
    sg_buf_add(&sql, "SELECT ");
    aspect->ask(&sql, object, NULL);
    aspect->say(&said, object);
    sg_verdict verdict = judge(asking, sql.data, said.length > 0 ? said.data : NULL, diags);
    sg_buf_release(&said);
    sg_buf_release(&sql);
    return verdict;
}

void sg_ask_end(sg_asking *asking)
{
    if (asking->guards != NULL)
        (void)sg_pg_run(asking->pg, "ROLLBACK", NULL);
    sg_guards_free(asking->guards);
    asking->guards = NULL;
}
