/*
 * row.h - one row: an instant, and all that belongs to it.
 *
 * A row is open while its step lasts and nothing of it collides; then it is
 * closed, which prints it.  Every part closes the row *before* it changes what
 * the row shows (who is blocked, what is in flight).
 */
#ifndef LADDER_TEXT_ROW_H
#define LADDER_TEXT_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "draw/text/cells.h"
#include "draw/text/text.h"

enum {
    LABEL_MAX = 160,            /* bytes of a segment's words */
    CALL_MAX = 512              /* bytes of a call's arguments */
};

/* What stands in a side's calls: `before` `label` `open` `middle` `close`, as
   in "2: send(" "3, 6" ") = 6"; the middle is cut first. */
struct call_item {
    bool used;
    char actor[ACTOR_MAX];
    char name[NAME_MAX_CALL];
    unsigned slot;
    char before[CALL_MAX];      /* calls that were over at once: "close(3); " */
    char label[16];
    char open[128];
    char middle[CALL_MAX];
    char close[CALL_MAX];
    bool arguments;             /* the middle is a call's, not a program's */
    bool entered;               /* a call that has not returned on this row */
    bool quiet;                 /* over, and others may join it on the row */
    enum colour colour;
};

enum wire_kind { WIRE_NONE, WIRE_LEAVES, WIRE_ARRIVES, WIRE_FORKS, WIRE_ENDS,
                 WIRE_SAYS };

/* What happens on the wire in this row. */
struct wire_item {
    enum wire_kind kind;
    enum host from;             /* who sent the segment */
    unsigned conn;
    uint64_t packet;
    int rail;                   /* the column in the wire, -1 for none */
    bool lost;                  /* LEAVES: lost on the spot */
    char label[LABEL_MAX];
    char word[24];              /* "lost", "hurried" */
    enum colour colour;
};

struct row {
    bool open;
    uint64_t step;
    int64_t time_ns;
    bool timed;                 /* its time is printed */
    unsigned note;              /* 0, or the number of its note */
    struct call_item call[HOSTS];
    char state[HOSTS][96];
    enum colour state_colour[HOSTS];
    struct wire_item wire;
    char said[TEXT_MAX / 8];    /* the recorder's own words, across the row */
    bool folded;                /* stands for many rows: no rails */
};

/* What time it is in the drawing. */
struct clock {
    bool begun;                 /* an event has been drawn */
    int64_t first_ns, last_ns;  /* the first and the last drawn event */
    int64_t printed_ns;         /* the last time that was printed */
    int64_t above_ns;           /* the one before it */
    bool seconds;               /* the margin counts in them by now */
    int64_t silence_ns;         /* longer than this is a silence */
};

struct text_ladder;

/* Opens a row for the event, if none is open. */
void
row_open(struct text_ladder *ladder, const struct event *event);

/* Prints the open row, if there is one. */
void
row_close(struct text_ladder *ladder);

/* Before an event is drawn: closes a row of another step or with a note, and
   draws a silence. */
void
row_before(struct text_ladder *ladder, const struct event *event);

/* Whether a call of this width has room beside a state of this width. */
bool
row_has_room(const struct text_ladder *ladder, enum host side,
             unsigned call_columns, unsigned state_columns);

/* The columns that the side's call and bars take, from its outer edge. */
unsigned
row_call_columns(const struct text_ladder *ladder, enum host side);

/* Prints a row that is nobody's: bars and rails go on, words in the middle. */
void
row_say(struct text_ladder *ladder, const char *words, bool cut);

#endif
