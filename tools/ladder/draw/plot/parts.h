/*
 * parts.h - a plot's numbers in columns, for this folder alone.
 */
#ifndef LADDER_PLOT_PARTS_H
#define LADDER_PLOT_PARTS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/complaint.h"
#include "model/event.h"

enum { COLUMNS = 2048, TRACKS_MAX = 96, SEGMENTS_MAX = 1500, PANELS_MAX = 5,
       CONNECTIONS_PLOTTED = 8 };

enum quantity { QUANTITY_CWND, QUANTITY_SSTHRESH, QUANTITY_WINDOW,
                QUANTITY_UNREAD, QUANTITY_UNSENT, QUANTITY_SEQUENCE,
                QUANTITY_QUEUE, QUANTITY_RTT, QUANTITIES };

/* Where a track's numbers come from; a time-sequence graph has four. */
enum role { ROLE_VALUE, ROLE_SENT, ROLE_AGAIN, ROLE_LOST, ROLE_ACKED,
            ROLE_WINDOW };

/* What was seen in one column of pixels. */
struct column {
    int64_t first, last, low, high;
    uint32_t count;
};

/* One line of a plot. */
struct track {
    enum quantity quantity;
    enum role role;
    enum host host;
    unsigned conn;
    uint64_t samples;
    int64_t high;
    struct column *columns;     /* COLUMNS of them */
};

/* One segment of a time-sequence graph, while there are few of them. */
struct sample {
    int64_t time_ns, from, to;
    enum host host;
    unsigned conn;
    bool again, lost;
    uint64_t packet;
};

struct plot {
    bool wanted[QUANTITIES];
    unsigned panel_of[QUANTITIES], panels;
    int64_t column_ns;          /* doubled whenever the time does not fit */
    int64_t first_ns, last_ns;  /* of the time axis */
    struct track tracks[TRACKS_MAX];
    size_t track_count;
    struct sample *samples;
    size_t sample_count;
    bool samples_full;
    uint64_t bytes[CONNECTIONS_PLOTTED + 1][HOSTS];
    int64_t acked[CONNECTIONS_PLOTTED + 1][HOSTS];
    unsigned connections;
    bool more_connections, failed;
    char title[160];
    uint32_t id;                /* so that several plots stand in one page */
};

const char *
quantity_name(enum quantity quantity);

const char *
quantity_unit(enum quantity quantity);

/* Reads "cwnd,queue" into what is wanted, and a panel for each unit.  0, or -1
   with a message. */
int
quantities_parse(struct plot *plot, const char *text,
                 struct complaint *message);

/* Adds one number to the track it belongs to, which is made if it is new. */
void
plot_add(struct plot *plot, enum quantity quantity, enum role role,
         enum host host, unsigned conn, int64_t time_ns, int64_t value);

/* The same for a range, such as a segment's bytes. */
void
plot_add_range(struct plot *plot, enum quantity quantity, enum role role,
               enum host host, unsigned conn, int64_t time_ns, int64_t low,
               int64_t high);

/* The host that sent most of a connection's bytes. */
enum host
plot_sender(const struct plot *plot, unsigned conn);

/* The connection that carried most. */
unsigned
plot_busiest(const struct plot *plot);

/* Whether the track is drawn: the sender's cwnd, the receiver's window ... */
bool
plot_shows(const struct plot *plot, const struct track *track);

/* Draws all panels. */
void
plot_write(const struct plot *plot, FILE *out);

#endif
