#include "bouncer.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROGRAM "/usr/sbin/pgbouncer"
#define TRIES 100
#define PORTS 10

static pid_t process;

bool bouncer_is_there(void)
{
    return access(PROGRAM, X_OK) == 0;
}

static struct sockaddr_in local(int port)
{
    return (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static bool answers(int port)
{
    struct sockaddr_in address = local(port);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    bool connected = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    if (fd >= 0)
        close(fd);
    return connected;
}

static bool write_settings(const char *path, const char *server_host, const char *server_port, int port,
                           const char *mode, const char *more)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return false;
    fprintf(file,
            "[databases]\n* = host=%s port=%s user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = %d\n"
            "unix_socket_dir =\nauth_type = any\npool_mode = %s\nmax_client_conn = 200\ndefault_pool_size = 5\n"
            "log_connections = 0\nlog_disconnections = 0\n%s\n",
            server_host, server_port, port, mode, more);
    bool written = fclose(file) == 0;
    return chmod(path, 0644) == 0 && written;
}

/* It refuses to run as root. */
static void become_bouncer(const char *path)
{
    int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    if (geteuid() == 0)
        execl(PROGRAM, PROGRAM, "-q", "-u", "postgres", path, (char *)NULL);
    execl(PROGRAM, PROGRAM, "-q", path, (char *)NULL);
    _exit(127);
}

/* True once it listens; false when it has ended, as it does when the port is taken. */
static bool comes_up(int port)
{
    for (int i = 0; i < TRIES && waitpid(process, NULL, WNOHANG) == 0; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
        if (answers(port))
            return waitpid(process, NULL, WNOHANG) == 0;
    }
    return false;
}

/* Nothing reserves a port, so the way to find a free one is to try. */
int bouncer_start(const char *folder, const char *server_host, const char *server_port, const char *mode,
                  const char *more)
{
    char path[256];
    snprintf(path, sizeof path, "%s/bouncer.ini", folder);
    for (int i = 0; i < PORTS; i++) {
        unsigned random = 0;
        (void)!getrandom(&random, sizeof random, 0);
        int port = 10000 + (int)(random % 10000);
        if (!write_settings(path, server_host, server_port, port, mode, more))
            return 0;
        process = fork();
        if (process == 0)
            become_bouncer(path);
        if (process > 0 && comes_up(port))
            return port;
        bouncer_stop();
    }
    return 0;
}

void bouncer_stop(void)
{
    if (process <= 0)
        return;
    kill(process, SIGKILL);
    waitpid(process, NULL, 0);
    process = 0;
}
