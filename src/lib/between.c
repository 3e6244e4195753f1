/* The way from one source to another, whatever they are. */
#include "judge.h"

/* The snapshot of the session, or what was named instead. */
static sg_model *read_from(schemagen_session *session, sg_origins *origins, const char *written)
{
    sg_migrations *migrations;

    if (written)
        return sg_session_read(session, origins, written);
    migrations = sg_session_migrations(session);
    return migrations ? sg_session_keep_model(session, sg_migrations_snapshot(migrations, session->diags)) : NULL;
}

static void remind(void *context, sg_object *remembered)
{
    sg_model *model = context;
    sg_object *object = sg_model_counterpart(model, remembered);

    if (!object)
        return;
    if (sg_rare_of(object)->renamed_from || sg_rare_of(remembered)->renamed_from)
        sg_own_rare(model->arena, object)->renamed_from = sg_rare_of(remembered)->renamed_from;
    if (object->kind->settle)
        object->kind->settle(remembered, object);
}

const sg_plan *sg_session_plan(schemagen_session *session, const char *from_name, const char *to_name, bool online,
                               const sg_model *memory)
{
    bool from_is_live = from_name && sg_origin_is_live(from_name), to_is_live = sg_origin_is_live(to_name);
    sg_origins *origins = sg_session_origins(session, from_is_live && to_is_live);
    sg_model *from = read_from(session, origins, from_name);
    sg_model *to = sg_session_read(session, origins, to_name);
    sg_judge judge = {0};
    sg_plan_options how = {.online = online};
    int live = from && from_is_live ? sg_pg_server_version(sg_origins_pg(origins)) / 10000 : 0;
    const sg_plan *plan = NULL;

    if (from && to && sg_session_check_target(session, to, live)) {
        if (memory)
            sg_model_each(memory, remind, from);
        if (from_is_live != to_is_live)
            sg_judge_begin(&judge, session, sg_origins_pg(origins), from_is_live, to, &how);
        plan = sg_session_keep_plan(session, sg_plan_make(from, to, &how, session->diags));
        sg_judge_end(&judge);
    }
    sg_origins_free(origins);
    return plan;
}
