/* plan.h - what to do, in which order: from two models to steps. */
#ifndef SG_PLAN_H
#define SG_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "kind.h"
#include "model.h"
#include "step.h"

typedef struct sg_plan {
    sg_arena *arena;
    bool beside; /* the arena is another plan's, see sg_plan_options */
    sg_step **steps;
    size_t count;
    size_t losses;      /* steps with SG_DANGER_DATA_LOSS */
    char from_hash[65]; /* SHA-256 of the canonical snapshot before */
    char to_hash[65];   /* ... and after; both empty for the way back */
    char *snapshot;     /* the canonical snapshot after, malloc; NULL for the way back */
    size_t snapshot_length;
    bool renames;                 /* the models were changed to follow renames: neither can be planned with again */
    const sg_model *to;           /* its columns now stand in the order that the tables will have */
    struct sg_planning *planning; /* how it was made: patches ask for that */
} sg_plan;

typedef struct sg_plan_options {
    bool online; /* indexes on tables that exist already are built and dropped CONCURRENTLY */
    /* Asked about every field that differs as text: true when both say the same after all. NULL: they differ. */
    bool (*same)(void *context, const sg_object *from, const sg_object *to, const sg_object *asked,
                 const sg_field *field);
    /* The same about rows of seeds, which a database that was read does not show: true when they are there. NULL: they
     * are not. */
    bool (*there)(void *context, const sg_object *to);
    void *same_context; /* of both */
    /* A second model of `to`, for who is asked has the names that were there before any rename: it gets these, and its
     * objects are `asked` about. NULL: those of `to` are. */
    sg_model *asked;
    bool down; /* the plan is the way back: renames are read from `from`'s hints the other way round */
    /* A plan in whose memory this one is made, and which must outlive it. NULL: it gets its own. */
    const struct sg_plan *beside;
} sg_plan_options;

/* Plans the way from one finished model to another. Both belong to the caller and must outlive the plan;
 * both may be changed (column order, names while renames are worked out; see `renames`). NULL on errors (in `diags`).
 * No difference gives a plan without steps. */
sg_plan *sg_plan_make(sg_model *from, sg_model *to, const sg_plan_options *options, sg_diags *diags);
void sg_plan_free(sg_plan *plan);

/* Adds what a step of the way there changes in the snapshot: a JSON merge patch (RFC 7396) or a list of them, on one
 * line. False: nothing, others say it. Both models must stand as the plan has left them: none was made with them since.
 */
bool sg_plan_patch(sg_buf *buf, const sg_plan *plan, const sg_step *step);

#endif
