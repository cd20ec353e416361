/*
 * flight.c - a hash table that grows with what is in flight at once.
 */
#include "model/flight.h"

#include <stdlib.h>

#include "base/hash.h"

enum { BUCKETS_FIRST = 256 };

struct flight {
    struct flight_packet **buckets;
    size_t bucket_count;        /* a power of two */
    size_t packets;
    struct flight_packet *landed;       /* the last one, not in the table */
    uint64_t seed;              /* so that a trace cannot choose its bucket */
};

struct flight *
flight_new(void)
{
    struct flight *flight = calloc(1, sizeof *flight);
    if (flight == NULL)
        return NULL;
    flight->buckets = calloc(BUCKETS_FIRST, sizeof *flight->buckets);
    if (flight->buckets == NULL) {
        free(flight);
        return NULL;
    }
    flight->bucket_count = BUCKETS_FIRST;
    flight->seed = hash_seed(flight);
    return flight;
}

void
flight_free(struct flight *flight)
{
    if (flight == NULL)
        return;
    for (size_t i = 0; i < flight->bucket_count; i++) {
        struct flight_packet *next;
        for (struct flight_packet *p = flight->buckets[i]; p; p = next) {
            next = p->chained;
            free(p);
        }
    }
    free(flight->landed);
    free(flight->buckets);
    free(flight);
}

static struct flight_packet **
bucket_of(const struct flight *flight, uint64_t number)
{
    uint64_t hash = hash_mix(number ^ flight->seed);
    return &flight->buckets[hash & (flight->bucket_count - 1)];
}

/* Twice the buckets.  Without memory the table only becomes slower. */
static void
grow(struct flight *flight)
{
    size_t old_count = flight->bucket_count;
    struct flight_packet **old = flight->buckets;
    struct flight_packet **new = calloc(2 * old_count, sizeof *new);

    if (new == NULL)
        return;
    flight->buckets = new;
    flight->bucket_count = 2 * old_count;
    for (size_t i = 0; i < old_count; i++) {
        struct flight_packet *next;
        for (struct flight_packet *p = old[i]; p != NULL; p = next) {
            struct flight_packet **bucket = bucket_of(flight, p->number);
            next = p->chained;
            p->chained = *bucket;
            *bucket = p;
        }
    }
    free(old);
}

static struct flight_packet *
find_flying(const struct flight *flight, uint64_t number)
{
    struct flight_packet *p = *bucket_of(flight, number);
    while (p != NULL && p->number != number)
        p = p->chained;
    return p;
}

struct flight_packet *
flight_find(struct flight *flight, uint64_t number)
{
    struct flight_packet *packet = find_flying(flight, number);
    if (packet == NULL && flight->landed != NULL
        && flight->landed->number == number)
        return flight->landed;
    return packet;
}

int
flight_launch(struct flight *flight, uint64_t number, size_t packet_bytes,
              const struct segment *segment)
{
    if (flight->packets >= FLIGHT_MAX || find_flying(flight, number) != NULL)
        return -1;
    struct flight_packet *packet = malloc(sizeof *packet);
    if (packet == NULL)
        return -1;
    if (flight->packets >= flight->bucket_count)
        grow(flight);
    struct flight_packet **bucket = bucket_of(flight, number);
    *packet = (struct flight_packet){
        .chained = *bucket, .number = number, .copies = 1,
        .packet_bytes = packet_bytes, .segment = *segment,
    };
    packet->segment.payload = NULL;
    packet->segment.payload_captured = 0;
    *bucket = packet;
    flight->packets++;
    return 0;
}

void
flight_land(struct flight *flight, struct flight_packet *packet)
{
    if (packet->copies > 0)
        packet->copies--;
    if (packet->copies > 0 || packet == flight->landed)
        return;
    struct flight_packet **link = bucket_of(flight, packet->number);
    while (*link != packet)
        link = &(*link)->chained;
    *link = packet->chained;
    flight->packets--;
    free(flight->landed);
    flight->landed = packet;
}
