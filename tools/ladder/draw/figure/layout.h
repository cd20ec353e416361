/*
 * layout.h - where everything of a drawn ladder stands, before it is drawn.
 *
 *      text | bars | lanes ||      the wire      || lanes | bars | text
 *     calls                ||--__                ||              calls
 *                          ||    --__ SYN        ||
 *                          ||        -->         ||
 *
 * A layout is computed from a trace alone.  Time runs down on one axis, which
 * is monotone but not even: bursts are stretched until every label has room,
 * long silences and bulk phases are shortened and marked.  Unit: 1 is 1 px on
 * a screen; a drawing 680 wide has 8 pt text when it is printed 17 cm wide.
 */
#ifndef LADDER_LAYOUT_H
#define LADDER_LAYOUT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/complaint.h"
#include "model/event.h"
#include "draw/ink/xml.h"

struct svg_options {
    bool blank;                 /* homework: no states, no arrows, no notes */
    bool all;                   /* fold nothing, neither bulk nor connections */
    unsigned show;              /* enum lane, or-ed; 0: as the scene says */
    const char *id_prefix;      /* of every id in the drawing; NULL: "ladder" */
    unsigned page;              /* 0: the whole drawing; 1, 2 ...: that page of
                                   it, none longer than A4 can take */
};

enum { PAGE_HEIGHT = 920, PAGES_MAX = 200, LABELS_MAX = 3,
       LABEL_BYTES = 96, NOTE_RADIUS = 8 };

/* An event that has a place of its own on the time axis, or a fold's edge. */
struct moment {
    enum event_kind kind;
    enum { MOMENT_EVENT, MOMENT_FOLD, MOMENT_FOLD_END } fold;
    enum host host;
    int64_t time_ns;
    double y;
    unsigned note;              /* the number of its note, 0 for none */
    int arrow;                  /* SENDS, GETS, WIRE: its arrow, else -1 */
    char *line;                 /* the transcript's line, "" for none */
    double text_top, text_height;       /* the room its text needs around y */
    double after_arrow;         /* SENDS: room to the host's arrow before */
};

/* A segment: a slanted arrow from where it leaves to where it arrives. */
struct arrow {
    enum host host;             /* who sent it */
    uint64_t packet;
    int from, to;               /* moments; -1: hidden in a fold, or never */
    int64_t sent_ns, arrived_ns;        /* arrived_ns: -1 if it never did */
    bool lost, dropped, copy, forged;
    bool folded;                /* it goes into a fold, and ends there */
    char deed[24];              /* "delayed", "corrupted", or "" */
    struct segment segment;
    char words[LABELS_MAX][LABEL_BYTES];        /* its label: full to terse */
    double x1, y1, x2, y2;
};

/* A call: a bar as long as it blocked, its text at its ends. */
struct call {
    enum host host;
    unsigned actor, slot;       /* slot: which column of bars, 0 is innermost */
    int start, end;             /* moments; -1: hidden, or never returned */
    int64_t start_ns, end_ns;   /* end_ns: -1 if it never returned */
    char text[LABEL_BYTES * 2], result[LABEL_BYTES];
    bool merged;                /* one line: "send(3, 6) = 6" */
    bool held;                  /* stopped by the recorder, not blocked */
    int released;               /* the moment when it went on, -1: its end */
    bool waited;                /* returned in a later step: it blocked */
    unsigned repeats;           /* how often the same followed at once */
    double x, y1, y2, held_y;   /* held_y: where it went on */
};

/* A state: a piece of a connection's lane, or of a listener's. */
struct piece {
    enum host host;
    unsigned conn, lane;
    bool closed;                /* a mark at the end of a lane */
    bool listener;              /* in a lane of its own, outside the others */
    int start, end;             /* moments; end -1: to the end of the run */
    char word[STATE_MAX];
    bool beside;                /* too short: its word stands in the text */
    uint64_t socket;            /* its inode and port, to find it again */
    uint16_t port;
    double x, y1, y2;
};

/* Other words in a host's column of text: queues, output, exits. */
struct remark {
    enum host host;
    int moment;
    enum { REMARK_QUEUE, REMARK_PRINT, REMARK_EXIT, REMARK_LADDER,
           REMARK_DROP } kind;          /* DROP: the kernel threw it away */
    unsigned actor;
    unsigned queued, queue_max;
    char text[LABEL_BYTES * 2];
};

/* A shortened stretch of the axis: a silence, or a folded bulk phase. */
struct gap {
    bool fold;
    int after;                  /* the moment before it */
    double y1, y2;
    char words[3][LABEL_BYTES * 2];
};

struct tick {
    double y;
    char text[32];
};

struct note {
    unsigned number;
    char *text;
};

struct circle {
    double x, y;
    unsigned number;
    int moment;
};

enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

/* One line of text, all of them in one list, so that a test can prove that no
   two of them overlap. */
struct label {
    double x, y;                /* of the baseline, where the anchor is */
    double cosine, sine;        /* of its angle, clockwise */
    enum anchor anchor;
    enum face face;
    double size, width;
    const char *class;          /* of the drawing's stylesheet */
    char *text;
    int moment;                 /* -1: belongs to none */
    bool ground;                /* needs the paper's colour behind it */
};

struct layout {
    struct svg_options options;
    unsigned show;
    char *title, *wire_words, *kernel;
    char address[HOSTS][2][64]; /* of IPv4 and of IPv6, "" for none */
    double width, height, top, bottom;  /* top, bottom: of the life lines */
    double axis_x, text_x[HOSTS], text_width[HOSTS], bar_x[HOSTS];
    double lane_x[HOSTS], life_x[HOSTS], scale;
    unsigned lanes[HOSTS], listeners[HOSTS], slots[HOSTS], actors[HOSTS];
    char (*names)[ACTOR_MAX];   size_t name_count, name_room;  /* actors */
    unsigned connections, connections_hidden, labels_dropped;
    uint16_t server_port;
    int64_t flight_ns[HOSTS];   /* the usual time on the wire */

    struct moment *moments;     size_t moment_count, moment_room;
    struct arrow *arrows;       size_t arrow_count, arrow_room;
    struct call *calls;         size_t call_count, call_room;
    struct piece *pieces;       size_t piece_count, piece_room;
    struct remark *remarks;     size_t remark_count, remark_room;
    struct gap *gaps;           size_t gap_count, gap_room;
    struct tick *ticks;         size_t tick_count, tick_room;
    struct note *notes;         size_t note_count, note_room;
    struct circle *circles;     size_t circle_count, circle_room;
    struct label *labels;       size_t label_count, label_room;
    bool failed;                /* memory ran out; what stands is no layout */
};

/*
 * Computes the layout of the trace in file (seekable, read twice).  Returns it,
 * or NULL with one line in message.  The caller frees it.
 */
struct layout *
layout_new(FILE *file, const char *name, const struct svg_options *options,
           struct complaint *message);

void
layout_free(struct layout *layout);

/*
 * Cuts a layout into pages: page i shows cuts[i] to cuts[i + 1].  Returns how
 * many there are, at most PAGES_MAX; cuts has room for one more.  A cut goes
 * through no line of text if there is any such place.
 */
unsigned
layout_pages(const struct layout *layout, double *cuts);

/*
 * Where a cut, at from or to, goes through a state's word: the word's place on
 * the page between them, all of it, if its lane goes on far enough there.
 * False where it stands on the other page alone.
 */
bool
layout_on_page(const struct layout *layout, const struct label *label,
               double from, double to, struct label *placed);

/* The four corners of a label's box. */
void
label_corners(const struct label *label, double corner[4][2]);

/* Whether two convex boxes overlap. */
bool
corners_overlap(double a[4][2], double b[4][2]);

/* Whether the line from (x1,y1) to (x2,y2) touches the label's box. */
bool
label_is_crossed(const struct label *label, double x1, double y1, double x2,
                 double y2);

/* The length of a line; the C library's hypot() would need -lm. */
double
line_length(double dx, double dy);

/* Where time_ns stands on the axis. */
double
layout_y(const struct layout *layout, int64_t time_ns);

#endif
