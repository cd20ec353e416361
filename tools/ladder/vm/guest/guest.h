/*
 * guest.h - ladder as the first and only program of a virtual machine.
 */
#ifndef LADDER_GUEST_H
#define LADDER_GUEST_H

#include "verbs/options.h"

/*
 * `ladder guest LINE`, for process 1 only: makes a system of the bare kernel,
 * plays the jobs that stand in PACK_JOBS, sends what happened through the
 * serial line /dev/LINE and switches the machine off.
 */
int
verb_guest(const struct options *options);

#endif
