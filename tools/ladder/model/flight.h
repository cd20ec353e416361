/*
 * flight.h - the packets that are between the hosts, by number.
 */
#ifndef LADDER_FLIGHT_H
#define LADDER_FLIGHT_H

#include "model/segment.h"

enum { FLIGHT_MAX = 1000000 };

/* One packet, and how many copies of it are on their way. */
struct flight_packet {
    struct flight_packet *chained;
    uint64_t number;
    unsigned copies;
    size_t packet_bytes;
    struct segment segment;     /* as noted when it was sent; no payload */
};

struct flight;

/* An empty one, or NULL with errno ENOMEM.  The caller frees it. */
struct flight *
flight_new(void);

void
flight_free(struct flight *flight);

/* Puts one copy on its way.  0, or -1 if FLIGHT_MAX packets are there, memory
   is short, or a packet of this number is in flight already. */
int
flight_launch(struct flight *flight, uint64_t number, size_t packet_bytes,
              const struct segment *segment);

/* The packet, or NULL.  One whose last copy has landed is still found until
   the next one lands.  Valid until the next call that launches or lands. */
struct flight_packet *
flight_find(struct flight *flight, uint64_t number);

/* One copy has arrived or is lost. */
void
flight_land(struct flight *flight, struct flight_packet *packet);

#endif
