/*
 * notes.c - which event brings up which note of the scene.
 */
#include "draw/story/notes.h"

#include <stdlib.h>

#include "model/pattern.h"

int
notes_begin(struct story_notes *notes, const struct scene *scene)
{
    *notes = (struct story_notes){ .scene = scene };
    if (scene == NULL || scene->note_count == 0)
        return 0;
    notes->marks = calloc(scene->note_count, sizeof *notes->marks);
    if (notes->marks == NULL)
        return -1;
    notes->count = scene->note_count;
    return 0;
}

void
notes_free(struct story_notes *notes)
{
    free(notes->marks);
    *notes = (struct story_notes){ .scene = NULL };
}

unsigned
notes_match(struct story_notes *notes, const struct event *event,
            const struct flow_table *flows, bool drawn)
{
    unsigned number = 0;

    for (size_t i = 0; i < notes->count; i++) {
        const struct scene_note *note = &notes->scene->notes[i];
        struct note_mark *mark = &notes->marks[i];
        unsigned nth = note->nth == 0 ? 1 : note->nth;
        if (mark->seen >= nth
            || !pattern_matches_event(note->pattern, event, flows))
            continue;
        if (++mark->seen == nth && drawn) {
            if (number == 0)
                number = ++notes->numbered;
            mark->number = number;
        }
    }
    return number;
}

const char *
notes_text(const struct story_notes *notes, unsigned number, size_t *at)
{
    while (*at < notes->count) {
        size_t i = (*at)++;
        if (notes->marks[i].number == number)
            return notes->scene->notes[i].text;
    }
    return NULL;
}
