/*
 * clock.c - what the time is.
 */
#include "base/clock.h"

int64_t
clock_ns(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

int64_t
now_ms(void)
{
    return clock_ns(CLOCK_MONOTONIC) / 1000000;
}
