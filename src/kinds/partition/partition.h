/* partition.h - inside the partition folder only. */
#ifndef SG_PARTITION_H
#define SG_PARTITION_H

#include "json.h"
#include "kind.h"
#include "step.h"

typedef struct sg_partition {
    sg_object base;
    const char *schema; /* of the table that it is a partition of */
    const char *table;
    const char *values; /* FOR VALUES IN (1), DEFAULT */
} sg_partition;

/* The canonical spelling of a bound; NULL when it is none, with the reason. */
const char *sg_partition_bound(sg_model *model, const char *text, const char **why);

#endif
