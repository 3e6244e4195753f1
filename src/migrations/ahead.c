/* Hashing the files of all migrations beside other work. */
#include <stdlib.h>

#include "file.h"
#include "hash.h"
#include "migrations_private.h"
#include "thread.h"

typedef struct sg_ahead {
    const sg_migrations *migrations;
    pthread_t thread;
    bool runs;
    char hashes[][SG_SHA256_HEX]; /* "": cannot be read */
} sg_ahead;

static void *hash_all(void *context)
{
    sg_ahead *ahead = context;

    for (size_t i = 0; i < ahead->migrations->count; i++) {
        if (sg_file_hash(ahead->migrations->items[i].up, SG_SCRIPT_LIMIT, ahead->hashes[i]) != 0)
            ahead->hashes[i][0] = '\0';
    }
    return NULL;
}

void sg_migrations_look_ahead(sg_migrations *migrations)
{
    sg_ahead *ahead = sg_xrealloc(NULL, sizeof *ahead + migrations->count * sizeof *ahead->hashes);

    *ahead = (sg_ahead){.migrations = migrations};
    migrations->ahead = ahead;
    ahead->runs = sg_thread_start(&ahead->thread, hash_all, ahead);
    if (!ahead->runs)
        hash_all(ahead);
}

static void await_end(sg_ahead *ahead)
{
    if (ahead->runs)
        pthread_join(ahead->thread, NULL);
    ahead->runs = false;
}

const char *sg_migrations_hash(const sg_migrations *migrations, size_t index)
{
    sg_ahead *ahead = migrations->ahead;

    if (ahead == NULL)
        return NULL;
    await_end(ahead);
    return ahead->hashes[index][0] != '\0' ? ahead->hashes[index] : NULL;
}

void sg_migrations_end_ahead(sg_migrations *migrations)
{
    if (migrations->ahead != NULL)
        await_end(migrations->ahead);
    free(migrations->ahead);
    migrations->ahead = NULL;
}
