/*
 * look.h - the ladder of a requirement, with the row that decides marked.
 */
#ifndef LADDER_LOOK_H
#define LADDER_LOOK_H

#include "grade/exercise.h"

/*
 * Draws the requirement's trace on out, 80 columns wide, with one note at its
 * deciding line (if it has one).  Fills in the row: the number of the output's
 * line that is marked, from 1.  0, or -1 with a line in message.
 */
int
look_draw(struct requirement *requirement, FILE *out, bool colour,
          bool unicode, struct complaint *message);

/* The row alone. */
void
look_find_row(struct requirement *requirement, bool unicode);

#endif
