/* source_private.h - what the files of this room share. */
#ifndef SG_SOURCE_PRIVATE_H
#define SG_SOURCE_PRIVATE_H

#include "source.h"

/* Reads a text of either shape into a finished model; NULL on errors (reported). */
sg_model *sg_source_read(const sg_source *source, bool canonical, sg_diags *diags);

#endif
