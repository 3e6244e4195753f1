/* format_private.h - what the files that format share. */
#ifndef SG_PSL_FORMAT_PRIVATE_H
#define SG_PSL_FORMAT_PRIVATE_H

#include "format.h"
#include "vec.h"

/* The text of a span, with LF as line break. */
void sg_psl_add_span(sg_buf *out, sg_span span);
/* A comment on a line of its own, in its tidy form. */
void sg_psl_add_comment(sg_buf *out, sg_span span, size_t indent);

/* `name(a, b: c)`, `[a, b]`, `{ a: b }`; texts and numbers as they were written. */
void sg_psl_add_value(sg_buf *out, const sg_psl_value *value);
void sg_psl_add_field_type(sg_buf *out, const sg_psl_type *type);
/* All attributes of a field in their usual order, with `sign` before each. */
void sg_psl_add_attributes(sg_buf *out, const sg_psl_attribute *first, const char *sign);
/* The place of an attribute among others: they stand in order of it. */
int sg_psl_attribute_rank(const sg_psl_attribute *attribute);

#endif
