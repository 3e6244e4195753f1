/* complete.h - what a relation needs and nobody wrote: its other field, @relation with its lists, the fields of the
 * key. */
#ifndef SG_PSL_COMPLETE_H
#define SG_PSL_COMPLETE_H

#include "ast.h"

/* The schema with its relations completed, its files in the same order with new texts where something was missing.
 * The very same schema where nothing is, or where names and attributes have mistakes: then nothing can be concluded,
 * and nothing is reported. Memory comes from the sink's arena. */
const sg_psl_schema *sg_psl_complete(const sg_psl_schema *schema, sg_diags *diags);

/* "blogPosts" for "BlogPost"; in the arena. */
const char *sg_psl_plural(sg_arena *arena, const char *model);

#endif
