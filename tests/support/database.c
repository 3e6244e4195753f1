#include "database.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

sg_arena *database_arena;
sg_diags *database_diags;
sg_url database_url;
sg_pg *database_pg;

static char name[64];

bool database_is_there(void)
{
    const char *url = getenv("DATABASE_URL");
    return url != NULL && *url != '\0';
}

/* A test whose preparations fail has nothing to say. */
static void must(bool done, const char *what)
{
    if (done)
        return;
    fprintf(stderr, "preparation failed: %s\n", what);
    if (database_diags != NULL)
        sg_diags_print(database_diags, stderr, SG_DIAG_TEXT, false);
    exit(EXIT_FAILURE);
}

sg_pg *database_open(const sg_pg_options *options)
{
    sg_pg *pg;
    must(sg_pg_open(&database_url, options, database_diags, &pg) == SG_STATUS_OK, "connect");
    return pg;
}

void database_run(sg_pg *pg, const char *sql)
{
    must(sg_pg_run(pg, sql, database_diags), sql);
}

/* Runs one statement in the database that DATABASE_URL names. */
static void run_outside(const char *sql)
{
    sg_url_sources sources = {.option = getenv("DATABASE_URL")};
    must(sg_url_choose(database_arena, &sources, &database_url, database_diags), "DATABASE_URL");
    sg_pg *pg = database_open(NULL);
    database_run(pg, sql);
    sg_pg_close(pg);
}

void database_before_test(void)
{
    static unsigned count;
    database_arena = sg_arena_new();
    database_diags = sg_diags_new();
    snprintf(name, sizeof name, "sg_test_%d_%u", (int)getpid(), ++count);
    run_outside(sg_arena_printf(database_arena, "CREATE DATABASE %s", name));
    const char *url = database_url.value;
    const char *query = strchr(url, '?');
    const char *base = strrchr(url, '/');
    must(query == NULL && base > strstr(url, "://") + 2, "DATABASE_URL must be postgresql://.../database");
    database_url.value = sg_arena_printf(database_arena, "%.*s/%s", (int)(base - url), url, name);
    database_url.shown = sg_url_hide(database_arena, database_url.value);
    database_pg = database_open(NULL);
}

void database_after_test(void)
{
    sg_pg_close(database_pg);
    sg_diags_clear(database_diags);
    run_outside(sg_arena_printf(database_arena, "DROP DATABASE %s WITH (FORCE)", name));
    sg_diags_free(database_diags);
    sg_arena_free(database_arena);
}

const char *database_value(const char *sql)
{
    sg_result *result = sg_pg_query(database_pg, sql, NULL, 0, database_diags);
    must(result != NULL, sql);
    const char *value = sg_result_rows(result) > 0 ? sg_result_text(result, 0, 0) : NULL;
    const char *copy = value != NULL ? sg_arena_strdup(database_arena, value) : "";
    sg_result_free(result);
    return copy;
}

const char *database_printed(void)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    sg_diags_print(database_diags, out, SG_DIAG_TEXT, false);
    fclose(out);
    const char *copy = sg_arena_strdup(database_arena, text);
    free(text);
    return copy;
}
