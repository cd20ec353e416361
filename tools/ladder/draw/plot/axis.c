/*
 * axis.c - a panel's axes with round numbers, and its lines' names.
 */
#include <string.h>

#include "draw/plot/panel.h"

/* 1, 2 or 5 times a power of ten, not less than value. */
static double
nice(double value)
{
    double ten = 1e-9;

    while (ten * 10 < value)
        ten *= 10;
    return ten >= value ? ten : 2 * ten >= value ? 2 * ten
           : 5 * ten >= value ? 5 * ten : 10 * ten;
}

double
panel_high(const struct plot *plot, unsigned panel)
{
    double high = 0;

    for (size_t i = 0; i < plot->track_count; i++) {
        const struct track *track = &plot->tracks[i];

        if (plot->panel_of[track->quantity] != panel ||
            !plot_shows(plot, track))
            continue;
        double value = (double)track->high;
        /* A window far beyond what was sent would flatten the rest. */
        if (track->role != ROLE_WINDOW && value > high)
            high = value;
    }
    for (size_t i = 0; i < plot->track_count; i++) {
        const struct track *track = &plot->tracks[i];

        if (plot->panel_of[track->quantity] == panel &&
            plot_shows(plot, track) && track->role == ROLE_WINDOW &&
            (double)track->high > high)
            high = (double)track->high < high * 1.6 ? (double)track->high
                                                    : high * 1.25;
    }
    return high > 0 ? high : 1;
}

void
panel_title(struct panel *panel, enum quantity first)
{
    const struct plot *plot = panel->plot;
    const char *unit = quantity_unit(first);
    bool bytes = strcmp(unit, "bytes") == 0;
    char names[96] = "";

    panel->unit = first == QUANTITY_RTT ? 1000 : 1;
    if (bytes && panel->high >= 20e6) {
        panel->unit = 1e6;
        unit = "MB";
    } else if (bytes && panel->high >= 20e3) {
        panel->unit = 1e3;
        unit = "kB";
    }
    for (int i = 0; i < QUANTITIES; i++)
        if (plot->wanted[i] && plot->panel_of[i] == panel->number) {
            size_t used = strlen(names);

            snprintf(names + used, sizeof names - used, "%s%s",
                     used > 0 ? ", " : "", quantity_name((enum quantity)i));
        }
    fprintf(panel->out, "<text class=\"w\" x=\"8\" y=\"%.1f\">%s",
            panel->y - 12, names);
    if (first == QUANTITY_SEQUENCE && plot->connections > 1)
        fprintf(panel->out, " of c%u", plot_busiest(plot));
    else if (first != QUANTITY_QUEUE && plot->more_connections)
        fprintf(panel->out, " of c1 to c%d", CONNECTIONS_PLOTTED);
    fprintf(panel->out, " (%s)</text>\n", unit);
}

void
panel_y_axis(struct panel *panel)
{
    double step = nice(panel->high / panel->unit / 5.5) * panel->unit;
    double top = step;

    if (panel->unit <= 1 && step < 1)
        step = 1;               /* there is no half segment */
    while (top <= panel->high)  /* no line along the upper edge */
        top += step;
    panel->high = top;
    for (int i = 0; step * i <= top * 1.0001; i++) {
        double y = panel_y(panel, step * i);

        fprintf(panel->out, "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" "
                "x2=\"%d\" y2=\"%.1f\"/><text class=\"d\" text-anchor=\"end\" "
                "x=\"%d\" y=\"%.1f\">%.6g</text>\n", LEFT, y,
                LEFT + PLOT_WIDTH, y, LEFT - 6, y + 4,
                step * i / panel->unit);
    }
}

void
panel_x_axis(const struct panel *panel, bool words)
{
    const struct plot *plot = panel->plot;
    double first = (double)plot->first_ns / 1e6;
    double last = (double)plot->last_ns / 1e6, unit = last >= 2000 ? 1e3 : 1;
    double step = nice((last - first) / unit / 9) * unit;
    double bottom = panel->y + panel->height;

    int begin = (int)(first / step);

    begin += step * begin < first;
    for (int i = begin; step * i <= last && i < begin + 100; i++) {
        double x = panel_x(plot, step * i * 1e6);

        fprintf(panel->out, "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" "
                "x2=\"%.1f\" y2=\"%.1f\"/>", x, panel->y, x, bottom + 4);
        if (words)
            fprintf(panel->out, "<text class=\"d\" text-anchor=\"middle\" "
                    "x=\"%.1f\" y=\"%.1f\">%.6g</text>\n", x, bottom + 17,
                    step * i / unit);
    }
    fprintf(panel->out, "<path class=\"axis\" d=\"M%d %.1fV%.1fH%d\"/>\n", LEFT,
            panel->y, bottom, LEFT + PLOT_WIDTH);
    if (words)
        fprintf(panel->out, "<text class=\"d\" text-anchor=\"middle\" "
                "x=\"%d\" y=\"%.1f\">time (%s)</text>\n", LEFT + PLOT_WIDTH / 2,
                bottom + 35, unit > 1 ? "s" : "ms");
}

/* Names at the lines' ends, moved apart until each has a row of its own. */
void
panel_names(struct panel *panel)
{
    double least = panel->y + 4;

    for (size_t i = 0; i < panel->name_count; i++)      /* by height */
        for (size_t j = i; j > 0 && panel->names[j].y < panel->names[j - 1].y;
             j--) {
            struct line_name swap = panel->names[j];

            panel->names[j] = panel->names[j - 1];
            panel->names[j - 1] = swap;
        }
    double floor = panel->y + panel->height + 4 -
                   NAME_ROW * ((double)panel->name_count - 1);
    for (size_t i = 0; i < panel->name_count; i++, floor += NAME_ROW) {
        double end = panel->names[i].y, y;
        bool above = end < panel->y - 1;

        if (above)
            end = panel->y;
        y = end;
        if (y > floor)
            y = floor;
        if (y < least)
            y = least;
        least = y + NAME_ROW;
        fprintf(panel->out, "<path class=\"l l%d\" d=\"M%d %.1fl5 0L%d %.1fh6"
                "\"/><text x=\"%d\" y=\"%.1f\">%s%s</text>\n",
                panel->names[i].look % LOOKS, LEFT + PLOT_WIDTH, end,
                LEFT + PLOT_WIDTH + 10, y, LEFT + PLOT_WIDTH + 20, y + 4,
                panel->names[i].text, above ? " ↑" : "");
    }
}
