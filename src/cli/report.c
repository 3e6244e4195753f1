#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/* See https://no-color.org: set and not empty means no colour. */
bool sg_cli_has_colour(int fd)
{
    const char *no_colour = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");

    return !(no_colour && *no_colour) && terminal && strcmp(terminal, "dumb") != 0 && isatty(fd);
}

bool sg_cli_complain(sg_cli *cli, const char *hint, const char *format, ...)
{
    char message[512];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    schemagen_session_complain(cli->session, message, hint);
    return false;
}

static void print_diagnostics(const sg_cli *cli)
{
    fflush(stdout);
    schemagen_session_print(cli->session, stderr, SCHEMAGEN_TEXT, sg_cli_has_colour(STDERR_FILENO));
}

/* Warnings go before a result, errors behind what was done all the same. */
static bool went_well(int exit_code)
{
    return exit_code == SCHEMAGEN_OK || exit_code == SCHEMAGEN_DIFFERENT;
}

bool sg_cli_begin(sg_cli *cli, int exit_code, bool has_result)
{
    sg_cli_end_line();
    if (cli->format == SCHEMAGEN_JSON) {
        printf("{\"command\": \"%s\", \"exit\": %d, \"result\": %s", cli->command->name, exit_code,
               has_result ? "" : "null");
        return has_result;
    }
    if (went_well(exit_code))
        print_diagnostics(cli);
    return has_result && (cli->command->answers || !cli->values.quiet);
}

int sg_cli_end(sg_cli *cli, int exit_code)
{
    if (cli->format == SCHEMAGEN_JSON) {
        fputs(", \"diagnostics\": ", stdout);
        schemagen_session_print(cli->session, stdout, SCHEMAGEN_JSON, false);
        fputs("}\n", stdout);
    } else if (!went_well(exit_code)) {
        print_diagnostics(cli);
    }
    return exit_code;
}

int sg_cli_refuse(sg_cli *cli)
{
    sg_cli_begin(cli, SCHEMAGEN_BAD_INPUT, false);
    return sg_cli_end(cli, SCHEMAGEN_BAD_INPUT);
}
