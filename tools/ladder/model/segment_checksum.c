/*
 * segment_checksum.c - the Internet checksum (RFC 1071).
 */
#include "model/ip.h"

enum { TCP_MIN = 20, UDP_MIN = 8 };

/* Adds bytes to a one's complement sum, an odd last byte as the high half. */
static uint32_t
sum_add(uint32_t sum, const unsigned char *at, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        sum += i % 2 == 0 ? (uint32_t)at[i] << 8 : at[i];
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum;
}

uint16_t
segment_checksum_error(const unsigned char *bytes, size_t length)
{
    struct part part;

    if (!ip_parse(&part, bytes, length, length) || !part.whole)
        return 1;
    enum protocol protocol = part_protocol(&part);
    if (protocol == PROTOCOL_OTHER || part.more)
        return 0;               /* nothing that could be checked */
    if (part.captured < (protocol == PROTOCOL_TCP ? TCP_MIN : UDP_MIN))
        return 1;

    bool six = part.source.version == 6;
    if (protocol == PROTOCOL_UDP && !six && read16(part.at + 6) == 0)
        return 0;               /* an IPv4 datagram need not have one */
    uint32_t sum = 0;
    if (six || protocol != PROTOCOL_ICMP) {
        sum = sum_add(sum, part.source.bytes, six ? 16 : 4);
        sum = sum_add(sum, part.target.bytes, six ? 16 : 4);
        sum += (uint32_t)(part.total >> 16) + (uint32_t)(part.total & 0xffff);
        sum += (uint32_t)part.protocol;
    }
    sum = sum_add(sum, part.at, part.captured);
    sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)~((sum & 0xffff) + (sum >> 16));
}
