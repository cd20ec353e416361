/*
 * notes.c - a scene's notes: a number beside the row, the words below.
 *
 *     (1)   20 :                  │                    ╰▶│ SYN-RECEIVED    :
 *
 *     (1) The kernel answers the SYN; the program sleeps in accept().
 */
#include "draw/text/ladder.h"

#include "model/pattern.h"

#include <string.h>

#include "draw/text/header.h"

unsigned
notes_match(struct text_ladder *ladder, const struct event *event, bool drawn)
{
    unsigned number = 0;

    for (size_t i = 0; i < ladder->notes.count; i++) {
        const struct scene_note *note = &ladder->scene->notes[i];
        struct note_mark *mark = &ladder->notes.marks[i];
        unsigned nth = note->nth == 0 ? 1 : note->nth;
        if (mark->seen >= nth
            || !pattern_matches_event(note->pattern, event, ladder->flows))
            continue;
        if (++mark->seen == nth && drawn) {
            if (number == 0)
                number = ++ladder->notes.numbered;
            mark->number = number;
        }
    }
    return number;
}

void
notes_print(struct text_ladder *ladder)
{
    char first[16];

    for (unsigned number = 1; number <= ladder->notes.numbered; number++) {
        snprintf(first, sizeof first, "(%u)", number);
        for (size_t i = 0; i < ladder->notes.count; i++) {
            if (ladder->notes.marks[i].number != number)
                continue;
            unsigned indent = number > 9 ? 5 : 4;
            text_wrap(ladder, first, indent, ladder->scene->notes[i].text,
                      COLOUR_BOLD);
            first[0] = '\0';
        }
    }
}
