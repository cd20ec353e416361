/*
 * repeats.h - a call that is made again and again, told once with how often.
 *
 *     writev(3, 100) = 100 × 200
 *
 * A call repeats the one before it if the same program makes it at once, with
 * the same arguments, bytes and answer, neither of them sleeps, and nothing
 * else has a row between them.  Only calls that move data, wait or accept do:
 * those of a loop.
 *
 * The look-ahead of a drawing that streams is one call: a repetition that has
 * been entered is held back until its return, or whatever comes instead.
 */
#ifndef LADDER_STORY_REPEATS_H
#define LADDER_STORY_REPEATS_H

#include <stdbool.h>
#include <stdint.h>

#include "draw/story/kept.h"
#include "draw/story/story.h"

struct repeats {
    enum { REPEATS_NOTHING, REPEATS_ENTERED, REPEATS_OVER,
           REPEATS_AGAIN } phase;
    struct kept_event call, back;       /* the call that may be repeated */
    struct kept_event again;            /* held back in AGAIN */
    unsigned times;             /* how often it was made, from 1 */
};

enum repeat { REPEAT_NO, REPEAT_HELD, REPEAT_ONE_MORE };

/*
 * The call that was held back, if it turned out to be none of a row: it is to
 * be drawn in front of this event, which may be NULL.  Else NULL.
 */
const struct event *
repeats_release(struct repeats *repeats, const struct event *event,
                bool has_note);

/* Takes the next event that has a row. */
enum repeat
repeats_take(struct repeats *repeats, const struct event *event,
             bool has_note);

/* Whether the call that came last may still be repeated, so that its row is
   not certain. */
bool
repeats_may_come(const struct repeats *repeats);

/* Nothing that came before is repeated. */
void
repeats_forget(struct repeats *repeats);

#endif
