/* The way back. */
#include <limits.h>
#include <string.h>

#include "lock.h"
#include "losses.h"
#include "manage_private.h"
#include "pointer.h"
#include "runner.h"
#include "standing.h"
#include "text.h"
#include "vec.h"

typedef struct rollback {
    sg_runner *runner;
    const sg_migrations *migrations;
    const sg_rollback *which;
    const sg_manage_options *options;
    sg_vec scripts; /* the last migration first */
} rollback;

static bool is_applied(const sg_standing_item *item)
{
    return item->state != SG_STANDING_PENDING && item->state != SG_STANDING_OUT_OF_ORDER;
}

/* The lowest number that goes; above all of them when there is nothing to do. */
static unsigned first_number(const rollback *b, const sg_standing *standing)
{
    unsigned left = b->which->steps > 0 ? b->which->steps : 1, first = UINT_MAX;
    if (b->which->from > 0 || b->which->to > 0)
        return b->which->from > 0 ? b->which->from : b->which->to + 1;
    for (size_t i = standing->count; i > 0 && left > 0; i--) {
        if (is_applied(&standing->items[i - 1])) {
            first = standing->items[i - 1].number;
            left--;
        }
    }
    return first;
}

/* All scripts are read and judged before any of them runs. */
static sg_status choose(rollback *b, const sg_standing *standing)
{
    sg_diags *diags = b->runner->diags;
    sg_standing going = {.items = standing->items};
    unsigned first = first_number(b, standing);
    bool fine = true;
    while (going.count < standing->count && standing->items[going.count].number < first)
        going.count++;
    going = (sg_standing){.items = standing->items + going.count, .count = standing->count - going.count};
    if (sg_standing_refuse(&going, true, diags))
        return SG_STATUS_REFUSED;
    for (size_t i = going.count; i > 0; i--) {
        if (!is_applied(&going.items[i - 1]))
            continue;
        sg_script *script = sg_script_read_back(&b->migrations->items[going.items[i - 1].number - 1], diags);
        fine = script != NULL && fine;
        sg_vec_push(&b->scripts, script);
    }
    return fine ? SG_STATUS_OK : SG_STATUS_REFUSED;
}

/* What steps of generated migrations say of themselves. */
static void add_notes(const rollback *b, const sg_script *script, sg_buf *text)
{
    size_t count;
    const sg_migration_note *notes = sg_migration_notes(b->runner->arena, script->migration, &count);
    for (size_t i = 0; i < count; i++) {
        if (notes[i].no_inverse == NULL)
            continue;
        sg_buf_add(text, "    ");
        sg_text_add_safe(text, notes[i].title, strlen(notes[i].title));
        sg_buf_addf(text, ": %s\n", notes[i].no_inverse);
    }
}

static void add_part(sg_buf *text, const char *heading, const sg_buf *part)
{
    if (part->length > 0)
        sg_buf_join(text, heading, part->data);
}

static sg_status ask(rollback *b)
{
    sg_runner *runner = b->runner;
    sg_buf text, losses, notes;
    bool fine = true;
    sg_buf_init(&text);
    sg_buf_init(&losses);
    sg_buf_init(&notes);
    sg_buf_addf(&text, "Roll back %u migration%s:\n", b->scripts.count, b->scripts.count == 1 ? "" : "s");
    for (size_t i = 0; fine && i < b->scripts.count; i++) {
        const sg_script *script = b->scripts.items[i];
        sg_buf_addf(&text, "    %s\n", script->migration->id);
        fine = sg_losses_add(runner->pg, script, &losses, runner->diags);
        add_notes(b, script, &notes);
    }
    add_part(&text, "Data that is lost:\n", &losses);
    add_part(&text, "What does not come back:\n", &notes);
    sg_status status = fine ? sg_manage_confirm(b->options, text.data, runner->diags) : SG_STATUS_FAILED;
    sg_buf_release(&notes);
    sg_buf_release(&losses);
    sg_buf_release(&text);
    return status;
}

static sg_status run_all(rollback *b, sg_applied *done)
{
    sg_runner *runner = b->runner;
    sg_standing_item *items = SG_NEW_ARRAY(runner->arena, sg_standing_item, b->scripts.count);
    done->items = items;
    sg_pg_stop_at(runner->pg, runner->stop);
    for (size_t i = 0; i < b->scripts.count; i++) {
        sg_status status = sg_runner_script(runner, b->scripts.items[i], &items[done->count]);
        if (status != SG_STATUS_OK)
            return status;
        const sg_script *script = b->scripts.items[i];
        sg_runner_tell_done(runner, script->migration, &items[done->count++]);
    }
    return SG_STATUS_OK;
}

/* Of what the lost connection was told to take back, what history does not have any more. */
static sg_status settle(rollback *b, sg_diag *last, sg_applied *done)
{
    sg_runner *runner = b->runner;
    sg_standing_item *items = (sg_standing_item *)done->items;
    const char *why = sg_lost_why(runner->pg, runner->arena);
    sg_history history;
    bool same;
    sg_diags_rewind(runner->diags, last);
    if (!sg_runner_reconnect(runner, why, &same) || !same ||
        !sg_history_read(runner->pg, runner->arena, &history, runner->diags))
        return sg_lost_in_doubt(why, runner->diags);
    for (; done->count < b->scripts.count; done->count++) {
        const sg_script *script = b->scripts.items[done->count];
        if (sg_history_find(&history, script->migration->id) != NULL)
            break;
        items[done->count] = (sg_standing_item){.number = script->migration->number,
                                                .id = script->migration->id,
                                                .state = SG_STANDING_PENDING,
                                                .milliseconds = -1,
                                                .steps = script->last};
        sg_runner_tell_done(runner, script->migration, &items[done->count]);
    }
    if (done->count == b->scripts.count)
        return SG_STATUS_OK;
    sg_diag *diag = sg_diag_add(runner->diags, SG_CONNECTION_LOST, SG_NOWHERE, "%s", why);
    sg_diag_hint(runner->diags, diag,
                 "what is listed is rolled back, and of this run nothing else is complete; run rollback again for the "
                 "rest");
    return SG_STATUS_FAILED;
}

static sg_status run_locked(rollback *b, sg_applied *done)
{
    sg_runner *runner = b->runner;
    sg_standing standing;
    sg_status status = sg_manage_read(runner->pg, b->migrations, runner->arena, &standing, runner->diags);
    if (status == SG_STATUS_OK)
        status = choose(b, &standing);
    if (status == SG_STATUS_OK && b->scripts.count > 0) {
        status = sg_runner_resume(runner, &b->scripts);
        if (status == SG_STATUS_OK)
            status = ask(b);
        sg_diag *last = sg_diags_last(runner->diags);
        sg_runner_know_server(runner);
        if (status == SG_STATUS_OK)
            status = run_all(b, done);
        if (done->items != NULL && sg_pg_where(runner->pg) == SG_PG_LOST)
            status = settle(b, last, done);
    }
    sg_pg_stop_at(runner->pg, NULL);
    if (sg_pg_where(runner->pg) != SG_PG_IDLE)
        (void)sg_pg_run(runner->pg, "ROLLBACK", NULL);
    return status;
}

static bool check_numbers(const rollback *b, sg_diags *diags)
{
    unsigned number = b->which->from > b->which->to ? b->which->from : b->which->to;
    if (number <= b->migrations->count)
        return true;
    sg_diag_add(diags, SG_USAGE, SG_NOWHERE, "there is no migration number %u", number);
    return false;
}

sg_status sg_run_rollback(sg_pg *pg, const sg_migrations *migrations, const sg_rollback *which,
                          const sg_manage_options *options, sg_arena *arena, sg_applied *done, sg_diags *diags)
{
    sg_apply_options how = {
        .lock_wait = options->lock_wait, .listen = options->listen, .listen_context = options->listen_context};
    sg_runner runner = sg_runner_begin(pg, &how, arena, diags);
    rollback b = {
        .runner = &runner, .migrations = migrations, .which = which, .options = options, .scripts = SG_VEC_EMPTY};
    *done = (sg_applied){.items = NULL};
    sg_status status = check_numbers(&b, diags) ? sg_runner_lock(&runner) : SG_STATUS_BAD_INPUT;
    if (status == SG_STATUS_OK) {
        status = run_locked(&b, done);
        sg_lock_give(pg);
    }
    done->signal = sg_runner_end(&runner, status);
    sg_vec_release(&b.scripts);
    return status;
}
