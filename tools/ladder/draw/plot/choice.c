/*
 * choice.c - which of the tracks are drawn.
 */
#include "draw/plot/parts.h"

unsigned
plot_busiest(const struct plot *plot)
{
    unsigned best = 1;
    uint64_t most = 0;

    for (unsigned conn = 1; conn <= CONNECTIONS_PLOTTED; conn++) {
        uint64_t bytes = plot->bytes[conn][plot_sender(plot, conn)];

        if (bytes > most) {
            most = bytes;
            best = conn;
        }
    }
    return best;
}

/* The direction of the ACKs has a queue too, of one now and then. */
static int64_t
longest_queue(const struct plot *plot)
{
    int64_t longest = 0;

    for (size_t i = 0; i < plot->track_count; i++)
        if (plot->tracks[i].quantity == QUANTITY_QUEUE &&
            plot->tracks[i].high > longest)
            longest = plot->tracks[i].high;
    return longest;
}

bool
plot_shows(const struct plot *plot, const struct track *track)
{
    enum host sender = plot_sender(plot, track->conn);

    switch (track->quantity) {
    case QUANTITY_QUEUE:
        return track->high > 0 && 5 * track->high >= longest_queue(plot);
    case QUANTITY_SEQUENCE:
        return track->conn == plot_busiest(plot) && track->host == sender;
    case QUANTITY_WINDOW:
    case QUANTITY_UNREAD:
        return track->host != sender;
    default:
        return track->host == sender;
    }
}
