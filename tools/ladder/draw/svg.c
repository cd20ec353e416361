/*
 * svg.c - a layout, written as SVG: from the paper up to the text.
 */
#include "svg.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../events/scene.h"
#include "layout_parts.h"

enum { HEAD_LENGTH = 9, HEAD_HALF = 4, CROSS = 5, PAGE_HEAD = 24 };

const char *
svg_id(const struct layout *layout, char *out, size_t size)
{
    const char *prefix = layout->options.id_prefix;
    size_t used = 0;

    if (prefix == NULL || prefix[0] == '\0')
        prefix = "ladder";
    if (prefix[0] >= '0' && prefix[0] <= '9')
        out[used++] = 'f';      /* an id begins with a letter */
    for (; *prefix != '\0' && used + 1 < size; prefix++) {
        bool plain = (*prefix >= 'a' && *prefix <= 'z') ||
                     (*prefix >= 'A' && *prefix <= 'Z') ||
                     (*prefix >= '0' && *prefix <= '9');

        out[used++] = plain ? *prefix : '-';
    }
    out[used] = '\0';
    if (layout->options.page > 0 && used + 8 < size)
        snprintf(out + used, size - used, "-%u", layout->options.page);
    return out;
}

/* The part of the drawing that is asked for: all of it, or one page. */
static void
find_window(const struct layout *layout, double *from, double *to)
{
    double cuts[PAGES_MAX + 1];
    unsigned page = layout->options.page;

    *from = 0;
    *to = layout->height;
    if (page == 0 || page > layout_pages(layout, cuts))
        return;
    *from = page == 1 ? 0 : cuts[page - 1] - PAGE_HEAD;
    *to = cuts[page];
}

/* A later page begins with the hosts' names again. */
static void
write_page_head(const struct layout *layout, double from, FILE *out)
{
    if (layout->options.page < 2)
        return;
    fprintf(out, "<rect class=\"g\" y=\"%.0f\" width=\"%.0f\" "
            "height=\"%d\"/>\n", from, layout->width, PAGE_HEAD);
    for (int host = 0; host < HOSTS; host++)
        fprintf(out, "<text class=\"w\" text-anchor=\"middle\" x=\"%.1f\" "
                "y=\"%.1f\">%s</text>\n", layout->life_x[host], from + 15,
                host_name((enum host)host));
    fprintf(out, "<text class=\"d\" x=\"%.1f\" y=\"%.1f\">continued</text>\n",
            layout->text_x[0], from + 15);
}

static void
line(FILE *out, const char *class, double x1, double y1, double x2, double y2)
{
    fprintf(out, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" "
            "y2=\"%.1f\"/>\n", class, x1, y1, x2, y2);
}

static void
moment_attribute(FILE *out, bool steps, int moment)
{
    if (steps && moment >= 0)
        fprintf(out, " data-m=\"%d\"", moment);
}

/* --- the paper ---------------------------------------------------------------- */

static unsigned
count_lost(const struct layout *layout)
{
    unsigned lost = 0;

    for (size_t i = 0; i < layout->arrow_count; i++)
        lost += layout->arrows[i].lost;
    return lost;
}

static void
write_head(const struct layout *layout, const char *id, double from, double to,
           FILE *out)
{
    fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"%s\" "
            "class=\"ladder\" viewBox=\"0 %.0f %.0f %.0f\" role=\"img\" "
            "aria-labelledby=\"%s-title %s-desc\">\n<title id=\"%s-title\">",
            id, from, layout->width, to - from, id, id, id);
    xml_text(out, layout->title);
    fprintf(out, "</title>\n<desc id=\"%s-desc\">", id);
    if (layout->options.blank)
        fputs("A form to fill in: two life lines, client and server, with the "
              "calls and the time, without states and segments.", out);
    else
        fprintf(out, "Time runs down between two life lines, client and "
                "server: %zu calls, %zu segments (%u lost) and %zu states "
                "are drawn. The transcript says the same in words.",
                layout->call_count, layout->arrow_count, count_lost(layout),
                layout->piece_count);
    fputs("</desc>\n", out);
}

static void
write_grid(const struct layout *layout, FILE *out)
{
    fprintf(out, "<rect class=\"g\" width=\"%.0f\" height=\"%.0f\"/>\n",
            layout->width, layout->height);
    for (size_t i = 0; i < layout->tick_count; i++) {
        double y = layout->ticks[i].y;

        line(out, "grid", layout->life_x[0], y, layout->life_x[1], y);
        line(out, "tick", layout->text_x[0] - 7, y, layout->text_x[0] - 2, y);
    }
}

static void
zigzag(FILE *out, double x, double y)
{
    fprintf(out, "<rect class=\"g\" x=\"%.1f\" y=\"%.1f\" width=\"6\" "
            "height=\"14\"/><path class=\"life\" d=\"M%.1f %.1fl3 3 -6 4 6 "
            "4 -3 3\"/>\n", x - 3, y - 7, x, y - 7);
}

static void
write_gaps(const struct layout *layout, FILE *out)
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
        zigzag(out, layout->text_x[0] - 12, middle);
        if (gap->fold)
            continue;
        zigzag(out, layout->life_x[0], middle);
        zigzag(out, layout->life_x[1], middle);
    }
}

/* --- lanes and bars ------------------------------------------------------------ */

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

static void
write_pieces(const struct layout *layout, bool steps, FILE *out)
{
    for (size_t i = 0; i < layout->piece_count; i++) {
        const struct piece *piece = &layout->pieces[i];

        if (piece->y2 - piece->y1 < 0.5 || layout->options.blank)
            continue;
        fprintf(out, "<rect class=\"s %s\" x=\"%.1f\" y=\"%.1f\" "
                "width=\"%d\" height=\"%.1f\"", state_class(piece->word),
                piece->x, piece->y1, LANE_WIDTH, piece->y2 - piece->y1);
        moment_attribute(out, steps, piece->start);
        fputs("/>\n", out);
        if (!piece->beside)
            continue;
        double y = layout->moments[piece->start].y;
        if (piece->host == HOST_CLIENT)
            line(out, "lead", layout->text_x[0] + layout->text_width[0] + 2, y,
                 piece->x, y);
        else
            line(out, "lead", piece->x + LANE_WIDTH, y,
                 layout->text_x[1] - 2, y);
    }
}

/* A form has the lanes as empty tracks, to be filled in by hand. */
static void
write_tracks(const struct layout *layout, FILE *out)
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

static void
write_calls(const struct layout *layout, bool steps, FILE *out)
{
    for (size_t i = 0; i < layout->call_count; i++) {
        const struct call *call = &layout->calls[i];

        if (call->slot >= ALL_LANES_MAX)
            continue;
        if (call->end_ns == -1)         /* open below: it never returned */
            fprintf(out, "<path class=\"call%s\" d=\"M%.1f %.1fV%.1fq0-3 3-3"
                    "h%dq3 0 3 3V%.1f\"", call->held ? " held" : "", call->x,
                    call->y2, call->y1 + 3, BAR_WIDTH - 6, call->y2);
        else
            fprintf(out, "<rect class=\"call%s\" x=\"%.1f\" y=\"%.1f\" "
                    "width=\"%d\" height=\"%.1f\" rx=\"3\"",
                    call->held ? " held" : "", call->x, call->y1, BAR_WIDTH,
                    call->y2 - call->y1);
        moment_attribute(out, steps, call->start >= 0 ? call->start
                                                      : call->end);
        fputs("/>\n", out);
    }
}

/* --- the wire ------------------------------------------------------------------ */

static void
write_arrow(const struct layout *layout, const struct arrow *arrow, bool steps,
            FILE *out)
{
    double dx = arrow->x2 - arrow->x1, dy = arrow->y2 - arrow->y1;
    double length = line_length(dx, dy), short_of = 0;
    const char *look = arrow->lost ? " lost"
                       : arrow->segment.again ? " again" : "";

    if (length < 1)
        return;
    dx /= length;
    dy /= length;
    if (arrow->arrived_ns != -1)
        short_of = HEAD_LENGTH - 1;     /* the line ends inside its head */
    fprintf(out, "<g");
    moment_attribute(out, steps, arrow->from >= 0 ? arrow->from : arrow->to);
    fprintf(out, "><path class=\"seg%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>", look,
            arrow->x1, arrow->y1, arrow->x2 - short_of * dx,
            arrow->y2 - short_of * dy);
    if (arrow->arrived_ns != -1) {
        double bx = arrow->x2 - HEAD_LENGTH * dx;
        double by = arrow->y2 - HEAD_LENGTH * dy;

        fprintf(out, "<polygon class=\"head%s\" points=\"%.1f,%.1f %.1f,%.1f "
                "%.1f,%.1f\"/>", look, arrow->x2, arrow->y2,
                bx - HEAD_HALF * dy, by + HEAD_HALF * dx, bx + HEAD_HALF * dy,
                by - HEAD_HALF * dx);
    } else if (arrow->lost) {
        fprintf(out, "<path class=\"seg lost\" d=\"M%.1f %.1fl%d %dm0-%dl-%d "
                "%d\"/>", arrow->x2 - CROSS, arrow->y2 - CROSS, 2 * CROSS,
                2 * CROSS, 2 * CROSS, 2 * CROSS, 2 * CROSS);
    }
    fputs("</g>\n", out);
    (void)layout;
}

/* The cable is cut or mended: a line right across the wire. */
static void
write_cuts(const struct layout *layout, bool steps, FILE *out)
{
    for (size_t i = 0; i < layout->remark_count; i++) {
        const struct remark *remark = &layout->remarks[i];

        if (remark->host != HOST_NONE)
            continue;
        double y = layout->moments[remark->moment].y;
        fprintf(out, "<path class=\"tick\" stroke-dasharray=\"3 3\" "
                "d=\"M%.1f %.1fH%.1f\"", layout->life_x[0], y,
                layout->life_x[1]);
        moment_attribute(out, steps, remark->moment);
        fputs("/>\n", out);
    }
}

/* --- text ---------------------------------------------------------------------- */

static void
write_label(const struct label *label, bool steps, FILE *out)
{
    static const char *const anchors[] = {"", " text-anchor=\"middle\"",
                                          " text-anchor=\"end\""};
    bool level = label->sine < 1e-6 && label->sine > -1e-6;

    if (label->ground) {
        double corner[4][2];

        label_corners(label, corner);
        fputs("<polygon class=\"g\" points=\"", out);
        for (int i = 0; i < 4; i++)
            fprintf(out, "%s%.1f,%.1f", i > 0 ? " " : "", corner[i][0],
                    corner[i][1]);
        fputs("\"/>", out);
    }
    fprintf(out, "<text class=\"%s%s\"%s", label->class,
            label->face == FACE_MONO ? " m"
            : label->face == FACE_BOLD ? " w" : "", anchors[label->anchor]);
    if (level)
        fprintf(out, " x=\"%.1f\" y=\"%.1f\"", label->x, label->y);
    else
        fprintf(out, " transform=\"matrix(%.4f %.4f %.4f %.4f %.1f %.1f)\"",
                label->cosine, label->sine, -label->sine, label->cosine,
                label->x, label->y);
    if (label->size > text_size + 0.01 || label->size < text_size - 0.01)
        fprintf(out, " style=\"font-size:%.4gpx\"", label->size);
    moment_attribute(out, steps, label->moment);
    putc('>', out);
    xml_text(out, label->text);
    fputs("</text>\n", out);
}

static bool
is_upright(const struct label *label)
{
    return label->cosine < 1e-6 && label->cosine > -1e-6;
}

static void
write_circles(const struct layout *layout, bool steps, FILE *out)
{
    for (size_t i = 0; i < layout->circle_count; i++) {
        const struct circle *circle = &layout->circles[i];

        fputs("<g", out);
        moment_attribute(out, steps, circle->moment);
        fprintf(out, "><circle class=\"note\" cx=\"%.1f\" cy=\"%.1f\" "
                "r=\"%d\"/><text text-anchor=\"middle\" x=\"%.1f\" "
                "y=\"%.1f\">%u</text></g>\n", circle->x, circle->y,
                NOTE_RADIUS, circle->x, circle->y + 4.1, circle->number);
    }
}

void
svg_write(const struct layout *layout, bool steps, FILE *out)
{
    char id[64];
    double from, to;
    bool wire = layout->show & LANE_WIRE && !layout->options.blank;

    svg_id(layout, id, sizeof id);
    find_window(layout, &from, &to);
    write_head(layout, id, from, to, out);
    svg_style(id, out);
    write_grid(layout, out);
    if (layout->options.blank)
        write_tracks(layout, out);
    write_pieces(layout, steps, out);
    for (int host = 0; host < HOSTS; host++)
        line(out, "life", layout->life_x[host], layout->top - 8,
             layout->life_x[host], layout->bottom);
    write_calls(layout, steps, out);
    for (size_t i = 0; wire && i < layout->arrow_count; i++)
        write_arrow(layout, &layout->arrows[i], steps, out);
    write_cuts(layout, steps, out);
    write_gaps(layout, out);
    for (size_t i = 0; i < layout->label_count; i++)    /* words in lanes */
        if (is_upright(&layout->labels[i]))
            write_label(&layout->labels[i], steps, out);
    if (steps)                  /* a curtain over what has not happened yet */
        fprintf(out, "<rect class=\"g\" id=\"%s-later\" opacity=\".86\" "
                "visibility=\"hidden\" width=\"%.0f\" height=\"0\"/>"
                "<path class=\"cursor\" id=\"%s-now\" visibility=\"hidden\" "
                "d=\"M%.1f 0H%.1f\"/>\n", id, layout->width, id,
                layout->text_x[0] - 8, layout->width - 2);
    for (size_t i = 0; i < layout->label_count; i++)
        if (!is_upright(&layout->labels[i]))
            write_label(&layout->labels[i], steps, out);
    write_circles(layout, steps, out);
    write_page_head(layout, from, out);
    fputs("</svg>\n", out);
}

int
svg_pages(FILE *file, const char *name, const struct svg_options *options,
          char *message)
{
    struct layout *layout = layout_new(file, name, options, message);
    double cuts[PAGES_MAX + 1];

    if (layout == NULL)
        return -1;
    int pages = (int)layout_pages(layout, cuts);
    layout_free(layout);
    return pages;
}

int
svg_draw(FILE *file, const char *name, const struct svg_options *options,
         FILE *out, char *message)
{
    struct layout *layout = layout_new(file, name, options, message);

    if (layout == NULL)
        return -1;
    double cuts[PAGES_MAX + 1];
    unsigned pages = options->page == 0 ? 0 : layout_pages(layout, cuts);
    if (options->page > pages) {
        snprintf(message, MESSAGE_MAX, "%s: the drawing has %u page%s", name,
                 pages, pages == 1 ? "" : "s");
        layout_free(layout);
        return -1;
    }
    svg_write(layout, false, out);
    layout_free(layout);
    if (fflush(out) == 0 && !ferror(out))
        return 0;
    snprintf(message, MESSAGE_MAX, "%s: cannot write the drawing: %s", name,
             strerror(errno));
    return -1;
}
