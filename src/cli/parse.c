#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* Row i belongs to bit i. */
static const sg_cli_option common_options[] = {
    {"schema", "PATH", "the schema file (schema/schema.json)", SG_CLI_TEXT, offsetof(sg_cli_values, schema)},
    {"out", "DIR", "where migrations and snapshot stand (generated)", SG_CLI_TEXT, offsetof(sg_cli_values, out)},
    {"layout", "NAME",
     "whose layout the migrations have: native, prisma, sqlx, diesel, golang-migrate, dbmate, goose, drizzle, flyway",
     SG_CLI_TEXT, offsetof(sg_cli_values, layout)},
    {"migrations", "DIR", "the directory of migrations, when it is not in --out", SG_CLI_TEXT,
     offsetof(sg_cli_values, migrations)},
    {"url", "URL", "the database; else directUrl, then url of the schema file's datasource", SG_CLI_SECRET,
     offsetof(sg_cli_values, url)},
    {"target-version", "N", "the oldest PostgreSQL that the schema is for, 14 to 18; what it cannot hold is a mistake",
     SG_CLI_TEXT, offsetof(sg_cli_values, target_version)},
    {"format", "FORMAT", "how to print the result", SG_CLI_TEXT, offsetof(sg_cli_values, format)},
    {"quiet", NULL, "print mistakes and what was asked for, nothing else", SG_CLI_FLAG, offsetof(sg_cli_values, quiet)},
    {"help", NULL, "print this help", SG_CLI_FLAG, offsetof(sg_cli_values, help)},
};

#define COMMON_COUNT (sizeof common_options / sizeof *common_options)
#define OPTION_LIMIT 32

const sg_cli_option *sg_cli_option_at(const sg_cli_command *command, size_t index)
{
    for (const sg_cli_option *own = command->options; own && own->name; own++)
        if (index-- == 0)
            return own;
    for (size_t i = 0; i < COMMON_COUNT; i++)
        if ((command->common | SG_CLI_HELP) & 1u << i && index-- == 0)
            return &common_options[i];
    return NULL;
}

static const sg_cli_option *find_option(const sg_cli_command *command, const char *name, size_t length)
{
    const sg_cli_option *option;

    for (size_t i = 0; (option = sg_cli_option_at(command, i)); i++)
        if (strlen(option->name) == length && memcmp(option->name, name, length) == 0)
            return option;
    return NULL;
}

bool sg_cli_has_letter(const sg_cli_command *command, const sg_cli_option *option)
{
    return strcmp(option->name, "help") == 0 || (command->lettered && strcmp(option->name, command->lettered) == 0);
}

/* NULL unless the word is a dash and the letter of an option. */
static const sg_cli_option *find_letter(const sg_cli_command *command, const char *word)
{
    const sg_cli_option *option = NULL;

    for (size_t i = 0; word[0] == '-' && word[1] != '\0' && word[2] == '\0'; i++) {
        option = sg_cli_option_at(command, i);
        if (!option || (sg_cli_has_letter(command, option) && option->name[0] == word[1]))
            break;
    }
    return option;
}

static bool unknown_option(sg_cli *cli, const char *name, size_t length)
{
    const char *names[OPTION_LIMIT];
    char word[64], hint[160];
    const sg_cli_option *option;
    size_t count = 0;

    while (count < OPTION_LIMIT && (option = sg_cli_option_at(cli->command, count)))
        names[count++] = option->name;
    snprintf(word, sizeof word, "%.*s", (int)(length < sizeof word ? length : sizeof word - 1), name);
    const char *near = schemagen_nearest(word, names, count);
    if (near)
        snprintf(hint, sizeof hint, "did you mean --%s?", near);
    else
        snprintf(hint, sizeof hint, "schemagen %s --help lists the options", cli->command->name);
    return sg_cli_complain(cli, hint, "schemagen %s has no option --%s", cli->command->name, word);
}

bool sg_cli_number(sg_cli *cli, const char *what, const char *text, unsigned *number)
{
    char *end;
    unsigned long value;

    errno = 0;
    value = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 || value == 0 || value > UINT_MAX)
        return sg_cli_complain(cli, NULL, "%s needs a whole number above 0, not \"%s\"", what, text);
    *number = (unsigned)value;
    return true;
}

static bool set_number(sg_cli *cli, const sg_cli_option *option, const char *text, unsigned *number)
{
    char what[32];

    snprintf(what, sizeof what, "--%s", option->name);
    return sg_cli_number(cli, what, text, number);
}

static bool set_seconds(sg_cli *cli, const sg_cli_option *option, const char *text, double *seconds)
{
    char *end;

    *seconds = strtod(text, &end);
    if (end == text || *end != '\0' || !isfinite(*seconds) || *seconds < 0)
        return sg_cli_complain(cli, NULL, "--%s needs a number of seconds, not \"%s\"", option->name, text);
    return true;
}

/* Other users see the arguments of a process: what is secret does not stay there. */
static bool set_secret(const char **place, char *text)
{
    free((char *)*place);
    *place = strdup(text);
    memset(text, 'x', strlen(text));
    return *place != NULL;
}

static bool set_value(sg_cli *cli, const sg_cli_option *option, char *text)
{
    void *place = (char *)&cli->values + option->offset;

    switch (option->type) {
    case SG_CLI_FLAG:
        *(bool *)place = true;
        return true;
    case SG_CLI_TEXT:
        *(const char **)place = text;
        return true;
    case SG_CLI_SECRET:
        return set_secret(place, text);
    case SG_CLI_NUMBER:
        return set_number(cli, option, text, place);
    case SG_CLI_SECONDS:
        return set_seconds(cli, option, text, place);
    }
    return false;
}

/* An option at *at, whose value stands behind it unless it was given with it; moves to the next argument. */
static bool take_option(sg_cli *cli, const sg_cli_option *option, char *value, char ***at)
{
    ++*at;
    if (option->type == SG_CLI_FLAG && value)
        return sg_cli_complain(cli, NULL, "--%s takes no value", option->name);
    if (option->type != SG_CLI_FLAG && !value && !**at)
        return sg_cli_complain(cli, NULL, "--%s needs a value: %s", option->name, option->value);
    if (option->type != SG_CLI_FLAG && !value)
        value = *(*at)++;
    if (value && *value == '\0')
        return sg_cli_complain(cli, NULL, "--%s needs a value that is not empty", option->name);
    return set_value(cli, option, value);
}

/* `--name`, `--name=value` or `-letter`. */
static bool parse_option(sg_cli *cli, char ***at)
{
    const char *word = **at;
    const sg_cli_option *option = find_letter(cli->command, word);
    char *name = **at + 2;
    size_t length = strcspn(name, "=");
    char *value = name[length] == '=' ? name + length + 1 : NULL;

    if (option)
        return take_option(cli, option, NULL, at);
    if (strncmp(word, "--", 2) == 0 && (option = find_option(cli->command, name, length)))
        return take_option(cli, option, value, at);
    ++*at;
    if (strncmp(word, "--", 2) != 0)
        return sg_cli_complain(cli, "options have two dashes", "schemagen %s has no option %s", cli->command->name,
                               word);
    return unknown_option(cli, name, length);
}

static bool unknown_format(sg_cli *cli)
{
    char hint[80] = "";
    size_t length = 0;

    for (const char *const *known = cli->command->formats; *known; known++)
        length +=
            (size_t)snprintf(hint + length, sizeof hint - length, "%s%s", length > 0 ? ", " : "formats: ", *known);
    return sg_cli_complain(cli, hint, "schemagen %s cannot print the format \"%s\"", cli->command->name,
                           cli->values.format);
}

static bool choose_format(sg_cli *cli)
{
    static const char *const words[] = {[SCHEMAGEN_TEXT] = "text", [SCHEMAGEN_JSON] = "json", [SCHEMAGEN_SQL] = "sql"};
    const char *wanted = cli->values.format;
    const char *const *known = cli->command->formats;

    if (!wanted)
        return true;
    while (*known && strcmp(*known, wanted) != 0)
        known++;
    if (!*known)
        return unknown_format(cli);
    for (schemagen_format format = SCHEMAGEN_TEXT; format <= SCHEMAGEN_SQL; format++)
        if (strcmp(words[format], wanted) == 0)
            cli->format = format;
    return true;
}

bool sg_cli_parse(sg_cli *cli, char **arguments)
{
    bool options = true, fine = true;

    cli->operands = arguments;
    for (char **at = arguments; *at;) {
        if (options && strcmp(*at, "--") == 0) {
            options = false;
            at++;
        } else if (options && **at == '-') {
            fine &= parse_option(cli, &at);
        } else {
            cli->operands[cli->operand_count++] = *at++;
        }
    }
    cli->operands[cli->operand_count] = NULL;
    /* What is too many is not repeated: people pass URLs with passwords. */
    if (fine && cli->operand_count > cli->command->operand_limit && !cli->values.help)
        fine = sg_cli_complain(cli, "schemagen help says how each command is called",
                               cli->command->operand_limit == 0 ? "schemagen %s takes options only"
                                                                : "schemagen %s takes one argument",
                               cli->command->name);
    return choose_format(cli) && fine;
}
