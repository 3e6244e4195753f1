#include "tree_memory.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#define RANGE ((size_t)1 << 30)
#define BLOCK ((size_t)256 << 10)
#define LARGEST (BLOCK / 16)
#define ALIGNMENT _Alignof(max_align_t)

/* At the beginning of each block, whose address is a multiple of BLOCK. */
typedef struct block {
    struct block *next; /* of those to be used again */
    size_t pieces;      /* not yet back */
    bool used_before;   /* otherwise what is not taken yet is zero */
} block;

/* What stands before each piece. */
typedef struct head {
    size_t size;
} head;

/* A piece begins behind its head, at an aligned address. */
enum { FIRST_HEAD = (sizeof(block) + sizeof(head) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - sizeof(head) };

static char *range, *range_end; /* NULL: not asked for yet, or not granted */
static char *next_new;          /* the block of the range that comes next */
static block *spare;            /* blocks all of whose pieces are back */
static block *current;          /* the block that pieces are taken from */
static char *left, *left_end;   /* what there is of it */

static bool is_ours(const void *piece)
{
    return (const char *)piece >= range && (const char *)piece < range_end;
}

static block *block_of(void *piece)
{
    return (block *)((char *)piece - (uintptr_t)piece % BLOCK);
}

static head *head_of(const void *piece)
{
    return (head *)piece - 1;
}

/* Addresses only: memory is what is touched, in huge pages, which the kernel gives at a tenth of the cost. */
static void ask_for_range(void)
{
    static bool asked;
    size_t size = RANGE + BLOCK;

    if (asked)
        return;
    asked = true;
    char *mapping = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapping == MAP_FAILED)
        return;
    madvise(mapping, size, MADV_HUGEPAGE);
    range = next_new = mapping + -(uintptr_t)mapping % BLOCK;
    range_end = range + RANGE;
}

static bool next_block(void)
{
    ask_for_range();
    if (spare) {
        current = spare;
        spare = spare->next;
    } else if (next_new < range_end) {
        current = (block *)next_new;
        next_new += BLOCK;
    } else {
        return false;
    }
    left = (char *)current + FIRST_HEAD;
    left_end = (char *)current + BLOCK;
    return true;
}

void *tree_memory_take(size_t size, bool zeroed)
{
    size_t whole = (sizeof(head) + size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

    if (size > LARGEST || (whole > (size_t)(left_end - left) && !next_block()))
        return NULL;
    head *h = (head *)left;
    void *piece = h + 1;
    left += whole;
    h->size = size;
    current->pieces++;
    return zeroed && current->used_before ? memset(piece, 0, size) : piece;
}

bool tree_memory_give_back(void *piece)
{
    if (!is_ours(piece))
        return false;
    block *b = block_of(piece);
    if (--b->pieces > 0)
        return true;
    b->used_before = true;
    if (b == current) {
        left = (char *)current + FIRST_HEAD;
    } else {
        b->next = spare;
        spare = b;
    }
    return true;
}

size_t tree_memory_size(const void *piece)
{
    return is_ours(piece) ? head_of(piece)->size : 0;
}
