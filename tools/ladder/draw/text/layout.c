/*
 * layout.c - how wide each lane of the terminal's ladder is.
 *
 *     (1)   40 connect(3, :7000) SYN-SENT├ SYN ──────╮ │ESTABLISHED  accept(3)
 *     note  ms <-------- side ---------> │<-- wire -->│<------- side ------->
 */
#include "draw/text/ladder.h"

enum {
    WIDEST = 140,               /* further apart is harder to read */
    WIDE_SIDE = 31,             /* a side with room for data and details */
    LEAST_SIDE = 24,            /* "close(3) = 0 FIN-WAIT-1 " */
    NOTE_COLUMNS = 4,           /* "(1) " */
    TIME_COLUMNS = 5            /* "9999 ", "10.2 " */
};

/*
 * Calls alone: two columns of text, no lines between them.  The server's is the
 * wider one, since it does more between two waits.
 */
static void
set_calls_only(struct layout *layout, unsigned rest)
{
    layout->side[HOST_CLIENT] = rest * 46 / 100;
    layout->side[HOST_SERVER] = rest - layout->side[HOST_CLIENT] - 1;
    layout->side_x[HOST_CLIENT] = layout->left;
    layout->side_x[HOST_SERVER] = layout->left + layout->side[HOST_CLIENT]
        + 1;
    layout->wide = true;
    layout->slots = 4;
}

/* What is behind 80 columns goes to the wire first: words of segments. */
static unsigned
wire_share(unsigned show, unsigned rest)
{
    unsigned more = rest > 70 ? (rest - 70) / 5 : 0;

    switch (show) {
    case LANE_ALL: return rest - 2 * (LEAST_SIDE + more);
    case LANE_WIRE | LANE_CALLS: return rest - 2 * (LEAST_SIDE - 2 + more);
    case LANE_WIRE | LANE_STATE: return rest - 2 * 18;
    case LANE_WIRE: return rest;
    default: return 0;
    }
}

static void
set_lanes(struct layout *layout, unsigned rest)
{
    unsigned wire = wire_share(layout->show, rest);
    unsigned side = (rest - wire) / 2;

    layout->lines = layout->mirrored = true;
    layout->side[HOST_CLIENT] = layout->side[HOST_SERVER] = side;
    layout->wire = rest - 2 * side;
    layout->wide = side >= WIDE_SIDE || layout->wire >= 36;
    layout->slots = side >= WIDE_SIDE ? SLOTS_MAX : 4;
    layout->side_x[HOST_CLIENT] = layout->left;
    layout->line_x[HOST_CLIENT] = layout->left + side;
    layout->line_x[HOST_SERVER] = layout->line_x[HOST_CLIENT]
        + layout->wire + 1;
    if (!(layout->show & LANE_WIRE))    /* no wire: the two lines are one */
        layout->line_x[HOST_SERVER] = layout->line_x[HOST_CLIENT];
    layout->side_x[HOST_SERVER] = layout->line_x[HOST_SERVER] + 1;
}

void
text_layout_set(struct layout *layout, const struct text_options *options,
                unsigned show, bool notes)
{
    unsigned columns = options->columns < 80 ? 80 : options->columns;

    *layout = (struct layout){ .show = show & LANE_ALL };
    if (layout->show == 0)
        layout->show = LANE_ALL;
    layout->columns = columns < WIDEST ? columns : WIDEST;
    layout->left = (notes ? NOTE_COLUMNS : 0) + TIME_COLUMNS;
    unsigned rest = layout->columns - layout->left;
    if (layout->show == LANE_CALLS)
        set_calls_only(layout, rest);
    else
        set_lanes(layout, layout->show & LANE_WIRE ? rest - 2 : rest - 1);
}
