/*
 * label.c - every line of text but those on arrows, and the notes.
 */
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "draw/figure/parts.h"

enum { REPEAT_AFTER = 420, ASCENT_TENTHS = 105 };

static const double ascent = ASCENT_TENTHS / 10.0;

static void
add_circle(struct layout *layout, double x, double y, int moment)
{
    unsigned number = layout->moments[moment].note;

    if (number == 0 || layout->options.blank)
        return;
    for (size_t i = 0; i < layout->circle_count; i++)
        if (layout->circles[i].number == number)
            return;
    if (!room_for_one(&layout->circles, &layout->circle_room,
                      layout->circle_count, sizeof *layout->circles,
                      &layout->failed))
        return;
    layout->circles[layout->circle_count++] =
        (struct circle){.x = x, .y = y, .number = number, .moment = moment};
}

/* --- the columns of text ------------------------------------------------- */

/* Text in a host's column, its first line's box beginning at top. */
static void
add_text(struct layout *layout, enum host host, int moment, double top,
         const char *class, const char *text)
{
    bool client = host == HOST_CLIENT;
    double width = column_width(layout, host, moment), widest = 0;
    double x = layout->text_x[host] + (client ? layout->text_width[host] : 0);
    double y = top + ascent;
    unsigned line = 0;
    size_t length;

    for (const char *rest = text;
         (length = next_line(&rest, width, &line)) > 0; y += ROW) {
        char part[LABEL_BYTES * 4];

        while (length > 0 && rest[-1] == ' ' && length > 1)
            length--, rest--;
        snprintf(part, sizeof part, "%.*s%s", (int)length, rest - length,
                 line == CALL_LINES_MAX && *rest != '\0' ? "…" : "");
        struct label *label = layout_add_label(
            layout, x + (line > 1 && !client ? text_size : 0), y,
            client ? ANCHOR_END : ANCHOR_START, FACE_MONO, class, part, moment);
        if (label != NULL && line == 1)
            widest = label->width;
    }
    double beyond = widest + NOTE_RADIUS + 5;
    add_circle(layout, client ? x - beyond : x + beyond, top + ROW / 2.0 - 0.5,
               moment);
}

static void
label_calls(struct layout *layout)
{
    char words[LABEL_BYTES * 4];

    for (size_t i = 0; i < layout->call_count; i++) {
        const struct call *call = &layout->calls[i];

        call_words(layout, call, words, sizeof words);
        if (call->start >= 0)
            add_text(layout, call->host, call->start,
                     layout->moments[call->start].y - 3, "c", words);
        if (call->end < 0 || call->merged ||
            layout->moments[call->end].kind != EVENT_RETURN)
            continue;
        add_text(layout, call->host, call->end,
                 layout->moments[call->end].y - ROW + 2, "c",
                 call->start < 0 ? words : call->result);
    }
}

static void
label_remarks(struct layout *layout)
{
    char words[LABEL_BYTES * 4];

    for (size_t i = 0; i < layout->remark_count; i++) {
        const struct remark *remark = &layout->remarks[i];
        double y = layout->moments[remark->moment].y;

        if (layout->options.blank && (remark->kind == REMARK_QUEUE ||
                                      remark->kind == REMARK_DROP))
            continue;
        remark_words(layout, remark, words, sizeof words);
        if (remark->host == HOST_NONE) {
            double room = layout->life_x[1] - layout->life_x[0] - 12;

            words[text_break(FACE_SANS, text_size, room, words)] = '\0';
            struct label *label = layout_add_label(
                layout, (layout->life_x[0] + layout->life_x[1]) / 2, y + 4,
                ANCHOR_MIDDLE, FACE_SANS, "d", words, remark->moment);
            if (label != NULL)
                label->ground = true;
            continue;
        }
        add_text(layout, remark->host, remark->moment, y - ROW / 2.0,
                 remark->kind == REMARK_PRINT ? "p"
                 : remark->kind == REMARK_DROP ? "lt" : "d", words);
    }
}

/* --- states -------------------------------------------------------------- */

/* Takes what stands from..to out of the stretch from *y to *bottom. */
static void
take_out(double *y, double *bottom, double from, double to)
{
    if (to <= *y || from >= *bottom)
        return;
    if (from <= *y)
        *y = to;
    else
        *bottom = from;
}

/* The stretch of piece's lane from *y on that no gap and no leader crosses;
   returns its end. */
static double
free_until(const struct layout *layout, const struct piece *piece, double *y,
           double bottom)
{
    for (size_t i = 0; i < layout->piece_count; i++) {
        const struct piece *other = &layout->pieces[i];
        bool outside = piece->host == HOST_CLIENT ? piece->x < other->x
                                                  : piece->x > other->x;

        if (other->beside && other->host == piece->host && outside)
            take_out(y, &bottom, other->y1 - 2, other->y1 + 2);
    }
    for (size_t i = 0; i < layout->remark_count; i++) {
        const struct remark *remark = &layout->remarks[i];
        double lead = layout->moments[remark->moment].y;

        if (remark->kind == REMARK_DROP && remark->host == piece->host)
            take_out(y, &bottom, lead - 2, lead + 2);
    }
    for (size_t i = 0; i < layout->gap_count; i++) {
        const struct gap *gap = &layout->gaps[i];
        double middle = (gap->y1 + gap->y2) / 2;
        double from = gap->fold ? gap->y1 : middle - 9;
        double to = gap->fold ? gap->y2 : middle + 9;

        take_out(y, &bottom, from, to);
    }
    return *y < bottom ? bottom : *y + 1;
}

/* A state's word upright in its lane, again and again where it is long. */
static unsigned
label_lane(struct layout *layout, double x, double top, double bottom,
           const char *words, int moment)
{
    double height = bottom - top;
    unsigned copies = 1 + (unsigned)(height / REPEAT_AFTER);

    if (text_width(FACE_BOLD, text_size, words) + 3 > height)
        return 0;
    for (unsigned i = 0; i < copies; i++) {
        struct label *label = layout_add_label(
            layout, x + 0.34 * text_size, top + height * (i + 0.5) / copies,
            ANCHOR_MIDDLE, FACE_BOLD, "i", words, moment);

        if (label != NULL) {
            label->cosine = 0;
            label->sine = -1;
        }
    }
    return copies;
}

static bool
is_folded(const struct layout *layout, double top, double bottom)
{
    for (size_t i = 0; i < layout->gap_count; i++)
        if (layout->gaps[i].fold && layout->gaps[i].y1 < bottom + 2 &&
            layout->gaps[i].y2 > top - 2)
            return true;
    return false;
}

static void
label_piece(struct layout *layout, const struct piece *piece)
{
    char words[LABEL_BYTES];
    double top = piece->y1, height = piece->y2 - piece->y1;
    double x = piece->x + LANE_WIDTH / 2.0;

    if (layout->moments[piece->start].note != 0 && !piece->beside &&
        layout->moments[piece->start].kind == EVENT_STATE) {
        add_circle(layout, x, top + NOTE_RADIUS + 2, piece->start);
        top += 2 * NOTE_RADIUS + 3;
        height -= 2 * NOTE_RADIUS + 3;
    }
    piece_words(layout, piece, words, sizeof words);
    if (piece->beside) {
        add_text(layout, piece->host, piece->start,
                 layout->moments[piece->start].y - ROW / 2.0, "b", words);
        return;
    }
    unsigned made = 0;
    double bottom = top + height, y = top;
    while (y < bottom) {
        double begin = y;

        y = free_until(layout, piece, &begin, bottom);
        made += label_lane(layout, x, begin, y, words, piece->start);
    }
    if (made == 0 && !is_folded(layout, top, bottom))
        label_lane(layout, x, top - 2, bottom + 2, words, piece->start);
}

/* --- notes on arrows, gaps ----------------------------------------------- */

static void
circle_arrows(struct layout *layout)
{
    for (size_t i = 0; i < layout->moment_count; i++) {
        const struct moment *moment = &layout->moments[i];

        if (moment->note == 0 || moment->arrow < 0)
            continue;
        const struct arrow *arrow = &layout->arrows[moment->arrow];
        double dx = arrow->x2 - arrow->x1, dy = arrow->y2 - arrow->y1;
        double length = line_length(dx, dy);
        double part = length > 60 ? 24 / length : 0.4;

        if (moment->kind != EVENT_SENDS)
            part = 1 - part;
        add_circle(layout, arrow->x1 + part * dx, arrow->y1 + part * dy,
                   (int)i);
    }
}

/* Along the wire, from the middle outwards, where the fewest arrows pass. */
static void
find_passage(const struct layout *layout, struct label *label)
{
    static const double parts[] = {0.5, 0.38, 0.62, 0.28, 0.72};
    double room = layout->life_x[1] - layout->life_x[0], best = label->x;
    unsigned least = UINT_MAX;

    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && least > 0; i++) {
        label->x = layout->life_x[0] + parts[i] * room;
        unsigned crossed = label_crossings(layout, label, NULL);
        if (crossed >= least || label->width / 2 + 8 > parts[i] * room ||
            label->width / 2 + 8 > (1 - parts[i]) * room)
            continue;
        least = crossed;
        best = label->x;
    }
    label->x = best;
}

static void
label_gaps(struct layout *layout)
{
    for (size_t i = 0; i < layout->gap_count; i++) {
        const struct gap *gap = &layout->gaps[i];
        double middle = (gap->y1 + gap->y2) / 2;
        double x = (layout->life_x[0] + layout->life_x[1]) / 2;
        double room = layout->life_x[1] - layout->life_x[0] - 8;
        unsigned lines = 1;

        while (gap->fold && lines < 3 && gap->words[lines][0] != '\0')
            lines++;
        if (gap->fold) {
            double right = layout->text_x[1] + layout->text_width[1];

            x = (layout->text_x[0] + right) / 2;
            room = right - layout->text_x[0] - 12;
        }
        for (unsigned line = 0; line < lines; line++) {
            char words[LABEL_BYTES * 2];
            size_t length = text_break(FACE_SANS, text_size, room,
                                       gap->words[line]);

            snprintf(words, sizeof words, "%.*s", (int)length,
                     gap->words[line]);
            struct label *label = layout_add_label(
                layout, x, middle + 4 + ROW * (line - (lines - 1) / 2.0),
                ANCHOR_MIDDLE, FACE_SANS, "d", words,
                gap->after + !gap->fold);       /* when it has passed */
            if (label == NULL || gap->fold)
                continue;
            find_passage(layout, label);
            label->ground = true;
        }
    }
}

void
layout_label(struct layout *layout)
{
    bool wire = layout->show & LANE_WIRE && !layout->options.blank;

    label_head(layout);
    label_gaps(layout);
    label_calls(layout);
    label_remarks(layout);
    for (size_t i = 0; i < layout->piece_count; i++)
        if (layout->show & LANE_STATE && !layout->options.blank)
            label_piece(layout, &layout->pieces[i]);
    if (wire) {
        circle_arrows(layout);
        layout_label_arrows(layout);
    }
    label_foot(layout);
}
