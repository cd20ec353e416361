/*
 * panel.c - where a time and a value stand in a panel.
 */
#include "draw/plot/panel.h"

double
panel_x(const struct plot *plot, double time_ns)
{
    double range = (double)(plot->last_ns - plot->first_ns);
    double x = (time_ns - (double)plot->first_ns) / (range > 0 ? range : 1);

    return LEFT + (x < 0 ? 0 : x) * PLOT_WIDTH;
}

double
panel_y(const struct panel *panel, double value)
{
    double y = panel->y + panel->height * (1 - value / panel->high);

    return y < panel->y - 2 ? panel->y - 2 : y;     /* goes on above */
}
