/* legacy.h - the older hand-written shape: a file without "schemagen" whose tables have "fields".
 *
 * It is rewritten as a tree of the new shape, which the ordinary reader then reads. What it cannot say is
 * reported (SG0106) and left out, never made up. */
#ifndef SG_LEGACY_H
#define SG_LEGACY_H

#include "position.h"

struct json_object;

bool sg_legacy_is(struct json_object *root);

/* Takes over `root`; the new tree keeps it alive, because its texts are used as they are. `positions` learns where
 * things came from. NULL on errors (reported). */
struct json_object *sg_legacy_convert(struct json_object *root, sg_positions *positions, sg_diags *diags);

#endif
