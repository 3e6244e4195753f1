#include "hash.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static EVP_MD *sha256;

/* Looked up once: that costs more than the sum of a short text. */
static void fetch(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
}

void sg_sha256_hex(const void *data, size_t length, char hex[SG_SHA256_HEX])
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned int size = 0;

    pthread_once(&once, fetch);
    /* Fails only without memory or with a libcrypto that lacks SHA-256. */
    if (!sha256 || !EVP_Digest(data, length, sum, &size, sha256, NULL)) {
        fputs("schemagen: libcrypto cannot compute SHA-256\n", stderr);
        exit(EXIT_FAILURE);
    }
    for (unsigned int i = 0; i < size; i++) {
        hex[2 * i] = digits[sum[i] >> 4];
        hex[2 * i + 1] = digits[sum[i] & 15];
    }
    hex[2 * size] = '\0';
}
