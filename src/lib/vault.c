#include "schemagen/vault.h"

#include <ctype.h>
#include <string.h>

#include "session.h"
#include "vault.h"

bool schemagen_vault_exists(const char *path)
{
    return sg_vault_exists(path);
}

static bool check_name(schemagen_session *session, const char *name)
{
    bool fine = isalpha((unsigned char)*name) || *name == '_';

    for (const char *at = name; fine && *at; at++)
        fine = isalnum((unsigned char)*at) || *at == '_';
    if (!fine)
        sg_diag_add(session->diags, SG_USAGE, SG_NOWHERE, "\"%s\" is no name of a variable", name);
    return fine;
}

/* A value that is not there cannot be removed. */
static bool check_there(schemagen_session *session, const sg_vault *vault, const char *name)
{
    if (sg_vault_find(vault, name))
        return true;
    sg_diag_add(session->diags, SG_USAGE, SG_NOWHERE, "%s holds nothing under %s", vault->path, name);
    return false;
}

schemagen_status schemagen_vault_set(schemagen_session *session, const char *path, const char *password,
                                     const char *name, const char *value)
{
    sg_vault vault = {0};

    sg_session_begin(session);
    if (check_name(session, name) && sg_vault_open(path, password, &vault, session->diags) &&
        (value || check_there(session, &vault, name))) {
        sg_vault_put(&vault, name, value);
        sg_vault_save(&vault, password, session->diags);
    }
    sg_vault_free(&vault);
    return sg_session_end(session, SCHEMAGEN_OK);
}

schemagen_status schemagen_vault_each(schemagen_session *session, const char *path, const char *password,
                                      schemagen_vault_fn *take, void *context)
{
    sg_vault vault;

    sg_session_begin(session);
    if (sg_vault_open(path, password, &vault, session->diags)) {
        if (!vault.exists)
            sg_diag_add(session->diags, SG_FILE_READ, SG_NOWHERE, "there is no vault %s", path);
        for (const char *name = sg_vault_next(&vault, NULL); name; name = sg_vault_next(&vault, name))
            take(context, name, name + strlen(name) + 1);
    }
    sg_vault_free(&vault);
    return sg_session_end(session, SCHEMAGEN_OK);
}
