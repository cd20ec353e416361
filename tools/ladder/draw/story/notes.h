/*
 * notes.h - a scene's notes: which event brings them up, and their numbers.
 *
 * Numbers count the notes that are drawn, in the order of their events.  Two
 * notes on one event have one number.  A note whose event has no row in the
 * lanes that are shown has none.
 */
#ifndef LADDER_STORY_NOTES_H
#define LADDER_STORY_NOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "model/event.h"
#include "model/flow.h"
#include "scene/scene.h"

struct note_mark {
    unsigned number;            /* 0: not drawn yet */
    unsigned seen;              /* how often its pattern has matched */
};

struct story_notes {
    const struct scene *scene;
    struct note_mark *marks;    /* of each of the scene's notes */
    size_t count;
    unsigned numbered;          /* the largest number so far */
};

/* 0, or -1 with errno.  notes_free() frees what it owns. */
int
notes_begin(struct story_notes *notes, const struct scene *scene);

void
notes_free(struct story_notes *notes);

/* The number of the notes that this event brings up, or 0. */
unsigned
notes_match(struct story_notes *notes, const struct event *event,
            const struct flow_table *flows, bool drawn);

/*
 * The text of the next note that has this number, or NULL; *at is where to look
 * on, 0 at first.
 */
const char *
notes_text(const struct story_notes *notes, unsigned number, size_t *at);

#endif
