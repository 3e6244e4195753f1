#include "file_names.h"

#include <string.h>
#include <sys/stat.h>

const char *sg_path_parent(sg_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return ".";
    return slash == path ? "/" : sg_arena_strndup(arena, path, (size_t)(slash - path));
}

const char *sg_path_hidden(sg_arena *arena, const char *path, const char *ending)
{
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash - path) + 1 : 0;

    return sg_arena_printf(arena, "%.*s.%s.%s", folder, path, path + folder, ending);
}

bool sg_path_exists(const char *path)
{
    struct stat info;

    return lstat(path, &info) == 0;
}
