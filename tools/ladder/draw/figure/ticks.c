/*
 * ticks.c - the time axis: honest labels on an uneven scale.
 *
 * A tick stands where its time is, so ticks are close where nothing happened
 * and far apart where a burst was stretched.  None stands in a shortened gap.
 */
#include <string.h>

#include "draw/figure/parts.h"

enum { TICK_ROOM = 17, TICK_USUAL = 46, TICK_FAR = 130 };

void
duration_words(int64_t duration_ns, char *out, size_t size)
{
    double ms = (double)duration_ns / 1e6;

    if (ms < 1)
        snprintf(out, size, "%.0f µs", ms * 1e3);
    else if (ms < 10)
        snprintf(out, size, "%.1f ms", ms);
    else if (ms < 1000)
        snprintf(out, size, "%.0f ms", ms);
    else
        snprintf(out, size, "%.2f s", ms / 1e3);
}

double
layout_y(const struct layout *layout, int64_t time_ns)
{
    size_t low = 0, high = layout->moment_count;

    if (high == 0)
        return layout->top;
    while (low < high) {        /* the first moment later than time_ns */
        size_t middle = low + (high - low) / 2;

        if (layout->moments[middle].time_ns <= time_ns)
            low = middle + 1;
        else
            high = middle;
    }
    const struct moment *next = &layout->moments[low];
    if (low == 0)
        return next->y;
    const struct moment *before = next - 1;
    if (low == layout->moment_count) {
        double more = (double)(time_ns - before->time_ns) * layout->scale;

        return before->y + (more < 40 ? more : 40);
    }
    return before->y + (next->y - before->y) *
                       ((double)(time_ns - before->time_ns) /
                        (double)(next->time_ns - before->time_ns));
}

/* 1, 2 or 5 times a power of ten, not less than ns. */
static int64_t
nice_step(double ns)
{
    static const int64_t digits[3] = {1, 2, 5};

    for (int64_t ten = 1000; ten < INT64_C(1000000000000000); ten *= 10)
        for (int i = 0; i < 3; i++)
            if ((double)(digits[i] * ten) >= ns)
                return digits[i] * ten;
    return INT64_C(1000000000000000);
}

/* The next smaller nice step: 20, 10, 5, 2, 1 ... */
static int64_t
finer_step(int64_t step)
{
    int64_t ten = 1;

    while (ten * 10 <= step)
        ten *= 10;
    return step / ten >= 5 ? 2 * ten : step / ten >= 2 ? ten : ten / 2;
}

/* Long runs count in seconds. */
bool
axis_seconds(const struct layout *layout)
{
    size_t count = layout->moment_count;

    return count > 0 &&
           layout->moments[count - 1].time_ns >= INT64_C(10000000000);
}

/* Without the unit, which stands at the axis' head. */
void
tick_words(int64_t time_ns, bool seconds, char *out, size_t size)
{
    snprintf(out, size, "%.7g", (double)time_ns / (seconds ? 1e9 : 1e6));
}

static bool
add_tick(struct layout *layout, int64_t time_ns, double y)
{
    if (!room_for_one(&layout->ticks, &layout->tick_room, layout->tick_count,
                      sizeof *layout->ticks, &layout->failed))
        return false;
    struct tick *tick = &layout->ticks[layout->tick_count++];
    tick->y = y;
    tick_words(time_ns - time_ns % 100000, axis_seconds(layout), tick->text,
               sizeof tick->text);
    return true;
}

static bool
in_gap(const struct layout *layout, size_t after)
{
    for (size_t i = 0; i < layout->gap_count; i++)
        if (layout->gaps[i].after == (int)after)
            return true;
    return false;
}

/* Ticks between two moments, at multiples of step, with room around them. */
static void
tick_between(struct layout *layout, size_t after, int64_t step, double *last,
             double room, double end)
{
    int64_t from = layout->moments[after].time_ns;
    int64_t to = layout->moments[after + 1].time_ns;
    int64_t time_ns = (from + step - 1) / step * step;

    if ((to - time_ns) / step > 10000)
        return;
    for (; time_ns < to; time_ns += step) {
        double y = layout_y(layout, time_ns);

        if (y < *last + room || y > end)
            continue;
        if (!add_tick(layout, time_ns, y))
            return;
        *last = y;
    }
}

/* As the terminal rounds it; what is short keeps its digits. */
static int64_t
whole_ms(int64_t time_ns)
{
    const int64_t ms = 1000000;

    return time_ns < 100 * ms ? time_ns : (time_ns + ms / 2) / ms * ms;
}

void
layout_ticks(struct layout *layout)
{
    size_t count = layout->moment_count;

    layout->tick_count = 0;
    if (count < 2)
        return;
    int64_t step = nice_step(TICK_USUAL / layout->scale);
    double last = layout->top - TICK_ROOM;

    for (size_t i = 0; i + 1 < count; i++) {
        double far = layout->moments[i + 1].y - layout->moments[i].y;

        if (in_gap(layout, i)) {        /* say where it goes on */
            const struct moment *next = &layout->moments[i + 1];

            if (next->y >= last + TICK_ROOM)
                add_tick(layout, whole_ms(next->time_ns), next->y);
            last = next->y;
            continue;
        }
        tick_between(layout, i, step, &last, TICK_ROOM, layout->bottom);
        if (layout->moments[i + 1].y - last < TICK_FAR || far <= 0)
            continue;
        int64_t finer = step;
        for (int tries = 0; tries < 4 && finer > 10000; tries++) {
            double before = last;

            finer = finer_step(finer);
            tick_between(layout, i, finer, &last, TICK_USUAL,
                         layout->moments[i + 1].y - TICK_ROOM);
            if (last > before)
                break;
        }
    }
    if (layout->tick_count > 0)
        return;
    add_tick(layout, layout->moments[0].time_ns, layout->moments[0].y);
}
