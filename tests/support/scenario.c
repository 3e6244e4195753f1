#include "scenario.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "database.h"
#include "file.h"
#include "folder.h"

/* A run that takes longer hangs. */
#define LIMIT_SECONDS 90

static char *undisturbed; /* malloc */

static const struct {
    const char *name, *sql;
} files[] = {
    {"1_table.sql",
     "CREATE TABLE t (id int, a text);\nINSERT INTO t SELECT i, i::text FROM generate_series(1, 2000) i;\n"
     "CREATE TABLE counter (n int);\nINSERT INTO counter VALUES (0);\n"},
    {"2_enum.sql", "CREATE TYPE mood AS ENUM ('a');\nALTER TABLE t ADD m mood DEFAULT 'a';\n"},
    {"3_alone.sql", "-- no-transaction\nALTER TYPE mood ADD VALUE 'b';\nUPDATE counter SET n = n + 1;\n"
                    "CREATE INDEX CONCURRENTLY t_m ON t (m);\nCREATE UNIQUE INDEX CONCURRENTLY ON t (id);\n"},
    {"4_use.sql", "ALTER TABLE t ALTER m SET DEFAULT 'b';\nUPDATE counter SET n = n + 1;\n"},
    {"5_drop.sql", "DROP INDEX CONCURRENTLY t_m;\n"},
};

/* Each line is a fact that must hold at any time when nothing runs; the first that does not is returned. */
static const char facts_sql[] =
    "WITH h AS (SELECT coalesce(array_agg(number), '{}') AS n FROM schemagen.migrations), "
    "s AS (SELECT coalesce(max(statements) FILTER (WHERE finished IS NOT NULL AND name = '3_alone'), 0) AS n "
    "FROM schemagen.steps), "
    "f AS (SELECT to_regclass('t') IS NOT NULL AS t, to_regclass('counter') IS NOT NULL AS c, "
    "to_regtype('mood') IS NOT NULL AS mood, EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('t') AND "
    "attname = 'm') AS m, EXISTS (SELECT FROM pg_enum WHERE enumlabel = 'b') AS b, "
    "EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('t_m') AND indisvalid) AS t_m, "
    "EXISTS (SELECT FROM pg_index WHERE indrelid = to_regclass('t') AND indisunique AND indisvalid) AS u, "
    "coalesce((SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = to_regclass('t')), '') AS d) "
    "SELECT CASE WHEN t <> (1 = ANY (h.n)) OR c <> t THEN 'migration 1' "
    "WHEN mood <> (2 = ANY (h.n)) OR m <> mood THEN 'migration 2' "
    "WHEN b <> (s.n >= 1 OR 3 = ANY (h.n)) THEN 'the label' "
    "WHEN s.n >= 3 AND NOT (t_m OR 4 = ANY (h.n)) THEN 'the index' WHEN s.n >= 4 AND NOT u THEN 'the unique index' "
    "WHEN 3 = ANY (h.n) AND NOT (b AND u AND (t_m OR 4 = ANY (h.n))) THEN 'migration 3' "
    "WHEN (d LIKE '%''b''%') <> (4 = ANY (h.n)) THEN 'migration 4' "
    "WHEN 5 = ANY (h.n) AND to_regclass('t_m') IS NOT NULL THEN 'migration 5' ELSE '' END FROM h, s, f";

unsigned long scenario_number(const char *variable, unsigned long otherwise)
{
    const char *text = getenv(variable);
    return text != NULL && *text != '\0' ? strtoul(text, NULL, 10) : otherwise;
}

static const char *server_part(const char *url, char *host, size_t size)
{
    const char *at = strrchr(url, '@');
    at = at != NULL ? at + 1 : strstr(url, "://") + 3;
    size_t length = strcspn(at, ":/");
    snprintf(host, size, "%.*s", (int)length, at);
    return at + length;
}

const char *scenario_host(void)
{
    static char host[64];
    server_part(database_url.value, host, sizeof host);
    return host;
}

int scenario_port(void)
{
    char host[64];
    const char *port = server_part(database_url.value, host, sizeof host);
    return *port == ':' ? atoi(port + 1) : 5432;
}

const char *scenario_url(int port)
{
    const char *url = database_url.value, *at = strrchr(url, '@'), *base = strrchr(url, '/');
    return sg_arena_printf(database_arena, "%.*s@%s:%d%s?sslmode=disable&gssencmode=disable",
                           at != NULL ? (int)(at - url) : INT_MAX, at != NULL ? url : "postgresql://postgres",
                           port > 0 ? "127.0.0.1" : scenario_host(), port > 0 ? port : scenario_port(), base);
}

double scenario_settle(void)
{
    double start = sg_clock_now();
    static const char sql[] = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                              "pid <> pg_backend_pid() AND backend_type = 'client backend'";
    while (strcmp(database_value(sql), "0") != 0 && sg_clock_now() - start < LIMIT_SECONDS)
        usleep(5000);
    return sg_clock_now() - start;
}

double scenario_clean(void)
{
    double seconds = scenario_settle();
    database_run(database_pg,
                 "DROP SCHEMA IF EXISTS schemagen CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    return seconds;
}

/* What an observer that is not our own sees; without it, what pg_dump sees. pg_attver is a number of the
 * server's own, what pg_dump restricts a random word. */
static char *observe(void)
{
    const char *corpus = getenv("SCHEMAGEN_CORPUS");
    const char *catalog = sg_arena_printf(database_arena, "%s/../tools/catalog.sql", corpus != NULL ? corpus : ".");
    const char *command =
        access(catalog, R_OK) == 0
            ? sg_arena_printf(database_arena,
                              "psql -X -q -d '%s' -f '%s' | grep -v -e schemagen -e pg_attver=", scenario_url(0),
                              catalog)
            : sg_arena_printf(database_arena,
                              "pg_dump -s -N schemagen '%s' | grep -v -e pg_attver= -e '^.restrict' -e '^.unrestrict'",
                              scenario_url(0));
    FILE *out = popen(command, "r");
    char *text = NULL;
    size_t size = 0;
    if (out == NULL || getdelim(&text, &size, '\0', out) <= 0 || pclose(out) != 0) {
        fprintf(stderr, "the catalog cannot be observed\n");
        exit(EXIT_FAILURE);
    }
    return text;
}

void scenario_begin(void)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        folder_write(files[i].name, files[i].sql);
    scenario_clean();
    scenario_end end = scenario_run(0);
    if (end.code != 0) {
        fprintf(stderr, "the undisturbed run failed:\n%s", end.said);
        exit(EXIT_FAILURE);
    }
    free(undisturbed);
    undisturbed = observe();
}

pid_t scenario_start(int port)
{
    const char *url = scenario_url(port), *out = folder_at("out.log"), *err = folder_at("err.log");
    pid_t child = fork();
    if (child != 0)
        return child;
    int files_open[] = {open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600), open(err, O_WRONLY | O_CREAT | O_TRUNC, 0600)};
    dup2(files_open[0], STDOUT_FILENO);
    dup2(files_open[1], STDERR_FILENO);
    alarm(LIMIT_SECONDS);
    execl(getenv("SCHEMAGEN"), "schemagen", "apply", "--layout", "sqlx", "--migrations", folder_root, "--format",
          "json", "--url", url, (char *)NULL);
    _exit(127);
}

static void read_log(const char *name, char *text, size_t size)
{
    FILE *file = fopen(folder_at(name), "r");
    size_t length = file != NULL ? fread(text, 1, size - 1, file) : 0;
    text[length] = '\0';
    if (file != NULL)
        fclose(file);
}

scenario_end scenario_wait(pid_t child)
{
    scenario_end end = {.code = -1};
    char out[8192];
    int status;
    double start = sg_clock_now();
    waitpid(child, &status, 0);
    end.seconds = sg_clock_now() - start;
    if (WIFEXITED(status))
        end.code = WEXITSTATUS(status);
    folder_check_secret(folder_root);
    read_log("out.log", out, sizeof out);
    read_log("err.log", end.said, sizeof end.said);
    for (const char *at = out; (at = strstr(at, "\"id\": \"")) != NULL;) {
        at += 7;
        size_t length = strlen(end.applied);
        snprintf(end.applied + length, sizeof end.applied - length, "%s%.*s", length > 0 ? "," : "",
                 (int)strcspn(at, "\""), at);
    }
    end.in_doubt = strstr(end.said, "SG0622") != NULL;
    return end;
}

scenario_end scenario_run(int port)
{
    return scenario_wait(scenario_start(port));
}

static bool has_history(void)
{
    return strcmp(database_value("SELECT to_regclass('schemagen.steps') IS NOT NULL AND "
                                 "to_regclass('schemagen.migrations') IS NOT NULL"),
                  "t") == 0;
}

const char *scenario_torn(void)
{
    const char *wrong = "";
    if (strcmp(database_value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid "
                              "FROM pg_database WHERE datname = current_database())"),
               "0") != 0)
        return "a lock was left";
    if (has_history())
        wrong = database_value(facts_sql);
    else if (strcmp(database_value("SELECT to_regclass('t') IS NULL"), "t") != 0)
        wrong = "there are tables and no history";
    return *wrong != '\0' ? wrong : NULL;
}

static const char *read_history(void)
{
    return has_history() ? database_value("SELECT coalesce(string_agg(name, ',' ORDER BY number), '') "
                                          "FROM schemagen.migrations")
                         : "";
}

static bool is_complete(const char *history)
{
    return strstr(history, "5_drop") != NULL;
}

bool scenario_is_true(const scenario_end *end)
{
    const char *history = read_history();
    return strcmp(history, end->applied) == 0 && is_complete(history) == (end->code == 0);
}

bool scenario_is_backed(const scenario_end *end)
{
    const char *history = read_history();
    return strncmp(history, end->applied, strlen(end->applied)) == 0 && (end->code != 0 || is_complete(history));
}

const char *scenario_differs(void)
{
    char *now = observe();
    size_t i = 0;
    while (now[i] != '\0' && now[i] == undisturbed[i])
        i++;
    bool same = now[i] == undisturbed[i];
    const char *difference =
        sg_arena_printf(database_arena, "the catalog: \"%.60s\", not \"%.60s\"", now + i, undisturbed + i);
    free(now);
    if (!same)
        return difference;
    return strcmp(database_value("SELECT n FROM counter"), "2") != 0 ? "how often statements ran" : NULL;
}
