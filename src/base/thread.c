#include "thread.h"

#include <signal.h>
#include <stddef.h>

bool sg_thread_start(pthread_t *thread, void *(*work)(void *context), void *context)
{
    sigset_t all, before;
    pthread_t started;

    /* A new thread has the mask of the one that makes it. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool done = pthread_create(&started, NULL, work, context) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (done && thread != NULL)
        *thread = started;
    else if (done)
        pthread_detach(started);
    return done;
}
