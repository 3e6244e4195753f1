#include "seal.h"

#include <openssl/evp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "arena.h"

#define MAGIC "schemagen vault 1\n"
#define MAGIC_SIZE (sizeof MAGIC - 1)
#define KEY_SIZE 32
#define SALT_SIZE 16
#define NONCE_SIZE 12
#define TAG_SIZE 16
/* N = 2^17, r = 8, p = 1: 128 MiB and a few tenths of a second. */
#define COST_LOG 17
#define BLOCKS 8
#define LANES 1
/* What a file may ask for, so that opening it cannot take all memory. */
#define COST_LOG_MAX 20
#define BLOCKS_MAX 16
#define LANES_MAX 4
#define MEMORY_MAX ((uint64_t)3 << 30)
#define TEXT_MAX (1u << 20)

/* As it stands in the file. */
typedef struct header {
    char magic[MAGIC_SIZE];
    unsigned char cost_log, blocks, lanes;
    unsigned char salt[SALT_SIZE];
    unsigned char nonce[NONCE_SIZE];
} header;

static bool derive(const header *h, const char *password, unsigned char key[KEY_SIZE])
{
    return EVP_PBE_scrypt(password, strlen(password), h->salt, SALT_SIZE, (uint64_t)1 << h->cost_log, h->blocks,
                          h->lanes, MEMORY_MAX, key, KEY_SIZE) == 1;
}

static bool fill_random(void *bytes, size_t size)
{
    return getrandom(bytes, size, 0) == (ssize_t)size;
}

static bool encrypt(EVP_CIPHER_CTX *context, const header *h, const unsigned char *key, const void *text, size_t length,
                    unsigned char *out)
{
    int part;
    return EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, h->nonce) == 1 &&
           EVP_EncryptUpdate(context, NULL, &part, (const unsigned char *)h, sizeof *h) == 1 &&
           EVP_EncryptUpdate(context, out, &part, text, (int)length) == 1 &&
           EVP_EncryptFinal_ex(context, out + part, &part) == 1 &&
           EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, TAG_SIZE, out + length) == 1;
}

static bool decrypt(EVP_CIPHER_CTX *context, const header *h, const unsigned char *key, const unsigned char *in,
                    size_t length, char *text)
{
    unsigned char tag[TAG_SIZE];
    int part;
    memcpy(tag, in + length, TAG_SIZE);
    return EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, h->nonce) == 1 &&
           EVP_DecryptUpdate(context, NULL, &part, (const unsigned char *)h, sizeof *h) == 1 &&
           EVP_DecryptUpdate(context, (unsigned char *)text, &part, in, (int)length) == 1 &&
           EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, TAG_SIZE, tag) == 1 &&
           EVP_DecryptFinal_ex(context, (unsigned char *)text + part, &part) == 1;
}

sg_seal_state sg_seal(const char *password, const void *text, size_t length, unsigned char **sealed, size_t *size)
{
    header h = {.cost_log = COST_LOG, .blocks = BLOCKS, .lanes = LANES};
    unsigned char key[KEY_SIZE];
    memcpy(h.magic, MAGIC, MAGIC_SIZE);
    *sealed = NULL;
    if (length > TEXT_MAX || !fill_random(h.salt, SALT_SIZE) || !fill_random(h.nonce, NONCE_SIZE) ||
        !derive(&h, password, key))
        return SG_SEAL_BROKEN;
    *size = sizeof h + length + TAG_SIZE;
    *sealed = sg_xrealloc(NULL, *size);
    memcpy(*sealed, &h, sizeof h);
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    bool done = context != NULL && encrypt(context, &h, key, text, length, *sealed + sizeof h);
    EVP_CIPHER_CTX_free(context);
    explicit_bzero(key, sizeof key);
    if (done)
        return SG_SEAL_FINE;
    free(*sealed);
    *sealed = NULL;
    return SG_SEAL_BROKEN;
}

static bool is_in_bounds(const header *h)
{
    return memcmp(h->magic, MAGIC, MAGIC_SIZE) == 0 && h->cost_log >= 1 && h->cost_log <= COST_LOG_MAX &&
           h->blocks >= 1 && h->blocks <= BLOCKS_MAX && h->lanes >= 1 && h->lanes <= LANES_MAX;
}

sg_seal_state sg_unseal(const char *password, const unsigned char *sealed, size_t size, char **text, size_t *length)
{
    header h;
    unsigned char key[KEY_SIZE];
    *text = NULL;
    if (size < sizeof h + TAG_SIZE || size > sizeof h + TEXT_MAX + TAG_SIZE)
        return SG_SEAL_FOREIGN;
    memcpy(&h, sealed, sizeof h);
    if (!is_in_bounds(&h))
        return SG_SEAL_FOREIGN;
    if (!derive(&h, password, key))
        return SG_SEAL_BROKEN;
    *length = size - sizeof h - TAG_SIZE;
    *text = sg_xrealloc(NULL, *length + 1);
    (*text)[*length] = '\0';
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    bool done = context != NULL && decrypt(context, &h, key, sealed + sizeof h, *length, *text);
    EVP_CIPHER_CTX_free(context);
    explicit_bzero(key, sizeof key);
    if (done)
        return SG_SEAL_FINE;
    sg_seal_wipe(*text, *length);
    *text = NULL;
    return SG_SEAL_CLOSED;
}

void sg_seal_wipe(char *text, size_t length)
{
    if (text != NULL)
        explicit_bzero(text, length);
    free(text);
}
