/*
 * transcript.h - an event as one line of words, without times.
 *
 * The grammar is the project's contract (docs/transcript.md): expectations,
 * triggers in scenes, and tests rely on it.
 */
#ifndef LADDER_TRANSCRIPT_H
#define LADDER_TRANSCRIPT_H

#include <stdio.h>

#include "base/complaint.h"
#include "model/event.h"
#include "model/flow.h"
#include "trace/trace.h"

/* Room for any line: each byte of a text may need four. */
enum { TRANSCRIPT_MAX = 4 * TEXT_MAX + 512 };

/*
 * Writes the event's line into out[size] without a newline, cutting it if it
 * must.  With numbered, a connection's state names it ("server state c2
 * ESTABLISHED") and so does a segment ("client sends c2 SYN 0:0").  Control
 * characters and invalid UTF-8 come out as \xNN.  A port that the kernel chose
 * is PORT.  Returns false, and "" in out, for an event that has no line.
 */
bool
transcript_line(const struct event *event, const struct flow_table *flows,
                bool numbered, char *out, size_t size);

/*
 * Prints the whole transcript of the trace in file to out.  Reads the file
 * twice (a connection's number is printed only when there is more than one),
 * so file must be seekable.  0, or -1 with a line in message.
 */
int
transcript_draw(FILE *file, const char *name, FILE *out,
                struct complaint *message);

#endif
