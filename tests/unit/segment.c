/*
 * segment.c - are packets understood, whole and damaged, from their bytes?
 */
#include "model/segment.h"

#include <string.h>

#include "tap.h"

/* 10.0.0.1:40312 > 10.0.0.2:7000 SYN, as Linux sends it. */
static const unsigned char syn[] = {
    0x45, 0x00, 0x00, 0x3c, 0x3a, 0x11, 0x40, 0x00, 0x40, 0x06, 0xec, 0xa8,
    0x0a, 0x00, 0x00, 0x01, 0x0a, 0x00, 0x00, 0x02,
    0x9d, 0x78, 0x1b, 0x58, 0xca, 0xfe, 0xba, 0xbe, 0x00, 0x00, 0x00, 0x00,
    0xa0, 0x02, 0xfa, 0xf0, 0xae, 0x4b, 0x00, 0x00,
    0x02, 0x04, 0x05, 0xb4, 0x04, 0x02, 0x08, 0x0a, 0x1c, 0x2b, 0x30, 0x08,
    0x00, 0x00, 0x00, 0x00, 0x01, 0x03, 0x03, 0x07
};

/* 20 bytes of TCP with two SACK blocks, then "hey". */
static const unsigned char sack[] = {
    0x45, 0x00, 0x00, 0x3f, 0x00, 0x01, 0x40, 0x00, 0x40, 0x06, 0x00, 0x00,
    0x0a, 0x00, 0x00, 0x02, 0x0a, 0x00, 0x00, 0x01,
    0x1b, 0x58, 0x9d, 0x78, 0x00, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x09,
    0xa0, 0x18, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x01, 0x01, 0x05, 0x12, 0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00, 0x20,
    0x00, 0x00, 0x00, 0x30, 0x00, 0x00, 0x00, 0x40,
    'h', 'e', 'y'
};

/* fd00::1 > fd00::2, a hop-by-hop header, UDP 5000 > 53, "hello". */
static const unsigned char udp6[] = {
    0x60, 0x00, 0x00, 0x00, 0x00, 0x15, 0x00, 0x40,
    0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
    0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2,
    0x11, 0x00, 0x01, 0x04, 0x00, 0x00, 0x00, 0x00,
    0x13, 0x88, 0x00, 0x35, 0x00, 0x0d, 0xae, 0x40, 'h', 'e', 'l', 'l', 'o'
};

/* 10.0.0.2 > 10.0.0.1: port unreachable, quoting UDP 45678 > 9999. */
static const unsigned char icmp[] = {
    0x45, 0x00, 0x00, 0x38, 0x00, 0x02, 0x40, 0x00, 0x40, 0x01, 0x26, 0xc1,
    0x0a, 0x00, 0x00, 0x02, 0x0a, 0x00, 0x00, 0x01,
    0x03, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x45, 0x00, 0x00, 0x21, 0x3a, 0x12, 0x40, 0x00, 0x40, 0x11, 0xec, 0xb7,
    0x0a, 0x00, 0x00, 0x01, 0x0a, 0x00, 0x00, 0x02,
    0xb2, 0x6e, 0x27, 0x0f, 0x00, 0x0d, 0x00, 0x00
};

static bool
says(const struct segment *segment, const char *expected)
{
    char text[256];
    bool same = strcmp(segment_text(segment, text, sizeof text), expected) == 0;
    if (!same)
        printf("# got '%s', not '%s'\n", text, expected);
    return same;
}

static void
test_tcp(void)
{
    struct segment s;
    char text[64];

    segment_parse(&s, syn, sizeof syn, sizeof syn);
    check(s.protocol == PROTOCOL_TCP && s.whole, "a SYN is whole TCP");
    check(s.source_port == 40312 && s.target_port == 7000,
          "its ports are read");
    check(s.seq == 0xcafebabe && s.flags == TCP_SYN && s.window == 64240,
          "its sequence number, flags and window are read");
    check(s.mss == 1460 && s.window_scale == 7 && s.sack_permitted
          && s.timestamps && s.ts_value == 0x1c2b3008,
          "its five options are read");
    check(s.payload_bytes == 0 && s.payload == NULL, "it carries nothing");
    check(strcmp(address_text(&s.target, text, sizeof text), "10.0.0.2") == 0,
          "its target is printed");
    segment_parse(&s, sack, sizeof sack, sizeof sack);
    check(s.whole && s.sack_blocks == 2 && s.sack[1].from == 0x30
          && s.sack[1].to == 0x40, "two SACK blocks are read");
    check(s.payload_bytes == 3 && memcmp(s.payload, "hey", 3) == 0,
          "the payload stands behind the options");
    segment_parse(&s, sack, 60, sizeof sack);
    check(s.whole && s.payload_bytes == 3 && s.payload == NULL,
          "a payload that was not captured is still counted");
}

static void
test_others(void)
{
    struct segment s;
    char text[64];

    segment_parse(&s, udp6, sizeof udp6, sizeof udp6);
    check(s.protocol == PROTOCOL_UDP && s.whole && s.source_port == 5000
          && s.payload_bytes == 5, "UDP behind an IPv6 extension is read");
    check(says(&s, "udp (5)"), "a datagram is told by its length");
    check(strcmp(address_text(&s.source, text, sizeof text), "fd00::1") == 0,
          "an IPv6 address is shortened");
    segment_parse(&s, icmp, sizeof icmp, sizeof icmp);
    check(says(&s, "icmp port-unreachable"), "an ICMP error has its name");
    check(s.quotes && s.quoted_protocol == PROTOCOL_UDP
          && s.quoted_source_port == 45678 && s.quoted_target_port == 9999,
          "the ports that an ICMP error quotes are read");
    s.icmp_code = 15;
    check(says(&s, "icmp type-3-code-15"), "a rare ICMP type has its numbers");

    unsigned char piece[40];
    memcpy(piece, syn, sizeof piece);
    piece[3] = 40;
    piece[7] = 0x10;
    segment_parse(&s, piece, sizeof piece, sizeof piece);
    check(s.protocol == PROTOCOL_OTHER && s.fragment
          && says(&s, "fragment (20)"), "a later fragment has no TCP header");
}

static void
test_damage(void)
{
    struct segment s;
    unsigned char bytes[sizeof syn];
    bool quiet = true;

    for (size_t cut = 0; cut < sizeof syn; cut++) {
        segment_parse(&s, syn, cut, cut);
        quiet = quiet && !s.whole;
        if (cut >= 40)
            quiet = quiet && s.seq == 0xcafebabe;
    }
    check(quiet, "a SYN cut anywhere is told as far as it goes, never whole");
    memcpy(bytes, syn, sizeof syn);
    bytes[41] = 0;
    segment_parse(&s, bytes, sizeof bytes, sizeof bytes);
    check(!s.whole && s.mss == 0, "an option of length 0 ends the options");
    bytes[41] = 200;
    segment_parse(&s, bytes, sizeof bytes, sizeof bytes);
    check(!s.whole, "an option longer than the header is refused");
    bytes[32] = 0x10;
    segment_parse(&s, bytes, sizeof bytes, sizeof bytes);
    check(!s.whole, "a data offset below 5 is refused");
    memcpy(bytes, syn, sizeof syn);
    bytes[2] = 0xff;
    segment_parse(&s, bytes, sizeof bytes, sizeof bytes);
    check(!s.whole && s.payload_bytes == 0,
          "an IP length beyond the packet is not believed");
    segment_parse(&s, NULL, 0, 0);
    check(!s.whole && s.source.version == 0, "no bytes are no packet");
}

static void
test_checksum(void)
{
    unsigned char bytes[sizeof syn];
    memcpy(bytes, syn, sizeof syn);
    check(segment_checksum_error(bytes, sizeof bytes) == 0,
          "the checksum of a real SYN is right");
    bytes[50] ^= 4;
    check(segment_checksum_error(bytes, sizeof bytes) != 0,
          "one changed bit makes it wrong");
    check(segment_checksum_error(udp6, sizeof udp6) == 0,
          "the checksum of UDP over IPv6 is right");
    check(segment_checksum_error(bytes, 30) != 0,
          "a cut packet has no right checksum");
}

static void
test_text(void)
{
    struct segment s = { .protocol = PROTOCOL_TCP, .window = 1 };
    s.flags = TCP_SYN;
    check(says(&s, "SYN 0:0"), "a SYN prints 0:0");
    s.flags = TCP_SYN | TCP_ACK;
    s.relative_ack = 1;
    check(says(&s, "SYN,ACK 0:0 ack 1"), "a SYN,ACK acknowledges the SYN");
    s.flags = TCP_ACK;
    s.from = s.to = 1;
    check(says(&s, "ACK ack 1"), "a pure ACK has no bytes");
    s.window = 0;
    s.sack_blocks = 2;
    s.relative_sack[0][0] = 7;
    s.relative_sack[0][1] = 13;
    s.relative_sack[1][0] = 20;
    s.relative_sack[1][1] = 26;
    check(says(&s, "ACK ack 1 sack 7:13,20:26 win 0"),
          "SACK blocks and a closed window follow");
    s.sack_blocks = 0;
    s.window = 9;
    s.probe = true;
    check(says(&s, "ACK ack 1 [probe]"), "a probe is marked");
    s.probe = false;
    s.again = true;
    s.flags = TCP_FIN | TCP_PSH | TCP_ACK;
    s.to = 7;
    s.payload_bytes = 6;
    check(says(&s, "FIN,PSH,ACK 1:7 (6) ack 1 [again]"),
          "a FIN with data that is sent again");
    s = (struct segment){ .protocol = PROTOCOL_TCP, .flags = TCP_FIN | TCP_ACK,
                          .from = 7, .to = 7, .relative_ack = 7, .window = 1 };
    check(says(&s, "FIN,ACK 7:7 ack 7"), "a FIN without data");
    s = (struct segment){ .protocol = PROTOCOL_TCP, .flags = TCP_RST };
    check(says(&s, "RST"), "a RST alone says no more, not even win 0");
    s.flags = TCP_RST | TCP_ACK;
    s.relative_ack = 1;
    check(says(&s, "RST,ACK ack 1"), "a RST that acknowledges");
    char small[6];
    check(strcmp(segment_text(&s, small, sizeof small), "RST,A") == 0,
          "a text that does not fit is cut");
}

int
main(void)
{
    test_tcp();
    test_others();
    test_damage();
    test_checksum();
    test_text();
    check(seq_before(0xfffffff0, 5) && !seq_before(5, 0xfffffff0)
          && !seq_before(5, 5), "sequence numbers are compared round the end");
    return done();
}
