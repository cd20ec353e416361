/*
 * segment.h - an IP packet, understood.
 *
 * IPv4 and IPv6, and in them TCP (RFC 9293), UDP (RFC 768) and ICMP (RFC 792,
 * RFC 4443).  The bytes come from outside: every length is checked before the
 * field behind it is read, and a packet that is cut short is still told as far
 * as it goes.
 */
#ifndef LADDER_SEGMENT_H
#define LADDER_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum protocol { PROTOCOL_OTHER, PROTOCOL_TCP, PROTOCOL_UDP, PROTOCOL_ICMP };

enum tcp_flag {
    TCP_FIN = 0x01, TCP_SYN = 0x02, TCP_RST = 0x04, TCP_PSH = 0x08,
    TCP_ACK = 0x10, TCP_URG = 0x20, TCP_ECE = 0x40, TCP_CWR = 0x80
};

enum { SACK_BLOCKS_MAX = 4 };

struct address {
    int version;                /* 4 or 6; 0 for none */
    unsigned char bytes[16];    /* network order; IPv4 uses the first four */
};

struct segment {
    enum protocol protocol;     /* TCP only where its first 20 bytes are there,
                                   UDP 8, ICMP 4; else OTHER */
    bool whole;                 /* all headers were there and made sense */
    bool fragment;              /* a later piece of a cut IP packet: OTHER */
    struct address source, target;
    uint16_t source_port, target_port;  /* TCP and UDP */
    size_t payload_bytes;       /* TCP and UDP: as the IP header says, even
                                   where fewer were captured */
    const unsigned char *payload;       /* what was captured of it, or NULL */
    size_t payload_captured;

    /* TCP */
    uint8_t flags;              /* enum tcp_flag, or-ed */
    uint32_t seq, ack;          /* as on the wire, host byte order */
    uint16_t window;            /* as on the wire, not scaled */
    uint16_t checksum;
    uint16_t mss;               /* 0: no such option */
    int window_scale;           /* -1: no such option */
    bool sack_permitted;
    bool timestamps;
    uint32_t ts_value, ts_echo;
    size_t sack_blocks;
    struct { uint32_t from, to; } sack[SACK_BLOCKS_MAX];

    /* ICMP */
    uint8_t icmp_type, icmp_code;
    bool quotes;                /* the packet that caused it is quoted */
    enum protocol quoted_protocol;
    struct address quoted_source, quoted_target;
    uint16_t quoted_source_port, quoted_target_port;

    /* What flow.h adds: the story of its connection, 0 where not TCP. */
    unsigned conn;              /* 1, 2 ... by first segment of the run */
    uint32_t from, to;          /* the bytes it carries, relative to the ISN */
    uint32_t relative_ack;      /* relative to the other side's ISN */
    int64_t relative_sack[SACK_BLOCKS_MAX][2];
    bool again;                 /* all of it was sent before */
    bool probe;                 /* no payload, and its seq is one below what was
                                   sent: keepalive or window probe */
    unsigned data_number;       /* the nth segment with payload of this side,
                                   1, 2 ..., not counting those sent again; 0
                                   for one that is sent again */
    int64_t window_bytes;       /* the window, scaled where both sides agreed */
};

/*
 * Understands the IP packet bytes[0..captured), of which total bytes were on
 * the wire (total >= captured).  Always fills *segment in; segment->whole says
 * whether it made sense.  The payload points into bytes.
 */
void
segment_parse(struct segment *segment, const unsigned char *bytes,
              size_t captured, size_t total);

/* "SYN,ACK", "FIN,PSH,ACK"; "none" if no flag is set.  Writes at most size. */
const char *
segment_flags(const struct segment *segment, char *out, size_t size);

/* The flags written text[0..length): "SYN,ACK", or "SYN," as a beginning; -1
   where a part is no flag. */
int
segment_flags_parse(const char *text, size_t length);

/* Whether text[0..length) stands where other segments have flags: "udp",
   "icmp", "fragment", "packet", "none". */
bool
segment_is_word(const char *text, size_t length);

/* "port-unreachable", "host-unreachable", "echo-request"; else
   "type-3-code-9". */
const char *
segment_icmp_name(const struct segment *segment, char *out, size_t size);

/*
 * The segment as a transcript writes it behind "HOST sends ":
 * "SYN,ACK 0:0 ack 1", "PSH,ACK 1:7 (6) ack 1 [again]", "udp (5)",
 * "icmp port-unreachable".  Uses the relative numbers, so flow_note() comes
 * first.
 */
const char *
segment_text(const struct segment *segment, char *out, size_t size);

/* "10.0.0.2" or "fd00::2". */
const char *
address_text(const struct address *address, char *out, size_t size);

bool
address_equal(const struct address *a, const struct address *b);

/* Whether a comes before b in the sequence space: RFC 9293, section 3.4. */
bool
seq_before(uint32_t a, uint32_t b);

/* The Internet checksum (RFC 1071) over the TCP, UDP or ICMP part of a packet,
   pseudo header included; 0 if the packet's own checksum is right. */
uint16_t
segment_checksum_error(const unsigned char *bytes, size_t length);

#endif
