/*
 * header.h - a trace's first line.
 */
#ifndef LADDER_TRACE_HEADER_H
#define LADDER_TRACE_HEADER_H

#include "base/complaint.h"
#include "trace/trace.h"

/*
 * Reads line[0..length), which is changed.  The header's texts are malloc()ed,
 * and NULL where they are missing; trace_header_clear() frees them.  0, or -1
 * with what is wrong in what.
 */
int
trace_header_parse(struct trace_header *header, char *line, size_t length,
                   struct complaint *what);

void
trace_header_clear(struct trace_header *header);

#endif
