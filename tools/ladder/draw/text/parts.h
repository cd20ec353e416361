/*
 * parts.h - what the parts of the terminal's ladder know of each other.
 *
 *     text.c       takes events, says which are drawn
 *     header.c     title, kernel, wire, and the lanes' names
 *     layout.c     how wide each lane is
 *     row.c        one row: what stands in it, when it is full, printing
 *     calls.c      calls, results, prints and exits of the programs
 *     words.c      arguments, results and data
 *     actors.c     the programs, and the bars of blocked calls
 *     item.c       a call in as many columns as there are
 *     names.c      descriptors under names: listener, conn
 *     state.c      states and queues, connection by connection
 *     wire.c       segments in flight, and which rail each has
 *     rails.c      the wire of one row
 *     label.c      a segment in as many words as there is room for
 *     fold.c       long bulk phases on one row
 *     notes.c      which note belongs to which row
 *     cells.c      the row's cells, colours; escape.c  widths, escapes
 *
 * A row is open while its step lasts and nothing of it collides; then it is
 * closed, which prints it.  Every part closes the row *before* it changes what
 * the row shows (who is blocked, what is in flight).
 */
#ifndef LADDER_TEXT_PARTS_H
#define LADDER_TEXT_PARTS_H

#include "draw/text/text.h"
#include "draw/text/cells.h"

enum {
    LABEL_MAX = 160,            /* bytes of a segment's words */
    CALL_MAX = 512,             /* bytes of a call's arguments */
    SLOTS_MAX = 6,              /* bars beside each other */
    FOLD_KEPT = 8               /* events at a fold's end that stay visible */
};

struct layout {
    unsigned columns;
    unsigned show;              /* enum lane, or-ed */
    bool wide;                  /* room for details: flags, options, data */
    unsigned left;              /* where the lanes begin, behind the time */
    unsigned side[HOSTS];       /* columns of each host's calls and state */
    unsigned wire;              /* columns between the hosts' lines */
    bool lines;                 /* the hosts have lines; else calls only */
    bool mirrored;              /* the server's calls stand at the right edge */
    unsigned side_x[HOSTS];     /* where each side begins */
    unsigned line_x[HOSTS];     /* where each host's line stands */
    unsigned slots;             /* bars that have room on a side */
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

struct actor {
    char name[ACTOR_MAX];
    enum host host;
    unsigned slot;
    bool blocked;               /* in a call that has not returned */
    bool held;
    char call[NAME_MAX_CALL];
};

enum role { ROLE_NONE, ROLE_LISTENER, ROLE_CONN };

struct descriptor {
    char actor[ACTOR_MAX];
    int fd;
    enum role role;
    unsigned number;            /* conn, conn2 ... */
};

/* A connection whose state or segment has been drawn. */
struct link {
    unsigned conn;
    char state[HOSTS][STATE_MAX];
    unsigned long shown[HOSTS]; /* the row where the state stood last */
    bool acked[HOSTS];
    uint32_t ack[HOSTS];        /* the last acknowledgment that was sent */
    int64_t window_most[HOSTS];
};

struct flight {
    uint64_t packet;
    enum host from;
    unsigned conn;
    int rail;
    unsigned copies;
    bool hurried;
    bool crowded;               /* flew beside many: its words are repeated */
    unsigned long left_row;     /* the row where it left */
    char label[LABEL_MAX];
    enum colour colour;
};

struct note_mark {
    unsigned number;            /* 0: not drawn yet */
    unsigned seen;
};

/* A copy of an event that outlives the reader's buffers. */
struct kept_event {
    struct event event;
    char text[CALL_MAX];
    char error[24];
    bool has_error;
    unsigned char data[64];
};

struct fold {
    uint64_t step;
    unsigned pure_steps;        /* steps of data and ACKs alone, in a row */
    unsigned any_steps;         /* the same, or calls that move data */
    unsigned vain_calls;        /* of them, calls that found nothing */
    uint64_t carried;           /* bytes sent in them */
    bool folding;
    size_t kept_count;
    struct kept_event kept[FOLD_KEPT];
    uint64_t segments, bytes, calls[HOSTS];
    char name[HOSTS][NAME_MAX_CALL];    /* of the calls, if all have one */
    int64_t from_ns, to_ns;
};

struct text_ladder {
    FILE *out;
    const struct trace_header *header;
    const struct scene *scene;
    struct text_options options;
    const struct flow_table *flows;     /* of the event in hand */
    struct layout layout;
    int error;                  /* errno of the first failure, or 0 */

    bool begun;                 /* an event has been drawn */
    int64_t first_ns, last_ns;  /* the first and the last drawn event */
    int64_t printed_ns;         /* the last time that was printed */
    int64_t silence_ns;         /* longer than this is a silence */
    unsigned long rows;
    unsigned conns;             /* the largest connection number so far */
    uint16_t listener_port;     /* the first one */
    bool stopped[HOSTS];        /* the recorder has just stopped a program */
    enum colour line_colour[HOSTS];
    unsigned note;              /* the number for the event in hand, or 0 */

    struct row row;
    struct actor *actors;           size_t actor_count;
    struct descriptor *descriptors; size_t descriptor_count;
    struct link *links;             size_t link_count;
    struct flight *flights;         size_t flight_count;
    struct note_mark *notes;        size_t note_count;
    unsigned noted;
    struct fold fold;
};

/* text.c */

/* Makes room for one more of these; the array, or NULL with the error kept. */
void *
text_grow(struct text_ladder *ladder, void *array, size_t count, size_t size);

/* Draws one event that is not folded. */
void
text_draw(struct text_ladder *ladder, const struct event *event);

/* header.c */

/* Title and kernel, on one row where they fit. */
void
text_title(struct text_ladder *ladder);

/* The lanes' names. */
void
text_lanes(struct text_ladder *ladder);

/* A line across the drawing. */
void
text_rule(struct text_ladder *ladder);

/* layout.c */

void
text_layout_set(struct layout *layout, const struct text_options *options,
           unsigned show, bool notes);

/* row.c */

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

/* "1.03 s", "244 ms". */
const char *
text_duration(char *out, size_t size, int64_t ns);

/* calls.c */

void
calls_event(struct text_ladder *ladder, const struct event *event);

/* actors.c */

struct actor *
actor_find(const struct text_ladder *ladder, const char *name);

/* The actor of the event, noted if it is new; NULL without memory. */
struct actor *
actor_of(struct text_ladder *ladder, const struct event *event);

void
actor_forget(struct text_ladder *ladder, const char *name);

/* "client-2" is "2: ", "server/2" is "/2: ", "slow" is "slow: ". */
void
actor_label(const struct event *event, char *out, size_t size);

/* Draws the bars of a side's blocked calls, but not those of skip. */
void
calls_bars(const struct text_ladder *ladder, struct cells *cells,
           enum host side, const char *skip);

/* The columns that a side's bars take, from its outer edge. */
unsigned
calls_bar_columns(const struct text_ladder *ladder, enum host side);

/* Notes a call or return that is folded away: who is blocked changes. */
void
calls_note(struct text_ladder *ladder, const struct event *event);

/* Notes that the recorder holds a program back, or lets it go on. */
void
calls_hold(struct text_ladder *ladder, const char *words);

/* words.c */

/* The arguments; where there is room, a send shows what it sends. */
void
call_arguments(struct text_ladder *ladder, const struct event *event,
               char *out, size_t size);

/* "= 6", "= -1 ECONNREFUSED", "= 0 end of file". */
void
call_result(struct text_ladder *ladder, const struct event *event, char *out,
            size_t size);

/* What the call learned: bytes or an address, where there is room. */
void
call_learned(struct text_ladder *ladder, const struct event *event,
             char *out, size_t size);

/* item.c */

/* Writes the item as it fits into room columns; returns its columns. */
unsigned
call_compose(const struct call_item *item, char *out, size_t size,
             unsigned room, bool unicode);

/* The columns that an item of a program on this slot may take. */
unsigned
call_room(const struct text_ladder *ladder, enum host side, unsigned slot);

/* Whether the call's arguments are worth a second row where they do not fit,
   rather than being cut. */
bool
call_wraps(const struct text_ladder *ladder, const char *name);

/* Whether the event may stand on the open row though its step is another. */
bool
calls_join(const struct text_ladder *ladder, const struct event *event);

/* If it may: what stands on the row goes in front of the item. */
void
calls_share(struct text_ladder *ladder, const struct event *event,
            struct call_item *item);

/* names.c */

/* The arguments with the descriptor under its name, where it has one. */
void
names_arguments(struct text_ladder *ladder, const struct event *event,
                char *out, size_t size);

/* How many columns more a descriptor's name takes than its number. */
unsigned
names_extra(const struct text_ladder *ladder, const struct event *event);

/* What a return teaches; writes " conn" for a new name, else "". */
void
names_return(struct text_ladder *ladder, const struct event *event,
             char *out, size_t size);

void
names_exit(struct text_ladder *ladder, const char *actor);

/* state.c */

void
state_event(struct text_ladder *ladder, const struct event *event);

void
queue_event(struct text_ladder *ladder, const struct event *event);

/* A segment that has arrived, and that a listener had no room for. */
void
drop_event(struct text_ladder *ladder, const struct event *event);

/* Repeats a state that was last shown a page ago, where the row has room. */
void
state_again(struct text_ladder *ladder, enum host side, unsigned conn);

/* The connection's record, made if it is new; NULL for 0 or without memory. */
struct link *
link_of(struct text_ladder *ladder, unsigned conn);

enum colour
state_colour(const char *state);

/* wire.c */

void
wire_sends(struct text_ladder *ladder, const struct event *event);

void
wire_gets(struct text_ladder *ladder, const struct event *event);

void
wire_deed(struct text_ladder *ladder, const struct event *event);

/* The same for a segment that is folded away: what is in flight changes. */
void
wire_note(struct text_ladder *ladder, const struct event *event);

/* The columns inside the wire that no rail crosses: from .. to. */
void
wire_clear_span(const struct text_ladder *ladder, unsigned *from,
                unsigned *to);

/* rails.c */

/* Draws the rails in the air and what happens on the row. */
void
wire_render(const struct text_ladder *ladder, struct cells *cells,
            const struct wire_item *item);

/* label.c */

/* The segment in at most room columns. */
void
label_segment(struct text_ladder *ladder, const struct event *event,
              char *out, size_t size, unsigned room);

enum colour
label_colour(const struct segment *segment);

/* fold.c */

/* Takes the event and returns true if it is folded away or kept for later;
   never one that a note belongs to. */
bool
fold_takes(struct text_ladder *ladder, const struct event *event,
           bool has_note);

/* Ends the bulk phase, if there is one: its row, and the events kept. */
void
fold_end(struct text_ladder *ladder);

/* notes.c */

/* The number of the note that this event brings up, or 0. */
unsigned
notes_match(struct text_ladder *ladder, const struct event *event, bool drawn);

void
notes_print(struct text_ladder *ladder);

/* Prints text in lines of at most columns, the later ones indented. */
void
text_wrap(struct text_ladder *ladder, const char *first, unsigned indent,
          const char *text, enum colour colour);

#endif
