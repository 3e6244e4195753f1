#include "cli.h"

#include <string.h>

#include "actions.h"

#define AT(member) offsetof(sg_cli_values, member)

static const char *const text_json[] = {"text", "json", NULL};
static const char *const text_json_sql[] = {"text", "json", "sql", NULL};
static const char *const text_markdown[] = {"text", "markdown", NULL};

static const sg_cli_option format_options[] = {
    {"check", NULL, "write nothing; exit code 3 when the file would change", SG_CLI_FLAG, AT(check)},
    {"upgrade", NULL, "rewrite a file of the older shape (tables with fields) in the new one", SG_CLI_FLAG,
     AT(upgrade)},
    {0},
};

/* Here no database is worked on, so --url names none. */
#define SCRATCH_OPTION                                                                                      \
    {                                                                                                       \
        "url", "URL", "server for the scratch databases of .sql sources (a throw-away one)", SG_CLI_SECRET, \
            AT(scratch)                                                                                     \
    }

static const sg_cli_option convert_options[] = {
    {"to", "LANGUAGE", "json or prisma; needed", SG_CLI_TEXT, AT(to)},
    {"output", "FILE", "write there instead of printing", SG_CLI_TEXT, AT(output)},
    SCRATCH_OPTION,
    {0},
};

static const sg_cli_option pull_options[] = {
    {"to", "LANGUAGE", "json or prisma (json)", SG_CLI_TEXT, AT(to)},
    {"output", "FILE", "write there instead of printing; with --split a folder", SG_CLI_TEXT, AT(output)},
    {"split", "HOW", "several files, by schema or by kind: a folder that is read as one schema", SG_CLI_TEXT,
     AT(split)},
    {0},
};

static const sg_cli_option generate_options[] = {
    {"name", "NAME", "name of the migration, of a-z, 0-9 and _ (derived from the change)", SG_CLI_TEXT, AT(name)},
    {"from", "SOURCE", "repair what has drifted: where the steps begin, a database or any source (see diff)",
     SG_CLI_SECRET, AT(from)},
    {"timestamp", "TIME", "UTC as YYYYMMDDhhmmss (SOURCE_DATE_EPOCH, else now)", SG_CLI_TEXT, AT(timestamp)},
    {"dry-run", NULL, "write nothing, print migration.sql", SG_CLI_FLAG, AT(dry_run)},
    {"empty", NULL, "a migration without steps, for SQL written by hand", SG_CLI_FLAG, AT(empty)},
    {"snapshot", NULL, "write the snapshot only: the migrations there make what the schema file says", SG_CLI_FLAG,
     AT(snapshot)},
    {"online", NULL, "build and drop indexes of existing tables CONCURRENTLY", SG_CLI_FLAG, AT(online)},
    {"accept-data-loss", NULL, "also write steps that lose rows or values", SG_CLI_FLAG, AT(accept_data_loss)},
    SCRATCH_OPTION,
    {0},
};

static const sg_cli_option diff_options[] = {
    {"from", "SOURCE", "what it was (the snapshot in --out)", SG_CLI_SECRET, AT(from)},
    {"to", "SOURCE", "what it shall be (the schema file)", SG_CLI_SECRET, AT(to)},
    {"online", NULL, "as generate --online would do it", SG_CLI_FLAG, AT(online)},
    SCRATCH_OPTION,
    {0},
};

#define LOCK_WAIT                                                                                             \
    {                                                                                                         \
        "lock-wait", "SECONDS", "how long to wait for another run to end (10)", SG_CLI_SECONDS, AT(lock_wait) \
    }
#define YES                                                       \
    {                                                             \
        "yes", NULL, "do it without asking", SG_CLI_FLAG, AT(yes) \
    }

static const sg_cli_option rollback_options[] = {
    {"to", "N", "take back all behind this migration, which stays", SG_CLI_NUMBER, AT(last)},
    {"steps", "K", "take back so many, from the last (1)", SG_CLI_NUMBER, AT(steps)},
    YES,
    LOCK_WAIT,
    {0},
};

static const sg_cli_option resolve_options[] = {
    {"applied", "MIGRATION", "its number or id: the database has what it makes", SG_CLI_TEXT, AT(applied)},
    {"rolled-back", "MIGRATION", "its number or id: the database has nothing of it", SG_CLI_TEXT, AT(rolled_back)},
    LOCK_WAIT,
    {0},
};

static const sg_cli_option repair_options[] = {
    {"accept", NULL, "take all of it as it stands", SG_CLI_FLAG, AT(accept)},
    LOCK_WAIT,
    {0},
};

static const sg_cli_option reset_options[] = {
    YES,
    LOCK_WAIT,
    {0},
};

static const sg_cli_option push_options[] = {
    {"dry-run", NULL, "only show the steps", SG_CLI_FLAG, AT(dry_run)},
    {"yes", NULL, "do steps that lose data without asking", SG_CLI_FLAG, AT(yes)},
    LOCK_WAIT,
    {0},
};

static const sg_cli_option unlock_options[] = {
    {"pid", "PROCESS", "only when it is this server process that holds the lock", SG_CLI_NUMBER, AT(pid)},
    YES,
    {"lock-wait", "SECONDS", "how long to wait for that session to end (10)", SG_CLI_SECONDS, AT(lock_wait)},
    {0},
};

static const sg_cli_option apply_options[] = {
    {"dry-run", NULL, "run everything in one transaction and roll it back", SG_CLI_FLAG, AT(dry_run)},
    {"to", "N", "stop after the migration of this number", SG_CLI_NUMBER, AT(last)},
    {"any-order", NULL, "run migrations too that come before applied ones", SG_CLI_FLAG, AT(any_order)},
    {"allow-drift", NULL, "go on where somebody changed by hand what applied migrations made", SG_CLI_FLAG,
     AT(allow_drift)},
    {"allow-pooler", NULL, "work through a connection pooler, where each migration fits one transaction", SG_CLI_FLAG,
     AT(allow_pooler)},
    LOCK_WAIT,
    {"max-block", "SECONDS", "how long a step may let other sessions wait before it steps back (2)", SG_CLI_SECONDS,
     AT(max_block)},
    {"lock-tries", "N", "how often a step may fail to get its locks (12)", SG_CLI_NUMBER, AT(lock_tries)},
    {0},
};

static const sg_cli_option baseline_options[] = {
    {"from", "TOOL", "whose table tells: prisma, sqlx, diesel, dbmate, golang-migrate, goose, drizzle, flyway, alembic",
     SG_CLI_TEXT, AT(from)},
    {"to", "N", "note migrations up to this number", SG_CLI_NUMBER, AT(last)},
    {"none", NULL, "note none: begin an empty history in a database that has other tables", SG_CLI_FLAG, AT(none)},
    {"accept-edited", NULL, "take files as they are now, when the tool applied another text", SG_CLI_FLAG,
     AT(accept_edited)},
    LOCK_WAIT,
    {0},
};

static const sg_cli_option vault_options[] = {
    {"vault", "PATH", "the file (.schemagen/vault)", SG_CLI_TEXT, AT(vault)},
    {"password-fd", "N", "read the password from this open file, one line, instead of the terminal", SG_CLI_TEXT,
     AT(password_fd)},
    {0},
};

static const sg_cli_option help_options[] = {
    {"all", NULL, "every command with its options", SG_CLI_FLAG, AT(all)},
    {0},
};

/* What commands work on: the schema file, the migrations beside it, a database, that and the migrations. */
#define FILE_ONLY (SG_CLI_SCHEMA | SG_CLI_FORMAT | SG_CLI_QUIET)
#define OFFLINE (FILE_ONLY | SG_CLI_PLACE)
#define DATABASE (FILE_ONLY | SG_CLI_URL)
#define ONLINE (OFFLINE | SG_CLI_URL)

#define ONLINE_EXITS "1 the server or the connection failed"
#define RUN_EXITS "1 a step, the server or the connection failed; 4 another run holds the lock"

const sg_cli_command sg_cli_commands[] = {
    {
        .name = "init",
        .summary = "write a small schema file to begin with",
        .text = "Writes a schema file with one table, and beside it schemagen.schema.json, from which editors learn "
                "the format. A schema file that is there is left alone.",
        .common = FILE_ONLY,
        .formats = text_json,
        .exits = "5 there is a schema file already",
        .run = sg_cli_init,
    },
    {
        .name = "validate",
        .summary = "check the schema file and the migrations",
        .text = "Reads the schema file and says all that is wrong with it, with file, line and column. Checks that "
                "the snapshot is what all migrations add up to. Writes nothing.",
        .common = OFFLINE | SG_CLI_TARGET,
        .formats = text_json,
        .run = sg_cli_validate,
    },
    {
        .name = "format",
        .summary = "rewrite the schema file in its tidy layout",
        .text =
            "Changes white space only: all that the file says stays, in its order. A file with mistakes is "
            "reported and left alone. In .prisma files attributes come into their usual order as well, and a relation "
            "whose other side, @relation or key fields are missing gets them. --upgrade also brings the older "
            "shape to the new one.",
        .options = format_options,
        .common = FILE_ONLY,
        .formats = text_json,
        .exits = "3 with --check: the file is not tidy",
        .run = sg_cli_format,
    },
    {
        .name = "convert",
        .summary = "say the schema in the other language",
        .text = "Reads a schema.json, a snapshot, .prisma files or any other source (see diff), and prints the same "
                "schema as canonical JSON or in the Prisma language. What that language has no words for is written as "
                "directives in doc comments; what JSON has no place for, such as names that only clients use, is named "
                "in warnings.",
        .options = convert_options,
        .lettered = "output",
        .common = FILE_ONLY,
        .formats = text_json,
        .exits = "1 the disk said no",
        .answers = true,
        .run = sg_cli_convert,
    },
    {
        .name = "generate",
        .summary = "write the next migration",
        .text = "Compares the schema file with the snapshot of the last migration and writes the difference as the "
                "next one, with a new snapshot. Needs no server unless --from names one. All files appear together or "
                "not at all; without a difference nothing is written. Steps that lose data are refused and named.",
        .options = generate_options,
        .common = OFFLINE | SG_CLI_TARGET,
        .formats = text_json,
        .exits = "1 the disk said no; 5 refused: data would be lost",
        .run = sg_cli_generate,
    },
    {
        .name = "diff",
        .summary = "show what has changed since the last migration",
        .text =
            "Compares two models, the snapshot and the schema file unless told otherwise. A source is a schema file, "
            "a snapshot, a .prisma file or folder, a migrations directory, a .sql file or folder, or the URL of a "
            "database. Scripts run in a scratch database, on the server of --url or on a throw-away one. The format "
            "sql prints the statements alone; migrations carry guards around them.",
        .options = diff_options,
        .common = OFFLINE | SG_CLI_TARGET,
        .formats = text_json_sql,
        .exits = ONLINE_EXITS "; 3 there is a difference",
        .answers = true,
        .run = sg_cli_diff,
    },
    {
        .name = "apply",
        .summary = "run the pending migrations",
        .text =
            "Runs what is pending, in order, each migration in a transaction with its row in "
            "schemagen.migrations, and stops at the first error. Only one run works on a database at a time. A step "
            "that cannot get its locks, or lets others wait for too long, steps back and tries again, more patiently "
            "each time. A connection that is lost is made again, and what was in doubt is read from the history.",
        .options = apply_options,
        .common = ONLINE,
        .formats = text_json,
        .exits = RUN_EXITS "; 5 history and directory or database disagree, or a right is missing",
        .run = sg_cli_apply,
    },
    {
        .name = "baseline",
        .summary = "note migrations as applied without running them",
        .text =
            "For a database that has what the migrations make. With --from it takes over the history of another "
            "tool: what that tool has applied is noted, after its checksums are compared with the files. The layout "
            "is that of the tool unless --layout says otherwise.",
        .options = baseline_options,
        .common = ONLINE,
        .formats = text_json,
        .exits = ONLINE_EXITS "; 4 another run holds the lock; 5 a migration failed, was edited or is missing",
        .run = sg_cli_baseline,
    },
    {
        .name = "rollback",
        .summary = "take migrations back",
        .operands = "[N]",
        .operand_limit = 1,
        .text =
            "Runs down.sql of applied migrations, the last one first, with the same guarantees as apply: without "
            "options that of the last one, with N those of migration N and all behind it. Shows which data is lost, "
            "with numbers of rows, and asks; without a terminal it needs --yes. A migration that has no way back is "
            "refused, and the file that is wanted is named.",
        .options = rollback_options,
        .common = ONLINE,
        .formats = text_json,
        .exits = RUN_EXITS "; 5 not confirmed, or no way back",
        .run = sg_cli_rollback,
    },
    {
        .name = "resolve",
        .summary = "say of a migration that it is applied, or not",
        .text =
            "Changes the history only; nothing is run. For migrations whose work was done or taken back by hand, and "
            "for those that stopped in the middle and shall begin again.",
        .options = resolve_options,
        .common = ONLINE,
        .formats = text_json,
        .exits = ONLINE_EXITS "; 4 another run holds the lock; 5 it is so already",
        .run = sg_cli_resolve,
    },
    {
        .name = "repair",
        .summary = "take edited migrations as they are now",
        .text =
            "Lists migrations that were edited since they were applied, and what does not fit in a history that was "
            "changed by hand. With --accept the files and the history count as they stand; nothing is run.",
        .options = repair_options,
        .common = ONLINE,
        .formats = text_json,
        .exits = ONLINE_EXITS "; 3 there is something to accept; 4 another run holds the lock",
        .answers = true,
        .run = sg_cli_repair,
    },
    {
        .name = "history",
        .summary = "list all that happened to the history",
        .text =
            "Prints schemagen.log: every migration that was applied, noted, rolled back or accepted, when and by whom. "
            "Checks that its rows, each of which carries the hash of all before, and the history fit together.",
        .common = DATABASE,
        .formats = text_json,
        .exits = ONLINE_EXITS "; 5 the history was changed by hand",
        .answers = true,
        .run = sg_cli_history,
    },
    {
        .name = "current",
        .summary = "print the last migration that is applied",
        .text = "Needs no directory of migrations.",
        .common = DATABASE,
        .formats = text_json,
        .exits = ONLINE_EXITS,
        .answers = true,
        .run = sg_cli_current,
    },
    {
        .name = "unlock",
        .summary = "end the session that holds the lock",
        .text =
            "Shows who holds the lock of a run, asks, and ends that session; its transaction is rolled back. Without a "
            "terminal it needs --yes.",
        .options = unlock_options,
        .common = DATABASE,
        .formats = text_json,
        .exits = ONLINE_EXITS "; 4 it does not end; 5 not confirmed",
        .run = sg_cli_unlock,
    },
    {
        .name = "status",
        .summary = "list migrations: applied, pending, edited, missing",
        .text = "Compares the directory with the history in the database. Writes nothing.",
        .common = ONLINE,
        .formats = text_json,
        .exits = ONLINE_EXITS "; 3 not everything is applied as it stands",
        .answers = true,
        .run = sg_cli_status,
    },
    {
        .name = "verify",
        .summary = "compare the database with the snapshot",
        .text = "Reads the catalogs and says how the database differs from what the migrations make, seeds too.",
        .common = ONLINE,
        .formats = text_json,
        .exits = ONLINE_EXITS "; 3 the database differs",
        .answers = true,
        .run = sg_cli_verify,
    },
    {
        .name = "pull",
        .summary = "write what a database holds as a schema file",
        .text = "Reads the catalogs and prints them as a schema.json or in the Prisma language. The database is not "
                "changed. What the database holds and schemagen does not manage is named in a warning.",
        .options = pull_options,
        .lettered = "output",
        .common = DATABASE,
        .formats = text_json,
        .exits = ONLINE_EXITS "; 5 the folder holds other files",
        .answers = true,
        .run = sg_cli_pull,
    },
    {
        .name = "reset",
        .summary = "drop all of a development database and apply again",
        .text = "Drops every schema with all that is in it, the history as well, and applies all migrations with their "
                "seeds. Asks first; without a terminal it needs --yes. Works only in databases that are marked: ALTER "
                "DATABASE name SET schemagen.development = 'on'. Throw-away servers of dev are marked.",
        .options = reset_options,
        .common = ONLINE,
        .formats = text_json,
        .exits = RUN_EXITS "; 5 not marked, or not confirmed",
        .run = sg_cli_reset,
    },
    {
        .name = "push",
        .summary = "bring a development database to the schema file",
        .text =
            "Compares what the database holds with the schema file and makes it so, without a migration and without a "
            "line in the history. Steps that lose data are shown and need a yes. Works only in databases that are "
            "marked as reset wants it.",
        .options = push_options,
        .common = DATABASE,
        .formats = text_json,
        .exits = RUN_EXITS "; 5 not marked, or not confirmed",
        .run = sg_cli_push,
    },
    {
        .name = "doctor",
        .summary = "look whether all is ready for a run",
        .text =
            "Looks at the URLs, whether they lead to the same database and past poolers, and at the server: version, "
            "read-only, TLS, rights, clock, who holds the lock, the history, long and prepared transactions, invalid "
            "indexes, free connections. Each finding comes with its fix in one line. Changes nothing.",
        .common = DATABASE | SG_CLI_LAYOUT,
        .formats = text_json,
        .exits = "1 something would stop a run",
        .answers = true,
        .run = sg_cli_doctor,
    },
    {
        .name = "vault",
        .summary = "keep URLs under a password",
        .operands = "set NAME | rm NAME | run -- COMMAND [ARGUMENT...]",
        .operand_limit = (size_t)-1,
        .text =
            "set asks for a value, such as the URL of DIRECT_URL, and keeps it in an encrypted file (AES-256-GCM, the "
            "key from the password by scrypt) that only its owner may read. run sets all that it holds as variables "
            "and runs the command in its place. rm forgets a value. The password is asked on the terminal and kept "
            "nowhere; without a terminal it comes through --password-fd. Where standard input is no terminal, set "
            "reads the value from there.",
        .options = vault_options,
        .common = SG_CLI_QUIET,
        .exits = "1 the vault does not open, or the disk said no; with run that of the command",
        .run = sg_cli_vault,
    },
    {
        .name = "dev",
        .summary = "run a command beside a throw-away server",
        .operands = "[-- COMMAND [ARGUMENT...]]",
        .operand_limit = (size_t)-1,
        .text = "Starts an empty PostgreSQL in a temporary directory, sets DATABASE_URL and DIRECT_URL, runs the "
                "command, and removes all of it again. Without a command it prints the variables and waits for Ctrl-C. "
                "PG_BINDIR says where initdb and postgres are.",
        .common = SG_CLI_QUIET,
        .exits = "1 the server did not start; else that of the command",
        .run = sg_cli_dev,
    },
    {
        .name = "explain",
        .summary = "tell more about a code such as SG0401",
        .operands = "[SGnnnn]",
        .operand_limit = 1,
        .text = "Says what a diagnostic means and the way out. Without a code it lists all.",
        .common = SG_CLI_FORMAT,
        .formats = text_json,
        .answers = true,
        .run = sg_cli_explain,
    },
    {
        .name = "help",
        .summary = "list the commands, or the options of one",
        .operands = "[COMMAND]",
        .operand_limit = 1,
        .text = "The same as --help behind a command.",
        .options = help_options,
        .common = SG_CLI_FORMAT,
        .formats = text_markdown,
        .answers = true,
        .run = sg_cli_run_help,
    },
    {
        .name = "version",
        .summary = "print the version",
        .text = "The same as schemagen --version.",
        .common = SG_CLI_FORMAT,
        .formats = text_json,
        .answers = true,
        .run = sg_cli_version,
    },
};

const size_t sg_cli_command_count = sizeof sg_cli_commands / sizeof *sg_cli_commands;

const sg_cli_command *sg_cli_command_named(const char *name)
{
    for (size_t i = 0; i < sg_cli_command_count; i++)
        if (strcmp(sg_cli_commands[i].name, name) == 0)
            return &sg_cli_commands[i];
    return NULL;
}
