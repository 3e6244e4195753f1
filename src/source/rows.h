/* rows.h - rows of a catalog into a model. */
#ifndef SG_ROWS_H
#define SG_ROWS_H

#include "diag.h"
#include "kind.h"
#include "model.h"

/* What a kind's catalog_sql says of an object behind its comment. */
typedef enum sg_cell_type { SG_CELL_TEXT, SG_CELL_BOOLEAN, SG_CELL_INTEGER, SG_CELL_JSON } sg_cell_type;
typedef struct sg_cell {
    const char *key;  /* as schema.json writes it; "body": the whole definition as JSON, and there is no other cell */
    const char *text; /* NULL: not said */
    sg_cell_type type;
} sg_cell;

/* One row, as a kind's catalog_sql gives it. */
typedef struct sg_row {
    const char *schema; /* NULL: a kind outside schemas */
    const char *parent; /* name of the parent in that schema; NULL: top level */
    const char *name;
    const char *comment;  /* or NULL */
    const sg_cell *cells; /* canonical definition, without children */
    size_t cell_count;
} sg_row;

typedef struct sg_rows sg_rows;

/* `verbatim`: expressions stay as they are written. */
sg_rows *sg_rows_new(bool verbatim, sg_diags *diags);
/* Adds an object; parents come first. A row whose parent is not there belongs to something that no kind knows and is
 * passed over. False after reporting. The strings are copied. */
bool sg_rows_add(sg_rows *rows, const sg_kind *kind, const sg_row *row);
/* The finished model, or NULL after reporting, also when `complete` is false. Frees `rows`. */
sg_model *sg_rows_finish(sg_rows *rows, bool complete);

#endif
