#include "interrupt.h"

#include <stddef.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
#define SIGNAL_COUNT (sizeof signals / sizeof *signals)

static volatile sig_atomic_t caught;
static struct sigaction before[SIGNAL_COUNT];

static void catch (int number)
{
    if (caught == 0)
        caught = number;
}

const volatile sig_atomic_t *sg_interrupt_begin(void)
{
    /* Without SA_RESTART, so that waiting calls return. */
    struct sigaction action = {.sa_handler = catch};
    caught = 0;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < SIGNAL_COUNT; i++) {
        sigaction(signals[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    }
    return &caught;
}

void sg_interrupt_end(void)
{
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        sigaction(signals[i], &before[i], NULL);
}
