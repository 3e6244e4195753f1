/* seal.h - a text under a password: AES-256-GCM, its key from scrypt. */
#ifndef SG_SEAL_H
#define SG_SEAL_H

#include <stdbool.h>
#include <stddef.h>

/* What went wrong. */
typedef enum sg_seal_state {
    SG_SEAL_FINE,
    SG_SEAL_FOREIGN, /* not what sg_seal makes, or with parameters out of bounds */
    SG_SEAL_CLOSED,  /* the password is another, or the bytes were changed */
    SG_SEAL_BROKEN   /* libcrypto or the system said no */
} sg_seal_state;

/* Seals `length` bytes. `*sealed` is malloc: header (parameters, salt, nonce; all new each time, all authenticated),
 * then the text and its tag. */
sg_seal_state sg_seal(const char *password, const void *text, size_t length, unsigned char **sealed, size_t *size);
/* `*text` is malloc, ended by NUL, which `*length` does not count; to be freed with sg_seal_wipe. */
sg_seal_state sg_unseal(const char *password, const unsigned char *sealed, size_t size, char **text, size_t *length);
/* Overwrites and frees; NULL is allowed. */
void sg_seal_wipe(char *text, size_t length);

#endif
