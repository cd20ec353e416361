/*
 * transcript.h - an event as one line of words, without times.
 *
 * The grammar (grammar.h) is the project's contract (docs/transcript.md):
 * expectations, triggers in scenes, and tests rely on it.
 */
#ifndef LADDER_TRANSCRIPT_H
#define LADDER_TRANSCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/complaint.h"
#include "model/event.h"
#include "model/flow.h"

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

/* The line without its subject, "killed SIGTERM": for a column that says who.
   Points into out[size], where size is at least 1; "" for no line. */
const char *
transcript_deed(const struct event *event, const struct flow_table *flows,
                char *out, size_t size);

#endif
