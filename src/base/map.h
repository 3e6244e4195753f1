/* map.h - hash map from text to pointer, open addressing. Keys are not copied:
 * they must live as long as the map. Insertion order is not kept. */
#ifndef SG_MAP_H
#define SG_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct sg_map_slot {
    const char *key;
    uint64_t hash;
    void *value;
} sg_map_slot;

typedef struct sg_map {
    sg_map_slot *slots;
    size_t count;
    size_t capacity; /* a power of two, or 0 */
} sg_map;

#define SG_MAP_EMPTY \
    {                \
        NULL, 0, 0   \
    }

/* Room for `count` keys in all, so that it need not grow on the way there. */
void sg_map_reserve(sg_map *map, size_t count);
/* The value stored under `key`, or NULL. */
void *sg_map_get(const sg_map *map, const char *key);
/* Stores `value`; returns what stood there before, or NULL. */
void *sg_map_put(sg_map *map, const char *key, void *value);
/* Removes `key`; returns its value, or NULL when there was none. */
void *sg_map_remove(sg_map *map, const char *key);
void sg_map_release(sg_map *map);

/* 8 bytes at a time, by multiplication (after Knuth); another one on another machine, only for tables in memory. */
uint64_t sg_hash_text(const char *text, size_t length);

#endif
