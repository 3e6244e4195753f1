/* clock.h - how long things take. */
#ifndef SG_CLOCK_H
#define SG_CLOCK_H

/* Seconds since some moment in the past; never set back. */
double sg_clock_now(void);
/* Ends early when a signal comes. */
void sg_clock_pause(double seconds);
/* From half to one and a half times as long, so that several programs do not meet again and again. */
double sg_clock_jitter(double seconds);

#endif
