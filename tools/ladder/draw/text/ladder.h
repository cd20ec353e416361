/*
 * ladder.h - the terminal's ladder, put together from its parts.
 *
 *     text.c       takes events, says which are drawn
 *     header.h     title, kernel, wire, and the lanes' names
 *     layout.h     how wide each lane is
 *     row.h        one row: what stands in it, when it is full, printing
 *     calls.h      calls, results, prints and exits of the programs
 *     programs.h   the programs, and names for their descriptors
 *     state.h      states and queues;  links.h  connection by connection
 *     wire.h       segments on their rows;  flights.h  the rails they are on
 *     label.h      a segment in as many words as there is room for
 *     fold.h       long bulk phases on one row
 *     notes.h      the words of the notes, below the rows
 *     cells.h      a row's cells, colours
 */
#ifndef LADDER_TEXT_LADDER_H
#define LADDER_TEXT_LADDER_H

#include "draw/story/repeats.h"
#include "draw/story/story.h"
#include "draw/text/flights.h"
#include "draw/text/fold.h"
#include "draw/text/layout.h"
#include "draw/text/links.h"
#include "draw/text/programs.h"
#include "draw/text/row.h"
#include "draw/text/text.h"

struct text_ladder {
    FILE *out;
    const struct trace_header *header;
    const struct scene *scene;
    struct text_options options;
    int error;                  /* errno of the first failure, or 0 */
    unsigned long rows;         /* printed so far */
    unsigned note;              /* the number for the event in hand, or 0 */
    struct story story;
    struct repeats repeats;
    struct layout layout;
    struct clock clock;
    struct row row;
    struct programs programs;
    struct links links;
    struct flights flights;
    struct fold fold;
};

/* Makes room for one more of these; the array, or NULL with the error kept. */
void *
text_grow(struct text_ladder *ladder, void *array, size_t count, size_t size);

#endif
