#include <stdio.h>
#include <string.h>

#include "cli.h"

static const char *const intro =
    "A schema compiler for PostgreSQL: schema.json to migrations, migrations to databases.";

static const char *const settings =
    "A file schemagen.json in the working directory may set schema, out, layout, migrations, url (as "
    "\"env(NAME)\"), format and targetVersion; the command line wins.";

static const char *const exit_codes[] = {
    "0 done, or nothing to do",
    "1 the server, the disk or a step said no",
    "2 a mistake in a file or on the command line; nothing was written",
    "3 compared, and not equal; migrations are pending",
    "4 another run works on this database",
    "5 refused: data would be lost, or rights, history or database are not in order",
};

#define EXIT_COUNT (sizeof exit_codes / sizeof *exit_codes)
#define LINE_COLUMNS 80

/* Text in lines of at most LINE_COLUMNS; the first goes on where `column` is, all others are indented. */
static void print_wrapped(const char *text, size_t column, size_t indent)
{
    bool begin = true;

    while (*text) {
        size_t length = strcspn(text, " ");

        if (!begin && column + 1 + length > LINE_COLUMNS) {
            printf("\n%*s", (int)indent, "");
            column = indent;
            begin = true;
        }
        printf("%s%.*s", begin ? "" : " ", (int)length, text);
        column += length + !begin;
        begin = false;
        text += length + strspn(text + length, " ");
    }
    putchar('\n');
}

static void print_usage(const sg_cli_command *command)
{
    printf("schemagen %s [OPTION...]%s%s", command->name, command->operands ? " " : "",
           command->operands ? command->operands : "");
}

/* "--schema PATH", "-o, --output FILE" */
static int format_option(const sg_cli_command *command, const sg_cli_option *option, char *text, size_t size)
{
    const char letter[] = {'-', option->name[0], ',', ' ', '\0'};

    return snprintf(text, size, "%s--%s%s%s", sg_cli_has_letter(command, option) ? letter : "", option->name,
                    option->value ? " " : "", option->value ? option->value : "");
}

/* The values of --format, which differ between commands, stand behind its help. */
static void option_help(const sg_cli_command *command, const sg_cli_option *option, char *text, size_t size)
{
    int length = snprintf(text, size, "%s", option->help);

    if (strcmp(option->name, "format") != 0 || !command->formats)
        return;
    for (size_t i = 0; command->formats[i] && (size_t)length < size; i++)
        length += snprintf(text + length, size - (size_t)length, "%s%s", i > 0 ? ", " : ": ", command->formats[i]);
}

static void print_options(const sg_cli_command *command)
{
    const sg_cli_option *option;

    for (size_t i = 0; (option = sg_cli_option_at(command, i)); i++) {
        char name[64], help[256];

        format_option(command, option, name, sizeof name);
        option_help(command, option, help, sizeof help);
        printf("  %-22s  ", name);
        print_wrapped(help, 26, 26);
    }
}

static void print_command(const sg_cli_command *command)
{
    printf("Usage: ");
    print_usage(command);
    fputs("\n\n", stdout);
    print_wrapped(command->text, 0, 0);
    puts("\nOptions:");
    print_options(command);
    if (command->exits)
        printf("\nExit codes: 0 done; 2 a mistake in the input;\n  %s\n", command->exits);
}

static void print_overview(void)
{
    puts("Usage: schemagen COMMAND [OPTION...]\n");
    print_wrapped(intro, 0, 0);
    puts("\nCommands:");
    for (size_t i = 0; i < sg_cli_command_count; i++)
        printf("  %-10s %s\n", sg_cli_commands[i].name, sg_cli_commands[i].summary);
    puts("\nschemagen COMMAND --help lists the options of a command.");
    print_wrapped(settings, 0, 0);
    puts("\nExit codes:");
    for (size_t i = 0; i < EXIT_COUNT; i++)
        printf("  %s\n", exit_codes[i]);
}

void sg_cli_help(const sg_cli_command *command)
{
    if (command)
        print_command(command);
    else
        print_overview();
}

static void print_markdown_command(const sg_cli_command *command)
{
    const sg_cli_option *option;

    printf("\n## %s\n\n    ", command->name);
    print_usage(command);
    fputs("\n\n", stdout);
    print_wrapped(command->text, 0, 0);
    puts("\n| Option | Meaning |\n|---|---|");
    for (size_t i = 0; (option = sg_cli_option_at(command, i)); i++) {
        char name[64], help[256];

        format_option(command, option, name, sizeof name);
        option_help(command, option, help, sizeof help);
        printf("| `%s` | %s |\n", name, help);
    }
    if (command->exits)
        printf("\nExit codes beside 0 and 2: %s.\n", command->exits);
}

static void print_markdown(void)
{
    puts("# The command line\n\nMade by `schemagen help --all --format markdown`; edit the table of commands "
         "instead.\n");
    print_wrapped(intro, 0, 0);
    putchar('\n');
    print_wrapped(settings, 0, 0);
    puts("Results go to standard output, everything else to standard error. With `--format json` standard output\n"
         "holds one JSON document: `command`, `exit`, `result` (or null) and `diagnostics`.\n");
    puts("| Command | Meaning |\n|---|---|");
    for (size_t i = 0; i < sg_cli_command_count; i++)
        printf("| [%s](#%s) | %s |\n", sg_cli_commands[i].name, sg_cli_commands[i].name, sg_cli_commands[i].summary);
    puts("\n| Exit code | Meaning |\n|---|---|");
    for (size_t i = 0; i < EXIT_COUNT; i++)
        printf("| %.1s | %s |\n", exit_codes[i], exit_codes[i] + 2);
    for (size_t i = 0; i < sg_cli_command_count; i++)
        print_markdown_command(&sg_cli_commands[i]);
}

void sg_cli_help_all(bool markdown)
{
    if (markdown) {
        print_markdown();
        return;
    }
    print_overview();
    for (size_t i = 0; i < sg_cli_command_count; i++) {
        printf("\n--- %s ---\n\n", sg_cli_commands[i].name);
        print_command(&sg_cli_commands[i]);
    }
}
