#include "secret.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Byte by byte, so that what comes behind the line stays for others. Ctrl-C and Ctrl-D end it. */
static bool read_line(int fd, char text[SG_SECRET_SIZE])
{
    static const char ends[] = "\n\r\003\004";
    size_t length = 0;
    char c = '\0';

    while (length < SG_SECRET_SIZE - 1 && read(fd, &c, 1) == 1 && !memchr(ends, c, sizeof ends))
        text[length++] = c;
    text[length] = '\0';
    return length > 0 && length < SG_SECRET_SIZE - 1 && c != '\003';
}

bool sg_secret_ask(sg_cli *cli, const char *question, char text[SG_SECRET_SIZE])
{
    struct termios before, silent;
    int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

    if (fd < 0 || tcgetattr(fd, &before) != 0) {
        if (fd >= 0)
            close(fd);
        return sg_cli_complain(cli, "hand the password over with --password-fd N", "there is no terminal to ask on");
    }
    silent = before;
    silent.c_lflag &= ~(tcflag_t)(ECHO | ISIG); /* Ctrl-C must not leave a terminal that shows nothing */
    bool read =
        tcsetattr(fd, TCSAFLUSH, &silent) == 0 && write(fd, question, strlen(question)) > 0 && read_line(fd, text);
    tcsetattr(fd, TCSAFLUSH, &before);
    (void)!write(fd, "\n", 1);
    close(fd);
    return read || sg_cli_complain(cli, NULL, "nothing was typed");
}

bool sg_secret_read_fd(sg_cli *cli, const char *number, char text[SG_SECRET_SIZE])
{
    char *end;
    long fd = strtol(number, &end, 10);

    if (*number < '0' || *number > '9' || *end != '\0' || fd > 1023)
        return sg_cli_complain(cli, NULL, "--password-fd needs the number of an open file, not \"%s\"", number);
    return read_line((int)fd, text) || sg_cli_complain(cli, NULL, "file descriptor %ld gives no line", fd);
}
