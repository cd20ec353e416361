/*
 * transcript_draw.h - a whole trace in words.
 */
#ifndef LADDER_TRANSCRIPT_DRAW_H
#define LADDER_TRANSCRIPT_DRAW_H

#include <stdio.h>

#include "trace/trace.h"

/*
 * Prints the whole transcript of the trace in file to out.  Reads the file
 * twice (a connection's number is printed only when there is more than one),
 * so file must be seekable.  0, or -1 with a line in message.
 */
int
transcript_draw(FILE *file, const char *name, FILE *out,
                struct complaint *message);

#endif
