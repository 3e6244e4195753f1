/* The way from one source to another, whatever they are. */
#include "catalog.h"
#include "session.h"

/* The snapshot of the session, or what was named instead. */
static sg_model *read_from(schemagen_session *session, sg_origins *origins, const char *written)
{
    sg_migrations *migrations;

    if (written)
        return sg_session_read(session, origins, written);
    migrations = sg_session_migrations(session);
    return migrations ? sg_session_keep_model(session, sg_migrations_snapshot(migrations, session->diags)) : NULL;
}

/* One side is a server's, and that server judges what texts cannot decide. */
typedef struct sg_judge {
    sg_proof *proof;
    bool from_is_live;
} sg_judge;

static bool same(void *context, const sg_object *from, const sg_object *to, const sg_object *asked,
                 const sg_field *field)
{
    const sg_judge *judge = context;

    return judge->from_is_live ? sg_proof_same(judge->proof, to, from, asked, field)
                               : sg_proof_same(judge->proof, from, to, from, field);
}

static bool there(void *context, const sg_object *to)
{
    return sg_proof_there(((const sg_judge *)context)->proof, to);
}

const sg_plan *sg_session_plan(schemagen_session *session, const char *from_name, const char *to_name, bool online)
{
    bool from_is_live = from_name && sg_origin_is_live(from_name), to_is_live = sg_origin_is_live(to_name);
    sg_origins *origins = sg_session_origins(session, from_is_live && to_is_live);
    sg_model *from = read_from(session, origins, from_name);
    sg_model *to = sg_session_read(session, origins, to_name);
    sg_judge judge = {.from_is_live = from_is_live};
    sg_plan_options how = {.online = online};
    int live = from && from_is_live ? sg_pg_server_version(sg_origins_pg(origins)) / 10000 : 0;
    const sg_plan *plan = NULL;

    if (from && to && sg_session_check_target(session, to, live)) {
        if (from_is_live != to_is_live) {
            judge.proof = sg_proof_new(sg_origins_pg(origins));
            how.same = same;
            how.there = from_is_live ? there : NULL;
            how.same_context = &judge;
            how.asked = from_is_live ? sg_session_again(session, to) : NULL;
        }
        plan = sg_session_keep_plan(session, sg_plan_make(from, to, &how, session->diags));
        sg_proof_free(judge.proof);
    }
    sg_origins_free(origins);
    return plan;
}
