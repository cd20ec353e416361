/*
 * svg.c - a layout, written as SVG: from the paper up to the text.
 */
#include "draw/figure/svg.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "scene/scene.h"
#include "draw/figure/parts.h"
#include "draw/figure/svg_parts.h"

/* WeasyPrint 57 draws a hair beyond the window: nothing may stand there. */
enum { PAGE_HEAD = 24, BLEED = 6 };

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
            "height=\"%d\"/>\n", from - BLEED, layout->width,
            PAGE_HEAD + BLEED);
    for (int host = 0; host < HOSTS; host++)
        fprintf(out, "<text class=\"w\" text-anchor=\"middle\" x=\"%.1f\" "
                "y=\"%.1f\">%s</text>\n", layout->life_x[host], from + 15,
                host_name((enum host)host));
    fprintf(out, "<text class=\"d\" x=\"%.1f\" y=\"%.1f\">continued</text>\n",
            layout->text_x[0], from + 15);
}

/* --- the paper ----------------------------------------------------------- */

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
    double cuts[PAGES_MAX + 1];

    fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"%s\" "
            "class=\"ladder\" viewBox=\"0 %.0f %.0f %.0f\" "
            "data-pages=\"%u\" role=\"img\" "
            "aria-labelledby=\"%s-title %s-desc\">\n<title id=\"%s-title\">",
            id, from, layout->width, to - from,
            (unsigned)layout_pages(layout, cuts), id, id, id);
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
    if (layout->kernel[0] != '\0') {
        fputs(" Recorded on Linux ", out);
        xml_text(out, layout->kernel);
        fputs(".", out);
    }
    fputs("</desc>\n", out);
}

/* --- text ---------------------------------------------------------------- */

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
    svg_moment(out, steps, label->moment);
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
        svg_moment(out, steps, circle->moment);
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
    svg_grid(layout, out);
    if (layout->options.blank)
        svg_tracks(layout, out);
    svg_pieces(layout, steps, out);
    for (int host = 0; host < HOSTS; host++)
        svg_line(out, "life", layout->life_x[host], layout->top - 8,
             layout->life_x[host], layout->bottom);
    svg_calls(layout, steps, out);
    for (size_t i = 0; wire && i < layout->arrow_count; i++)
        svg_arrow(&layout->arrows[i], steps, out);
    svg_cuts(layout, steps, out);
    svg_gaps(layout, out);
    double begin = layout->options.page > 1 ? from + PAGE_HEAD : from;
    struct label placed;
    for (size_t i = 0; i < layout->label_count; i++)    /* words in lanes */
        if (is_upright(&layout->labels[i]) &&
            layout_on_page(layout, &layout->labels[i], begin, to, &placed))
            write_label(&placed, steps, out);
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
          struct complaint *message)
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
         FILE *out, struct complaint *message)
{
    struct layout *layout = layout_new(file, name, options, message);

    if (layout == NULL)
        return -1;
    double cuts[PAGES_MAX + 1];
    unsigned pages = options->page == 0 ? 0 : layout_pages(layout, cuts);
    if (options->page > pages) {
        complain(message, "%s: the drawing has %u page%s", name,
                 pages, pages == 1 ? "" : "s");
        layout_free(layout);
        return -1;
    }
    svg_write(layout, false, out);
    layout_free(layout);
    if (fflush(out) == 0 && !ferror(out))
        return 0;
    complain(message, "%s: cannot write the drawing: %s", name,
             strerror(errno));
    return -1;
}
