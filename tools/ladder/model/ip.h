/*
 * ip.h - IPv4 and IPv6 headers, and the part of a packet that stands behind.
 *
 * Private to the segment's files.  A part is a (pointer, length) pair twice:
 * what was captured of it, and how many bytes it had on the wire.  The two
 * differ where a capture keeps headers only.
 */
#ifndef LADDER_IP_H
#define LADDER_IP_H

#include "model/segment.h"

/* What an IP header says of the part behind it. */
struct part {
    const unsigned char *at;
    size_t captured;            /* may be read */
    size_t total;               /* were on the wire */
    int protocol;               /* of this part */
    bool fragment;              /* not the first piece */
    bool more;                  /* not the last piece */
    bool whole;
    struct address source, target;
};

/* Two and four bytes in network order. */
uint16_t
read16(const unsigned char *at);

uint32_t
read32(const unsigned char *at);

/* Leaves the first length bytes of the part behind; false if it has fewer. */
bool
part_skip(struct part *part, size_t length);

/*
 * Reads the IP header of bytes[0..captured), of which total were on the wire;
 * *part becomes what stands behind it, IPv6 extension headers skipped.  False
 * if a header is cut short or is none; what was understood is in *part.
 */
bool
ip_parse(struct part *part, const unsigned char *bytes, size_t captured,
         size_t total);

/* TCP, UDP or ICMP; OTHER for a fragment that has no such header. */
enum protocol
part_protocol(const struct part *part);

#endif
