#include "hints.h"

#include <string.h>

#include "map.h"
#include "vec.h"

typedef struct settling {
    sg_map by_name, by_old; /* sg_hint*; those of one old name are linked */
    sg_vec asking;          /* sg_hint* whose neighbours do not know it yet */
} settling;

static void ask(settling *state, sg_hint *hint)
{
    if (hint->asks)
        return;
    hint->asks = true;
    sg_vec_push(&state->asking, hint);
}

/* What had the new name goes on by its own hint, and so does what takes the old one. */
static void follow(settling *state)
{
    while (state->asking.count > 0) {
        const sg_hint *hint = state->asking.items[--state->asking.count];
        sg_hint *before = sg_map_get(&state->by_name, hint->old);
        if (before != NULL)
            ask(state, before);
        for (sg_hint *next = sg_map_get(&state->by_old, hint->name); next != NULL; next = next->same_old)
            ask(state, next);
    }
}

/* Names that go round: all of them are there before and after. Each way is walked once. */
static void ask_circle(settling *state, sg_hint *first, size_t walk)
{
    sg_hint *hint = first;
    while (hint != NULL && hint->walk == 0) {
        hint->walk = walk;
        hint = sg_map_get(&state->by_name, hint->old);
    }
    if (hint == NULL || hint->walk != walk)
        return;
    for (; !hint->asks; hint = sg_map_get(&state->by_name, hint->old))
        ask(state, hint);
}

static void note(settling *state, sg_hint *hint)
{
    sg_map_put(&state->by_name, hint->name, hint);
    hint->same_old = sg_map_put(&state->by_old, hint->old, hint);
}

void sg_hints_settle(sg_hint *hints, size_t count)
{
    settling state = {.asking = SG_VEC_EMPTY};
    for (size_t i = 0; i < count; i++)
        note(&state, &hints[i]);
    for (size_t i = 0; i < count; i++) {
        if (!hints[i].was || !hints[i].stays)
            ask(&state, &hints[i]);
    }
    follow(&state);
    for (size_t i = 0; i < count; i++)
        ask_circle(&state, &hints[i], i + 1);
    follow(&state);
    sg_map_release(&state.by_name);
    sg_map_release(&state.by_old);
    sg_vec_release(&state.asking);
}
