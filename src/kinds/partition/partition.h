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

/* What stands in the place of a value; `place` counts the values in one pair of parentheses. */
typedef const char *sg_partition_visit(void *context, size_t place, const char *value);
/* The canonical spelling of a bound; NULL when it is none, with the reason. Each value in it is what `visit` makes of
 * it; NULL: it stays. */
const char *sg_partition_bound(sg_model *model, const char *text, sg_partition_visit *visit, void *context,
                               const char **why);
/* True for two such spellings of one bound: the order of a list means nothing. */
bool sg_partition_bounds_equal(const char *a, const char *b);

#endif
