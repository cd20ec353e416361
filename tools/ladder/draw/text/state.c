/*
 * state.c - what the kernel says: states and accept queues.
 *
 *     SYN-SENT │              │ LISTEN
 *              │              │ c2 SYN-RECEIVED
 *  ESTABLISHED │              │ queue 1/16
 *              │           ╰─▶│ c3 dropped
 */
#include "draw/text/parts.h"

#include <string.h>

enum { PAGE_ROWS = 18 };

enum colour
state_colour(const char *state)
{
    static const struct { const char *state; enum colour colour; } known[] = {
        { "LISTEN", COLOUR_BLUE },          { "SYN-SENT", COLOUR_YELLOW },
        { "SYN-RECEIVED", COLOUR_YELLOW },  { "ESTABLISHED", COLOUR_GREEN },
        { "FIN-WAIT-1", COLOUR_MAGENTA },   { "FIN-WAIT-2", COLOUR_MAGENTA },
        { "CLOSE-WAIT", COLOUR_MAGENTA },   { "CLOSING", COLOUR_MAGENTA },
        { "LAST-ACK", COLOUR_MAGENTA },     { "TIME-WAIT", COLOUR_CYAN },
        { "CLOSED", COLOUR_DIM },
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].state, state) == 0)
            return known[i].colour;
    return COLOUR_NONE;
}

static struct link *
link_find(const struct text_ladder *ladder, unsigned conn)
{
    for (size_t i = 0; i < ladder->link_count; i++)
        if (ladder->links[i].conn == conn)
            return &ladder->links[i];
    return NULL;
}

struct link *
link_of(struct text_ladder *ladder, unsigned conn)
{
    struct link *link = conn != 0 ? link_find(ladder, conn) : NULL;

    if (link != NULL || conn == 0)
        return link;
    struct link *grown = text_grow(ladder, ladder->links, ladder->link_count,
                                   sizeof *grown);
    if (grown == NULL)
        return NULL;
    ladder->links = grown;
    link = &grown[ladder->link_count++];
    *link = (struct link){ .conn = conn };
    return link;
}

/* A connection that no host knows any more is forgotten. */
static void
link_forget(struct text_ladder *ladder, struct link *link)
{
    for (int side = 0; side < HOSTS; side++)
        if (link->state[side][0] != '\0'
            && strcmp(link->state[side], "CLOSED") != 0)
            return;
    *link = ladder->links[--ladder->link_count];
}

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
    if (listens && ladder->listener_port == 0)
        ladder->listener_port = event->port;
    if (listens && event->port != ladder->listener_port)
        snprintf(words, sizeof words, "%s :%u", event->state, event->port);
    else if (event->conn != 0 && ladder->conns > 1)
        snprintf(words, sizeof words, "c%u %s", event->conn, event->state);
    else
        snprintf(words, sizeof words, "%s", event->state);
    place(ladder, event, words, colour);
    struct link *link = link_of(ladder, event->conn);
    if (link == NULL)
        return;
    ladder->line_colour[event->host] = colour;
    snprintf(link->state[event->host], STATE_MAX, "%s", event->state);
    link->shown[event->host] = ladder->rows;
    link_forget(ladder, link);
}

void
queue_event(struct text_ladder *ladder, const struct event *event)
{
    char words[64];

    bool other = ladder->listener_port != 0 && event->port != 0
        && event->port != ladder->listener_port;
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

    if (event->segment.conn != 0 && ladder->conns > 1)
        snprintf(words, sizeof words, "c%u dropped", event->segment.conn);
    else
        snprintf(words, sizeof words, "dropped");
    place(ladder, event, words, COLOUR_RED);
}

void
state_again(struct text_ladder *ladder, enum host side, unsigned conn)
{
    struct row *row = &ladder->row;
    char words[64];

    struct link *link = conn != 0 ? link_find(ladder, conn) : NULL;
    if (link == NULL || !(ladder->layout.show & LANE_STATE)
        || row->state[side][0] != '\0' || link->state[side][0] == '\0'
        || ladder->rows - link->shown[side] < PAGE_ROWS)
        return;
    if (ladder->conns > 1)
        snprintf(words, sizeof words, "(c%u %s)", conn, link->state[side]);
    else
        snprintf(words, sizeof words, "(%s)", link->state[side]);
    unsigned wide = text_columns(words);
    if (!row_has_room(ladder, side, row_call_columns(ladder, side), wide)
        || wide + 1 > ladder->layout.side[side])
        return;
    snprintf(row->state[side], sizeof row->state[side], "%s", words);
    row->state_colour[side] = COLOUR_DIM;
    link->shown[side] = ladder->rows;
}
