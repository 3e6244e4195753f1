#include "vec.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"

void sg_vec_push(sg_vec *vec, void *item)
{
    if (vec->count == vec->capacity) {
        vec->capacity = vec->capacity > 0 ? vec->capacity * 2 : 4;
        vec->items = sg_xrealloc(vec->items, vec->capacity * sizeof *vec->items);
    }
    vec->items[vec->count++] = item;
}

void sg_vec_release(sg_vec *vec)
{
    free(vec->items);
    *vec = (sg_vec)SG_VEC_EMPTY;
}

/* Merges the sorted runs [0, middle) and [middle, count) of `from` into `to`. */
static void merge(void **from, size_t middle, size_t count, void **to, int (*compare)(const void *, const void *))
{
    size_t left = 0, right = middle;

    for (size_t i = 0; i < count; i++) {
        if (left < middle && (right == count || compare(from[left], from[right]) <= 0))
            to[i] = from[left++];
        else
            to[i] = from[right++];
    }
}

void sg_vec_sort(sg_vec *vec, int (*compare)(const void *a, const void *b))
{
    if (vec->count < 2)
        return;
    void **scratch = sg_xrealloc(NULL, vec->count * sizeof *scratch);
    void **from = vec->items, **to = scratch;

    for (size_t run = 1; run < vec->count; run *= 2) {
        for (size_t start = 0; start < vec->count; start += 2 * run) {
            size_t count = vec->count - start < 2 * run ? vec->count - start : 2 * run;
            size_t middle = run < count ? run : count;

            if (middle == count || compare(from[start + middle - 1], from[start + middle]) <= 0)
                memcpy(to + start, from + start, count * sizeof *to); /* in order as they are: often */
            else
                merge(from + start, middle, count, to + start, compare);
        }
        void **swap = from;
        from = to;
        to = swap;
    }
    if (from != vec->items)
        memcpy(vec->items, from, vec->count * sizeof *from);
    free(scratch);
}
