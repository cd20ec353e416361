/*
 * state.c - what the kernel says: states and accept queues.
 *
 *     SYN-SENT │              │ LISTEN
 *              │              │ c2 SYN-RECEIVED
 *  ESTABLISHED │              │ queue 1/16
 *              │           ╰─▶│ c3 dropped
 */
#include "draw/text/ladder.h"

#include <string.h>

#include "draw/text/state.h"

/* Adds words to the side's state; a new row where they do not fit. */
static void
place(struct text_ladder *ladder, const struct event *event,
      const char *words, enum colour colour)
{
    struct row *row = &ladder->row;
    char joined[sizeof row->state[0]];
    unsigned room = ladder->layout.side[event->host] - 1;

    row_before(ladder, event);
    if (row->open) {
        const char *there = row->state[event->host];
        unsigned call = row_call_columns(ladder, event->host);
        snprintf(joined, sizeof joined, "%.40s%s%.40s", there,
                 there[0] != '\0' ? " " : "", words);
        unsigned wide = text_columns(joined);
        if (wide + 1 > room
            || !row_has_room(ladder, event->host, call, wide))
            row_close(ladder);
    }
    row_open(ladder, event);
    if (row->state[event->host][0] == '\0') {
        text_shorten(joined, sizeof joined, words, room,
                     ladder->options.unicode);
        row->state_colour[event->host] = colour;
    }
    snprintf(row->state[event->host], sizeof joined, "%s", joined);
}

void
state_event(struct text_ladder *ladder, const struct event *event)
{
    char words[96];
    enum colour colour = state_colour(event->state);

    bool listens = strcmp(event->state, "LISTEN") == 0;
    if (listens && ladder->links.listener_port == 0)
        ladder->links.listener_port = event->port;
    if (listens && event->port != ladder->links.listener_port)
        snprintf(words, sizeof words, "%s :%u", event->state, event->port);
    else if (event->conn != 0 && ladder->links.conns > 1)
        snprintf(words, sizeof words, "c%u %s", event->conn, event->state);
    else
        snprintf(words, sizeof words, "%s", event->state);
    place(ladder, event, words, colour);
    struct link *link = link_of(ladder, event->conn);
    if (link == NULL)
        return;
    ladder->links.line_colour[event->host] = colour;
    snprintf(link->state[event->host], STATE_MAX, "%s", event->state);
    link->shown[event->host] = ladder->rows;
    link_forget(ladder, link);
}

void
queue_event(struct text_ladder *ladder, const struct event *event)
{
    char words[64];

    bool other = ladder->links.listener_port != 0 && event->port != 0
        && event->port != ladder->links.listener_port;
    if (other)
        snprintf(words, sizeof words, "queue %u/%u :%u", event->queued,
                 event->queue_max, event->port);
    else
        snprintf(words, sizeof words, "queue %u/%u", event->queued,
                 event->queue_max);
    place(ladder, event, words, COLOUR_NONE);
}

void
drop_event(struct text_ladder *ladder, const struct event *event)
{
    char words[64];

    if (event->segment.conn != 0 && ladder->links.conns > 1)
        snprintf(words, sizeof words, "c%u dropped", event->segment.conn);
    else
        snprintf(words, sizeof words, "dropped");
    place(ladder, event, words, COLOUR_RED);
}

