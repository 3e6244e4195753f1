/* path.h - folders that have to be seen together. */
#ifndef SG_PATH_H
#define SG_PATH_H

#include "arena.h"

/* The deepest folder that both paths are in or are. Neither has to exist. It is absolute and without symbolic links,
 * unless one of the paths is it: then it is spelled like that one. */
const char *sg_path_common(sg_arena *arena, const char *left, const char *right);

/* `path` as seen from `folder`, which it is in; "" when it is the folder. */
const char *sg_path_below(sg_arena *arena, const char *folder, const char *path);

#endif
