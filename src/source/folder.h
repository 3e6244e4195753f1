/* folder.h - a schema that stands in several schema.json files of one folder. */
#ifndef SG_FOLDER_H
#define SG_FOLDER_H

#include "model.h"

struct json_object;

/* True for a folder that holds .json files. */
bool sg_folder_is(const char *path);

/* The paths of these files, in their order. Returns 0 or an errno. */
int sg_folder_files(sg_arena *arena, const char *path, const char ***files, size_t *count);

/* One tree of all of them; the caller releases it. What may stand once in a schema may stand once in the folder. Sets
 * the model's positions. NULL on errors (reported). */
struct json_object *sg_folder_tree(const char *path, sg_model *model, sg_diags *diags);

#endif
