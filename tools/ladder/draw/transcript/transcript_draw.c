/*
 * transcript_draw.c - a whole trace in words.
 */
#include "draw/transcript/transcript_draw.h"

#include "model/transcript.h"

/* One reading of the trace: prints its lines to out, or counts connections
   where out is NULL.  0, or -1 with a message. */
static int
read_through(FILE *file, const char *name, bool numbered, FILE *out,
             unsigned *connections, struct complaint *message)
{
    char line[TRANSCRIPT_MAX];
    struct event event;
    int more;

    struct trace_reader *reader = trace_open(file, name, message);
    if (reader == NULL)
        return -1;
    const struct flow_table *flows = trace_flows(reader);
    while ((more = trace_next(reader, &event, message)) == 1)
        if (out != NULL
            && transcript_line(&event, flows, numbered, line, sizeof line))
            fprintf(out, "%s\n", line);
    *connections = flow_count(flows);
    trace_close(reader);
    return more;
}

int
transcript_draw(FILE *file, const char *name, FILE *out,
                struct complaint *message)
{
    unsigned connections = 0;
    long start = ftell(file);

    if (start != -1
        && read_through(file, name, false, NULL, &connections, message) == -1)
        return -1;
    if (start == -1 || fseek(file, start, SEEK_SET) == -1) {
        complain(message, "%.200s: not a file that can be read "
                 "twice; save it first", name);
        return -1;
    }
    if (read_through(file, name, connections > 1, out, &connections,
                     message) == -1)
        return -1;
    if (fflush(out) == EOF || ferror(out)) {
        complain(message, "the transcript of %.200s could not be "
                 "written", name);
        return -1;
    }
    return 0;
}
