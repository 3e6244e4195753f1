/* layout.h - a JSON text laid out for people: same keys, same order, same spelling of every value. */
#ifndef SG_LAYOUT_H
#define SG_LAYOUT_H

#include "buf.h"
#include "diag.h"

/* Appends the text of `source` with the project's white space: maps down to the third level have an entry a
 * line, what lies deeper stands on one line where it fits. Laying out twice changes nothing.
 * False when the text is not JSON (reported). */
bool sg_layout_json(sg_buf *buf, const sg_source *source, sg_diags *diags);

#endif
