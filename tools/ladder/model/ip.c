/*
 * ip.c - reads IP headers, each length before the field behind it.
 */
#include "model/ip.h"

#include <string.h>

enum {
    IPV4_MIN = 20, IPV6_MIN = 40,
    NEXT_HOP_BY_HOP = 0, NEXT_ICMP = 1, NEXT_TCP = 6, NEXT_UDP = 17,
    NEXT_ROUTING = 43, NEXT_FRAGMENT = 44, NEXT_AH = 51, NEXT_ICMPV6 = 58,
    NEXT_OPTIONS = 60
};

uint16_t
read16(const unsigned char *at)
{
    return (uint16_t)(at[0] << 8 | at[1]);
}

uint32_t
read32(const unsigned char *at)
{
    return (uint32_t)read16(at) << 16 | read16(at + 2);
}

static size_t
smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

bool
part_skip(struct part *part, size_t length)
{
    if (length > part->captured || length > part->total)
        return false;
    part->at += length;
    part->captured -= length;
    part->total -= length;
    return true;
}

/* Cuts the part to the length its header claims; a lie makes it not whole. */
static void
part_limit(struct part *part, size_t claimed)
{
    if (claimed > part->total)
        part->whole = false;
    part->total = smaller(part->total, claimed);
    part->captured = smaller(part->captured, part->total);
}

static bool
ipv4_parse(struct part *part)
{
    const unsigned char *ip = part->at;
    if (part->captured < IPV4_MIN)
        return false;
    size_t header = (size_t)(ip[0] & 15) * 4;
    if (header < IPV4_MIN)
        return false;
    part_limit(part, read16(ip + 2));
    part->protocol = ip[9];
    part->fragment = (read16(ip + 6) & 0x1fff) != 0;
    part->more = (ip[6] & 0x20) != 0;
    part->source.version = part->target.version = 4;
    memcpy(part->source.bytes, ip + 12, 4);
    memcpy(part->target.bytes, ip + 16, 4);
    return part_skip(part, header);
}

/* Skips one extension header; false if it is cut short. */
static bool
ipv6_extension(struct part *part)
{
    const unsigned char *at = part->at;
    if (part->captured < 8)
        return false;
    size_t length = ((size_t)at[1] + 1) * 8;
    if (part->protocol == NEXT_FRAGMENT) {
        length = 8;
        part->fragment = (read16(at + 2) & 0xfff8) != 0;
        part->more = (at[3] & 1) != 0;
    } else if (part->protocol == NEXT_AH) {
        length = ((size_t)at[1] + 2) * 4;
    }
    part->protocol = at[0];
    return part_skip(part, length);
}

static bool
ipv6_parse(struct part *part)
{
    const unsigned char *ip = part->at;
    if (part->captured < IPV6_MIN)
        return false;
    size_t claimed = read16(ip + 4);
    if (claimed != 0)           /* 0: a jumbogram, as long as it is */
        part_limit(part, IPV6_MIN + claimed);
    part->protocol = ip[6];
    part->source.version = part->target.version = 6;
    memcpy(part->source.bytes, ip + 8, 16);
    memcpy(part->target.bytes, ip + 24, 16);
    if (!part_skip(part, IPV6_MIN))
        return false;
    while (!part->fragment
           && (part->protocol == NEXT_HOP_BY_HOP
               || part->protocol == NEXT_ROUTING
               || part->protocol == NEXT_FRAGMENT
               || part->protocol == NEXT_AH
               || part->protocol == NEXT_OPTIONS))
        if (!ipv6_extension(part))
            return false;
    return true;
}

bool
ip_parse(struct part *part, const unsigned char *bytes, size_t captured,
         size_t total)
{
    *part = (struct part){ .at = bytes, .captured = smaller(captured, total),
                           .total = total, .protocol = -1, .whole = true };
    if (part->captured == 0)
        return false;
    if (bytes[0] >> 4 == 4)
        return ipv4_parse(part);
    return bytes[0] >> 4 == 6 && ipv6_parse(part);
}

enum protocol
part_protocol(const struct part *part)
{
    bool six = part->source.version == 6;
    if (part->fragment)
        return PROTOCOL_OTHER;
    if (part->protocol == NEXT_TCP)
        return PROTOCOL_TCP;
    if (part->protocol == NEXT_UDP)
        return PROTOCOL_UDP;
    if (part->protocol == (six ? NEXT_ICMPV6 : NEXT_ICMP))
        return PROTOCOL_ICMP;
    return PROTOCOL_OTHER;
}
