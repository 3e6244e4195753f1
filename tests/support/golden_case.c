#include "golden_case.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "file.h"

static const char *const known[] = {"from", "to",   "options", "before", "plan",    "up",
                                    "down", "kept", "back",    "drift",  "refused", "needs"};

static bool is_known(const char *name)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i], name) == 0)
            return true;
    }
    return false;
}

/* Text between two places, without empty lines at its end. */
static const char *trimmed(sg_arena *arena, const char *start, const char *end)
{
    while (end - start >= 2 && end[-1] == '\n' && end[-2] == '\n')
        end--;
    return end - start == 1 && *start == '\n' ? "" : sg_arena_strndup(arena, start, (size_t)(end - start));
}

static const char *next_section(const char *text)
{
    if (strncmp(text, "=== ", 4) == 0)
        return text;
    const char *found = strstr(text, "\n=== ");
    return found != NULL ? found + 1 : text + strlen(text);
}

static bool add_section(sg_arena *arena, golden_case *it, const char *start, const char **end)
{
    size_t line = strcspn(start, "\n");
    const char *name = sg_arena_strndup(arena, start + 4, line - 4), *body = start + line + (start[line] == '\n');
    *end = next_section(body);
    if (!is_known(name) || it->count == GOLDEN_SECTIONS || golden_case_get(it, name) != NULL) {
        fprintf(stderr, "%s: the section \"%s\" is unknown or stands there twice\n", it->path, name);
        return false;
    }
    it->sections[it->count++] = (golden_section){name, trimmed(arena, body, *end)};
    return true;
}

golden_case *golden_case_read(sg_arena *arena, const char *path)
{
    golden_case *it = SG_NEW(arena, golden_case);
    const char *slash = strrchr(path, '/');
    char *text;
    size_t length;
    it->path = path;
    it->name = sg_arena_strndup(arena, slash + 1, strcspn(slash + 1, "."));
    int error = sg_file_read(arena, path, 1 << 20, &text, &length);
    if (error != 0) {
        fprintf(stderr, "%s: %s\n", path, strerror(error));
        return NULL;
    }
    const char *at = next_section(text);
    it->head = trimmed(arena, text, at);
    while (*at != '\0') {
        if (!add_section(arena, it, at, &at))
            return NULL;
    }
    if (it->head[0] == '#' && golden_case_get(it, "from") != NULL && golden_case_get(it, "to") != NULL)
        return it;
    fprintf(stderr, "%s: a case says in a comment what it shows, and has the sections from and to\n", path);
    return NULL;
}

const char *golden_case_get(const golden_case *it, const char *name)
{
    for (size_t i = 0; i < it->count; i++) {
        if (strcmp(it->sections[i].name, name) == 0)
            return it->sections[i].text;
    }
    return NULL;
}

void golden_case_set(golden_case *it, const char *name, const char *text)
{
    size_t at = 0;
    while (at < it->count && strcmp(it->sections[at].name, name) != 0)
        at++;
    if (text != NULL) {
        it->count += at == it->count;
        it->sections[at] = (golden_section){name, text};
    } else if (at < it->count) {
        it->count--;
        memmove(it->sections + at, it->sections + at + 1, (it->count - at) * sizeof *it->sections);
    }
}

bool golden_case_write(const golden_case *it)
{
    sg_buf buf;
    sg_buf_init(&buf);
    sg_buf_add(&buf, it->head);
    for (size_t i = 0; i < it->count; i++)
        sg_buf_addf(&buf, "\n=== %s\n%s", it->sections[i].name, it->sections[i].text);
    int error = sg_file_replace(it->path, buf.data, buf.length);
    if (error != 0)
        fprintf(stderr, "%s: %s\n", it->path, strerror(error));
    sg_buf_release(&buf);
    return error == 0;
}
