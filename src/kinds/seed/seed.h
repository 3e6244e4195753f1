/* seed.h - inside the seed folder only. */
#ifndef SG_SEED_H
#define SG_SEED_H

#include "json.h"
#include "kind.h"
#include "step.h"

typedef struct sg_seed {
    sg_object base;
    sg_names key;      /* empty: all columns of a row */
    const char **rows; /* one JSON object each, as one line */
    size_t count;
} sg_seed;

static inline const sg_seed *sg_seed_of(const sg_object *object)
{
    return (const sg_seed *)object;
}

/* The table that the rows are of; NULL: there is none. */
const sg_object *sg_seed_table(const sg_model *model, const sg_object *object);

extern const sg_field_type sg_seed_rows_field;

/* seed_values.c: sg_kind.check and .exchanges, and sg_op.assess of what writes other rows. */
void sg_seed_check(sg_model *model, sg_object *object, sg_diags *diags);
bool sg_seed_exchanges(const sg_object *from, const sg_object *to, const sg_names *columns);
bool sg_seed_assess(sg_step *step, const sg_model *model, sg_diags *diags);

#endif
