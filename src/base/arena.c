#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "buf.h"

#define ALIGNMENT _Alignof(max_align_t)
#define FIRST_BLOCK ((size_t)2 * 1024)
#define LAST_SMALL_BLOCK (FIRST_BLOCK * 4 * 4 * 4)
/* One huge page of the usual size: the kernel gives all of it at once, which costs a tenth of 512 page faults. */
#define HUGE_BLOCK ((size_t)2 * 1024 * 1024)

typedef struct block {
    struct block *next;
    size_t mapped; /* bytes that are a mapping of their own; 0: from malloc */
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
    void *grown = memory ? realloc(memory, size > 0 ? size : 1) : malloc(size > 0 ? size : 1);

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

/* A mapping of twice the size holds an aligned block; what lies around that is given back. */
static block *block_map(void)
{
    char *mapping = mmap(NULL, 2 * HUGE_BLOCK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (mapping == MAP_FAILED)
        out_of_memory();
    size_t before = -(uintptr_t)mapping % HUGE_BLOCK;
    block *fresh = (block *)(mapping + before);
    if (before > 0)
        munmap(mapping, before);
    munmap(mapping + before + HUGE_BLOCK, HUGE_BLOCK - before);
    madvise(fresh, HUGE_BLOCK, MADV_HUGEPAGE);
    fresh->mapped = HUGE_BLOCK;
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
        if (b->mapped > 0)
            munmap(b, b->mapped);
        else
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
    block *fresh = arena->block_size < HUGE_BLOCK ? block_new(arena->block_size) : block_map();

    fresh->next = arena->blocks;
    arena->blocks = fresh;
    arena->free = (char *)fresh->data;
    arena->left = fresh->mapped > 0 ? HUGE_BLOCK - sizeof(block) : arena->block_size;
    if (arena->block_size < HUGE_BLOCK)
        arena->block_size = arena->block_size < LAST_SMALL_BLOCK ? 4 * arena->block_size : HUGE_BLOCK;
}

/* `alignment`: a power of two; where a block begins is aligned enough for all of them but lines. */
static inline void *take(sg_arena *arena, size_t size, size_t alignment)
{
    size_t skipped = -(uintptr_t)arena->free & (alignment - 1);

    if (!arena->free || size > arena->left || skipped > arena->left - size) {
        if (size > arena->block_size / 4)
            return alloc_big(arena, size);
        add_block(arena);
        skipped = 0;
    }
    void *memory = arena->free + skipped;

    arena->free += skipped + size;
    arena->left -= skipped + size;
    return memory;
}

void *sg_arena_alloc(sg_arena *arena, size_t size)
{
    return take(arena, size, ALIGNMENT);
}

void *sg_arena_alloc_lines(sg_arena *arena, size_t size)
{
    return take(arena, size, SG_CACHE_LINE);
}

char *sg_arena_strndup(sg_arena *arena, const char *text, size_t length)
{
    if (!text)
        return NULL;
    char *copy = take(arena, length + 1, 1); /* most are short: aligned, they would take half as much again */

    memcpy(copy, text, length);
    return copy;
}

char *sg_arena_strdup(sg_arena *arena, const char *text)
{
    return text ? sg_arena_strndup(arena, text, strlen(text)) : NULL;
}

static char *keep(sg_arena *arena, sg_buf *buf)
{
    char *text = sg_arena_strndup(arena, buf->data, buf->length);

    sg_buf_release(buf);
    return text;
}

char *sg_arena_join_all(sg_arena *arena, const char *const *texts, size_t count)
{
    char room[SG_BUF_ROOM];
    sg_buf buf;

    sg_buf_init_in(&buf, room, sizeof room);
    sg_buf_add_all(&buf, texts, count);
    return keep(arena, &buf);
}

char *sg_arena_vprintf(sg_arena *arena, const char *format, va_list args)
{
    char room[SG_BUF_ROOM];
    sg_buf buf;

    sg_buf_init_in(&buf, room, sizeof room);
    sg_buf_vaddf(&buf, format, args);
    return keep(arena, &buf);
}

char *sg_arena_printf(sg_arena *arena, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    char *text = sg_arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}
