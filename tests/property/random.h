/* random.h - reproducible choices: the same seed gives the same choices on every machine. */
#ifndef SG_PROPERTY_RANDOM_H
#define SG_PROPERTY_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

typedef struct rng {
    uint64_t state;
} rng;

/* splitmix64 */
static inline uint64_t rng_next(rng *r)
{
    uint64_t z = r->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* 0 .. n - 1; 0 for n = 0. */
static inline unsigned rng_below(rng *r, unsigned n)
{
    return n > 0 ? (unsigned)(rng_next(r) % n) : 0;
}

static inline bool rng_chance(rng *r, unsigned percent)
{
    return rng_below(r, 100) < percent;
}

#endif
