#include "vault.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "seal.h"
#include "vault_private.h"

static bool report(const sg_vault *vault, sg_seal_state state, sg_diags *diags)
{
    static const char *const sentences[] = {
        [SG_SEAL_FOREIGN] = "is not a vault that this program can open",
        [SG_SEAL_CLOSED] = "does not open: the password is another one, or the file was changed",
        [SG_SEAL_BROKEN] = "cannot be sealed or opened: the system gives no random numbers or too little memory",
    };
    if (state != SG_SEAL_FINE)
        sg_diag_add(diags, SG_VAULT, SG_NOWHERE, "%s %s", vault->path, sentences[state]);
    return state == SG_SEAL_FINE;
}

/* A text that was sealed has the form of a vault; one that has not is no vault. */
static bool is_whole(const sg_vault *vault)
{
    size_t ends = 0;
    for (size_t i = 0; i < vault->length; i++)
        ends += vault->text[i] == '\0';
    return ends % 2 == 0 && (vault->length == 0 || vault->text[vault->length - 1] == '\0');
}

bool sg_vault_open(const char *path, const char *password, sg_vault *vault, sg_diags *diags)
{
    unsigned char *sealed;
    size_t size;
    *vault = (sg_vault){.path = path};
    if (!sg_vault_read_file(vault, &sealed, &size, diags))
        return false;
    if (!vault->exists)
        return true;
    sg_seal_state state = sg_unseal(password, sealed, size, &vault->text, &vault->length);
    free(sealed);
    if (state == SG_SEAL_FINE && !is_whole(vault))
        state = SG_SEAL_FOREIGN;
    return report(vault, state, diags);
}

const char *sg_vault_next(const sg_vault *vault, const char *name)
{
    const char *next = vault->text;
    if (name != NULL) {
        next = name + strlen(name) + 1;
        next += strlen(next) + 1;
    }
    return next < vault->text + vault->length ? next : NULL;
}

const char *sg_vault_find(const sg_vault *vault, const char *name)
{
    for (const char *at = sg_vault_next(vault, NULL); at != NULL; at = sg_vault_next(vault, at)) {
        if (strcmp(at, name) == 0)
            return at + strlen(at) + 1;
    }
    return NULL;
}

static size_t add(char *text, const char *name, const char *value)
{
    size_t key = strlen(name) + 1, size = strlen(value) + 1;
    memcpy(text, name, key);
    memcpy(text + key, value, size);
    return key + size;
}

void sg_vault_put(sg_vault *vault, const char *name, const char *value)
{
    size_t more = value != NULL ? strlen(name) + strlen(value) + 2 : 0, length = 0;
    char *text = sg_xrealloc(NULL, vault->length + more + 1);
    bool placed = value == NULL;
    for (const char *at = sg_vault_next(vault, NULL); at != NULL; at = sg_vault_next(vault, at)) {
        int order = strcmp(at, name);
        if (!placed && order >= 0) {
            length += add(text + length, name, value);
            placed = true;
        }
        if (order != 0)
            length += add(text + length, at, at + strlen(at) + 1);
    }
    if (!placed)
        length += add(text + length, name, value);
    sg_seal_wipe(vault->text, vault->length);
    vault->text = text;
    vault->length = length;
}

bool sg_vault_save(const sg_vault *vault, const char *password, sg_diags *diags)
{
    unsigned char *sealed;
    size_t size;
    if (vault->length == 0)
        return sg_vault_remove_file(vault, diags);
    if (!report(vault, sg_seal(password, vault->text, vault->length, &sealed, &size), diags))
        return false;
    bool written = sg_vault_write_file(vault, sealed, size, diags);
    free(sealed);
    return written;
}

void sg_vault_free(sg_vault *vault)
{
    sg_seal_wipe(vault->text, vault->length);
    *vault = (sg_vault){.text = NULL};
}
