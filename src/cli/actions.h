/* actions.h - what the commands do: each calls the library, prints the result and returns the exit code. */
#ifndef SG_ACTIONS_H
#define SG_ACTIONS_H

#include "cli.h"

int sg_cli_init(sg_cli *cli);
int sg_cli_validate(sg_cli *cli);
int sg_cli_format(sg_cli *cli);
int sg_cli_convert(sg_cli *cli);
int sg_cli_pull(sg_cli *cli);
int sg_cli_generate(sg_cli *cli);
int sg_cli_diff(sg_cli *cli);
int sg_cli_apply(sg_cli *cli);
int sg_cli_baseline(sg_cli *cli);
int sg_cli_rollback(sg_cli *cli);
int sg_cli_resolve(sg_cli *cli);
int sg_cli_repair(sg_cli *cli);
int sg_cli_unlock(sg_cli *cli);
int sg_cli_history(sg_cli *cli);
int sg_cli_current(sg_cli *cli);
int sg_cli_reset(sg_cli *cli);
int sg_cli_push(sg_cli *cli);
int sg_cli_doctor(sg_cli *cli);
int sg_cli_vault(sg_cli *cli);
int sg_cli_status(sg_cli *cli);
int sg_cli_verify(sg_cli *cli);
int sg_cli_dev(sg_cli *cli);
int sg_cli_explain(sg_cli *cli);
int sg_cli_run_help(sg_cli *cli);
int sg_cli_version(sg_cli *cli);

#endif
