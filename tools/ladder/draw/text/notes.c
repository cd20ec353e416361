/*
 * notes.c - a scene's notes: a number beside the row, the words below.
 *
 *     (1)   20 :                  │                    ╰▶│ SYN-RECEIVED    :
 *
 *     (1) The kernel answers the SYN; the program sleeps in accept().
 */
#include "draw/text/parts.h"

#include "model/pattern.h"

#include <string.h>

unsigned
notes_match(struct text_ladder *ladder, const struct event *event, bool drawn)
{
    unsigned number = 0;

    for (size_t i = 0; i < ladder->note_count; i++) {
        const struct scene_note *note = &ladder->scene->notes[i];
        struct note_mark *mark = &ladder->notes[i];
        unsigned nth = note->nth == 0 ? 1 : note->nth;
        if (mark->seen >= nth
            || !pattern_matches_event(note->pattern, event, ladder->flows))
            continue;
        if (++mark->seen == nth && drawn) {
            if (number == 0)
                number = ++ladder->noted;
            mark->number = number;
        }
    }
    return number;
}

/* The bytes of text that fit into room columns, broken at a blank. */
static size_t
line_bytes(const char *text, unsigned room)
{
    const char *at = text, *blank = NULL;
    unsigned columns = 0;

    while (*at != '\0' && *at != '\n') {
        if (*at == ' ')
            blank = at;
        const char *from = at;
        columns += character_columns(text_next(&at));
        if (columns > room)
            return (size_t)((blank != NULL && blank != text ? blank : from)
                            - text);
    }
    return (size_t)(at - text);
}

void
text_wrap(struct text_ladder *ladder, const char *first, unsigned indent,
          const char *text, enum colour colour)
{
    unsigned columns = ladder->layout.columns;
    struct cells cells;
    char piece[CALL_MAX];

    do {
        size_t bytes = line_bytes(text, columns - indent);
        if (bytes == 0 && *text != '\0' && *text != '\n')
            bytes = 1;                  /* always on */
        text_escape(piece, sizeof piece, text, bytes,
                    ladder->options.unicode);
        cells_clear(&cells, columns, ladder->options.unicode);
        cells_text(&cells, 0, indent, first, colour);
        cells_text(&cells, indent, columns - indent, piece, COLOUR_NONE);
        cells_print(&cells, ladder->out, ladder->options.colour);
        first = "";
        text += bytes;
        text += strspn(text, " \n");
    } while (*text != '\0');
}

void
notes_print(struct text_ladder *ladder)
{
    char first[16];

    for (unsigned number = 1; number <= ladder->noted; number++) {
        snprintf(first, sizeof first, "(%u)", number);
        for (size_t i = 0; i < ladder->note_count; i++) {
            if (ladder->notes[i].number != number)
                continue;
            unsigned indent = number > 9 ? 5 : 4;
            text_wrap(ladder, first, indent, ladder->scene->notes[i].text,
                      COLOUR_BOLD);
            first[0] = '\0';
        }
    }
}
