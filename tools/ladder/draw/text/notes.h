/*
 * notes.h - a scene's notes: numbers beside rows, words below them.
 */
#ifndef LADDER_TEXT_NOTES_H
#define LADDER_TEXT_NOTES_H

#include <stdbool.h>

#include "model/event.h"

struct note_mark {
    unsigned number;            /* 0: not drawn yet */
    unsigned seen;
};

struct notes {
    struct note_mark *marks;    size_t count;
    unsigned numbered;
};

struct text_ladder;

/* The number of the note that this event brings up, or 0. */
unsigned
notes_match(struct text_ladder *ladder, const struct event *event, bool drawn);

void
notes_print(struct text_ladder *ladder);

#endif
