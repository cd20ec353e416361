/*
 * place.h - between place.c, needs.c and settle.c.
 */
#ifndef LADDER_LAYOUT_PLACE_H
#define LADDER_LAYOUT_PLACE_H

#include "draw/figure/parts.h"

enum { ARROW_ROOM = 15, ARRIVAL_ROOM = 13, LOST_ROOM = 40, SILENCE = 130,
       GAP_ROOM = 28 };

/* Finds the usual time on the wire. */
void
place_flights(struct layout *layout);

/* Sets the scale so that this time is flight_units long. */
void
place_scale(struct layout *layout, double flight_units);

/* How much of the axis a duration takes: less than its share if it is long. */
double
place_height(const struct layout *layout, int64_t duration_ns);

/* Notes at each moment how much room its text needs. */
void
place_needs(struct layout *layout);

/* How long a piece of a lane must be for its word; 0 where it has none. */
double
place_piece_need(const struct layout *layout, const struct piece *piece);

/* Decides which states have their word beside the lane. */
void
place_beside(struct layout *layout);

/* Takes back what turned out to have room; whether anything did. */
bool
place_upright(struct layout *layout);

/* The arrows' ends, once the moments stand; and the room between them that
   their slope asks for in the next pass. */
void
place_arrows(struct layout *layout);

/* Bars, pieces and gaps, once the moments stand. */
void
place_things(struct layout *layout);

void
at_least(double *y, double least);

#endif
