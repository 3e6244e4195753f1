/* Applying through a pooler: all that must hold holds for one transaction. */
#include "beginning.h"
#include "history.h"
#include "identity.h"
#include "log.h"
#include "rights.h"
#include "runner.h"
#include "standing.h"

/* False after naming what needs more than one transaction, or a session. */
static bool check_fits(const sg_runner *runner, const sg_script *script)
{
    for (size_t i = 0; i < script->count; i++) {
        const sg_script_step *step = &script->steps[i];
        if (step->count == 0 || !(step->outside || step->commits))
            continue;
        sg_diag *diag =
            sg_diag_add(runner->diags, SG_NEEDS_SESSION, step->heading,
                        "step %u of %s cannot run in one transaction with the others%s%s", step->number,
                        script->migration->id, step->title != NULL ? ": " : "", step->title != NULL ? step->title : "");
        sg_diag_hint(runner->diags, diag,
                     "apply this migration with the URL of the server itself, without "
                     "--allow-pooler");
        return false;
    }
    return true;
}

/* Reads those that are to run, up to the first, or all of them. */
static sg_status read_scripts(sg_runner *runner, const sg_migrations *migrations, const sg_standing *standing, bool all,
                              sg_vec *scripts)
{
    unsigned to = runner->options->to;
    for (size_t i = 0; i < standing->count && (all || scripts->count == 0); i++) {
        const sg_standing_item *item = &standing->items[i];
        bool open = item->state == SG_STANDING_PENDING || item->state == SG_STANDING_OUT_OF_ORDER;
        if (!open || (to > 0 && item->number > to))
            continue;
        sg_script *script = sg_script_read(&migrations->items[item->number - 1], runner->diags);
        if (script == NULL)
            return SG_STATUS_BAD_INPUT;
        if (!check_fits(runner, script))
            return SG_STATUS_REFUSED;
        sg_vec_push(scripts, script);
    }
    return all ? sg_rights_check(runner->pg, scripts, runner->diags) : SG_STATUS_OK;
}

/* The first migration that is to run; `*script` NULL: none is left. With `all` those behind it are judged as well. */
static sg_status choose(sg_runner *runner, const sg_migrations *migrations, bool all, sg_script **script)
{
    sg_history history;
    sg_standing standing;
    *script = NULL;
    if (!sg_history_read(runner->pg, runner->arena, &history, runner->diags))
        return SG_STATUS_FAILED;
    if (!sg_standing_make(migrations, &history, runner->arena, &standing, runner->diags))
        return SG_STATUS_BAD_INPUT;
    sg_status begun = SG_STATUS_OK;
    if (history.missing)
        begun = sg_beginning_check(runner->pg, migrations, runner->diags);
    else if (all)
        begun = sg_log_check(runner->pg, runner->diags);
    if (begun != SG_STATUS_OK)
        return begun;
    if (sg_standing_refuse(&standing, runner->options->any_order, runner->diags))
        return SG_STATUS_REFUSED;
    sg_vec scripts = SG_VEC_EMPTY;
    sg_status status = read_scripts(runner, migrations, &standing, all, &scripts);
    if (status == SG_STATUS_OK && scripts.count > 0)
        *script = scripts.items[0];
    sg_vec_release(&scripts);
    return status;
}

/* One migration and its row, in the transaction that is open. */
static sg_status run_script(sg_runner *runner, sg_script *script, sg_standing_item *item)
{
    sg_status status = sg_history_prepare(runner->pg, runner->diags) && sg_identity_note(runner->pg, runner->diags)
                           ? sg_runner_script(runner, script, item)
                           : SG_STATUS_FAILED;
    if (status == SG_STATUS_OK)
        sg_runner_tell_done(runner, script->migration, item);
    return status;
}

/* What a script has set would stay in a session that somebody else gets next. */
static sg_status end_transaction(sg_runner *runner)
{
    if (runner->options->dry_run)
        return SG_STATUS_OK;
    if (!sg_pg_run(runner->pg, "RESET ALL", runner->diags))
        return SG_STATUS_FAILED;
    return sg_lost_commit(runner->pg, &runner->server, runner->stop, runner->arena, runner->diags);
}

static sg_status run_next(sg_runner *runner, const sg_migrations *migrations, sg_standing_item *items,
                          sg_applied *applied, bool *more)
{
    sg_script *script;
    *more = false;
    if (sg_pg_where(runner->pg) == SG_PG_IDLE) {
        if (!sg_pg_begin_pooled(runner->pg, runner->diags))
            return SG_STATUS_FAILED;
        sg_status locked = sg_runner_lock(runner);
        if (locked != SG_STATUS_OK)
            return locked;
    }
    sg_status status = choose(runner, migrations, applied->count == 0, &script);
    if (status != SG_STATUS_OK || script == NULL)
        return status;
    sg_pg_stop_at(runner->pg, runner->stop);
    status = run_script(runner, script, &items[applied->count]);
    if (status == SG_STATUS_OK)
        status = end_transaction(runner);
    sg_pg_stop_at(runner->pg, NULL);
    applied->count += status == SG_STATUS_OK;
    *more = status == SG_STATUS_OK;
    return status;
}

sg_status sg_runner_apply_pooled(sg_runner *runner, const sg_migrations *migrations, sg_applied *applied)
{
    sg_standing_item *items = SG_NEW_ARRAY(runner->arena, sg_standing_item, migrations->count);
    sg_status status;
    bool more;
    applied->items = items;
    runner->within = true;
    if (runner->options->to > migrations->count) {
        sg_diag_add(runner->diags, SG_USAGE, SG_NOWHERE, "there is no migration number %u", runner->options->to);
        return SG_STATUS_BAD_INPUT;
    }
    sg_runner_know_server(runner);
    do
        status = run_next(runner, migrations, items, applied, &more);
    while (more);
    if (sg_pg_where(runner->pg) != SG_PG_IDLE)
        (void)sg_pg_run(runner->pg, "ROLLBACK", NULL);
    return status;
}
