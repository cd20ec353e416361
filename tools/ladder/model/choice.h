/*
 * choice.h - one connection, one program, one span of time of a run.
 *
 * A call belongs to the connection that its socket has or gets, so whoever has
 * a whole trace lets the chooser learn from all of it first.  Live, what comes
 * before a connection has its number is not known to belong to it.
 */
#ifndef LADDER_CHOICE_H
#define LADDER_CHOICE_H

#include <stdbool.h>

#include "model/event.h"

/* What is wanted; all zero is everything. */
struct choice {
    unsigned conn;              /* 7 for c7 */
    const char *actor;          /* "client-2"; its threads and children too */
    int64_t from_ns, to_ns;     /* since the first event of a program; to_ns 0:
                                   to the end */
};

struct chooser;

/* NULL with errno ENOMEM.  The choice must outlive it; the caller frees it. */
struct chooser *
chooser_new(const struct choice *choice);

void
chooser_free(struct chooser *chooser);

/* Notes whose socket and which connection the event tells of.  0, or -1 with
   errno. */
int
chooser_learn(struct chooser *chooser, const struct event *event);

/* Whether the event is wanted. */
bool
chooser_takes(const struct chooser *chooser, const struct event *event);

#endif
