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
    const char *server;   /* of a foreign table; NULL: the rows are kept here */
    sg_params options;    /* of a foreign table */
} sg_table;

/* Gives the text to write for one element of a partition key. */
typedef const char *sg_partition_key_visit(void *context, const sg_expr *expr);

/* The canonical spelling of what stands behind PARTITION BY, its elements as `visit` gives them (NULL: as they are);
 * NULL when it is none, with the reason. */
const char *sg_partition_key(sg_model *model, const char *text, sg_partition_key_visit *visit, void *context,
                             const char **why);

/* A canonical key without what the columns of the table have anyway. */
void sg_partition_key_bare(sg_buf *buf, const sg_object *table, const char *key);

/* table_foreign.c: tables whose rows a foreign server has. */
extern const sg_op sg_table_set_options;
/* Reports what such a table cannot have. */
void sg_table_finish_foreign(sg_model *model, sg_object *object, sg_diags *diags);
/* ` SERVER "s" OPTIONS (...)`; nothing for others. */
void sg_table_add_server(sg_buf *buf, const sg_table *table);
/* The same in the guards' words, with a line break in front. */
void sg_table_say_server(sg_buf *text, const sg_table *table);
/* True when the table is of another server, or its server is made anew. */
bool sg_table_moves(const sg_object *from, const sg_object *to);

extern const sg_field_type sg_table_partition_field;
extern const sg_op sg_table_set_logging, sg_table_set_parameters;

#endif
