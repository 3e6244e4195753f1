/* catalog.h - what a database holds, as a model, and how it differs from another one. */
#ifndef SG_CATALOG_H
#define SG_CATALOG_H

#include "model.h"
#include "pg.h"

/* Reads the catalogs in one read-only transaction. `schemas`, ended by NULL, are those to look at; NULL: all that
 * users made. The schema "schemagen" is always left out. Returns a finished model that the caller frees, or
 * NULL after reporting. Seeds are not read: they are asked about when models are compared. */
sg_model *sg_catalog_read(sg_pg *pg, const char *const *schemas, sg_diags *diags);

typedef enum sg_difference_class {
    SG_DIFFERENCE_MISSING,  /* wanted and not there */
    SG_DIFFERENCE_UNWANTED, /* there and not wanted */
    SG_DIFFERENCE_CHANGED
} sg_difference_class;

typedef struct sg_difference {
    sg_difference_class class;
    const sg_object *wanted; /* NULL: not wanted */
    const sg_object *found;  /* NULL: missing, or not introspected (seeds) */
    const char *title;       /* "column public.members.note" */
    const char *keys;        /* CHANGED: "type, default", keys as schema.json writes them; else NULL */
    const char *sentence;    /* the whole of it for people, one line */
} sg_difference;

typedef struct sg_differences {
    const sg_difference *items;
    size_t count;
    size_t compared; /* objects looked at */
} sg_differences;

/* Compares two finished models of which `found` was read from the database behind `pg`. Objects whose texts differ
 * are shown to the server before they count: what it holds and what is wanted may be one thing in two spellings.
 * Children of a missing or unwanted object are not listed. False after reporting. Strings live in `arena`. */
bool sg_catalog_compare(sg_pg *pg, const sg_model *wanted, const sg_model *found, sg_arena *arena,
                        sg_differences *differences, sg_diags *diags);

#endif
