#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "server_private.h"

#define PASSWORD_BYTES 16
#define REPORT_BYTES 2048

static const char *make_password(sg_arena *arena)
{
    unsigned char bytes[PASSWORD_BYTES];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return NULL;
    sg_buf text;
    sg_buf_init(&text);
    for (size_t i = 0; i < sizeof bytes; i++)
        sg_buf_addf(&text, "%02x", bytes[i]);
    const char *password = sg_arena_strdup(arena, text.data);
    sg_buf_release(&text);
    return password;
}

/* PostgreSQL refuses to run as root. */
static bool choose_user(sg_server_plan *plan, sg_diags *diags)
{
    if (geteuid() != 0)
        return true;
    const struct passwd *user = getpwnam("postgres");
    if (user == NULL)
        user = getpwnam("nobody");
    if (user == NULL) {
        sg_diag_add(diags, SG_NO_SERVER_BINARIES, SG_NOWHERE,
                    "PostgreSQL does not run as root, and there is no user postgres or nobody");
        return false;
    }
    plan->change_user = true;
    plan->user = user->pw_uid;
    plan->group = user->pw_gid;
    return true;
}

static bool make_dir(sg_arena *arena, sg_server_plan *plan, sg_diags *diags)
{
    const char *base = getenv("TMPDIR");
    char *dir = sg_arena_printf(arena, "%s/schemagen-server-XXXXXX", base != NULL && *base == '/' ? base : "/tmp");
    if (mkdtemp(dir) == NULL || (plan->change_user && chown(dir, plan->user, plan->group) != 0)) {
        sg_diag_add(diags, SG_FILE_WRITE, SG_NOWHERE, "%s: %s", dir, strerror(errno));
        return false;
    }
    plan->dir = dir;
    return true;
}

static bool make_plan(sg_arena *arena, sg_server_plan *plan, sg_diags *diags)
{
    plan->bin = sg_server_find_bin(arena);
    if (plan->bin == NULL) {
        sg_diag_add(diags, SG_NO_SERVER_BINARIES, SG_NOWHERE, "initdb and postgres are not found");
        return false;
    }
    plan->password = make_password(arena);
    if (plan->password == NULL) {
        sg_diag_add(diags, SG_CONNECT, SG_NOWHERE, "the system gives no random numbers");
        return false;
    }
    sg_diags_redact(diags, plan->password);
    return choose_user(plan, diags) && make_dir(arena, plan, diags);
}

/* Reads all that the supervisor says before it closes its end. */
static void read_report(int from, char *text, size_t size)
{
    size_t length = 0;
    ssize_t got;
    while (length < size - 1 &&
           ((got = read(from, text + length, size - 1 - length)) > 0 || (got < 0 && errno == EINTR)))
        length += got > 0 ? (size_t)got : 0;
    text[length] = '\0';
}

/* Begins the supervisor. Its first words are the port, or else the trouble, in `report`. */
static bool begin(sg_server *server, const sg_server_plan *plan, char *report, sg_diags *diags)
{
    int life[2], talk[2];
    bool piped = pipe2(life, O_CLOEXEC) == 0 && pipe2(talk, O_CLOEXEC) == 0;
    server->supervisor = piped ? fork() : -1;
    if (server->supervisor == 0) {
        close(life[1]);
        close(talk[0]);
        sg_server_supervise(plan, life[0], talk[1]);
    }
    if (server->supervisor < 0) {
        sg_diag_add(diags, SG_CONNECT, SG_NOWHERE, "no process for the server: %s", strerror(errno));
        return false;
    }
    close(life[0]);
    close(talk[1]);
    server->life = life[1];
    read_report(talk[0], report, REPORT_BYTES);
    close(talk[0]);
    return true;
}

sg_server *sg_server_start(sg_diags *diags)
{
    sg_arena *arena = sg_arena_new();
    sg_server *server = SG_NEW(arena, sg_server);
    sg_server_plan plan = {0};
    char report[REPORT_BYTES];
    server->arena = arena;
    if (!make_plan(arena, &plan, diags) || !begin(server, &plan, report, diags)) {
        if (plan.dir != NULL)
            rmdir(plan.dir);
        sg_arena_free(arena);
        return NULL;
    }
    if (*report == '\0' || report[strspn(report, "0123456789")] != '\0') {
        sg_diag_add(diags, SG_CONNECT, SG_NOWHERE, "no throw-away server: %s",
                    *report != '\0' ? report : "it was stopped");
        sg_server_stop(server);
        return NULL;
    }
    server->url =
        sg_arena_printf(arena, "postgresql://postgres:%s@127.0.0.1:%s/" SG_SERVER_DATABASE, plan.password, report);
    return server;
}

const char *sg_server_url(const sg_server *server)
{
    return server->url;
}

void sg_server_stop(sg_server *server)
{
    if (server == NULL)
        return;
    close(server->life);
    while (waitpid(server->supervisor, NULL, 0) < 0 && errno == EINTR)
        ;
    sg_arena_free(server->arena);
}
