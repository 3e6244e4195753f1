#include "schemagen/server.h"

#include "server.h"
#include "session.h"

/* The public server is the inner one under another name. */
static const sg_server *inside(const schemagen_server *server)
{
    return (const sg_server *)server;
}

schemagen_status schemagen_server_start(schemagen_session *session, schemagen_server **server)
{
    sg_session_begin(session);
    *server = (schemagen_server *)sg_server_start(session->diags);
    return sg_session_end(session, SCHEMAGEN_OK);
}

const char *schemagen_server_url(const schemagen_server *server)
{
    return sg_server_url(inside(server));
}

schemagen_status schemagen_server_run(schemagen_session *session, const schemagen_server *server, char *const *command,
                                      int *exit_code)
{
    sg_session_begin(session);
    *exit_code = sg_server_run(inside(server), command, session->diags);
    return sg_session_end(session, SCHEMAGEN_OK);
}

schemagen_status schemagen_server_wait(schemagen_session *session, const schemagen_server *server)
{
    sg_session_begin(session);
    if (sg_server_wait(inside(server)) == 0)
        sg_diag_add(session->diags, SG_CONNECT, SG_NOWHERE, "the throw-away server has ended by itself");
    return sg_session_end(session, SCHEMAGEN_OK);
}

void schemagen_server_stop(schemagen_server *server)
{
    sg_server_stop((sg_server *)server);
}
