/* From a database to a schema file. */
#include "catalog.h"
#include "schemagen/database.h"
#include "session.h"
#include "split.h"
#include "target.h"

/* Passwords do not go into files: a URL that names no variable becomes one that does. */
static void set_datasource(sg_model *pulled, const sg_model *schema)
{
    pulled->url = schema && schema->url ? schema->url : "env(DATABASE_URL)";
    pulled->direct_url = schema ? schema->direct_url : NULL;
}

static void pull(schemagen_session *session, const schemagen_pull_options *options, const sg_target *target,
                 schemagen_pulled *pulled)
{
    sg_model *model = sg_session_keep_model(session, sg_catalog_read(target->pg, NULL, session->diags));

    if (!model)
        return;
    sg_catalog_tell_unmanaged(model, "the database", session->diags);
    set_datasource(model, target->schema);
    model->open_types = model->unknown_types;
    pulled->objects = model->count;
    pulled->unmanaged = model->unmanaged_count;
    pulled->text = sg_session_say(session, model, options->to);
    pulled->files = options->output != NULL;
    if (options->split != SCHEMAGEN_SPLIT_NONE)
        pulled->files = sg_split_write(model, options->split, options->output, session->diags);
    else if (options->output)
        sg_session_write(session, options->output, pulled->text);
}

schemagen_status schemagen_pull(schemagen_session *session, const schemagen_pull_options *options,
                                schemagen_pulled *pulled)
{
    static const schemagen_pull_options defaults = {0};
    sg_target target = {.schema_optional = true};
    sg_status status;

    options = options ? options : &defaults;
    sg_session_begin(session);
    *pulled = (schemagen_pulled){
        .output = options->output ? sg_arena_strdup(session->arena, options->output) : NULL,
        .to = options->to,
    };
    if (options->split != SCHEMAGEN_SPLIT_NONE && (!options->output || options->to != SCHEMAGEN_LANGUAGE_JSON)) {
        sg_diag_add(session->diags, SG_USAGE, SG_NOWHERE, "several files need a folder as output, and JSON");
        return sg_session_end(session, SCHEMAGEN_OK);
    }
    status = sg_target_connect(session, true, &target);
    if (status == SG_STATUS_OK)
        pull(session, options, &target, pulled);
    sg_pg_close(target.pg);
    return sg_session_end(session, (schemagen_status)status);
}
