/*
 * panel.h - one panel of a plot, between svg.c, axis.c and
 * line.c.
 */
#ifndef LADDER_PLOT_PANEL_H
#define LADDER_PLOT_PANEL_H

#include "draw/plot/parts.h"

enum { WIDTH = 680, LEFT = 58, RIGHT = 118, TOP = 34, GAP = 40, FOOT = 44,
       PANEL_HEIGHT = 170, SEQUENCE_HEIGHT = 330, NAME_ROW = 14, NAMES_MAX = 24,
       PLOT_WIDTH = WIDTH - LEFT - RIGHT, LOOKS = 6 };

struct line_name {
    double y;
    char text[48];
    int look;
};

struct panel {
    const struct plot *plot;
    FILE *out;
    unsigned number;
    double y, height;           /* of its box */
    double high;                /* the value at its top */
    double unit;                /* what one step of its labels stands for */
    struct line_name names[NAMES_MAX];
    size_t name_count;
};

double
panel_x(const struct plot *plot, double time_ns);
double
panel_y(const struct panel *panel, double value);

/* The value at the panel's top, before it is made a round one. */
double
panel_high(const struct plot *plot, unsigned panel);

void
panel_title(struct panel *panel, enum quantity first);
void
panel_y_axis(struct panel *panel);
void
panel_x_axis(const struct panel *panel, bool words);
void
panel_names(struct panel *panel);

/* One track as steps, or as a slanted line; its name is noted. */
void
panel_steps(struct panel *panel, const struct track *track, int look,
            bool slanted);

/* The time-sequence graph, and its signs explained. */
void
panel_sequence(struct panel *panel);
void
panel_signs(const struct panel *panel);

#endif
