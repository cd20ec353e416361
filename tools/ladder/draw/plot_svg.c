/*
 * plot_svg.c - panels, axes and lines.
 *
 *     segments
 *     20 |      /|   /|          cwnd
 *     10 |   / | / |/  ........  ssthresh
 *      0 +--------------------
 *        0     1     2     3 s
 *
 * Each line has its name at its right end, a colour and a dash pattern; in the
 * time-sequence graph what was sent again has another shape.
 */
#include <inttypes.h>
#include <string.h>

#include "plot_parts.h"
#include "xml.h"

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

static double
x_of(const struct plot *plot, double time_ns)
{
    double range = plot->last_ns > 0 ? (double)plot->last_ns : 1;

    return LEFT + time_ns / range * PLOT_WIDTH;
}

static double
y_of(const struct panel *panel, double value)
{
    return panel->y + panel->height * (1 - value / panel->high);
}

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

/* --- which lines ---------------------------------------------------------------- */

static unsigned
busiest(const struct plot *plot)
{
    unsigned best = 1;
    uint64_t most = 0;

    for (unsigned conn = 1; conn <= CONNECTIONS_PLOTTED; conn++) {
        uint64_t bytes = plot->bytes[conn][plot_sender(plot, conn)];

        if (bytes > most) {
            most = bytes;
            best = conn;
        }
    }
    return best;
}

/* The direction of the ACKs has a queue too, of one now and then. */
static int64_t
longest_queue(const struct plot *plot)
{
    int64_t longest = 0;

    for (size_t i = 0; i < plot->track_count; i++)
        if (plot->tracks[i].quantity == QUANTITY_QUEUE &&
            plot->tracks[i].high > longest)
            longest = plot->tracks[i].high;
    return longest;
}

bool
plot_shows(const struct plot *plot, const struct track *track)
{
    enum host sender = plot_sender(plot, track->conn);

    switch (track->quantity) {
    case QUANTITY_QUEUE:
        return track->high > 0 && 5 * track->high >= longest_queue(plot);
    case QUANTITY_SEQUENCE:
        return track->conn == busiest(plot) && track->host == sender;
    case QUANTITY_WINDOW:
    case QUANTITY_UNREAD:
        return track->host != sender;
    default:
        return track->host == sender;
    }
}

static void
track_name(const struct plot *plot, const struct track *track, char *out,
           size_t size)
{
    static const char *const roles[] = {
        "", "sent", "sent again", "acknowledged", "window's end"
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

/* --- lines ---------------------------------------------------------------------- */

static void
begin_path(const struct panel *panel, int look)
{
    fprintf(panel->out, "<path class=\"l l%d\" d=\"", look % LOOKS);
}

/* A value holds until the next one: steps; a column of many is a bar. */
static void
write_steps(struct panel *panel, const struct track *track, int look,
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
        double x = x_of(plot, ((double)i + 0.5) * (double)plot->column_ns);
        double first = y_of(panel, (double)column->first);
        double low = y_of(panel, (double)column->low);
        double high = y_of(panel, (double)column->high);
        double last = y_of(panel, (double)column->last);
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
    double end = x_of(plot, (double)plot->last_ns);
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
    double x = x_of(panel->plot, time_ns);
    double low = y_of(panel, from), high = y_of(panel, to);

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

static void
write_sequence(struct panel *panel)
{
    const struct plot *plot = panel->plot;
    unsigned conn = busiest(plot);
    enum host sender = plot_sender(plot, conn);

    for (size_t i = 0; i < plot->track_count; i++) {
        const struct track *track = &plot->tracks[i];

        if (!plot_shows(plot, track) || track->quantity != QUANTITY_SEQUENCE)
            continue;
        if (track->role == ROLE_ACKED)
            write_steps(panel, track, 1, false);
        if (track->role == ROLE_WINDOW)
            write_steps(panel, track, 2, false);
        if (!plot->samples_full ||
            (track->role != ROLE_SENT && track->role != ROLE_AGAIN))
            continue;
        for (size_t c = 0; c < COLUMNS; c++)
            if (track->columns[c].count > 0)
                write_segment(panel, ((double)c + 0.5) *
                                     (double)plot->column_ns,
                              (double)track->columns[c].low,
                              (double)track->columns[c].high,
                              track->role == ROLE_AGAIN, false);
    }
    for (size_t i = 0; i < plot->sample_count && !plot->samples_full; i++) {
        const struct sample *sample = &plot->samples[i];

        if (sample->conn == conn && sample->host == sender)
            write_segment(panel, (double)sample->time_ns, (double)sample->from,
                          (double)sample->to, sample->again, sample->lost);
    }
}

/* The signs of a time-sequence graph, explained in one row above it. */
static void
write_signs(const struct panel *panel)
{
    const struct plot *plot = panel->plot;
    bool again = false, lost = false;
    double x = LEFT + 130, y = panel->y - 12;

    for (size_t i = 0; i < plot->track_count; i++)
        again |= plot->tracks[i].role == ROLE_AGAIN &&
                 plot_shows(plot, &plot->tracks[i]);
    for (size_t i = 0; i < plot->sample_count && !plot->samples_full; i++)
        lost |= plot->samples[i].lost;
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

/* --- axes ------------------------------------------------------------------------ */

static double
panel_high(const struct plot *plot, unsigned panel)
{
    double high = 0;

    for (size_t i = 0; i < plot->track_count; i++) {
        const struct track *track = &plot->tracks[i];

        if (plot->panel_of[track->quantity] != panel || !plot_shows(plot, track))
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

static void
write_panel_head(struct panel *panel, enum quantity first)
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
    fprintf(panel->out, "<text class=\"w\" x=\"8\" y=\"%.1f\">%s (%s)</text>\n",
            panel->y - 12, names, unit);
}

static void
write_y_axis(struct panel *panel)
{
    double step = nice(panel->high / panel->unit / 5.5) * panel->unit;
    double top = step;

    if (panel->unit <= 1 && step < 1)
        step = 1;               /* there is no half segment */
    while (top < panel->high)
        top += step;
    panel->high = top;
    for (int i = 0; step * i <= top * 1.0001; i++) {
        double y = y_of(panel, step * i);

        fprintf(panel->out, "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" "
                "x2=\"%d\" y2=\"%.1f\"/><text class=\"d\" text-anchor=\"end\" "
                "x=\"%d\" y=\"%.1f\">%.6g</text>\n", LEFT, y,
                LEFT + PLOT_WIDTH, y, LEFT - 6, y + 4,
                step * i / panel->unit);
    }
}

static void
write_x_axis(const struct panel *panel, bool words)
{
    const struct plot *plot = panel->plot;
    double last = (double)plot->last_ns / 1e6, unit = last >= 2000 ? 1e3 : 1;
    double step = nice(last / unit / 9) * unit;
    double bottom = panel->y + panel->height;

    for (int i = 0; step * i <= last && i < 100; i++) {
        double x = x_of(plot, step * i * 1e6);

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
static void
write_names(struct panel *panel)
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

static void
write_panel(struct panel *panel, bool last)
{
    const struct plot *plot = panel->plot;
    enum quantity first = QUANTITY_CWND;
    int look = 0;
    char clip[32];

    while (!plot->wanted[first] || plot->panel_of[first] != panel->number)
        first++;
    panel->high = panel_high(plot, panel->number);
    write_panel_head(panel, first);
    write_y_axis(panel);
    write_x_axis(panel, last);
    snprintf(clip, sizeof clip, "plot-clip%u", panel->number);
    fprintf(panel->out, "<clipPath id=\"%s\"><rect x=\"%d\" y=\"%.1f\" "
            "width=\"%d\" height=\"%.1f\"/></clipPath><g "
            "clip-path=\"url(#%s)\">\n", clip, LEFT - 4, panel->y - 2,
            PLOT_WIDTH + 6, panel->height + 4, clip);
    if (first == QUANTITY_SEQUENCE)
        write_sequence(panel);
    for (size_t i = 0; i < plot->track_count; i++) {
        const struct track *track = &plot->tracks[i];

        if (track->quantity != QUANTITY_SEQUENCE && plot_shows(plot, track) &&
            plot->panel_of[track->quantity] == panel->number)
            write_steps(panel, track, look++, first == QUANTITY_RTT);
    }
    fputs("</g>\n", panel->out);
    if (first == QUANTITY_SEQUENCE)
        write_signs(panel);
    write_names(panel);
}

/* --- the page --------------------------------------------------------------------- */

static void
write_style(FILE *out)
{
    static const char style[] =
        "#plot .g{fill:#fff}\n"
        "#plot text{font-family:system-ui,sans-serif;font-size:11.5px;"
        "fill:#1b1f24}\n"
        "#plot .w{font-weight:bold}\n#plot .d{fill:#56606b}\n"
        "#plot .grid{stroke:#e6e9ed}\n"
        "#plot .axis{stroke:#56606b;fill:none}\n"
        "#plot .l{fill:none;stroke-width:1.4;stroke-linejoin:round}\n"
        "#plot .l0{stroke:#1f5fbf}\n"
        "#plot .l1{stroke:#1d7a33;stroke-dasharray:7 3}\n"
        "#plot .l2{stroke:#8a4fb0;stroke-dasharray:2 3}\n"
        "#plot .l3{stroke:#b3261e;stroke-dasharray:9 3 2 3}\n"
        "#plot .l4{stroke:#a85400;stroke-dasharray:4 2}\n"
        "#plot .l5{stroke:#0f7c80;stroke-dasharray:1 2}\n"
        "#plot .sg{stroke:#1f5fbf;stroke-width:1.3;fill:none}\n"
        "#plot .sa{stroke:#a85400}\n#plot .ma{fill:#a85400}\n"
        "#plot .ml{stroke:#b3261e;stroke-width:1.6;fill:none}\n"
        "@media (prefers-color-scheme:dark){\n#plot .g{fill:#14181d}\n"
        "#plot text{fill:#e6e9ec}\n#plot text.d{fill:#9aa5b1}\n"
        "#plot .grid{stroke:#272e36}\n#plot .axis{stroke:#9aa5b1}\n"
        "#plot .l0{stroke:#7fb0ff}\n#plot .l1{stroke:#79d48c}\n"
        "#plot .l2{stroke:#cf9cf0}\n#plot .l3{stroke:#ff8f87}\n"
        "#plot .l4{stroke:#ffb866}\n#plot .l5{stroke:#6fd6da}\n"
        "#plot .sg{stroke:#7fb0ff}\n#plot .sa{stroke:#ffb866}\n"
        "#plot .ma{fill:#ffb866}\n#plot .ml{stroke:#ff8f87}\n}\n";

    fprintf(out, "<style>\n%s</style>\n", style);
}

static double
panel_height(const struct plot *plot, unsigned panel)
{
    return plot->wanted[QUANTITY_SEQUENCE] &&
           plot->panel_of[QUANTITY_SEQUENCE] == panel ? SEQUENCE_HEIGHT
                                                      : PANEL_HEIGHT;
}

void
plot_write(const struct plot *plot, FILE *out)
{
    double height = TOP + FOOT - GAP + 6;

    for (unsigned i = 0; i < plot->panels; i++)
        height += panel_height(plot, i) + GAP;
    fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"plot\" "
            "viewBox=\"0 0 %d %.0f\" role=\"img\" "
            "aria-labelledby=\"plot-title plot-desc\">\n"
            "<title id=\"plot-title\">", WIDTH, height);
    xml_text(out, plot->title);
    fputs("</title>\n<desc id=\"plot-desc\">Against time:", out);
    for (int i = 0; i < QUANTITIES; i++)
        if (plot->wanted[i])
            fprintf(out, " %s (%s)", quantity_name((enum quantity)i),
                    quantity_unit((enum quantity)i));
    fprintf(out, ", over %.4g s.</desc>\n", (double)plot->last_ns / 1e9);
    write_style(out);
    fprintf(out, "<rect class=\"g\" width=\"%d\" height=\"%.0f\"/>\n", WIDTH,
            height);
    double y = TOP;
    for (unsigned i = 0; i < plot->panels; i++) {
        struct panel panel = {.plot = plot, .out = out, .number = i, .y = y,
                              .height = panel_height(plot, i)};

        write_panel(&panel, i + 1 == plot->panels);
        y += panel.height + GAP;
    }
    fputs("</svg>\n", out);
}
