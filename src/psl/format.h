/* format.h - the tidy layout of a .prisma file.
 *
 * Columns stand below each other, attributes in their usual order, blocks one empty line apart. Nothing that was
 * written is lost: comments stay with what they belong to, and lines outside the grammar stay as they are. */
#ifndef SG_PSL_FORMAT_H
#define SG_PSL_FORMAT_H

#include "ast.h"
#include "buf.h"

/* Appends the file; always ends with one line break. False, and nothing appended, when its blocks cannot be told
 * apart: one is not closed, or the text is not UTF-8. */
bool sg_psl_format(const sg_psl_file *file, sg_buf *out);

#endif
