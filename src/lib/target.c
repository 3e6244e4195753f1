#include "target.h"

#include "file.h"
#include "source.h"
#include "url.h"

/* The schema file names the variables of the URL and holds the lines that caused a step. A broken one does
 * not stop a run whose URL was given; its warnings are for validate. Directories of other tools can do without. */
bool sg_target_schema(schemagen_session *session, sg_target *target)
{
    const char *path = schemagen_session_schema(session);
    bool needed = !target->schema_optional && (session->schema || sg_session_layout(session)->own);

    if (!needed && !sg_file_exists(path) && !sg_dir_exists(path))
        return true;
    target->schema = sg_session_keep_model(session, sg_source_file(path, session->diags));
    if (!target->schema && !session->url)
        return false;
    sg_diags_clear(session->diags);
    return true;
}

static void tell_of_connection(void *context, const char *text)
{
    sg_session_talk(context, "%s", text);
}

static sg_status connect_to(schemagen_session *session, bool read_only, sg_target *target)
{
    sg_pg_options options = {.read_only = read_only,
                             .allow_pooler = target->allow_pooler,
                             .primary = !read_only,
                             .tell = tell_of_connection,
                             .tell_context = session};
    sg_url_sources sources = {
        .surroundings = true,
        .option = session->url,
        .direct_url = target->schema ? target->schema->direct_url : NULL,
        .url = target->schema ? target->schema->url : "env(DATABASE_URL)",
    };
    sg_url url;

    if (!sg_url_choose(session->arena, &sources, &url, session->diags))
        return SG_STATUS_BAD_INPUT;
    sg_session_talk(session, "Database %s (%s)", url.shown, url.origin);
    return sg_pg_open(&url, &options, session->diags, &target->pg);
}

sg_status sg_target_connect(schemagen_session *session, bool read_only, sg_target *target)
{
    return sg_target_schema(session, target) ? connect_to(session, read_only, target) : SG_STATUS_BAD_INPUT;
}
