/*
 * needs.c - the scale of the axis, and what needs how much of it.
 */
#include <stdlib.h>
#include <string.h>

#include "draw/figure/place.h"

enum { SILENCE_HEIGHT = 40, BESIDE_BELOW = 36 };

/* --- the scale ----------------------------------------------------------- */

static int
compare_times(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

void
place_flights(struct layout *layout)
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

void
place_scale(struct layout *layout, double flight_units)
{
    int64_t flight = layout->flight_ns[0] > layout->flight_ns[1]
                     ? layout->flight_ns[0] : layout->flight_ns[1];

    if (flight == 0)
        flight = 20000000;
    if (flight < 1000000)
        flight = 1000000;       /* without delay: let calls set the pace */
    layout->scale = flight_units / (double)flight;
}

double
place_height(const struct layout *layout, int64_t duration_ns)
{
    double height = (double)duration_ns * layout->scale;

    return height > SILENCE ? SILENCE_HEIGHT : height;
}

/* --- what needs how much room -------------------------------------------- */

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

void
place_needs(struct layout *layout)
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

double
place_piece_need(const struct layout *layout, const struct piece *piece)
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
void
place_beside(struct layout *layout)
{
    for (size_t i = 0; i < layout->piece_count; i++) {
        struct piece *piece = &layout->pieces[i];

        piece->beside = false;
        if (piece->closed || piece->end == -1 || piece->end == piece->start ||
            layout->moments[piece->start].fold != MOMENT_EVENT)
            continue;
        const struct moment *start = &layout->moments[piece->start];
        const struct moment *end = &layout->moments[piece->end];
        piece->beside = place_height(layout, end->time_ns - start->time_ns) <
                        BESIDE_BELOW;
    }
}

/* What else stands there may have made room for the word after all. */
bool
place_upright(struct layout *layout)
{
    bool changed = false;

    for (size_t i = 0; i < layout->piece_count; i++) {
        struct piece *piece = &layout->pieces[i];

        if (!piece->beside)
            continue;
        piece->beside = false;
        if (layout->moments[piece->end].y - layout->moments[piece->start].y <
            place_piece_need(layout, piece))
            piece->beside = true;
        else
            changed = true;
    }
    return changed;
}
