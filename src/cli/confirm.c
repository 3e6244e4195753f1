/* Questions on the terminal. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cli.h"

/* Other answers than these mean no, and so does none. */
static bool is_yes(const char *answer)
{
    return strcasecmp(answer, "y\n") == 0 || strcasecmp(answer, "yes\n") == 0;
}

bool sg_cli_confirm(void *context, const char *text)
{
    const sg_cli *cli = context;
    char answer[16] = "";

    sg_cli_end_line();
    if (cli->format == SCHEMAGEN_JSON)
        sg_cli_talk(context, text);
    else if (!cli->values.yes || !cli->values.quiet)
        fputs(text, stderr);
    if (cli->values.yes)
        return true;
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return false;
    fputs("Go on? [y/N] ", stderr);
    fflush(stderr);
    return fgets(answer, sizeof answer, stdin) && is_yes(answer);
}
