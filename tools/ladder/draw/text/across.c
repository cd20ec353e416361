/*
 * across.c - draws the wire of one row: rails, and what happens on it.
 *
 *     │ ╭┼── SYN,ACK ack 1 ─┼┤       a line crosses the rails of others
 */
#include "draw/text/ladder.h"

#include <string.h>

#include "draw/text/wire.h"

/*
 * The wire as its sender sees it: place 0 is next to the sender's line, the
 * last is next to the receiver's.  So both directions are drawn by one code.
 */
struct view {
    const struct text_ladder *ladder;
    struct cells *cells;
    enum host from;
    enum colour colour;
    int last;
};

static unsigned
column(const struct view *view, int place)
{
    unsigned first = view->ladder->layout.line_x[HOST_CLIENT] + 1;

    if (view->from == HOST_SERVER)
        place = view->last - place;
    return first + (unsigned)place;
}

static int
place_of_rail(const struct view *view, int rail)
{
    return view->from == HOST_SERVER ? view->last - rail : rail;
}

static void
line(const struct view *view, int from, int to)
{
    for (int place = from < 0 ? 0 : from; place <= to; place++)
        cells_glyph(view->cells, column(view, place), GLYPH_HORIZONTAL,
                    view->colour);
}

static void
sign(const struct view *view, int place, enum glyph client,
     enum glyph server, enum colour colour)
{
    if (place >= 0 && place <= view->last)
        cells_glyph(view->cells, column(view, place),
                    view->from == HOST_CLIENT ? client : server, colour);
}

/* Puts words so that, seen from the sender, they begin at place. */
static void
words(const struct view *view, int place, const char *text,
      enum colour colour)
{
    int wide = (int)text_columns(text);
    unsigned x = column(view, place);

    if (view->from == HOST_SERVER)
        x = x + 1 > (unsigned)wide ? x + 1 - (unsigned)wide : 0;
    cells_text(view->cells, x, (unsigned)wide, text, colour);
}

static void
blank(const struct view *view, int place)
{
    if (place >= 0 && place <= view->last)
        cells_text(view->cells, column(view, place), 1, " ", COLOUR_NONE);
}

/* The place behind the rails of the other direction, or 0 without any. */
static int
behind_others(const struct view *view)
{
    int end = 0;

    for (size_t i = 0; i < view->ladder->flights.count; i++) {
        const struct flight *flight = &view->ladder->flights.all[i];
        int place = place_of_rail(view, flight->rail);
        if (flight->rail >= 0 && flight->from != view->from && place >= end)
            end = place + 1;
    }
    return end;
}

/* "──✗ lost": half way, or nearer where rails are in the way. */
static void
draw_end(const struct view *view, const struct wire_item *item, int from)
{
    int end = view->last + 1;

    for (size_t i = 0; i < view->ladder->flights.count; i++) {
        const struct flight *flight = &view->ladder->flights.all[i];
        int place = place_of_rail(view, flight->rail);
        if (flight->rail >= 0 && flight->from == view->from && place < end)
            end = place;
    }
    int spare = end - from - 2 - (int)strlen(item->word);
    int sign_at = from + (spare > 0 ? spare / 2 : 0);
    line(view, from, sign_at - 1);
    sign(view, sign_at, GLYPH_LOST, GLYPH_LOST, COLOUR_RED);
    words(view, sign_at + 2, item->word, COLOUR_RED);
}

static void
draw_leaves(const struct view *view, const struct wire_item *item)
{
    int start = behind_others(view);
    int wide = (int)text_columns(item->label);
    int rail = item->rail >= 0 ? place_of_rail(view, item->rail) : -1;
    int end = rail >= 0 ? rail - 1 : start + wide + 4;

    line(view, 0, start - 1);
    blank(view, start);
    words(view, start + 1, item->label, view->colour);
    blank(view, start + 1 + wide);
    if (item->lost) {
        draw_end(view, item, start + wide + 2);
        return;
    }
    line(view, start + wide + 2, end);
    if (rail >= 0)
        sign(view, rail, GLYPH_LEFT_DOWN, GLYPH_RIGHT_DOWN, view->colour);
}

/* Drops whole words from the end, as long as there are two; a word such as
   "ack" goes with its number, "(16" with its "bytes)". */
static void
cut_words(char *out, size_t size, const char *text, unsigned room,
          bool unicode)
{
    snprintf(out, size, "%s", text);
    bool cut = false;
    for (char *blank = strrchr(out, ' '); blank != NULL;
         blank = strrchr(out, ' ')) {
        bool bare = strcmp(blank, " ack") == 0 || strcmp(blank, " win") == 0
            || strcmp(blank, " sack") == 0
            || (blank[1] == '(' && strchr(blank, ')') == NULL);
        if (text_columns(out) <= room && !(cut && bare))
            return;
        *blank = '\0';
        cut = true;
    }
    if (text_columns(out) > room)
        text_shorten(out, size, text, room, unicode);
}

/* Words on the sender's side of a rail, ending next to it. */
static void
draw_beside(const struct view *view, int rail, const struct wire_item *item,
            enum colour colour)
{
    char text[LABEL_MAX + 32], cut[LABEL_MAX + 32];
    const char *gap = item->label[0] != '\0' && item->word[0] != '\0' ? " "
                                                                      : "";

    snprintf(text, sizeof text, "%s%s%s", item->label, gap, item->word);
    if (text[0] == '\0')
        return;
    int inner = rail;
    /* Further in than the rails of its own direction. */
    for (size_t i = 0; i < view->ladder->flights.count; i++) {
        const struct flight *flight = &view->ladder->flights.all[i];
        if (flight->from == view->from && flight->rail >= 0
            && place_of_rail(view, flight->rail) < inner)
            inner = place_of_rail(view, flight->rail);
    }
    int start = behind_others(view);
    int room = inner - start - 2;
    if (room < 3)
        return;
    if (item->word[0] != '\0' && text_columns(text) > (unsigned)room)
        snprintf(text, sizeof text, "%s", item->word);
    cut_words(cut, sizeof cut, text, (unsigned)room,
              view->ladder->options.unicode);
    words(view, inner - 1 - (int)text_columns(cut), cut, colour);
}

static void
draw_arrives(const struct view *view, const struct wire_item *item)
{
    int rail = item->rail >= 0 ? place_of_rail(view, item->rail)
                               : view->last - 2;

    draw_beside(view, rail, item, COLOUR_DIM);
    line(view, item->rail >= 0 ? rail + 1 : rail, view->last - 1);
    if (item->kind == WIRE_FORKS)
        sign(view, rail, GLYPH_FORK_RIGHT, GLYPH_FORK_LEFT, view->colour);
    else if (item->rail >= 0)
        sign(view, rail, GLYPH_UP_RIGHT, GLYPH_UP_LEFT, view->colour);
    sign(view, view->last, GLYPH_ARROW_RIGHT, GLYPH_ARROW_LEFT,
         view->colour);
}

/* A rail that ends, or that goes on with a word beside it. */
static void
draw_rail(const struct view *view, const struct wire_item *item)
{
    int rail = item->rail >= 0 ? place_of_rail(view, item->rail)
                               : view->last - 1;

    draw_beside(view, rail, item, COLOUR_RED);
    if (item->kind == WIRE_ENDS)
        sign(view, rail, GLYPH_LOST, GLYPH_LOST, COLOUR_RED);
}

void
wire_render(const struct text_ladder *ladder, struct cells *cells,
            const struct wire_item *item)
{
    struct view view = { ladder, cells, item->from, item->colour,
                         (int)ladder->layout.wire - 1 };

    if (!(ladder->layout.show & LANE_WIRE))
        return;
    for (size_t i = 0; i < ladder->flights.count; i++) {
        const struct flight *flight = &ladder->flights.all[i];
        if (flight->rail >= 0)
            cells_glyph(cells, ladder->layout.line_x[HOST_CLIENT] + 1
                        + (unsigned)flight->rail, GLYPH_VERTICAL,
                        flight->colour);
    }
    if (item->kind == WIRE_LEAVES)
        draw_leaves(&view, item);
    else if (item->kind == WIRE_ARRIVES || item->kind == WIRE_FORKS)
        draw_arrives(&view, item);
    else if (item->kind == WIRE_ENDS || item->kind == WIRE_SAYS)
        draw_rail(&view, item);
}
