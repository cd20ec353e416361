/*
 * settle.c - arrows, bars and lanes, between moments that have a place.
 */
#include "draw/figure/place.h"

enum { STUB = 34, ARROW_ROOM_MOST = 32, LOST_HALF = 8, FOLD_EDGE = 5 };

void
at_least(double *y, double least)
{
    if (*y < least)
        *y = least;
}

/* The fold that hides the arrow's arrival, or NULL. */
static const struct moment *
fold_of(const struct layout *layout, const struct arrow *arrow)
{
    for (size_t i = (size_t)arrow->from; i + 1 < layout->moment_count; i++)
        if (layout->moments[i].fold == MOMENT_FOLD &&
            layout->moments[i + 1].time_ns >= arrow->arrived_ns)
            return &layout->moments[i];
    return NULL;
}

/* Arrows into a fold stay parallel and end at its edge: on the short axis of
   the fold they would all run together in one point. */
static void
place_folded(const struct layout *layout, struct arrow *arrow, double fall)
{
    const struct moment *fold = fold_of(layout, arrow);

    arrow->folded = fold != NULL && arrow->y1 + fall > fold->y + FOLD_EDGE &&
                    fold->y >= arrow->y1;
    if (!arrow->folded)
        return;
    arrow->y2 = fold->y + FOLD_EDGE;
    arrow->x2 = arrow->x1 + (arrow->x2 - arrow->x1) *
                            (arrow->y2 - arrow->y1) / fall;
}

static void
place_arrow(struct layout *layout, struct arrow *arrow)
{
    enum host host = arrow->host, peer = host_peer(host);
    double to_x = layout->life_x[peer];

    arrow->x1 = layout->life_x[host];
    if (arrow->forged)          /* the wire made it: it begins in the middle */
        arrow->x1 += (to_x - arrow->x1) / 2;
    arrow->y1 = arrow->from >= 0 ? layout->moments[arrow->from].y
                                 : layout_y(layout, arrow->sent_ns);
    arrow->x2 = to_x;
    if (arrow->to >= 0) {
        arrow->y2 = layout->moments[arrow->to].y;
    } else if (arrow->arrived_ns != -1) {
        arrow->y2 = layout_y(layout, arrow->arrived_ns);
    } else {
        double part = arrow->dropped ? 0.2 : arrow->lost ? 0.62 : 0.8;
        double y = layout_y(layout, arrow->sent_ns + layout->flight_ns[host]);

        at_least(&y, arrow->y1 + LOST_ROOM);
        arrow->y2 = arrow->y1 + part * (y - arrow->y1);
        arrow->x2 = arrow->x1 + part * (to_x - arrow->x1);
    }
    at_least(&arrow->y2, arrow->y1);
    if (arrow->from >= 0)
        return;                 /* else only its end comes out of the fold */
    double dx = arrow->x2 - arrow->x1, dy = arrow->y2 - arrow->y1;
    double length = line_length(dx, dy);
    if (length > STUB) {
        arrow->x1 = arrow->x2 - dx * STUB / length;
        arrow->y1 = arrow->y2 - dy * STUB / length;
    }
}

/* Parallel labels of two arrows need the more room the steeper they are. */
void
place_arrows(struct layout *layout)
{
    double fall[HOSTS] = {0, 0};

    for (size_t i = 0; i < layout->arrow_count; i++) {
        struct arrow *arrow = &layout->arrows[i];
        double *least = &fall[arrow->host];

        place_arrow(layout, arrow);
        if (arrow->from < 0)
            continue;
        at_least(least, place_height(layout, layout->flight_ns[arrow->host]));
        if (arrow->to < 0 && arrow->arrived_ns != -1 && !arrow->forged)
            place_folded(layout, arrow, *least);
        if (arrow->arrived_ns != -1 && !arrow->folded && !arrow->forged)
            *least = arrow->y2 - arrow->y1;
        double width = arrow->x2 > arrow->x1 ? arrow->x2 - arrow->x1
                                             : arrow->x1 - arrow->x2;
        double length = line_length(width, arrow->y2 - arrow->y1);
        double room = ARROW_ROOM * length / (width > 1 ? width : 1);
        layout->moments[arrow->from].after_arrow =
            room < ARROW_ROOM_MOST ? room : ARROW_ROOM_MOST;
    }
}

/* A silence is marked below the losses before it: time passes after them. */
static void
place_gap(struct layout *layout, struct gap *gap)
{
    gap->y1 = layout->moments[gap->after].y;
    gap->y2 = layout->moments[gap->after + 1].y;
    for (size_t i = 0; i < layout->arrow_count && !gap->fold; i++) {
        const struct arrow *arrow = &layout->arrows[i];

        if (arrow->lost && arrow->from >= 0 && arrow->from <= gap->after &&
            arrow->y2 + LOST_HALF < gap->y2)
            at_least(&gap->y1, arrow->y2 + LOST_HALF);
    }
}

void
place_things(struct layout *layout)
{
    for (size_t i = 0; i < layout->call_count; i++) {
        struct call *call = &layout->calls[i];

        call->y1 = call->start >= 0 ? layout->moments[call->start].y
                                    : layout_y(layout, call->start_ns);
        call->y2 = call->end >= 0 ? layout->moments[call->end].y
                   : call->end_ns == -1 ? layout->bottom
                   : layout_y(layout, call->end_ns);
        at_least(&call->y2, call->y1 + 4);
        call->held_y = !call->held ? call->y1
                       : call->released < 0 ? call->y2
                       : layout->moments[call->released].y;
    }
    for (size_t i = 0; i < layout->piece_count; i++) {
        struct piece *piece = &layout->pieces[i];

        piece->y1 = layout->moments[piece->start].y;
        piece->y2 = piece->end < 0 ? layout->bottom
                                   : layout->moments[piece->end].y;
        if (piece->closed)
            piece->y2 = piece->y1 + place_piece_need(layout, piece);
    }
    for (size_t i = 0; i < layout->gap_count; i++)
        place_gap(layout, &layout->gaps[i]);
}
