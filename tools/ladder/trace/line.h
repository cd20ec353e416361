/*
 * line.h - one line of a trace as an event, before its packet is known.
 */
#ifndef LADDER_TRACE_LINE_H
#define LADDER_TRACE_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/event.h"

enum { WHAT_MAX = 128, CONN_MAX = 1000000 };

enum line_kind { LINE_EVENT, LINE_UNKNOWN, LINE_END };

struct trace_line {
    enum line_kind kind;
    struct event event;         /* its texts point into the line */
    int64_t events;             /* END: how many the trace has */
    char what[WHAT_MAX];        /* what is wrong, where the parse failed */
};

/*
 * Reads line[0..length), which is changed and must outlive the event.  Checks
 * types and ranges, and that an event has what its kind needs.  0, or -1 with
 * parsed->what set.
 */
int
trace_line_parse(struct trace_line *parsed, char *line, size_t length);

#endif
