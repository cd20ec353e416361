/*
 * notes.c - a scene's notes: a number beside the row, the words below.
 *
 *     (1)   20 :                  │                    ╰▶│ SYN-RECEIVED    :
 *
 *     (1) The kernel answers the SYN; the program sleeps in accept().
 */
#include "draw/text/ladder.h"

#include "draw/text/header.h"
#include "draw/text/notes.h"

void
notes_print(struct text_ladder *ladder)
{
    const struct story_notes *notes = &ladder->story.notes;
    char first[16];
    const char *text;

    for (unsigned number = 1; number <= notes->numbered; number++) {
        size_t at = 0;
        snprintf(first, sizeof first, "(%u)", number);
        while ((text = notes_text(notes, number, &at)) != NULL) {
            text_wrap(ladder, first, number > 9 ? 5 : 4, text, COLOUR_BOLD);
            first[0] = '\0';
        }
    }
}
