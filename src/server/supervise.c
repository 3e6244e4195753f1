/* The supervisor: a process between us and the server, that outlives both for as long as it takes to clean up. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "server_private.h"

#define LOOK_EVERY_MS 50
#define START_ATTEMPTS 5
/* The longest path a socket's address can hold, without its name. */
#define SOCKET_DIR_BYTES 90
#define LOG_LIMIT (1024 * 1024)
#define LOG_SHOWN 600

typedef struct supervisor {
    const sg_server_plan *plan;
    sg_arena *arena;
    int life;
    int report;
} supervisor;

static const char *in_dir(supervisor *s, const char *name)
{
    return sg_arena_printf(s->arena, "%s/%s", s->plan->dir, name);
}

static void say(supervisor *s, const char *text)
{
    (void)!write(s->report, text, strlen(text));
    close(s->report);
    s->report = -1;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *place)
{
    (void)info, (void)type, (void)place;
    (void)remove(path);
    return 0;
}

_Noreturn static void finish(supervisor *s)
{
    nftw(s->plan->dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    _exit(0);
}

static void become_user(const sg_server_plan *plan)
{
    if (plan->change_user && (setgroups(0, NULL) != 0 || setgid(plan->group) != 0 || setuid(plan->user) != 0))
        _exit(126);
}

/* Starts a program of the server, its input from `input`, all it says to the log. Its path is also its first argument:
 * the programs find each other by it. */
static pid_t start(supervisor *s, const char *program, const char **arguments, const char *input)
{
    arguments[0] = sg_arena_printf(s->arena, "%s/%s", s->plan->bin, program);
    pid_t child = fork();
    if (child != 0)
        return child;
    setpgid(0, 0);
    become_user(s->plan);
    /* A change of user forgets it, so it comes after. */
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    int in = open(input, O_RDONLY | O_CLOEXEC);
    int log = open(in_dir(s, "log"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (in < 0 || log < 0 || dup2(in, 0) < 0 || dup2(log, 1) < 0 || dup2(log, 2) < 0)
        _exit(126);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    execv(arguments[0], (char *const *)arguments);
    _exit(127);
}

/* Waits a moment for the end of our master; true when it has come. */
static bool is_over(supervisor *s)
{
    struct pollfd life = {.fd = s->life, .events = POLLIN};
    return poll(&life, 1, LOOK_EVERY_MS) > 0;
}

/* Runs a program to its end. False when it failed. */
static bool run(supervisor *s, const char *program, const char **arguments, const char *input)
{
    int status;
    pid_t child = start(s, program, arguments, input);
    if (child < 0)
        return false;
    while (waitpid(child, &status, WNOHANG) == 0) {
        if (is_over(s)) {
            kill(-child, SIGKILL);
            waitpid(child, &status, 0);
            finish(s);
        }
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void stop_server(pid_t server)
{
    int status;
    /* Nothing of it is kept, so it need not take its leave. */
    kill(server, SIGQUIT);
    while (waitpid(server, &status, 0) < 0 && errno == EINTR)
        ;
}

/* The end of the log, for the report. */
static const char *log_end(supervisor *s)
{
    char *text;
    size_t length;
    if (sg_file_read(s->arena, in_dir(s, "log"), LOG_LIMIT, &text, &length) != 0)
        return "it left no log";
    return length > LOG_SHOWN ? text + length - LOG_SHOWN : text;
}

_Noreturn static void give_up(supervisor *s, const char *what)
{
    say(s, sg_arena_printf(s->arena, "%s: %s", what, log_end(s)));
    finish(s);
}

static bool write_file(supervisor *s, const char *name, const char *text)
{
    const char *path = in_dir(s, name);
    return sg_file_replace(path, text, strlen(text)) == 0 && chmod(path, 0600) == 0 &&
           (!s->plan->change_user || chown(path, s->plan->user, s->plan->group) == 0);
}

static void make_cluster(supervisor *s)
{
    const char *data = in_dir(s, "data");
    const char *initdb[] = {NULL,
                            "-D",
                            data,
                            "-U",
                            "postgres",
                            "--auth-local=trust",
                            "--auth-host=scram-sha-256",
                            sg_arena_printf(s->arena, "--pwfile=%s", in_dir(s, "password")),
                            "--encoding=UTF8",
                            "--locale=C.UTF-8",
                            "--no-sync",
                            NULL};
    const char *single[] = {NULL, "--single", "-F", "-D", data, "postgres", NULL};
    if (!write_file(s, "password", s->plan->password) ||
        !write_file(s, "create.sql", "CREATE DATABASE " SG_SERVER_DATABASE "\n"))
        give_up(s, "the temporary directory cannot be written");
    if (!run(s, "initdb", initdb, "/dev/null"))
        give_up(s, "initdb failed");
    if (!run(s, "postgres", single, in_dir(s, "create.sql")))
        give_up(s, "the database cannot be created");
}

/* A port that is free just now. Another process may be quicker to take it, so starting is tried more than once. */
static unsigned free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool found = probe >= 0 && bind(probe, (struct sockaddr *)&address, length) == 0 &&
                 getsockname(probe, (struct sockaddr *)&address, &length) == 0;
    if (probe >= 0)
        close(probe);
    return found ? ntohs(address.sin_port) : 0;
}

static pid_t start_server(supervisor *s, unsigned port)
{
    const char *socket_dir = strlen(s->plan->dir) <= SOCKET_DIR_BYTES ? s->plan->dir : "";
    const char *arguments[] = {NULL,
                               "-D",
                               in_dir(s, "data"),
                               "-p",
                               sg_arena_printf(s->arena, "%u", port),
                               "-k",
                               socket_dir,
                               "-c",
                               "listen_addresses=127.0.0.1",
                               "-c",
                               "fsync=off",
                               "-c",
                               "full_page_writes=off",
                               "-c",
                               "synchronous_commit=off",
                               "-c",
                               "schemagen.development=on",
                               NULL};
    return start(s, "postgres", arguments, "/dev/null");
}

/* The server writes the word into its pid file when it accepts connections. */
static bool is_ready(supervisor *s)
{
    char *text;
    size_t length;
    return sg_file_read(s->arena, in_dir(s, "data/postmaster.pid"), LOG_LIMIT, &text, &length) == 0 &&
           strstr(text, "\nready") != NULL;
}

/* True when the server is ready; false when it ended instead. */
static bool await_ready(supervisor *s, pid_t server)
{
    int status;
    while (waitpid(server, &status, WNOHANG) == 0) {
        if (is_ready(s))
            return true;
        if (is_over(s)) {
            stop_server(server);
            finish(s);
        }
    }
    return false;
}

static pid_t bring_up(supervisor *s, unsigned *port)
{
    for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
        *port = free_port();
        pid_t server = start_server(s, *port);
        if (server > 0 && await_ready(s, server))
            return server;
    }
    give_up(s, "the server does not start");
}

/* The caller's terminal, pipes and other descriptors must not be held open from here. */
static void leave_caller(supervisor *s)
{
    setsid();
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int nowhere = open("/dev/null", O_RDWR);
    int life = fcntl(s->life, F_DUPFD, 10);
    int report = fcntl(s->report, F_DUPFD, 10);
    for (int i = 0; i < 3; i++)
        dup2(nowhere, i);
    s->life = dup2(life, 3);
    s->report = dup2(report, 4);
    close_range(5, ~0U, 0);
    fcntl(s->life, F_SETFD, FD_CLOEXEC);
    fcntl(s->report, F_SETFD, FD_CLOEXEC);
}

void sg_server_supervise(const sg_server_plan *plan, int life, int report)
{
    supervisor s = {.plan = plan, .arena = sg_arena_new(), .life = life, .report = report};
    unsigned port;
    int status;
    leave_caller(&s);
    if (chdir(plan->dir) != 0)
        give_up(&s, "the temporary directory cannot be entered");
    make_cluster(&s);
    pid_t server = bring_up(&s, &port);
    say(&s, sg_arena_printf(s.arena, "%u", port));
    while (waitpid(server, &status, WNOHANG) == 0) {
        if (is_over(&s)) {
            stop_server(server);
            break;
        }
    }
    finish(&s);
}
