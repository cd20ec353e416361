/*
 * fold.c - long bulk phases, on one row.
 *
 *      812 ┊                   │ … 212 segments, 300 kB … │     … 96 calls ┊
 *
 * A step is pure when it is data and acknowledgments alone: nothing lost, sent
 * again, opened or closed.  After so many of them in a row the others are
 * counted and not drawn, but for the last few: those are kept, and drawn when
 * the phase ends.  Calls that move data interrupt a phase only while it is
 * short, else every receiver would.
 */
#include "draw/text/ladder.h"

#include <inttypes.h>
#include <string.h>

#include "draw/story/calls.h"

enum {
    PURE_STEPS = 12,            /* these stay visible */
    ANY_STEPS = 96,             /* with calls: small exchanges do */
    BULK_BYTES = 16000,         /* with calls: this much is bulk */
    VAIN_CALLS = 8              /* a spin is seen by then */
};

static bool
is_traffic(const struct event *event)
{
    const struct segment *segment = &event->segment;

    if (event->kind != EVENT_SENDS && event->kind != EVENT_GETS)
        return false;
    return segment->protocol == PROTOCOL_TCP
        && !(segment->flags & (TCP_SYN | TCP_FIN | TCP_RST))
        && !segment->again && !segment->probe && segment->sack_blocks == 0
        && segment->window_bytes != 0;
}

static bool
moves_data(const struct event *event)
{
    if (event->kind != EVENT_CALL && event->kind != EVENT_RETURN)
        return false;
    /* 0 is the end of file, and -1 an error: both are worth a row. */
    if (event->kind == EVENT_RETURN && event->value <= 0)
        return call_was_in_vain(event);
    unsigned routine = CALL_MOVES | CALL_WAITS;
    if (event->kind == EVENT_CALL)      /* what it returns may be a story */
        routine |= CALL_ACCEPTS;
    return (call_class(event->name) & routine) != 0;
}

/* --- counting ----------------------------------------------------------- */

/* Calls of one name keep it: "96 x recv". */
static void
count_call(struct fold *fold, const struct event *event)
{
    char *name = fold->name[event->host];

    if (fold->calls[event->host]++ == 0)
        snprintf(name, NAME_MAX_CALL, "%s", event->name);
    else if (strcmp(name, event->name) != 0)
        name[0] = '\0';
}

/* Folds an event away: counts it, and keeps who is blocked and in flight. */
static void
absorb(struct text_ladder *ladder, const struct event *event)
{
    struct fold *fold = &ladder->fold;

    if (fold->segments == 0 && fold->calls[HOST_CLIENT] == 0
        && fold->calls[HOST_SERVER] == 0) {
        row_close(ladder);
        fold->from_ns = event->time_ns;
    }
    fold->to_ns = event->time_ns;
    if (event->kind == EVENT_SENDS) {
        fold->segments++;
        fold->bytes += event->segment.payload_bytes;
    }
    if (event->kind == EVENT_CALL && event->host != HOST_NONE)
        count_call(fold, event);
    if (event->kind == EVENT_CALL || event->kind == EVENT_RETURN)
        calls_note(ladder, event);
    else
        flights_note(ladder, event);
}

/* Makes room by folding the oldest step away, all of it. */
static void
fold_oldest(struct text_ladder *ladder)
{
    struct fold *fold = &ladder->fold;
    uint64_t step = fold->kept[0].event.step;
    size_t gone = 0;

    while (gone < fold->kept_count && fold->kept[gone].event.step == step)
        absorb(ladder, kept_event(&fold->kept[gone++]));
    fold->kept_count -= gone;
    memmove(&fold->kept[0], &fold->kept[gone],
            fold->kept_count * sizeof fold->kept[0]);
}

static void
keep(struct text_ladder *ladder, const struct event *event)
{
    struct fold *fold = &ladder->fold;

    if (fold->kept_count == FOLD_KEPT)
        fold_oldest(ladder);
    kept_set(&fold->kept[fold->kept_count++], event);
}

/* --- the row ------------------------------------------------------------ */

static void
bytes_text(char *out, size_t size, uint64_t bytes)
{
    if (bytes < 10000)
        snprintf(out, size, "%" PRIu64 " bytes", bytes);
    else if (bytes < 1000000)
        snprintf(out, size, "%" PRIu64 " kB", (bytes + 500) / 1000);
    else
        snprintf(out, size, "%" PRIu64 ".%d MB", bytes / 1000000,
                 (int)(bytes % 1000000 / 100000));
}

static void
place_calls(struct text_ladder *ladder, enum host side)
{
    struct call_item *item = &ladder->row.call[side];
    const char *more = ladder->options.unicode ? "\xE2\x80\xA6" : "..";
    uint64_t calls = ladder->fold.calls[side];

    if (calls == 0 || !(ladder->layout.show & LANE_CALLS))
        return;
    *item = (struct call_item){ .used = true, .colour = COLOUR_DIM };
    char name[NAME_MAX_CALL];
    memcpy(name, ladder->fold.name[side], sizeof name);
    if (name[0] != '\0')
        snprintf(item->open, sizeof item->open, "%s %" PRIu64 " %s %s %s",
                 more, calls, ladder->options.unicode ? "\xC3\x97" : "x",
                 name, more);
    else
        snprintf(item->open, sizeof item->open, "%s %" PRIu64 " calls %s",
                 more, calls, more);
}

/* One row with these words, and nothing in flight. */
static void
draw_fold_words(struct text_ladder *ladder, const char *words, bool calls)
{
    struct event event = event_new(EVENT_LADDER);
    struct row *row = &ladder->row;

    event.time_ns = ladder->fold.from_ns;
    row_open(ladder, &event);
    if (calls) {
        place_calls(ladder, HOST_CLIENT);
        place_calls(ladder, HOST_SERVER);
    }
    row->folded = true;
    snprintf(row->said, sizeof row->said, "%s", words);
    row_close(ladder);
}

static void
draw_fold_row(struct text_ladder *ladder)
{
    struct fold *fold = &ladder->fold;
    const char *more = ladder->options.unicode ? "\xE2\x80\xA6" : "..";
    char bytes[32], words[96] = "";

    row_close(ladder);
    bytes_text(bytes, sizeof bytes, fold->bytes);
    if (fold->segments > 0)
        snprintf(words, sizeof words, "%s %" PRIu64 " segment%s, %s %s", more,
                 fold->segments, fold->segments == 1 ? "" : "s", bytes, more);
    if (text_columns(words) <= ladder->layout.wire) {
        draw_fold_words(ladder, words, true);
    } else {
        snprintf(words, sizeof words, "%s %" PRIu64 " segments %s", more,
                 fold->segments, more);
        draw_fold_words(ladder, words, true);
        snprintf(words, sizeof words, "%s %s %s", more, bytes, more);
        draw_fold_words(ladder, words, false);
    }
    ladder->clock.last_ns = fold->to_ns;
}

void
fold_end(struct text_ladder *ladder)
{
    const struct fold *fold = &ladder->fold;

    if (fold->segments > 0 || fold->calls[HOST_CLIENT] > 0
        || fold->calls[HOST_SERVER] > 0)
        draw_fold_row(ladder);
}

const struct event *
fold_kept(struct text_ladder *ladder, size_t nth)
{
    struct fold *fold = &ladder->fold;

    return nth < fold->kept_count ? kept_event(&fold->kept[nth]) : NULL;
}

void
fold_drop(struct text_ladder *ladder)
{
    ladder->fold = (struct fold){ .step = ladder->fold.step };
}

bool
fold_is_over(const struct text_ladder *ladder, const struct event *event,
             bool has_note)
{
    const struct fold *fold = &ladder->fold;
    int64_t last = ladder->clock.last_ns;

    if (fold->kept_count > 0)
        last = fold->kept[fold->kept_count - 1].event.time_ns;
    bool silence = ladder->clock.begun
        && event->time_ns - last > ladder->clock.silence_ns;
    return (!is_traffic(event) && !moves_data(event)) || has_note || silence;
}

bool
fold_takes(struct text_ladder *ladder, const struct event *event)
{
    struct fold *fold = &ladder->fold;
    bool traffic = is_traffic(event);

    bool begins = event->step != fold->step;
    if (begins) {
        fold->step = event->step;
        fold->pure_steps++;
        fold->any_steps++;
    }
    if (!traffic)
        fold->pure_steps = 0;
    if (event->kind == EVENT_SENDS)
        fold->carried += event->segment.payload_bytes;
    if (call_was_in_vain(event))
        fold->vain_calls++;
    if (begins && (fold->pure_steps > PURE_STEPS
                   || fold->any_steps > ANY_STEPS
                   || fold->vain_calls > VAIN_CALLS
                   || (fold->any_steps > PURE_STEPS
                       && fold->carried > BULK_BYTES)))
        fold->folding = true;           /* a step is folded whole */
    if (fold->folding)
        keep(ladder, event);
    return fold->folding;
}
