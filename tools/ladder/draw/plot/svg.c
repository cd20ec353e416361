/*
 * svg.c - panels, axes and lines.
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

#include "draw/plot/panel.h"
#include "draw/ink/xml.h"

static void
write_panel(struct panel *panel, bool last)
{
    const struct plot *plot = panel->plot;
    enum quantity first = QUANTITY_CWND;
    int look = 0;

    while (!plot->wanted[first] || plot->panel_of[first] != panel->number)
        first++;
    panel->high = panel_high(plot, panel->number);
    panel_title(panel, first);
    panel_y_axis(panel);
    panel_x_axis(panel, last);
    if (first == QUANTITY_SEQUENCE)
        panel_sequence(panel);
    for (size_t i = 0; i < plot->track_count; i++) {
        const struct track *track = &plot->tracks[i];

        if (track->quantity != QUANTITY_SEQUENCE && plot_shows(plot, track) &&
            plot->panel_of[track->quantity] == panel->number)
            panel_steps(panel, track, look++, first == QUANTITY_RTT);
    }
    if (first == QUANTITY_SEQUENCE)
        panel_signs(panel);
    panel_names(panel);
}

/* --- the page ------------------------------------------------------------ */

static void
write_style(FILE *out)
{
    static const char style[] =
        ".ladder-plot .g{fill:#fff}\n"
        ".ladder-plot text{font-family:system-ui,sans-serif;font-size:11.5px;"
        "fill:#1b1f24}\n"
        ".ladder-plot .w{font-weight:bold}\n.ladder-plot .d{fill:#56606b}\n"
        ".ladder-plot .grid{stroke:#e6e9ed}\n"
        ".ladder-plot .axis{stroke:#56606b;fill:none}\n"
        ".ladder-plot .l{fill:none;stroke-width:1.4;stroke-linejoin:round}\n"
        ".ladder-plot .l0{stroke:#1f5fbf}\n"
        ".ladder-plot .l1{stroke:#1d7a33;stroke-dasharray:7 3}\n"
        ".ladder-plot .l2{stroke:#8a4fb0;stroke-dasharray:2 3}\n"
        ".ladder-plot .l3{stroke:#b3261e;stroke-dasharray:9 3 2 3}\n"
        ".ladder-plot .l4{stroke:#a85400;stroke-dasharray:4 2}\n"
        ".ladder-plot .l5{stroke:#0f7c80;stroke-dasharray:1 2}\n"
        ".ladder-plot .sg{stroke:#1f5fbf;stroke-width:1.3;fill:none}\n"
        ".ladder-plot .sa{stroke:#a85400}\n.ladder-plot .ma{fill:#a85400}\n"
        ".ladder-plot .ml{stroke:#b3261e;stroke-width:1.6;fill:none}\n"
        "@media (prefers-color-scheme:dark){\n.ladder-plot .g{fill:#14181d}\n"
        ".ladder-plot text{fill:#e6e9ec}\n.ladder-plot text.d{fill:#9aa5b1}\n"
        ".ladder-plot .grid{stroke:#272e36}\n"
        ".ladder-plot .axis{stroke:#9aa5b1}\n"
        ".ladder-plot .l0{stroke:#7fb0ff}\n.ladder-plot .l1{stroke:#79d48c}\n"
        ".ladder-plot .l2{stroke:#cf9cf0}\n.ladder-plot .l3{stroke:#ff8f87}\n"
        ".ladder-plot .l4{stroke:#ffb866}\n.ladder-plot .l5{stroke:#6fd6da}\n"
        ".ladder-plot .sg{stroke:#7fb0ff}\n.ladder-plot .sa{stroke:#ffb866}\n"
        ".ladder-plot .ma{fill:#ffb866}\n.ladder-plot .ml{stroke:#ff8f87}\n}\n";

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
    fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
            "class=\"ladder-plot\" id=\"plot-%08" PRIx32 "\" "
            "viewBox=\"0 0 %d %.0f\" role=\"img\" "
            "aria-labelledby=\"plot-%08" PRIx32 "-t plot-%08" PRIx32 "-d\">\n"
            "<title id=\"plot-%08" PRIx32 "-t\">", plot->id, WIDTH, height,
            plot->id, plot->id, plot->id);
    xml_text(out, plot->title);
    fprintf(out, "</title>\n<desc id=\"plot-%08" PRIx32 "-d\">Against time:",
            plot->id);
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
