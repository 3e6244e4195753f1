/* The way back, and work on the history. */
#include <stdlib.h>
#include <string.h>

#include "actions.h"

static int exit_code_of(schemagen_status status, int signal)
{
    return signal != 0 ? 128 + signal : (int)status;
}

int sg_cli_rollback(sg_cli *cli)
{
    schemagen_rollback_options options = {
        .to = cli->values.last, .steps = cli->values.steps, .lock_wait = cli->values.lock_wait};
    schemagen_rolled_back rolled_back;

    if (cli->operand_count > 0 && !sg_cli_number(cli, "rollback", cli->operands[0], &options.from))
        return sg_cli_refuse(cli);
    if ((options.from > 0) + (options.to > 0) + (options.steps > 0) > 1) {
        sg_cli_complain(cli, NULL, "one of N, --to N and --steps K says how far back");
        return sg_cli_refuse(cli);
    }
    schemagen_status status = schemagen_rollback(cli->session, &options, &rolled_back);
    int exit_code = exit_code_of(status, rolled_back.signal);
    if (sg_cli_begin(cli, exit_code, rolled_back.complete || rolled_back.count > 0 || cli->format == SCHEMAGEN_JSON))
        schemagen_rolled_back_print(&rolled_back, stdout, cli->format);
    return sg_cli_end(cli, exit_code);
}

int sg_cli_resolve(sg_cli *cli)
{
    const char *applied = cli->values.applied, *rolled_back = cli->values.rolled_back;
    schemagen_resolve_options options = {.migration = applied ? applied : rolled_back,
                                         .is_applied = applied != NULL,
                                         .lock_wait = cli->values.lock_wait};
    schemagen_migration resolved;

    if (!applied == !rolled_back) {
        sg_cli_complain(cli, "schemagen status lists the migrations",
                        "resolve needs --applied MIGRATION or --rolled-back MIGRATION");
        return sg_cli_refuse(cli);
    }
    schemagen_status status = schemagen_resolve(cli->session, &options, &resolved);
    if (sg_cli_begin(cli, status, status == SCHEMAGEN_OK))
        schemagen_resolved_print(&resolved, stdout, cli->format);
    return sg_cli_end(cli, status);
}

int sg_cli_repair(sg_cli *cli)
{
    schemagen_repaired repaired;
    schemagen_status status = schemagen_repair(cli->session, cli->values.accept, cli->values.lock_wait, &repaired);

    if (sg_cli_begin(cli, status, status == SCHEMAGEN_OK || status == SCHEMAGEN_DIFFERENT))
        schemagen_repaired_print(&repaired, stdout, cli->format);
    return sg_cli_end(cli, status);
}

int sg_cli_unlock(sg_cli *cli)
{
    const char *ended;
    schemagen_status status = schemagen_unlock(cli->session, cli->values.pid, cli->values.lock_wait, &ended);

    if (sg_cli_begin(cli, status, status == SCHEMAGEN_OK))
        schemagen_unlocked_print(ended, stdout, cli->format);
    return sg_cli_end(cli, status);
}

int sg_cli_history(sg_cli *cli)
{
    schemagen_history history;
    schemagen_status status = schemagen_history_read(cli->session, &history);

    if (sg_cli_begin(cli, status, status == SCHEMAGEN_OK || history.count > 0))
        schemagen_history_print(&history, stdout, cli->format);
    return sg_cli_end(cli, status);
}

int sg_cli_current(sg_cli *cli)
{
    schemagen_migration current;
    schemagen_status status = schemagen_current(cli->session, &current);

    if (sg_cli_begin(cli, status, status == SCHEMAGEN_OK))
        schemagen_current_print(&current, stdout, cli->format);
    return sg_cli_end(cli, status);
}

int sg_cli_doctor(sg_cli *cli)
{
    schemagen_examined examined;
    schemagen_status status = schemagen_examine(cli->session, &examined);

    if (sg_cli_begin(cli, status, examined.count > 0))
        schemagen_examined_print(&examined, stdout, cli->format, cli->colour);
    return sg_cli_end(cli, status);
}

int sg_cli_reset(sg_cli *cli)
{
    schemagen_applied applied;
    schemagen_status status = schemagen_reset(cli->session, cli->values.lock_wait, &applied);
    int exit_code = exit_code_of(status, applied.signal);

    if (sg_cli_begin(cli, exit_code, applied.complete || applied.count > 0 || cli->format == SCHEMAGEN_JSON))
        schemagen_applied_print(&applied, stdout, cli->format);
    return sg_cli_end(cli, exit_code);
}

int sg_cli_push(sg_cli *cli)
{
    schemagen_pushed pushed;
    schemagen_status status = schemagen_push(cli->session, cli->values.dry_run, cli->values.lock_wait, &pushed);

    if (sg_cli_begin(cli, status, pushed.plan && status == SCHEMAGEN_OK))
        schemagen_pushed_print(&pushed, stdout, cli->format, cli->colour);
    return sg_cli_end(cli, status);
}
