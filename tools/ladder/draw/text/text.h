/*
 * text.h - the ladder, drawn with characters for a terminal.
 *
 * A sink: events go in one by one, rows come out as soon as they are certain,
 * so that a run is watched as it happens.  Live and from a file it prints the
 * same bytes.
 */
#ifndef LADDER_TEXT_H
#define LADDER_TEXT_H

#include <stdio.h>

#include "model/event.h"
#include "model/flow.h"
#include "scene/scene.h"
#include "trace/trace.h"

struct text_options {
    unsigned columns;           /* 80 at least; the terminal's, or 80 */
    unsigned show;              /* enum lane; 0: as the scene says */
    bool colour;                /* ANSI colours; never the only sign */
    bool unicode;               /* box-drawing characters; else ASCII */
    bool all;                   /* do not fold long bulk phases */
    const struct choice *choice;        /* of a run that is watched, or NULL */
    bool blank;                 /* homework: the calls, without their results,
                                   times, states and segments */
};

struct text_ladder;

/*
 * Begins a drawing on out.  scene gives lanes, title and notes; it and header
 * must outlive the drawing.  NULL with errno where memory is short.
 */
struct text_ladder *
text_begin(FILE *out, const struct trace_header *header,
           const struct scene *scene, const struct text_options *options);

/* Draws one event (or keeps it until its row is certain). */
void
text_event(struct text_ladder *ladder, const struct event *event,
           const struct flow_table *flows);

/*
 * Prints the row that is open.  For whoever watches a run: call it when the
 * step is over, that is before waiting for the next cause.  No event with the
 * same step may follow.  A drawing from a file need not call it; the bytes are
 * the same.
 */
void
text_flush(struct text_ladder *ladder);

/* Draws what is left, and the notes; frees the drawing.  0, or -1 with errno
   if out could not be written. */
int
text_end(struct text_ladder *ladder);

#endif
