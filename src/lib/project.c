#include "project.h"

#include "file.h"
#include "session.h"

schemagen_status schemagen_session_load(schemagen_session *session, const char *path, schemagen_project *project)
{
    sg_project found = {0};

    sg_session_begin(session);
    if (sg_file_exists(path) && sg_project_read(path, &found, session->diags)) {
        if (found.schema)
            schemagen_session_set_schema(session, found.schema);
        if (found.out)
            schemagen_session_set_out(session, found.out);
        if (found.layout)
            schemagen_session_set_layout(session, found.layout);
        if (found.migrations)
            schemagen_session_set_migrations(session, found.migrations);
        if (found.url)
            schemagen_session_set_url(session, found.url);
        if (found.target_version)
            schemagen_session_set_target_version(session, found.target_version);
    }
    *project = (schemagen_project){
        .schema = found.schema,
        .out = found.out,
        .layout = found.layout,
        .migrations = found.migrations,
        .url = found.url,
        .format = found.format,
        .target_version = found.target_version,
    };
    return sg_session_end(session, SCHEMAGEN_OK);
}
