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

schemagen_status schemagen_diff(schemagen_session *session, const schemagen_diff_options *options,
                                schemagen_difference *difference)
{
    static const schemagen_diff_options defaults = {0};
    const sg_plan *plan;

    options = options ? options : &defaults;
    sg_session_begin(session);
    plan = sg_session_plan(session, options->from, options->to ? options->to : schemagen_session_schema(session),
                           options->online, NULL);
    difference->plan = sg_plan_outside(plan);
    return sg_session_end(session, plan && plan->count > 0 ? SCHEMAGEN_DIFFERENT : SCHEMAGEN_OK);
}
