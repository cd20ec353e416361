/*
 * fold.h - long bulk phases, on one row.
 */
#ifndef LADDER_TEXT_FOLD_H
#define LADDER_TEXT_FOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "draw/story/kept.h"
#include "draw/text/row.h"
#include "model/event.h"

enum { FOLD_KEPT = 8 };         /* events at a fold's end that stay visible */

struct fold {
    uint64_t step;
    unsigned pure_steps;        /* steps of data and ACKs alone, in a row */
    unsigned any_steps;         /* the same, or calls that move data */
    unsigned vain_calls;        /* of them, calls that found nothing */
    uint64_t carried;           /* bytes sent in them */
    bool folding;
    size_t kept_count;
    struct kept_event kept[FOLD_KEPT];
    uint64_t segments, bytes, calls[HOSTS];
    char name[HOSTS][NAME_MAX_CALL];    /* of the calls, if all have one */
    int64_t from_ns, to_ns;
};

struct text_ladder;

/* Whether the event ends the phase that is folded; one with a note does. */
bool
fold_is_over(const struct text_ladder *ladder, const struct event *event,
             bool has_note);

/* Draws the row of what was folded away, and counts anew.  The events that
   were kept are to be drawn now: fold_kept(). */
void
fold_end(struct text_ladder *ladder);

/* The nth event that was kept, or NULL; fold_drop() when all are drawn. */
const struct event *
fold_kept(struct text_ladder *ladder, size_t nth);
void
fold_drop(struct text_ladder *ladder);

/* Takes the event and returns true if it is folded away or kept for later. */
bool
fold_takes(struct text_ladder *ladder, const struct event *event);

#endif
