/*
 * story.h - what a drawing tells, decided once for every drawing.
 *
 * The terminal streams and the figure solves, so each has a layout of its own.
 * What there is to lay out stands in this room:
 *
 *     story.h    which events have a row, and in which lane
 *     notes.h    which of them bring up a note, and its number
 *     repeats.h  calls that are made again and again, told once
 *     calls.h    what kind of call it is: moves data, waits, sets up
 *     words.h    the wire and a duration in words
 *     kept.h     an event that outlives the reader's buffers
 */
#ifndef LADDER_STORY_H
#define LADDER_STORY_H

#include <stdbool.h>

#include "draw/story/notes.h"
#include "model/event.h"
#include "model/flow.h"
#include "scene/scene.h"

struct story {
    unsigned show;              /* enum lane, or-ed: what is drawn */
    bool stopped[HOSTS];        /* the recorder has just stopped a program */
    struct story_notes notes;
};

/* What an event is in the story. */
struct told {
    bool drawn;                 /* it has a row in the lanes that are shown */
    unsigned note;              /* the number of its notes, 0 for none */
};

/*
 * Begins a story of the lanes that were asked for (0: as the scene says, or
 * all).  The scene may be NULL; it must outlive the story.  0, or -1 with errno
 * where memory is short.
 */
int
story_begin(struct story *story, const struct scene *scene, unsigned show);

void
story_free(struct story *story);

/* Takes the next event, in the trace's order, and says what it is. */
struct told
story_event(struct story *story, const struct event *event,
            const struct flow_table *flows);

/* "starts client", "starts server": every run begins so, and no row says it. */
bool
story_is_silent(const struct event *event);

#endif
