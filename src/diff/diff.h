/* diff.h - what differs between two models: renames first, then pairs. */
#ifndef SG_DIFF_H
#define SG_DIFF_H

#include <stdbool.h>

#include "diag.h"
#include "model.h"
#include "step.h"

/* Works out the renames that the hints ask for, applies them to `from` (so that afterwards equal names mean
 * the same object) and adds one step for each group of renames that hang together to `steps` (sg_step *,
 * in `arena`, in order). `down`: the hints are those of `from`, read the other way round.
 * What stands in the way of a new name steps aside under a passing name; it is dropped later.
 * False after reporting hints that match nothing or clash. */
bool sg_diff_renames(sg_arena *arena, sg_model *from, sg_model *to, bool down, sg_vec *steps, sg_diags *diags);

/* An object that is always there (sg_kind.birthright) and only one model says something of is added to the other one as
 * implied. Sets `mark` of every object to its counterpart in the other model (same kind, parent and name), or NULL.
 * What the server brings along when one becomes the other (sg_kind.carry) is changed in `from`. */
void sg_diff_match(sg_model *from, sg_model *to);

#endif
