/* EVP sets up providers and reads a configuration file first: that costs more than all sums that we ever need. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "hash.h"

#include <openssl/sha.h>

static void write_hex(const unsigned char *sum, size_t size, char *hex)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < size; i++) {
        hex[2 * i] = digits[sum[i] >> 4];
        hex[2 * i + 1] = digits[sum[i] & 15];
    }
    hex[2 * size] = '\0';
}

void sg_sha256_hex(const void *data, size_t length, char hex[SG_SHA256_HEX])
{
    unsigned char sum[SHA256_DIGEST_LENGTH];
    SHA256_CTX context;

    SHA256_Init(&context);
    SHA256_Update(&context, data, length);
    SHA256_Final(sum, &context);
    write_hex(sum, sizeof sum, hex);
}

void sg_sha384_hex(const void *data, size_t length, char hex[SG_SHA384_HEX])
{
    unsigned char sum[SHA384_DIGEST_LENGTH];
    SHA512_CTX context;

    SHA384_Init(&context);
    SHA384_Update(&context, data, length);
    SHA384_Final(sum, &context);
    write_hex(sum, sizeof sum, hex);
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
