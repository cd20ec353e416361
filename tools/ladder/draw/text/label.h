/*
 * label.h - a segment in as many words as there is room for.
 */
#ifndef LADDER_TEXT_LABEL_H
#define LADDER_TEXT_LABEL_H

#include "draw/text/cells.h"
#include "model/event.h"

struct text_ladder;

/* The segment in at most room columns. */
void
label_segment(struct text_ladder *ladder, const struct event *event,
              char *out, size_t size, unsigned room);

enum colour
label_colour(const struct segment *segment);

#endif
