#include "hash.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

void sg_sha256_hex(const void *data, size_t length, char hex[SG_SHA256_HEX])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned int size = 0;

    /* Fails only without memory or with a libcrypto that lacks SHA-256. */
    if (!EVP_Digest(data, length, sum, &size, EVP_sha256(), NULL)) {
        fputs("schemagen: libcrypto cannot compute SHA-256\n", stderr);
        exit(EXIT_FAILURE);
    }
    for (unsigned int i = 0; i < size; i++) {
        hex[2 * i] = digits[sum[i] >> 4];
        hex[2 * i + 1] = digits[sum[i] & 15];
    }
    hex[2 * size] = '\0';
}
