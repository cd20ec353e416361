/*
 * wire.c - segments that leave, arrive and end, each on its row.
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
 * Where rails run out, a segment flies without one and shows its words again
 * where it arrives.
 */
#include "draw/text/ladder.h"

#include <stdlib.h>
#include <string.h>

#include "draw/text/label.h"
#include "draw/text/wire.h"

enum { FAR_ROWS = 10 };

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
    struct flight *flight = flights_add(ladder, event);
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
    struct flight *flight = flights_find(ladder, event->packet);

    if (flight == NULL) {               /* its sending was not recorded */
        struct wire_item *item = place(ladder, event, WIRE_ARRIVES, NULL);
        item->from = host_peer(event->host);
        item->conn = event->segment.conn;
        item->colour = label_colour(&event->segment);
        label_segment(ladder, event, item->label, sizeof item->label,
                      rail_label_room(ladder, item->from, -1));
        return;
    }
    enum wire_kind kind = flight->copies > 1 ? WIRE_FORKS : WIRE_ARRIVES;
    struct wire_item *item = place(ladder, event, kind, flight);
    flight = flights_find(ladder, event->packet);
    if (!is_hard_to_follow(ladder, flight))
        item->label[0] = '\0';
    if (flight->hurried)
        snprintf(item->word, sizeof item->word, "hurried");
    if (event->dropped && !(ladder->layout.show & LANE_STATE))
        snprintf(item->word, sizeof item->word, "dropped");
    flights_land(ladder, event->packet);
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
    int far = rail_innermost(ladder, host_peer(flight->from)) + 1;
    int start = far > 0 ? far + 2 : 1;
    int room = (int)ladder->layout.wire - start;

    for (size_t i = 0; i < ladder->flights.count; i++) {
        const struct flight *other = &ladder->flights.all[i];
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
    flights_land(ladder, event->packet);
    return true;
}

void
wire_deed(struct text_ladder *ladder, const struct event *event)
{
    struct wire_item *there = &ladder->row.wire;
    struct flight *flight = flights_find(ladder, event->packet);
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
    flight = flights_find(ladder, event->packet);
    if (flight == NULL)
        return;
    if (!is_hard_to_follow(ladder, flight))
        item->label[0] = '\0';
    if (event->deed == WIRE_DUPLICATED)
        flight->copies++;
    if (kind == WIRE_ENDS)
        flights_land(ladder, event->packet);
}

