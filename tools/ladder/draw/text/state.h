/*
 * state.h - what the kernel says: states and accept queues.
 */
#ifndef LADDER_TEXT_STATE_H
#define LADDER_TEXT_STATE_H

#include "model/event.h"

struct text_ladder;

void
state_event(struct text_ladder *ladder, const struct event *event);

void
queue_event(struct text_ladder *ladder, const struct event *event);

/* A segment that has arrived, and that a listener had no room for. */
void
drop_event(struct text_ladder *ladder, const struct event *event);

#endif
