/*
 * arrows.c - the words on the arrows.
 *
 *     ||-__ SYN seq 0, mss 1460          ||
 *     ||   --__                          ||
 *     ||       --__                      ||
 *
 * A label lies along its arrow, above it if it can.  Many places are tried,
 * from the middle outwards, and shorter words, until one touches no other label
 * and no other arrow.  Where arrows are too many, a label may cover an arrow,
 * which is then interrupted, but never another label: it is left out first.
 */
#include <string.h>

#include "draw/figure/parts.h"

enum { OFF_LINE = 3, CROSS_HALF = 6, OVERHANG = 6,
       WORD_GAP = 5 };

/* What a label must not touch, besides arrows. */
static bool
touches_label(const struct layout *layout, const struct label *label)
{
    struct label wider = *label;        /* words of two must not run together */
    double mine[4][2], other[4][2];

    wider.width += 2 * WORD_GAP;
    if (wider.anchor != ANCHOR_MIDDLE)
        wider.x += wider.anchor == ANCHOR_START ? -WORD_GAP : WORD_GAP;
    label_corners(&wider, mine);
    for (size_t i = 0; i < layout->label_count; i++) {
        const struct label *placed = &layout->labels[i];

        if (placed == label)
            continue;
        label_corners(placed, other);
        if (corners_overlap(mine, other))
            return true;
    }
    return false;
}

static bool
touches_circle(const struct layout *layout, const struct label *label)
{
    for (size_t i = 0; i < layout->circle_count; i++) {
        double x = layout->circles[i].x, y = layout->circles[i].y;
        double r = NOTE_RADIUS + 1, d = 0.7 * r;

        if (label_is_crossed(label, x - r, y, x + r, y) ||
            label_is_crossed(label, x, y - r, x, y + r) ||
            label_is_crossed(label, x - d, y - d, x + d, y + d) ||
            label_is_crossed(label, x - d, y + d, x + d, y - d))
            return true;
    }
    return false;
}

/* Inside the wire, and on no shortened stretch. */
static bool
is_inside(const struct layout *layout, const struct label *label)
{
    double corner[4][2];

    label_corners(label, corner);
    for (int i = 0; i < 4; i++)
        if (corner[i][0] < layout->life_x[0] + 2 ||
            corner[i][0] > layout->life_x[1] - 2 ||
            corner[i][1] < layout->top - 12 ||
            corner[i][1] > layout->bottom + 4)
            return false;
    for (size_t i = 0; i < layout->gap_count; i++) {
        const struct gap *gap = &layout->gaps[i];
        double middle = (gap->y1 + gap->y2) / 2;

        if (!gap->fold)
            continue;
        if (label_is_crossed(label, layout->life_x[0], gap->y1,
                             layout->life_x[1], gap->y1) ||
            label_is_crossed(label, layout->life_x[0], middle,
                             layout->life_x[1], middle) ||
            label_is_crossed(label, layout->life_x[0], gap->y2,
                             layout->life_x[1], gap->y2))
            return false;
    }
    return true;
}

/* The cross at the end of a lost segment is never covered. */
static bool
touches_cross(const struct layout *layout, const struct label *label)
{
    const double d = CROSS_HALF;

    for (size_t i = 0; i < layout->arrow_count; i++) {
        double x = layout->arrows[i].x2, y = layout->arrows[i].y2;

        if (layout->arrows[i].lost &&
            (label_is_crossed(label, x - d, y - d, x + d, y + d) ||
             label_is_crossed(label, x - d, y + d, x + d, y - d)))
            return true;
    }
    return false;
}

/* The label at this part of the arrow, on this side: -1 above, 1 below. */
static struct label
label_on(const struct arrow *arrow, const char *words, double part, int side)
{
    double dx = arrow->x2 - arrow->x1, dy = arrow->y2 - arrow->y1;
    double length = line_length(dx, dy);
    double cosine = length > 0 ? dx / length : 1;
    double sine = length > 0 ? dy / length : 0;
    double off = side < 0 ? -OFF_LINE : OFF_LINE + 0.78 * text_size;

    if (cosine < 0) {           /* read from left to right either way */
        cosine = -cosine;
        sine = -sine;
    }
    return (struct label){
        .x = arrow->x1 + part * dx - off * sine,
        .y = arrow->y1 + part * dy + off * cosine,
        .cosine = cosine, .sine = sine, .anchor = ANCHOR_MIDDLE,
        .face = FACE_MONO, .size = text_size, .class = "st",
        .width = text_width(FACE_MONO, text_size, words),
    };
}

/* Tries every place for these words, beyond the arrow's ends only if it must
   be.  Returns the arrows that the best one covers, or -1 if each touches a
   label. */
static int
best_place(const struct layout *layout, const struct arrow *arrow,
           const char *words, bool beyond, struct label *best)
{
    static const double parts[] = {0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68,
                                   0.26, 0.74, 0.21, 0.79, 0.16, 0.84};
    double length = line_length(arrow->x2 - arrow->x1, arrow->y2 - arrow->y1);
    double half = text_width(FACE_MONO, text_size, words) / 2;
    int least = -1;

    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && least != 0; i++) {
        if (!beyond && (half > parts[i] * length + OVERHANG ||
                        half > (1 - parts[i]) * length + OVERHANG))
            continue;
        for (int side = -1; side <= 1; side += 2) {
            struct label label = label_on(arrow, words, parts[i], side);

            if (!is_inside(layout, &label) || touches_label(layout, &label) ||
                touches_circle(layout, &label) ||
                touches_cross(layout, &label))
                continue;
            int crossed = (int)label_crossings(layout, &label, arrow);
            if (least == -1 || crossed < least) {
                least = crossed;
                *best = label;
            }
            if (crossed == 0)
                break;
        }
    }
    return least;
}

static void
arrow_words(const struct arrow *arrow, unsigned level, char *out, size_t size)
{
    snprintf(out, size, "%s%s%s%s", arrow->words[level],
             arrow->copy ? ", copy" : "", arrow->deed[0] != '\0' ? ", " : "",
             arrow->deed);
}

static void
label_arrow(struct layout *layout, const struct arrow *arrow)
{
    int least = -1, moment = arrow->from >= 0 ? arrow->from : arrow->to;
    char words[LABEL_BYTES * 2], chosen[LABEL_BYTES * 2] = "";
    struct label best = {0}, label = {0};

    for (unsigned level = 0; level < LABELS_MAX && least != 0; level++) {
        arrow_words(arrow, level, words, sizeof words);
        int crossed = best_place(layout, arrow, words,
                                 level + 1 == LABELS_MAX, &label);
        if (crossed == -1 || (least != -1 && crossed >= least))
            continue;
        least = crossed;
        best = label;
        memcpy(chosen, words, sizeof chosen);
    }
    if (least == -1) {
        layout->labels_dropped++;
        return;
    }
    struct label *added = layout_add_label(
        layout, best.x, best.y, ANCHOR_MIDDLE, FACE_MONO,
        arrow->lost ? "lt" : arrow->segment.again ? "at" : "st", chosen,
        moment);
    if (added == NULL)
        return;
    added->cosine = best.cosine;
    added->sine = best.sine;
    added->ground = least > 0;
}

/* A note on a loss stands behind the word, or above the cross. */
static void
circle_lost(struct layout *layout, const struct arrow *arrow,
            const struct label *label)
{
    for (size_t i = 0; i < layout->circle_count; i++) {
        struct circle *circle = &layout->circles[i];

        if (circle->moment < 0 ||
            layout->moments[circle->moment].kind != EVENT_WIRE ||
            layout->moments[circle->moment].arrow !=
            (int)(arrow - layout->arrows))
            continue;
        double beyond = label->width + NOTE_RADIUS + 4;
        double x = label->x + (label->anchor == ANCHOR_START ? beyond
                                                             : -beyond);
        if (x - NOTE_RADIUS > layout->life_x[0] &&
            x + NOTE_RADIUS < layout->life_x[1]) {
            circle->x = x;
            circle->y = label->y - 4;
        } else {
            circle->x = arrow->x2;
            circle->y = arrow->y2 - CROSS_HALF - NOTE_RADIUS - 3;
        }
    }
}

/* "lost" beside the cross at an arrow's end. */
static void
label_lost(struct layout *layout, const struct arrow *arrow)
{
    const char *words = arrow->dropped ? "dropped" : "lost";
    bool right = arrow->host == HOST_CLIENT;
    struct label best = {0};
    int least = -1;

    for (int place = 0; place < 6 && least != 0; place++) {
        bool on_right = place % 2 == 0 ? right : !right;
        struct label label = {
            .x = arrow->x2 + (on_right ? CROSS_HALF + 3 : -CROSS_HALF - 3),
            .y = arrow->y2 + 4 + (place / 2 == 1 ? 9 : place / 2 == 2 ? -9 : 0),
            .cosine = 1, .anchor = on_right ? ANCHOR_START : ANCHOR_END,
            .face = FACE_BOLD, .size = text_size,
            .width = text_width(FACE_BOLD, text_size, words),
        };

        if (!is_inside(layout, &label) || touches_label(layout, &label) ||
            touches_cross(layout, &label))
            continue;
        int crossed = (int)label_crossings(layout, &label, arrow);
        if (least == -1 || crossed < least) {
            least = crossed;
            best = label;
        }
    }
    if (least == -1)
        return;
    struct label *added = layout_add_label(
        layout, best.x, best.y, best.anchor, FACE_BOLD, "lt", words,
        arrow->from);
    if (added == NULL)
        return;
    added->ground = least > 0;
    circle_lost(layout, arrow, added);
}

void
layout_label_arrows(struct layout *layout)
{
    for (size_t i = 0; i < layout->arrow_count; i++)
        if (layout->arrows[i].lost)
            label_lost(layout, &layout->arrows[i]);
    for (size_t i = 0; i < layout->arrow_count; i++)
        if (layout->arrows[i].from >= 0)
            label_arrow(layout, &layout->arrows[i]);
}
