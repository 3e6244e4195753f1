/* Statements that share a transaction, on as few ways to the server and back as may be. */
#include <string.h>
#include <strings.h>

#include "clock.h"
#include "runner.h"

/* So many statements travel at once: what fails early need not wait for the rest of a long script. */
#define BATCH 256
/* BEGIN, its settings, the row, COMMIT and what follows. */
#define OWN_REQUESTS (4 + SG_PG_RESET_REQUESTS)

/* One try. */
typedef struct attempt {
    sg_runner *runner;
    sg_job *job;
    const sg_segment *segment;
    sg_pg_request *requests;
    const sg_statement **statements; /* of the request; NULL: it is ours */
    size_t count;
    size_t record;  /* the request that carries the row */
    bool counts;    /* answers say how many rows were changed, which the row of history wants */
    size_t sent;    /* requests before the batch that is on its way */
    size_t to_tell; /* the first step that has not been told of */
} attempt;

static void add(attempt *a, sg_pg_request request, const sg_statement *statement)
{
    a->statements[a->count] = statement;
    a->requests[a->count++] = request;
}

static bool begins_with(const char *text, const char *word)
{
    size_t length = strlen(word);
    return strncasecmp(text, word, length) == 0 && strchr(" \t\r\n(", text[length]) != NULL;
}

/* Their answers say how many rows they changed, and that is wanted in the row of history. */
static bool changes_rows(const char *text)
{
    static const char *const words[] = {"INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "COPY"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (begins_with(text, words[i]))
            return true;
    }
    return false;
}

static void add_begin(attempt *a, unsigned tries)
{
    double seconds = sg_retry_lock_timeout(a->runner, tries);
    if (a->runner->within)
        return;
    add(a, (sg_pg_request){.sql = a->segment->begin != NULL ? a->segment->begin : "BEGIN"}, NULL);
    /* Not a query: behind one the script could not choose the isolation level any more. */
    add(a, (sg_pg_request){.sql = sg_arena_printf(a->runner->arena, "SET LOCAL lock_timeout = %.0f", seconds * 1000)},
        NULL);
}

static void add_end(attempt *a)
{
    const sg_segment *segment = a->segment;
    sg_runner *runner = a->runner;
    a->record = a->count;
    if (segment->last)
        add(a, (sg_pg_request){.sql = NULL}, NULL); /* made when it is sent */
    else if (!runner->within)
        add(a, sg_history_place_done(runner->pg, runner->arena, runner->run, a->job->script, segment->to), NULL);
    if (runner->within)
        return;
    add(a, (sg_pg_request){.sql = "COMMIT", .sync = true}, NULL);
    if (segment->last) {
        sg_pg_request reset[SG_PG_RESET_REQUESTS];
        size_t count = sg_pg_add_reset(runner->pg, reset);
        for (size_t i = 0; i < count; i++)
            add(a, reset[i], NULL);
    }
}

static void answered(void *context, size_t request, const sg_result *result)
{
    attempt *a = context;
    const sg_script *script = a->job->script;
    const sg_statement *statement = a->statements[a->sent + request];
    if (a->sent + request == a->record && a->segment->last)
        a->job->recorded(a->runner, a->job, result);
    if (statement == NULL)
        return;
    a->job->changed += sg_result_changed(result);
    /* Steps that begin behind this statement. */
    size_t next = (size_t)(statement - script->statements) + 1;
    for (; a->to_tell < script->count && next < a->segment->to; a->to_tell++) {
        const sg_script_step *step = &script->steps[a->to_tell];
        if (step->statements > script->statements + next)
            return;
        if (step->count > 0)
            sg_runner_tell_step(a->runner, script, step, SG_RUN_STEP);
    }
}

static bool copies(const attempt *a, size_t request)
{
    return a->statements[request] != NULL && begins_with(a->statements[request]->text, "COPY");
}

/* Number of the first request that does not travel with those from a->sent on. */
static size_t batch_end(const attempt *a)
{
    size_t end = a->sent;
    while (end < a->count && end - a->sent < BATCH) {
        if (end > a->sent && (copies(a, end) || copies(a, end - 1) || (a->counts && end == a->record)))
            return end;
        end++;
    }
    return end;
}

/* True when all is done, the end of the transaction included. *failed: the request that was not. */
static bool send(attempt *a, size_t *failed)
{
    while (a->sent < a->count) {
        size_t end = batch_end(a);
        bool alone = copies(a, a->sent);
        if (a->segment->last && a->sent <= a->record && a->record < end)
            a->requests[a->record] = a->job->record(a->runner, a->job);
        bool done = alone ? sg_pg_run(a->runner->pg, a->requests[a->sent].sql, NULL)
                          : sg_pg_batch(a->runner->pg, a->requests + a->sent, end - a->sent, answered, a);
        if (!done) {
            *failed = a->sent + (alone ? 0 : sg_pg_last(a->runner->pg)->request);
            return false;
        }
        a->sent = end;
    }
    return true;
}

/* Behind that statement a step begins, which is told of as soon as it does. */
static bool ends_step(const sg_script *script, size_t statement)
{
    for (size_t i = 0; i < script->count; i++) {
        if (script->steps[i].count > 0 && script->steps[i].statements == script->statements + statement + 1)
            return true;
    }
    return false;
}

static bool try_once(attempt *a, unsigned tries, size_t *failed)
{
    const sg_script *script = a->job->script;
    size_t most = a->segment->to - a->segment->from + OWN_REQUESTS;
    a->requests = SG_NEW_ARRAY(a->runner->arena, sg_pg_request, most);
    a->statements = SG_NEW_ARRAY(a->runner->arena, const sg_statement *, most);
    a->count = a->sent = 0;
    add_begin(a, tries);
    for (size_t i = a->segment->from; i < a->segment->to; i++) {
        a->counts |= changes_rows(script->statements[i].text);
        add(a, (sg_pg_request){.sql = script->statements[i].text, .flush = ends_step(script, i)},
            &script->statements[i]);
    }
    add_end(a);
    sg_watch_begin(&a->runner->watch);
    bool done = send(a, failed);
    sg_watch_end(&a->runner->watch);
    return done;
}

/* What the server says of statements that cannot share their transaction with those before them. */
static const struct {
    const char *sqlstate;
    bool outside; /* with none at all */
} unshared[] = {
    {"55P04", false}, /* a new label of an enum is used before it is committed */
    {"25001", true},  /* not in a transaction block */
    {"2D000", true},  /* a procedure that commits */
};

/* Other tools' scripts are split where their authors had to, or would have been told to. */
static bool split_before(sg_runner *runner, sg_script *script, const sg_statement *statement)
{
    const char *sqlstate = sg_pg_last(runner->pg)->sqlstate;
    if (runner->within || script->migration->layout->own || statement == NULL)
        return false;
    const sg_script_step *step = sg_runner_step_of(script, statement);
    for (size_t i = 0; i < sizeof unshared / sizeof *unshared; i++) {
        if (strcmp(sqlstate, unshared[i].sqlstate) != 0)
            continue;
        return step->outside
                   ? unshared[i].outside
                   : sg_script_split(script, (size_t)(step - script->steps), (size_t)(statement - step->statements),
                                     unshared[i].outside, sg_diags_arena(runner->diags));
    }
    return false;
}

/* In a dry run nothing is committed, and the failure has ended its transaction. */
static bool ends_dry_run(sg_runner *runner, const sg_script *script, const sg_statement *statement)
{
    if (!runner->options->dry_run || statement == NULL || strcmp(sg_pg_last(runner->pg)->sqlstate, "55P04") != 0)
        return false;
    sg_diag *diag =
        sg_diag_add(runner->diags, SG_TRIED_IN_PART, (sg_span){script->source, statement->start, statement->end},
                    "the dry run ends here: %s", sg_pg_last(runner->pg)->message);
    sg_diag_hint(runner->diags, diag, "nobody can use a value of an enum before it is committed");
    runner->left_out += script->last - sg_runner_step_of(script, statement)->number + 1;
    runner->spent = true;
    return true;
}

static void tell_first_step(attempt *a)
{
    const sg_script *script = a->job->script;
    for (a->to_tell = 0; a->to_tell < script->count; a->to_tell++) {
        const sg_script_step *step = &script->steps[a->to_tell];
        if (step->statements > script->statements + a->segment->from)
            return;
        if (step->count > 0 && !step->outside && a->segment->from < a->segment->to &&
            step->statements + step->count > script->statements + a->segment->from)
            sg_runner_tell_step(a->runner, script, step, SG_RUN_STEP);
    }
}

sg_status sg_segment_run(sg_runner *runner, sg_job *job, const sg_segment *segment, bool *again)
{
    attempt a = {.runner = runner, .job = job, .segment = segment};
    sg_script *script = job->script;
    unsigned long long changed = job->changed;
    double start = sg_clock_now();
    size_t failed = 0;
    *again = false;
    tell_first_step(&a);
    for (unsigned tries = 1; !try_once(&a, tries - 1, &failed); tries++) {
        const sg_statement *statement = failed < a.count ? a.statements[failed] : NULL;
        job->changed = changed;
        *again = split_before(runner, script, statement);
        if (!*again && sg_retry_helps(runner) && sg_retry_pause(runner, job, tries)) {
            job->tries++;
            job->waited += sg_clock_now() - start;
            start = sg_clock_now();
            continue;
        }
        sg_status status = *again || ends_dry_run(runner, script, statement)
                               ? SG_STATUS_OK
                               : sg_runner_report(runner, script, statement);
        sg_runner_roll_back(runner);
        return status;
    }
    return SG_STATUS_OK;
}
