/*
 * kept.h - an event that outlives the reader's buffers.
 */
#ifndef LADDER_STORY_KEPT_H
#define LADDER_STORY_KEPT_H

#include <stdbool.h>

#include "model/event.h"

enum { KEPT_TEXT = 512, KEPT_DATA = 64 };

/* A copy: texts longer than KEPT_TEXT are cut, and packets' bytes left out. */
struct kept_event {
    struct event event;
    char text[KEPT_TEXT];
    char error[24];
    bool has_error;
    unsigned char data[KEPT_DATA];
};

void
kept_set(struct kept_event *kept, const struct event *event);

/* The event, valid until the copy moves. */
const struct event *
kept_event(struct kept_event *kept);

#endif
