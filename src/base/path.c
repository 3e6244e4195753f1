#include "path.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "file_names.h"

/* Absolute and without symbolic links; what does not exist has none. */
static const char *real_path(sg_arena *arena, const char *path)
{
    char *real = realpath(path, NULL);
    if (real != NULL) {
        const char *copy = sg_arena_strdup(arena, real);
        free(real);
        return copy;
    }
    const char *parent = sg_path_parent(arena, path);
    if (strcmp(parent, path) == 0)
        return path;
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    const char *above = real_path(arena, parent);
    if (*name == '\0' || strcmp(name, ".") == 0)
        return above;
    return sg_arena_printf(arena, "%s%s%s", above, strcmp(above, "/") == 0 ? "" : "/", name);
}

/* Length of `folder` when `path` is it or below it, else 0. */
static size_t below(const char *folder, const char *path)
{
    size_t length = strlen(folder);
    if (strncmp(folder, path, length) != 0)
        return 0;
    return path[length] == '\0' || path[length] == '/' || folder[length - 1] == '/' ? length : 0;
}

const char *sg_path_common(sg_arena *arena, const char *left, const char *right)
{
    const char *a = real_path(arena, left), *b = real_path(arena, right);
    if (below(a, b) > 0)
        return left;
    if (below(b, a) > 0)
        return right;
    size_t end = 0;
    for (size_t i = 0; a[i] == b[i]; i++) {
        if (a[i] == '/')
            end = i;
    }
    return end == 0 ? "/" : sg_arena_strndup(arena, a, end);
}

const char *sg_path_below(sg_arena *arena, const char *folder, const char *path)
{
    size_t length = below(folder, path);
    if (length == 0) {
        folder = real_path(arena, folder);
        path = real_path(arena, path);
        length = below(folder, path);
    }
    return path + length + strspn(path + length, "/");
}
