/*
 * trace.c - does a trace give back what was written, and refuse the rest?
 */
#include "trace/trace.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

#define HEADER "{\"ladder\":1,\"kernel\":\"6.18.44\",\"in\":\"hosts\"}\n"

/* A SYN, 40 bytes, as hex. */
#define SYN "4500002800010000400600000a0000010a000002" \
            "9d781b58000000640000000050020fff00000000"

static FILE *
file_of(const char *text, size_t length)
{
    FILE *file = tmpfile();
    if (file == NULL || fwrite(text, 1, length, file) != length) {
        perror("tmpfile");
        exit(1);
    }
    rewind(file);
    return file;
}

/* Reads all of it; the number of events, or -1 with the message. */
static int
read_all(const char *text, size_t length, struct complaint *message)
{
    struct event event;
    FILE *file = file_of(text, length);
    struct trace_reader *reader = trace_open(file, "x.trace", message);
    int more = -1, events = 0;

    while (reader != NULL && (more = trace_next(reader, &event, message)) == 1)
        events++;
    trace_close(reader);
    fclose(file);
    return more == -1 ? -1 : events;
}

static bool
fails(const char *text, const char *expected)
{
    struct complaint message = { "" };
    bool same = read_all(text, strlen(text), &message) == -1
        && strcmp(message.text, expected) == 0;
    if (!same)
        printf("# got '%s', not '%s'\n", message.text, expected);
    return same;
}

static struct event
sample(void)
{
    struct event e = event_new(EVENT_RETURN);
    e.time_ns = 12345678901;
    e.step = 7;
    e.host = HOST_SERVER;
    memcpy(e.actor, "server/2", 9);
    e.pid = 12;
    e.tid = 13;
    e.fd = 0;
    e.socket = 4026532000;
    e.conn = 2;
    memcpy(e.name, "recv", 5);
    e.text = "10.0.0.1:4 \"q\" \\ \n\t \xc3\xbc \xff";
    e.data = (const unsigned char *)"\0\xff";
    e.data_bytes = 2;
    e.value = -1;
    e.error = "EAGAIN";
    memcpy(e.state, "LAST-ACK", 9);
    memcpy(e.from, "CLOSE-WAIT", 11);
    e.port = 7000;
    e.peer_port = 65535;
    e.udp = true;
    e.cwnd = 10;
    e.ssthresh = 0;
    e.rtt_us = 40120;
    e.unread_bytes = 1;
    e.unsent_bytes = 2;
    e.wire_queue = 3;
    return e;
}

static bool
same_event(const struct event *a, const struct event *b)
{
    return a->kind == b->kind && a->time_ns == b->time_ns
        && a->step == b->step && a->host == b->host
        && strcmp(a->actor, b->actor) == 0 && a->pid == b->pid
        && a->tid == b->tid && a->fd == b->fd && a->socket == b->socket
        && a->conn == b->conn && strcmp(a->name, b->name) == 0
        && strcmp(a->text, b->text) == 0 && a->data_bytes == b->data_bytes
        && memcmp(a->data, b->data, a->data_bytes) == 0
        && a->value == b->value && strcmp(a->error, b->error) == 0
        && strcmp(a->state, b->state) == 0 && strcmp(a->from, b->from) == 0
        && a->port == b->port && a->peer_port == b->peer_port
        && a->udp == b->udp && a->cwnd == b->cwnd
        && a->ssthresh == b->ssthresh && a->rtt_us == b->rtt_us
        && a->unread_bytes == b->unread_bytes
        && a->unsent_bytes == b->unsent_bytes
        && a->wire_queue == b->wire_queue;
}

static void
write_packets(FILE *file)
{
    static const unsigned char syn[] = {
        0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
        0x9d, 0x78, 0x1b, 0x58, 0, 0, 0, 100, 0, 0, 0, 0,
        0x50, 2, 0xff, 0xff, 0, 0, 0, 0
    };
    struct event e = event_new(EVENT_SENDS);
    e.host = HOST_CLIENT;
    e.conn = 1;
    e.packet = 1;
    e.bytes = syn;
    e.captured_bytes = e.packet_bytes = sizeof syn;
    trace_write_event(file, &e);
    e = event_new(EVENT_WIRE);
    e.host = HOST_CLIENT;
    e.packet = 1;
    e.deed = WIRE_DUPLICATED;
    trace_write_event(file, &e);
    e.kind = EVENT_GETS;
    e.host = HOST_SERVER;
    trace_write_event(file, &e);
    e.dropped = true;
    trace_write_event(file, &e);
    e = event_new(EVENT_QUEUE);
    e.host = HOST_SERVER;
    e.queued = 0;
    e.queue_max = 16;
    trace_write_event(file, &e);
    e = event_new(EVENT_EXITS);
    e.host = HOST_SERVER;
    memcpy(e.actor, "server", 7);
    e.signal = signal_named("SIGTERM");
    trace_write_event(file, &e);
}

static void
check_packets(struct trace_reader *reader, struct complaint *message)
{
    struct event e;
    check(trace_next(reader, &e, message) == 1 && e.kind == EVENT_SENDS
          && e.conn == 1 && e.segment.flags == TCP_SYN
          && e.packet_bytes == 40 && e.captured_bytes == 40
          && e.bytes[0] == 0x45, "a sending comes with its segment and bytes");
    check(trace_next(reader, &e, message) == 1
          && e.deed == WIRE_DUPLICATED && e.segment.conn == 1,
          "the wire's deed has the segment of its packet");
    check(trace_next(reader, &e, message) == 1 && e.kind == EVENT_GETS
          && e.segment.flags == TCP_SYN && e.bytes == NULL
          && !e.segment.again && e.packet_bytes == 40 && !e.dropped,
          "so has its arrival, without the bytes");
    check(trace_next(reader, &e, message) == 1 && e.kind == EVENT_GETS
          && e.conn == 1 && e.dropped,
          "and that of its copy, which was dropped");
    check(trace_next(reader, &e, message) == 1 && e.kind == EVENT_QUEUE
          && e.queued == 0 && e.queue_max == 16, "an empty queue is told");
    check(trace_next(reader, &e, message) == 1
          && e.signal == signal_named("SIGTERM"),
          "a signal is told by its name");
}

static void
test_round_trip(void)
{
    struct complaint message = { "" };
    struct trace_header header = {
        .kernel = "6.18.44", .machine = "x86_64", .captured_in = "vm",
        .epoch_ns = 1760000000123456789, .scene = "title \"x\"\nclient y\n",
        .scene_name = "handshake", .not_applied = "",
    };
    struct event written = sample(), e;
    FILE *file = tmpfile();

    check(trace_write_header(file, &header) == 0
          && trace_write_event(file, &written) == 0, "a trace is written");
    write_packets(file);
    check(trace_write_end(file, 7) == 0, "its end is written");
    rewind(file);
    struct trace_reader *reader = trace_open(file, "x.trace", &message);
    if (reader == NULL) {
        check(false, "a written trace is read: %s", message.text);
        fclose(file);
        return;
    }
    const struct trace_header *read = trace_header(reader);
    check(read->version == 1 && read->epoch_ns == header.epoch_ns
          && strcmp(read->kernel, "6.18.44") == 0
          && strcmp(read->machine, "x86_64") == 0
          && strcmp(read->captured_in, "vm") == 0
          && strcmp(read->scene, header.scene) == 0
          && strcmp(read->scene_name, "handshake") == 0
          && strcmp(read->not_applied, "") == 0, "the header comes back");
    check(trace_next(reader, &e, &message) == 1 && same_event(&written, &e),
          "every field of an event comes back, and bytes that are not UTF-8");
    check_packets(reader, &message);
    check(trace_next(reader, &e, &message) == 0
          && trace_next(reader, &e, &message) == 0, "and then it ends");
    check(flow_count(trace_flows(reader)) == 2,
          "a connection that only a state names is counted");
    trace_close(reader);
    fclose(file);
}

static void
test_refusals(void)
{
    check(fails("", "x.trace: empty: not a trace"), "an empty file");
    check(fails("hello\n", "x.trace:1: not a ladder trace; 'ladder record' "
                "makes one"), "a text");
    check(fails("{\"ladder\":2}\n", "x.trace:1: a trace of version 2, but this "
                "ladder reads version 1; use the ladder that recorded it"),
          "another major version");
    check(fails("{\"ladder\":1,\"kern", "x.trace:1: the trace was cut here; "
                "record it again"), "a header that is cut");
    check(fails(HEADER, "x.trace:2: the trace was cut here; record it again"),
          "a trace without its end");
    check(fails(HEADER "{\"t\":1,\"n\":2,\"k\":\"la", "x.trace:2: the trace "
                "was cut here; record it again"), "a line that is cut");
    check(fails(HEADER "{\"t\":1}{\n{\"end\":1}\n", "x.trace:2: damaged: "
                "something behind its '}'; record it again"),
          "a damaged line");
    check(fails(HEADER "{\"end\":1}\n", "x.trace:2: damaged: events are "
                "missing; record it again"), "a trace that lacks events");
    check(fails(HEADER "{\"end\":0}\n{\"end\":0}\n", "x.trace:3: damaged: "
                "something behind its end; record it again"),
          "something behind the end");
    check(fails(HEADER "{\"k\":\"state\",\"state\":\"LISTEN\"}\n",
                "x.trace:2: damaged: an event without \"h\"; record it again"),
          "a state without a host");
    check(fails(HEADER "{\"k\":\"state\",\"h\":\"moon\"}\n", "x.trace:2: "
                "damaged: \"h\" has an unknown value; record it again"),
          "an unknown host");
    check(fails(HEADER "{\"k\":\"state\",\"h\":\"client\",\"port\":65536}\n",
                "x.trace:2: damaged: \"port\" is out of range; record it "
                "again"), "a port out of range");
    check(fails(HEADER "{\"k\":\"state\",\"h\":\"client\",\"t\":\"1\"}\n",
                "x.trace:2: damaged: \"t\" has a value of the wrong type; "
                "record it again"), "a time that is a text");
    check(fails(HEADER "{\"t\":99999999999999999999}\n", "x.trace:2: damaged: "
                "a number that is too large; record it again"),
          "a number that does not fit");
    check(fails(HEADER "{\"k\":\"ladder\",\"text\":\"\\u0000\"}\n",
                "x.trace:2: damaged: an unknown escape in a string; record it "
                "again"), "a NUL in a text");
}

static void
test_packets(void)
{
    static const char twice[] = HEADER
        "{\"k\":\"sends\",\"h\":\"client\",\"p\":1,\"len\":40,\"b\":\"\"}\n"
        "{\"k\":\"sends\",\"h\":\"client\",\"p\":1,\"len\":40,\"b\":\"\"}\n";
    check(fails(twice, "x.trace:3: damaged: a packet's number comes twice, or "
                "too many packets are in flight; record it again"),
          "a packet that is sent twice");
    check(fails(HEADER "{\"k\":\"gets\",\"h\":\"client\",\"p\":1}\n",
                "x.trace:2: damaged: a packet that was not sent, or is gone; "
                "record it again"), "an arrival without a sending");
    check(fails(HEADER "{\"k\":\"sends\",\"h\":\"client\",\"p\":1,\"len\":1,"
                "\"b\":\"4500\"}\n", "x.trace:2: damaged: more bytes than "
                "\"len\"; record it again"), "more bytes than the packet had");
    check(fails(HEADER "{\"k\":\"sends\",\"h\":\"client\",\"p\":1,\"len\":1,"
                "\"b\":\"4g\"}\n", "x.trace:2: damaged: \"b\" has an unknown "
                "value; record it again"), "bytes that are not hex");
    check(fails(HEADER "{\"k\":\"sends\",\"h\":\"client\",\"len\":1}\n",
                "x.trace:2: damaged: an event without \"p\"; record it again"),
          "a packet without a number");
}

static void
test_tolerance(void)
{
    static const char unknown[] = HEADER
        "{\"k\":\"dreams\",\"h\":\"client\",\"of\":[1,{\"a\":\"]\"}]}\n"
        " { \"later\" : { \"x\" : [ ] } , \"k\":\"ladder\", \"text\":\"a\","
        "\"half\":0.5e3,\"no\":null,\"yes\":true}\r\n"
        "{\"end\":2}\n";
    struct complaint message = { "" };
    check(read_all(unknown, strlen(unknown), &message) == 1,
          "unknown kinds and keys are passed over%s%s",
          message.text[0] ? ": " : "",
          message.text);

    static const char numbers[] = HEADER
        "{\"k\":\"state\",\"h\":\"client\",\"c\":3,\"state\":\"SYN-SENT\"}\n"
        "{\"k\":\"sends\",\"h\":\"client\",\"c\":3,\"p\":1,\"len\":40,\"b\":\""
        SYN "\"}\n{\"k\":\"wire\",\"h\":\"client\",\"deed\":\"lost\",\"p\":1}\n"
        "{\"k\":\"wire\",\"h\":\"client\",\"deed\":\"hurried\",\"p\":1}\n"
        "{\"end\":4}\n";
    struct event e;
    FILE *file = file_of(numbers, strlen(numbers));
    struct trace_reader *reader = trace_open(file, "x.trace", &message);
    bool right = reader != NULL;
    while (right && trace_next(reader, &e, &message) == 1)
        right = e.conn == 3;
    check(right && flow_count(trace_flows(reader)) == 3,
          "a connection keeps the number that its recorder gave it");
    trace_close(reader);
    fclose(file);
}

static void
test_long_line(void)
{
    size_t length = (1 << 20) + 100;
    char *text = malloc(length);
    struct complaint message = { "" };
    size_t start = strlen(HEADER);

    memset(text, ' ', length);
    memcpy(text, HEADER, start);
    check(read_all(text, length, &message) == -1
          && strcmp(message.text,
                    "x.trace:2: damaged: a line longer than 1 MiB; "
                    "record it again") == 0, "a line longer than 1 MiB");
    memset(text + start, '[', length - start);
    memcpy(text + start, "{\"x\":", 5);
    text[900000] = '\n';
    check(read_all(text, length, &message) == -1
          && strcmp(message.text, "x.trace:2: damaged: values nested too deep; "
                    "record it again") == 0, "brackets without an end");
    free(text);
}

static void
test_full_disk(void)
{
    struct event event = sample();
    FILE *full = fopen("/dev/full", "w");
    if (full == NULL)
        return;
    setvbuf(full, NULL, _IONBF, 0);
    check(trace_write_event(full, &event) == -1, "a full disk is an error");
    fclose(full);
}

/* Changes a few bytes of a real trace, again and again, always the same way. */
static void
test_mutations(void)
{
    FILE *file = fopen("tests/fixtures/lossy.trace", "r");
    char *text = calloc(1, 65536), *changed = malloc(65536);
    struct complaint message = { "" };
    if (file == NULL || text == NULL || changed == NULL) {
        check(false, "the fixture can be read");
        free(text);
        free(changed);
        return;
    }
    size_t length = fread(text, 1, 65535, file);
    uint32_t random = 1;
    int told = 0, runs = 2000;
    fclose(file);
    for (int i = 0; i < runs; i++) {
        memcpy(changed, text, length);
        for (int j = 0; j < 1 + i % 4; j++) {
            random = random * 1664525 + 1013904223;
            changed[(random >> 8) % length] = (char)(random >> 3);
        }
        message.text[0] = '\0';
        if (read_all(changed, length, &message) != -1
            || strncmp(message.text, "x.trace:", 8) == 0)
            told++;
    }
    check(told == runs, "a trace with changed bytes is read or refused");
    told = 0;
    for (size_t cut = 0; cut < length; cut += 37)
        told += read_all(text, cut, &message) != -1;
    check(told == 0, "a trace that is cut anywhere is refused");
    check(read_all(text, length, &message) > 80, "and whole it is read");
    free(text);
    free(changed);
}

int
main(void)
{
    test_round_trip();
    test_refusals();
    test_packets();
    test_tolerance();
    test_long_line();
    test_full_disk();
    test_mutations();
    return done();
}
