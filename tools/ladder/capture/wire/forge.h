/*
 * forge.h - the few packets that the wire itself makes.
 *
 * They go into the private hosts and nowhere else: neither function takes an
 * address to send to.
 */
#ifndef LADDER_FORGE_H
#define LADDER_FORGE_H

#include <stddef.h>
#include <stdint.h>

enum { FORGED_MAX = 128 };

/*
 * Writes the number-th SYN of a flood to the private host `server`, 10.0.0.2,
 * from an invented neighbour that will never answer.  Returns its length.
 */
size_t
forge_syn(unsigned char out[FORGED_MAX], unsigned number, uint16_t port);

/*
 * Writes the ICMP "host unreachable" (RFC 792) with which a router would answer
 * the IPv4 packet bytes[0..length).  Returns its length; 0 if it is not IPv4.
 */
size_t
forge_unreachable(unsigned char out[FORGED_MAX], const unsigned char *bytes,
                  size_t length);

#endif
