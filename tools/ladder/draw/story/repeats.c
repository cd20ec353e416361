/*
 * repeats.c - a call that is made again and again, told once with how often.
 *
 *     call ENTERED return OVER call AGAIN return OVER ...
 */
#include "draw/story/repeats.h"

#include <string.h>

#include "draw/story/calls.h"

/* Later than this it is not the same moment. */
static const int64_t AT_ONCE_NS = 50 * 1000000;

static bool
same_text(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

/* Whether the event is what was kept once more. */
static bool
is_same(struct kept_event *kept, const struct event *event)
{
    const struct event *before = kept_event(kept);

    return event->kind == before->kind && event->tid == before->tid
        && strcmp(event->actor, before->actor) == 0
        && strcmp(event->name, before->name) == 0
        && event->value == before->value
        && same_text(event_arguments(event), before->text)
        && same_text(event->error, before->error)
        && event->data_bytes == before->data_bytes
        && (event->data_bytes == 0
            || memcmp(event->data, before->data, event->data_bytes) == 0);
}

/* Whether the event returns from the call that was kept, in the same step. */
static bool
ends(const struct kept_event *kept, const struct event *event)
{
    return event->kind == EVENT_RETURN && event->tid == kept->event.tid
        && event->step == kept->event.step
        && strcmp(event->actor, kept->event.actor) == 0;
}

static bool
is_kept_whole(const struct event *event)
{
    return strlen(event_arguments(event)) < KEPT_TEXT
        && event->data_bytes <= KEPT_DATA;
}

void
repeats_forget(struct repeats *repeats)
{
    repeats->phase = REPEATS_NOTHING;
    repeats->times = 0;
}

bool
repeats_may_come(const struct repeats *repeats)
{
    return repeats->phase == REPEATS_OVER;
}

const struct event *
repeats_release(struct repeats *repeats, const struct event *event,
                bool has_note)
{
    if (repeats->phase != REPEATS_AGAIN
        || (event != NULL && !has_note && ends(&repeats->again, event)
            && is_same(&repeats->back, event)))
        return NULL;
    repeats_forget(repeats);
    return kept_event(&repeats->again);
}

static enum repeat
take_call(struct repeats *repeats, const struct event *event, bool has_note)
{
    unsigned loops = CALL_MOVES | CALL_WAITS | CALL_ACCEPTS;

    if (repeats->phase == REPEATS_OVER && !has_note
        && event->time_ns - repeats->back.event.time_ns <= AT_ONCE_NS
        && is_same(&repeats->call, event)) {
        repeats->phase = REPEATS_AGAIN;
        kept_set(&repeats->again, event);
        return REPEAT_HELD;
    }
    repeats_forget(repeats);
    if (!(call_class(event->name) & loops) || !is_kept_whole(event))
        return REPEAT_NO;
    repeats->phase = REPEATS_ENTERED;
    kept_set(&repeats->call, event);
    return REPEAT_NO;
}

enum repeat
repeats_take(struct repeats *repeats, const struct event *event,
             bool has_note)
{
    if (event->kind == EVENT_CALL)
        return take_call(repeats, event, has_note);
    if (repeats->phase == REPEATS_AGAIN) {      /* repeats_release() knew */
        repeats->phase = REPEATS_OVER;
        repeats->back.event.time_ns = event->time_ns;
        repeats->times++;
        return REPEAT_ONE_MORE;
    }
    bool over = repeats->phase == REPEATS_ENTERED
        && ends(&repeats->call, event) && is_kept_whole(event);
    repeats_forget(repeats);
    if (!over)
        return REPEAT_NO;
    repeats->phase = REPEATS_OVER;
    repeats->times = 1;
    kept_set(&repeats->back, event);
    return REPEAT_NO;
}
