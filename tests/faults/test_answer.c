/* Commands that change the history, cut off at messages of the protocol, COMMIT and its answer among them: what they
 * report is what the database has. SCHEMAGEN_CUT_STRIDE=1 cuts at every message; the default takes some of the last
 * ones, others with each SCHEMAGEN_SEED. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "bouncer.h"
#include "cutter.h"
#include "database.h"
#include "folder.h"
#include "scenario.h"

#define DEFAULT_STRIDE 5
/* COMMIT is among so many messages at the end. By default the others are left alone. */
#define LAST_MESSAGES 10
#define DEFAULT_SEED 1

static const struct operation {
    const char *command;
    const char *before;   /* a command that is run before it, or NULL */
    const char *prepare;  /* SQL behind that, or NULL */
    const char *done_sql; /* how much of it is done */
    int all;
    bool stepwise; /* part of it may be done; the report says which */
    bool pooled;   /* through PgBouncer */
} operations[] = {
    {"rollback --steps 2 --yes", "apply", NULL, "SELECT 3 - count(*) FROM schemagen.migrations", 2, true, false},
    {"resolve --rolled-back 3", "apply", NULL, "SELECT 3 - count(*) FROM schemagen.migrations", 1, false, false},
    {"resolve --applied 3", "apply --to 2", NULL, "SELECT count(*) - 2 FROM schemagen.migrations", 1, false, false},
    {"repair --accept", "apply", "UPDATE schemagen.migrations SET checksum = 'x', file_hash = NULL WHERE number = 2",
     "SELECT count(*) - 2 FROM schemagen.migrations WHERE checksum <> 'x'", 1, false, false},
    {"baseline", NULL, NULL,
     "SELECT CASE WHEN to_regclass('schemagen.migrations') IS NULL THEN 0 ELSE (xpath('/row/n/text()', query_to_xml("
     "'SELECT count(*) AS n FROM schemagen.migrations', false, true, '')))[1]::text::int END",
     3, false, false},
    {"apply --allow-pooler", "apply --to 1", NULL, "SELECT count(*) - 1 FROM schemagen.migrations", 2, true, true},
};

static struct counts {
    unsigned long cuts, lost, wrong, doubts, torn;
} counts;

static int bouncer_port;

/* Exit code; what it says is in out.log and err.log. */
static int run(const char *command, int port)
{
    const char *line = sg_arena_printf(
        database_arena,
        "\"$SCHEMAGEN\" %s --layout sqlx --migrations '%s' --format json --url '%s' >'%s' 2>'%s' </dev/null", command,
        folder_root, scenario_url(port), folder_at("out.log"), folder_at("err.log"));
    int status = system(line);
    folder_check_secret(folder_root);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static const char *said(const char *name)
{
    static char text[65536];
    FILE *file = fopen(folder_at(name), "r");
    size_t length = file != NULL ? fread(text, 1, sizeof text - 1, file) : 0;
    text[length] = '\0';
    if (file != NULL)
        fclose(file);
    return text;
}

/* How often a word stands in what was said. */
static int count_in(const char *name, const char *word)
{
    int count = 0;
    for (const char *at = said(name); (at = strstr(at, word)) != NULL; at++)
        count++;
    return count;
}

/* PgBouncer keeps a session that has nothing to do. */
static void end_sessions(void)
{
    (void)database_value(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE "
        "datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'");
}

static void prepare(const struct operation *operation)
{
    end_sessions();
    scenario_clean();
    if (operation->before != NULL && run(operation->before, scenario_port()) != 0) {
        fprintf(stderr, "preparation failed: %s\n", operation->before);
        exit(EXIT_FAILURE);
    }
    if (operation->prepare != NULL)
        database_run(database_pg, operation->prepare);
}

static const char *target_host(const struct operation *operation)
{
    return operation->pooled ? "127.0.0.1" : scenario_host();
}

static int target_port(const struct operation *operation)
{
    return operation->pooled ? bouncer_port : scenario_port();
}

static void cut_once(const struct operation *operation, const cutter_plan *plan)
{
    prepare(operation);
    int port = cutter_start(target_host(operation), target_port(operation), plan);
    int code = run(operation->command, port);
    if (!cutter_stop(NULL))
        return;
    counts.cuts++;
    if (!operation->pooled)
        scenario_settle();
    int done = atoi(database_value(operation->done_sql));
    bool doubt = count_in("err.log", "SG0622") + count_in("out.log", "SG0622") > 0;
    int reported = code == 0 ? operation->all : operation->stepwise ? count_in("out.log", "\"id\": ") : 0;
    counts.lost += code != 0;
    counts.doubts += doubt;
    if (!doubt && done != reported) {
        counts.wrong++;
        fprintf(stderr, "%s, cut at message %lu from the %s, %s delivery: exit %d, reported %d, done %d\n",
                operation->command, plan->message, plan->from == CUTTER_CLIENT ? "client" : "server",
                plan->deliver ? "after" : "before", code, reported, done);
    }
    if (strcmp(database_value("SELECT (to_regclass('b') IS NOT NULL)::int"), "1") != 0 && !operation->stepwise &&
        operation->before != NULL)
        counts.torn++;
}

static bool cut_all(const struct operation *operation, unsigned long stride, unsigned long seed)
{
    unsigned long sent[2];
    prepare(operation);
    int port = cutter_start(target_host(operation), target_port(operation), &(cutter_plan){.message = 0});
    int code = run(operation->command, port);
    cutter_stop(sent);
    if (code != 0 || atoi(database_value(operation->done_sql)) != operation->all) {
        fprintf(stderr, "%s through the proxy: exit %d\n", operation->command, code);
        return false;
    }
    for (int way = 0; way < 4; way++) {
        cutter_plan plan = {.from = way & 1 ? CUTTER_SERVER : CUTTER_CLIENT, .deliver = way & 2};
        unsigned long first = getenv("SCHEMAGEN_CUT_STRIDE") == NULL && sent[plan.from] > LAST_MESSAGES
                                  ? sent[plan.from] - LAST_MESSAGES
                                  : 0;
        for (plan.message = first + 1 + (seed + (unsigned long)way * 5) % stride; plan.message <= sent[plan.from];
             plan.message += stride)
            cut_once(operation, &plan);
    }
    return true;
}

int main(void)
{
    unsigned long stride = scenario_number("SCHEMAGEN_CUT_STRIDE", DEFAULT_STRIDE);
    unsigned long seed = scenario_number("SCHEMAGEN_SEED", DEFAULT_SEED);
    bool fine = true;
    if (!database_is_there())
        return TEST_SKIPPED;
    folder_set_up();
    folder_before_test();
    database_before_test();
    for (const char *name = "abc"; *name != '\0'; name++) {
        int number = (int)(name - "abc") + 1;
        folder_write(sg_arena_printf(database_arena, "%d_%c.up.sql", number, *name),
                     sg_arena_printf(database_arena, "CREATE TABLE %c (id int);\n", *name));
        folder_write(sg_arena_printf(database_arena, "%d_%c.down.sql", number, *name),
                     sg_arena_printf(database_arena, "DROP TABLE %c;\n", *name));
    }
    /* PgBouncer runs as another user. */
    if (bouncer_is_there() && chmod(folder_root, 0755) == 0)
        bouncer_port = bouncer_start(folder_root, scenario_host(),
                                     sg_arena_printf(database_arena, "%d", scenario_port()), "transaction", "");
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (!operations[i].pooled || bouncer_port > 0)
            fine = cut_all(&operations[i], stride, seed) && fine;
    }
    bouncer_stop();
    printf("every %luth message, seed %lu: %lu cuts, %lu commands did not end well: wrong reports %lu, not known %lu, "
           "torn %lu\n",
           stride, seed, counts.cuts, counts.lost, counts.wrong, counts.doubts, counts.torn);
    database_after_test();
    folder_after_test();
    folder_tear_down();
    return fine && counts.cuts > 0 && counts.wrong + counts.torn == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
