/* prisma.h - a schema in the Prisma language, and the places in it. */
#ifndef SG_PRISMA_H
#define SG_PRISMA_H

#include "model.h"
#include "names.h"

struct json_object;

/* Reads a .prisma file or a folder of them. False on mistakes (all of the language reported); else the caller releases
 * the names. */
bool sg_prisma_open(sg_psl_names *names, const char *path, sg_diags *diags);
/* An empty model that will know its places there, as long as the sink lives. */
sg_model *sg_prisma_model(const sg_psl_names *names);
/* The tree of a model, made when it is asked for and kept with it: places are found in it. NULL: the model was not
 * made here. */
struct json_object *sg_prisma_tree(const sg_model *model);

#endif
