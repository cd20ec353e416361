/*
 * lines.c - lines of words around the rows, and the rule between them.
 */
#include "draw/text/header.h"
#include "draw/text/ladder.h"

#include <string.h>

void
text_rule(struct text_ladder *ladder)
{
    struct cells cells;

    cells_clear(&cells, ladder->layout.columns, ladder->options.unicode);
    cells_line(&cells, 0, ladder->layout.columns - 1, COLOUR_DIM);
    cells_print(&cells, ladder->out, ladder->options.colour);
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
