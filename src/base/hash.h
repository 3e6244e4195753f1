/* hash.h - SHA-2 through libcrypto, and a sum that libcrypto does not know. */
#ifndef SG_HASH_H
#define SG_HASH_H

#include <stddef.h>
#include <stdint.h>

#define SG_SHA256_HEX 65 /* 64 digits and NUL */
#define SG_SHA384_HEX 97

/* Writes lower-case hex digits and NUL to `hex`. */
void sg_sha256_hex(const void *data, size_t length, char hex[SG_SHA256_HEX]);
void sg_sha384_hex(const void *data, size_t length, char hex[SG_SHA384_HEX]);

/* The CRC-32 of zlib; `before` is that of what comes in front of `data`, 0 at first. */
uint32_t sg_crc32(uint32_t before, const void *data, size_t length);

#endif
