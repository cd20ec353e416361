/*
 * cells.h - one row of a terminal, cell by cell.
 *
 * Part of the terminal's ladder.  A row is drawn into cells first, so that
 * rails, bars and words can lie over each other, and is printed whole.
 */
#ifndef LADDER_TEXT_CELLS_H
#define LADDER_TEXT_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "draw/ink/terminal.h"

enum { CELLS_MAX = 160 };

enum colour {
    COLOUR_NONE, COLOUR_DIM, COLOUR_BOLD, COLOUR_RED, COLOUR_GREEN,
    COLOUR_YELLOW, COLOUR_BLUE, COLOUR_MAGENTA, COLOUR_CYAN
};

enum glyph {
    GLYPH_VERTICAL,             /* a rail, a host's line */
    GLYPH_HORIZONTAL,
    GLYPH_LEFT_DOWN,            /* a line from the left turns down */
    GLYPH_RIGHT_DOWN,
    GLYPH_UP_RIGHT,             /* a rail from above turns right */
    GLYPH_UP_LEFT,
    GLYPH_ARROW_RIGHT,
    GLYPH_ARROW_LEFT,
    GLYPH_CROSSING,
    GLYPH_FORK_RIGHT,           /* a line leaves a vertical to the right */
    GLYPH_FORK_LEFT,
    GLYPH_LOST,
    GLYPH_BLOCKED,              /* a call that sleeps in the kernel */
    GLYPH_HELD,                 /* a call that the recorder holds back */
    GLYPH_CUT                   /* a host's line where time is left out */
};

struct cell {
    uint32_t character;         /* 0: the right half of a wide one */
    unsigned char colour;
};

struct cells {
    unsigned columns;           /* CELLS_MAX at most */
    bool unicode;
    struct cell at[CELLS_MAX];
};

/* An empty row. */
void
cells_clear(struct cells *cells, unsigned columns, bool unicode);

/* Puts a sign at column x; a horizontal line over a vertical one crosses it. */
void
cells_glyph(struct cells *cells, unsigned x, enum glyph glyph,
            enum colour colour);

/* Puts a horizontal line on columns from..to, both included. */
void
cells_line(struct cells *cells, unsigned from, unsigned to,
           enum colour colour);

/* Puts text at column x, at most room columns of it. */
void
cells_text(struct cells *cells, unsigned x, unsigned room, const char *text,
           enum colour colour);

/* Prints the row and a newline, without blanks at its end. */
void
cells_print(const struct cells *cells, FILE *out, bool colour);

#endif
