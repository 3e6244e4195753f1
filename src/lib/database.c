#include "schemagen/database.h"

#include <string.h>

#include "run.h"
#include "session.h"
#include "target.h"

/* The two lists have the same order. */
_Static_assert((int)SCHEMAGEN_UNKNOWN == (int)SG_STANDING_UNKNOWN, "states differ");
_Static_assert((int)SCHEMAGEN_DEVIATION_CHANGED == (int)SG_DIFFERENCE_CHANGED, "classes differ");
_Static_assert((int)SCHEMAGEN_REFUSED == (int)SG_STATUS_REFUSED, "statuses differ");

sg_status sg_target_open(schemagen_session *session, bool read_only, sg_target *target)
{
    sg_session_begin(session);
    sg_pg_prepare();
    target->migrations = sg_session_migrations(session);
    if (target->migrations && target->looks_ahead)
        sg_migrations_look_ahead(target->migrations);
    return target->migrations ? sg_target_connect(session, read_only, target) : SG_STATUS_BAD_INPUT;
}

schemagen_status sg_target_close(sg_target *target, sg_status status)
{
    sg_pg_close(target->pg);
    return (schemagen_status)status;
}

const schemagen_migration *sg_target_items(schemagen_session *session, const sg_standing_item *items, size_t count)
{
    schemagen_migration *copies = SG_NEW_ARRAY(session->arena, schemagen_migration, count);

    for (size_t i = 0; i < count; i++)
        copies[i] = (schemagen_migration){
            .number = items[i].number,
            .id = items[i].id,
            .state = (schemagen_state)items[i].state,
            .started = items[i].started,
            .finished = items[i].finished,
            .milliseconds = items[i].milliseconds,
            .steps = items[i].steps,
            .tool = items[i].tool,
        };
    return copies;
}

schemagen_status schemagen_apply(schemagen_session *session, const schemagen_apply_options *options,
                                 schemagen_applied *applied)
{
    static const schemagen_apply_options defaults = {.lock_wait = -1};
    sg_applied done = {0};
    sg_target target = {.allow_pooler = options && options->allow_pooler, .looks_ahead = true};
    sg_status status = sg_target_open(session, false, &target);

    options = options ? options : &defaults;
    if (status == SG_STATUS_OK) {
        sg_apply_options inner = {
            .dry_run = options->dry_run,
            .allow_drift = options->allow_drift,
            .any_order = options->any_order,
            .to = options->to,
            .lock_wait = options->lock_wait,
            .max_block = options->max_block,
            .lock_tries = options->lock_tries,
            .listen = sg_target_tell,
            .listen_context = session,
            .locate = target.schema ? target.schema->locate : NULL,
            .locate_context = target.schema ? target.schema->locate_context : NULL,
        };

        status = sg_run_apply(target.pg, target.migrations, &inner, session->arena, &done, session->diags);
    }
    *applied = (schemagen_applied){
        .migrations = sg_target_items(session, done.items, done.count),
        .count = done.count,
        .left_out = done.left_out,
        .dry_run = options->dry_run,
        .complete = status == SG_STATUS_OK,
        .signal = done.signal,
    };
    return sg_target_close(&target, status);
}

schemagen_status schemagen_baseline(schemagen_session *session, const schemagen_baseline_options *options,
                                    schemagen_baselined *baselined)
{
    static const schemagen_baseline_options defaults = {.lock_wait = -1};
    sg_applied noted = {0};
    sg_target target = {0};

    options = options ? options : &defaults;
    *baselined = (schemagen_baselined){0};
    sg_session_begin(session);
    if (options->from && !sg_run_tool_check(options->from, session->diags))
        return SCHEMAGEN_BAD_INPUT;
    if (options->from && !session->layout)
        schemagen_session_set_layout(session, sg_run_tool_layout(options->from));
    sg_status status = sg_target_open(session, false, &target);
    if (status == SG_STATUS_OK) {
        sg_baseline_options inner = {
            .from = options->from,
            .to = options->to,
            .none = options->none,
            .accept_edited = options->accept_edited,
            .lock_wait = options->lock_wait,
        };

        status = sg_run_baseline(target.pg, target.migrations, &inner, session->arena, &noted, session->diags);
    }
    *baselined = (schemagen_baselined){
        .migrations = sg_target_items(session, noted.items, noted.count),
        .count = noted.count,
        .none = options->none,
        .signal = noted.signal,
    };
    return sg_target_close(&target, status);
}

const char *schemagen_state_word(schemagen_state state)
{
    return sg_standing_word((sg_standing_state)state);
}

schemagen_status schemagen_stand(schemagen_session *session, schemagen_standing *standing)
{
    sg_standing found = {0};
    sg_target target = {0};
    sg_status status = sg_target_open(session, true, &target);

    if (status == SG_STATUS_OK)
        status = sg_run_status(target.pg, target.migrations, session->arena, &found, session->diags);
    *standing =
        (schemagen_standing){.migrations = sg_target_items(session, found.items, found.count), .count = found.count};
    memcpy(standing->counts, found.counts, sizeof standing->counts);
    return sg_target_close(&target, status);
}

static const schemagen_deviation *public_differences(schemagen_session *session, const sg_differences *differences)
{
    schemagen_deviation *copies = SG_NEW_ARRAY(session->arena, schemagen_deviation, differences->count);

    for (size_t i = 0; i < differences->count; i++) {
        const sg_difference *from = &differences->items[i];

        copies[i] =
            (schemagen_deviation){(schemagen_deviation_class)from->class, from->title, from->keys, from->sentence};
    }
    return copies;
}

schemagen_status schemagen_verify(schemagen_session *session, schemagen_verified *verified)
{
    sg_verified found = {0};
    sg_target target = {0};
    sg_status status = sg_target_open(session, true, &target);

    if (status == SG_STATUS_OK)
        status = sg_run_verify(target.pg, target.migrations, target.schema && target.schema->open_types, session->arena,
                               &found, session->diags);
    *verified = (schemagen_verified){
        .deviations = public_differences(session, &found.differences),
        .count = found.differences.count,
        .compared = found.differences.compared,
    };
    sg_verified_release(&found);
    return sg_target_close(&target, status);
}
