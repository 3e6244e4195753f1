/* A program of somebody else: knows the installed headers, and takes a schema file to a verified database.
 *     link_library <schema file> <output directory> <URL> */
#include <schemagen/schemagen.h>
#include <stdio.h>
#include <string.h>

static int failures;

static void check(schemagen_session *session, const char *what, schemagen_status status, schemagen_status wanted)
{
    if (status == wanted)
        return;
    fprintf(stderr, "%s ended with %d, not %d\n", what, status, wanted);
    schemagen_session_print(session, stderr, SCHEMAGEN_TEXT, false);
    failures++;
}

static void say(void *lines, const char *line)
{
    (void)line;
    ++*(int *)lines;
}

static void generate(schemagen_session *session)
{
    schemagen_generate_options options = {.name = "first", .timestamp = "20260111120000"};
    schemagen_generated generated;
    schemagen_step step;

    check(session, "generate", schemagen_generate(session, &options, &generated), SCHEMAGEN_OK);
    if (!generated.written || strcmp(generated.id, "0001_20260111120000_first") != 0 ||
        !schemagen_plan_step(generated.plan, 0, &step) || step.loses_data) {
        fputs("generate: not the migration that was wanted\n", stderr);
        failures++;
    }
    check(session, "second generate", schemagen_generate(session, NULL, &generated), SCHEMAGEN_OK);
    if (generated.id) {
        fputs("second generate: found something to do\n", stderr);
        failures++;
    }
}

static void migrate(schemagen_session *session)
{
    schemagen_standing standing;
    schemagen_applied applied;
    schemagen_verified verified;

    check(session, "status before", schemagen_stand(session, &standing), SCHEMAGEN_DIFFERENT);
    check(session, "apply", schemagen_apply(session, NULL, &applied), SCHEMAGEN_OK);
    if (applied.count != 1 || applied.migrations[0].state != SCHEMAGEN_APPLIED) {
        fputs("apply: not one migration\n", stderr);
        failures++;
    }
    check(session, "second apply", schemagen_apply(session, NULL, &applied), SCHEMAGEN_OK);
    check(session, "status after", schemagen_stand(session, &standing), SCHEMAGEN_OK);
    check(session, "verify", schemagen_verify(session, &verified), SCHEMAGEN_OK);
    schemagen_verified_print(&verified, stdout, SCHEMAGEN_TEXT);
}

static void meet_a_mistake(schemagen_session *session)
{
    schemagen_diagnostic diagnostic;
    schemagen_checked checked;

    schemagen_session_set_schema(session, "/nowhere/schema.json");
    check(session, "validate", schemagen_validate(session, &checked), SCHEMAGEN_BAD_INPUT);
    if (!schemagen_session_diagnostic(session, 0, &diagnostic) || diagnostic.code != 1 ||
        strcmp(diagnostic.severity, "error") != 0) {
        fputs("validate: not the diagnostic that was wanted\n", stderr);
        failures++;
    }
}

int main(int argc, char **argv)
{
    schemagen_session *session = schemagen_session_new();
    int lines = 0;

    if (argc != 4)
        return 2;
    schemagen_session_set_schema(session, argv[1]);
    schemagen_session_set_out(session, argv[2]);
    schemagen_session_set_url(session, argv[3]);
    schemagen_session_set_talk(session, say, &lines);
    generate(session);
    migrate(session);
    meet_a_mistake(session);
    if (lines == 0) {
        fputs("nothing was told\n", stderr);
        failures++;
    }
    schemagen_session_free(session);
    return failures > 0;
}
