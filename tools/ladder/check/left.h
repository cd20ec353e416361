/*
 * left.h - what is left at the end of a run: descriptors, children, sockets.
 *
 * The end is the moment in which the recorder stops the servers, or else the
 * last event.  Descriptors and children are counted by the recorder, in events
 * "ladder counts server descriptors 4 children 0 zombies 0": when the first
 * client starts, and at the end.  Sockets are counted from their states.
 */
#ifndef LADDER_LEFT_H
#define LADDER_LEFT_H

#include "model/event.h"
#include "scene/scene.h"

struct left {
    const struct scene_expect *expect;
    bool over;                  /* the servers have been told to stop */
    bool known;                 /* it has been counted */
    unsigned first, last;       /* descriptors ...; sockets: last only */
};

void
left_event(struct left *left, const struct event *event);

/* Whether what is left is as expected. */
bool
left_holds(const struct left *left);

/* "7 descriptors (4 at the start)" */
void
left_describe(const struct left *left, char *out, size_t size);

#endif
