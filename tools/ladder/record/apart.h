/*
 * apart.h - recordings side by side, each in a process of its own.
 *
 * A lesson's scenes mostly wait, so several are played at once; their output
 * is shown one after the other, the first as it happens.
 */
#ifndef LADDER_APART_H
#define LADDER_APART_H

#include <stddef.h>
#include <sys/types.h>

#include "record/record.h"

/* What a recording has written to one of its two streams, not yet shown. */
struct apart_stream {
    int pipe;                   /* -1: it is at its end */
    char *bytes;
    size_t count, capacity;
};

struct apart {
    pid_t pid;                  /* 0: not started, or over */
    struct apart_stream streams[2];     /* standard output, standard error */
};

/*
 * Starts the recording; it ends when this process does.  0, or -1 with a line
 * on standard error.
 */
int
apart_start(struct apart *apart, const struct recording *recording);

/*
 * Plays one recording so, and waits for it.  It writes to our own streams; a
 * signal that is to end us ends it, in good order.  One that may be made again
 * is, twice at most, where the machine has starved it.
 */
enum outcome
apart_alone(const struct recording *recording);

/*
 * Waits for all[current], which was started, and passes on what it writes as
 * it comes; what the others among all[0..count) write is kept for later.
 */
enum outcome
apart_finish(struct apart *all, size_t count, size_t current);

/*
 * For together.c: in a child that has just been forked, plays the recording and
 * exits with its outcome; and that outcome, from waitpid()'s status.
 */
_Noreturn void
apart_be_child(const struct recording *recording, pid_t parent);

enum outcome
apart_outcome(int status);

/* Ends those among all[0..count) that still play, unseen. */
void
apart_end(struct apart *all, size_t count);

#endif
