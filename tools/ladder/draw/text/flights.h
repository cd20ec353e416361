/*
 * flights.h - the segments in flight, and which rail each has.
 *
 * rails.c has the rails' arithmetic, flights.c who is on them.
 */
#ifndef LADDER_TEXT_FLIGHTS_H
#define LADDER_TEXT_FLIGHTS_H

#include <stdbool.h>
#include <stdint.h>

#include "draw/text/row.h"
#include "model/event.h"

struct flight {
    uint64_t packet;
    enum host from;
    unsigned conn;
    int rail;
    unsigned copies;
    bool hurried;
    bool crowded;               /* flew beside many: its words are repeated */
    unsigned long left_row;     /* the row where it left */
    char label[LABEL_MAX];
    enum colour colour;
};

struct flights {
    struct flight *all;         size_t count;
};

struct text_ladder;

/* rails.c */

/* The innermost rail in use of those that this host sends on, or -1. */
int
rail_innermost(const struct text_ladder *ladder, enum host from);

/* A rail for one more segment: a column of the wire, or -1 without any. */
int
rail_take(const struct text_ladder *ladder, enum host from);

/* The columns for words between the sender's line and its rail. */
unsigned
rail_label_room(const struct text_ladder *ladder, enum host from, int rail);

/* The columns inside the wire that no rail crosses: from .. to. */
void
rail_clear_span(const struct text_ladder *ladder, unsigned *from,
                unsigned *to);

/* flights.c */

struct flight *
flights_find(const struct text_ladder *ladder, uint64_t packet);

/* A segment that leaves; NULL without memory. */
struct flight *
flights_add(struct text_ladder *ladder, const struct event *event);

/* One copy of it has arrived or is lost. */
void
flights_land(struct text_ladder *ladder, uint64_t packet);

/* Follows a segment that is folded away: what is in flight changes. */
void
flights_note(struct text_ladder *ladder, const struct event *event);

#endif
