/* hash.h - SHA-2 through libcrypto. */
#ifndef SG_HASH_H
#define SG_HASH_H

#include <stddef.h>

#define SG_SHA256_HEX 65 /* 64 digits and NUL */
#define SG_SHA384_HEX 97

/* Writes lower-case hex digits and NUL to `hex`. */
void sg_sha256_hex(const void *data, size_t length, char hex[SG_SHA256_HEX]);
void sg_sha384_hex(const void *data, size_t length, char hex[SG_SHA384_HEX]);

#endif
