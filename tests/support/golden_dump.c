#include "golden_dump.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "split.h"

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int golden_dump_version(const char *pg_dump)
{
    int major = 0;
    sg_buf command;
    sg_buf_init(&command);
    sg_buf_addf(&command, "'%s' --version", pg_dump);
    FILE *out = popen(command.data, "re");
    sg_buf_release(&command);
    if (out != NULL && (fscanf(out, "pg_dump (PostgreSQL) %d", &major) != 1 || pclose(out) != 0))
        major = 0;
    return major;
}

/* The script as pg_dump writes it, without its \restrict lines, which hold random words. */
static bool run(const char *pg_dump, const char *url, sg_buf *script)
{
    sg_buf command;
    sg_buf_init(&command);
    sg_buf_addf(&command, "'%s' --schema-only --exclude-schema=schemagen '%s'", pg_dump, url);
    FILE *out = popen(command.data, "re");
    sg_buf_release(&command);
    char *line = NULL;
    size_t size = 0;
    while (out != NULL && getline(&line, &size, out) > 0) {
        if (line[0] != '\\')
            sg_buf_add(script, line);
    }
    free(line);
    return out != NULL && pclose(out) == 0;
}

/* Lines of CREATE TABLE between its parentheses, sorted and without the commas behind them. */
static const char *sorted_columns(sg_arena *arena, const char *statement)
{
    if (strncmp(statement, "CREATE TABLE ", 13) != 0)
        return statement;
    const char **lines = SG_NEW_ARRAY(arena, const char *, strlen(statement) + 1);
    size_t count = 0;
    for (const char *at = statement; *at != '\0';) {
        size_t length = strcspn(at, "\n"), kept = length > 0 && at[length - 1] == ',' ? length - 1 : length;
        lines[count++] = sg_arena_strndup(arena, at, kept);
        at += length + (at[length] == '\n');
    }
    if (count > 1)
        qsort(lines + 1, count - 1, sizeof *lines, by_text);
    sg_buf text;
    sg_buf_init(&text);
    for (size_t i = 0; i < count; i++)
        sg_buf_addf(&text, "%s\n", lines[i]);
    const char *sorted = sg_arena_strndup(arena, text.data, text.length);
    sg_buf_release(&text);
    return sorted;
}

const char **golden_dump(sg_arena *arena, const char *pg_dump, const char *url)
{
    const char **all = NULL;
    sg_statement *statements;
    size_t count, open_at;
    sg_buf script;
    sg_buf_init(&script);
    if (run(pg_dump, url, &script) && sg_split(arena, script.data, script.length, &statements, &count, &open_at)) {
        all = SG_NEW_ARRAY(arena, const char *, count + 1);
        for (size_t i = 0; i < count; i++)
            all[i] = sorted_columns(arena, statements[i].text);
        qsort(all, count, sizeof *all, by_text);
    } else {
        fprintf(stderr, "pg_dump failed\n");
    }
    sg_buf_release(&script);
    return all;
}

bool golden_dump_equal(const char *title, const char *const *wanted, const char *const *found)
{
    bool equal = true;
    while (*wanted != NULL || *found != NULL) {
        int order = *wanted == NULL ? 1 : *found == NULL ? -1 : strcmp(*wanted, *found);
        if (order != 0) {
            if (equal)
                fprintf(stderr, "%s (- wanted, + found)\n", title);
            fprintf(stderr, "%c %s\n", order < 0 ? '-' : '+', order < 0 ? *wanted : *found);
            equal = false;
        }
        wanted += order <= 0;
        found += order >= 0;
    }
    return equal;
}
