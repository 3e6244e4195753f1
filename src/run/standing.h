/* standing.h - the directory and the history side by side. */
#ifndef SG_STANDING_H
#define SG_STANDING_H

#include "history.h"

/* False after reporting a file that cannot be read. */
bool sg_standing_make(const sg_migrations *migrations, const sg_history *history, sg_arena *arena,
                      sg_standing *standing, sg_diags *diags);

/* True after reporting why nothing can be applied: what is edited, missing or, unless `any_order`, out of order. */
bool sg_standing_refuse(const sg_standing *standing, bool any_order, sg_diags *diags);

#endif
