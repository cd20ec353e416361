/*
 * flow.c - does each segment find its connection and its place in it?
 */
#include "model/flow.h"

#include <string.h>

#include "tap.h"

enum { CLIENT_PORT = 40312, SERVER_PORT = 7000 };

/* A segment of one of the two hosts, noted. */
static struct segment
note(struct flow_table *table, enum host host, int flags, uint32_t seq,
     uint32_t ack, size_t payload)
{
    struct segment s = {
        .protocol = PROTOCOL_TCP, .whole = true, .flags = (uint8_t)flags,
        .seq = seq, .ack = ack, .payload_bytes = payload, .window = 500,
        .window_scale = flags & TCP_SYN ? 7 : -1,
        .source = { 4, { 10, 0, 0, 1 } }, .target = { 4, { 10, 0, 0, 2 } },
        .source_port = CLIENT_PORT, .target_port = SERVER_PORT,
    };
    if (host == HOST_SERVER) {
        struct address source = s.source;
        s.source = s.target;
        s.target = source;
        s.source_port = SERVER_PORT;
        s.target_port = CLIENT_PORT;
    }
    flow_note(table, host, &s);
    return s;
}

/* A handshake whose client counts from c and whose server from s. */
static void
shake(struct flow_table *table, uint32_t c, uint32_t s)
{
    note(table, HOST_CLIENT, TCP_SYN, c, 0, 0);
    note(table, HOST_SERVER, TCP_SYN | TCP_ACK, s, c + 1, 0);
    note(table, HOST_CLIENT, TCP_ACK, c + 1, s + 1, 0);
}

static void
test_handshake(void)
{
    struct flow_table *table = flow_table_new();
    struct segment s = note(table, HOST_CLIENT, TCP_SYN, 5000, 0, 0);
    check(s.conn == 1 && s.from == 0 && s.to == 0 && !s.again,
          "a SYN begins connection 1 at 0:0");
    s = note(table, HOST_CLIENT, TCP_SYN, 5000, 0, 0);
    check(s.conn == 1 && s.again, "a SYN of the same number is sent again");
    s = note(table, HOST_SERVER, TCP_SYN | TCP_ACK, 9000, 5001, 0);
    check(s.conn == 1 && s.from == 0 && s.relative_ack == 1 && !s.again,
          "the SYN,ACK is 0:0 ack 1 of the same connection");
    s = note(table, HOST_CLIENT, TCP_ACK, 5001, 9001, 0);
    check(s.relative_ack == 1 && !s.again && !s.probe,
          "the handshake's ACK is neither again nor a probe");
    check(s.window_bytes == 500 << 7, "its window is scaled as both SYNs say");
    s = note(table, HOST_CLIENT, TCP_PSH | TCP_ACK, 5001, 9001, 6);
    check(s.from == 1 && s.to == 7 && s.data_number == 1,
          "the first six bytes are 1:7");
    s = note(table, HOST_CLIENT, TCP_PSH | TCP_ACK, 5001, 9001, 6);
    check(s.again && s.data_number == 0, "the same bytes are again");
    s = note(table, HOST_CLIENT, TCP_PSH | TCP_ACK, 5001, 9001, 9);
    check(!s.again && s.data_number == 2, "partly new bytes are not again");
    s = note(table, HOST_CLIENT, TCP_FIN | TCP_ACK, 5010, 9001, 0);
    check(s.from == 10 && s.to == 10 && !s.again, "a FIN stands behind them");
    s = note(table, HOST_CLIENT, TCP_FIN | TCP_ACK, 5010, 9001, 0);
    check(s.again, "the same FIN is again");
    s = note(table, HOST_SERVER, TCP_ACK, 9001, 5011, 0);
    check(s.relative_ack == 11, "the FIN counts one");
    check(flow_count(table) == 1, "all of this was one connection");
    flow_table_free(table);
}

static void
test_probes(void)
{
    struct flow_table *table = flow_table_new();
    shake(table, 5000, 9000);
    note(table, HOST_CLIENT, TCP_ACK, 5001, 9001, 10);
    struct segment s = note(table, HOST_CLIENT, TCP_ACK, 5010, 9001, 0);
    check(s.probe && !s.again, "an empty segment one below is a probe");
    s = note(table, HOST_CLIENT, TCP_ACK, 5011, 9001, 5);
    check(s.from == 11 && !s.again && s.data_number == 2,
          "a probe does not disturb what follows");
    flow_table_free(table);
}

static void
test_wraparound(void)
{
    struct flow_table *table = flow_table_new();
    uint32_t isn = UINT32_MAX - 2;
    shake(table, isn, isn);
    struct segment s = note(table, HOST_CLIENT, TCP_ACK, isn + 1, isn + 1, 6);
    check(s.from == 1 && s.to == 7 && !s.again,
          "bytes across 2^32 are 1:7");
    s = note(table, HOST_CLIENT, TCP_ACK, isn + 7, isn + 1, 6);
    check(s.from == 7 && s.to == 13 && !s.again, "and the next are 7:13");
    s = note(table, HOST_CLIENT, TCP_ACK, isn + 1, isn + 1, 6);
    check(s.again, "and the first again are again");
    s = note(table, HOST_SERVER, TCP_ACK, isn + 1, isn + 13, 0);
    check(s.relative_ack == 13, "and their ack is 13");
    flow_table_free(table);
}

static void
test_middle(void)
{
    struct flow_table *table = flow_table_new();
    struct segment s = note(table, HOST_SERVER, TCP_ACK, 9001, 5001, 6);
    check(s.conn == 1 && s.from == 1 && s.to == 7 && s.relative_ack == 1,
          "a connection seen from its middle counts from 1");
    s = note(table, HOST_CLIENT, TCP_ACK, 5001, 9007, 3);
    check(s.conn == 1 && s.from == 1 && s.relative_ack == 7,
          "and so does its other side, from what was acknowledged");
    check(s.window_bytes == 500, "without SYNs the window is not scaled");
    check(flow_is_ephemeral(table, CLIENT_PORT)
          && !flow_is_ephemeral(table, SERVER_PORT),
          "the high port is the kernel's choice there");
    flow_table_free(table);
}

static void
test_generations(void)
{
    struct flow_table *table = flow_table_new();
    shake(table, 5000, 9000);
    note(table, HOST_CLIENT, TCP_FIN | TCP_ACK, 5001, 9001, 0);
    struct segment s = note(table, HOST_CLIENT, TCP_SYN, 70000, 0, 0);
    check(s.conn == 2 && s.from == 0 && !s.again,
          "a new SYN on the ends of a closed connection is connection 2");
    s = note(table, HOST_SERVER, TCP_SYN | TCP_ACK, 80000, 70001, 0);
    check(s.conn == 2 && s.relative_ack == 1, "and the answer belongs to it");
    s = note(table, HOST_CLIENT, TCP_SYN, 90000, 0, 0);
    check(s.conn == 3, "another ISN begins another one even without a FIN");
    s = note(table, HOST_SERVER, TCP_RST | TCP_ACK, 0, 90001, 0);
    check(s.conn == 3 && s.relative_ack == 1, "a refusal acknowledges the SYN");
    s = note(table, HOST_SERVER, TCP_SYN, 1234, 0, 0);
    check(s.conn == 4, "after a RST a SYN from the other side is a new one");
    flow_table_free(table);
}

static void
test_simultaneous_open(void)
{
    struct flow_table *table = flow_table_new();
    note(table, HOST_CLIENT, TCP_SYN, 5000, 0, 0);
    struct segment s = note(table, HOST_SERVER, TCP_SYN, 9000, 0, 0);
    check(s.conn == 1 && s.from == 0, "two SYNs that cross are one connection");
    s = note(table, HOST_CLIENT, TCP_SYN | TCP_ACK, 5000, 9001, 0);
    check(s.conn == 1 && s.relative_ack == 1 && s.again,
          "its SYN,ACK sends the SYN again");
    flow_table_free(table);
}

static void
test_ports(void)
{
    struct flow_table *table = flow_table_new();
    struct segment udp = { .protocol = PROTOCOL_UDP, .source_port = 45678,
                           .target_port = 40000 };
    shake(table, 1, 1);
    check(flow_is_ephemeral(table, CLIENT_PORT)
          && !flow_is_ephemeral(table, SERVER_PORT),
          "the port of the first SYN is the kernel's choice");
    flow_note(table, HOST_CLIENT, &udp);
    udp.source_port = 40000;
    udp.target_port = 45678;
    flow_note(table, HOST_SERVER, &udp);
    check(flow_is_ephemeral(table, 45678) && !flow_is_ephemeral(table, 40000),
          "of two datagrams the first one's source port is");
    check(udp.conn == 0, "a datagram has no connection");

    struct segment icmp = {
        .protocol = PROTOCOL_ICMP, .quotes = true,
        .quoted_protocol = PROTOCOL_TCP,
        .quoted_source = { 4, { 10, 0, 0, 1 } },
        .quoted_target = { 4, { 10, 0, 0, 2 } },
        .quoted_source_port = CLIENT_PORT, .quoted_target_port = SERVER_PORT,
    };
    flow_note(table, HOST_SERVER, &icmp);
    check(icmp.conn == 1, "an ICMP error belongs to what it quotes");
    flow_table_free(table);
}

static void
test_claims(void)
{
    struct flow_table *table = flow_table_new();
    struct address c = { 4, { 10, 0, 0, 1 } }, s = { 4, { 10, 0, 0, 2 } };
    check(flow_find(table, &c, CLIENT_PORT, &s, SERVER_PORT) == 0,
          "an empty table finds nothing");
    check(flow_claim(table, HOST_CLIENT, &c, CLIENT_PORT, &s, SERVER_PORT) == 1,
          "a socket may claim its number before its SYN");
    check(note(table, HOST_CLIENT, TCP_SYN, 5, 0, 0).conn == 1,
          "and the SYN gets that number");
    check(flow_find(table, &s, SERVER_PORT, &c, CLIENT_PORT) == 1,
          "either end finds it");
    note(table, HOST_CLIENT, TCP_RST, 6, 0, 0);
    check(flow_claim(table, HOST_CLIENT, &c, CLIENT_PORT, &s, SERVER_PORT) == 2,
          "a claim on a closed connection's ends is a new number");
    flow_table_free(table);
}

static void
test_many(void)
{
    struct flow_table *table = flow_table_new();
    struct segment s = {
        .protocol = PROTOCOL_TCP, .flags = TCP_SYN,
        .source = { 6, { 0xfd, [15] = 1 } },
        .target = { 6, { 0xfd, [15] = 2 } }, .target_port = SERVER_PORT,
    };
    bool right = true;
    for (int round = 0; round < 2; round++)
        for (unsigned i = 0; i < 60000; i++) {
            s.source_port = (uint16_t)(i + 1);
            flow_note(table, HOST_CLIENT, &s);
            right = right && s.conn == i + 1 && s.again == (round == 1);
        }
    check(right && flow_count(table) == 60000,
          "60,000 connections over IPv6 keep their numbers");
    flow_table_free(table);
}

int
main(void)
{
    test_handshake();
    test_probes();
    test_wraparound();
    test_middle();
    test_generations();
    test_simultaneous_open();
    test_ports();
    test_claims();
    test_many();
    return done();
}
