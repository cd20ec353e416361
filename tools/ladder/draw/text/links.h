/*
 * links.h - the connections that are open, and what was drawn of them.
 */
#ifndef LADDER_TEXT_LINKS_H
#define LADDER_TEXT_LINKS_H

#include <stdbool.h>
#include <stdint.h>

#include "draw/text/cells.h"
#include "model/event.h"

/* A connection whose state or segment has been drawn. */
struct link {
    unsigned conn;
    char state[HOSTS][STATE_MAX];
    unsigned long shown[HOSTS]; /* the row where the state stood last */
    bool acked[HOSTS];
    uint32_t ack[HOSTS];        /* the last acknowledgment that was sent */
    int64_t window_most[HOSTS];
};

struct links {
    struct link *all;           size_t count;
    unsigned conns;             /* the largest connection number so far */
    uint16_t listener_port;     /* the first one */
    enum colour line_colour[HOSTS];
};

struct text_ladder;

/* The connection's record, or NULL. */
struct link *
link_find(const struct text_ladder *ladder, unsigned conn);

/* The connection's record, made if it is new; NULL for 0 or without memory. */
struct link *
link_of(struct text_ladder *ladder, unsigned conn);

enum colour
state_colour(const char *state);

/* Forgets a connection that no host knows any more. */
void
link_forget(struct text_ladder *ladder, struct link *link);

#endif
