#include "cutter.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define CONNECTIONS 64
#define CHUNK 65536
/* What the server does with a delivered message takes about so long. */
#define SETTLE_US 20000

/* One way through a connection. */
typedef struct way {
    char *data; /* not yet forwarded: at most one message that is not complete */
    size_t length, room;
    bool greeted; /* the first packet of a client has no type */
} way;

typedef struct link {
    int fds[2]; /* of the client and of the server; -1: free */
    way ways[2];
} link_pair;

/* Shared with the process that started the proxy. */
typedef struct report {
    unsigned long sent[2];
    bool cut;
} report;

static report *shared;
static pid_t process;
static link_pair links[CONNECTIONS];
static cutter_plan plan;
static struct sockaddr_in server;

static void must(bool done, const char *what)
{
    if (done)
        return;
    perror(what);
    exit(EXIT_FAILURE);
}

static void drop(link_pair *pair, bool reset)
{
    struct linger hard = {.l_onoff = 1, .l_linger = 0};
    for (int i = 0; i < 2; i++) {
        if (pair->fds[i] >= 0 && reset)
            setsockopt(pair->fds[i], SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        if (pair->fds[i] >= 0)
            close(pair->fds[i]);
        pair->fds[i] = -1;
        free(pair->ways[i].data);
        pair->ways[i] = (way){.data = NULL};
    }
}

/* Length of the first message in the buffer; 0: it is not complete. */
static size_t message_length(const way *w, cutter_side side)
{
    bool typed = side == CUTTER_SERVER || w->greeted;
    uint32_t length;
    if (w->length < 4 + (size_t)typed)
        return 0;
    memcpy(&length, w->data + typed, 4);
    size_t whole = ntohl(length) + (size_t)typed;
    return whole <= w->length ? whole : 0;
}

static bool forward(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t written = send(fd, data, length, MSG_NOSIGNAL);
        if (written <= 0)
            return false;
        data += written;
        length -= (size_t)written;
    }
    return true;
}

static bool is_cut_here(cutter_side side)
{
    return !shared->cut && plan.message > 0 && side == plan.from && shared->sent[side] == plan.message;
}

/* Forwards the first message of the buffer. False when the connection is to end. */
static bool pass_one(link_pair *pair, cutter_side side, size_t length)
{
    way *w = &pair->ways[side];
    bool fine = true;
    shared->sent[side]++;
    bool cut = is_cut_here(side);
    if (!cut || plan.deliver)
        fine = forward(pair->fds[!side], w->data, length);
    w->greeted = true;
    w->length -= length;
    memmove(w->data, w->data + length, w->length);
    if (!cut)
        return fine;
    shared->cut = true;
    if (plan.deliver)
        usleep(SETTLE_US);
    drop(pair, plan.reset);
    return false;
}

/* Reads what there is from one side. */
static void pump(link_pair *pair, cutter_side side)
{
    way *w = &pair->ways[side];
    size_t length;
    if (w->room < w->length + CHUNK)
        must((w->data = realloc(w->data, w->room = w->length + CHUNK)) != NULL, "realloc");
    ssize_t got = recv(pair->fds[side], w->data + w->length, CHUNK, 0);
    if (got <= 0) {
        drop(pair, false);
        return;
    }
    w->length += (size_t)got;
    while ((length = message_length(w, side)) > 0) {
        if (!pass_one(pair, side, length)) {
            drop(pair, false);
            return;
        }
    }
}

static void greet(int listener)
{
    int yes = 1;
    link_pair *pair = links;
    while (pair < links + CONNECTIONS - 1 && pair->fds[0] >= 0)
        pair++;
    pair->fds[0] = accept(listener, NULL, NULL);
    pair->fds[1] = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(pair->fds[1], (struct sockaddr *)&server, sizeof server) != 0)
        drop(pair, false);
    for (int i = 0; i < 2 && pair->fds[i] >= 0; i++)
        setsockopt(pair->fds[i], IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

static void serve(int listener)
{
    for (;;) {
        struct pollfd fds[1 + 2 * CONNECTIONS] = {{.fd = listener, .events = POLLIN}};
        for (int i = 0; i < 2 * CONNECTIONS; i++)
            fds[1 + i] = (struct pollfd){.fd = links[i / 2].fds[i % 2], .events = POLLIN};
        if (poll(fds, 1 + 2 * CONNECTIONS, -1) < 0)
            continue;
        for (int i = 0; i < 2 * CONNECTIONS; i++) {
            if (fds[1 + i].revents != 0 && links[i / 2].fds[i % 2] == fds[1 + i].fd)
                pump(&links[i / 2], i % 2 == 0 ? CUTTER_CLIENT : CUTTER_SERVER);
        }
        if (fds[0].revents != 0)
            greet(listener);
    }
}

int cutter_start(const char *server_host, int server_port, const cutter_plan *wanted)
{
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof own;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    plan = *wanted;
    server = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)server_port)};
    must(inet_pton(AF_INET, server_host, &server.sin_addr) == 1, server_host);
    must(bind(listener, (struct sockaddr *)&own, size) == 0 && listen(listener, CONNECTIONS) == 0, "listen");
    must(getsockname(listener, (struct sockaddr *)&own, &size) == 0, "getsockname");
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    must(shared != MAP_FAILED, "mmap");
    process = fork();
    must(process >= 0, "fork");
    if (process == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (int i = 0; i < CONNECTIONS; i++)
            links[i].fds[0] = links[i].fds[1] = -1;
        serve(listener);
    }
    close(listener);
    return ntohs(own.sin_port);
}

bool cutter_stop(unsigned long sent[2])
{
    kill(process, SIGKILL);
    waitpid(process, NULL, 0);
    if (sent != NULL)
        memcpy(sent, shared->sent, sizeof shared->sent);
    bool cut = shared->cut;
    munmap(shared, sizeof *shared);
    return cut;
}
