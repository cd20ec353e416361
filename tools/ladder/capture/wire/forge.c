/* forge.c - the few packets that the wire itself makes. */
#include "capture/wire/forge.h"

#include <string.h>

enum { IP_BYTES = 20, TCP_BYTES = 40, ICMP_BYTES = 8, QUOTED_BYTES = 8 };

static void
put16(unsigned char *at, unsigned value)
{
    at[0] = (unsigned char)(value >> 8);
    at[1] = (unsigned char)value;
}

/* Adds 16-bit words to an Internet checksum under way: RFC 1071. */
static uint32_t
sum(uint32_t so_far, const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i + 1 < length; i += 2)
        so_far += (uint32_t)bytes[i] << 8 | bytes[i + 1];
    if (length % 2 == 1)
        so_far += (uint32_t)bytes[length - 1] << 8;
    return so_far;
}

static unsigned
folded(uint32_t value)
{
    while (value >> 16 != 0)
        value = (value & 0xffff) + (value >> 16);
    return ~value & 0xffff;
}

static void
put_ip(unsigned char *out, size_t length, unsigned char protocol,
       const unsigned char source[4], const unsigned char target[4])
{
    memset(out, 0, IP_BYTES);
    out[0] = 0x45;
    put16(out + 2, (unsigned)length);
    out[8] = 64;
    out[9] = protocol;
    memcpy(out + 12, source, 4);
    memcpy(out + 16, target, 4);
    put16(out + 10, folded(sum(0, out, IP_BYTES)));
}

size_t
forge_syn(unsigned char out[FORGED_MAX], unsigned number, uint16_t port)
{
    static const unsigned char options[20] = {
        2, 4, 0x05, 0xb4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7
    };
    static const unsigned char server[4] = { 10, 0, 0, 2 };
    unsigned char source[4] = { 10, 0, 0,
                                (unsigned char)(100 + number % 100) };
    unsigned char pseudo[12];
    unsigned char *tcp = out + IP_BYTES;
    size_t length = IP_BYTES + TCP_BYTES;

    put_ip(out, length, 6, source, server);
    memset(tcp, 0, TCP_BYTES);
    put16(tcp, 20000 + number);
    put16(tcp + 2, port);
    put16(tcp + 4, number * 7919u);     /* any ISN will do */
    put16(tcp + 6, number * 104729u);
    tcp[12] = TCP_BYTES / 4 << 4;
    tcp[13] = 0x02;                     /* SYN */
    put16(tcp + 14, 64240);
    memcpy(tcp + 20, options, sizeof options);

    memcpy(pseudo, out + 12, 8);
    pseudo[8] = 0;
    pseudo[9] = 6;
    put16(pseudo + 10, TCP_BYTES);
    put16(tcp + 16, folded(sum(sum(0, pseudo, sizeof pseudo), tcp, TCP_BYTES)));
    return length;
}

size_t
forge_unreachable(unsigned char out[FORGED_MAX], const unsigned char *bytes,
                  size_t length)
{
    static const unsigned char router[4] = { 10, 0, 0, 254 };
    size_t header = length > 0 ? (bytes[0] & 0xfu) * 4u : 0;

    if (length < IP_BYTES || bytes[0] >> 4 != 4 || header < IP_BYTES ||
        length < header + QUOTED_BYTES)
        return 0;
    size_t quoted = header + QUOTED_BYTES;
    size_t whole = IP_BYTES + ICMP_BYTES + quoted;
    unsigned char *icmp = out + IP_BYTES;

    put_ip(out, whole, 1, router, bytes + 12);
    memset(icmp, 0, ICMP_BYTES);
    icmp[0] = 3;                        /* destination unreachable */
    icmp[1] = 1;                        /* host */
    memcpy(icmp + ICMP_BYTES, bytes, quoted);
    put16(icmp + 2, folded(sum(0, icmp, ICMP_BYTES + quoted)));
    return whole;
}
