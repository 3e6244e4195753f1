/* psl_read.h - text of .prisma files into their tree. */
#ifndef SG_PSL_READ_H
#define SG_PSL_READ_H

#include "ast.h"

/* Files over this are refused. */
#define SG_PSL_LIMIT ((size_t)64 << 20)

/* True for paths that end in .prisma, and for folders that hold such files (at any depth). */
bool sg_psl_is_path(const char *path);

/* Reads a file, or all .prisma files below a folder. Memory comes from the sink's arena, because diagnostics point
 * into the texts. NULL when a file cannot be read; mistakes of grammar are reported (SG0800) and leave
 * SG_PSL_INVALID items. */
sg_psl_schema *sg_psl_read(const char *path, sg_diags *diags);

/* The same for one text. `source` must live as long as the sink. */
sg_psl_file *sg_psl_parse(const sg_source *source, sg_diags *diags);

#endif
