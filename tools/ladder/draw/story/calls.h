/*
 * calls.h - what kind of call it is, by its name.
 */
#ifndef LADDER_STORY_CALLS_H
#define LADDER_STORY_CALLS_H

#include <stdbool.h>

#include "model/event.h"

enum call_class {
    CALL_MOVES = 1,             /* moves data: send, recv, and their kin */
    CALL_WAITS = 2,             /* waits for descriptors: poll, select */
    CALL_SETS_UP = 4,           /* socket, setsockopt: done before the story */
    CALL_READS = 8,             /* 0 is the end of file */
    CALL_ACCEPTS = 16,
    CALL_SLEEPS = 32
};

/* The classes of a call, or-ed; 0 for one in none. */
unsigned
call_class(const char *name);

/* Whether the return only says that there is nothing yet: EAGAIN, 0 where a
   poll() has come to its timeout, or no descriptor for what accept() would
   return. */
bool
call_was_in_vain(const struct event *event);

#endif
