/* source.h - schema files into finished models. */
#ifndef SG_SOURCE_H
#define SG_SOURCE_H

#include "diag.h"
#include "model.h"

/* Reads schema.json (the new shape, or the older one with `fields`), a folder of such files in the new shape, or a
 * .prisma file or folder of such files, at `path` and finishes the model. NULL when there were errors (all in `diags`).
 * The caller frees the model. */
sg_model *sg_source_file(const char *path, sg_diags *diags);

/* The same from text in memory. `canonical`: a snapshot, written by schemagen (no short forms; what it
 * leaves out is default). `text` must be ended by NUL and live as long as the model and the sink. */
sg_model *sg_source_text(const char *path, const char *text, size_t length, bool canonical, sg_diags *diags);

/* The same from a canonical tree; the model takes it over. Diagnostics have no places. */
sg_model *sg_source_tree(struct json_object *root, sg_diags *diags);

/* A second model of what `model` was read from. It stands alone: `model` may be changed, or freed unless it was read
 * from a tree. What there was to say about the text is not said again. */
sg_model *sg_source_again(const sg_model *model);

/* A model without objects. */
sg_model *sg_source_empty(void);

/* Appends a text that says the same in one of the two languages: canonical JSON, or the Prisma language in its tidy
 * layout. */
void sg_source_write_json(sg_buf *buf, const sg_model *model);
void sg_source_write_prisma(sg_buf *buf, const sg_model *model);
/* Warns of what stands in the .prisma file or folder at `path` and cannot be said in JSON. */
void sg_source_tell_lost(const char *path, sg_diags *diags);

/* True when the model was read from the older shape. */
bool sg_source_is_legacy(const sg_model *model);

/* Appends the file at `path`, a schema or one of its files that was found in order, in its tidy layout; all that it
 * says stays as it is. With `upgrade` a file of the older shape is rewritten in the new one. False after reporting that
 * it cannot be read. */
bool sg_source_format(const char *path, bool upgrade, sg_buf *buf, sg_diags *diags);

#endif
