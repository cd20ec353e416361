/*
 * place.c - from top to bottom: where each moment stands.
 *
 * One pass forward.  A moment stands at least as far below the one before as
 * time says, and far enough that its text, its arrow and the states that it
 * ends have room.  So the axis is monotone, an effect is never above its cause,
 * and no label has to move away from what it tells.  Arrows that get steeper
 * need more room between them, so the pass is made again.
 */
#include <stdlib.h>
#include <string.h>

#include "draw/figure/place.h"

enum { TOP = 78, FLIGHT_UNITS = 54, FLIGHT_DENSE = 42, DENSE_FROM = 940,
       PASSES = 4 };

/* What happens at each moment, by number, -1 for nothing. */
struct cross {
    int *piece_ends, *piece_starts, *call_ends, *call_starts, *remark;
};

/* How far down each column is full. */
struct filled {
    double text[HOSTS], sent[HOSTS], got[HOSTS], wire;
    double lost;                /* the end of the lowest lost arrow */
    int64_t lost_ns;            /* when it would have arrived */
    double lane[HOSTS][2][ALL_LANES_MAX], slot[HOSTS][ALL_LANES_MAX];
};

/* --- the pass ------------------------------------------------------------ */

static void
cross_free(struct cross *cross)
{
    free(cross->piece_ends);
    free(cross->piece_starts);
    free(cross->call_ends);
    free(cross->call_starts);
    free(cross->remark);
}

static int *
all_minus_one(size_t count, bool *failed)
{
    int *numbers = malloc((count + 1) * sizeof *numbers);

    if (numbers == NULL)
        *failed = true;
    else
        memset(numbers, 0xff, (count + 1) * sizeof *numbers);
    return numbers;
}

static int
cross_make(struct cross *cross, struct layout *layout)
{
    size_t count = layout->moment_count;
    bool failed = false;

    cross->piece_ends = all_minus_one(count, &failed);
    cross->piece_starts = all_minus_one(count, &failed);
    cross->call_ends = all_minus_one(count, &failed);
    cross->call_starts = all_minus_one(count, &failed);
    cross->remark = all_minus_one(count, &failed);
    if (failed) {
        layout->failed = true;
        return -1;
    }
    for (size_t i = 0; i < layout->piece_count; i++) {
        const struct piece *piece = &layout->pieces[i];

        cross->piece_starts[piece->start] = (int)i;
        if (piece->end >= 0 && !piece->closed)
            cross->piece_ends[piece->end] = (int)i;
    }
    for (size_t i = 0; i < layout->call_count; i++) {
        const struct call *call = &layout->calls[i];

        if (call->start >= 0)
            cross->call_starts[call->start] = (int)i;
        if (call->end >= 0)
            cross->call_ends[call->end] = (int)i;
    }
    for (size_t i = 0; i < layout->remark_count; i++)
        cross->remark[layout->remarks[i].moment] = (int)i;
    return 0;
}

static void
add_gap(struct layout *layout, size_t at, const char *words)
{
    if (!room_for_one(&layout->gaps, &layout->gap_room, layout->gap_count,
                      sizeof *layout->gaps, &layout->failed))
        return;
    struct gap *gap = &layout->gaps[layout->gap_count++];
    *gap = (struct gap){.after = (int)at - 1};
    snprintf(gap->words[0], sizeof gap->words[0], "%s", words);
}

static double
fold_height(const struct layout *layout, size_t at)
{
    for (size_t i = 0; i < layout->gap_count; i++)
        if (layout->gaps[i].fold && layout->gaps[i].after == (int)at - 1) {
            unsigned lines = 1;

            while (lines < 3 && layout->gaps[i].words[lines][0] != '\0')
                lines++;
            return lines * ROW + 16;
        }
    return 0;
}

static bool
is_silence(const struct layout *layout, int64_t duration_ns)
{
    return (double)duration_ns * layout->scale > SILENCE;
}

/* The height that time alone asks for, from the moment before. */
static double
step_height(struct layout *layout, size_t at)
{
    const struct moment *moment = &layout->moments[at], *before = moment - 1;
    int64_t duration = moment->time_ns - before->time_ns;

    if (moment->fold == MOMENT_FOLD_END)
        return fold_height(layout, at);
    if (is_silence(layout, duration)) {
        char words[32], sentence[48];

        duration_words(duration, words, sizeof words);
        snprintf(sentence, sizeof sentence, "%s pass", words);
        add_gap(layout, at, sentence);
    }
    return place_height(layout, duration);
}

static double *
lane_filled(struct filled *filled, const struct piece *piece)
{
    return &filled->lane[piece->host][piece->listener]
                        [piece->lane % ALL_LANES_MAX];
}

static bool
leaves(const struct moment *moment, const struct arrow *arrow)
{
    return moment->kind == EVENT_SENDS ||
           (moment->kind == EVENT_WIRE && arrow->forged);
}

static void
place_wire(struct filled *filled, const struct moment *moment,
           const struct arrow *arrow, double *y)
{
    enum host host = arrow->host;

    if (leaves(moment, arrow)) {
        at_least(y, filled->sent[host] + (moment->after_arrow > 0
                                          ? moment->after_arrow
                                          : ARROW_ROOM));
        at_least(y, filled->got[host] + 5);
    } else if (moment->kind == EVENT_GETS) {
        host = host_peer(host);
        at_least(y, filled->got[host] + ARRIVAL_ROOM);
        at_least(y, filled->sent[host] + 6);
    }
}

static void
fill_wire(struct filled *filled, const struct moment *moment,
          const struct arrow *arrow)
{
    if (leaves(moment, arrow))
        filled->sent[arrow->host] = moment->y;
    else if (moment->kind == EVENT_GETS)
        filled->got[host_peer(arrow->host)] = moment->y;
}

static void
fill_all(struct filled *filled, double y)
{
    for (int host = 0; host < HOSTS; host++) {
        at_least(&filled->text[host], y);
        at_least(&filled->sent[host], y - ARROW_ROOM + 5);
        at_least(&filled->got[host], y - 6);
    }
}

/* Where this moment can stand at the earliest. */
static double
earliest(const struct layout *layout, const struct cross *cross,
         struct filled *filled, size_t at, double y)
{
    const struct moment *moment = &layout->moments[at];
    int piece = cross->piece_ends[at], starts = cross->piece_starts[at];
    int call = cross->call_ends[at], begins = cross->call_starts[at];

    if (moment->text_height > 0)
        at_least(&y, filled->text[moment->host] - moment->text_top);
    if (moment->time_ns > filled->lost_ns)
        at_least(&y, filled->lost);
    if (at > 0 && filled->lost > moment[-1].y && moment->fold == MOMENT_EVENT &&
        is_silence(layout, moment->time_ns - moment[-1].time_ns))
        at_least(&y, filled->lost + GAP_ROOM);
    if (moment->arrow >= 0)
        place_wire(filled, moment, &layout->arrows[moment->arrow], &y);
    if (piece >= 0) {
        const struct piece *ended = &layout->pieces[piece];

        at_least(&y, layout->moments[ended->start].y +
                     place_piece_need(layout, ended));
    }
    if (starts >= 0)
        at_least(&y, *lane_filled(filled, &layout->pieces[starts]));
    if (call >= 0 && layout->calls[call].start >= 0)
        at_least(&y, layout->moments[layout->calls[call].start].y + 9);
    if (begins >= 0)
        at_least(&y, filled->slot[layout->calls[begins].host]
                                 [layout->calls[begins].slot % ALL_LANES_MAX] +
                     4);
    if (cross->remark[at] >= 0 &&
        layout->remarks[cross->remark[at]].host == HOST_NONE)
        at_least(&y, (filled->wire > filled->lost ? filled->wire
                                                  : filled->lost) + 12);
    if (moment->fold == MOMENT_FOLD) {
        at_least(&y, filled->text[0] + 4);
        at_least(&y, filled->text[1] + 4);
        at_least(&y, filled->wire + 6);
    }
    return y;
}

static void
fill(const struct layout *layout, const struct cross *cross,
     struct filled *filled, size_t at)
{
    const struct moment *moment = &layout->moments[at];
    int starts = cross->piece_starts[at], call = cross->call_ends[at];

    if (moment->text_height > 0)
        filled->text[moment->host] = moment->y + moment->text_top +
                                     moment->text_height;
    if (moment->arrow >= 0) {
        fill_wire(filled, moment, &layout->arrows[moment->arrow]);
        filled->wire = moment->y;
    }
    if (moment->kind == EVENT_WIRE && moment->arrow >= 0 &&
        layout->arrows[moment->arrow].lost) {
        enum host host = layout->arrows[moment->arrow].host;

        filled->lost = moment->y + LOST_ROOM * 0.75;
        filled->lost_ns = moment->time_ns + layout->flight_ns[host];
    }
    if (starts >= 0 && layout->pieces[starts].closed)
        *lane_filled(filled, &layout->pieces[starts]) =
            moment->y + place_piece_need(layout, &layout->pieces[starts]) + 3;
    if (call >= 0)
        filled->slot[layout->calls[call].host]
                    [layout->calls[call].slot % ALL_LANES_MAX] = moment->y;
    if (moment->fold != MOMENT_EVENT)
        fill_all(filled, moment->y + 6);
    if (cross->remark[at] >= 0 &&
        layout->remarks[cross->remark[at]].host == HOST_NONE) {
        fill_all(filled, moment->y + 10);
        filled->wire = moment->y + 6;
    }
}

static void
place_moments(struct layout *layout, const struct cross *cross)
{
    struct filled *filled = calloc(1, sizeof *filled);
    size_t gaps = 0;
    double y = TOP + 16;

    if (filled == NULL) {
        layout->failed = true;
        return;
    }
    for (size_t i = 0; i < layout->gap_count; i++)  /* keep the folds only */
        if (layout->gaps[i].fold)
            layout->gaps[gaps++] = layout->gaps[i];
    layout->gap_count = gaps;
    fill_all(filled, TOP);
    for (size_t i = 0; i < layout->moment_count; i++) {
        if (i > 0)
            y = layout->moments[i - 1].y + step_height(layout, i);
        y = earliest(layout, cross, filled, i, y);
        layout->moments[i].y = y;
        fill(layout, cross, filled, i);
    }
    layout->top = TOP;
    layout->bottom = y + 26;
    for (int host = 0; host < HOSTS; host++)
        at_least(&layout->bottom, filled->text[host] + 8);
    for (size_t i = 0; i < layout->piece_count; i++) {
        const struct piece *piece = &layout->pieces[i];

        if (piece->end == -1 || piece->closed)
            at_least(&layout->bottom, layout->moments[piece->start].y +
                                      place_piece_need(layout, piece) + 4);
    }
    free(filled);
}

static void
place_once(struct layout *layout, const struct cross *cross)
{
    place_needs(layout);
    for (unsigned pass = 0; pass < PASSES && !layout->failed; pass++) {
        place_moments(layout, cross);
        place_arrows(layout);
    }
    if (place_upright(layout)) {
        place_needs(layout);
        place_moments(layout, cross);
        place_arrows(layout);
    }
    place_moments(layout, cross);
    place_arrows(layout);
}

void
layout_place(struct layout *layout)
{
    struct cross cross = {0};

    place_flights(layout);
    place_scale(layout, FLIGHT_UNITS);
    for (size_t i = 0; i < layout->call_count; i++) {
        struct call *call = &layout->calls[i];

        call->merged = call->start >= 0 && call->end >= 0 && !call->waited;
        if (!call->merged || layout->moments[call->end].note == 0)
            continue;
        if (layout->moments[call->start].note != 0) {
            call->merged = false;       /* each note has its line */
        } else {
            layout->moments[call->start].note = layout->moments[call->end].note;
            layout->moments[call->end].note = 0;
        }
    }
    if (cross_make(&cross, layout) == 0) {
        place_beside(layout);
        layout_columns(layout);
        place_once(layout, &cross);
        if (layout->bottom > DENSE_FROM) {
            place_scale(layout, FLIGHT_DENSE);
            place_beside(layout);
            layout_columns(layout);
            place_once(layout, &cross);
        }
        place_things(layout);
        layout_ticks(layout);
    }
    cross_free(&cross);
}
