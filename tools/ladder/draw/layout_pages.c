/*
 * layout_pages.c - where a tall drawing is cut to fit on pages.
 *
 * Each height has a price: what a cut there would go through.  The pages are to
 * be about equally long, so that no last one is a mere strip; around where they
 * would be cut the lowest price wins, and of equals the lowest place.
 */
#include "layout.h"

#include <stdlib.h>

enum { PRICE_TEXT = 40, PRICE_LANE = 6, PRICE_CIRCLE = 40, PRICE_ARROW = 1,
       PRICE_FOLD = 40, AROUND_PERCENT = 20, SLACK = 60 };

/* Adds price to each height from..to. */
static void
charge(unsigned *prices, size_t count, double from, double to, unsigned price)
{
    if (from < 0)
        from = 0;
    for (size_t y = (size_t)from; y < count && (double)y <= to + 1; y++)
        prices[y] += price;
}

static void
charge_label(unsigned *prices, size_t count, const struct label *label)
{
    bool upright = label->cosine < 1e-6 && label->cosine > -1e-6;
    double corner[4][2], top, bottom;

    label_corners(label, corner);
    top = bottom = corner[0][1];
    for (int i = 1; i < 4; i++) {
        top = corner[i][1] < top ? corner[i][1] : top;
        bottom = corner[i][1] > bottom ? corner[i][1] : bottom;
    }
    charge(prices, count, top - 2, bottom + 2,
           upright ? PRICE_LANE : PRICE_TEXT);
}

static void
charge_all(const struct layout *layout, unsigned *prices, size_t count)
{
    for (size_t i = 0; i < layout->label_count; i++)
        charge_label(prices, count, &layout->labels[i]);
    for (size_t i = 0; i < layout->circle_count; i++)
        charge(prices, count, layout->circles[i].y - NOTE_RADIUS - 1,
               layout->circles[i].y + NOTE_RADIUS + 1, PRICE_CIRCLE);
    for (size_t i = 0; i < layout->arrow_count; i++)
        charge(prices, count, layout->arrows[i].y1, layout->arrows[i].y2,
               PRICE_ARROW);
    for (size_t i = 0; i < layout->gap_count; i++)
        charge(prices, count, layout->gaps[i].y1, layout->gaps[i].y2,
               PRICE_FOLD);
}

unsigned
layout_pages(const struct layout *layout, double *cuts)
{
    size_t count = (size_t)layout->height + 2;
    unsigned *prices = calloc(count, sizeof *prices), pages = 0;
    double from = 0;

    cuts[0] = 0;
    if (prices != NULL)
        charge_all(layout, prices, count);
    while (prices != NULL && pages + 1 < PAGES_MAX &&
           layout->height - from > PAGE_HEIGHT + SLACK) {
        double rest = layout->height - from;
        double share = rest / (unsigned)(rest / PAGE_HEIGHT + 1);
        size_t least = (size_t)(from + share * (100 - AROUND_PERCENT) / 100);
        size_t most = (size_t)(from + share * (100 + AROUND_PERCENT) / 100);

        if ((double)most > from + PAGE_HEIGHT)
            most = (size_t)from + PAGE_HEIGHT;
        size_t best = most;
        for (size_t y = most; y > least; y--)
            if (prices[y] < prices[best])
                best = y;
        from = (double)best;
        cuts[++pages] = from;
    }
    free(prices);
    cuts[++pages] = layout->height;
    return pages;
}
