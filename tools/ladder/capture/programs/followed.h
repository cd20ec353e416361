/*
 * followed.h - the table of those who are followed, and what /proc has of each.
 */
#ifndef LADDER_FOLLOWED_H
#define LADDER_FOLLOWED_H

#include "capture/programs/tracee.h"

struct tracee *
tracee_find(const struct tracees *tracees, pid_t tid);

/* Follows one more.  NULL without memory, or with overflow set. */
struct tracee *
tracee_new(struct tracees *tracees, pid_t tid);

/* Forgets one that has gone. */
void
tracee_remove(struct tracees *tracees, struct tracee *tracee);

/* Opens /proc/TID/file, closed on exec; -1 with errno. */
int
tracee_open_proc(pid_t tid, const char *file, int flags);

/* The process that this thread is of: its Tgid. */
pid_t
tracee_process(pid_t tid);

#endif
