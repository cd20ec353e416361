/*
 * flights.c - the segments in flight, in the order in which they left.
 */
#include "draw/text/ladder.h"

#include <string.h>

#include "draw/text/label.h"

enum { MANY = 3 };

struct flight *
flights_find(const struct text_ladder *ladder, uint64_t packet)
{
    for (size_t i = 0; i < ladder->flights.count; i++)
        if (ladder->flights.all[i].packet == packet)
            return &ladder->flights.all[i];
    return NULL;
}

/* Keeps the others in the order in which they left. */
void
flights_land(struct text_ladder *ladder, uint64_t packet)
{
    struct flight *flight = flights_find(ladder, packet);

    if (flight == NULL || --flight->copies > 0)
        return;
    size_t i = (size_t)(flight - ladder->flights.all);
    ladder->flights.count--;
    memmove(flight, flight + 1,
            (ladder->flights.count - i) * sizeof *flight);
}

/* Notes on each segment of a crowd that it belongs to one. */
static void
mark_crowd(struct text_ladder *ladder, enum host from)
{
    int same_way = 0;

    for (size_t i = 0; i < ladder->flights.count; i++)
        same_way += ladder->flights.all[i].from == from;
    for (size_t i = 0; i < ladder->flights.count && same_way >= MANY; i++)
        if (ladder->flights.all[i].from == from)
            ladder->flights.all[i].crowded = true;
}

struct flight *
flights_add(struct text_ladder *ladder, const struct event *event)
{
    struct flight *grown = text_grow(ladder, ladder->flights.all,
                                     ladder->flights.count, sizeof *grown);

    if (grown == NULL)
        return NULL;
    ladder->flights.all = grown;
    int rail = rail_take(ladder, event->host);
    struct flight *flight = &grown[ladder->flights.count++];
    *flight = (struct flight){
        .packet = event->packet, .from = event->host,
        .conn = event->segment.conn, .rail = rail, .copies = 1,
        .left_row = ladder->rows, .colour = label_colour(&event->segment),
    };
    label_segment(ladder, event, flight->label, sizeof flight->label,
                  rail_label_room(ladder, event->host, rail));
    mark_crowd(ladder, event->host);
    return flight;
}

void
flights_note(struct text_ladder *ladder, const struct event *event)
{
    if (event->kind == EVENT_SENDS)
        flights_add(ladder, event);
    else
        flights_land(ladder, event->packet);
}
