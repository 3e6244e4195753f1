/* catalog.h - what a database holds, as a model, and how it differs from another one. */
#ifndef SG_CATALOG_H
#define SG_CATALOG_H

#include "kind.h"
#include "model.h"
#include "pg.h"

typedef struct sg_catalog_options {
    const char *const *schemas; /* those to look at, ended by NULL; NULL: all that users made */
    bool managed_only;          /* what no kind reads is not looked for */
    bool verbatim;              /* expressions as the server writes them: to compare with another server's */
    bool again;                 /* the connection will be read again: the server plans the queries once */
} sg_catalog_options;

/* Reads the catalogs in one read-only transaction, with a statement for each kind of object that is there. The schema
 * "schemagen" is always left out. Returns a finished model that the caller frees, or NULL after reporting. What no kind
 * reads is in model->unmanaged, unless only some schemas are looked at, or only what is managed. Seeds are not read:
 * they are asked about when models are compared. `options` may be NULL. */
sg_model *sg_catalog_read(sg_pg *pg, const sg_catalog_options *options, sg_diags *diags);

/* Shows single fields to the server behind `pg`, in a transaction of its own until it is freed. */
typedef struct sg_proof sg_proof;
sg_proof *sg_proof_new(sg_pg *pg);
/* True when the server takes what `wanted` says in `field` for what it holds itself, which is `found` as it was read.
 * `asked` is `wanted` under the names that the server knows. Anything that goes wrong is no proof. */
bool sg_proof_same(sg_proof *proof, const sg_object *wanted, const sg_object *found, const sg_object *asked,
                   const sg_field *field);
/* The same about all of an object that the catalogs do not show. */
bool sg_proof_there(sg_proof *proof, const sg_object *wanted);
/* NULL is allowed. */
void sg_proof_free(sg_proof *proof);

/* Warns of what the database holds and no kind manages; `name` says which database it is. */
void sg_catalog_tell_unmanaged(const sg_model *model, const char *name, sg_diags *diags);

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
