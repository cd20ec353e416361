/*
 * pages.c - where a tall drawing is cut to fit on pages.
 *
 * Each height has a price: what a cut there would go through.  The pages are to
 * be about equally long, so that no last one is a mere strip; around where they
 * would be cut the lowest price wins, and of equals the lowest place.
 */
#include "draw/figure/parts.h"

#include <stdlib.h>
#include <string.h>

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

/* --- words at a cut ------------------------------------------------------- */

/* The piece of a lane that this upright label names. */
static const struct piece *
piece_of(const struct layout *layout, const struct label *label)
{
    for (size_t i = 0; i < layout->piece_count; i++) {
        const struct piece *piece = &layout->pieces[i];
        if (label->x > piece->x && label->x < piece->x + LANE_WIDTH &&
            label->y > piece->y1 && label->y < piece->y2 &&
            strstr(label->text, piece->word) != NULL)
            return piece;
    }
    return NULL;
}

/* Whether a note's circle stands in this stretch of the label's lane. */
static bool
meets_circle(const struct layout *layout, const struct label *label,
             double top, double bottom)
{
    for (size_t i = 0; i < layout->circle_count; i++) {
        const struct circle *circle = &layout->circles[i];
        double dx = circle->x - label->x;
        if (dx < LANE_WIDTH && dx > -LANE_WIDTH &&
            circle->y + NOTE_RADIUS > top && circle->y - NOTE_RADIUS < bottom)
            return true;
    }
    return false;
}

bool
layout_on_page(const struct layout *layout, const struct label *label,
               double from, double to, struct label *placed)
{
    const struct piece *piece = piece_of(layout, label);
    double half = label->width / 2 + 3;
    bool above = label->y - half < from && label->y + half > from;
    bool below = label->y - half < to && label->y + half > to;

    *placed = *label;
    if (piece == NULL || (!above && !below))
        return true;
    double top = above ? from : label->y - half;
    if (below)
        top = to - 2 * half;
    bool fits = top >= piece->y1 && top >= from && top + 2 * half <= to &&
                top + 2 * half <= piece->y2 &&
                !meets_circle(layout, label, top, top + 2 * half);
    if (fits)
        placed->y = top + half;
    /* Where it does not fit, the other page has it, if its part is longer. */
    return fits || (above ? from - piece->y1 : piece->y2 - to) < 2 * half;
}
