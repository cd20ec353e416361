/*
 * layout_place.c - from top to bottom: where each moment stands.
 *
 * One pass forward.  A moment stands at least as far below the one before as
 * time says, and far enough that its text, its arrow and the states that it
 * ends have room.  So the axis is monotone, an effect is never above its cause,
 * and no label has to move away from what it tells.  Arrows that get steeper
 * need more room between them, so the pass is made again.
 */
#include <stdlib.h>
#include <string.h>

#include "layout_parts.h"

enum { TOP = 78, FLIGHT_UNITS = 54, FLIGHT_DENSE = 42, DENSE_FROM = 940,
       STUB = 34, SILENCE = 130, SILENCE_HEIGHT = 40, BESIDE_BELOW = 36, PASSES = 4,
       ARROW_ROOM = 15, ARROW_ROOM_MOST = 32, LOST_ROOM = 40 };

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

/* --- the scale --------------------------------------------------------------- */

static int
compare_times(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void
measure_flights(struct layout *layout)
{
    int64_t *flights = calloc(layout->arrow_count + 1, sizeof *flights);

    if (flights == NULL) {
        layout->failed = true;
        return;
    }
    for (int host = 0; host < HOSTS; host++) {
        size_t count = 0;

        for (size_t i = 0; i < layout->arrow_count; i++) {
            const struct arrow *arrow = &layout->arrows[i];

            if ((int)arrow->host == host && arrow->arrived_ns >= arrow->sent_ns)
                flights[count++] = arrow->arrived_ns - arrow->sent_ns;
        }
        qsort(flights, count, sizeof *flights, compare_times);
        layout->flight_ns[host] = count > 0 ? flights[count / 2] : 0;
    }
    free(flights);
    for (int host = 0; host < HOSTS; host++)
        if (layout->flight_ns[host] == 0)
            layout->flight_ns[host] = layout->flight_ns[!host];
}

static void
choose_scale(struct layout *layout, double flight_units)
{
    int64_t flight = layout->flight_ns[0] > layout->flight_ns[1]
                     ? layout->flight_ns[0] : layout->flight_ns[1];

    if (flight == 0)
        flight = 20000000;
    if (flight < 1000000)
        flight = 1000000;       /* without delay: let calls set the pace */
    layout->scale = flight_units / (double)flight;
}

static double
time_height(const struct layout *layout, int64_t duration_ns)
{
    double height = (double)duration_ns * layout->scale;

    return height > SILENCE ? SILENCE_HEIGHT : height;
}

/* --- what needs how much room ------------------------------------------------ */

static void
need_text(struct layout *layout, enum host host, int at, double top,
          const char *text)
{
    struct moment *moment = &layout->moments[at];
    double width = column_width(layout, host, at);
    unsigned lines = 0;

    while (next_line(&text, width, &lines) > 0)
        continue;
    moment->host = host;
    moment->text_top = top;
    moment->text_height = lines * (double)ROW;
}

static void
measure_moments(struct layout *layout)
{
    char words[LABEL_BYTES * 4];

    for (size_t i = 0; i < layout->moment_count; i++)
        layout->moments[i].text_height = 0;
    for (size_t i = 0; i < layout->call_count; i++) {
        const struct call *call = &layout->calls[i];

        call_words(layout, call, words, sizeof words);
        if (call->start >= 0)
            need_text(layout, call->host, call->start, -3, words);
        if (call->end >= 0 && !call->merged) {
            const char *text = call->start < 0 ? words : call->result;

            if (layout->moments[call->end].kind == EVENT_RETURN)
                need_text(layout, call->host, call->end, -ROW + 2, text);
        }
    }
    for (size_t i = 0; i < layout->remark_count; i++) {
        const struct remark *remark = &layout->remarks[i];

        remark_words(layout, remark, words, sizeof words);
        if (remark->host != HOST_NONE)
            need_text(layout, remark->host, remark->moment, -ROW / 2.0, words);
    }
    for (size_t i = 0; i < layout->piece_count; i++) {
        const struct piece *piece = &layout->pieces[i];

        piece_words(layout, piece, words, sizeof words);
        if (piece->beside)
            need_text(layout, piece->host, piece->start, -ROW / 2.0, words);
    }
}

static double
piece_need(const struct layout *layout, const struct piece *piece)
{
    char words[LABEL_BYTES];

    if (piece->beside || layout->moments[piece->start].fold != MOMENT_EVENT ||
        (piece->end >= 0 &&
         layout->moments[piece->end].fold != MOMENT_EVENT))
        return 0;
    piece_words(layout, piece, words, sizeof words);
    return text_width(FACE_BOLD, text_size, words) + 8 +
           (layout->moments[piece->start].note != 0 ? 2 * NOTE_RADIUS + 4 : 0);
}

/* A state that lasts for less than its word is long has its word beside it. */
static void
choose_beside(struct layout *layout)
{
    for (size_t i = 0; i < layout->piece_count; i++) {
        struct piece *piece = &layout->pieces[i];

        piece->beside = false;
        if (piece->closed || piece->end == -1 || piece->end == piece->start ||
            layout->moments[piece->start].fold != MOMENT_EVENT)
            continue;
        const struct moment *start = &layout->moments[piece->start];
        const struct moment *end = &layout->moments[piece->end];
        piece->beside = time_height(layout, end->time_ns - start->time_ns) <
                        BESIDE_BELOW;
    }
}

/* What else stands there may have made room for the word after all. */
static bool
unchoose_beside(struct layout *layout)
{
    bool changed = false;

    for (size_t i = 0; i < layout->piece_count; i++) {
        struct piece *piece = &layout->pieces[i];

        if (!piece->beside)
            continue;
        piece->beside = false;
        if (layout->moments[piece->end].y - layout->moments[piece->start].y <
            piece_need(layout, piece))
            piece->beside = true;
        else
            changed = true;
    }
    return changed;
}

/* --- the pass ---------------------------------------------------------------- */

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
at_least(double *y, double least)
{
    if (*y < least)
        *y = least;
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

/* The height that time alone asks for, from the moment before. */
static double
step_height(struct layout *layout, size_t at)
{
    const struct moment *moment = &layout->moments[at], *before = moment - 1;
    int64_t duration = moment->time_ns - before->time_ns;

    if (moment->fold == MOMENT_FOLD_END)
        return fold_height(layout, at);
    if ((double)duration * layout->scale > SILENCE) {
        char words[32], sentence[48];

        duration_words(duration, words, sizeof words);
        snprintf(sentence, sizeof sentence, "%s pass", words);
        add_gap(layout, at, sentence);
    }
    return time_height(layout, duration);
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
        at_least(y, filled->got[host] + 9);
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
    if (moment->arrow >= 0)
        place_wire(filled, moment, &layout->arrows[moment->arrow], &y);
    if (piece >= 0) {
        const struct piece *ended = &layout->pieces[piece];

        at_least(&y, layout->moments[ended->start].y +
                     piece_need(layout, ended));
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
            moment->y + piece_need(layout, &layout->pieces[starts]) + 3;
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
                                      piece_need(layout, piece) + 4);
    }
    free(filled);
}

/* --- what stands where -------------------------------------------------------- */

static void
place_arrow(struct layout *layout, struct arrow *arrow)
{
    enum host host = arrow->host, peer = host_peer(host);
    double to_x = layout->life_x[peer];

    arrow->x1 = layout->life_x[host];
    if (arrow->forged)          /* the wire made it: it begins in the middle */
        arrow->x1 += (to_x - arrow->x1) / 2;
    arrow->y1 = arrow->from >= 0 ? layout->moments[arrow->from].y
                                 : layout_y(layout, arrow->sent_ns);
    arrow->x2 = to_x;
    if (arrow->to >= 0) {
        arrow->y2 = layout->moments[arrow->to].y;
    } else if (arrow->arrived_ns != -1) {
        arrow->y2 = layout_y(layout, arrow->arrived_ns);
    } else {
        double part = arrow->dropped ? 0.2 : arrow->lost ? 0.62 : 0.8;
        double y = layout_y(layout, arrow->sent_ns + layout->flight_ns[host]);

        at_least(&y, arrow->y1 + LOST_ROOM);
        arrow->y2 = arrow->y1 + part * (y - arrow->y1);
        arrow->x2 = arrow->x1 + part * (to_x - arrow->x1);
    }
    at_least(&arrow->y2, arrow->y1);
    if (arrow->from >= 0)
        return;                 /* else only its end comes out of the fold */
    double dx = arrow->x2 - arrow->x1, dy = arrow->y2 - arrow->y1;
    double length = line_length(dx, dy);
    if (length > STUB) {
        arrow->x1 = arrow->x2 - dx * STUB / length;
        arrow->y1 = arrow->y2 - dy * STUB / length;
    }
}

/* Parallel labels of two arrows need the more room the steeper they are. */
static void
space_arrows(struct layout *layout)
{
    for (size_t i = 0; i < layout->arrow_count; i++) {
        struct arrow *arrow = &layout->arrows[i];

        place_arrow(layout, arrow);
        if (arrow->from < 0 || arrow->forged)
            continue;
        double width = arrow->x2 > arrow->x1 ? arrow->x2 - arrow->x1
                                             : arrow->x1 - arrow->x2;
        double length = line_length(width, arrow->y2 - arrow->y1);
        double room = ARROW_ROOM * length / (width > 1 ? width : 1);
        layout->moments[arrow->from].after_arrow =
            room < ARROW_ROOM_MOST ? room : ARROW_ROOM_MOST;
    }
}

static void
place_things(struct layout *layout)
{
    for (size_t i = 0; i < layout->call_count; i++) {
        struct call *call = &layout->calls[i];

        call->y1 = call->start >= 0 ? layout->moments[call->start].y
                                    : layout_y(layout, call->start_ns);
        call->y2 = call->end >= 0 ? layout->moments[call->end].y
                   : call->end_ns == -1 ? layout->bottom
                   : layout_y(layout, call->end_ns);
        at_least(&call->y2, call->y1 + 4);
    }
    for (size_t i = 0; i < layout->piece_count; i++) {
        struct piece *piece = &layout->pieces[i];

        piece->y1 = layout->moments[piece->start].y;
        piece->y2 = piece->end < 0 ? layout->bottom
                                   : layout->moments[piece->end].y;
        if (piece->closed)
            piece->y2 = piece->y1 + piece_need(layout, piece);
    }
    for (size_t i = 0; i < layout->gap_count; i++) {
        struct gap *gap = &layout->gaps[i];

        gap->y1 = layout->moments[gap->after].y;
        gap->y2 = layout->moments[gap->after + 1].y;
    }
}

static void
place_once(struct layout *layout, const struct cross *cross)
{
    measure_moments(layout);
    for (unsigned pass = 0; pass < PASSES && !layout->failed; pass++) {
        place_moments(layout, cross);
        space_arrows(layout);
    }
    if (unchoose_beside(layout)) {
        measure_moments(layout);
        place_moments(layout, cross);
        space_arrows(layout);
    }
    place_moments(layout, cross);
    space_arrows(layout);
}

void
layout_place(struct layout *layout)
{
    struct cross cross = {0};

    measure_flights(layout);
    choose_scale(layout, FLIGHT_UNITS);
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
        choose_beside(layout);
        layout_columns(layout);
        place_once(layout, &cross);
        if (layout->bottom > DENSE_FROM) {
            choose_scale(layout, FLIGHT_DENSE);
            choose_beside(layout);
            layout_columns(layout);
            place_once(layout, &cross);
        }
        place_things(layout);
        layout_ticks(layout);
    }
    cross_free(&cross);
}
