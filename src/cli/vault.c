/* URLs under a password. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "actions.h"
#include "secret.h"

#define DEFAULT_VAULT ".schemagen/vault"
/* As a shell says it: the command cannot be run, or is not there. */
#define CANNOT_RUN 126
#define NOT_FOUND 127

static const char *vault_path(const sg_cli *cli)
{
    return cli->values.vault ? cli->values.vault : DEFAULT_VAULT;
}

/* What is secret here shall not lie about as a dump of memory. */
static void keep_memory_private(void)
{
    struct rlimit none = {0, 0};

    prctl(PR_SET_DUMPABLE, 0);
    setrlimit(RLIMIT_CORE, &none);
}

/* From the file descriptor that was named, else from the terminal; twice for a vault that begins. */
static bool ask_password(sg_cli *cli, char password[SG_SECRET_SIZE], bool begins)
{
    char again[SG_SECRET_SIZE];

    if (cli->values.password_fd)
        return sg_secret_read_fd(cli, cli->values.password_fd, password);
    if (!sg_secret_ask(cli, "Password of the vault: ", password))
        return false;
    if (!begins)
        return true;
    bool same = sg_secret_ask(cli, "Once more: ", again) && strcmp(password, again) == 0;
    explicit_bzero(again, sizeof again);
    return same || sg_cli_complain(cli, NULL, "the two are not the same");
}

static bool ask_value(sg_cli *cli, const char *name, char value[SG_SECRET_SIZE])
{
    char question[96];

    if (!isatty(STDIN_FILENO))
        return sg_secret_read_fd(cli, "0", value);
    snprintf(question, sizeof question, "Value of %s: ", name);
    return sg_secret_ask(cli, question, value);
}

static int change(sg_cli *cli, bool removes)
{
    char password[SG_SECRET_SIZE] = "", value[SG_SECRET_SIZE] = "";
    const char *path = vault_path(cli), *name = cli->operands[1];
    schemagen_status status = SCHEMAGEN_BAD_INPUT;

    if (ask_password(cli, password, !removes && !schemagen_vault_exists(path)) &&
        (removes || ask_value(cli, name, value)))
        status = schemagen_vault_set(cli->session, path, password, name, removes ? NULL : value);
    explicit_bzero(password, sizeof password);
    explicit_bzero(value, sizeof value);
    if (sg_cli_begin(cli, status, status == SCHEMAGEN_OK))
        printf("%s %s %s.\n", removes ? "Removed" : "Kept", name, removes ? "from the vault" : "in the vault");
    return sg_cli_end(cli, status);
}

static void set_variable(void *context, const char *name, const char *value)
{
    (void)context;
    setenv(name, value, 1);
}

/* The command takes the place of this process. */
static int run(sg_cli *cli)
{
    char password[SG_SECRET_SIZE] = "";
    schemagen_status status = SCHEMAGEN_BAD_INPUT;

    if (ask_password(cli, password, false))
        status = schemagen_vault_each(cli->session, vault_path(cli), password, set_variable, NULL);
    explicit_bzero(password, sizeof password);
    if (status != SCHEMAGEN_OK)
        return sg_cli_end(cli, status);
    execvp(cli->operands[1], cli->operands + 1);
    int exit_code = errno == ENOENT ? NOT_FOUND : CANNOT_RUN;
    sg_cli_complain(cli, NULL, "cannot run %s: %s", cli->operands[1], strerror(errno));
    return sg_cli_end(cli, exit_code);
}

int sg_cli_vault(sg_cli *cli)
{
    const char *verb = cli->operand_count > 1 ? cli->operands[0] : "";

    keep_memory_private();
    if (strcmp(verb, "run") == 0)
        return run(cli);
    if (strcmp(verb, "set") == 0 && cli->operand_count == 2)
        return change(cli, false);
    if (strcmp(verb, "rm") == 0 && cli->operand_count == 2)
        return change(cli, true);
    sg_cli_complain(cli, "vault set NAME, vault rm NAME, vault run -- COMMAND", "the vault is told what to do");
    return sg_cli_refuse(cli);
}
