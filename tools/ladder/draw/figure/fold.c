/*
 * fold.c - folds in words, and the driver of the second reading.
 *
 *     - - - - - - - - - - - - - - - - - - - - - - - - -
 *       84 segments from client (121632 bytes), 42 ...
 *     - - - - - - - - - - - - - - - - - - - - - - - - -
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "draw/figure/collect.h"
#include "model/grammar.h"

static void
summary_add(struct summary *summary, const struct event *event)
{
    size_t i = 0;

    switch (grammar_of(event->kind)->telling) {
    case TELLS_SENDS:
        if (event->host == HOST_NONE)
            return;
        summary->segments[event->host]++;
        summary->bytes[event->host] += event->segment.payload_bytes;
        summary->again += event->segment.again;
        return;
    case TELLS_WIRE:
        summary->lost += event->deed == WIRE_LOST ||
                         event->deed == WIRE_DROPPED;
        return;
    case TELLS_CALL:
        summary->calls++;
        while (i < summary->name_count &&
               strcmp(summary->names[i].name, event->name) != 0)
            i++;
        if (i == sizeof summary->names / sizeof summary->names[0])
            return;
        if (i == summary->name_count)
            clean_text(summary->names[summary->name_count++].name,
                       NAME_MAX_CALL, event->name, 20);
        summary->names[i].count++;
        return;
    case TELLS_PRINT:
        summary->prints++;
        return;
    case TELLS_RETURN: case TELLS_GETS:         /* told at their beginning */
    case TELLS_STATE: case TELLS_QUEUE: case TELLS_REMARK:
    case TELLS_LADDER: case TELLS_NUMBERS:
        return;                 /* a band has no words for these */
    }
}

/* Adds "4 × poll", or with no sign "4 segments". */
static void
add_words(struct words *words, uint64_t count, const char *sign,
          const char *word)
{
    if (count > 0)
        words_add(words, "%s%" PRIu64 " %s%s", words->used > 0 ? ", " : "",
                  count, sign, word);
}

static void
summary_words(const struct summary *summary, struct gap *gap)
{
    const size_t size = sizeof gap->words[0];
    struct words words = words_in(gap->words[0], size);

    for (int host = 0; host < HOSTS; host++) {
        char from[64];

        snprintf(from, sizeof from, "segment%s from %s",
                 summary->segments[host] == 1 ? "" : "s",
                 host_name((enum host)host));
        add_words(&words, summary->segments[host], "", from);
        if (summary->segments[host] > 0 && summary->bytes[host] > 0)
            words_add(&words, " (%" PRIu64 " bytes)", summary->bytes[host]);
    }
    words = words_in(gap->words[1], size);
    add_words(&words, summary->lost, "", "lost");
    add_words(&words, summary->again, "", "sent again");
    words = words_in(gap->words[words.used > 0 ? 2 : 1], size);
    for (size_t i = 0; i < summary->name_count; i++)
        add_words(&words, summary->names[i].count, "× ",
                  summary->names[i].name);
    add_words(&words, summary->prints, "", "lines printed");
    if (gap->words[0][0] == '\0') {
        memmove(gap->words[0], gap->words[1],
                sizeof gap->words - sizeof gap->words[0]);
        gap->words[2][0] = '\0';
    }
}

void
collect_fold_end(struct collector *collector)
{
    struct layout *layout = collector->layout;
    int moment = collect_moment(collector, &collector->last_hidden);

    if (moment == -1 || !room_for_one(&layout->gaps, &layout->gap_room,
                                      layout->gap_count, sizeof *layout->gaps,
                                      &layout->failed))
        return;
    struct gap *gap = &layout->gaps[layout->gap_count++];
    *gap = (struct gap){.fold = true, .after = collector->fold};
    layout->moments[moment].fold = MOMENT_FOLD_END;
    layout->moments[moment].note = 0;
    layout->moments[moment].host = HOST_NONE;
    summary_words(&collector->summary, gap);
    collector->fold = -1;
    collector->summary = (struct summary){0};
}

static int
fold_begin(struct collector *collector, const struct event *event)
{
    int moment = collect_moment(collector, event);

    if (moment == -1)
        return -1;
    collector->layout->moments[moment].fold = MOMENT_FOLD;
    collector->layout->moments[moment].note = 0;
    collector->layout->moments[moment].host = HOST_NONE;
    return moment;
}

void
collect_hidden(struct collector *collector, const struct event *event)
{
    if (collector->fold == -1)
        collector->fold = fold_begin(collector, event);
    summary_add(&collector->summary, event);
    collector->last_hidden = event_new(EVENT_LADDER);
    collector->last_hidden.time_ns = event->time_ns;
}
/* --- the driver ---------------------------------------------------------- */

static void
collect_event(struct collector *collector, const struct event *event,
              enum fate fate)
{
    int moment = -1;

    if (fate == FATE_REPEAT) {
        collect_repeat(collector, event);
        return;
    }
    if (fate == FATE_FOLD) {
        collect_hidden(collector, event);
    } else {
        if (collector->fold != -1)
            collect_fold_end(collector);
        moment = collect_moment(collector, event);
    }
    switch (grammar_of(event->kind)->telling) {
    case TELLS_CALL:
        collect_call(collector, event, moment);
        break;
    case TELLS_RETURN:
        collect_return(collector, event, moment);
        break;
    case TELLS_STATE:
        collect_state(collector, event,
                      moment == -1 ? collector->fold : moment);
        break;
    case TELLS_SENDS:
        collect_sends(collector, event, moment);
        break;
    case TELLS_GETS:
        collect_gets(collector, event, moment);
        break;
    case TELLS_WIRE:
        collect_deed(collector, event, moment);
        break;
    case TELLS_QUEUE: case TELLS_PRINT: case TELLS_REMARK: case TELLS_LADDER:
        collect_remark(collector, event, moment);
        break;
    case TELLS_NUMBERS:
        break;
    }
}

int
layout_collect(struct layout *layout, const struct plan *plan,
               struct trace_reader *reader, struct complaint *message)
{
    struct collector *collector = calloc(1, sizeof *collector);
    struct event event;
    int64_t first_ns = -1;
    int got = -1;

    if (collector == NULL) {
        layout->failed = true;
        return -1;
    }
    collector->layout = layout;
    collector->plan = plan;
    collector->flows = trace_flows(reader);
    collector->fold = -1;
    while (!layout->failed &&
           (got = trace_next(reader, &event, message)) == 1) {
        size_t at = collector->index;

        if (at < plan->count && plan->fates[at] != FATE_DROP &&
            !story_is_silent(&event)) {
            if (first_ns == -1)     /* time counts from the first row */
                first_ns = event.time_ns > 0 ? event.time_ns : 0;
            event.time_ns = event.time_ns > first_ns
                            ? event.time_ns - first_ns : 0;
            collect_event(collector, &event, plan->fates[at]);
        }
        collector->index++;
    }
    if (collector->fold != -1)
        collect_fold_end(collector);
    free(collector->pending);
    free(collector);
    return got == 0 ? 0 : -1;
}
