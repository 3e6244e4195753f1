/* Where the server's programs are. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server_private.h"

static bool has_programs(sg_arena *arena, const char *folder)
{
    return access(sg_arena_printf(arena, "%s/initdb", folder), X_OK) == 0 &&
           access(sg_arena_printf(arena, "%s/postgres", folder), X_OK) == 0;
}

static const char *from_pg_config(sg_arena *arena)
{
    char line[1024] = "";
    FILE *answer = popen("pg_config --bindir 2>/dev/null", "re");
    if (answer == NULL)
        return NULL;
    bool got = fgets(line, sizeof line, answer) != NULL;
    pclose(answer);
    line[strcspn(line, "\n")] = '\0';
    return got && has_programs(arena, line) ? sg_arena_strdup(arena, line) : NULL;
}

/* Debian keeps one folder a version: the highest number wins. */
static const char *from_versions(sg_arena *arena)
{
    const char *best = NULL;
    double best_version = -1;
    glob_t found;
    if (glob("/usr/lib/postgresql/*/bin", 0, NULL, &found) != 0)
        return NULL;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        double version = strtod(found.gl_pathv[i] + strlen("/usr/lib/postgresql/"), NULL);
        if (version > best_version && has_programs(arena, found.gl_pathv[i])) {
            best = sg_arena_strdup(arena, found.gl_pathv[i]);
            best_version = version;
        }
    }
    globfree(&found);
    return best;
}

static const char *from_path(sg_arena *arena)
{
    const char *path = getenv("PATH");
    while (path != NULL && *path != '\0') {
        size_t length = strcspn(path, ":");
        const char *folder = sg_arena_strndup(arena, path, length);
        if (length > 0 && has_programs(arena, folder))
            return folder;
        path += length + (path[length] == ':');
    }
    return NULL;
}

const char *sg_server_find_bin(sg_arena *arena)
{
    static const char *(*const places[])(sg_arena *) = {from_pg_config, from_versions, from_path};
    const char *said = getenv("PG_BINDIR");
    if (said != NULL && *said != '\0')
        return has_programs(arena, said) ? sg_arena_strdup(arena, said) : NULL;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *folder = places[i](arena);
        if (folder != NULL)
            return folder;
    }
    return NULL;
}
