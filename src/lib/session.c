#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "source.h"

#define DEFAULT_OUT "generated"

/* Major versions that are supported. */
enum { OLDEST_SERVER = 14, NEWEST_SERVER = 18 };

schemagen_session *schemagen_session_new(void)
{
    schemagen_session *session = sg_xrealloc(NULL, sizeof *session);

    *session = (schemagen_session){.diags = sg_diags_new(), .arena = sg_arena_new()};
    return session;
}

static void forget_results(schemagen_session *session)
{
    for (sg_kept *kept = session->kept; kept; kept = kept->next)
        kept->release(kept->thing);
    session->kept = NULL;
    sg_arena_free(session->arena);
    session->arena = NULL;
}

/* Passwords may stand in it. */
static void free_setting(char *setting)
{
    if (setting)
        explicit_bzero(setting, strlen(setting));
    free(setting);
}

void schemagen_session_free(schemagen_session *session)
{
    if (!session)
        return;
    forget_results(session);
    sg_diags_free(session->diags);
    free_setting(session->schema);
    free_setting(session->out);
    free_setting(session->layout);
    free_setting(session->migrations);
    free_setting(session->url);
    free_setting(session->scratch);
    free_setting(session->target_version);
    free(session);
}

static void set(char **setting, const char *value)
{
    char *copy = NULL;

    if (value) {
        size_t size = strlen(value) + 1;

        copy = memcpy(sg_xrealloc(NULL, size), value, size);
    }
    free_setting(*setting);
    *setting = copy;
}

void schemagen_session_set_schema(schemagen_session *session, const char *path)
{
    set(&session->schema, path);
}

void schemagen_session_set_out(schemagen_session *session, const char *directory)
{
    set(&session->out, directory);
}

void schemagen_session_set_layout(schemagen_session *session, const char *name)
{
    set(&session->layout, name);
}

void schemagen_session_set_migrations(schemagen_session *session, const char *directory)
{
    set(&session->migrations, directory);
}

void schemagen_session_set_url(schemagen_session *session, const char *url)
{
    set(&session->url, url);
}

void schemagen_session_set_scratch(schemagen_session *session, const char *url)
{
    set(&session->scratch, url);
}

void schemagen_session_set_target_version(schemagen_session *session, const char *major)
{
    set(&session->target_version, major);
}

const char *schemagen_layout_at(size_t index)
{
    size_t count;
    const sg_layout *table = sg_layout_table(&count);

    return index < count ? table[index].name : NULL;
}

const sg_layout *sg_session_layout(const schemagen_session *session)
{
    size_t count;
    const sg_layout *named = session->layout ? sg_layout_named(session->layout) : NULL;

    return named ? named : sg_layout_table(&count);
}

/* Layouts without a schema file of their own go with ours. */
const char *schemagen_session_schema(const schemagen_session *session)
{
    size_t count;
    const char *usual = sg_session_layout(session)->schema;

    if (session->schema)
        return session->schema;
    return usual ? usual : sg_layout_table(&count)->schema;
}

const char *schemagen_session_out(const schemagen_session *session)
{
    return session->out ? session->out : DEFAULT_OUT;
}

void schemagen_session_set_talk(schemagen_session *session, schemagen_talk_fn *talk, void *context)
{
    session->talk = talk;
    session->talk_context = context;
}

void schemagen_session_set_listen(schemagen_session *session, schemagen_listen_fn *listen, void *context)
{
    session->listen = listen;
    session->listen_context = context;
}

void schemagen_session_set_confirm(schemagen_session *session, schemagen_confirm_fn *confirm, void *context)
{
    session->confirm = confirm;
    session->confirm_context = context;
}

void sg_session_talk(schemagen_session *session, const char *format, ...)
{
    va_list args;

    if (!session->talk)
        return;
    va_start(args, format);
    session->talk(session->talk_context, sg_arena_vprintf(session->arena, format, args));
    va_end(args);
}

void sg_session_begin(schemagen_session *session)
{
    forget_results(session);
    session->arena = sg_arena_new();
    sg_diags_free(session->diags);
    session->diags = sg_diags_new();
}

static void keep(schemagen_session *session, void *thing, void (*release)(void *thing))
{
    sg_kept *kept;

    if (!thing)
        return;
    kept = SG_NEW(session->arena, sg_kept);
    *kept = (sg_kept){thing, release, session->kept};
    session->kept = kept;
}

static void release_model(void *model)
{
    sg_model_free(model);
}

static void release_plan(void *plan)
{
    sg_plan_free(plan);
}

static void release_migrations(void *migrations)
{
    sg_migrations_free(migrations);
}

sg_model *sg_session_keep_model(schemagen_session *session, sg_model *model)
{
    keep(session, model, release_model);
    return model;
}

sg_model *sg_session_again(schemagen_session *session, const sg_model *model)
{
    return model->live ? NULL : sg_session_keep_model(session, sg_source_again(model));
}

sg_plan *sg_session_keep_plan(schemagen_session *session, sg_plan *plan)
{
    keep(session, plan, release_plan);
    return plan;
}

const char *sg_session_keep_text(schemagen_session *session, sg_buf *buf)
{
    char *text = sg_buf_detach(buf);

    keep(session, text, free);
    return text;
}

static void report_layout(schemagen_session *session)
{
    sg_buf names;

    sg_buf_init(&names);
    for (size_t i = 0; schemagen_layout_at(i); i++)
        sg_buf_addf(&names, "%s%s", i > 0 ? ", " : "", schemagen_layout_at(i));
    sg_diag *diag = sg_diag_add(session->diags, SG_USAGE, SG_NOWHERE, "there is no layout \"%s\"", session->layout);
    sg_diag_hint(session->diags, diag, "layouts: %s", names.data);
    sg_buf_release(&names);
}

sg_migrations *sg_session_migrations(schemagen_session *session)
{
    sg_place place = {
        .out = schemagen_session_out(session),
        .layout = sg_session_layout(session),
        .folder = session->migrations,
    };

    if (session->layout && !sg_layout_named(session->layout)) {
        report_layout(session);
        return NULL;
    }
    sg_migrations *migrations = sg_migrations_open(&place, session->diags);
    keep(session, migrations, release_migrations);
    return migrations;
}

static void talk(void *context, const char *line)
{
    sg_session_talk(context, "%s", line);
}

sg_origins *sg_session_origins(schemagen_session *session, bool verbatim)
{
    sg_origin_options options = {
        .verbatim = verbatim, .scratch_url = session->scratch, .talk = talk, .talk_context = session};

    return sg_origins_new(&options);
}

sg_model *sg_session_read(schemagen_session *session, sg_origins *origins, const char *written)
{
    return sg_session_keep_model(session, sg_origin_read(origins, written, session->diags));
}

bool sg_session_check_target(schemagen_session *session, const sg_model *wanted, int live)
{
    char *end = NULL;
    long major = session->target_version ? strtol(session->target_version, &end, 10) : live;
    size_t errors = sg_diags_errors(session->diags);

    if (end && (*end != '\0' || major < OLDEST_SERVER || major > NEWEST_SERVER))
        sg_diag_add(session->diags, SG_USAGE, SG_NOWHERE, "the target version is one of %d to %d, not \"%s\"",
                    OLDEST_SERVER, NEWEST_SERVER, session->target_version);
    else if (wanted && major > 0)
        sg_model_check_version(wanted, (int)major, session->diags);
    return sg_diags_errors(session->diags) == errors;
}

/* Ranges of codes and what they mean for the whole; the first row that fits counts. */
static const struct {
    int first, last;
    schemagen_status status;
} meanings[] = {
    {SG_FILE_WRITE, SG_FILE_WRITE, SCHEMAGEN_FAILED},
    {SG_FILE_EXISTS, SG_FILE_EXISTS, SCHEMAGEN_REFUSED},
    {SG_CHANGED_SINCE, SG_CHANGED_SINCE, SCHEMAGEN_BUSY},
    {SG_DATA_LOSS, SG_DATA_LOSS, SCHEMAGEN_REFUSED},
    {SG_NO_URL, SG_NO_URL, SCHEMAGEN_BAD_INPUT},
    {SG_LOCKED, SG_LOCKED, SCHEMAGEN_BUSY},
    {SG_EDITED, SG_OUT_OF_ORDER, SCHEMAGEN_REFUSED},
    {SG_DRIFT, SG_DRIFT, SCHEMAGEN_DIFFERENT},
    {SG_POOLER, SG_POOLER, SCHEMAGEN_REFUSED},
    {SG_NEEDS_SESSION, SG_NEEDS_SESSION, SCHEMAGEN_REFUSED},
    {500, 699, SCHEMAGEN_FAILED},
    {0, 9999, SCHEMAGEN_BAD_INPUT},
};

static schemagen_status meaning(sg_code code)
{
    size_t row = 0;

    while ((int)code < meanings[row].first || (int)code > meanings[row].last)
        row++;
    return meanings[row].status;
}

schemagen_status sg_session_end(const schemagen_session *session, schemagen_status otherwise)
{
    for (const sg_diag *diag = sg_diags_first(session->diags); diag; diag = diag->next)
        if (diag->severity == SG_ERROR)
            return meaning(diag->code);
    return otherwise;
}
