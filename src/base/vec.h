/* vec.h - a growing array of pointers, 2^31 at most. Does not own what it points to. */
#ifndef SG_VEC_H
#define SG_VEC_H

#include <stddef.h>
#include <stdint.h>

typedef struct sg_vec {
    void **items;
    uint32_t count;
    uint32_t capacity;
} sg_vec;

#define SG_VEC_EMPTY \
    {                \
        NULL, 0, 0   \
    }

void sg_vec_push(sg_vec *vec, void *item);
/* Stable merge sort with the caller's order. */
void sg_vec_sort(sg_vec *vec, int (*compare)(const void *a, const void *b));
/* Frees the array, leaves an empty vector. */
void sg_vec_release(sg_vec *vec);

#endif
