/*
 * trace.h - the trace file: a run's events, one line of JSON each.
 *
 * docs/trace.md has the format.  The first line is the header.  A packet's
 * bytes stand at its sending only; an arrival names the packet's number, and
 * the reader keeps the packets in flight, so memory is for what is open.
 * Readers ignore keys they do not know and refuse another major version.
 */
#ifndef LADDER_TRACE_H
#define LADDER_TRACE_H

#include <stdio.h>

#include "base/complaint.h"
#include "model/choice.h"
#include "model/event.h"
#include "model/flow.h"

enum { TRACE_VERSION = 1 };

/* What the first line of a trace says.  Strings belong to whoever fills it in;
   those of a reader live as long as the reader. */
struct trace_header {
    int version;
    char kernel[64];            /* "6.18.44", without the machine's suffix */
    char machine[32];           /* "x86_64" */
    char captured_in[16];       /* "hosts", "vm", "loopback" */
    int64_t epoch_ns;           /* CLOCK_REALTIME at time_ns 0, for pcapng */
    char *scene;                /* the scene file's text, "" for none */
    char *scene_name;           /* "handshake" */
    char *not_applied;          /* lines, one for each thing that could not be
                                   set up; "" for none */
};

/* Writes the header line; 0, or -1 with errno (ENOSPC for a full disk). */
int
trace_write_header(FILE *out, const struct trace_header *header);

/* Writes one event as one line; 0, or -1 with errno. */
int
trace_write_event(FILE *out, const struct event *event);

struct trace_reader;

/*
 * Opens a trace that stands in file; name is used in messages.  Returns NULL
 * with one line in message ("x.trace:1: not a ladder trace").
 * The reader does not own file.
 */
struct trace_reader *
trace_open(FILE *file, const char *name, struct complaint *message);

const struct trace_header *
trace_header(const struct trace_reader *reader);

/*
 * Reads the next event, with its segment understood and noted in the reader's
 * own flow table.  Returns 1, 0 at the end, or -1 with one line in message: a
 * cut or damaged line is an error with its line number.  A trace that does not
 * end with its "end" line was cut: -1.
 */
int
trace_next(struct trace_reader *reader, struct event *event,
           struct complaint *message);

/*
 * From here on every reader of this process gives only the events that are
 * chosen; all are still followed, so that numbers stay what they were.  Reads
 * the trace in file once, to learn whose its sockets are.  One choice in a
 * process: so no drawing can forget it.  0, or -1 with a line in message.
 */
int
trace_choose(FILE *file, const char *name, const struct choice *choice,
             struct complaint *message);

/* The connections seen so far. */
const struct flow_table *
trace_flows(const struct trace_reader *reader);

void
trace_close(struct trace_reader *reader);

/* Writes the last line, {"end":...}, which proves that the trace is whole. */
int
trace_write_end(FILE *out, uint64_t events);

#endif
