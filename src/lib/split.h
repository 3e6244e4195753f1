/* split.h - a schema as several schema.json files of one folder, which is read as one schema. */
#ifndef SG_SPLIT_FILES_H
#define SG_SPLIT_FILES_H

#include "model.h"
#include "schemagen/database.h"

/* Writes all files together, or none and reports. How many. */
size_t sg_split_write(const sg_model *model, schemagen_split by, const char *folder, sg_diags *diags);

#endif
