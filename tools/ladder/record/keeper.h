/*
 * keeper.h - where a run's events go: the trace, and a drawing as it happens.
 */
#ifndef LADDER_KEEPER_H
#define LADDER_KEEPER_H

#include <stdio.h>

#include "capture/engine/engine.h"
#include "draw/text/text.h"
#include "record/output.h"

struct keeper {
    FILE *trace;                /* NULL: nobody wants it */
    struct output *output;      /* the trace's file; NULL for a temporary one */
    struct text_ladder *drawing;
    struct chooser *chooser;    /* which events are drawn; NULL: all */
    int error;                  /* errno of the first write that failed */
};

/*
 * Opens the trace at path (NULL: a temporary one, if the scene expects
 * anything) and the drawing on standard output (NULL: none), and hears the
 * engine's events.  0, or -1 with a line on standard error.
 */
int
keeper_open(struct keeper *keeper, struct engine *engine,
            const struct scene *scene, const struct trace_header *header,
            const char *path, const struct text_options *drawing);

/* Draws the end.  0, or -1 with a line on standard error. */
int
keeper_end_drawing(struct keeper *keeper);

/* Ends the trace and puts it in its place.  0, or -1 with a line on standard
   error. */
int
keeper_commit(struct keeper *keeper, struct engine *engine);

/* Closes everything; a trace that was not committed is gone. */
void
keeper_close(struct keeper *keeper);

#endif
