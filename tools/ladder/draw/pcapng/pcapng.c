/*
 * pcapng.c - a capture file, written block by block.
 *
 *     section header | interface | names | packet | packet | ...
 *
 * Two surprises.  A packet's bytes stand at its sending only, so they are kept
 * until it arrives.  And an arrival's comment tells what it changed, which
 * stands behind it in the trace: so the packets of one step wait until the step
 * is over.  The format is draft-ietf-opsawg-pcapng.
 */
#include "draw/pcapng/pcapng.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "trace/trace.h"
#include "model/grammar.h"
#include "model/transcript.h"
#include "draw/pcapng/block.h"
#include "draw/ink/xml.h"

enum {
    BLOCK_SECTION = 0x0a0d0d0a, BLOCK_INTERFACE = 1, BLOCK_NAMES = 4,
    BLOCK_PACKET = 6, LINKTYPE_RAW = 101, PACKET_MAX = 65535,
    OPTION_COMMENT = 1, OPTION_IF_NAME = 2, OPTION_FLAGS = 2,
    OPTION_HARDWARE = 2, OPTION_OS = 3, OPTION_APPLICATION = 4,
    OPTION_TSRESOL = 9, COMMENT_MAX = 1024, STEP_PACKETS_MAX = 256,
    FLIGHT_SLOTS = 4096
};

/* A packet that waits for the end of its step. */
struct waiting {
    bool inbound;
    int64_t time_ns;
    size_t captured, total;
    unsigned char *bytes;
    char comment[COMMENT_MAX];
};

/* A packet's bytes, kept while it may be on its way. */
struct flying {
    uint64_t packet;
    size_t captured;
    unsigned char *bytes;
};

struct capture {
    struct flying flying[FLIGHT_SLOTS];     /* by the packet's number */
    FILE *out;
    enum host at;
    int64_t epoch_ns, last_ns;
    const struct trace_reader *reader;
    uint64_t step;
    char cause[COMMENT_MAX];    /* the step's first event, in words */
    enum telling cause_telling; /* and how it is told */
    struct waiting packets[STEP_PACKETS_MAX];
    size_t count;
};

/* --- the head of the file ------------------------------------------------ */

static void
put_name(struct block *block, const char *host, const unsigned char *address,
         size_t length)
{
    block_put16(block, length == 4 ? 1 : 2);
    block_put16(block, (unsigned)(length + strlen(host) + 1));
    block_put(block, address, length);
    block_put(block, host, strlen(host) + 1);
    block_pad(block);
}

static int
write_head(struct capture *capture, const struct trace_header *header)
{
    static const unsigned char nanoseconds = 9;
    char text[160];
    struct block block = block_begin(BLOCK_SECTION);

    block_put32(&block, 0x1a2b3c4d);
    block_put16(&block, 1);
    block_put16(&block, 0);
    block_put32(&block, 0xffffffff);  /* the section's length: not said */
    block_put32(&block, 0xffffffff);
    block_string(&block, OPTION_HARDWARE, header->machine);
    snprintf(text, sizeof text, "Linux %s", header->kernel);
    block_string(&block, OPTION_OS, text);
    block_string(&block, OPTION_APPLICATION, "ladder");
    if (block_end(&block, true, capture->out) == -1)
        return -1;

    block = block_begin(BLOCK_INTERFACE);
    block_put16(&block, LINKTYPE_RAW);
    block_put16(&block, 0);
    block_put32(&block, 0);           /* no limit to a packet's length */
    block_string(&block, OPTION_IF_NAME, host_name(capture->at));
    block_option(&block, OPTION_TSRESOL, &nanoseconds, 1);
    if (block_end(&block, true, capture->out) == -1)
        return -1;

    block = block_begin(BLOCK_NAMES);
    put_name(&block, "client", (const unsigned char[]){10, 0, 0, 1}, 4);
    put_name(&block, "server", (const unsigned char[]){10, 0, 0, 2}, 4);
    put_name(&block, "client", (const unsigned char[16]){0xfd, [15] = 1}, 16);
    put_name(&block, "server", (const unsigned char[16]){0xfd, [15] = 2}, 16);
    block_put32(&block, 0);           /* the last record */
    return block_end(&block, true, capture->out);
}

/* --- packets ------------------------------------------------------------- */

static int
write_packet(struct capture *capture, const struct waiting *packet)
{
    struct block block = block_begin(BLOCK_PACKET);
    int64_t time_ns = packet->time_ns > INT64_MAX - capture->epoch_ns
                      ? INT64_MAX : capture->epoch_ns + packet->time_ns;
    unsigned char flags[4] = {packet->inbound ? 1 : 2};

    if (time_ns < capture->last_ns)
        time_ns = capture->last_ns;     /* a damaged trace; keep the order */
    capture->last_ns = time_ns;
    block_put32(&block, 0);                   /* the only interface */
    block_put32(&block, (uint32_t)((uint64_t)time_ns >> 32));
    block_put32(&block, (uint32_t)time_ns);
    block_put32(&block, (uint32_t)packet->captured);
    block_put32(&block, (uint32_t)packet->total);
    block_put(&block, packet->bytes, packet->captured);
    block_pad(&block);
    block_string(&block, OPTION_COMMENT, packet->comment);
    block_option(&block, OPTION_FLAGS, flags, sizeof flags);
    return block_end(&block, true, capture->out);
}

static int
flush_step(struct capture *capture)
{
    int result = 0;

    for (size_t i = 0; i < capture->count; i++) {
        struct waiting *packet = &capture->packets[i];

        if (result == 0)
            result = write_packet(capture, packet);
        free(packet->bytes);
    }
    capture->count = 0;
    return result;
}

static void
add_comment(struct waiting *packet, const char *words, const char *line)
{
    char clean[256];
    size_t used = strlen(packet->comment);

    clean_text(clean, sizeof clean, line, 160);
    snprintf(packet->comment + used, sizeof packet->comment - used,
             "%s%s%s", used > 0 ? "\n" : "", words, clean);
}

static const char *
reason_to_send(const struct capture *capture, const struct event *event)
{
    switch (capture->cause_telling) {
    case TELLS_CALL:
    case TELLS_GETS:
    case TELLS_REMARK:          /* a program's end closes its sockets */
        return "sent because ";
    case TELLS_RETURN: case TELLS_PRINT: case TELLS_STATE: case TELLS_QUEUE:
    case TELLS_SENDS: case TELLS_WIRE: case TELLS_LADDER: case TELLS_NUMBERS:
        break;
    }
    return event->segment.again ? "sent again by the kernel's timer"
                                : "sent by the kernel";
}

/* Remembers the bytes of a packet that leaves. */
static int
launch(struct capture *capture, const struct event *event)
{
    struct flying *flying = &capture->flying[event->packet % FLIGHT_SLOTS];
    size_t captured = event->captured_bytes < PACKET_MAX ? event->captured_bytes
                                                         : PACKET_MAX;

    free(flying->bytes);
    *flying = (struct flying){.packet = event->packet, .captured = captured,
                              .bytes = malloc(captured + 1)};
    if (flying->bytes == NULL)
        return -1;
    memcpy(flying->bytes, event->bytes, captured);
    return 0;
}

/* The bytes of an event's packet, from its sending where it has none. */
static const unsigned char *
packet_bytes(const struct capture *capture, const struct event *event,
             size_t *captured)
{
    const struct flying *flying =
        &capture->flying[event->packet % FLIGHT_SLOTS];

    *captured = event->bytes == NULL ? 0 : event->captured_bytes;
    if (event->bytes != NULL || flying->packet != event->packet ||
        flying->bytes == NULL)
        return event->bytes;
    *captured = flying->captured;
    return flying->bytes;
}

static int
keep_packet(struct capture *capture, const struct event *event)
{
    if (capture->count == STEP_PACKETS_MAX && flush_step(capture) == -1)
        return -1;

    size_t captured;
    const unsigned char *bytes = packet_bytes(capture, event, &captured);
    struct waiting *packet = &capture->packets[capture->count];
    *packet = (struct waiting){.inbound = event->kind == EVENT_GETS,
                               .time_ns = event->time_ns};
    if (captured > PACKET_MAX)
        captured = PACKET_MAX;
    packet->captured = captured;
    packet->total = event->packet_bytes > captured ? event->packet_bytes
                                                   : captured;
    if (packet->total > PACKET_MAX)
        packet->total = PACKET_MAX;
    packet->bytes = malloc(captured + 1);
    if (packet->bytes == NULL)
        return -1;
    if (captured > 0)
        memcpy(packet->bytes, bytes, captured);
    if (!packet->inbound) {
        const char *why = reason_to_send(capture, event);

        add_comment(packet, why, why[strlen(why) - 1] == ' ' ? capture->cause
                                                             : "");
    }
    capture->count++;
    return 0;
}

/* The effect is told on the newest arrival of its step. */
static void
tell_effect(struct capture *capture, const char *words, const char *line)
{
    for (size_t i = capture->count; i-- > 0; ) {
        if (capture->packets[i].inbound) {
            add_comment(&capture->packets[i], words, line);
            return;
        }
    }
}

static int
take_event(struct capture *capture, const struct event *event)
{
    char line[TEXT_MAX];

    if ((event->kind == EVENT_SENDS || event->kind == EVENT_WIRE) &&
        event->bytes != NULL && launch(capture, event) == -1)
        return -1;
    if (event->step != capture->step || event->kind == EVENT_GETS ||
        event->kind == EVENT_CALL) {
        if (flush_step(capture) == -1)
            return -1;
        capture->step = event->step;
        capture->cause_telling = grammar_of(event->kind)->telling;
        if (transcript_line(event, trace_flows(capture->reader), true, line,
                            sizeof line))
            clean_text(capture->cause, sizeof capture->cause, line, 160);
        else
            capture->cause[0] = '\0';
    }
    if ((event->kind == EVENT_SENDS || event->kind == EVENT_GETS) &&
        event->host == capture->at)
        return keep_packet(capture, event);
    if (capture->count == 0)
        return 0;
    if (event->kind == EVENT_STATE || event->kind == EVENT_QUEUE ||
        event->kind == EVENT_RETURN) {
        if (transcript_line(event, trace_flows(capture->reader), true, line,
                            sizeof line))
            tell_effect(capture, "then ", line);
    } else if (event->kind == EVENT_WIRE) {
        struct waiting *last = &capture->packets[capture->count - 1];

        if (!last->inbound &&
            transcript_line(event, trace_flows(capture->reader), true, line,
                            sizeof line))
            add_comment(last, "", line);
    }
    return 0;
}

int
pcapng_draw(FILE *file, const char *name, enum host at, FILE *out,
            struct complaint *message)
{
    struct trace_reader *reader = trace_open(file, name, message);
    if (reader == NULL)
        return -1;

    struct capture *capture = calloc(1, sizeof *capture);
    struct event event;
    int got = -1, result = -1;
    if (capture == NULL)
        goto failed;
    capture->out = out;
    capture->at = at;
    capture->reader = reader;
    capture->epoch_ns = trace_header(reader)->epoch_ns;
    capture->cause_telling = TELLS_LADDER;
    if (capture->epoch_ns < 0)
        capture->epoch_ns = 0;
    if (write_head(capture, trace_header(reader)) == -1)
        goto failed;
    while ((got = trace_next(reader, &event, message)) == 1)
        if (take_event(capture, &event) == -1)
            goto failed;
    if (got == -1)
        goto out;
    if (flush_step(capture) == 0 && fflush(out) == 0) {
        result = 0;
        goto out;
    }
failed:
    complain(message, "%s: cannot write the capture: %s", name,
             strerror(errno));
out:
    for (size_t i = 0; capture != NULL && i < capture->count; i++)
        free(capture->packets[i].bytes);
    for (size_t i = 0; capture != NULL && i < FLIGHT_SLOTS; i++)
        free(capture->flying[i].bytes);
    free(capture);
    trace_close(reader);
    return result;
}
