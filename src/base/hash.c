#include "hash.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static EVP_MD *sha256, *sha384;

/* Looked up once: that costs more than the sum of a short text. */
static void fetch_256(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
}

static void fetch_384(void)
{
    sha384 = EVP_MD_fetch(NULL, "SHA384", NULL);
}

static void write_sum(const EVP_MD *how, const void *data, size_t length, char *hex)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned int size = 0;

    /* Fails only without memory or with a libcrypto that lacks SHA-2. */
    if (!how || !EVP_Digest(data, length, sum, &size, how, NULL)) {
        fputs("schemagen: libcrypto cannot compute SHA-2\n", stderr);
        exit(EXIT_FAILURE);
    }
    for (unsigned int i = 0; i < size; i++) {
        hex[2 * i] = digits[sum[i] >> 4];
        hex[2 * i + 1] = digits[sum[i] & 15];
    }
    hex[2 * size] = '\0';
}

void sg_sha256_hex(const void *data, size_t length, char hex[SG_SHA256_HEX])
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, fetch_256);
    write_sum(sha256, data, length, hex);
}

void sg_sha384_hex(const void *data, size_t length, char hex[SG_SHA384_HEX])
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, fetch_384);
    write_sum(sha384, data, length, hex);
}

/* Bit by bit: it is asked about a few scripts at most. */
uint32_t sg_crc32(uint32_t before, const void *data, size_t length)
{
    const unsigned char *bytes = data;
    uint32_t sum = ~before;

    for (size_t i = 0; i < length; i++) {
        sum ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            sum = sum & 1 ? sum >> 1 ^ 0xEDB88320u : sum >> 1;
    }
    return ~sum;
}
