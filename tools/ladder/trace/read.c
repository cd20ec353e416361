/*
 * read.c - a trace file, read line by line.
 *
 *     file -> a line -> line.c -> its packet, from flight.c -> event
 *
 * A trace is whole only if its last line says how many events it has.
 */
#include "trace/trace.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "model/flight.h"
#include "trace/header.h"
#include "trace/line.h"

enum { LINE_MAX_BYTES = 1 << 20 };

struct trace_reader {
    FILE *file;
    char *name;
    char *line;                 /* the events' texts point into it */
    size_t line_length, line_size;
    uint64_t line_number;
    uint64_t events;            /* lines between the header and here */
    bool done;
    struct trace_header header;
    struct flow_table *flows;
    struct flight *flight;
    struct trace_line parsed;
};

/* What reading a line came to. */
enum line_end { LINE_WHOLE, LINE_NONE, LINE_CUT, LINE_FAILED };

static int
fail(const struct trace_reader *reader, struct complaint *message,
     const char *format, ...)
{
    va_list arguments;

    complain(message, "%.200s:%" PRIu64 ": ", reader->name,
             reader->line_number);
    va_start(arguments, format);
    complain_more(message, format, arguments);
    va_end(arguments);
    return -1;
}

static int
fail_cut(const struct trace_reader *reader, struct complaint *message)
{
    return fail(reader, message, "the trace was cut here; record it again");
}

static int
fail_damaged(const struct trace_reader *reader, struct complaint *message,
             const char *what)
{
    return fail(reader, message, "damaged: %s; record it again", what);
}

/* Makes room for one more byte; false where the line is too long. */
static bool
line_grow(struct trace_reader *reader)
{
    if (reader->line_length < reader->line_size)
        return true;
    if (reader->line_length >= LINE_MAX_BYTES)
        return false;
    char *line = array_room(reader->line, &reader->line_size,
                            reader->line_length + 1, 1);
    if (line == NULL)
        return false;
    reader->line = line;
    return true;
}

static enum line_end
read_line(struct trace_reader *reader, struct complaint *message)
{
    int c;
    reader->line_length = 0;
    reader->line_number++;
    if (!line_grow(reader)) {
        fail(reader, message, "%s", strerror(ENOMEM));
        return LINE_FAILED;
    }
    while ((c = getc_unlocked(reader->file)) != EOF && c != '\n') {
        if (!line_grow(reader)) {
            fail_damaged(reader, message, "a line longer than 1 MiB");
            return LINE_FAILED;
        }
        reader->line[reader->line_length++] = (char)c;
    }
    if (c == '\n')
        return LINE_WHOLE;
    if (ferror(reader->file)) {
        fail(reader, message, "cannot be read: %s", strerror(errno));
        return LINE_FAILED;
    }
    return reader->line_length == 0 ? LINE_NONE : LINE_CUT;
}

static int
read_header(struct trace_reader *reader, struct complaint *message)
{
    static const char start[] = "{\"ladder\":";
    enum line_end end = read_line(reader, message);

    if (end == LINE_FAILED)
        return -1;
    if (end == LINE_NONE) {
        complain(message, "%.200s: empty: not a trace",
                 reader->name);
        return -1;
    }
    if (end == LINE_CUT && reader->line_length >= sizeof start
        && memcmp(reader->line, start, sizeof start - 1) == 0)
        return fail_cut(reader, message);
    struct complaint what;
    if (trace_header_parse(&reader->header, reader->line,
                           reader->line_length, &what) == -1)
        return fail(reader, message, "%s", what.text);
    return 0;
}

static char *
text_copy(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    return copy != NULL ? memcpy(copy, text, size) : NULL;
}

struct trace_reader *
trace_open(FILE *file, const char *name, struct complaint *message)
{
    struct trace_reader *reader = calloc(1, sizeof *reader);
    if (reader != NULL) {
        reader->file = file;
        reader->name = text_copy(name);
        reader->flows = flow_table_new();
        reader->flight = flight_new();
    }
    if (reader == NULL || reader->name == NULL || reader->flows == NULL
        || reader->flight == NULL) {
        complain(message, "%.200s: %s", name, strerror(ENOMEM));
        trace_close(reader);
        return NULL;
    }
    if (read_header(reader, message) == -1) {
        trace_close(reader);
        return NULL;
    }
    return reader;
}

const struct trace_header *
trace_header(const struct trace_reader *reader)
{
    return &reader->header;
}

const struct flow_table *
trace_flows(const struct trace_reader *reader)
{
    return reader->flows;
}

void
trace_close(struct trace_reader *reader)
{
    if (reader == NULL)
        return;
    flow_table_free(reader->flows);
    flight_free(reader->flight);
    trace_header_clear(&reader->header);
    free(reader->name);
    free(reader->line);
    free(reader);
}

static int
take_off(struct trace_reader *reader, struct event *event,
         struct complaint *message)
{
    segment_parse(&event->segment, event->bytes, event->captured_bytes,
                  event->packet_bytes);
    flow_note_numbered(reader->flows, event->host, &event->segment,
                       event->conn);
    event->conn = event->segment.conn;
    if (flight_launch(reader->flight, event->packet, event->packet_bytes,
                      &event->segment) == -1)
        return fail_damaged(reader, message, "a packet's number comes twice, "
                            "or too many packets are in flight");
    return 0;
}

/* A packet that was sent before gets one copy more or less. */
static int
follow(struct trace_reader *reader, struct event *event,
       struct complaint *message)
{
    struct flight_packet *packet = flight_find(reader->flight, event->packet);
    if (packet == NULL)
        return fail_damaged(reader, message,
                            "a packet that was not sent, or is gone");
    event->segment = packet->segment;
    event->packet_bytes = packet->packet_bytes;
    event->conn = packet->segment.conn;
    if (event->captured_bytes > event->packet_bytes)
        return fail_damaged(reader, message, "more bytes than were sent");
    if (event->bytes != NULL) {         /* the payload as it is now */
        struct segment changed;
        segment_parse(&changed, event->bytes, event->captured_bytes,
                      event->packet_bytes);
        event->segment.payload = changed.payload;
        event->segment.payload_captured = changed.payload_captured;
    }
    bool lands = event->kind == EVENT_GETS || event->deed == WIRE_LOST
        || event->deed == WIRE_DROPPED || event->deed == WIRE_REFUSED;
    if (lands)
        flight_land(reader->flight, packet);
    else if (event->deed == WIRE_DUPLICATED)
        packet->copies++;
    return 0;
}

/* Behind the end line there is nothing, and it knows how many came before. */
static int
finish(struct trace_reader *reader, struct complaint *message)
{
    if (reader->parsed.events != (int64_t)reader->events)
        return fail_damaged(reader, message, "events are missing");
    reader->done = true;
    enum line_end end = read_line(reader, message);
    if (end == LINE_NONE)
        return 0;
    if (end == LINE_FAILED)
        return -1;
    return fail_damaged(reader, message, "something behind its end");
}

/* Reads lines until one is an event that is known.  As trace_next(). */
static int
next_event(struct trace_reader *reader, struct complaint *message)
{
    for (;;) {
        enum line_end end = read_line(reader, message);
        if (end == LINE_FAILED)
            return -1;
        if (end != LINE_WHOLE)
            return fail_cut(reader, message);
        if (trace_line_parse(&reader->parsed, reader->line,
                             reader->line_length) == -1)
            return fail_damaged(reader, message, reader->parsed.what);
        if (reader->parsed.kind == LINE_END)
            return finish(reader, message);
        reader->events++;
        if (reader->parsed.kind == LINE_EVENT)
            return 1;
    }
}

/* What trace_choose() was asked for, or NULL. */
static struct chooser *chosen;

static int
next(struct trace_reader *reader, struct event *event,
     struct complaint *message)
{
    if (reader->done)
        return 0;
    int more = next_event(reader, message);
    if (more != 1) {
        reader->done = true;
        return more;
    }
    *event = reader->parsed.event;
    flow_reserve(reader->flows, event->conn);
    int result = 0;
    if (event->kind == EVENT_SENDS ||
        (event->kind == EVENT_WIRE && event->deed == WIRE_FORGED))
        result = take_off(reader, event, message);
    else if (event->kind == EVENT_GETS || event->kind == EVENT_WIRE)
        result = follow(reader, event, message);
    if (result == -1)
        reader->done = true;
    return result == -1 ? -1 : 1;
}

int
trace_next(struct trace_reader *reader, struct event *event,
           struct complaint *message)
{
    int more;

    do
        more = next(reader, event, message);
    while (more == 1 && chosen != NULL && !chooser_takes(chosen, event));
    return more;
}

int
trace_choose(FILE *file, const char *name, const struct choice *choice,
             struct complaint *message)
{
    struct chooser *chooser = chooser_new(choice);
    struct trace_reader *reader = trace_open(file, name, message);
    struct event event;
    int more = -1;

    chooser_free(chosen);
    chosen = NULL;
    if (chooser == NULL)
        complain(message, "%.200s: %s", name, strerror(ENOMEM));
    while (reader != NULL && chooser != NULL
           && (more = next(reader, &event, message)) == 1)
        if (chooser_learn(chooser, &event) == -1) {
            more = complain(message, "%.200s: %s", name, strerror(errno));
            break;
        }
    trace_close(reader);
    rewind(file);
    if (more == 0)
        chosen = chooser;
    else
        chooser_free(chooser);
    return more;
}
