/* seqopts.h - options of a sequence, shared by sequences and identity columns. */
#ifndef SG_SEQOPTS_H
#define SG_SEQOPTS_H

#include "json.h"
#include "kind.h"

/* Decimal text; NULL: PostgreSQL's default for the type and direction. */
typedef struct sg_seqopts {
    const char *start, *increment, *min, *max, *cache;
    bool cycle;
} sg_seqopts;

/* One key of the options; `*known` tells whether it is one. */
bool sg_seqopts_read(sg_reader *reader, const sg_object *object, sg_seqopts *options, const char *key,
                     struct json_object *value, bool *known);
/* Keys and values, each preceded by ", ". */
void sg_seqopts_write(sg_buf *buf, const sg_seqopts *options);
bool sg_seqopts_equal(const sg_seqopts *a, const sg_seqopts *b);
bool sg_seqopts_is_set(const sg_seqopts *options);
/* Drops what is PostgreSQL's default for `type` ("smallint", "integer", "bigint") anyway. */
void sg_seqopts_finish(sg_model *model, sg_seqopts *options, const char *type);
/* " INCREMENT BY 2 MINVALUE 1 ...": with `all` every option in words (for ALTER and for guards), else what is set.
 * `prefix` goes before each option ("" or "SET "). */
void sg_seqopts_sql(sg_buf *buf, const sg_seqopts *options, const char *type, bool all, const char *prefix);

/* True when the column was there before and holds numbers, which a new sequence must not give again. */
bool sg_seqopts_goes_on(const sg_object *column);
/* The statement of a block that lets the new sequence of such a column, named by the SQL expression `sequence`, go on
 * behind what the column holds. */
void sg_seqopts_go_on(sg_buf *buf, const sg_seqopts *options, const char *sequence, const sg_object *column);

/* A step that changes options: new bounds that are narrower may leave the current value outside. */
void sg_seqopts_assess(struct sg_step *step, const sg_seqopts *from, const char *from_type, const sg_seqopts *to,
                       const char *to_type);

#endif
