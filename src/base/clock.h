/* clock.h - how long things take. */
#ifndef SG_CLOCK_H
#define SG_CLOCK_H

/* Seconds since some moment in the past; never set back. */
double sg_clock_now(void);
/* Ends early when a signal comes. */
void sg_clock_pause(double seconds);

#endif
