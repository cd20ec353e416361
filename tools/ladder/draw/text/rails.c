/*
 * rails.c - the rails' arithmetic: which column a segment in flight has.
 *
 *     ├ 1:7 ─────╮│   │      two in flight: the later rail is further in,
 *     │          │╰──▶│      so that neither crosses the other
 *
 * Rails of the client's segments stand near the server, the server's near the
 * client.
 */
#include "draw/text/ladder.h"

enum { LABEL_LEAST = 9 };

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
    for (size_t i = 0; i < ladder->flights.count; i++)
        if (ladder->flights.all[i].rail == column)
            return false;
    return true;
}

/* The innermost rail in use, or -1. */
int
rail_innermost(const struct text_ladder *ladder, enum host from)
{
    for (int n = rails_most(ladder) - 1; n >= 0; n--)
        if (!rail_is_free(ladder, rail_column(ladder, from, n)))
            return n;
    return -1;
}

/* Further in than all in flight; where that is full, any free one. */
int
rail_take(const struct text_ladder *ladder, enum host from)
{
    int most = rails_most(ladder);
    int n = rail_innermost(ladder, from) + 1;

    if (n >= most)
        for (n = 0; n < most; n++)
            if (rail_is_free(ladder, rail_column(ladder, from, n)))
                break;
    return n < most ? rail_column(ladder, from, n) : -1;
}

void
rail_clear_span(const struct text_ladder *ladder, unsigned *from,
                unsigned *to)
{
    int left = rail_innermost(ladder, HOST_SERVER) + 1;
    int right = rail_innermost(ladder, HOST_CLIENT) + 1;
    int end = (int)ladder->layout.wire - (right > 0 ? right + 1 : 0);

    *from = (unsigned)(left > 0 ? left + 1 : 0);
    *to = end > (int)*from ? (unsigned)end : *from;
}

/* The columns for words between the sender's line and its rail. */
unsigned
rail_label_room(const struct text_ladder *ladder, enum host from, int rail)
{
    int wire = (int)ladder->layout.wire;
    int far = rail_innermost(ladder, host_peer(from)) + 1;
    int start = far > 0 ? far + 2 : 1;

    if (rail < 0)
        rail = rail_column(ladder, from, rails_most(ladder));
    int run = from == HOST_CLIENT ? rail : wire - 1 - rail;
    return run - 1 - start > 3 ? (unsigned)(run - 1 - start) : 3;
}
