#include "catalog.h"
#include "change.h"
#include "session.h"

size_t schemagen_plan_steps(const schemagen_plan *plan)
{
    return sg_plan_inside(plan)->count;
}

bool schemagen_plan_step(const schemagen_plan *plan, size_t index, schemagen_step *step)
{
    if (index >= sg_plan_inside(plan)->count)
        return false;
    const sg_step *inside = sg_plan_inside(plan)->steps[index];

    *step = (schemagen_step){
        .title = inside->title,
        .detail = inside->detail,
        .lock = sg_lock_name(inside->lock),
        .loses_data = inside->dangers & SG_DANGER_DATA_LOSS,
        .alone = inside->alone,
    };
    return true;
}

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

static bool same(void *context, const sg_object *from, const sg_object *to, const sg_field *field)
{
    const sg_judge *judge = context;

    return judge->from_is_live ? sg_proof_same(judge->proof, to, from, field)
                               : sg_proof_same(judge->proof, from, to, field);
}

static const sg_plan *plan_difference(schemagen_session *session, const schemagen_diff_options *options,
                                      const char *to_name)
{
    bool from_is_live = options->from && sg_origin_is_live(options->from), to_is_live = sg_origin_is_live(to_name);
    sg_origins *origins = sg_session_origins(session, from_is_live && to_is_live);
    sg_model *from = read_from(session, origins, options->from);
    sg_model *to = sg_session_read(session, origins, to_name);
    sg_judge judge = {.from_is_live = from_is_live};
    sg_plan_options how = {.online = options->online};
    int live = from && from_is_live ? sg_pg_server_version(sg_origins_pg(origins)) / 10000 : 0;
    const sg_plan *plan = NULL;

    if (from && to && sg_session_check_target(session, to, live)) {
        if (from_is_live != to_is_live) {
            judge.proof = sg_proof_new(sg_origins_pg(origins));
            how.same = same;
            how.same_context = &judge;
        }
        plan = sg_session_keep_plan(session, sg_plan_make(from, to, &how, session->diags));
        sg_proof_free(judge.proof);
    }
    sg_origins_free(origins);
    return plan;
}

schemagen_status schemagen_diff(schemagen_session *session, const schemagen_diff_options *options,
                                schemagen_difference *difference)
{
    static const schemagen_diff_options defaults = {0};
    const sg_plan *plan;

    options = options ? options : &defaults;
    sg_session_begin(session);
    plan = plan_difference(session, options, options->to ? options->to : schemagen_session_schema(session));
    difference->plan = sg_plan_outside(plan);
    return sg_session_end(session, plan && plan->count > 0 ? SCHEMAGEN_DIFFERENT : SCHEMAGEN_OK);
}
