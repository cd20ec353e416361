/*
 * clock.h - what the time is.
 */
#ifndef LADDER_CLOCK_H
#define LADDER_CLOCK_H

#include <stdint.h>
#include <time.h>

int64_t
clock_ns(clockid_t clock);

/* Milliseconds of a clock that nobody sets: for limits and waits. */
int64_t
now_ms(void);

#endif
