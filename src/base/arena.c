#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"

#define ALIGNMENT _Alignof(max_align_t)
#define FIRST_BLOCK ((size_t)16 * 1024)
#define LARGEST_BLOCK ((size_t)1024 * 1024)

typedef struct block {
    struct block *next;
    max_align_t data[];
} block;

struct sg_arena {
    block *blocks; /* the first one is the one being filled */
    char *free;    /* next free byte of it */
    size_t left;
    size_t block_size;
};

static _Noreturn void out_of_memory(void)
{
    fputs("schemagen: out of memory\n", stderr);
    exit(EXIT_FAILURE);
}

void *sg_xrealloc(void *memory, size_t size)
{
    void *grown = realloc(memory, size > 0 ? size : 1);

    if (!grown)
        out_of_memory();
    return grown;
}

static block *block_new(size_t size)
{
    block *fresh = size < SIZE_MAX - sizeof(block) ? calloc(1, sizeof(block) + size) : NULL;

    if (!fresh)
        out_of_memory();
    return fresh;
}

sg_arena *sg_arena_new(void)
{
    sg_arena *arena = sg_xrealloc(NULL, sizeof *arena);

    *arena = (sg_arena){.block_size = FIRST_BLOCK};
    return arena;
}

void sg_arena_free(sg_arena *arena)
{
    if (!arena)
        return;
    for (block *b = arena->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(arena);
}

/* A block of its own goes behind the one being filled, which keeps its rest. */
static void *alloc_big(sg_arena *arena, size_t size)
{
    block *own = block_new(size);

    if (arena->blocks) {
        own->next = arena->blocks->next;
        arena->blocks->next = own;
    } else {
        arena->blocks = own;
    }
    return own->data;
}

static void add_block(sg_arena *arena)
{
    block *fresh = block_new(arena->block_size);

    fresh->next = arena->blocks;
    arena->blocks = fresh;
    arena->free = (char *)fresh->data;
    arena->left = arena->block_size;
    if (arena->block_size < LARGEST_BLOCK)
        arena->block_size *= 2;
}

void *sg_arena_alloc(sg_arena *arena, size_t size)
{
    if (!arena->free || size > arena->left) {
        if (size > arena->block_size / 4)
            return alloc_big(arena, size);
        add_block(arena);
    }
    /* Sizes are rounded up, so the next free byte is always aligned; a block's
     * size is a multiple of the alignment, so the rounded size fits too. */
    size_t rounded = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    void *memory = arena->free;

    arena->free += rounded;
    arena->left -= rounded;
    return memory;
}

char *sg_arena_strndup(sg_arena *arena, const char *text, size_t length)
{
    if (!text)
        return NULL;
    char *copy = sg_arena_alloc(arena, length + 1);

    memcpy(copy, text, length);
    return copy;
}

char *sg_arena_strdup(sg_arena *arena, const char *text)
{
    return text ? sg_arena_strndup(arena, text, strlen(text)) : NULL;
}

char *sg_arena_vprintf(sg_arena *arena, const char *format, va_list args)
{
    sg_buf buf;

    sg_buf_init(&buf);
    sg_buf_vaddf(&buf, format, args);
    char *text = sg_arena_strndup(arena, buf.data, buf.length);
    sg_buf_release(&buf);
    return text;
}

char *sg_arena_printf(sg_arena *arena, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    char *text = sg_arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}
