/* losses.h - which data a script takes away. */
#ifndef SG_LOSSES_H
#define SG_LOSSES_H

#include "pg.h"
#include "script.h"

/* Adds a line to `text` for each table or column whose data the script drops, deletes or converts and that holds some
 * now: "    table public.notes: 12 rows". What statements do is read from their text, also inside DO. False after
 * reporting; what is not there (yet) is passed over. */
bool sg_losses_add(sg_pg *pg, const sg_script *script, sg_buf *text, sg_diags *diags);

#endif
