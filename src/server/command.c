/* Beside the server: a command, or nothing but waiting. */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server_private.h"
#include "vec.h"

#define LOOK_EVERY_NS (200 * 1000 * 1000)

static const int passed_on[] = {SIGINT, SIGTERM, SIGHUP};
#define SIGNAL_COUNT (sizeof passed_on / sizeof *passed_on)

static volatile pid_t receiver;

/* What the terminal sends goes to the command as well, without us. */
static void pass_on(int number, siginfo_t *info, void *context)
{
    (void)context;
    if (info->si_code != SI_KERNEL && receiver > 0)
        kill(receiver, number);
}

static void signal_set(sigset_t *set)
{
    sigemptyset(set);
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        sigaddset(set, passed_on[i]);
}

static void catch_signals(struct sigaction before[SIGNAL_COUNT])
{
    struct sigaction action = {.sa_sigaction = pass_on, .sa_flags = SA_SIGINFO | SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < SIGNAL_COUNT; i++) {
        sigaction(passed_on[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN)
            sigaction(passed_on[i], &action, NULL);
    }
}

static void release_signals(const struct sigaction before[SIGNAL_COUNT])
{
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        sigaction(passed_on[i], &before[i], NULL);
}

/* Our environment with the URLs in it; `vec` ends with NULL. */
static void make_environment(const sg_server *server, sg_vec *vec)
{
    static const char *const names[] = {"DATABASE_URL=", "DIRECT_URL="};
    size_t count = sizeof names / sizeof *names;
    for (char **entry = environ; *entry != NULL; entry++) {
        bool replaced = false;
        for (size_t i = 0; i < count; i++)
            replaced |= strncmp(*entry, names[i], strlen(names[i])) == 0;
        if (!replaced)
            sg_vec_push(vec, *entry);
    }
    for (size_t i = 0; i < count; i++)
        sg_vec_push(vec, sg_arena_printf(server->arena, "%s%s", names[i], server->url));
    sg_vec_push(vec, NULL);
}

/* Starts the command with the signals as they were before us. Returns 0 or an errno value. */
static int spawn(const sg_server *server, char *const *command, const sigset_t *mask, pid_t *child)
{
    posix_spawnattr_t attributes;
    sg_vec environment = SG_VEC_EMPTY;
    make_environment(server, &environment);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attributes, mask);
    int error = posix_spawnp(child, command[0], NULL, &attributes, command, (char *const *)environment.items);
    posix_spawnattr_destroy(&attributes);
    sg_vec_release(&environment);
    return error;
}

int sg_server_run(const sg_server *server, char *const *command, sg_diags *diags)
{
    struct sigaction before[SIGNAL_COUNT];
    sigset_t set, mask;
    pid_t child;
    int status = 0;
    signal_set(&set);
    sigprocmask(SIG_BLOCK, &set, &mask);
    receiver = 0;
    catch_signals(before);
    int error = spawn(server, command, &mask, &child);
    if (error == 0)
        receiver = child;
    sigprocmask(SIG_SETMASK, &mask, NULL);
    while (error == 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    receiver = 0;
    release_signals(before);
    if (error != 0) {
        sg_diag_add(diags, SG_USAGE, SG_NOWHERE, "%s cannot be started: %s", command[0], strerror(error));
        return 127;
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static bool has_ended(const sg_server *server)
{
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)server->supervisor, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

int sg_server_wait(const sg_server *server)
{
    struct timespec moment = {0, LOOK_EVERY_NS};
    sigset_t set, mask;
    int number;
    signal_set(&set);
    sigprocmask(SIG_BLOCK, &set, &mask);
    do
        number = sigtimedwait(&set, NULL, &moment);
    while (number <= 0 && !has_ended(server));
    sigprocmask(SIG_SETMASK, &mask, NULL);
    return number > 0 ? number : 0;
}
