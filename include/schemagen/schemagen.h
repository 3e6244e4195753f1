/* schemagen.h - the whole library: schema.json to migrations, migrations to databases.
 *
 *     schemagen_session *session = schemagen_session_new();
 *     schemagen_session_set_url(session, "postgresql://localhost/shop");
 *     schemagen_applied applied;
 *     if (schemagen_apply(session, NULL, &applied) != SCHEMAGEN_OK)
 *         schemagen_session_print(session, stderr, SCHEMAGEN_TEXT, false);
 *     schemagen_session_free(session);
 *
 * A session and what it hands out belong to one thread at a time; several
 * sessions may work side by side. Text is UTF-8, ended by NUL. Running out of
 * memory ends the process with a message and exit code 1. */
#ifndef SCHEMAGEN_SCHEMAGEN_H
#define SCHEMAGEN_SCHEMAGEN_H

#include "schemagen/base.h"
#include "schemagen/change.h"
#include "schemagen/code.h"
#include "schemagen/database.h"
#include "schemagen/development.h"
#include "schemagen/doctor.h"
#include "schemagen/manage.h"
#include "schemagen/schema.h"
#include "schemagen/server.h"
#include "schemagen/session.h"
#include "schemagen/vault.h"

#endif
