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
        if (found.url)
            schemagen_session_set_url(session, found.url);
    }
    *project = (schemagen_project){found.schema, found.out, found.url, found.format};
    return sg_session_end(session, SCHEMAGEN_OK);
}
