/* vault_private.h - the file of a vault (vault_file.c). Each reports what goes wrong. */
#ifndef SG_VAULT_PRIVATE_H
#define SG_VAULT_PRIVATE_H

#include "vault.h"

/* `*sealed` is malloc; it is not set when there is no file. */
bool sg_vault_read_file(sg_vault *vault, unsigned char **sealed, size_t *size, sg_diags *diags);
bool sg_vault_write_file(const sg_vault *vault, const unsigned char *sealed, size_t size, sg_diags *diags);
/* Content when there is none. */
bool sg_vault_remove_file(const sg_vault *vault, sg_diags *diags);

#endif
