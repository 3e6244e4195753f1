#include "schemagen/manage.h"

#include "history.h"
#include "manage.h"
#include "session.h"
#include "target.h"

sg_manage_options sg_target_manage(schemagen_session *session, double lock_wait)
{
    return (sg_manage_options){
        .lock_wait = lock_wait,
        .confirm = session->confirm,
        .confirm_context = session->confirm_context,
        .listen = sg_target_tell,
        .listen_context = session,
    };
}

schemagen_status schemagen_rollback(schemagen_session *session, const schemagen_rollback_options *options,
                                    schemagen_rolled_back *rolled_back)
{
    static const schemagen_rollback_options defaults = {.lock_wait = -1};
    sg_applied done = {0};
    sg_target target = {0};
    sg_status status = sg_target_open(session, false, &target);

    options = options ? options : &defaults;
    if (status == SG_STATUS_OK) {
        sg_rollback which = {.from = options->from, .to = options->to, .steps = options->steps};
        sg_manage_options inner = sg_target_manage(session, options->lock_wait);

        status = sg_run_rollback(target.pg, target.migrations, &which, &inner, session->arena, &done, session->diags);
    }
    *rolled_back = (schemagen_rolled_back){
        .migrations = sg_target_items(session, done.items, done.count),
        .count = done.count,
        .complete = status == SG_STATUS_OK,
        .signal = done.signal,
    };
    return sg_target_close(&target, status);
}

schemagen_status schemagen_resolve(schemagen_session *session, const schemagen_resolve_options *options,
                                   schemagen_migration *resolved)
{
    sg_applied done = {0};
    sg_target target = {0};
    sg_status status = sg_target_open(session, false, &target);

    if (status == SG_STATUS_OK) {
        sg_manage_options inner = sg_target_manage(session, options->lock_wait);

        status = sg_run_resolve(target.pg, target.migrations, options->migration, options->is_applied, &inner,
                                session->arena, &done, session->diags);
    }
    *resolved = (schemagen_migration){0};
    if (done.count > 0)
        *resolved = *sg_target_items(session, done.items, done.count);
    return sg_target_close(&target, status);
}

schemagen_status schemagen_repair(schemagen_session *session, bool accept, double lock_wait,
                                  schemagen_repaired *repaired)
{
    sg_applied done = {0};
    sg_target target = {0};
    size_t faults = 0;
    sg_status status = sg_target_open(session, false, &target);

    if (status == SG_STATUS_OK) {
        sg_manage_options inner = sg_target_manage(session, lock_wait);

        status =
            sg_run_repair(target.pg, target.migrations, accept, &inner, session->arena, &done, &faults, session->diags);
    }
    *repaired = (schemagen_repaired){
        .migrations = sg_target_items(session, done.items, done.count),
        .count = done.count,
        .faults = faults,
        .accepted = accept && status == SG_STATUS_OK,
    };
    return sg_target_close(&target, status);
}

schemagen_status schemagen_unlock(schemagen_session *session, unsigned process, double lock_wait, const char **ended)
{
    sg_target target = {0};

    *ended = NULL;
    sg_session_begin(session);
    sg_status status = sg_target_connect(session, false, &target);
    if (status == SG_STATUS_OK) {
        sg_manage_options inner = sg_target_manage(session, lock_wait);

        status = sg_run_unlock(target.pg, (int)process, &inner, ended, session->diags);
    }
    return sg_target_close(&target, status);
}

static const schemagen_event *public_events(schemagen_session *session, const sg_log *log)
{
    schemagen_event *events = SG_NEW_ARRAY(session->arena, schemagen_event, log->count);

    for (size_t i = 0; i < log->count; i++) {
        const sg_log_entry *entry = &log->entries[i];

        events[i] = (schemagen_event){
            .position = entry->position,
            .event = entry->event,
            .number = entry->number,
            .id = entry->id,
            .at = entry->at,
            .by = entry->by,
            .tool = entry->tool,
            .checksum = entry->checksum,
            .chain = entry->chain,
            .milliseconds = entry->milliseconds,
        };
    }
    return events;
}

schemagen_status schemagen_history_read(schemagen_session *session, schemagen_history *history)
{
    sg_log log = {0};
    sg_target target = {0};

    sg_session_begin(session);
    sg_status status = sg_target_connect(session, true, &target);
    if (status == SG_STATUS_OK && !sg_log_read(target.pg, session->arena, &log, session->diags))
        status = SG_STATUS_FAILED;
    if (status == SG_STATUS_OK && log.count > 0)
        status = sg_log_check(target.pg, session->diags);
    *history = (schemagen_history){.events = public_events(session, &log), .count = log.count};
    return sg_target_close(&target, status);
}

schemagen_status schemagen_current(schemagen_session *session, schemagen_migration *current)
{
    sg_history history = {0};
    sg_target target = {0};

    *current = (schemagen_migration){.milliseconds = -1};
    sg_session_begin(session);
    sg_status status = sg_target_connect(session, true, &target);
    if (status == SG_STATUS_OK && !sg_history_read(target.pg, session->arena, &history, session->diags))
        status = SG_STATUS_FAILED;
    if (history.count > 0) {
        sg_standing_item item = sg_history_item(&history.rows[history.count - 1], SG_STANDING_APPLIED);

        *current = *sg_target_items(session, &item, 1);
    }
    return sg_target_close(&target, status);
}
