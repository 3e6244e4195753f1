/* cli.h - the command line: one table of commands, and what they share. */
#ifndef SG_CLI_H
#define SG_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "schemagen/schemagen.h"

/* What the options of all commands say. */
typedef struct sg_cli_values {
    bool help;
    bool quiet;
    bool all;
    bool dry_run;
    bool empty;
    bool snapshot;
    bool online;
    bool accept_data_loss;
    bool accept_edited;
    bool none;
    bool any_order;
    bool allow_drift;
    bool allow_pooler;
    bool accept;
    bool yes;
    bool check;
    bool upgrade;
    const char *schema;
    const char *out;
    const char *layout;
    const char *migrations;
    const char *url; /* secrets are malloc: those on the command line are overwritten */
    const char *scratch;
    const char *target_version;
    const char *format;
    const char *name;
    const char *timestamp;
    const char *from;
    const char *to;
    const char *output;
    const char *split;
    const char *vault;
    const char *password_fd;
    const char *applied;
    const char *rolled_back;
    unsigned last;
    unsigned steps;
    unsigned pid;
    double lock_wait;
    double max_block;
    unsigned lock_tries;
} sg_cli_values;

typedef enum sg_cli_type { SG_CLI_FLAG, SG_CLI_TEXT, SG_CLI_SECRET, SG_CLI_NUMBER, SG_CLI_SECONDS } sg_cli_type;

typedef struct sg_cli_option {
    const char *name;  /* without the dashes */
    const char *value; /* "PATH"; NULL for flags */
    const char *help;
    sg_cli_type type;
    size_t offset; /* in sg_cli_values */
} sg_cli_option;

/* Options that many commands have, as bits; --help is everywhere. */
enum {
    SG_CLI_SCHEMA = 1 << 0,
    SG_CLI_OUT = 1 << 1,
    SG_CLI_LAYOUT = 1 << 2,
    SG_CLI_MIGRATIONS = 1 << 3,
    SG_CLI_URL = 1 << 4,
    SG_CLI_TARGET = 1 << 5,
    SG_CLI_FORMAT = 1 << 6,
    SG_CLI_QUIET = 1 << 7,
    SG_CLI_HELP = 1 << 8,
    SG_CLI_PLACE = SG_CLI_OUT | SG_CLI_LAYOUT | SG_CLI_MIGRATIONS,
    SG_CLI_PROJECT = SG_CLI_SCHEMA | SG_CLI_PLACE | SG_CLI_URL /* these read schemagen.json */
};

typedef struct sg_cli sg_cli;

typedef struct sg_cli_command {
    const char *name;
    const char *summary;  /* one line */
    const char *operands; /* as the usage line shows them, or NULL: none */
    size_t operand_limit;
    const char *text;             /* what it does, whole sentences */
    const sg_cli_option *options; /* its own, ended by name NULL; NULL: none */
    const char *lettered;         /* "output" where -o means --output; NULL: no option of its own has a letter */
    unsigned common;              /* SG_CLI_ bits */
    const char *const *formats;   /* values of --format, the default first, ended by NULL */
    const char *exits;            /* exit codes beside 0 and 2 */
    bool answers;                 /* its output is what was asked for: --quiet does not hide it */
    int (*run)(sg_cli *cli);      /* returns the exit code */
} sg_cli_command;

extern const sg_cli_command sg_cli_commands[];
extern const size_t sg_cli_command_count;
/* NULL when there is none of that name. */
const sg_cli_command *sg_cli_command_named(const char *name);

/* One run of the program. */
struct sg_cli {
    const sg_cli_command *command;
    sg_cli_values values;
    char **operands; /* ended by NULL */
    size_t operand_count;
    schemagen_session *session;
    schemagen_format format;
    bool colour; /* of stdout */
};

/* The option number `index` of a command, its own ones first; NULL behind the last. */
const sg_cli_option *sg_cli_option_at(const sg_cli_command *command, size_t index);
/* True when the first letter of the option's name, behind one dash, means the same. */
bool sg_cli_has_letter(const sg_cli_command *command, const sg_cli_option *option);
/* Reads the arguments behind the command's name. Operands are moved to the front of `arguments`.
 * False after complaining to the session. */
bool sg_cli_parse(sg_cli *cli, char **arguments);

/* Reads a whole number above 0, an operand of the command. False after complaining. */
bool sg_cli_number(sg_cli *cli, const char *what, const char *text, unsigned *number);
/* Asks on the terminal, unless --yes has answered already; no terminal means no. A schemagen_confirm_fn whose context
 * is the run. */
bool sg_cli_confirm(void *context, const char *text);

/* What the library tells while it works, to stderr; a schemagen_listen_fn and a schemagen_talk_fn whose context is the
 * run. */
void sg_cli_listen(void *context, const schemagen_news *news);
void sg_cli_talk(void *context, const char *line);
/* Takes a line of progress off the terminal, before anything else is printed. */
void sg_cli_end_line(void);

/* Help for one command, or for all when `command` is NULL. */
void sg_cli_help(const sg_cli_command *command);
void sg_cli_help_all(bool markdown);

/* A result goes between these two. Begin says whether to print it; end prints what is left to say. */
bool sg_cli_begin(sg_cli *cli, int exit_code, bool has_result);
int sg_cli_end(sg_cli *cli, int exit_code);
/* Both at once for a mistake in the call: there is no result. Returns the exit code. */
int sg_cli_refuse(sg_cli *cli);
/* A mistake in the call: complains to the session. `hint` may be NULL. Returns false. */
bool sg_cli_complain(sg_cli *cli, const char *hint, const char *format, ...) __attribute__((format(printf, 3, 4)));
bool sg_cli_has_colour(int fd);

#endif
