/*
 * header.h - what stands above a ladder; lines of words.
 */
#ifndef LADDER_TEXT_HEADER_H
#define LADDER_TEXT_HEADER_H

#include "draw/text/cells.h"

struct text_ladder;

/* Title and kernel, on one row where they fit. */
void
text_title(struct text_ladder *ladder);

/* The lanes' names. */
void
text_lanes(struct text_ladder *ladder);

/* lines.c */

/* A line across the drawing. */
void
text_rule(struct text_ladder *ladder);

/* Prints text in lines of at most columns, the later ones indented. */
void
text_wrap(struct text_ladder *ladder, const char *first, unsigned indent,
          const char *text, enum colour colour);

#endif
