/* file_names.h - names beside a file. Private to this room; all in arena memory. */
#ifndef SG_FILE_NAMES_H
#define SG_FILE_NAMES_H

#include <stdbool.h>

#include "arena.h"

/* Endings of hidden names: what is being written, and what was replaced. */
#define SG_TEMPORARY "tmp"
#define SG_BACKUP "old"

/* The folder of a path: "a" for "a/b", "." for "b". */
const char *sg_path_parent(sg_arena *arena, const char *path);
/* "a/.b.tmp" for "a/b" and the ending "tmp". */
const char *sg_path_hidden(sg_arena *arena, const char *path, const char *ending);
/* True for anything with this name, a dangling symbolic link included. */
bool sg_path_exists(const char *path);

#endif
