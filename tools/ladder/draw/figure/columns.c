/*
 * columns.c - from left to right: which column is how wide.
 *
 *     axis | text | bars | listeners | lanes || wire || lanes | ... | text
 */
#include <stdlib.h>
#include <string.h>

#include "draw/figure/parts.h"

enum { PAGE_WIDTH = 680, AXIS_GAP = 13, TEXT_LEAST = 90, TEXT_MOST = 186,
       TEXT_WIDE = 240,         /* where no wire is shown */
       WIRE_LEAST = 184, WIRE_NARROW = 140, WIRE_MOST = 300, MARGIN = 4,
       BAR_STEP = BAR_WIDTH + 2 };

static const char *
prefix(const struct layout *layout, enum host host, unsigned actor)
{
    return host != HOST_NONE && layout->actors[host] > 1 &&
           actor < layout->name_count ? layout->names[actor] : "";
}

void
call_words(const struct layout *layout, const struct call *call, char *out,
           size_t size)
{
    const char *actor = prefix(layout, call->host, call->actor);

    char times[24] = "";
    bool with_result = call->merged || call->start < 0;

    if (call->repeats > 0)
        snprintf(times, sizeof times, " ×\xc2\xa0%u", call->repeats + 1);
    snprintf(out, size, "%s%s%s%s%s%s", actor, actor[0] != '\0' ? ": " : "",
             call->text, with_result ? " " : "",
             with_result ? call->result : "", times);
}

void
remark_words(const struct layout *layout, const struct remark *remark,
             char *out, size_t size)
{
    const char *actor = remark->kind == REMARK_PRINT ||
                        remark->kind == REMARK_EXIT
                        ? prefix(layout, remark->host, remark->actor) : "";

    snprintf(out, size, "%s%s%s", actor, actor[0] != '\0' ? ": " : "",
             remark->text);
}

void
piece_words(const struct layout *layout, const struct piece *piece, char *out,
            size_t size)
{
    if (layout->connections > 1 && piece->conn != 0)
        snprintf(out, size, "c%u %s", piece->conn, piece->word);
    else
        snprintf(out, size, "%s", piece->word);
}

double
column_width(const struct layout *layout, enum host host, int moment)
{
    bool noted = moment >= 0 && layout->moments[moment].note != 0 &&
                 !layout->options.blank;

    return layout->text_width[host] - (noted ? 2 * NOTE_RADIUS + 6 : 0);
}

size_t
next_line(const char **text, double width, unsigned *line)
{
    while (*line > 0 && **text == ' ')
        ++*text;
    if (**text == '\0' || *line == CALL_LINES_MAX)
        return 0;
    if (++*line > 1)
        width -= text_size;     /* the hanging indent */
    if (*line == CALL_LINES_MAX)
        width -= text_size;     /* the dots for what does not fit */
    size_t length = text_break(FACE_MONO, text_size, width, *text);
    *text += length;
    return length;
}

/* --- bars ---------------------------------------------------------------- */

static int
moment_at(const struct layout *layout, int64_t time_ns)
{
    size_t low = 0, high = layout->moment_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (layout->moments[middle].time_ns < time_ns)
            low = middle + 1;
        else
            high = middle;
    }
    return (int)low;
}

/* Bars that stand side by side: each actor keeps to its column if it can. */
static void
choose_slots(struct layout *layout)
{
    struct { int until; unsigned actor; } slot[HOSTS][ALL_LANES_MAX];
    unsigned most = layout->options.all ? ALL_LANES_MAX : SLOTS_MAX;

    for (int host = 0; host < HOSTS; host++)
        for (unsigned i = 0; i < ALL_LANES_MAX; i++) {
            slot[host][i].until = -1;
            slot[host][i].actor = UINT32_MAX;
        }
    for (size_t i = 0; i < layout->call_count; i++) {
        struct call *call = &layout->calls[i];
        int host = call->host;
        int start = call->start >= 0 ? call->start
                                     : moment_at(layout, call->start_ns);
        int end = call->end >= 0 ? call->end : call->end_ns == -1
                  ? (int)layout->moment_count
                  : moment_at(layout, call->end_ns);
        unsigned free_slot = most, own = most;

        for (unsigned s = most; s-- > 0; ) {
            if (slot[host][s].until > start)
                continue;
            free_slot = s;
            if (slot[host][s].actor == call->actor)
                own = s;
        }
        call->slot = own < most ? own : free_slot;
        if (call->slot >= most)
            continue;           /* more at once than there is room for */
        slot[host][call->slot].until = end;
        slot[host][call->slot].actor = call->actor;
        if (layout->slots[host] <= call->slot)
            layout->slots[host] = call->slot + 1;
    }
}

/* --- widths -------------------------------------------------------------- */

static void
widen(double *width, const char *words, bool noted)
{
    double needed = text_width(FACE_MONO, text_size, words) + 1 +
                    (noted ? 2 * NOTE_RADIUS + 6 : 0);

    if (needed > *width)
        *width = needed;
}

static bool
noted(const struct layout *layout, int moment)
{
    return moment >= 0 && layout->moments[moment].note != 0;
}

/* The widest text of each column, within limits. */
static void
measure_text(struct layout *layout, double width[HOSTS])
{
    char words[LABEL_BYTES * 4];

    for (size_t i = 0; i < layout->call_count; i++) {
        const struct call *call = &layout->calls[i];

        call_words(layout, call, words, sizeof words);
        widen(&width[call->host], words, noted(layout, call->start));
        widen(&width[call->host], call->result, noted(layout, call->end));
    }
    for (size_t i = 0; i < layout->remark_count; i++) {
        const struct remark *remark = &layout->remarks[i];

        if (remark->host == HOST_NONE)
            continue;
        remark_words(layout, remark, words, sizeof words);
        widen(&width[remark->host], words, noted(layout, remark->moment));
    }
    for (size_t i = 0; i < layout->piece_count; i++) {
        const struct piece *piece = &layout->pieces[i];

        piece_words(layout, piece, words, sizeof words);
        if (piece->beside)
            widen(&width[piece->host], words, false);
    }
    double most = layout->show & LANE_WIRE ? TEXT_MOST : TEXT_WIDE;
    for (int host = 0; host < HOSTS; host++) {
        if (width[host] > most)
            width[host] = most;
        if (width[host] < TEXT_LEAST)
            width[host] = TEXT_LEAST;
    }
}

/* What stands between the text and the life line of a host. */
static double
inner_width(const struct layout *layout, int host)
{
    return 5 + layout->slots[host] * BAR_STEP +
           (layout->listeners[host] > 0 ? 4 : 0) +
           (layout->listeners[host] + layout->lanes[host]) * LANE_WIDTH + 3;
}

/* Room for the longest label: the last time, with a decimal more. */
static double
axis_width(const struct layout *layout)
{
    size_t count = layout->moment_count;
    int64_t last = count > 0 ? layout->moments[count - 1].time_ns : 0;
    char words[32];

    snprintf(words, sizeof words, axis_seconds(layout) ? "%.4f" : "%.1f",
             (double)last / (axis_seconds(layout) ? 1e9 : 1e6));
    double width = text_width(FACE_SANS, text_size, words);
    return (width < 30 ? 30 : width) + AXIS_GAP;
}

/* Gives what is left to the wire and the two columns of text; returns the
   wire's part. */
static double
share_width(double room, double least, double width[HOSTS])
{
    double wire = room - width[0] - width[1];

    if (wire < least) {
        double lack = least - wire;

        for (int host = 0; host < HOSTS; host++) {
            width[host] -= lack / 2;
            if (width[host] < TEXT_LEAST)
                width[host] = TEXT_LEAST;
        }
        wire = room - width[0] - width[1];
    }
    if (wire > WIRE_MOST) {
        width[0] += (wire - WIRE_MOST) / 2;
        width[1] += (wire - WIRE_MOST) / 2;
        wire = WIRE_MOST;
    }
    if (wire < WIRE_NARROW)
        wire = WIRE_NARROW;     /* the drawing gets wider than a page */
    return wire;
}

/* Which bar and which lane stands in which column. */
static void
place_across(struct layout *layout)
{
    for (size_t i = 0; i < layout->call_count; i++) {
        struct call *call = &layout->calls[i];
        double step = call->slot * (double)BAR_STEP;

        call->x = layout->bar_x[call->host] +
                  (call->host == HOST_CLIENT ? -step : step);
    }
    for (size_t i = 0; i < layout->piece_count; i++) {
        struct piece *piece = &layout->pieces[i];
        double step = piece->lane * (double)LANE_WIDTH;

        if (piece->listener)
            step += layout->lanes[piece->host] * LANE_WIDTH + 4;
        piece->x = piece->host == HOST_CLIENT
                   ? layout->life_x[0] - step - LANE_WIDTH
                   : layout->life_x[1] + step;
    }
}

void
layout_columns(struct layout *layout)
{
    double width[HOSTS] = {0, 0}, inner[HOSTS];

    memset(layout->slots, 0, sizeof layout->slots);
    choose_slots(layout);
    measure_text(layout, width);
    inner[0] = inner_width(layout, 0);
    inner[1] = inner_width(layout, 1);
    double axis = axis_width(layout);
    double fixed = axis + inner[0] + inner[1] + 2 * MARGIN;
    double least = layout->show & LANE_WIRE ? WIRE_LEAST : WIRE_NARROW;
    double wire = share_width(PAGE_WIDTH - fixed, least, width);
    layout->axis_x = MARGIN;
    layout->text_x[0] = MARGIN + axis;
    layout->text_width[0] = width[0];
    layout->bar_x[0] = layout->text_x[0] + width[0] + 5 +
                       layout->slots[0] * BAR_STEP - BAR_WIDTH;
    layout->life_x[0] = layout->text_x[0] + width[0] + inner[0];
    layout->life_x[1] = layout->life_x[0] + wire;
    layout->text_x[1] = layout->life_x[1] + inner[1];
    layout->text_width[1] = width[1];
    layout->bar_x[1] = layout->text_x[1] - 5 - layout->slots[1] * BAR_STEP;
    layout->width = layout->text_x[1] + width[1] + MARGIN;
    place_across(layout);
}
