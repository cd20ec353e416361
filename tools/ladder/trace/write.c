/*
 * write.c - events as lines of JSON.
 *
 *     {"t":12345,"n":7,"k":"sends","h":"client","c":1,"p":3,"len":60,"b":"45..
 *
 * What an event does not have is left out.  This is on the recorder's hot path.
 */
#include "trace/trace.h"

#include <errno.h>
#include <string.h>

#include "model/grammar.h"
#include "trace/json_write.h"

enum { HEADER_TEXT_MAX = 128 * 1024 };  /* each byte may need six in JSON */

int
trace_write_header(FILE *out, const struct trace_header *header)
{
    struct json_line line;
    const char *scene = header->scene ? header->scene : "";
    const char *not_applied = header->not_applied ? header->not_applied : "";

    if (strlen(scene) + strlen(not_applied) > HEADER_TEXT_MAX) {
        errno = EFBIG;
        return -1;
    }
    json_start(&line, out);
    json_integer(&line, "ladder", TRACE_VERSION);
    json_text(&line, "kernel", header->kernel);
    json_text(&line, "machine", header->machine);
    json_text(&line, "in", header->captured_in);
    json_integer(&line, "epoch", header->epoch_ns);
    json_text(&line, "name", header->scene_name ? header->scene_name : "");
    json_text(&line, "scene", scene);
    json_text(&line, "not_applied", not_applied);
    return json_end(&line);
}

static void
put_text(struct json_line *line, const char *key, const char *text)
{
    if (text == NULL)
        return;
    size_t length = strlen(text);
    json_text_of(line, key, text, length < TEXT_MAX ? length : TEXT_MAX - 1);
}

static void
put_story(struct json_line *line, const struct event *event)
{
    json_word(line, "call", event->name);
    put_text(line, "text", event->text);
    put_text(line, "full", event->full);
    if (event->data != NULL && event->data_bytes > 0)
        json_bytes(line, "data", event->data,
                   event->data_bytes < 64 ? event->data_bytes : 64);
    if (event->kind == EVENT_RETURN || event->kind == EVENT_EXITS)
        json_integer(line, "value", event->value);
    json_word(line, "error", event->error);
    if (event->signal != 0) {
        char name[16];
        json_text(line, "signal",
                  signal_name(event->signal, name, sizeof name));
    }
}

static void
put_socket(struct json_line *line, const struct event *event)
{
    json_word(line, "state", event->state);
    json_word(line, "from", event->from);
    json_number(line, "port", event->port, 0);
    json_number(line, "peer", event->peer_port, 0);
    if (event->udp)
        json_true(line, "udp");
    if (event->kind == EVENT_QUEUE) {
        json_integer(line, "queued", event->queued);
        json_integer(line, "max", event->queue_max);
    }
}

static void
put_packet(struct json_line *line, const struct event *event)
{
    if (event->kind == EVENT_WIRE)
        json_text(line, "deed", wire_deed_name(event->deed));
    json_integer(line, "p", (int64_t)event->packet);
    if (event->kind == EVENT_SENDS || event->deed == WIRE_FORGED)
        json_integer(line, "len", (int64_t)event->packet_bytes);
    if (event->dropped)
        json_true(line, "dropped");
    if (event->bytes != NULL)
        json_bytes(line, "b", event->bytes, event->captured_bytes);
}

static void
put_meters(struct json_line *line, const struct event *event)
{
    json_number(line, "cwnd", event->cwnd, -1);
    json_number(line, "ssthresh", event->ssthresh, -1);
    json_number(line, "rtt_us", event->rtt_us, -1);
    json_number(line, "unread", event->unread_bytes, -1);
    json_number(line, "unsent", event->unsent_bytes, -1);
    json_number(line, "wire_queue", event->wire_queue, -1);
}

static bool
has_packet(const struct event *event)
{
    const struct phrase *phrase = grammar_phrase(event);

    return phrase != NULL && (phrase->object == OBJECT_SEGMENT ||
                              phrase->object == OBJECT_WIRE_DEED);
}

int
trace_write_event(FILE *out, const struct event *event)
{
    struct json_line line;
    unsigned conn = event->conn;

    if (conn == 0 && has_packet(event))
        conn = event->segment.conn;
    json_start(&line, out);
    json_integer(&line, "t", event->time_ns);
    json_integer(&line, "n", (int64_t)event->step);
    json_text(&line, "k", grammar_of(event->kind)->name);
    json_word(&line, "h", host_name(event->host));
    json_word(&line, "a", event->actor);
    json_number(&line, "pid", event->pid, 0);
    json_number(&line, "tid", event->tid, 0);
    json_number(&line, "fd", event->fd, -1);
    json_number(&line, "s", (int64_t)event->socket, 0);
    json_number(&line, "c", conn, 0);
    put_story(&line, event);
    put_socket(&line, event);
    if (has_packet(event))
        put_packet(&line, event);
    put_meters(&line, event);
    return json_end(&line);
}

int
trace_write_end(FILE *out, uint64_t events)
{
    struct json_line line;
    json_start(&line, out);
    json_integer(&line, "end", (int64_t)events);
    return json_end(&line);
}
