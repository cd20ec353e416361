/*
 * wire.h - segments that leave, arrive and end, each on its row.
 */
#ifndef LADDER_TEXT_WIRE_H
#define LADDER_TEXT_WIRE_H

#include "draw/text/cells.h"
#include "draw/text/row.h"
#include "model/event.h"

struct text_ladder;

/* wire.c */

void
wire_sends(struct text_ladder *ladder, const struct event *event);

void
wire_gets(struct text_ladder *ladder, const struct event *event);

void
wire_deed(struct text_ladder *ladder, const struct event *event);

/* across.c */

/* Draws the rails in the air and what happens on the row. */
void
wire_render(const struct text_ladder *ladder, struct cells *cells,
            const struct wire_item *item);

#endif
