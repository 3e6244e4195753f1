#include "hints.h"

#include <string.h>

/* One of the two names can only mean something else than before, be it because another hint says so. */
static bool is_sure(const sg_hint *hints, size_t count, const sg_hint *hint)
{
    bool sure = !hint->was || !hint->stays;
    for (size_t i = 0; i < count && !sure; i++) {
        bool moves_on = strcmp(hints[i].old, hint->name) == 0, takes_old = strcmp(hints[i].name, hint->old) == 0;
        sure = hints[i].asks && (moves_on || takes_old);
    }
    return sure;
}

static void follow(sg_hint *hints, size_t count)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < count; i++) {
            if (!hints[i].asks && is_sure(hints, count, &hints[i]))
                more = hints[i].asks = true;
        }
    }
}

static const sg_hint *hint_of(const sg_hint *hints, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(hints[i].name, name) == 0)
            return &hints[i];
    }
    return NULL;
}

/* True for one of a circle of names: all of them are there before and after. */
static bool is_in_circle(const sg_hint *hints, size_t count, const sg_hint *first)
{
    const sg_hint *hint = first;
    for (size_t steps = 0; hint != NULL && steps < count; steps++) {
        if (strcmp(hint->old, first->name) == 0)
            return true;
        hint = hint_of(hints, count, hint->old);
    }
    return false;
}

void sg_hints_settle(sg_hint *hints, size_t count)
{
    follow(hints, count);
    for (size_t i = 0; i < count; i++)
        hints[i].asks = hints[i].asks || is_in_circle(hints, count, &hints[i]);
    follow(hints, count);
}
