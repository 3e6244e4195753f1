#include "development.h"
#include "catalog.h"
#include "change.h"
#include "interrupt.h"
#include "judge.h"
#include "lock.h"
#include "render.h"
#include "schemagen/development.h"
#include "session.h"
#include "target.h"

#define DEFAULT_WAIT 10

schemagen_status schemagen_reset(schemagen_session *session, double lock_wait, schemagen_applied *applied)
{
    sg_applied done = {0};
    sg_target target = {0};
    sg_status status = sg_target_open(session, false, &target);

    if (status == SG_STATUS_OK) {
        sg_manage_options inner = sg_target_manage(session, lock_wait);

        status = sg_run_reset(target.pg, target.migrations, &inner, session->arena, &done, session->diags);
    }
    *applied = (schemagen_applied){
        .migrations = sg_target_items(session, done.items, done.count),
        .count = done.count,
        .complete = status == SG_STATUS_OK,
        .signal = done.signal,
    };
    return sg_target_close(&target, status);
}

/* From what the database holds to what the schema file says; the server judges what texts cannot decide. */
static const sg_plan *plan_push(schemagen_session *session, const sg_target *target)
{
    sg_model *from = sg_session_keep_model(
        session, sg_catalog_read(target->pg, &(sg_catalog_options){.managed_only = true}, session->diags));
    const sg_plan *plan = NULL;

    if (!from)
        return NULL;
    sg_origins *origins = sg_session_origins(session, false);
    sg_model *to = sg_session_read(session, origins, schemagen_session_schema(session));
    if (to) {
        sg_judge judge;
        sg_plan_options how = {0};

        sg_judge_begin(&judge, session, target->pg, true, to, &how);
        plan = sg_session_keep_plan(session, sg_plan_make(from, to, &how, session->diags));
        sg_judge_end(&judge);
    }
    sg_origins_free(origins);
    return plan;
}

/* Steps that lose data are named first. */
static sg_status ask(schemagen_session *session, const sg_plan *plan)
{
    sg_manage_options inner = sg_target_manage(session, -1);
    sg_buf text;

    if (plan->losses == 0)
        return SG_STATUS_OK;
    sg_buf_init(&text);
    sg_buf_add(&text, "Steps that lose data:\n");
    for (size_t i = 0; i < plan->count; i++)
        if (plan->steps[i]->dangers & SG_DANGER_DATA_LOSS)
            sg_buf_addf(&text, "    %s\n", plan->steps[i]->title);
    sg_status status = sg_manage_confirm(&inner, text.data, session->diags);
    sg_buf_release(&text);
    return status;
}

/* All steps in one transaction, but for those that stand alone. */
static bool change_transaction(sg_pg *pg, bool alone, sg_diags *diags)
{
    bool open = sg_pg_where(pg) == SG_PG_IN_TRANSACTION;

    if (alone)
        return !open || sg_pg_run(pg, "COMMIT", diags);
    return open || sg_pg_run(pg, "BEGIN", diags);
}

static bool run_step(sg_pg *pg, const sg_step *step, sg_diags *diags)
{
    sg_buf sql;

    sg_buf_init(&sql);
    sg_render_plain_step(&sql, step);
    bool done = sql.length == 0 || sg_pg_run(pg, sql.data, NULL);
    sg_buf_release(&sql);
    if (!done)
        sg_diag_note(diags, sg_pg_report(pg, diags, SG_STEP_FAILED, SG_NOWHERE), SG_NOWHERE, "in step %zu: %s",
                     step->order + 1, step->title);
    return done;
}

static sg_status run_steps(sg_pg *pg, const sg_plan *plan, size_t *done, sg_diags *diags)
{
    bool fine = sg_pg_run(pg, "SET check_function_bodies = off", diags);

    for (size_t i = 0; fine && i < plan->count; i++) {
        const sg_step *step = plan->steps[i];

        fine = change_transaction(pg, step->alone, diags) && run_step(pg, step, diags);
    }
    fine = fine && change_transaction(pg, true, diags);
    if (sg_pg_where(pg) != SG_PG_IDLE)
        (void)sg_pg_run(pg, "ROLLBACK", NULL);
    *done = fine ? plan->count : 0;
    return fine ? SG_STATUS_OK : SG_STATUS_FAILED;
}

/* Behind the lock of a run, so that nobody applies migrations meanwhile. */
static sg_status run_locked(schemagen_session *session, sg_pg *pg, const sg_plan *plan, double lock_wait, size_t *done)
{
    const volatile sig_atomic_t *stop = sg_interrupt_begin();
    sg_status status = sg_lock_take(pg, lock_wait < 0 ? DEFAULT_WAIT : lock_wait, stop, NULL, NULL, session->diags);

    if (status == SG_STATUS_OK) {
        sg_pg_stop_at(pg, stop);
        status = run_steps(pg, plan, done, session->diags);
        sg_pg_stop_at(pg, NULL);
        sg_lock_give(pg);
    }
    sg_interrupt_end();
    return status;
}

schemagen_status schemagen_push(schemagen_session *session, bool dry_run, double lock_wait, schemagen_pushed *pushed)
{
    sg_target target = {0};
    const sg_plan *plan = NULL;

    *pushed = (schemagen_pushed){.dry_run = dry_run};
    sg_session_begin(session);
    sg_status status = sg_target_connect(session, false, &target);
    if (status == SG_STATUS_OK)
        status = sg_development_check(target.pg, session->diags);
    if (status == SG_STATUS_OK) {
        plan = plan_push(session, &target);
        status = (sg_status)sg_session_end(session, plan ? SCHEMAGEN_OK : SCHEMAGEN_FAILED);
    }
    pushed->plan = sg_plan_outside(plan);
    if (status == SG_STATUS_OK && plan && plan->count > 0 && !dry_run) {
        status = ask(session, plan);
        if (status == SG_STATUS_OK)
            status = run_locked(session, target.pg, plan, lock_wait, &pushed->done);
    }
    return sg_target_close(&target, status);
}

void schemagen_pushed_print(const schemagen_pushed *pushed, FILE *out, schemagen_format format, bool colour)
{
    schemagen_difference difference = {.plan = pushed->plan};

    if (format == SCHEMAGEN_JSON) {
        fprintf(out, "{\"dryRun\": %s, \"done\": %zu, \"difference\": ", pushed->dry_run ? "true" : "false",
                pushed->done);
        schemagen_difference_print(&difference, out, format, colour);
        fputc('}', out);
        return;
    }
    schemagen_difference_print(&difference, out, format, colour);
    if (pushed->done > 0) {
        fputs("Done: ", out);
        sg_print_count(out, pushed->done, "step");
        fputs(".\n", out);
    }
}
