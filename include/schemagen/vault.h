/* vault.h - URLs under a password, in a file. */
#ifndef SCHEMAGEN_VAULT_H
#define SCHEMAGEN_VAULT_H

#include "schemagen/session.h"

#ifdef __cplusplus
extern "C" {
#endif

/* True when there is a vault, or anything else, at `path`. */
SCHEMAGEN_API bool schemagen_vault_exists(const char *path);

/* Puts a value under a name, which is that of a variable (letters, digits, _); `value` NULL removes it. The file is
 * AES-256-GCM, its key from the password by scrypt; it is made when it is not there, for its owner alone. With the last
 * value the file goes. */
SCHEMAGEN_API schemagen_status schemagen_vault_set(schemagen_session *session, const char *path, const char *password,
                                                   const char *name, const char *value);

/* Calls `take` for each value, in order of the names. The texts live during the call only. */
typedef void schemagen_vault_fn(void *context, const char *name, const char *value);
SCHEMAGEN_API schemagen_status schemagen_vault_each(schemagen_session *session, const char *path, const char *password,
                                                    schemagen_vault_fn *take, void *context);

#ifdef __cplusplus
}
#endif

#endif
