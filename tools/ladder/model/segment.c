/*
 * segment.c - reads the headers of TCP, UDP and ICMP.
 *
 *     0      20          20 + 4 * data offset
 *     | IPv4 | TCP, options | payload |
 */
#include "model/segment.h"

#include <string.h>

#include "model/ip.h"

enum {
    TCP_MIN = 20, UDP_MIN = 8, ICMP_MIN = 4,
    ICMP_QUOTE_AT = 8           /* an error's quoted packet begins here */
};

static void
set_payload(struct segment *segment, const struct part *part)
{
    segment->payload_bytes = part->total;
    segment->payload_captured = part->captured;
    segment->payload = part->captured > 0 ? part->at : NULL;
}

static void
sack_parse(struct segment *segment, const unsigned char *value, size_t length)
{
    for (size_t i = 0; i + 8 <= length; i += 8) {
        if (segment->sack_blocks == SACK_BLOCKS_MAX)
            return;
        segment->sack[segment->sack_blocks].from = read32(value + i);
        segment->sack[segment->sack_blocks].to = read32(value + i + 4);
        segment->sack_blocks++;
    }
}

/* One option, value[0..length) without its kind and length bytes. */
static void
option_parse(struct segment *segment, int kind, const unsigned char *value,
             size_t length)
{
    if (kind == 2 && length == 2) {
        segment->mss = read16(value);
    } else if (kind == 3 && length == 1) {
        segment->window_scale = value[0];
    } else if (kind == 4 && length == 0) {
        segment->sack_permitted = true;
    } else if (kind == 5) {
        sack_parse(segment, value, length);
    } else if (kind == 8 && length == 8) {
        segment->timestamps = true;
        segment->ts_value = read32(value);
        segment->ts_echo = read32(value + 4);
    }
}

/* A length of 0 or 1, or past the end, ends it: false. */
static bool
options_parse(struct segment *segment, const unsigned char *at, size_t length)
{
    size_t i = 0;
    while (i < length && at[i] != 0) {
        if (at[i] == 1) {       /* no operation: one byte */
            i++;
            continue;
        }
        if (length - i < 2 || at[i + 1] < 2 || at[i + 1] > length - i)
            return false;
        option_parse(segment, at[i], at + i + 2, at[i + 1] - 2u);
        i += at[i + 1];
    }
    return true;
}

static void
tcp_parse(struct segment *segment, struct part *part)
{
    const unsigned char *tcp = part->at;
    size_t header = (size_t)(tcp[12] >> 4) * 4;

    segment->source_port = read16(tcp);
    segment->target_port = read16(tcp + 2);
    segment->seq = read32(tcp + 4);
    segment->ack = read32(tcp + 8);
    segment->flags = tcp[13];
    segment->window = read16(tcp + 14);
    segment->checksum = read16(tcp + 16);
    if (header < TCP_MIN || header > part->total) {
        segment->whole = false;
        header = TCP_MIN;
    }
    size_t there = header < part->captured ? header : part->captured;
    if (there < header
        || !options_parse(segment, tcp + TCP_MIN, there - TCP_MIN))
        segment->whole = false;
    if (part_skip(part, there))
        part->total -= header - there;
    set_payload(segment, part);
}

static void
udp_parse(struct segment *segment, struct part *part)
{
    segment->source_port = read16(part->at);
    segment->target_port = read16(part->at + 2);
    segment->checksum = read16(part->at + 6);
    if (read16(part->at + 4) < UDP_MIN)
        segment->whole = false;
    part_skip(part, UDP_MIN);
    set_payload(segment, part);
}

/* Whether an ICMP message of this type quotes the packet that caused it. */
static bool
icmp_is_error(const struct segment *segment)
{
    if (segment->source.version == 6)
        return segment->icmp_type < 128;
    return segment->icmp_type == 3 || segment->icmp_type == 5
        || segment->icmp_type == 11 || segment->icmp_type == 12;
}

static void
icmp_parse(struct segment *segment, struct part *part)
{
    segment->icmp_type = part->at[0];
    segment->icmp_code = part->at[1];
    segment->checksum = read16(part->at + 2);
    if (!icmp_is_error(segment) || !part_skip(part, ICMP_QUOTE_AT))
        return;

    /* The quote is cut short by design: its lengths may say more. */
    struct part quoted;
    if (!ip_parse(&quoted, part->at, part->captured, part->total)
        || quoted.captured < 4)
        return;
    segment->quoted_protocol = part_protocol(&quoted);
    if (segment->quoted_protocol != PROTOCOL_TCP
        && segment->quoted_protocol != PROTOCOL_UDP)
        return;
    segment->quotes = true;
    segment->quoted_source = quoted.source;
    segment->quoted_target = quoted.target;
    segment->quoted_source_port = read16(quoted.at);
    segment->quoted_target_port = read16(quoted.at + 2);
}

void
segment_parse(struct segment *segment, const unsigned char *bytes,
              size_t captured, size_t total)
{
    struct part part;

    *segment = (struct segment){ .window_scale = -1 };
    bool there = ip_parse(&part, bytes, captured, total);
    segment->source = part.source;
    segment->target = part.target;
    if (!there)
        return;
    segment->whole = part.whole;
    segment->fragment = part.fragment;

    enum protocol protocol = part_protocol(&part);
    size_t least = protocol == PROTOCOL_TCP ? TCP_MIN
        : protocol == PROTOCOL_UDP ? UDP_MIN
        : protocol == PROTOCOL_ICMP ? ICMP_MIN : 0;
    if (part.captured < least) {
        segment->whole = false;
        return;
    }
    segment->protocol = protocol;
    if (protocol == PROTOCOL_TCP)
        tcp_parse(segment, &part);
    else if (protocol == PROTOCOL_UDP)
        udp_parse(segment, &part);
    else if (protocol == PROTOCOL_ICMP)
        icmp_parse(segment, &part);
    else
        set_payload(segment, &part);
}

bool
address_equal(const struct address *a, const struct address *b)
{
    if (a->version != b->version)
        return false;
    size_t length = a->version == 4 ? 4 : a->version == 6 ? 16 : 0;
    return memcmp(a->bytes, b->bytes, length) == 0;
}

bool
seq_before(uint32_t a, uint32_t b)
{
    return a != b && b - a < UINT32_C(1) << 31;
}
