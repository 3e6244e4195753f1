#include "actions.h"

#include <stdio.h>
#include <string.h>

int sg_cli_init(sg_cli *cli)
{
    schemagen_started started;
    schemagen_status status = schemagen_init(cli->session, &started);

    if (sg_cli_begin(cli, status, started.schema != NULL))
        schemagen_started_print(&started, stdout, cli->format);
    return sg_cli_end(cli, status);
}

int sg_cli_validate(sg_cli *cli)
{
    schemagen_checked checked;
    schemagen_status status = schemagen_validate(cli->session, &checked);

    if (sg_cli_begin(cli, status, status == SCHEMAGEN_OK))
        schemagen_checked_print(&checked, stdout, cli->format);
    return sg_cli_end(cli, status);
}

int sg_cli_format(sg_cli *cli)
{
    schemagen_tidy_options options = {.check = cli->values.check, .upgrade = cli->values.upgrade};
    schemagen_tidied tidied;
    schemagen_status status = schemagen_tidy(cli->session, &options, &tidied);

    if (sg_cli_begin(cli, status, status == SCHEMAGEN_OK || status == SCHEMAGEN_DIFFERENT))
        schemagen_tidied_print(&tidied, stdout, cli->format);
    return sg_cli_end(cli, status);
}

static bool choose_split(sg_cli *cli, schemagen_split *split)
{
    static const char *const words[] = {[SCHEMAGEN_SPLIT_SCHEMA] = "schema", [SCHEMAGEN_SPLIT_KIND] = "kind"};

    for (*split = SCHEMAGEN_SPLIT_SCHEMA; *split <= SCHEMAGEN_SPLIT_KIND; ++*split)
        if (strcmp(words[*split], cli->values.split) == 0)
            return true;
    return sg_cli_complain(cli, NULL, "--split needs schema or kind");
}

int sg_cli_pull(sg_cli *cli)
{
    schemagen_pull_options options = {.output = cli->values.output};
    schemagen_pulled pulled;

    if (cli->values.to && !schemagen_language_named(cli->values.to, &options.to)) {
        sg_cli_complain(cli, NULL, "--to needs a language: json or prisma");
        return sg_cli_refuse(cli);
    }
    if (cli->values.split && !choose_split(cli, &options.split))
        return sg_cli_refuse(cli);
    schemagen_status status = schemagen_pull(cli->session, &options, &pulled);
    /* where it went into a file, nothing that was asked for is left to print */
    bool silent = options.output && cli->values.quiet && cli->format == SCHEMAGEN_TEXT;
    if (sg_cli_begin(cli, status, status == SCHEMAGEN_OK) && !silent)
        schemagen_pulled_print(&pulled, stdout, cli->format);
    return sg_cli_end(cli, status);
}

int sg_cli_convert(sg_cli *cli)
{
    schemagen_convert_options options = {.output = cli->values.output};
    schemagen_converted converted;

    if (!cli->values.to || !schemagen_language_named(cli->values.to, &options.to)) {
        sg_cli_complain(cli, NULL, "--to needs a language: json or prisma");
        return sg_cli_refuse(cli);
    }
    schemagen_status status = schemagen_convert(cli->session, &options, &converted);
    if (sg_cli_begin(cli, status, status == SCHEMAGEN_OK))
        schemagen_converted_print(&converted, stdout, cli->format);
    return sg_cli_end(cli, status);
}

int sg_cli_generate(sg_cli *cli)
{
    schemagen_generate_options options = {
        .name = cli->values.name,
        .from = cli->values.from,
        .timestamp = cli->values.timestamp,
        .dry_run = cli->values.dry_run,
        .texts = cli->format != SCHEMAGEN_TEXT,
        .empty = cli->values.empty,
        .snapshot = cli->values.snapshot,
        .online = cli->values.online,
        .accept_data_loss = cli->values.accept_data_loss,
    };
    schemagen_generated generated;
    schemagen_status status = schemagen_generate(cli->session, &options, &generated);
    bool print_script = options.dry_run && generated.id && cli->format == SCHEMAGEN_TEXT;

    if (sg_cli_begin(cli, status, status == SCHEMAGEN_OK) || (print_script && status == SCHEMAGEN_OK))
        schemagen_generated_print(&generated, stdout, print_script ? SCHEMAGEN_SQL : cli->format, cli->colour);
    return sg_cli_end(cli, status);
}

int sg_cli_diff(sg_cli *cli)
{
    schemagen_diff_options options = {.from = cli->values.from, .to = cli->values.to, .online = cli->values.online};
    schemagen_difference difference;
    schemagen_status status = schemagen_diff(cli->session, &options, &difference);

    if (sg_cli_begin(cli, status, status == SCHEMAGEN_OK || status == SCHEMAGEN_DIFFERENT))
        schemagen_difference_print(&difference, stdout, cli->format, cli->colour);
    return sg_cli_end(cli, status);
}

int sg_cli_apply(sg_cli *cli)
{
    schemagen_apply_options options = {
        .dry_run = cli->values.dry_run,
        .any_order = cli->values.any_order,
        .allow_drift = cli->values.allow_drift,
        .allow_pooler = cli->values.allow_pooler,
        .to = cli->values.last,
        .lock_wait = cli->values.lock_wait,
        .max_block = cli->values.max_block,
        .lock_tries = cli->values.lock_tries,
    };
    schemagen_applied applied;
    schemagen_status status = schemagen_apply(cli->session, &options, &applied);
    int exit_code = applied.signal != 0 ? 128 + applied.signal : (int)status;

    if (sg_cli_begin(cli, exit_code, applied.complete || applied.count > 0 || cli->format == SCHEMAGEN_JSON))
        schemagen_applied_print(&applied, stdout, cli->format);
    return sg_cli_end(cli, exit_code);
}

int sg_cli_baseline(sg_cli *cli)
{
    schemagen_baseline_options options = {
        .from = cli->values.from,
        .to = cli->values.last,
        .none = cli->values.none,
        .accept_edited = cli->values.accept_edited,
        .lock_wait = cli->values.lock_wait,
    };
    schemagen_baselined baselined;

    if (options.none && (options.from || options.to)) {
        sg_cli_complain(cli, NULL, "--none goes neither with --from nor with --to");
        return sg_cli_refuse(cli);
    }
    schemagen_status status = schemagen_baseline(cli->session, &options, &baselined);
    int exit_code = baselined.signal != 0 ? 128 + baselined.signal : (int)status;

    if (sg_cli_begin(cli, exit_code, status == SCHEMAGEN_OK))
        schemagen_baselined_print(&baselined, stdout, cli->format);
    return sg_cli_end(cli, exit_code);
}

int sg_cli_status(sg_cli *cli)
{
    schemagen_standing standing;
    schemagen_status status = schemagen_stand(cli->session, &standing);

    if (sg_cli_begin(cli, status, status == SCHEMAGEN_OK || status == SCHEMAGEN_DIFFERENT))
        schemagen_standing_print(&standing, stdout, cli->format, cli->colour);
    return sg_cli_end(cli, status);
}

int sg_cli_verify(sg_cli *cli)
{
    schemagen_verified verified;
    schemagen_status status = schemagen_verify(cli->session, &verified);

    if (sg_cli_begin(cli, status, status == SCHEMAGEN_OK || status == SCHEMAGEN_DIFFERENT))
        schemagen_verified_print(&verified, stdout, cli->format);
    return sg_cli_end(cli, status);
}

/* The URL has neither quotes nor anything else that a shell would read. */
static int wait_beside(sg_cli *cli, const schemagen_server *server)
{
    const char *url = schemagen_server_url(server);

    printf("export DATABASE_URL='%s'\nexport DIRECT_URL='%s'\n", url, url);
    fflush(stdout);
    if (!cli->values.quiet)
        fputs("Ctrl-C ends the server and removes all of it.\n", stderr);
    return schemagen_server_wait(cli->session, server);
}

int sg_cli_dev(sg_cli *cli)
{
    schemagen_server *server;
    int exit_code = schemagen_server_start(cli->session, &server);

    if (exit_code == SCHEMAGEN_OK && cli->operand_count > 0)
        schemagen_server_run(cli->session, server, cli->operands, &exit_code);
    else if (exit_code == SCHEMAGEN_OK)
        exit_code = wait_beside(cli, server);
    schemagen_server_stop(server);
    return sg_cli_end(cli, exit_code);
}

static int explain_all(sg_cli *cli)
{
    schemagen_code code;

    if (sg_cli_begin(cli, SCHEMAGEN_OK, true) && cli->format == SCHEMAGEN_JSON)
        putchar('[');
    for (size_t i = 0; schemagen_code_at(i, &code); i++) {
        if (cli->format == SCHEMAGEN_JSON) {
            fputs(i > 0 ? ", " : "", stdout);
            schemagen_code_print(&code, stdout, cli->format, cli->colour);
        } else {
            printf("SG%04d  %-8s %s\n", code.number, code.severity, code.title);
        }
    }
    if (cli->format == SCHEMAGEN_JSON)
        putchar(']');
    return sg_cli_end(cli, SCHEMAGEN_OK);
}

int sg_cli_explain(sg_cli *cli)
{
    schemagen_code code;
    bool found;

    if (cli->operand_count == 0)
        return explain_all(cli);
    found = schemagen_code_find(cli->operands[0], &code);
    if (!found)
        sg_cli_complain(cli, "schemagen explain lists all codes", "\"%s\" is no code such as SG0401", cli->operands[0]);
    if (sg_cli_begin(cli, found ? SCHEMAGEN_OK : SCHEMAGEN_BAD_INPUT, found))
        schemagen_code_print(&code, stdout, cli->format, cli->colour);
    return sg_cli_end(cli, found ? SCHEMAGEN_OK : SCHEMAGEN_BAD_INPUT);
}

int sg_cli_run_help(sg_cli *cli)
{
    const sg_cli_command *command = NULL;

    if (cli->operand_count > 0 && !(command = sg_cli_command_named(cli->operands[0]))) {
        sg_cli_complain(cli, "schemagen help lists the commands", "there is no command \"%s\"", cli->operands[0]);
        return sg_cli_refuse(cli);
    }
    if (cli->values.all)
        sg_cli_help_all(cli->values.format && strcmp(cli->values.format, "markdown") == 0);
    else
        sg_cli_help(command);
    return SCHEMAGEN_OK;
}

int sg_cli_version(sg_cli *cli)
{
    if (sg_cli_begin(cli, SCHEMAGEN_OK, true))
        printf(cli->format == SCHEMAGEN_JSON ? "\"%s\"" : "schemagen %s\n", schemagen_version());
    return sg_cli_end(cli, SCHEMAGEN_OK);
}
