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

/*
 * Reads one character of UTF-8 at *text and moves *text behind it.  Returns
 * its code, or -1 where it is broken (one byte is passed then).
 */
int32_t
text_next(const char **text);

/* The columns that text takes; characters that take none count as none. */
unsigned
text_columns(const char *text);

/* How many columns a character takes: 0, 1, or 2 for wide ones such as CJK. */
unsigned
character_columns(int32_t character);

/*
 * Copies text into out[size] so that nothing in it can move the cursor: control
 * characters, invisible ones and broken UTF-8 come out as \xNN, and so does all
 * that is not ASCII unless unicode.  Cuts at a character's end.
 */
void
text_escape(char *out, size_t size, const char *text, size_t length,
            bool unicode);

/*
 * Copies text into out[size], cut to room columns; the last of them are the
 * sign for "and so on" where something was cut.
 */
void
text_shorten(char *out, size_t size, const char *text, unsigned room,
             bool unicode);

#endif
