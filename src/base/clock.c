#include "clock.h"

#include <sys/random.h>
#include <time.h>

double sg_clock_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void sg_clock_pause(double seconds)
{
    struct timespec t = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    nanosleep(&t, NULL);
}

double sg_clock_jitter(double seconds)
{
    unsigned char byte = 0;
    return getrandom(&byte, 1, GRND_NONBLOCK) == 1 ? seconds * (0.5 + byte / 255.0) : seconds;
}
