/*
 * line.c - the lines of a plot, and the segments of a time-sequence graph.
 */
#include <string.h>

#include "draw/plot/panel.h"

static void
track_name(const struct plot *plot, const struct track *track, char *out,
           size_t size)
{
    static const char *const roles[] = {
        "", "sent", "sent again", "lost", "acknowledged",
        "window's end"
    };

    if (track->quantity == QUANTITY_QUEUE)
        snprintf(out, size, "queue at %s",
                 track->host == HOST_CLIENT ? "client" : "server");
    else if (track->role != ROLE_VALUE)
        snprintf(out, size, "%s", roles[track->role]);
    else if (plot->connections > 1)
        snprintf(out, size, "c%u %s", track->conn,
                 quantity_name(track->quantity));
    else
        snprintf(out, size, "%s", quantity_name(track->quantity));
}

/* --- lines --------------------------------------------------------------- */

static void
begin_path(const struct panel *panel, int look)
{
    fprintf(panel->out, "<path class=\"l l%d\" d=\"", look % LOOKS);
}

/* A value holds until the next one: steps; a column of many is a bar. */
void
panel_steps(struct panel *panel, const struct track *track, int look,
            bool slanted)
{
    const struct plot *plot = panel->plot;
    double last_y = 0, first_x = 0;
    bool begun = false;

    begin_path(panel, look);
    for (size_t i = 0; i < COLUMNS; i++) {
        const struct column *column = &track->columns[i];

        if (column->count == 0)
            continue;
        double x = panel_x(plot, ((double)i + 0.5) * (double)plot->column_ns);
        double first = panel_y(panel, (double)column->first);
        double low = panel_y(panel, (double)column->low);
        double high = panel_y(panel, (double)column->high);
        double last = panel_y(panel, (double)column->last);
        if (x > LEFT + PLOT_WIDTH)
            x = LEFT + PLOT_WIDTH;
        if (!begun) {
            fprintf(panel->out, "M%.1f %.1f", x, first);
            first_x = x;
        } else if (slanted) {
            fprintf(panel->out, "L%.1f %.1f", x, first);
        } else if (column->count > 1 || first > last_y + 0.05 ||
                   first < last_y - 0.05) {
            fprintf(panel->out, "H%.1fV%.1f", x, first);
        }
        if (column->count > 1 && (low - high > 0.1))
            fprintf(panel->out, "V%.1fV%.1fV%.1f", high, low, last);
        last_y = last;
        begun = true;
    }
    double end = panel_x(plot, (double)plot->last_ns);
    if (begun && !slanted && end > first_x)
        fprintf(panel->out, "H%.1f", end);
    fputs("\"/>\n", panel->out);
    if (!begun || panel->name_count == NAMES_MAX)
        return;
    panel->names[panel->name_count].y = last_y;
    panel->names[panel->name_count].look = look;
    track_name(plot, track, panel->names[panel->name_count].text,
               sizeof panel->names[0].text);
    panel->name_count++;
}

/* A segment: an upright from its first byte to its last.  One that was sent
   again has a triangle on it, one that was lost a cross. */
static void
write_segment(struct panel *panel, double time_ns, double from, double to,
              bool again, bool lost)
{
    double x = panel_x(panel->plot, time_ns);
    double low = panel_y(panel, from), high = panel_y(panel, to);

    if (low - high < 2)
        high = low - 2;
    fprintf(panel->out, "<path class=\"sg%s\" d=\"M%.1f %.1fh4m-2 0V%.1fm-2 "
            "0h4\"/>", again ? " sa" : "", x - 2, low, high);
    if (again)
        fprintf(panel->out, "<path class=\"mk ma\" d=\"M%.1f %.1fl4 7h-8z\"/>",
                x, high - 8);
    if (lost)
        fprintf(panel->out, "<path class=\"mk ml\" d=\"M%.1f %.1fl7 7m0-7l-7 "
                "7\"/>", x - 3.5, (low + high) / 2 - 3.5);
    putc('\n', panel->out);
}

void
panel_sequence(struct panel *panel)
{
    const struct plot *plot = panel->plot;
    unsigned conn = plot_busiest(plot);
    enum host sender = plot_sender(plot, conn);

    for (size_t i = 0; i < plot->track_count; i++) {
        const struct track *track = &plot->tracks[i];

        if (!plot_shows(plot, track) || track->quantity != QUANTITY_SEQUENCE)
            continue;
        if (track->role == ROLE_ACKED)
            panel_steps(panel, track, 1, false);
        if (track->role == ROLE_WINDOW)
            panel_steps(panel, track, 2, false);
        if (!plot->samples_full || track->role < ROLE_SENT ||
            track->role > ROLE_LOST)
            continue;
        for (size_t c = 0; c < COLUMNS; c++)
            if (track->columns[c].count > 0)
                write_segment(panel, ((double)c + 0.5) *
                                     (double)plot->column_ns,
                              (double)track->columns[c].low,
                              (double)track->columns[c].high,
                              track->role == ROLE_AGAIN,
                              track->role == ROLE_LOST);
    }
    for (size_t i = 0; i < plot->sample_count && !plot->samples_full; i++) {
        const struct sample *sample = &plot->samples[i];

        if (sample->conn == conn && sample->host == sender)
            write_segment(panel, (double)sample->time_ns, (double)sample->from,
                          (double)sample->to, sample->again, sample->lost);
    }
}

/* The signs of a time-sequence graph, explained in one row above it. */
void
panel_signs(const struct panel *panel)
{
    const struct plot *plot = panel->plot;
    bool again = false, lost = false;
    double x = LEFT + 130, y = panel->y - 12;

    for (size_t i = 0; i < plot->track_count; i++) {
        bool shown = plot_shows(plot, &plot->tracks[i]);

        again |= shown && plot->tracks[i].role == ROLE_AGAIN;
        lost |= shown && plot->tracks[i].role == ROLE_LOST;
    }
    fprintf(panel->out, "<path class=\"sg\" d=\"M%.1f %.1fv-10\"/>"
            "<text x=\"%.1f\" y=\"%.1f\">a segment</text>\n", x, y + 2, x + 8,
            y + 1);
    x += 100;
    if (again)
        fprintf(panel->out, "<path class=\"sg sa\" d=\"M%.1f %.1fv-5\"/>"
                "<path class=\"mk ma\" d=\"M%.1f %.1fl4 7h-8z\"/>"
                "<text x=\"%.1f\" y=\"%.1f\">sent again</text>\n", x, y + 3, x,
                y - 9, x + 10, y + 1);
    x += again ? 100 : 0;
    if (lost)
        fprintf(panel->out, "<path class=\"mk ml\" d=\"M%.1f %.1fl7 7m0-7l-7 "
                "7\"/><text x=\"%.1f\" y=\"%.1f\">lost</text>\n", x - 3.5,
                y - 6, x + 9, y + 1);
}
