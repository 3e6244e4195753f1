/* position.h - where the values of a JSON text stand, by JSON pointer. Nothing is done before the first question. */
#ifndef SG_POSITION_H
#define SG_POSITION_H

#include "model.h"
#include "scan.h"

struct json_object;

typedef struct sg_positions {
    const sg_source *source;
    sg_scan_counts counts;
    sg_arena *arena;     /* of the nodes; lives as long as the positions are used */
    sg_scan_node *nodes; /* NULL before the first question */
    /* The older shape: an object from pointers of the new shape to those in the file; NULL for the new shape. */
    struct json_object *moved;
} sg_positions;

/* The span of a value, or of its key. SG_NOWHERE when there is no such value. An sg_locate_fn. */
sg_span sg_positions_find(void *positions, const char *pointer, bool key);
/* The same for a pointer into the file as it is written: `moved` does not count. */
sg_span sg_positions_find_written(sg_positions *positions, const char *pointer, bool key);

/* Reports every key that stands twice in one object, with a note at the first. */
void sg_positions_report_doubles(sg_positions *positions, sg_diags *diags);

#endif
