/*
 * screen.h - what a lesson prints, on a terminal of so many rows.
 *
 * A run is watched as it happens.  What is longer than the screen is then
 * shown once more, from its beginning, in the pager ($PAGER, else `less -R`
 * where that is there).  In a pipe nothing of this happens.
 */
#ifndef LADDER_LESSON_SCREEN_H
#define LADDER_LESSON_SCREEN_H

#include <stdbool.h>

enum screen_manner {
    SCREEN_WATCH,               /* to the terminal; paged behind, if long */
    SCREEN_PAGE                 /* into the pager from the first row on */
};

/* From now on standard output goes that way, where it is a terminal. */
void
screen_begin(enum screen_manner manner);

/* Waits until the reader has left the pager; standard output is as before. */
void
screen_end(void);

#endif
