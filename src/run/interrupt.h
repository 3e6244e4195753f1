/* interrupt.h - SIGINT, SIGTERM and SIGHUP as a flag, for as long as a run lasts.
 *
 * Signal handlers belong to the whole process, so there can be one such time at once. */
#ifndef SG_INTERRUPT_H
#define SG_INTERRUPT_H

#include <signal.h>

/* Handlers are set; signals that the process ignores stay ignored. The flag holds the number of the first
 * signal that came, or 0. */
const volatile sig_atomic_t *sg_interrupt_begin(void);
/* The handlers from before are back. */
void sg_interrupt_end(void);

#endif
