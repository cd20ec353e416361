/*
 * wire.c - segments in flight, and their rails.
 *
 *     ├ SYN ────────╮ │      leaves: its words, then down on a rail
 *     │             ╰▶│      arrives, so many rows later
 *     │ ╭── SYN,ACK ──┤      the other way round
 *     │◀╯             │
 *     ├ ACK ──────╮   │
 *     ├ 1:7 ─────╮│   │      two in flight: the later rail is further in,
 *     │          │╰──▶│      so that neither crosses the other
 *     │     lost ✗    │      a rail's end
 *
 * Rails of the client's segments stand near the server, the server's near the
 * client.  Where they run out, a segment flies without one and shows its words
 * again where it arrives.
 */
#include "draw/text/parts.h"

#include <stdlib.h>
#include <string.h>

enum { LABEL_LEAST = 9, FAR_ROWS = 10, MANY = 3 };

static struct flight *
flight_find(const struct text_ladder *ladder, uint64_t packet)
{
    for (size_t i = 0; i < ladder->flight_count; i++)
        if (ladder->flights[i].packet == packet)
            return &ladder->flights[i];
    return NULL;
}

/* Keeps the others in the order in which they left. */
static void
flight_land(struct text_ladder *ladder, uint64_t packet)
{
    struct flight *flight = flight_find(ladder, packet);

    if (flight == NULL || --flight->copies > 0)
        return;
    size_t i = (size_t)(flight - ladder->flights);
    ladder->flight_count--;
    memmove(flight, flight + 1,
            (ladder->flight_count - i) * sizeof *flight);
}

/* --- rails -------------------------------------------------------------- */

/* How many rails each direction may have, so that words still have room. */
static int
rails_most(const struct text_ladder *ladder)
{
    int room = (int)ladder->layout.wire - LABEL_LEAST - 4;

    return room < 2 ? 1 : room / 2 > 12 ? 12 : room / 2;
}

/* The nth rail of a direction: 0 is the nearest to the receiver. */
static int
rail_column(const struct text_ladder *ladder, enum host from, int n)
{
    if (from == HOST_CLIENT)
        return (int)ladder->layout.wire - 2 - n;
    return 1 + n;
}

static bool
rail_is_free(const struct text_ladder *ladder, int column)
{
    for (size_t i = 0; i < ladder->flight_count; i++)
        if (ladder->flights[i].rail == column)
            return false;
    return true;
}

/* The innermost rail in use, or -1. */
static int
innermost(const struct text_ladder *ladder, enum host from)
{
    for (int n = rails_most(ladder) - 1; n >= 0; n--)
        if (!rail_is_free(ladder, rail_column(ladder, from, n)))
            return n;
    return -1;
}

/* Further in than all in flight; where that is full, any free one. */
static int
rail_take(const struct text_ladder *ladder, enum host from)
{
    int most = rails_most(ladder);
    int n = innermost(ladder, from) + 1;

    if (n >= most)
        for (n = 0; n < most; n++)
            if (rail_is_free(ladder, rail_column(ladder, from, n)))
                break;
    return n < most ? rail_column(ladder, from, n) : -1;
}

void
wire_clear_span(const struct text_ladder *ladder, unsigned *from,
                unsigned *to)
{
    int left = innermost(ladder, HOST_SERVER) + 1;
    int right = innermost(ladder, HOST_CLIENT) + 1;
    int end = (int)ladder->layout.wire - (right > 0 ? right + 1 : 0);

    *from = (unsigned)(left > 0 ? left + 1 : 0);
    *to = end > (int)*from ? (unsigned)end : *from;
}

/* The columns for words between the sender's line and its rail. */
static unsigned
label_room(const struct text_ladder *ladder, enum host from, int rail)
{
    int wire = (int)ladder->layout.wire;
    int far = innermost(ladder, host_peer(from)) + 1;
    int start = far > 0 ? far + 2 : 1;

    if (rail < 0)
        rail = rail_column(ladder, from, rails_most(ladder));
    int run = from == HOST_CLIENT ? rail : wire - 1 - rail;
    return run - 1 - start > 3 ? (unsigned)(run - 1 - start) : 3;
}

/* --- the events --------------------------------------------------------- */

/* Notes on each segment of a crowd that it belongs to one. */
static void
mark_crowd(struct text_ladder *ladder, enum host from)
{
    int same_way = 0;

    for (size_t i = 0; i < ladder->flight_count; i++)
        same_way += ladder->flights[i].from == from;
    for (size_t i = 0; i < ladder->flight_count && same_way >= MANY; i++)
        if (ladder->flights[i].from == from)
            ladder->flights[i].crowded = true;
}

static struct flight *
flight_add(struct text_ladder *ladder, const struct event *event)
{
    struct flight *grown = text_grow(ladder, ladder->flights,
                                     ladder->flight_count, sizeof *grown);

    if (grown == NULL)
        return NULL;
    ladder->flights = grown;
    int rail = rail_take(ladder, event->host);
    struct flight *flight = &grown[ladder->flight_count++];
    *flight = (struct flight){
        .packet = event->packet, .from = event->host,
        .conn = event->segment.conn, .rail = rail, .copies = 1,
        .left_row = ladder->rows, .colour = label_colour(&event->segment),
    };
    label_segment(ladder, event, flight->label, sizeof flight->label,
                  label_room(ladder, event->host, rail));
    mark_crowd(ladder, event->host);
    return flight;
}

/* Opens a row with this on its wire. */
static struct wire_item *
place(struct text_ladder *ladder, const struct event *event,
      enum wire_kind kind, const struct flight *flight)
{
    row_before(ladder, event);
    if (ladder->row.open && ladder->row.wire.kind != WIRE_NONE)
        row_close(ladder);
    row_open(ladder, event);
    struct wire_item *item = &ladder->row.wire;
    *item = (struct wire_item){ .kind = kind, .packet = event->packet,
                                .from = event->host, .rail = -1 };
    if (flight == NULL)
        return item;
    item->from = flight->from;
    item->conn = flight->conn;
    item->rail = flight->rail;
    item->colour = flight->colour;
    snprintf(item->label, sizeof item->label, "%s", flight->label);
    return item;
}

void
wire_sends(struct text_ladder *ladder, const struct event *event)
{
    /* The row that is full must not show the new rail yet. */
    row_before(ladder, event);
    if (ladder->row.open && ladder->row.wire.kind != WIRE_NONE)
        row_close(ladder);
    struct flight *flight = flight_add(ladder, event);
    if (flight != NULL)
        place(ladder, event, WIRE_LEAVES, flight);
}

/* Where many were in flight, or it left long ago, its words stand again. */
static bool
is_hard_to_follow(const struct text_ladder *ladder,
                  const struct flight *flight)
{
    return flight->rail < 0 || flight->crowded
        || ladder->rows - flight->left_row > FAR_ROWS;
}

void
wire_gets(struct text_ladder *ladder, const struct event *event)
{
    struct flight *flight = flight_find(ladder, event->packet);

    if (flight == NULL) {               /* its sending was not recorded */
        struct wire_item *item = place(ladder, event, WIRE_ARRIVES, NULL);
        item->from = host_peer(event->host);
        item->conn = event->segment.conn;
        item->colour = label_colour(&event->segment);
        label_segment(ladder, event, item->label, sizeof item->label,
                      label_room(ladder, item->from, -1));
        return;
    }
    enum wire_kind kind = flight->copies > 1 ? WIRE_FORKS : WIRE_ARRIVES;
    struct wire_item *item = place(ladder, event, kind, flight);
    flight = flight_find(ladder, event->packet);
    if (!is_hard_to_follow(ladder, flight))
        item->label[0] = '\0';
    if (flight->hurried)
        snprintf(item->word, sizeof item->word, "hurried");
    if (event->dropped && !(ladder->layout.show & LANE_STATE))
        snprintf(item->word, sizeof item->word, "dropped");
    flight_land(ladder, event->packet);
}

static bool
is_an_end(enum wire_deed deed)
{
    return deed == WIRE_LOST || deed == WIRE_DROPPED || deed == WIRE_REFUSED;
}

/* Whether the words and their end fit in front of the rails in the air. */
static bool
has_room_to_end(const struct text_ladder *ladder, const struct flight *flight,
                const char *word)
{
    int far = innermost(ladder, host_peer(flight->from)) + 1;
    int start = far > 0 ? far + 2 : 1;
    int room = (int)ladder->layout.wire - start;

    for (size_t i = 0; i < ladder->flight_count; i++) {
        const struct flight *other = &ladder->flights[i];
        if (other == flight || other->from != flight->from
            || other->rail < 0)
            continue;
        int place = flight->from == HOST_CLIENT
            ? other->rail : (int)ladder->layout.wire - 1 - other->rail;
        room = place - start < room ? place - start : room;
    }
    int wide = (int)(text_columns(flight->label) + strlen(word));
    return wide + 4 <= room;
}

/* Lost on the row where it left: no rail at all. */
static bool
lost_on_the_spot(struct text_ladder *ladder, const struct event *event,
                 const struct flight *flight)
{
    struct wire_item *item = &ladder->row.wire;
    const char *word = wire_deed_name(event->deed);

    if (!ladder->row.open || ladder->row.step != event->step
        || item->kind != WIRE_LEAVES || item->packet != event->packet
        || (ladder->row.note != 0 && ladder->note != 0) || flight == NULL
        || !has_room_to_end(ladder, flight, word))
        return false;
    row_open(ladder, event);
    item->lost = true;
    snprintf(item->word, sizeof item->word, "%s", word);
    flight_land(ladder, event->packet);
    return true;
}

void
wire_deed(struct text_ladder *ladder, const struct event *event)
{
    struct wire_item *there = &ladder->row.wire;
    struct flight *flight = flight_find(ladder, event->packet);
    const char *word = wire_deed_name(event->deed);

    if (event->deed == WIRE_HURRIED && flight != NULL) {
        flight->hurried = true;
        return;
    }
    if (event->deed == WIRE_HURRIED) {  /* told behind the arrival */
        if (ladder->row.open && there->packet == event->packet)
            snprintf(there->word, sizeof there->word, "%s", word);
        return;
    }
    if (is_an_end(event->deed) && lost_on_the_spot(ladder, event, flight))
        return;
    enum wire_kind kind = is_an_end(event->deed) ? WIRE_ENDS : WIRE_SAYS;
    struct wire_item *item = place(ladder, event, kind, flight);
    snprintf(item->word, sizeof item->word, "%s", word);
    item->colour = COLOUR_RED;
    flight = flight_find(ladder, event->packet);
    if (flight == NULL)
        return;
    if (!is_hard_to_follow(ladder, flight))
        item->label[0] = '\0';
    if (event->deed == WIRE_DUPLICATED)
        flight->copies++;
    if (kind == WIRE_ENDS)
        flight_land(ladder, event->packet);
}

void
wire_note(struct text_ladder *ladder, const struct event *event)
{
    if (event->kind == EVENT_SENDS)
        flight_add(ladder, event);
    else
        flight_land(ladder, event->packet);
}
