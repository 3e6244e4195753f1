/* table.h - inside the table folder only. */
#ifndef SG_TABLE_H
#define SG_TABLE_H

#include "json.h"
#include "kind.h"
#include "step.h"

typedef struct sg_table {
    sg_object base;
    const char *partition_by; /* LIST (a); NULL: not partitioned */
    bool unlogged;
    sg_params parameters; /* storage, those of the TOAST table too: toast.autovacuum_enabled */
} sg_table;

/* Gives the text to write for one element of a partition key. */
typedef const char *sg_partition_key_visit(void *context, const sg_expr *expr);

/* The canonical spelling of what stands behind PARTITION BY, its elements as `visit` gives them (NULL: as they are);
 * NULL when it is none, with the reason. */
const char *sg_partition_key(sg_model *model, const char *text, sg_partition_key_visit *visit, void *context,
                             const char **why);

extern const sg_field_type sg_table_partition_field;
extern const sg_op sg_table_set_logging, sg_table_set_parameters;

#endif
