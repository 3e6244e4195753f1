#include "map.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"

#define FIRST_CAPACITY 16

/* The last 8 bytes or fewer, some of them twice: texts of one length that differ give numbers that differ. */
static uint64_t last_bytes(const char *text, size_t length)
{
    uint32_t first, last;

    if (length < sizeof first) {
        uint64_t bytes = 0;
        for (size_t i = 0; i < length; i++)
            bytes = bytes << 8 | (unsigned char)text[i];
        return bytes;
    }
    memcpy(&first, text, sizeof first);
    memcpy(&last, text + length - sizeof last, sizeof last);
    return (uint64_t)first << 32 | last;
}

/* The low bits of a product know nothing of the high ones of its factors: the high half is folded in. */
static uint64_t mixed(uint64_t hash, uint64_t bytes)
{
    uint64_t product = (hash ^ bytes) * UINT64_C(0x9e3779b97f4a7c15);

    return product ^ product >> 32;
}

uint64_t sg_hash_text(const char *text, size_t length)
{
    uint64_t hash = length, bytes;

    for (; length > sizeof bytes; text += sizeof bytes, length -= sizeof bytes) {
        memcpy(&bytes, text, sizeof bytes);
        hash = mixed(hash, bytes);
    }
    return mixed(hash, last_bytes(text, length));
}

/* The slot that holds `key`, or the free one where it would go. */
static size_t find(const sg_map *map, const char *key, uint64_t hash)
{
    size_t mask = map->capacity - 1;
    size_t i = hash & mask;

    while (map->slots[i].key && (map->slots[i].hash != hash || strcmp(map->slots[i].key, key) != 0))
        i = (i + 1) & mask;
    return i;
}

void *sg_map_get(const sg_map *map, const char *key)
{
    if (map->count == 0)
        return NULL;
    return map->slots[find(map, key, sg_hash_text(key, strlen(key)))].value;
}

/* A quarter of the slots stays free, so that searches end soon. */
static bool has_room(size_t capacity, size_t count)
{
    return count <= capacity / 4 * 3;
}

void sg_map_reserve(sg_map *map, size_t count)
{
    sg_map old = *map;

    if (has_room(old.capacity, count))
        return;
    map->capacity = old.capacity > 0 ? old.capacity : FIRST_CAPACITY;
    while (!has_room(map->capacity, count))
        map->capacity *= 2;
    map->slots = sg_xrealloc(NULL, map->capacity * sizeof *map->slots);
    memset(map->slots, 0, map->capacity * sizeof *map->slots);
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.slots[i].key)
            map->slots[find(map, old.slots[i].key, old.slots[i].hash)] = old.slots[i];
    }
    free(old.slots);
}

void *sg_map_put(sg_map *map, const char *key, void *value)
{
    uint64_t hash = sg_hash_text(key, strlen(key));

    sg_map_reserve(map, map->count + 1);
    sg_map_slot *slot = &map->slots[find(map, key, hash)];
    void *before = slot->value;

    if (!slot->key) {
        slot->key = key;
        slot->hash = hash;
        map->count++;
    }
    slot->value = value;
    return before;
}

void *sg_map_remove(sg_map *map, const char *key)
{
    if (map->count == 0)
        return NULL;
    size_t mask = map->capacity - 1;
    size_t hole = find(map, key, sg_hash_text(key, strlen(key)));
    void *value = map->slots[hole].value;

    if (!map->slots[hole].key)
        return NULL;
    /* Later slots of the same run move up into the hole, so no search stops at
     * it too early; a slot stays when its home lies behind the hole. */
    for (size_t i = (hole + 1) & mask; map->slots[i].key; i = (i + 1) & mask) {
        size_t home = map->slots[i].hash & mask;

        if (((i - home) & mask) >= ((i - hole) & mask)) {
            map->slots[hole] = map->slots[i];
            hole = i;
        }
    }
    map->slots[hole] = (sg_map_slot){NULL, 0, NULL};
    map->count--;
    return value;
}

void sg_map_release(sg_map *map)
{
    free(map->slots);
    *map = (sg_map)SG_MAP_EMPTY;
}
