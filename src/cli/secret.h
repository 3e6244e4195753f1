/* secret.h - texts that are typed or handed over, and never shown. */
#ifndef SG_SECRET_H
#define SG_SECRET_H

#include "cli.h"

#define SG_SECRET_SIZE 4096

/* One line from the terminal, without echo. False after complaining: there is no terminal, or nothing was typed. */
bool sg_secret_ask(sg_cli *cli, const char *question, char text[SG_SECRET_SIZE]);
/* One line from an open file descriptor, by its number. */
bool sg_secret_read_fd(sg_cli *cli, const char *number, char text[SG_SECRET_SIZE]);

#endif
