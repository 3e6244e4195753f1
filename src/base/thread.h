/* thread.h - work beside the main line of the program. */
#ifndef SG_THREAD_H
#define SG_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* Runs work(context) in a thread of its own, which takes no signals: they are for the main line. `thread` gets its name
 * for pthread_join; NULL: nobody waits for its end. False: there is no thread to be had, and nothing was begun. */
bool sg_thread_start(pthread_t *thread, void *(*work)(void *context), void *context);

#endif
