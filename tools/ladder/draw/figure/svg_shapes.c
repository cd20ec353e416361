/*
 * svg_shapes.c - lanes, bars, arrows and gaps, as SVG.
 */
#include <string.h>

#include "draw/figure/parts.h"
#include "draw/figure/svg_parts.h"

enum { HEAD_LENGTH = 9, HEAD_HALF = 4, CROSS = 5, DOT = 4 };

void
svg_line(FILE *out, const char *class, double x1, double y1, double x2,
         double y2)
{
    fprintf(out, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" "
            "y2=\"%.1f\"/>\n", class, x1, y1, x2, y2);
}

void
svg_moment(FILE *out, bool steps, int moment)
{
    if (steps && moment >= 0)
        fprintf(out, " data-m=\"%d\"", moment);
}

void
svg_grid(const struct layout *layout, FILE *out)
{
    fprintf(out, "<rect class=\"g\" width=\"%.0f\" height=\"%.0f\"/>\n",
            layout->width, layout->height);
    for (size_t i = 0; i < layout->tick_count; i++) {
        double y = layout->ticks[i].y;

        svg_line(out, "grid", layout->life_x[0], y, layout->life_x[1], y);
        svg_line(out, "tick", layout->text_x[0] - 7, y, layout->text_x[0] - 2,
                 y);
    }
}

/* A break in the line at x: left and right of it as far as they say. */
static void
zigzag(FILE *out, double x, double y, int left, int right)
{
    fprintf(out, "<rect class=\"g\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" "
            "height=\"14\"/><path class=\"life\" d=\"M%.1f %.1fl%d 3 %d 4 %d "
            "4 %d 3\"/>\n", x - left, y - 7, left + right, x, y - 7, right,
            -left - right, left + right, -right);
}

void
svg_gaps(const struct layout *layout, FILE *out)
{
    for (size_t i = 0; i < layout->gap_count; i++) {
        const struct gap *gap = &layout->gaps[i];
        double middle = (gap->y1 + gap->y2) / 2;

        if (gap->fold)
            fprintf(out, "<rect class=\"band\" x=\"%.1f\" y=\"%.1f\" "
                    "width=\"%.1f\" height=\"%.1f\"/>\n",
                    layout->text_x[0], gap->y1 + 2,
                    layout->text_x[1] + layout->text_width[1] -
                    layout->text_x[0], gap->y2 - gap->y1 - 4);
        zigzag(out, layout->text_x[0] - 12, middle, 3, 3);
        if (gap->fold)
            continue;
        zigzag(out, layout->life_x[0], middle, 1, 5);   /* off the lanes */
        zigzag(out, layout->life_x[1], middle, 5, 1);
    }
}

/* --- lanes and bars ------------------------------------------------------ */

static const char *
state_class(const char *word)
{
    static const struct {
        const char *word, *class;
    } classes[] = {
        {"LISTEN", "listen"}, {"bound", "listen"}, {"connected", "listen"},
        {"SYN-", "opening"}, {"ESTABLISHED", "open"}, {"FIN-WAIT", "closing"},
        {"CLOSE-WAIT", "closing"}, {"CLOSING", "closing"},
        {"LAST-ACK", "closing"}, {"TIME-WAIT", "waiting"},
    };

    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
        if (strncmp(word, classes[i].word, strlen(classes[i].word)) == 0)
            return classes[i].class;
    return "";
}

/* A thin line from what stands at the wire to its words in the text. */
static void
write_lead(const struct layout *layout, enum host host, double x, double y,
           FILE *out)
{
    if (host == HOST_CLIENT)
        svg_line(out, "lead", layout->text_x[0] + layout->text_width[0] + 2, y,
                 x, y);
    else
        svg_line(out, "lead", x, y, layout->text_x[1] - 2, y);
}

void
svg_pieces(const struct layout *layout, bool steps, FILE *out)
{
    for (size_t i = 0; i < layout->piece_count; i++) {
        const struct piece *piece = &layout->pieces[i];

        if (piece->y2 - piece->y1 < 0.5 || layout->options.blank)
            continue;
        fprintf(out, "<rect class=\"s %s\" x=\"%.1f\" y=\"%.1f\" "
                "width=\"%d\" height=\"%.1f\"", state_class(piece->word),
                piece->x, piece->y1, LANE_WIDTH, piece->y2 - piece->y1);
        svg_moment(out, steps, piece->start);
        fputs("/>\n", out);
        if (!piece->beside)
            continue;
        write_lead(layout, piece->host, piece->x +
                   (piece->host == HOST_CLIENT ? 0 : LANE_WIDTH),
                   layout->moments[piece->start].y, out);
    }
    for (size_t i = 0; i < layout->remark_count; i++) {
        const struct remark *remark = &layout->remarks[i];

        if (remark->kind == REMARK_DROP && !layout->options.blank)
            write_lead(layout, remark->host, layout->life_x[remark->host],
                       layout->moments[remark->moment].y, out);
    }
}

/* A form has the lanes as empty tracks, to be filled in by hand. */
void
svg_tracks(const struct layout *layout, FILE *out)
{
    for (int host = 0; host < HOSTS; host++)
        for (unsigned i = 0; i < layout->lanes[host] + layout->listeners[host];
             i++) {
            double step = i * (double)LANE_WIDTH +
                          (i >= layout->lanes[host] ? 4 : 0);

            fprintf(out, "<rect class=\"s\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" "
                    "height=\"%.1f\"/>\n",
                    host == 0 ? layout->life_x[0] - step - LANE_WIDTH
                              : layout->life_x[1] + step,
                    layout->top, LANE_WIDTH, layout->bottom - layout->top);
        }
}

/* One bar; open below where the call never returned. */
static void
write_bar(const char *class, double x, double y1, double y2, bool open,
          bool steps, int moment, FILE *out)
{
    if (y2 - y1 < 1)
        return;
    if (open)
        fprintf(out, "<path class=\"%s\" d=\"M%.1f %.1fV%.1fq0-3 3-3h%dq3 0 "
                "3 3V%.1f\"", class, x, y2, y1 + 3, BAR_WIDTH - 6, y2);
    else
        fprintf(out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" "
                "width=\"%d\" height=\"%.1f\" rx=\"3\"", class, x, y1,
                BAR_WIDTH, y2 - y1);
    svg_moment(out, steps, moment);
    fputs("/>\n", out);
}

void
svg_calls(const struct layout *layout, bool steps, FILE *out)
{
    for (size_t i = 0; i < layout->call_count; i++) {
        const struct call *call = &layout->calls[i];
        int moment = call->start >= 0 ? call->start : call->end;
        bool open = call->end_ns == -1;

        if (call->slot >= ALL_LANES_MAX)
            continue;
        write_bar("call held", call->x, call->y1, call->held_y,
                  open && call->released < 0, steps, moment, out);
        write_bar("call", call->x, call->held_y, call->y2, open, steps, moment,
                  out);
    }
}

/* --- the wire ------------------------------------------------------------ */

/* What an arrow ends in: a head where it arrived, a cross where it was lost,
   dots where it is still on its way when the run ends. */
static void
write_end(const struct arrow *arrow, double dx, double dy, const char *look,
          FILE *out)
{
    double x = arrow->x2, y = arrow->y2;

    if (arrow->folded)
        return;
    if (arrow->arrived_ns != -1) {
        double bx = x - HEAD_LENGTH * dx, by = y - HEAD_LENGTH * dy;

        fprintf(out, "<polygon class=\"head%s\" points=\"%.1f,%.1f %.1f,%.1f "
                "%.1f,%.1f\"/>", look, x, y, bx - HEAD_HALF * dy,
                by + HEAD_HALF * dx, bx + HEAD_HALF * dy, by - HEAD_HALF * dx);
    } else if (arrow->lost) {
        fprintf(out, "<path class=\"seg lost\" d=\"M%.1f %.1fl%d %dm0-%dl-%d "
                "%d\"/>", x - CROSS, y - CROSS, 2 * CROSS, 2 * CROSS,
                2 * CROSS, 2 * CROSS, 2 * CROSS);
    } else {
        fprintf(out, "<path class=\"seg way\" d=\"M%.1f %.1fL%.1f %.1f\"/>",
                x + DOT * dx, y + DOT * dy, x + 4 * DOT * dx,
                y + 4 * DOT * dy);
    }
}

void
svg_arrow(const struct arrow *arrow, bool steps, FILE *out)
{
    double dx = arrow->x2 - arrow->x1, dy = arrow->y2 - arrow->y1;
    double length = line_length(dx, dy), short_of = 0;
    const char *look = arrow->lost ? " lost"
                       : arrow->segment.again ? " again" : "";

    if (length < 1)
        return;
    dx /= length;
    dy /= length;
    if (arrow->arrived_ns != -1 && !arrow->folded)
        short_of = HEAD_LENGTH - 1;     /* the line ends inside its head */
    fprintf(out, "<g");
    svg_moment(out, steps, arrow->from >= 0 ? arrow->from : arrow->to);
    fprintf(out, "><path class=\"seg%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>", look,
            arrow->x1, arrow->y1, arrow->x2 - short_of * dx,
            arrow->y2 - short_of * dy);
    write_end(arrow, dx, dy, look, out);
    fputs("</g>\n", out);
}

/* The cable is cut or mended: a line right across the wire. */
void
svg_cuts(const struct layout *layout, bool steps, FILE *out)
{
    for (size_t i = 0; i < layout->remark_count; i++) {
        const struct remark *remark = &layout->remarks[i];

        if (remark->host != HOST_NONE)
            continue;
        double y = layout->moments[remark->moment].y;
        fprintf(out, "<path class=\"tick\" stroke-dasharray=\"3 3\" "
                "d=\"M%.1f %.1fH%.1f\"", layout->life_x[0], y,
                layout->life_x[1]);
        svg_moment(out, steps, remark->moment);
        fputs("/>\n", out);
    }
}
