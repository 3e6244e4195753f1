/* vault.h - a file that keeps URLs under a password. */
#ifndef SG_VAULT_H
#define SG_VAULT_H

#include "diag.h"

/* What it holds: NAME, NUL, value, NUL, and so on, in order of the names. */
typedef struct sg_vault {
    const char *path;
    char *text; /* malloc; overwritten when it is freed */
    size_t length;
    bool exists; /* there is such a file */
} sg_vault;

/* True when there is a file at `path`, whatever it is. */
bool sg_vault_exists(const char *path);
/* Reads and opens the file; one that is not there is an empty vault. Refuses a file that others may read, that belongs
 * to somebody else or is a link. False after reporting; to be freed with sg_vault_free either way. */
bool sg_vault_open(const char *path, const char *password, sg_vault *vault, sg_diags *diags);
/* NULL: it is not there. */
const char *sg_vault_find(const sg_vault *vault, const char *name);
/* The name behind `name`, NULL: the first; NULL behind the last one. */
const char *sg_vault_next(const sg_vault *vault, const char *name);
/* NULL as value removes. */
void sg_vault_put(sg_vault *vault, const char *name, const char *value);
/* Replaces the file, or removes it when nothing is left: mode 0600, in a directory that it makes with 0700; the old
 * file or the new one is there at any moment. */
bool sg_vault_save(const sg_vault *vault, const char *password, sg_diags *diags);
void sg_vault_free(sg_vault *vault);

#endif
