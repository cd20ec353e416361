/*
 * box.c - turned boxes: their corners, and whether things touch them.
 */
#include "draw/figure/layout.h"

enum { CORNERS = 4 };

double
line_length(double dx, double dy)
{
    double square = dx * dx + dy * dy;
    double root = square > 1 ? square : 1;

    if (square <= 0)
        return 0;
    for (int i = 0; i < 40; i++)        /* Newton; from above, so it falls */
        root = (root + square / root) / 2;
    return root;
}

/* The box in the label's own directions: along and below its baseline. */
static void
own_box(const struct label *label, double box[4])
{
    double left = label->anchor == ANCHOR_START ? 0
                  : label->anchor == ANCHOR_END ? -label->width
                  : -label->width / 2;

    box[0] = left;
    box[1] = -0.80 * label->size;
    box[2] = left + label->width;
    box[3] = 0.22 * label->size;
}

void
label_corners(const struct label *label, double corner[4][2])
{
    double box[4];

    own_box(label, box);
    for (int i = 0; i < CORNERS; i++) {
        double u = box[i == 1 || i == 2 ? 2 : 0], v = box[i < 2 ? 1 : 3];

        corner[i][0] = label->x + u * label->cosine - v * label->sine;
        corner[i][1] = label->y + u * label->sine + v * label->cosine;
    }
}

/* Whether a line along one side of a keeps the two boxes apart. */
static bool
kept_apart(double a[4][2], double b[4][2])
{
    for (int i = 0; i < CORNERS; i++) {
        double nx = a[(i + 1) % CORNERS][1] - a[i][1];
        double ny = a[i][0] - a[(i + 1) % CORNERS][0];
        double a_low = 0, a_high = 0, b_low = 0, b_high = 0;

        for (int j = 0; j < CORNERS; j++) {
            double p = nx * a[j][0] + ny * a[j][1];
            double q = nx * b[j][0] + ny * b[j][1];

            a_low = j == 0 || p < a_low ? p : a_low;
            a_high = j == 0 || p > a_high ? p : a_high;
            b_low = j == 0 || q < b_low ? q : b_low;
            b_high = j == 0 || q > b_high ? q : b_high;
        }
        if (a_high <= b_low + 1e-6 || b_high <= a_low + 1e-6)
            return true;
    }
    return false;
}

bool
corners_overlap(double a[4][2], double b[4][2])
{
    return !kept_apart(a, b) && !kept_apart(b, a);
}

/* Liang and Barsky's clipping of a line, in the label's own directions. */
bool
label_is_crossed(const struct label *label, double x1, double y1, double x2,
                 double y2)
{
    double box[4], from = 0, to = 1;
    double px = x1 - label->x, py = y1 - label->y;
    double qx = x2 - label->x, qy = y2 - label->y;
    double u = px * label->cosine + py * label->sine;
    double v = py * label->cosine - px * label->sine;
    double du = qx * label->cosine + qy * label->sine - u;
    double dv = qy * label->cosine - qx * label->sine - v;

    own_box(label, box);
    double d[4] = {-du, du, -dv, dv};
    double q[4] = {u - box[0], box[2] - u, v - box[1], box[3] - v};
    for (int i = 0; i < 4; i++) {
        if (d[i] > -1e-9 && d[i] < 1e-9) {
            if (q[i] < 0)
                return false;
            continue;
        }
        double at = q[i] / d[i];
        if (d[i] < 0 && at > from)
            from = at;
        if (d[i] > 0 && at < to)
            to = at;
    }
    return from < to;
}
