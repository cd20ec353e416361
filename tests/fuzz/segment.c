/*
 * segment.c - fuzzes the understanding of packets and the table of connections.
 *
 * An input is any number of packets, each behind three bytes: whose it is and
 * how much of it was not captured, and its length.
 *
 *     | cut (7 bits), host (1) | length (16) | packet ... |
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "model/flow.h"
#include "model/segment.h"

/* Stops where a text that was written into size bytes has no end. */
static void
check_text(const char *text, size_t size)
{
    if (size > 0 && memchr(text, '\0', size) == NULL)
        abort();
}

/* Every text of the segment, each into just so many bytes. */
static void
write_texts(const struct segment *segment, size_t size)
{
    char *out = malloc(size);

    if (out == NULL)
        return;
    check_text(segment_text(segment, out, size), size);
    check_text(segment_flags(segment, out, size), size);
    check_text(segment_icmp_name(segment, out, size), size);
    check_text(address_text(&segment->source, out, size), size);
    check_text(address_text(&segment->target, out, size), size);
    free(out);
}

/* Looks at what a parsed segment promises. */
static void
check_segment(const struct segment *segment, const uint8_t *bytes,
              size_t length)
{
    const uint8_t *end = bytes + length;

    if (segment->payload != NULL &&
        (segment->payload < bytes || segment->payload > end ||
         segment->payload_captured > (size_t)(end - segment->payload)))
        abort();
    if (segment->sack_blocks > SACK_BLOCKS_MAX)
        abort();
}

static void
take_packet(struct flow_table *flows, int head, const uint8_t *bytes,
            size_t length)
{
    struct segment segment;
    enum host host = head & 1 ? HOST_SERVER : HOST_CLIENT;

    /* A copy of just its size, so that a sanitizer sees a step too far. */
    uint8_t *packet = malloc(length + (length == 0));
    if (packet == NULL)
        return;
    memcpy(packet, bytes, length);
    segment_parse(&segment, packet, length, length + (size_t)(head >> 1));
    check_segment(&segment, packet, length);
    flow_note(flows, host, &segment);
    write_texts(&segment, 512);
    write_texts(&segment, 1 + (size_t)(head >> 1));
    segment_checksum_error(packet, length);
    flow_find(flows, &segment.target, segment.target_port, &segment.source,
              segment.source_port);
    flow_is_ephemeral(flows, segment.source_port);
    free(packet);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct flow_table *flows = flow_table_new();

    while (flows != NULL && length >= 3) {
        size_t packet_bytes = (size_t)(bytes[1] << 8 | bytes[2]);
        int head = bytes[0];
        bytes += 3;
        length -= 3;
        if (packet_bytes > length)
            packet_bytes = length;
        take_packet(flows, head, bytes, packet_bytes);
        bytes += packet_bytes;
        length -= packet_bytes;
    }
    flow_table_free(flows);
    return 0;
}
