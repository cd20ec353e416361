/*
 * column.c - numbers in columns of pixels.
 *
 * How long a run is is known at its end only.  So the columns begin narrow, and
 * whenever the time does not fit any more, two and two become one: a run of a
 * million segments needs as much memory as one of ten.
 */
#include <stdlib.h>

#include "draw/plot/parts.h"

static void
merge(struct column *into, const struct column *more)
{
    if (more->count == 0)
        return;
    if (into->count == 0) {
        *into = *more;
        return;
    }
    into->last = more->last;
    into->low = more->low < into->low ? more->low : into->low;
    into->high = more->high > into->high ? more->high : into->high;
    into->count += more->count;
}

static void
halve(struct plot *plot)
{
    plot->column_ns *= 2;
    for (size_t i = 0; i < plot->track_count; i++) {
        struct column *columns = plot->tracks[i].columns;

        for (size_t to = 0; to < COLUMNS; to++) {
            struct column column = {0};

            if (to < COLUMNS / 2) {
                column = columns[2 * to];
                merge(&column, &columns[2 * to + 1]);
            }
            columns[to] = column;
        }
    }
}

static struct track *
find_track(struct plot *plot, enum quantity quantity, enum role role,
           enum host host, unsigned conn)
{
    for (size_t i = 0; i < plot->track_count; i++) {
        struct track *track = &plot->tracks[i];

        if (track->quantity == quantity && track->role == role &&
            track->host == host && track->conn == conn)
            return track;
    }
    if (plot->track_count == TRACKS_MAX)
        return NULL;
    struct track *track = &plot->tracks[plot->track_count];
    *track = (struct track){.quantity = quantity, .role = role, .host = host,
                            .conn = conn};
    track->columns = calloc(COLUMNS, sizeof *track->columns);
    if (track->columns == NULL) {
        plot->failed = true;
        return NULL;
    }
    plot->track_count++;
    return track;
}

void
plot_add_range(struct plot *plot, enum quantity quantity, enum role role,
               enum host host, unsigned conn, int64_t time_ns, int64_t low,
               int64_t high)
{
    struct track *track = find_track(plot, quantity, role, host, conn);

    if (track == NULL || time_ns < 0 || time_ns > INT64_MAX / 4)
        return;
    while (time_ns / plot->column_ns >= COLUMNS)
        halve(plot);
    struct column sample = {.first = low, .last = high, .low = low,
                            .high = high, .count = 1};
    merge(&track->columns[time_ns / plot->column_ns], &sample);
    if (track->samples++ == 0 || high > track->high)
        track->high = high;
    if (time_ns > plot->last_ns)
        plot->last_ns = time_ns;
}

void
plot_add(struct plot *plot, enum quantity quantity, enum role role,
         enum host host, unsigned conn, int64_t time_ns, int64_t value)
{
    plot_add_range(plot, quantity, role, host, conn, time_ns, value, value);
}

enum host
plot_sender(const struct plot *plot, unsigned conn)
{
    if (conn == 0 || conn > CONNECTIONS_PLOTTED)
        return HOST_CLIENT;
    return plot->bytes[conn][HOST_SERVER] > plot->bytes[conn][HOST_CLIENT]
           ? HOST_SERVER : HOST_CLIENT;
}
