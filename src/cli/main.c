#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli.h"

#define PROJECT_FILE "schemagen.json"

/* A closed standard stream must not become the number of the next file that is opened. What stands in its
 * place fails on every use. */
static void hold_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* Most of what a short-lived process costs in the kernel is memory that it gets page by page and gives back too early.
 * So the heap is one range of addresses, in huge pages where they are touched, and keeps what is freed. Where the
 * system grants no such range, malloc goes on as ever. */
static void prepare_heap(void)
{
    const size_t huge = (size_t)2 << 20;
    const int range = 1 << 30;

    mallopt(M_MMAP_THRESHOLD, 32 << 20); /* the most that it takes */
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_TOP_PAD, range);
    char *volatile first = malloc(1); /* no more: the pages behind what is taken are touched */
    char *start = first + huge - (uintptr_t)first % huge;
    char *end = sbrk(0);
    if (first && start < end && end - start <= range)
        madvise(start, (size_t)(end - start), MADV_HUGEPAGE);
    free(first);
    mallopt(M_TOP_PAD, (int)huge);
}

static void stay(int signal_number)
{
    (void)signal_number;
}

static const sg_cli_command *choose_command(sg_cli *cli, const char *name)
{
    const char *names[32];
    const sg_cli_command *command;
    char hint[160] = "schemagen help lists the commands";

    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    if (strcmp(name, "--version") == 0)
        name = "version";
    command = sg_cli_command_named(name);
    if (command)
        return command;
    for (size_t i = 0; i < sg_cli_command_count; i++)
        names[i] = sg_cli_commands[i].name;
    const char *near = schemagen_nearest(name, names, sg_cli_command_count);
    if (near)
        snprintf(hint, sizeof hint, "did you mean schemagen %s?", near);
    sg_cli_complain(cli, hint, "there is no command \"%s\"", name);
    return NULL;
}

/* Settings: the project file, then the command line. */
static bool set_up(sg_cli *cli, const sg_cli_command *command)
{
    schemagen_project project = {0};

    if (command->common & SG_CLI_PROJECT &&
        schemagen_session_load(cli->session, PROJECT_FILE, &project) != SCHEMAGEN_OK)
        return false;
    if (!cli->values.format && command->common & SG_CLI_FORMAT && project.format && strcmp(project.format, "json") == 0)
        cli->format = SCHEMAGEN_JSON;
    if (cli->values.schema)
        schemagen_session_set_schema(cli->session, cli->values.schema);
    if (cli->values.out)
        schemagen_session_set_out(cli->session, cli->values.out);
    if (cli->values.layout)
        schemagen_session_set_layout(cli->session, cli->values.layout);
    if (cli->values.migrations)
        schemagen_session_set_migrations(cli->session, cli->values.migrations);
    if (cli->values.url)
        schemagen_session_set_url(cli->session, cli->values.url);
    if (cli->values.target_version)
        schemagen_session_set_target_version(cli->session, cli->values.target_version);
    if (cli->values.scratch)
        schemagen_session_set_scratch(cli->session, cli->values.scratch);
    schemagen_session_set_confirm(cli->session, sg_cli_confirm, cli);
    if (!cli->values.quiet) {
        schemagen_session_set_talk(cli->session, sg_cli_talk, cli);
        schemagen_session_set_listen(cli->session, sg_cli_listen, cli);
    }
    return true;
}

static int run(sg_cli *cli, char **arguments)
{
    static char help[] = "help";
    static char *no_arguments[] = {help, NULL};

    if (!*arguments)
        arguments = no_arguments;
    const sg_cli_command *command = cli->command = choose_command(cli, *arguments);
    if (!command || !sg_cli_parse(cli, arguments + 1))
        return sg_cli_refuse(cli);
    if (cli->values.help) {
        sg_cli_help(command);
        return SCHEMAGEN_OK;
    }
    return set_up(cli, command) ? command->run(cli) : sg_cli_refuse(cli);
}

static void forget_secrets(sg_cli *cli)
{
    const sg_cli_option *option;

    for (size_t i = 0; cli->command && (option = sg_cli_option_at(cli->command, i)); i++) {
        if (option->type != SG_CLI_SECRET)
            continue;
        char **place = (char **)((char *)&cli->values + option->offset);
        if (*place)
            explicit_bzero(*place, strlen(*place));
        free(*place);
        *place = NULL;
    }
}

/* Output that did not arrive is a failure, whatever was done before. */
static int close_output(int exit_code)
{
    bool failed = ferror(stdout) != 0;

    errno = 0;
    if (fclose(stdout) != 0)
        failed = true;
    if (!failed)
        return exit_code;
    fprintf(stderr, "schemagen: cannot write to standard output%s%s\n", errno != 0 ? ": " : "",
            errno != 0 ? strerror(errno) : "");
    return exit_code == SCHEMAGEN_OK || exit_code == SCHEMAGEN_DIFFERENT ? SCHEMAGEN_FAILED : exit_code;
}

int main(int argc, char **argv)
{
    /* Static, and its session is not freed: the process ends, and its memory with it. */
    static sg_cli cli = {.values.lock_wait = -1};
    int exit_code;

    prepare_heap();
    hold_standard_streams();
    /* A reader that goes away must not end a run in the middle. A handler, unlike SIG_IGN, is not inherited. */
    signal(SIGPIPE, stay);
    cli.session = schemagen_session_new();
    cli.colour = sg_cli_has_colour(STDOUT_FILENO);
    exit_code = run(&cli, argc > 0 ? argv + 1 : argv);
    forget_secrets(&cli);
    return close_output(exit_code);
}
